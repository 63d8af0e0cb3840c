// Grants on KMS keys (KMS-10), and keys that AWS manages (RCP-10).
#include "semantics/key_grants.h"

#include "build.h"
#include "support/catch.h"

namespace postern::semantics {
namespace {

using model::Mode;

const std::string key = "arn:aws:kms:us-east-1:111111111111:key/1234";
const std::string ec2_only = "{'Effect':'Allow','Action':'ec2:*','Resource':'*'}";
const std::string alice_arn = "arn:aws:iam::111111111111:user/alice";

/// A key of account A with one grant of Decrypt.
struct Key : Setting {
  explicit Key(const std::string& grantee) {
    scenario.resource_account = account_a;
    scenario.resource_role = model::ResourceRole::KmsKey;
    scenario.key_grants.push_back({"g-1", grantee, {"Decrypt"}, {}, {}, {}});
  }
  model::KmsGrant& grant() { return scenario.key_grants.front(); }
  std::string decrypts(const model::Caller& caller, const model::Context& context = {}) {
    return decides(caller, "kms:Decrypt", key, context);
  }
};

TEST_CASE("a grant is enough in the key's account, for its operations", "[KMS-10]") {
  Key setting(alice_arn);
  CHECK(setting.decrypts(user()) == all_allowed);
  CHECK(setting.decides(user(), "KMS:decrypt", key) == all_allowed);
  CHECK(setting.decides(user(), "kms:Encrypt", key) == all_implicit);
  CHECK(setting.decrypts(user("carol")) == all_implicit);
  CHECK(setting.decrypts({}) == all_implicit);
  setting.boundary(ec2_only);
  CHECK(setting.decrypts(user()) == all_allowed);
  setting.identity("{'Effect':'Deny','Action':'kms:*','Resource':'*'}");
  CHECK(setting.decrypts(user()) == all_explicit);
}

TEST_CASE("grantees and their levels", "[KMS-10]") {
  Key to_session(session().arn);
  to_session.session_policy(ec2_only);
  CHECK(to_session.decrypts(session()) == all_allowed);
  Key to_role(session().role_arn);
  CHECK(to_role.decrypts(session()) == all_allowed);
  to_role.session_policy(ec2_only);
  CHECK(to_role.decrypts(session()) == all_implicit);
  CHECK(Key(federated().arn).decrypts(federated()) == all_allowed);
  CHECK(Key("s3.amazonaws.com").decrypts(service("s3.amazonaws.com")) == all_allowed);
  CHECK(Key("s3.amazonaws.com").decrypts(service("ec2.amazonaws.com")) == all_implicit);
  Key to_account(root().arn);
  CHECK(to_account.decrypts(root()) == all_allowed);
  CHECK(to_account.decrypts(user()) == all_implicit);
  to_account.identity();
  CHECK(to_account.decrypts(user()) == all_allowed);
  Key to_nobody("");
  CHECK(to_nobody.decrypts({}) == all_implicit);
  CHECK(to_nobody.decrypts(root()) == all_implicit);

  // Federated sessions of a grantee: open.
  Key to_user(federated().user_arn);
  to_user.session_policy(everything);
  CHECK(to_user.decrypts(federated()) == "implicit_deny allowed implicit_deny");
  CHECK(authorize(to_user.scenario, {federated(), "kms:Decrypt", key, {}}, Mode::Canonical)
            .ambiguities == std::set<int>{103});
}

TEST_CASE("across accounts the caller's own side counts, but not in proofs", "[KMS-10]") {
  const model::Caller bob = user("bob", account_b);
  Key setting(bob.arn);
  CHECK(setting.decrypts(bob) == "implicit_deny allowed implicit_deny");
  CHECK(authorize(setting.scenario, {bob, "kms:Decrypt", key, {}}, Mode::Prove).ambiguities ==
        std::set<int>{101});
  setting.grant().operations = {"EnableKey"};
  CHECK(setting.decides(bob, "kms:EnableKey", key) == all_implicit);  // KMS-5
  setting.grant().operations = {"Decrypt"};
  setting.identity();
  CHECK(setting.decrypts(bob) == all_allowed);
  CHECK(Key(root(account_b).arn).decrypts(root(account_b)) == all_allowed);
}

TEST_CASE("encryption context constraints", "[KMS-10]") {
  const auto with = [](const std::string& value, const std::vector<std::string>& keys) {
    model::Context context{{"kms:encryptioncontext:dept", one(value)}};
    if (!keys.empty()) context["kms:encryptioncontextkeys"] = many(keys);
    return context;
  };
  Key subset(alice_arn);
  subset.grant().context_subset = {{"Dept", "it"}};
  CHECK(subset.decrypts(user()) == all_implicit);
  CHECK(subset.decrypts(user(), with("it", {})) == all_allowed);
  CHECK(subset.decrypts(user(), with("IT", {})) == all_implicit);
  CHECK(subset.decrypts(user(), with("it", {"Dept", "App"})) == all_allowed);
  Key equals(alice_arn);
  equals.grant().context_equals = {{"Dept", "it"}};
  CHECK(equals.decrypts(user(), with("it", {"Dept"})) == all_allowed);
  CHECK(equals.decrypts(user(), with("it", {"Dept", "App"})) == all_implicit);
  CHECK(equals.decrypts(user(), with("hr", {"Dept"})) == all_implicit);
  CHECK(equals.decrypts(user(), with("it", {})) == "allowed allowed implicit_deny");
  CHECK(equals.decrypts(user(), with("it", {"dept"})) == "allowed allowed implicit_deny");
}

TEST_CASE("answers name the grant") {
  Key setting(alice_arn);
  const model::Request request{user(), "kms:Decrypt", key, {}};
  const Answer answer = authorize(setting.scenario, request, Mode::Canonical);
  CHECK(answer.granted_by == std::vector<std::string>{"KMS grant g-1"});
  setting.grant().id.clear();
  CHECK(authorize(setting.scenario, request, Mode::Canonical).granted_by ==
        std::vector<std::string>{"a KMS grant"});
}

TEST_CASE("organisation policies do not reach keys of AWS", "[RCP-10]") {
  Setting setting;
  setting.scenario.resource_account = account_a;
  setting.scenario.resource_role = model::ResourceRole::KmsKey;
  setting.grants("{'AWS':'*'}");
  setting.scenario.rcps = {
      {setting.own("{'Effect':'Deny','Principal':'*','Action':'kms:*','Resource':'*'}",
                   model::PolicyKind::ResourceControl)}};
  CHECK(setting.decides(user(), "kms:Decrypt", key) == all_explicit);
  setting.scenario.aws_managed_key = true;
  CHECK(setting.decides(user(), "kms:Decrypt", key) == all_allowed);
}

}  // namespace
}  // namespace postern::semantics
