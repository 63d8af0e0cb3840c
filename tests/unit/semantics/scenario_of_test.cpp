#include "semantics/scenario_of.h"

#include "build.h"
#include "support/catch.h"

namespace postern::semantics {
namespace {

using model::PolicyKind;

/// Account A with alice, a role, a bucket with a policy and a key without; nothing of B.
model::World small_world() {
  const auto any = [](const std::string& principal) {
    return "{'Effect':'Allow'," + principal + "'Action':'*'";
  };
  model::World world;
  const auto own = [&](const std::string& list, PolicyKind kind) {
    world.policies.push_back(statements(list, kind));
    return &world.policies.back();
  };
  model::Account& account = world.accounts[account_a];
  account.id = account_a;
  account.has_identities = true;
  model::IamPrincipal alice;
  alice.arn = "arn:aws:iam::111111111111:user/alice";
  alice.account = account_a;
  alice.identity = {own(any("") + ",'Resource':'*'}", PolicyKind::Identity)};
  alice.boundary = own(any("") + ",'Resource':'*'}", PolicyKind::Boundary);
  alice.missing = {"arn:aws:iam::111111111111:policy/lost"};
  world.principals[alice.arn] = alice;
  model::IamPrincipal dev;
  dev.kind = model::PrincipalKind::Role;
  dev.arn = "arn:aws:iam::111111111111:role/dev";
  dev.account = account_a;
  dev.trust = own(any("'Principal':'*',") + "}", PolicyKind::Trust);
  dev.boundary_missing = true;
  world.principals[dev.arn] = dev;
  model::Resource bucket;
  bucket.kind = model::ResourceKind::S3Bucket;
  bucket.arn = "arn:aws:s3:::b";
  bucket.account = account_a;
  bucket.policy = own(any("'Principal':'*',") + ",'Resource':'*'}", PolicyKind::Resource);
  bucket.unmodelled = {"object ACLs"};
  world.resources[bucket.arn] = bucket;
  model::Resource key;
  key.kind = model::ResourceKind::KmsKey;
  key.arn = "arn:aws:kms:us-east-1:111111111111:key/1";
  key.account = account_a;
  world.resources[key.arn] = key;
  return world;
}

TEST_CASE("the caller's policies are found by its user or role ARN", "[MOD-3][SCOPE-1]") {
  const model::World world = small_world();
  const Assembled alice = scenario_of(world, {user(), "s3:GetObject", "arn:aws:s3:::b/k", {}});
  CHECK(alice.scenario.identity.size() == 1);
  CHECK(alice.scenario.boundary != nullptr);
  CHECK(alice.missing ==
        std::vector<std::string>{"policy `arn:aws:iam::111111111111:policy/lost` of "
                                 "`arn:aws:iam::111111111111:user/alice`"});
  const Assembled dev = scenario_of(world, {session(), "s3:GetObject", "arn:aws:s3:::b/k", {}});
  CHECK(dev.scenario.identity.empty());
  CHECK(dev.missing.at(0) == "permissions boundary of `arn:aws:iam::111111111111:role/dev`");
  const Assembled carol = scenario_of(world, {user("carol"), "s3:GetObject", "*", {}});
  CHECK(carol.missing.size() == 1);
  CHECK(carol.scenario.resource_account == account_a);
}

TEST_CASE("callers of accounts outside the snapshot may do what they like, and that is said",
          "[SCOPE-1]") {
  const model::World world = small_world();
  const model::Request request{user("bob", account_b), "s3:GetObject", "arn:aws:s3:::b/k", {}};
  Assembled bob = scenario_of(world, request);
  bob.scenario.unmodelled.clear();
  CHECK(bob.assumed.size() == 1);
  CHECK(bob.missing.empty());
  const Assembled moved = std::move(bob);
  CHECK(decisions(moved.scenario, request) == "allowed allowed allowed");
  const Assembled carol = scenario_of(world, {federated(), "s3:GetObject", "*", {}});
  CHECK(carol.scenario.session != nullptr);
  CHECK(carol.assumed.size() == 1);
  CHECK(carol.missing.size() == 1);  // user/app is not in its account
}

TEST_CASE("the resource's policy, owner and role", "[MOD-3]") {
  const model::World world = small_world();
  const auto of = [&](const std::string& action, const std::string& arn) {
    return scenario_of(world, {root(), action, arn, {}});
  };
  const Assembled object = of("s3:GetObject", "arn:aws:s3:::b/k");
  CHECK(object.scenario.resource_policy == world.resources.at("arn:aws:s3:::b").policy);
  CHECK(object.scenario.resource_account == account_a);
  CHECK(object.scenario.unmodelled == std::vector<std::string>{"object ACLs of `arn:aws:s3:::b`"});
  const Assembled key = of("kms:Decrypt", "arn:aws:kms:us-east-1:111111111111:key/1");
  CHECK(key.scenario.resource_role == model::ResourceRole::KmsKey);
  CHECK(key.missing.empty());
  const std::string dev = "arn:aws:iam::111111111111:role/dev";
  const Assembled assumed = of("sts:AssumeRole", dev);
  CHECK(assumed.scenario.resource_role == model::ResourceRole::IamRole);
  CHECK(assumed.scenario.resource_policy == world.principals.at(dev).trust);
  const Assembled read = of("iam:GetRole", dev);
  CHECK(read.scenario.resource_role == model::ResourceRole::Plain);
  CHECK(read.scenario.resource_policy == nullptr);
  CHECK(read.missing.empty());
}

TEST_CASE("what the snapshot does not contain is said in words", "[SCOPE-1]") {
  const model::World world = small_world();
  const auto missing = [&](const std::string& action, const std::string& arn) {
    return scenario_of(world, {root(), action, arn, {}}).missing;
  };
  CHECK(missing("s3:GetObject", "arn:aws:s3:::other/k") ==
        std::vector<std::string>{"the account that owns `arn:aws:s3:::other/k`",
                                 "resource policy of `arn:aws:s3:::other/k`"});
  CHECK(missing("sqs:SendMessage", "arn:aws:sqs:us-east-1:222222222222:q") ==
        std::vector<std::string>{
            "resource policy of `arn:aws:sqs:us-east-1:222222222222:q`, whose account 222222222222 "
            "is not in the snapshot"});
  CHECK(missing("sts:AssumeRole", "arn:aws:iam::222222222222:role/x") ==
        std::vector<std::string>{"trust policy of `arn:aws:iam::222222222222:role/x`"});
  CHECK(missing("s3:ListAllMyBuckets", "*").empty());
}

TEST_CASE("the most specific resource governs an ARN", "[LMB-4]") {
  model::World world;
  const std::string function = "arn:aws:lambda:us-east-1:111111111111:function:f";
  for (const std::string& arn : {function, function + ":live"}) {
    world.resources[arn].kind = model::ResourceKind::LambdaFunction;
    world.resources[arn].arn = arn;
  }
  CHECK(governing_resource(world, function)->arn == function);
  CHECK(governing_resource(world, function + ":1") == nullptr);  // LMB-4
  CHECK(governing_resource(world, function + ":live")->arn == function + ":live");
  CHECK(governing_resource(world, function + "g") == nullptr);
}

TEST_CASE("the policy of an endpoint counts for what comes through it", "[VPCE-6][VPCE-8]") {
  model::World world = small_world();
  world.policies.push_back(statements(
      "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}", PolicyKind::Endpoint));
  world.endpoints["vpce-1"] = {
      "vpce-1", "vpc-1", account_a, "s3", "us-east-1", true, &world.policies.back(), {}};
  world.endpoints["vpce-2"] = {"vpce-2", "vpc-2", account_a, "", "", false, &world.policies.back(),
                               {}};
  world.endpoints["vpce-3"] = {"vpce-3", "vpc-1", account_a, "sqs", "", false, nullptr, {}};
  struct Row {
    std::string action, key, value;
    bool counts;
    std::string missing;  // besides what is missing without an endpoint
  };
  const std::vector<Row> table{
      {"s3:GetObject", "aws:sourcevpce", "vpce-1", true, ""},
      {"s3:GetObject", "aws:sourcevpce", "vpce-9", false, ""},
      {"s3:GetObject", "aws:sourceip", "vpce-1", false, ""},
      {"sqs:SendMessage", "aws:sourcevpce", "vpce-1", false, ""},
      {"sqs:SendMessage", "aws:sourcevpce", "vpce-3", false, ""},
      {"s3express:CreateSession", "aws:sourcevpce", "vpce-1", false,
       "whether `vpce-1` carries s3express:CreateSession"},
      {"iam:PassRole", "aws:sourcevpce", "vpce-1", false, "whether `vpce-1` carries iam:PassRole"},
      {"s3:GetObject", "aws:sourcevpce", "vpce-2", false, "whether `vpce-2` carries s3:GetObject"},
      {"s3:GetObject", "aws:sourcevpc", "vpc-1", false,
       "the policy of the endpoint in `vpc-1` that the request comes through"},
      {"s3:GetObject", "aws:sourcevpc", "vpc-9", false, ""},
  };
  const std::string resource = "arn:aws:s3:::b/k";
  for (const Row& row : table) {
    CAPTURE(row.action, row.key, row.value);
    const Assembled one =
        scenario_of(world, {user(), row.action, resource, {{row.key, {false, {row.value}}}}});
    CHECK((one.scenario.endpoint != nullptr) == row.counts);
    CHECK(one.scenario.gateway_endpoint == row.counts);
    const auto without = scenario_of(world, {user(), row.action, resource, {}}).missing;
    REQUIRE(one.missing.size() == without.size() + (row.missing.empty() ? 0 : 1));
    if (!row.missing.empty()) CHECK(one.missing.back() == row.missing);
  }
}

}  // namespace
}  // namespace postern::semantics
