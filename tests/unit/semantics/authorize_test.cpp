#include "semantics/authorize.h"

#include "build.h"
#include "support/catch.h"

namespace postern::semantics {
namespace {

using model::Mode;
using model::PolicyKind;

const std::string object = "arn:aws:s3:::b/k";
const std::string key = "arn:aws:kms:us-east-1:111111111111:key/1234";
const std::string role = "arn:aws:iam::111111111111:role/target";

const std::string alice = "{'AWS':'arn:aws:iam::111111111111:user/alice'}";
const std::string dev_role = "{'AWS':'arn:aws:iam::111111111111:role/dev'}";
const std::string dev_session = "{'AWS':'arn:aws:sts::111111111111:assumed-role/dev/s1'}";
const std::string own_account = "{'AWS':'111111111111'}";
const std::string ec2_only = "{'Effect':'Allow','Action':'ec2:*','Resource':'*'}";
const std::string get = "s3:GetObject";

TEST_CASE("what a resource policy's Allow overrides", "[EVAL-12]") {
  CHECK(Setting().grants(alice).decides(user(), get, object) == all_allowed);
  CHECK(Setting().grants(alice).boundary(ec2_only).decides(user(), get, object) == all_allowed);
  CHECK(Setting().grants("'*'").boundary(ec2_only).decides(user(), get, object) == all_allowed);
  CHECK(Setting().grants(own_account).decides(user(), get, object) == all_implicit);
  CHECK(Setting().grants(dev_role).decides(session(), get, object) == all_allowed);
  CHECK(Setting().grants(dev_role).boundary(ec2_only).decides(session(), get, object) ==
        all_implicit);
  CHECK(Setting().grants(dev_role).session_policy(ec2_only).decides(session(), get, object) ==
        all_implicit);
  CHECK(Setting().grants(dev_session).session_policy(ec2_only).decides(session(), get, object) ==
        all_allowed);
  CHECK(Setting().grants("'*'").session_policy(ec2_only).decides(session(), get, object) ==
        all_allowed);
  CHECK(Setting().identity().boundary(ec2_only).decides(user(), get, object) == all_implicit);
  CHECK(Setting().identity().grants(own_account).decides(user(), get, object) == all_allowed);
}

TEST_CASE("federated users", "[EVAL-7][SESS-5][AMB-18]") {
  CHECK(Setting().identity().decides(federated(), get, object) == all_implicit);
  CHECK(Setting().identity().session_policy(everything).decides(federated(), get, object) ==
        all_allowed);
  CHECK(Setting().grants("'*'").decides(federated(), get, object) ==
        "allowed allowed implicit_deny");
  CHECK(Setting().grants("'*'").session_policy(everything).decides(federated(), get, object) ==
        all_allowed);
  model::Caller of_root = federated();
  of_root.user_arn = "arn:aws:iam::111111111111:root";
  CHECK(Setting().session_policy(everything).decides(of_root, get, object) == all_allowed);
  // The console lets them call IAM, so a proof must not rely on the limit.
  const auto with = [] { return std::move(Setting().identity().session_policy(everything)); };
  CHECK(with().decides(federated(), "iam:GetRole", role) == "implicit_deny allowed implicit_deny");
  CHECK(with().decides(federated(), "iam:PassRole", role) == "allowed allowed implicit_deny");
  CHECK(with().decides(federated(), "sts:GetFederationToken", "*") == all_implicit);
  CHECK(with().decides(federated(), "sts:AssumeRole", role) == all_implicit);
}

TEST_CASE("hard stops", "[XACC-6][STS-1][TRUST-11]") {
  Setting denies;
  denies.identity("{'Effect':'Deny','Action':'*','Resource':'*'}");
  CHECK(denies.decides(user(), "sts:GetCallerIdentity", "*") == all_allowed);
  CHECK(denies.decides(user(), "sts:getsessiontoken", "*") == all_allowed);
  CHECK(denies.decides(session(), "sts:GetSessionToken", "*") == all_explicit);
  CHECK(Setting().decides({}, "sts:GetCallerIdentity", "*") == all_implicit);
  CHECK(Setting().trusts(own_account).decides(root(), "sts:AssumeRole", role) == all_implicit);
  model::Caller chinese = user();
  chinese.partition = "aws-cn";
  CHECK(Setting().identity().decides(chinese, get, object) == all_implicit);
  CHECK(Setting().identity().decides(chinese, "s3:ListAllMyBuckets", "*") == all_allowed);
}

TEST_CASE("service-level blocks across accounts", "[KMS-5][SQS-1][S3-5][PASS-3][XACC-7]") {
  const auto open = [] { return std::move(Setting().identity().grants("'*'")); };
  const std::string queue = "arn:aws:sqs:us-east-1:111111111111:q";
  const auto bob = user("bob", account_b);
  CHECK(open().decides(bob, "kms:Decrypt", key) == all_allowed);
  CHECK(open().decides(bob, "kms:ScheduleKeyDeletion", key) == all_implicit);
  CHECK(open().decides(user(), "kms:ScheduleKeyDeletion", key) == all_allowed);
  CHECK(open().decides(bob, "sqs:SendMessage", queue) == all_allowed);
  CHECK(open().decides(bob, "sqs:DeleteQueue", queue) == all_implicit);
  CHECK(open().decides(bob, "s3:PutBucketPolicy", "arn:aws:s3:::b") == all_implicit);
  CHECK(open().decides(bob, "iam:PassRole", role) == all_implicit);
  CHECK(Setting().identity().decides(bob, get, object) == all_implicit);  // XACC-7
}

TEST_CASE("who takes unsigned requests", "[EVAL-11]") {
  const auto open = [] { return std::move(Setting().grants("'*'")); };
  const model::Caller nobody;
  const std::string function = "arn:aws:lambda:us-east-1:111111111111:function:f";
  const std::string secret = "arn:aws:secretsmanager:us-east-1:111111111111:secret:s-abcdef";
  const std::string domain = "arn:aws:es:us-east-1:111111111111:domain/d/x";
  CHECK(open().decides(nobody, get, object) == all_allowed);
  CHECK(open().decides(nobody, "lambda:InvokeFunctionUrl", function) == all_allowed);
  CHECK(open().decides(nobody, "secretsmanager:GetSecretValue", secret) == all_implicit);
  CHECK(open().decides(nobody, "kms:Decrypt", key) == all_implicit);
  CHECK(open().decides(nobody, "sts:AssumeRole", role) == all_implicit);
  CHECK(open().decides(nobody, "es:ESHttpGet", domain) == "implicit_deny allowed implicit_deny");
}

TEST_CASE("session tokens without MFA", "[EVAL-17]") {
  const model::Context token{{"aws:tokenissuetime", one("2026-01-01T00:00:00Z")}};
  model::Context with_mfa = token;
  with_mfa["aws:multifactorauthpresent"] = one("true");
  CHECK(Setting().identity().decides(user(), "iam:GetRole", role, token) ==
        "allowed allowed implicit_deny");
  CHECK(Setting().identity().decides(user(), "iam:GetRole", role, with_mfa) == all_allowed);
}

TEST_CASE("KMS keys and roles need their own policy's word",
          "[KMS-1][KMS-2][KMS-6][TRUST-3][AMB-35]") {
  const auto kms = [](Setting setting, const model::Caller& caller) {
    setting.scenario.resource_role = model::ResourceRole::KmsKey;
    return setting.decides(caller, "kms:Decrypt", key);
  };
  CHECK(kms(std::move(Setting().identity()), user()) == all_implicit);
  CHECK(kms(std::move(Setting().identity().grants(own_account)), user()) == all_allowed);
  CHECK(kms(std::move(Setting().grants(own_account)), user()) == all_implicit);
  CHECK(kms(std::move(Setting().grants(alice)), user()) == all_allowed);
  CHECK(kms(Setting(), root()) == all_implicit);
  CHECK(kms(std::move(Setting().grants(alice)), root()) == all_implicit);
  CHECK(kms(std::move(Setting().grants(own_account)), root()) == all_allowed);

  CHECK(Setting().identity().decides(root(), get, object) == all_allowed);
  CHECK(Setting().identity().trusts(own_account).decides(user(), "sts:AssumeRole", role) ==
        all_allowed);
  CHECK(Setting().trusts(own_account).decides(user(), "sts:AssumeRole", role) == all_implicit);
  CHECK(Setting().identity().trusts(dev_role).decides(user(), "sts:AssumeRole", role) ==
        all_implicit);
  // Other actions on a role are identity policies' business.
  CHECK(Setting().identity().trusts(dev_role).decides(user(), "iam:GetRole", role) == all_allowed);
  // Tags and source identity: is the trust policy enough? (AMB-35)
  CHECK(Setting().trusts(alice).decides(user(), "sts:AssumeRole", role) == all_allowed);
  CHECK(Setting().trusts(alice).decides(user(), "sts:TagSession", role) ==
        "allowed allowed implicit_deny");
  CHECK(Setting().identity().trusts(alice).decides(user(), "sts:TagSession", role) == all_allowed);
}

TEST_CASE("token bearers and service-linked roles", "[OIDC-8][AMB-40][TRUST-17]") {
  const std::string assume = "sts:AssumeRoleWithWebIdentity";
  const auto google = bearer("accounts.google.com");
  CHECK(Setting().trusts("{'Federated':'accounts.google.com'}").decides(google, assume, role) ==
        all_allowed);
  CHECK(Setting().trusts("{'Federated':'graph.facebook.com'}").decides(google, assume, role) ==
        all_implicit);
  CHECK(Setting().trusts("'*'").decides(google, assume, role) ==
        "implicit_deny allowed implicit_deny");
  const std::string linked =
      "arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX";
  CHECK(Setting().identity().trusts("'*'").decides(user(), "sts:AssumeRole", linked) ==
        all_implicit);
  CHECK(Setting()
            .trusts("{'Service':'x.amazonaws.com'}")
            .decides(service("x.amazonaws.com"), "sts:AssumeRole", linked) == all_allowed);
}

TEST_CASE("what AWS keeps to itself: in proofs it may be changed all the same") {
  const std::string refused = "implicit_deny allowed implicit_deny";
  const auto decides = [](const model::Caller& caller, const std::string& action,
                          const std::string& resource) {
    return Setting().identity().decides(caller, action, resource);
  };
  const std::string own = "arn:aws:iam::111111111111:";
  const std::string linked = own + "role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX";
  const std::string reserved = own + "role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_A_1";
  const std::string alias = "arn:aws:kms:us-east-1:111111111111:alias/";
  CHECK(decides(user(), "iam:CreatePolicyVersion", "arn:aws:iam::aws:policy/ReadOnlyAccess") ==
        refused);
  CHECK(decides(user(), "iam:CreatePolicyVersion", own + "policy/aws") == all_allowed);
  CHECK(decides(user(), "iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess") == all_allowed);
  for (const std::string& kept : {linked, reserved}) {
    CHECK(decides(user(), "iam:putrolepolicy", kept) == refused);
    CHECK(decides(root(), "iam:UpdateAssumeRolePolicy", kept) == refused);
    CHECK(decides(user(), "iam:GetRole", kept) == all_allowed);
  }
  CHECK(decides(user(), "iam:PassRole", reserved) == refused);
  CHECK(decides(user(), "iam:PassRole", linked) == all_allowed);
  CHECK(decides(user(), "iam:UpdateRole", linked) == all_allowed);
  CHECK(decides(user(), "iam:PutRolePolicy", role) == all_allowed);
  CHECK(decides(user(), "kms:UpdateAlias", alias + "aws/s3") == refused);
  CHECK(decides(user(), "kms:UpdateAlias", alias + "awsome") == all_allowed);
  auto identity_center = session();
  identity_center.service_linked = true;
  CHECK(decides(identity_center, "iam:PutRolePolicy", reserved) == all_allowed);
}

TEST_CASE("organisation policies",
          "[SCP-1][SCP-2][SCP-6][SCP-7][SCP-10][RCP-2][RCP-4][RCP-6][RCP-7][RCP-8][AMB-27]") {
  const auto with = [](const std::string& scp, const std::string& rcp) {
    Setting setting;
    setting.identity();
    if (!scp.empty()) {
      const auto* full = setting.own(everything, PolicyKind::ServiceControl);
      setting.scenario.scps.emplace();
      setting.scenario.scps->push_back({full});
      setting.scenario.scps->push_back({setting.own(scp, PolicyKind::ServiceControl)});
    }
    if (!rcp.empty()) {
      const auto* full =
          setting.own("{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}",
                      PolicyKind::ResourceControl);
      setting.scenario.rcps.emplace();
      setting.scenario.rcps->push_back({full, setting.own(rcp, PolicyKind::ResourceControl)});
    }
    return setting;
  };
  const std::string deny = "{'Effect':'Deny','Action':'*','Resource':'*'}";
  const std::string deny_all =
      "{'Effect':'Deny','Principal':'*','Action':['s3:*','kms:*','events:*'],'Resource':'*'}";
  const std::string bus = "arn:aws:events:us-east-1:111111111111:event-bus/b";
  CHECK(with(ec2_only, "").decides(user(), get, object) == all_implicit);
  CHECK(with(deny, "").decides(user(), get, object) == all_explicit);
  CHECK(with(deny, "").decides(root(), get, object) == all_explicit);
  auto managed = with(deny, "");
  managed.scenario.caller_in_management_account = true;
  CHECK(managed.decides(user(), get, object) == all_allowed);
  auto linked = session();
  linked.service_linked = true;
  CHECK(with(deny, deny_all).decides(linked, get, object) == all_allowed);
  CHECK(with("", deny_all).decides(user(), get, object) == all_explicit);
  CHECK(with("", deny_all).decides(user(), "kms:RetireGrant", key) == all_allowed);
  auto exempt = with("", deny_all);
  exempt.scenario.resource_in_management_account = true;
  CHECK(exempt.decides(user(), get, object) == all_allowed);
  CHECK(with("", deny_all).decides(user(), "events:PutEvents", bus) ==
        "allowed allowed explicit_deny");
  auto listed = with("", deny_all);
  listed.scenario.rcp_services = {"s3"};
  listed.scenario.rcp_services_vouched = true;
  CHECK(listed.decides(user(), "events:PutEvents", bus) == all_allowed);
  CHECK(listed.decides(user(), get, object) == all_explicit);
}

TEST_CASE("endpoint policies and traffic of services", "[VPCE-1][AMB-39]") {
  const auto with = [](const std::string& list) {
    Setting setting;
    setting.identity().grants("'*'");
    setting.scenario.endpoint = setting.own(list, PolicyKind::Endpoint);
    return setting;
  };
  const std::string other = "{'Effect':'Allow','Principal':'*','Action':'ec2:*','Resource':'*'}";
  auto linked = session();
  linked.service_linked = true;
  CHECK(with(other).decides(user(), get, object) == all_implicit);
  CHECK(with(other).decides(service("x.amazonaws.com"), get, object) ==
        "allowed allowed implicit_deny");
  CHECK(with(other).decides(linked, get, object) == "implicit_deny allowed implicit_deny");
}

TEST_CASE("the bucket owner's root keeps the bucket policy", "[S3-4]") {
  const std::string deny = "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'}";
  CHECK(Setting().resource(deny).decides(root(), "s3:PutBucketPolicy", "arn:aws:s3:::b") ==
        all_allowed);
  CHECK(Setting().resource(deny).decides(root(), "s3:PutBucketAcl", "arn:aws:s3:::b") ==
        all_explicit);
  CHECK(Setting().identity().resource(deny).decides(user(), "s3:PutBucketPolicy",
                                                    "arn:aws:s3:::b") == all_explicit);
}

TEST_CASE("requests through an access point", "[AMB-21]") {
  const std::string point = "arn:aws:s3:us-east-1:111111111111:accesspoint/ap";
  const model::Context through{{"s3:dataaccesspointarn", one(point)}};
  const auto with = [&](const std::string& arn) {
    return std::move(
        Setting().identity("{'Effect':'Allow','Action':'s3:*','Resource':'" + arn + "'}"));
  };
  CHECK(with(point + "/object/*").decides(user(), get, object, through) ==
        "implicit_deny allowed implicit_deny");
  CHECK(with(point + "/object/*").decides(user(), get, object) == all_implicit);
  CHECK(with(object).decides(user(), get, object, through) == all_allowed);
}

TEST_CASE("the owner of the resource", "[MOD-4][ARN-4]") {
  Setting setting;
  setting.identity();
  const auto answer = [&](const model::Caller& caller, const std::string& arn) {
    return authorize(setting.scenario, {caller, "sqs:SendMessage", arn, {}}, Mode::Canonical);
  };
  const std::string queue = "arn:aws:sqs:us-east-1:111111111111:q";
  CHECK(answer(user(), queue).decision == model::Decision::Allowed);
  CHECK(answer(user("bob", account_b), queue).decision == model::Decision::ImplicitDeny);
  CHECK(answer(user("bob", account_b), queue).layers.cross_account);
  CHECK(answer(user("bob", account_b), "*").decision == model::Decision::Allowed);
  CHECK_FALSE(answer(user(), queue).undecided);
  CHECK(answer(user(), object).undecided ==
        "the account that owns `arn:aws:s3:::b/k` is not known");
  CHECK_FALSE(answer({}, object).undecided);
  setting.grants("'*'");
  CHECK_FALSE(answer(user(), object).undecided);  // same answer either way
}

TEST_CASE("what is not modelled leaves the answer undecided") {
  Setting setting;
  setting.identity().session_policy(everything);
  setting.scenario.resource_account = account_a;
  setting.scenario.unmodelled = {"access points", "object ACLs"};
  const Answer answer = authorize(setting.scenario, {user(), get, object, {}}, Mode::Prove);
  CHECK(answer.undecided == "access points; object ACLs");
  CHECK(answer.decision == model::Decision::Allowed);
}

TEST_CASE("answers cite what decided and fill the layers") {
  Setting setting;
  setting.identity(std::string(everything) + "," + ec2_only)
      .boundary(everything)
      .grants(own_account);
  setting.scenario.resource_account = account_a;
  const model::Request request{user(), get, object, {}};
  const Answer allowed = authorize(setting.scenario, request, Mode::Canonical);
  REQUIRE(allowed.decided_by.size() == 2);
  CHECK(allowed.decided_by[0].statement == &setting.policies[0].statements[0]);
  CHECK(allowed.decided_by[1].policy == &setting.policies[1]);
  CHECK(allowed.layers.identity_allows);
  CHECK_FALSE(allowed.layers.resource_policy_allows);
  CHECK(allowed.ambiguities.empty());

  setting.identity("{'Effect':'Deny','Action':'s3:Get*','Resource':'*'}");
  const Answer denied = authorize(setting.scenario, request, Mode::Canonical);
  CHECK(denied.decision == model::Decision::ExplicitDeny);
  REQUIRE(denied.decided_by.size() == 1);
  CHECK(denied.decided_by[0].statement->effect == model::Effect::Deny);

  setting.scenario.identity = {
      setting.own("{'Effect':'Allow','Action':'*:Get*','Resource':'*'}", PolicyKind::Identity)};
  CHECK(authorize(setting.scenario, request, Mode::Canonical).ambiguities == std::set<int>{3});
  setting.grants("'*'");
  CHECK(authorize(setting.scenario, request, Mode::Canonical).ambiguities.empty());
}

}  // namespace
}  // namespace postern::semantics
