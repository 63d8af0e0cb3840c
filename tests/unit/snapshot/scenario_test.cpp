#include "snapshot/scenario.h"

#include "support/catch.h"

namespace postern::snapshot {
namespace {

using model::ResourceRole;

const std::string vectors = POSTERN_SOURCE_DIR "/tests/data/vectors/";

std::vector<ScenarioCase> read_vectors(const std::string& name) {
  return read_scenarios(name, document::read_file(vectors + name));
}

/// A scenario line around the members `more` of its model.
std::string line(const std::string& more, const std::string& action = "s3:GetObject",
                 const std::string& resource = "arn:aws:s3:::b/k",
                 const std::string& context = "{}") {
  return R"({"id":"X","model":{"principal_account":"111111111111","resource_account":"111111111111")" +
         more +
         R"(},"request":{"principal":{"type":"user","account":"111111111111","arn":"arn:aws:iam::111111111111:user/a"},"action":")" +
         action + R"(","resource":")" + resource + R"(","context":)" + context + "}}";
}

ScenarioCase read_one(const std::string& text) {
  std::vector<ScenarioCase> cases = read_scenarios("x.jsonl", text);
  REQUIRE(cases.size() == 1);
  return std::move(cases.front());
}

std::vector<std::string> errors_of(const std::string& text) {
  std::vector<std::string> out;
  try {
    read_scenarios("x.jsonl", text);
  } catch (const Error& error) {
    for (const Diagnostic& diagnostic : error.diagnostics()) out.push_back(to_string(diagnostic));
  }
  return out;
}

}  // namespace

TEST_CASE("the vectors are read") {
  const std::vector<ScenarioCase> cases = read_vectors("iam-vectors.jsonl");
  CHECK(cases.size() == 435);
  for (const ScenarioCase& c : cases) {
    CAPTURE(c.id);
    CHECK(c.expected);
    CHECK_FALSE(c.rules.empty());
  }
  const std::vector<ScenarioCase> ambiguous = read_vectors("iam-vectors-ambiguous.jsonl");
  CHECK(ambiguous.size() == 33);
  for (const ScenarioCase& c : ambiguous) {
    CAPTURE(c.id);
    CHECK((c.expected_canonical && c.expected_prove && c.expected_counterexample));
    CHECK_FALSE(c.ambiguities.empty());
  }
}

TEST_CASE("a scenario carries every layer", "[MOD-1][MOD-3]") {
  const std::string allow = R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})";
  const std::string everyone =
      R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}})";
  const ScenarioCase c = read_one(
      line(",\"identity\":[" + allow + "," + allow + "],\"boundary\":" + allow +
               ",\"session\":" + allow + ",\"resource\":" + everyone + ",\"scps\":[[" + allow +
               "],[" + allow + "," + allow + "]],\"rcps\":null,\"vpce\":" + everyone +
               R"(,"vpce_type":"gateway","principal_in_management_account":true)",
           "s3:GetObject", "arn:aws:s3:::b/k",
           R"({"aws:SecureTransport":true,"aws:TagKeys":["a","b"],"x:n":7})"));
  REQUIRE(c.scenario.identity.size() == 2);
  CHECK(c.scenario.identity[1]->name == "identity[1]");
  CHECK(c.scenario.boundary->kind == model::PolicyKind::Boundary);
  CHECK(c.scenario.session->kind == model::PolicyKind::Session);
  CHECK(c.scenario.resource_policy->kind == model::PolicyKind::Resource);
  REQUIRE(c.scenario.scps);
  REQUIRE(c.scenario.scps->size() == 2);
  CHECK(c.scenario.scps->at(1).at(1)->name == "scps[1][1]");
  CHECK_FALSE(c.scenario.rcps);
  CHECK(c.scenario.endpoint->kind == model::PolicyKind::Endpoint);
  CHECK(c.scenario.gateway_endpoint);
  CHECK(c.scenario.caller_in_management_account);
  CHECK_FALSE(c.scenario.resource_in_management_account);
  CHECK(c.scenario.rcp_services.size() == 10);
  CHECK(c.scenario.unmodelled.empty());
  CHECK(c.request.caller.type == model::CallerType::User);
  CHECK(c.request.caller.partition == "aws");
  const model::Context context{{"aws:securetransport", {false, {"true"}}},
                               {"aws:tagkeys", {true, {"a", "b"}}},
                               {"x:n", {false, {"7"}}}};
  CHECK(c.request.context == context);
}

TEST_CASE("moving a scenario keeps its policies in place") {
  ScenarioCase c = read_one(
      line(R"(,"identity":[{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}])"));
  const model::Policy* policy = c.scenario.identity.at(0);
  const ScenarioCase moved = std::move(c);
  CHECK(moved.scenario.identity.at(0) == policy);
  CHECK(&moved.policies.front() == policy);
}

TEST_CASE("the role of the resource follows from its ARN and the action") {
  struct Row {
    std::string action, resource;
    ResourceRole role;
  };
  const Row rows[] = {
      {"s3:GetObject", "arn:aws:s3:::b/k", ResourceRole::Plain},
      {"sts:AssumeRole", "arn:aws:iam::111111111111:role/r", ResourceRole::IamRole},
      {"STS:tagsession", "arn:aws:iam::111111111111:role/r", ResourceRole::IamRole},
      {"iam:PassRole", "arn:aws:iam::111111111111:role/r", ResourceRole::Plain},
      {"sts:AssumeRole", "arn:aws:iam::111111111111:user/r", ResourceRole::Plain},
      {"kms:Decrypt", "arn:aws-cn:kms:r:111111111111:key/k", ResourceRole::KmsKey},
      {"kms:CreateAlias", "arn:aws:kms:r:111111111111:alias/a", ResourceRole::Plain},
      {"s3:ListAllMyBuckets", "*", ResourceRole::Plain},
  };
  for (const Row& row : rows) {
    CAPTURE(row.action, row.resource);
    CHECK(read_one(line("", row.action, row.resource)).scenario.resource_role == row.role);
  }
  const ScenarioCase trust = read_one(
      line(R"(,"resource":{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:*"}})",
           "sts:AssumeRole", "arn:aws:iam::111111111111:role/r"));
  CHECK(trust.scenario.resource_policy->kind == model::PolicyKind::Trust);
}

TEST_CASE("S3 beyond policies", "[ACL-1][ACL-10]") {
  const ScenarioCase c = read_one(line(
      R"(,"s3":{"object_ownership":"ObjectWriter","bucket_acl":{"grants":[{"grantee":)"
      R"("http://acs.amazonaws.com/groups/global/AllUsers","permission":"READ"}]},)"
      R"("object_acl":"public-read","block_public_access":{"account":{"IgnorePublicAcls":true}}})"));
  REQUIRE(c.scenario.s3);
  const model::S3Access& s3 = *c.scenario.s3;
  CHECK(s3.acls_count());
  REQUIRE(s3.bucket_acl);
  CHECK(s3.bucket_acl->owner == "owner-canonical");
  REQUIRE(s3.bucket_acl->grants.size() == 1);
  CHECK(s3.bucket_acl->grants[0].is_public());
  CHECK(s3.object_acl->grants.size() == 2);
  CHECK(s3.block.ignore_public_acls);
  CHECK_FALSE(s3.block.restrict_public_buckets);

  // ACL-1: a grantee is an account or a group.
  CHECK(errors_of(line(R"(,"s3":{"bucket_acl":{"grants":[{"grantee":)"
                       R"("arn:aws:iam::111111111111:user/alice","permission":"READ"}]}})"))
            .size() == 1);
}

TEST_CASE("a request through an access point says so in its context", "[AP-1][REL-25]") {
  const std::string point = "arn:aws:s3:us-east-1:222222222222:accesspoint/p";
  const auto through = [&](const std::string& context, const std::string& resource,
                           const std::string& action = "s3:GetObject") {
    const std::string more = R"(,"access_point":{"arn":")" + point + R"("})";
    return errors_of(line(more, action, resource, context)).size();
  };
  const std::string object = "arn:aws:s3:::b/k";
  const std::string arn = R"("s3:DataAccessPointArn":")" + point + R"(")";
  const std::string account = R"("s3:DataAccessPointAccount":")";
  CHECK(through("{" + arn + "}", object) == 0);
  CHECK(through("{" + arn + "," + account + R"(222222222222"})", object) == 0);
  CHECK(through("{" + arn + "," + account + R"(111111111111"})", object) == 1);
  CHECK(through("{}", object) == 1);
  CHECK(through("{" + arn + "}", point + "/object/k") == 1);
  CHECK(through("{" + arn + "}", "arn:aws:sqs:us-east-1:111111111111:q", "sqs:SendMessage") == 2);
}

TEST_CASE("errors of scenario lines are all reported, with their places") {
  CHECK(errors_of("[]") ==
        std::vector<std::string>{
            "x.jsonl:1:1: error POSTERN0304: the scenario must be an object, not an array"});
  CHECK(errors_of(line(R"(,"boundry":null)")) ==
        std::vector<std::string>{"x.jsonl:1:89: error POSTERN0305: unknown member `boundry`; did "
                                 "you mean `boundary`?"});
  CHECK(
      errors_of(R"({"id":"X","model":{},"request":{"principal":{"type":"role_session"}}})") ==
      std::vector<std::string>{"x.jsonl:1:32: error POSTERN0303: the request has no `action`",
                               "x.jsonl:1:32: error POSTERN0303: the request has no `resource`",
                               "x.jsonl:1:32: error POSTERN0303: the request has no `context`",
                               "x.jsonl:1:45: error POSTERN0303: the principal has no `account`",
                               "x.jsonl:1:45: error POSTERN0303: the principal has no `arn`",
                               "x.jsonl:1:45: error POSTERN0303: the principal has no `role_arn`"});
  CHECK(errors_of(line(R"(,"vpce_type":"other","scps":[{}])", "GetObject", "b")).size() == 4);
  CHECK(errors_of(line("", "s3:GetObject", "*", R"({"aws:a":"1","AWS:A":"2","x":null})")).size() ==
        2);
  CHECK(errors_of(line(R"(,"identity":[{"Statement":{}}])") + "\n[]").size() == 4);
}

TEST_CASE("a malformed line does not keep the others from being read") {
  Diagnostics diagnostics;
  const std::vector<ScenarioCase> cases =
      read_scenarios("x.jsonl", line("") + "\n[]\n" + line(""), diagnostics);
  CHECK(cases.size() == 2);
  REQUIRE(diagnostics.all().size() == 1);
  CHECK(to_string(diagnostics.all()[0].where) == "x.jsonl:2:1");
}

}  // namespace postern::snapshot
