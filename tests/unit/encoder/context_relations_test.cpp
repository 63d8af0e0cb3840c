// The relations between context keys, rule by rule (section 15 of the specification), and the
// values keys can have: a request that breaks the rule, and one that keeps it. `PC`: a proof takes
// it for possible and a counterexample may use it; `P-`: only the former; `--`: nobody.
#include "encoder/context_relations.h"

#include <algorithm>
#include <set>

#include "context_world.h"
#include "support/catch.h"

namespace postern::encoder {
namespace {

std::set<std::string>& tested_rules() {
  static std::set<std::string> rules;
  return rules;
}
struct Tested {
  explicit Tested(const char* rule) { tested_rules().insert(rule); }
};

struct Request {
  const char* expected;
  const char* who;
  std::vector<Asked> keys;
  const char* action = "";
  const char* resource = "";
};

void check(const std::vector<Request>& requests) {
  ContextWorld world;
  for (const Request& request : requests) {
    std::string keys;
    for (const Asked& asked : request.keys) {
      keys += (asked.present ? " " : " not ") + asked.key;
      for (const std::string& value : asked.values) keys += "=" + value;
    }
    CAPTURE(request.who, keys, request.action, request.resource);
    CHECK(world.possible(request.who, request.keys, request.action, request.resource) ==
          request.expected);
  }
}

#define POSTERN_RELATION(rule, what, ...)                     \
  const Tested INTERNAL_CATCH_UNIQUE_NAME(tested_rule)(rule); \
  TEST_CASE("relation " rule ": " what, "[context]") { check({__VA_ARGS__}); }

// clang-format off
POSTERN_RELATION("REL-1", "the account in the caller's ARN is its account",
    {"--", "alice", {has("aws:principalaccount", "222222222222")}},
    {"PC", "alice", {has("aws:principalaccount", "111111111111"), has("aws:principalarn", "arn:aws:iam::111111111111:user/team/alice")}},
    {"--", "stranger", {has("aws:principalaccount", "444444444444"), has("aws:principalarn", "arn:aws:iam::555555555555:user/x")}},
    {"PC", "stranger", {has("aws:principalaccount", "444444444444"), has("aws:principalarn", "arn:aws:iam::444444444444:user/x")}})

POSTERN_RELATION("REL-2", "an account has twelve digits; anonymous callers have none",
    {"--", "stranger", {has("aws:principalaccount", "4444")}},
    {"--", "RUSTF", {has("aws:principalaccount", "anonymous")}},
    {"--", "A", {has("aws:principalaccount", "444444444444")}},
    {"PC", "A", {has("aws:principalaccount", "anonymous")}})

POSTERN_RELATION("REL-3", "the ARN of a session is its role's",
    {"--", "app", {has("aws:principalarn", "arn:aws:sts::111111111111:assumed-role/app/session")}},
    {"PC", "app", {has("aws:principalarn", "arn:aws:iam::111111111111:role/team/app")}},
    {"PC", "R", {has("aws:principalarn", "arn:aws:iam::111111111111:root")}},
    {"PC", "F", {has("aws:principalarn", "arn:aws:sts::111111111111:federated-user/joe")}})

POSTERN_RELATION("REL-4", "the organization is the account's",
    {"--", "alice", {has("aws:principalorgid", "o-otherorg00")}},
    {"--", "alice", {has("aws:principalorgid"), lacks("aws:principalorgpaths")}},
    {"PC", "alice", {has("aws:principalorgid", "o-exampleorg"), has("aws:principalorgpaths", "o-exampleorg/r-root/")}},
    {"--", "carol", {has("aws:principalorgid", "o-exampleorg")}},
    {"--", "carol", {has("aws:principalorgpaths", "o-exampleorg/r-root/")}},
    {"P-", "carol", {has("aws:principalorgid", "o-otherorg00")}},
    {"--", "stranger", {has("aws:principalorgid", "o-exampleorg")}},
    {"PC", "stranger", {lacks("aws:principalorgid")}})

POSTERN_RELATION("REL-5", "the type of the caller",
    {"--", "alice", {has("aws:principaltype", "AssumedRole")}},
    {"PC", "alice", {has("aws:principaltype", "User")}},
    {"PC", "app", {has("aws:principaltype", "AssumedRole")}},
    {"PC", "R", {has("aws:principaltype", "Account")}},
    {"PC", "F", {has("aws:principaltype", "FederatedUser")}},
    {"PC", "A", {has("aws:principaltype", "Anonymous")}})

POSTERN_RELATION("REL-6", "the unique id of the caller",
    {"--", "alice", {has("aws:userid", "AIDAOTHER")}},
    {"PC", "alice", {has("aws:userid", "AIDAALICE")}},
    {"PC", "app", {has("aws:userid", "AROAAPP:job")}},
    {"--", "app", {has("aws:userid", "AROAAPP:a b")}},
    {"PC", "R", {has("aws:userid", "111111111111")}},
    {"P-", "stranger", {has("aws:userid", "somebody")}},
    {"PC", "stranger", {has("aws:userid", "AIDAXEXAMPLE")}})

POSTERN_RELATION("REL-7", "only users have user names",
    {"--", "alice", {has("aws:username", "bob")}},
    {"--", "app", {has("aws:username")}},
    {"PC", "alice", {has("aws:username", "alice")}},
    {"--", "stranger", {has("aws:username", "joe"), has("aws:principalarn", "arn:aws:iam::444444444444:user/sue")}})

POSTERN_RELATION("REL-8", "temporary credentials, and MFA with them",
    {"P-", "app", {lacks("aws:tokenissuetime")}},  // a service with its permission
    {"--", "app", {lacks("aws:tokenissuetime"), has("aws:sourcevpce")}},
    {"PC", "app", {has("aws:tokenissuetime")}},
    {"P-", "alice", {has("aws:multifactorauthpresent", "true"), lacks("aws:tokenissuetime")}, "s3:GetObject"},
    {"PC", "alice", {has("aws:multifactorauthpresent", "true"), lacks("aws:tokenissuetime")}, "sts:AssumeRole"},
    {"PC", "alice", {has("aws:multifactorauthpresent", "true"), has("aws:tokenissuetime")}, "s3:GetObject"},
    {"--", "alice", {has("aws:multifactorauthage", "60"), lacks("aws:multifactorauthpresent")}},
    {"--", "alice", {has("aws:multifactorauthage", "60"), has("aws:multifactorauthpresent", "false")}},
    {"--", "alice", {has("aws:multifactorauthage", "-60")}},
    {"PC", "alice", {has("aws:multifactorauthage", "60"), has("aws:multifactorauthpresent", "true")}},
    {"P-", "alice", {has("aws:multifactorauthage", "60"), lacks("aws:tokenissuetime")}, "s3:GetObject"})

POSTERN_RELATION("REL-9", "tags of principals",
    {"--", "alice", {has("aws:principaltag/team", "red")}},
    {"PC", "alice", {has("aws:principaltag/Team", "blue")}},
    {"--", "bob", {has("aws:principaltag/team")}},
    {"P-", "app", {has("aws:principaltag/team", "blue")}},  // a session tag
    {"PC", "app", {has("aws:principaltag/team", "red")}},
    {"P-", "web", {has("aws:principaltag/team", "red")}},
    {"PC", "stranger", {has("aws:principaltag/team", "red")}})

POSTERN_RELATION("REL-10", "the account of the resource is its owner's",
    {"--", "alice", {has("aws:resourceaccount", "222222222222")}, "sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:q"},
    {"PC", "alice", {has("aws:resourceaccount", "111111111111")}, "sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:q"},
    {"--", "alice", {has("s3:resourceaccount", "222222222222")}, "s3:GetObject", "arn:aws:s3:::bucket/key"},
    {"--", "alice", {has("aws:resourceorgid", "o-otherorg00")}, "sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:q"},
    {"--", "alice", {has("aws:resourceorgpaths", "o-exampleorg/r-other/")}, "sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:q"},
    {"PC", "alice", {has("aws:resourceorgpaths", "o-exampleorg/r-root/")}, "sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:q"})

POSTERN_RELATION("REL-11", "one network path",
    {"--", "alice", {has("aws:viaawsservice", "true"), has("aws:sourcevpce")}},
    {"P-", "alice", {has("aws:viaawsservice", "true")}},
    {"P-", "V", {has("aws:sourcevpce")}},
    {"PC", "V", {lacks("aws:sourcevpce"), lacks("aws:sourceip")}},
    {"P-", "alice", {lacks("aws:sourcevpce"), lacks("aws:sourceip")}})

POSTERN_RELATION("REL-12", "public or through an endpoint",
    {"--", "alice", {has("aws:sourceip"), has("aws:sourcevpce")}},
    {"--", "alice", {has("aws:sourceip"), has("aws:sourcevpc")}},
    {"--", "alice", {has("aws:sourceip"), has("aws:vpcsourceip")}},
    {"P-", "alice", {has("aws:sourcevpce"), lacks("aws:sourcevpc")}},
    {"P-", "alice", {has("aws:sourcevpc"), lacks("aws:sourcevpce")}},
    {"P-", "alice", {has("aws:sourcevpc"), lacks("aws:vpcsourceip")}},
    {"PC", "alice", {has("aws:sourcevpce"), has("aws:sourcevpc"), has("aws:vpcsourceip"), lacks("aws:sourceip")}},
    {"PC", "alice", {has("aws:sourceip", "203.0.113.10/32")}},
    {"P-", "alice", {has("aws:sourceip", "10.0.0.1/32")}},
    {"PC", "alice", {has("aws:vpcsourceip", "10.0.0.1/32")}})

POSTERN_RELATION("REL-13", "whose the endpoint is",
    {"--", "alice", {has("aws:vpceaccount"), has("aws:sourceip")}},
    {"--", "alice", {has("aws:vpceorgid"), has("aws:sourceip")}},
    {"--", "alice", {has("aws:vpceorgpaths"), has("aws:sourceip")}},
    {"P-", "alice", {has("aws:vpceaccount"), has("aws:sourcevpce")}})

POSTERN_RELATION("REL-14", "the VPC of the endpoint",
    {"--", "alice", {has("aws:sourcevpcarn"), has("aws:sourceip")}},
    {"P-", "alice", {has("aws:sourcevpcarn"), has("aws:sourcevpc")}})

POSTERN_RELATION("REL-15", "services with the permission of a caller",
    {"--", "V", {has("aws:viaawsservice", "true")}},
    {"P-", "RUSTF", {has("aws:viaawsservice", "true")}},
    {"P-", "A", {has("aws:viaawsservice", "true")}},
    {"PC", "RUSTFVWLA", {has("aws:viaawsservice", "false")}},
    {"--", "alice", {has("aws:calledvia", "athena.amazonaws.com"), has("aws:viaawsservice", "false")}},
    {"--", "alice", {has("aws:calledvia", "athena.amazonaws.com"), lacks("aws:viaawsservice")}},
    {"--", "alice", {has("aws:calledviafirst"), lacks("aws:calledvia")}},
    {"--", "alice", {has("aws:calledvialast"), lacks("aws:calledvia")}},
    {"P-", "alice", {has("aws:calledvia", "athena.amazonaws.com"), has("aws:calledviafirst"), has("aws:calledvialast")}},
    {"P-", "alice", {lacks("aws:calledvia"), has("aws:viaawsservice", "true")}})

POSTERN_RELATION("REL-16", "one clock",
    {"--", "alice", {has("aws:currenttime", "2026-01-01T00:00:00Z"), has("aws:epochtime", "2026-01-02T00:00:00Z")}},
    {"PC", "alice", {has("aws:currenttime", "2026-01-01T00:00:00Z"), has("aws:epochtime", "2026-01-01T00:00:00Z")}})

POSTERN_RELATION("REL-16", "credentials are not of tomorrow",
    {"--", "alice", {has("aws:tokenissuetime", "2026-01-02T00:00:00Z"), has("aws:currenttime", "2026-01-01T00:00:00Z")}},
    {"PC", "alice", {has("aws:tokenissuetime", "2026-01-01T00:00:00Z"), has("aws:currenttime", "2026-01-01T00:00:00Z")}},
    {"PC", "alice", {has("aws:tokenissuetime", "2026-01-01T00:00:00Z"), has("aws:epochtime", "2026-01-02T00:00:00Z")}})

POSTERN_RELATION("REL-17", "the region of the resource",
    {"P-", "alice", {has("aws:requestedregion", "eu-west-1")}, "sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:q"},
    {"PC", "alice", {has("aws:requestedregion", "us-east-1")}, "sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:q"},
    {"PC", "alice", {has("aws:requestedregion", "eu-west-1")}, "s3:GetObject", "arn:aws:s3:::bucket/key"},
    {"P-", "alice", {has("aws:requestedregion", "eu-west-1")}, "iam:CreateUser"},
    {"PC", "alice", {has("aws:requestedregion", "us-east-1")}, "iam:CreateUser"})

POSTERN_RELATION("REL-18", "tags of the request are among its tag keys",
    {"P-", "alice", {has("aws:requesttag/team"), lacks("aws:tagkeys")}, "sqs:CreateQueue"},
    {"P-", "alice", {has("aws:requesttag/team"), has("aws:tagkeys", "owner")}, "sqs:CreateQueue"},
    {"PC", "alice", {has("aws:requesttag/team"), has("aws:tagkeys", "Team")}, "sqs:CreateQueue"},
    {"P-", "alice", {lacks("aws:requesttag/team"), has("aws:tagkeys", "team")}, "sqs:CreateQueue"},
    {"PC", "alice", {lacks("aws:requesttag/team"), has("aws:tagkeys", "team")}, "sqs:UntagQueue"},
    {"--", "alice", {has("aws:tagkeys", "")}, "sqs:CreateQueue"})

POSTERN_RELATION("14.3", "tags of resources, where the action looks at them",
    {"P-", "alice", {has("aws:resourcetag/team")}, "sqs:ListQueues"},
    {"PC", "alice", {has("aws:resourcetag/team")}, "sqs:SendMessage"})

POSTERN_RELATION("REL-19", "the version of TLS, where there is TLS",
    {"P-", "alice", {has("s3:tlsversion"), has("aws:securetransport", "false")}, "s3:GetObject"},
    {"P-", "alice", {lacks("s3:tlsversion"), has("aws:securetransport", "true")}, "s3:GetObject"},
    {"PC", "alice", {has("s3:tlsversion", "1.2"), has("aws:securetransport", "true")}, "s3:GetObject"},
    {"PC", "alice", {lacks("s3:tlsversion"), has("aws:securetransport", "false")}, "s3:GetObject"})

POSTERN_RELATION("REL-20", "what triggered a service",
    {"--", "RUSTFWLA", {has("aws:sourcearn")}},
    {"--", "RUSTFWLA", {has("aws:sourceaccount")}},
    {"P-", "V", {has("aws:sourcearn", "arn:aws:sns:us-east-1:111111111111:t"), has("aws:sourceaccount", "222222222222")}},
    {"PC", "V", {has("aws:sourcearn", "arn:aws:sns:us-east-1:111111111111:t"), has("aws:sourceaccount", "111111111111")}},
    {"PC", "V", {has("aws:sourcearn", "arn:aws:s3:::bucket"), has("aws:sourceaccount", "222222222222")}})

POSTERN_RELATION("REL-21", "the organization of what triggered a service",
    {"--", "V", {has("aws:sourceorgid", "o-otherorg00"), has("aws:sourceaccount", "111111111111")}},
    {"--", "V", {has("aws:sourceorgid", "o-exampleorg"), has("aws:sourceaccount", "444444444444")}},
    {"P-", "V", {has("aws:sourceorgid", "o-exampleorg"), lacks("aws:sourceaccount")}},
    {"PC", "V", {has("aws:sourceorgid", "o-exampleorg"), has("aws:sourceaccount", "111111111111")}})

POSTERN_RELATION("REL-22", "the names of a service",
    {"--", "V", {has("aws:principalservicename", "s3.amazonaws.com")}},
    {"PC", "V", {has("aws:principalservicename", "cloudtrail.amazonaws.com"), has("aws:principalisawsservice", "true")}},
    {"--", "V", {has("aws:principalservicenameslist", "s3.amazonaws.com")}},
    {"PC", "V", {has("aws:principalservicenameslist", "cloudtrail.amazonaws.com")}},
    {"--", "RUSTF", {has("aws:principalisawsservice", "true")}})

POSTERN_RELATION("REL-23", "sessions of root users, and of identity providers",
    {"--", "USTFVWLA", {has("aws:assumedroot")}},
    {"--", "R", {has("aws:assumedroot", "false")}},
    {"P-", "R", {has("aws:assumedroot", "true")}},
    {"--", "app", {has("aws:federatedprovider")}},
    {"P-", "web", {has("aws:federatedprovider")}})

POSTERN_RELATION("REL-24", "keys of a service come with the actions that carry them",
    {"--", "alice", {has("s3:prefix")}, "s3:GetObject"},
    {"PC", "alice", {has("s3:prefix", "home/")}, "s3:ListBucket"},
    {"--", "alice", {has("kms:encryptioncontext:a", "b")}, "s3:GetObject"},
    {"--", "alice", {has("kms:calleraccount")}, "s3:GetObject"})

POSTERN_RELATION("REL-25", "keys of access points come together",
    {"--", "alice", {has("s3:dataaccesspointaccount"), lacks("s3:dataaccesspointarn")}, "s3:GetObject"},
    {"--", "alice", {lacks("s3:dataaccesspointaccount"), has("s3:dataaccesspointarn")}, "s3:GetObject"},
    {"--", "alice", {has("s3:accesspointnetworkorigin"), lacks("s3:dataaccesspointarn")}, "s3:GetObject"},
    {"--", "alice", {lacks("s3:accesspointnetworkorigin"), has("s3:dataaccesspointarn")}, "s3:GetObject"},
    {"PC", "alice", {has("s3:accesspointnetworkorigin"), has("s3:dataaccesspointaccount"), has("s3:dataaccesspointarn")}, "s3:GetObject"})

POSTERN_RELATION("REL-26", "encryption contexts are listed",
    {"--", "alice", {has("kms:encryptioncontext:app", "x"), lacks("kms:encryptioncontextkeys")}, "kms:Decrypt"},
    {"P-", "alice", {lacks("kms:encryptioncontext:app"), has("kms:encryptioncontextkeys", "app")}, "kms:Decrypt"},
    {"PC", "alice", {has("kms:encryptioncontext:app", "x"), has("kms:encryptioncontextkeys", "app")}, "kms:Decrypt"},
    {"--", "alice", {has("kms:calleraccount", "222222222222")}, "kms:Decrypt"},
    {"PC", "alice", {has("kms:calleraccount", "111111111111"), has("aws:principalaccount", "111111111111")}, "kms:Decrypt"})

POSTERN_RELATION("REL-27", "what an assumption passes",
    {"--", "alice", {has("sts:externalid", "x-1")}, "sts:AssumeRoleWithSAML"},
    {"P-", "alice", {has("sts:externalid", "a b")}, "sts:AssumeRole"},
    {"PC", "alice", {has("sts:externalid", "x-1")}, "sts:AssumeRole"},
    {"P-", "alice", {has("sts:transitivetagkeys", "team")}, "sts:AssumeRole"})

POSTERN_RELATION("REL-28", "a key for encryption with keys",
    {"P-", "alice", {has("s3:x-amz-server-side-encryption-aws-kms-key-id"), has("s3:x-amz-server-side-encryption", "AES256")}, "s3:PutObject"},
    {"PC", "alice", {has("s3:x-amz-server-side-encryption-aws-kms-key-id"), has("s3:x-amz-server-side-encryption", "aws:kms")}, "s3:PutObject"})

POSTERN_RELATION("REL-29", "keys with fixed alphabets",
    {"P-", "alice", {has("aws:sourcevpc", "vpc-1")}},
    {"PC", "alice", {has("aws:sourcevpc", "vpc-0123456789abcdef0")}},
    {"P-", "alice", {has("aws:sourcevpce", "endpoint")}},
    {"P-", "V", {has("aws:sourceaccount", "1111111111111")}},
    {"P-", "V", {has("aws:sourceorgid", "organization")}},
    {"P-", "alice", {has("aws:requestedregion", "mars-1")}},
    {"P-", "alice", {has("sts:sourceidentity", "a b")}, "sts:AssumeRole"},
    {"P-", "alice", {has("s3:signatureversion", "other")}, "s3:GetObject"},
    {"P-", "alice", {has("s3:authtype", "other")}, "s3:GetObject"},
    {"P-", "alice", {has("aws:sourcevpcarn", "vpc")}},
    {"--", "alice", {has("aws:securetransport", "perhaps")}})

POSTERN_RELATION("REL-30", "credentials on an instance are a role's",
    {"--", "RUFVWLA", {has("ec2:sourceinstancearn")}},
    {"P-", "app", {has("ec2:sourceinstancearn"), has("aws:ec2instancesourcevpc")}})

POSTERN_RELATION("PASS-2", "the service a role is passed to",
    {"P-", "alice", {lacks("iam:passedtoservice")}, "iam:PassRole"},
    {"P-", "alice", {has("iam:passedtoservice", "ec2")}, "iam:PassRole"},
    {"PC", "alice", {has("iam:passedtoservice", "ec2.amazonaws.com")}, "iam:PassRole"})

POSTERN_RELATION("OIDC-7", "claims are their issuer's",
    {"P-", "W", {has("accounts.google.com:sub", "1")}},
    {"PC", "W", {has("token.actions.githubusercontent.com:sub", "repo:a/b:ref:refs/heads/main")}},
    {"--", "alice", {has("token.actions.githubusercontent.com:sub")}},
    {"--", "app", {has("saml:sub")}},
    {"P-", "saml", {has("saml:sub")}},
    {"PC", "L", {has("saml:sub", "x")}})
// clang-format on

// What nobody documents: a counterexample must not rest on what a condition says of the key.
struct Unsure {
  const char* rule;
  const char* key;
  const char* unsure;  // kinds of callers
  const char* action = "";
  const char* resource = "";
};

void check(const Unsure& row) {
  ContextWorld world;
  for (const char letter : caller_letters) {
    CAPTURE(row.key, letter);
    const bool expected = std::string_view(row.unsure).find(letter) == std::string_view::npos;
    CHECK(world.sure(std::string_view(&letter, 1), row.key, row.action, row.resource) == expected);
  }
}

#define POSTERN_UNSURE(rule, ...)                             \
  const Tested INTERNAL_CATCH_UNIQUE_NAME(tested_rule)(rule); \
  TEST_CASE("nobody knows, " rule ": " #__VA_ARGS__, "[context]") { check({rule, __VA_ARGS__}); }

// clang-format off
POSTERN_UNSURE("AMB-34", "aws:principalarn", "V")
POSTERN_UNSURE("AMB-34", "aws:principalaccount", "VWL")
POSTERN_UNSURE("AMB-34", "aws:principaltype", "VWL")
POSTERN_UNSURE("AMB-34", "aws:principaltag/team", "V")
POSTERN_UNSURE("AMB-34", "kms:calleraccount", "VWL", "kms:Decrypt")
POSTERN_UNSURE("AMB-34", "aws:sourceip", "V")
POSTERN_UNSURE("AMB-34", "aws:securetransport", "V")
POSTERN_UNSURE("AMB-37", "aws:sourceowner", "RUSTFVWLA")
POSTERN_UNSURE("REL-13", "aws:vpceaccount", "RUSTFWLA")
POSTERN_UNSURE("REL-15", "aws:viaawsservice", "RUSTFVWLA", "ec2:StartInstances")
POSTERN_UNSURE("REL-15", "aws:viaawsservice", "", "s3:GetObject")
POSTERN_UNSURE("REL-21", "aws:sourceorgpaths", "V")
POSTERN_UNSURE("REL-22", "aws:principalservicenameslist", "V")
POSTERN_UNSURE("REL-10", "aws:resourceaccount", "RUSTFVWLA", "sqs:SendMessage", "arn:aws:sqs:us-east-1:333333333333:q")
POSTERN_UNSURE("REL-10", "aws:resourceaccount", "", "sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:q")
POSTERN_UNSURE("TRUST-12", "sts:rolesessionname", "RUSTFVWLA", "sts:TagSession")
// clang-format on

TEST_CASE("what the snapshot does not tell of its own principals is not known", "[context]") {
  ContextWorld world;
  CHECK(world.sure("alice", "aws:userid"));
  CHECK_FALSE(world.sure("bob", "aws:userid"));
  CHECK(world.sure("alice", "aws:principalorgid"));
  CHECK_FALSE(world.sure("carol", "aws:principalorgid"));
  CHECK(world.sure("stranger", "aws:principalorgid"));
}

TEST_CASE("every relation is tested", "[context]") {
  for (const Relation& relation : relations()) {
    CAPTURE(relation.rule, relation.key);
    CHECK(tested_rules().contains(std::string(relation.rule)));
  }
}

}  // namespace
}  // namespace postern::encoder
