// What the policy reader says about policies that are wrong or dubious, and where.
#include "support/catch.h"
#include "unit/model/policy_text.h"

namespace postern::model {
namespace {

using test::read_statement_text;
using test::read_text;

struct Row {
  PolicyKind kind;
  std::string text;
  std::vector<std::string> diagnostics;
};

constexpr PolicyKind identity = PolicyKind::Identity;
constexpr PolicyKind resource = PolicyKind::Resource;

}  // namespace

TEST_CASE("diagnostics of a document", "[GRAM-1][GRAM-3]") {
  const Row rows[] = {
      {identity,
       R"([])",
       {"p.json:1:1: error POSTERN0201: a policy document must be an object, not an array"}},
      {identity, R"({})", {"p.json:1:1: error POSTERN0208: the policy has no `Statement`"}},
      {identity,
       R"({"Statment": []})",
       {"p.json:1:2: error POSTERN0202: unknown policy element `Statment`; did you mean "
        "`Statement`?",
        "p.json:1:1: error POSTERN0208: the policy has no `Statement`"}},
      {identity,
       R"({"Version": "2012-10-18", "Statement": []})",
       {"p.json:1:13: error POSTERN0205: unknown policy version `2012-10-18`; write `2012-10-17` "
        "or `2008-10-17`",
        "p.json:1:40: warning POSTERN0230: the list `Statement` is empty; the policy allows and "
        "denies nothing"}},
      {identity,
       R"({"Version": 2012, "Id": 7, "Statement": ["x"]})",
       {"p.json:1:13: error POSTERN0204: `Version` must be a string, not a number",
        "p.json:1:25: error POSTERN0204: `Id` must be a string, not a number",
        "p.json:1:42: error POSTERN0204: `Statement` must be an object, not a string"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(read_text(row.text, row.kind).diagnostics == row.diagnostics);
  }
}

TEST_CASE("diagnostics of a statement", "[GRAM-4][GRAM-5][GRAM-8]") {
  const Row rows[] = {
      {identity,
       R"({"Effect":"allow","Action":"*","Resource":"*"})",
       {"p.json:2:11: error POSTERN0206: unknown effect `allow`; write `Allow` or `Deny`"}},
      {identity,
       R"({"Action":"*","Resource":"*"})",
       {"p.json:2:1: error POSTERN0208: the statement has no `Effect`"}},
      {identity,
       R"({"Effect":"Allow"})",
       {"p.json:2:1: error POSTERN0208: the statement has no `Action`",
        "p.json:2:1: error POSTERN0208: the statement has no `Resource`"}},
      {identity,
       R"({"Effect":"Allow","Acton":"*","Action":"*","Resource":"*"})",
       {"p.json:2:19: error POSTERN0203: unknown statement element `Acton`; did you mean "
        "`Action`?"}},
      {identity,
       R"({"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"})",
       {"p.json:2:32: error POSTERN0209: `Action` and `NotAction` exclude each other"}},
      {identity,
       R"({"Effect":"Allow","Action":"*","NotResource":"*","Resource":"*"})",
       {"p.json:2:32: error POSTERN0209: `Resource` and `NotResource` exclude each other"}},
      {resource,
       R"({"Effect":"Deny","Principal":"*","NotPrincipal":"*","Action":"s3:*"})",
       {"p.json:2:34: error POSTERN0209: `Principal` and `NotPrincipal` exclude each other"}},
      {identity,
       R"({"Sid":1,"Effect":true,"Action":{},"Resource":["*",null]})",
       {"p.json:2:8: error POSTERN0204: `Sid` must be a string, not a number",
        "p.json:2:19: error POSTERN0204: `Effect` must be a string, not a boolean",
        "p.json:2:33: error POSTERN0204: `Action` must be a string, not an object",
        "p.json:2:52: error POSTERN0204: `Resource` must be a string, not null"}},
      // Lists that are empty stay, with a warning (GRAM-8, AMB-12).
      {identity,
       R"({"Effect":"Allow","Action":[],"NotResource":[]})",
       {"p.json:2:28: warning POSTERN0230: the list `Action` is empty; it matches nothing",
        "p.json:2:45: warning POSTERN0230: the list `NotResource` is empty; what AWS makes of it "
        "is not documented"}},
      {identity,
       R"({"Effect":"Allow","Action":"s3","Resource":"b/*"})",
       {"p.json:2:28: warning POSTERN0232: `s3` is not of the form `service:Name`",
        "p.json:2:44: warning POSTERN0233: `b/*` is neither `*` nor an ARN"}},
      {identity,
       R"({"Effect":"Allow","Action":"*","Resource":["arn:aws:sqs","arn:aws:s3:::${a, b}"]})",
       {"p.json:2:58: error POSTERN0214: malformed policy variable `${a, b}`; write `${key}` or "
        "`${key, 'default'}`"}},
      {identity,
       R"({"Effect":"Allow","Action":"*","Resource":"arn:aws:sqs:${aws:r}:1:q"})",
       {"p.json:2:43: warning POSTERN0241: `arn:aws:sqs:${aws:r}:1:q` has a policy variable before "
        "the fifth colon; AWS refuses such a policy, and what it would match is not known"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(read_statement_text(row.text, row.kind).diagnostics == row.diagnostics);
  }
}

TEST_CASE("each kind of policy has its own elements", "[GRAM-5][GRAM-6][PRIN-1]") {
  const std::string principal =
      R"({"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"})";
  const std::string nobody = R"({"Effect":"Deny","Action":"s3:*","Resource":"*"})";
  const std::string not_principal =
      R"({"Effect":"Deny","NotPrincipal":"*","Action":"s3:*","Resource":"*"})";
  const std::string no_resource = R"({"Effect":"Deny","Principal":"*","Action":"s3:*"})";
  const std::string not_action =
      R"({"Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*"})";
  const std::string not_resource =
      R"({"Effect":"Deny","Principal":"*","Action":"s3:*","NotResource":"*"})";
  struct KindRow {
    PolicyKind kind;
    bool principal, nobody, not_principal, no_resource, not_action, not_resource;
  };
  const KindRow rows[] = {
      {PolicyKind::Identity, false, true, false, false, false, false},
      {PolicyKind::Boundary, false, true, false, false, false, false},
      {PolicyKind::Session, false, true, false, false, false, false},
      {PolicyKind::ServiceControl, false, true, false, false, false, false},
      {PolicyKind::Resource, true, false, true, true, true, true},
      {PolicyKind::Trust, false, false, false, true, false, false},
      {PolicyKind::ResourceControl, true, false, false, false, false, true},
      {PolicyKind::Endpoint, true, false, false, false, true, true},
  };
  for (const KindRow& row : rows) {
    CAPTURE(to_string(row.kind));
    const auto clean = [&](const std::string& text) {
      return read_statement_text(text, row.kind).diagnostics.empty();
    };
    CHECK(clean(principal) == row.principal);
    CHECK(clean(nobody) == row.nobody);
    CHECK(clean(not_principal) == row.not_principal);
    CHECK(clean(no_resource) == row.no_resource);
    CHECK(clean(not_action) == row.not_action);
    CHECK(clean(not_resource) == row.not_resource);
  }
}

TEST_CASE("diagnostics of kinds", "[GRAM-5][NPRIN-1][PRIN-1][RCP-11]") {
  const Row rows[] = {
      {identity,
       R"({"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"})",
       {"p.json:2:19: error POSTERN0210: `Principal` is not allowed in a policy of this kind: "
        "identity policy; it applies to whoever it is attached to"}},
      {PolicyKind::Trust,
       R"({"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"})",
       {"p.json:2:48: error POSTERN0210: `Resource` is not allowed in a policy of this kind: role "
        "trust policy; the resource is the role itself"}},
      {PolicyKind::Trust,
       R"({"Effect":"Allow","Principal":"*","NotAction":"sts:TagSession"})",
       {"p.json:2:35: warning POSTERN0237: `NotAction` is not documented for role trust policies"}},
      {resource,
       R"({"Effect":"Allow","NotPrincipal":{"AWS":"111111111111"},"Action":"s3:*"})",
       {"p.json:2:19: warning POSTERN0234: `NotPrincipal` with `Allow` admits everyone else, "
        "anonymous callers included; name the principals, or use `aws:PrincipalArn`"}},
      // Resource control policies (RCP-11).
      {PolicyKind::ResourceControl,
       R"({"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"})",
       {}},
      {PolicyKind::ResourceControl,
       R"({"Effect":"Allow","Action":"*","Resource":"*"})",
       {"p.json:2:1: warning POSTERN0239: the statement has no `Principal`; \"*\" is assumed"}},
      {PolicyKind::ResourceControl,
       R"({"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"})",
       {"p.json:2:11: error POSTERN0213: a resource control policy must not allow; only "
        "RCPFullAWSAccess does, and it allows everything"}},
      {PolicyKind::ResourceControl,
       R"({"Effect":"Deny","Principal":{"AWS":"*"},"Action":["s3:*","*"],"Resource":"*"})",
       {"p.json:2:59: error POSTERN0213: an action of a resource control policy must name a "
        "service",
        "p.json:2:30: error POSTERN0213: the principal of a resource control policy must be "
        "\"*\""}},
      {PolicyKind::ResourceControl,
       R"({"Effect":"Deny","Action":"s3:*","Resource":"*"})",
       {"p.json:2:1: error POSTERN0208: the statement has no `Principal`"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(read_statement_text(row.text, row.kind).diagnostics == row.diagnostics);
  }
}

TEST_CASE("diagnostics of principals", "[PRIN-11][PRIN-12]") {
  struct PrincipalRow {
    std::string text;
    std::vector<std::string> diagnostics;
  };
  const auto nobody = [](int column, const std::string& value, const std::string& why) {
    return "p.json:2:" + std::to_string(column) + ": warning POSTERN0231: the principal `" + value +
           "` matches nobody; " + why;
  };
  const PrincipalRow rows[] = {
      {R"("*")", {}},
      {R"({"AWS":"*"})", {}},
      {R"({"AWS":["111111111111","arn:aws:iam::111111111111:root"]})", {}},
      {R"({"AWS":"arn:aws:iam::111111111111:user/team/alice"})", {}},
      {R"({"AWS":"arn:aws:sts::111111111111:assumed-role/dev/s1"})", {}},
      {R"({"AWS":"arn:aws:sts::111111111111:federated-user/carol"})", {}},
      {R"({"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"})", {}},
      {R"({"AWS":"AIDAEXAMPLE"})", {}},
      {R"({"Service":["sns.amazonaws.com"],"CanonicalUser":"79a5"})", {}},
      {R"({"Federated":["accounts.google.com","arn:aws:iam::111111111111:saml-provider/a"]})", {}},
      {R"("arn:aws:iam::111111111111:root")",
       {"p.json:2:30: error POSTERN0212: `Principal` must be \"*\" or an object; write {\"AWS\": "
        "\"...\"} to name a principal"}},
      {R"(["*"])", {"p.json:2:30: error POSTERN0204: `Principal` must be an object, not an array"}},
      {R"({"aws":"*"})",
       {"p.json:2:31: error POSTERN0212: unknown principal type `aws`; did you mean `AWS`?"}},
      {R"({"AWS":111111111111})",
       {"p.json:2:37: error POSTERN0204: `AWS` must be a string, not a number"}},
      {R"({})", {"p.json:2:30: warning POSTERN0230: `Principal` is empty; it names nobody"}},
      {R"({"AWS":[]})",
       {"p.json:2:37: warning POSTERN0230: the list `AWS` is empty; it names nobody"}},
      {R"({"AWS":"1111"})",
       {nobody(37, "1111", "it is neither an account id nor the ARN of a principal")}},
      {R"({"AWS":"arn:aws:iam::1:root"})",
       {nobody(37, "arn:aws:iam::1:root", "its account is not twelve digits")}},
      {R"({"AWS":"arn:aws:iam::111111111111:role/*"})",
       {nobody(37, "arn:aws:iam::111111111111:role/*", "a wildcard must be the entire value")}},
      {R"({"AWS":"arn:aws:iam::111111111111:group/devs"})",
       {nobody(37, "arn:aws:iam::111111111111:group/devs", "a group is not a principal")}},
      {R"({"AWS":"arn:aws:s3:::b"})",
       {nobody(37, "arn:aws:s3:::b", "its account is not twelve digits")}},
      {R"({"AWS":""})", {nobody(37, "", "it is empty")}},
      {R"({"Service":"*"})", {nobody(41, "*", "`*` is a wildcard for AWS principals only")}},
      {R"({"Service":"lambda"})",
       {nobody(41, "lambda", "it is not the name of a service principal")}},
  };
  for (const PrincipalRow& row : rows) {
    CAPTURE(row.text);
    CHECK(read_statement_text(
              R"({"Effect":"Deny","Principal":)" + row.text + R"(,"Action":"s3:*"})", resource)
              .diagnostics == row.diagnostics);
  }
}

}  // namespace postern::model
