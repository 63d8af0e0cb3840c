// The questions the documentation leaves open: what both engines decide in the three readings.
// Those that the vectors ask are not repeated here.
#include "both_engines.h"
#include "support/catch.h"

namespace postern::verify {
namespace {

using model::PolicyKind;
using namespace semantics;

const std::string get = "s3:GetObject";
const std::string object = "arn:aws:s3:::b/k";
const std::string role = "arn:aws:iam::111111111111:role/target";
constexpr const char* only_proofs = "implicit_deny allowed implicit_deny";
constexpr const char* not_witnesses = "allowed allowed implicit_deny";

/// alice reading the object, allowed under this condition.
std::string under(const std::string& condition, const model::Context& context) {
  Setting setting;
  setting.identity("{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{" + condition +
                   "}}");
  return both(setting, user(), get, object, context);
}

TEST_CASE("open questions of conditions, in both engines",
          "[AMB-2][AMB-11][AMB-32][AMB-42][AMB-43][AMB-47]") {
  struct Row {
    const char* question;
    const char* condition;
    model::Context context;
    const char* decided;
  };
  const Row rows[] = {
      {"AMB-2",
       "'ArnLike':{'aws:SourceArn':'arn:aws:s3:*'}",
       {{"aws:sourcearn", one("arn:aws:s3:::b")}},
       only_proofs},
      {"AMB-2, negated",
       "'ArnNotLike':{'aws:SourceArn':'arn:aws:s3:::b'}",
       {{"aws:sourcearn", one("b")}},
       not_witnesses},
      {"AMB-11, all",
       "'ForAllValues:StringEquals':{'aws:TagKeys':'a'}",
       {{"aws:tagkeys", many({""})}},
       only_proofs},
      {"AMB-11, any",
       "'ForAnyValue:StringEquals':{'aws:TagKeys':''}",
       {{"aws:tagkeys", many({""})}},
       not_witnesses},
      {"AMB-32", "'StringLike':{'s3:prefix':'?'}", {{"s3:prefix", one("\xC3\xA9")}}, not_witnesses},
      {"AMB-42", "'Null':{'s3:prefix':'true'}", {{"s3:prefix", one("")}}, only_proofs},
      {"AMB-43",
       "'ForAllValues:Null':{'aws:TagKeys':'true'}",
       {{"aws:tagkeys", many({"a"})}},
       not_witnesses},
      {"AMB-43, any",
       "'ForAnyValue:Null':{'aws:TagKeys':'false'}",
       {{"aws:tagkeys", many({"a"})}},
       only_proofs},
      {"AMB-47", "'ForAllValues:StringLike':{'aws:ResourceOrgPaths':'o-*'}", {}, not_witnesses},
  };
  for (const Row& row : rows) {
    INFO(row.question);
    CHECK(under(row.condition, row.context) == row.decided);
  }
}

TEST_CASE("open questions of resources and actions, in both engines", "[AMB-30][AMB-45]") {
  Setting variable;
  variable.identity("{'Effect':'Allow','Action':'s3:*','Resource':'arn:${x:partition}:s3:::b/*'}");
  CHECK(both(variable, user(), get, object, {{"x:partition", one("aws")}}) == only_proofs);
  const std::string queue = "arn:aws:sqs:us-east-1:111111111111:q";
  Setting shared;
  shared.resource("{'Effect':'Allow','Principal':'*','Action':'sqs:*','Resource':'*'}");
  CHECK(both(shared, user(), "sqs:SendMessage", queue) == all_allowed);
  CHECK(both(shared, user(), "sqs:DeleteQueue", queue) == only_proofs);
}

TEST_CASE("open questions of principals, in both engines", "[PRIN-17][OIDC-8][AMB-40][AMB-46]") {
  const auto sns = service("sns.amazonaws.com");
  Setting any_service;
  any_service.grants("{'Service':'*'}");
  CHECK(both(any_service, sns, get, object) == only_proofs);
  CHECK(both(any_service, user(), get, object) == all_implicit);
  Setting aws;
  aws.grants("{'AWS':'*'}");
  CHECK(both(aws, sns, get, object) == not_witnesses);
  CHECK(both(aws, {}, get, object) == all_allowed);
  const auto google = bearer("accounts.google.com");
  for (const char* everybody : {"'*'", "{'Federated':'*'}"}) {
    Setting trusting;
    trusting.trusts(everybody);
    CHECK(both(trusting, google, "sts:AssumeRoleWithWebIdentity", role) == only_proofs);
  }
}

TEST_CASE("open questions of buckets, in both engines", "[BPA-2][BPA-4][AMB-22][AMB-25]") {
  const std::string unless = ",'Condition':{'StringNotEquals':{'aws:SourceVpc':'vpc-1'}}";
  Setting restricted;
  restricted.grants("'*'", unless);
  restricted.scenario.s3.emplace().block.restrict_public_buckets = true;
  CHECK(both(restricted, {}, get, object) == only_proofs);
  CHECK(both(restricted, user(), get, object) == all_allowed);

  model::Caller bob = user("bob", account_b);
  bob.canonical_id = "canonical-b";
  Setting listed;
  listed.identity();
  model::S3Access& s3 = listed.scenario.s3.emplace();
  s3.owner = "canonical-a";
  s3.ownership = model::ObjectOwnership::ObjectWriter;
  s3.object_acl =
      model::Acl{"canonical-a",
                 {{model::AclGrantee::AllUsers, {}, model::AclPermission::ReadAcp},
                  {model::AclGrantee::Account, "canonical-b", model::AclPermission::Read}}};
  CHECK(both(listed, bob, get, object) == all_allowed);
  s3.block.ignore_public_acls = true;
  CHECK(both(listed, bob, get, object) == not_witnesses);
  CHECK(both(listed, {}, "s3:GetObjectAcl", object) == all_implicit);
}

}  // namespace
}  // namespace postern::verify
