// Single rules of the decision, in both engines.
#include "both_engines.h"
#include "support/catch.h"

namespace postern::verify {
namespace {

using model::PolicyKind;
using namespace semantics;

const std::string get = "s3:GetObject";
const std::string object = "arn:aws:s3:::b/k";
const std::string role = "arn:aws:iam::111111111111:role/target";
const std::string own_account = "{'AWS':'111111111111'}";
const std::string ec2_only = "{'Effect':'Allow','Action':'ec2:*','Resource':'*'}";

/// The SCPs of one level.
void set_scp(Setting& setting, const std::string& list) {
  setting.scenario.scps.emplace().push_back({setting.own(list, PolicyKind::ServiceControl)});
}

/// RCPs that deny these actions, beside the one that allows everything.
void set_rcp(Setting& setting, const std::string& actions) {
  setting.scenario.rcps.emplace().push_back(
      {setting.own("{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}",
                   PolicyKind::ResourceControl),
       setting.own("{'Effect':'Deny','Principal':'*','Action':" + actions + ",'Resource':'*'}",
                   PolicyKind::ResourceControl)});
}

TEST_CASE("a policy says whether it denies, and at which levels it allows", "[STMT-2][EVAL-14]") {
  const std::string to_role =
      "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111111111111:role/dev'},"
      "'Action':'s3:*','Resource':'*'}";
  const std::string to_session =
      "{'Effect':'Allow','Principal':{'AWS':'arn:aws:sts::111111111111:assumed-role/dev/s1'},"
      "'Action':'s3:*','Resource':'*'}";
  const auto with = [&](const std::string& list) {
    Setting setting;
    setting.resource(list).session_policy(ec2_only);
    return both(setting, session(), get, object);
  };
  CHECK(with(to_role) == all_implicit);
  CHECK(with(to_session) == all_allowed);
  CHECK(with(to_role + "," + to_session) == all_allowed);  // at both levels
  const std::string no = "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'}";
  CHECK(with(to_session + "," + no) == all_explicit);
  CHECK(with(to_role + "," + no) == all_explicit);  // explicit, whatever else is missing
}

TEST_CASE("a condition on the caller does not change the level of a match", "[PRIN-15][PRIN-19]") {
  const auto with = [](const std::string& principal, const std::string& arn) {
    Setting setting;
    setting.session_policy(ec2_only).grants(
        principal, ",'Condition':{'ArnLike':{'aws:PrincipalArn':'" + arn + "'}}");
    return setting;
  };
  const auto caller = [](const std::string& arn) {
    model::Caller out = session();
    out.role_arn = arn;
    return out;
  };
  const std::string dev = session().role_arn;
  const model::Context as_dev{{"aws:principalarn", one(dev)}};
  Setting of_all = with("'*'", dev);
  CHECK(both(of_all, session(), get, object, as_dev) == all_allowed);
  Setting of_role = with("{'AWS':'" + dev + "'}", dev);
  CHECK(both(of_role, session(), get, object, as_dev) == all_implicit);
  Setting of_account = with(own_account, dev);
  CHECK(both(of_account, session(), get, object, as_dev) == all_implicit);
  // Roles with generated names.
  const std::string generated =
      "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_0123456789";
  const std::string pattern =
      "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_*";
  Setting of_set = with("'*'", pattern);
  CHECK(both(of_set, caller(generated), get, object, {{"aws:principalarn", one(generated)}}) ==
        all_allowed);
  CHECK(both(of_set, session(), get, object, as_dev) == all_implicit);
}

TEST_CASE("SCPs have the whole language, and their keys are the caller's",
          "[SCP-5][SCP-8][AMB-28]") {
  const auto with = [](const std::string& scp, const model::Context& context = {}) {
    Setting setting;
    setting.identity();
    set_scp(setting, scp);
    return both(setting, user(), get, object, context);
  };
  const model::Context alice{{"aws:username", one("alice")},
                             {"aws:principalarn", one(user().arn)},
                             {"aws:principaltag/team", one("blue")}};
  CHECK(with("{'Effect':'Allow','NotAction':'iam:*','Resource':'*'}") == all_allowed);
  CHECK(with("{'Effect':'Allow','NotAction':'s3:*','Resource':'*'}") == all_implicit);
  CHECK(with(allow("s3:*", "arn:aws:s3:::b/*")) == all_allowed);
  CHECK(with(allow("s3:*", "arn:aws:s3:::c/*")) == all_implicit);
  CHECK(with("{'Effect':'Allow','Action':'*','NotResource':'arn:aws:s3:::b/*'}") == all_implicit);
  CHECK(with(allow("*", "*", "'StringEquals':{'aws:PrincipalTag/team':'blue'}"), alice) ==
        all_allowed);
  CHECK(with(allow("*", "*", "'StringEquals':{'aws:PrincipalTag/team':'blue'}")) == all_implicit);
  CHECK(with(allow("s3:*", "arn:aws:s3:::${aws:PrincipalTag/team}/*"), alice) == all_implicit);
  CHECK(with(allow("s3:*", "arn:aws:s3:::b/${aws:username, `k`}"), {}) == all_allowed);
  CHECK(with(allow("s3:*", "arn:aws:s3:::b/${aws:username, `k`}"), alice) == all_implicit);
  const std::string others = "'ArnNotLike':{'aws:PrincipalArn':'arn:aws:iam::*:user/alice'}";
  CHECK(with(allow("*") + "," + deny("*", others), alice) == all_allowed);
  CHECK(with(allow("*") + "," + deny("*", others)) == all_explicit);
}

TEST_CASE("SCPs grant nothing, and make no exceptions", "[SCP-3][SCP-12]") {
  Setting setting;
  set_scp(setting, everything);
  CHECK(both(setting, user(), get, object) == all_implicit);
  // Tasks that AWS says SCPs do not keep a root user from are not told apart.
  set_scp(setting, allow("*") + "," + deny("*"));
  const std::string arn = "arn:aws:cloudfront::111111111111:distribution/E1";
  CHECK(both(setting, root(), "cloudfront:UpdateDistribution", arn) == all_explicit);
  CHECK(both(setting, root(), "support:CreateCase", "*") == all_explicit);
}

TEST_CASE("roles are under the SCPs of the caller and the RCPs of their account",
          "[RCP-9][TRUST-9]") {
  Setting setting;
  setting.identity().trusts("{'AWS':'111111111111'}");
  setting.scenario.resource_account = account_b;
  const std::string abroad = "arn:aws:iam::222222222222:role/target";
  const std::vector<std::string> calls{"sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity",
                                       "sts:SetContext"};
  for (const std::string& call : calls) {
    INFO(call);
    set_scp(setting, everything);
    CHECK(both(setting, user(), call, abroad) == all_allowed);
    set_scp(setting, allow("*") + "," + deny("sts:*"));
    CHECK(both(setting, user(), call, abroad) == all_explicit);
    set_scp(setting, allow("s3:*"));
    CHECK(both(setting, user(), call, abroad) == all_implicit);
    setting.scenario.scps.reset();
    set_rcp(setting, "'sts:*'");
    CHECK(both(setting, user(), call, abroad) == all_explicit);
    setting.scenario.rcps.reset();
  }
  const auto bearers = [&](const model::Caller& caller, const std::string& provider,
                           const std::string& call) {
    Setting trusting;
    trusting.trusts("{'Federated':'" + provider + "'}");
    set_rcp(trusting, "'s3:*'");
    CHECK(both(trusting, caller, call, role) == all_allowed);
    set_rcp(trusting, "'sts:*'");
    CHECK(both(trusting, caller, call, role) == all_explicit);
  };
  bearers(bearer("accounts.google.com"), "accounts.google.com", "sts:AssumeRoleWithWebIdentity");
  const std::string idp = "arn:aws:iam::111111111111:saml-provider/idp";
  model::Caller saml = bearer(idp);
  saml.type = model::CallerType::Saml;
  bearers(saml, idp, "sts:AssumeRoleWithSAML");
}

TEST_CASE("an endpoint without a policy lets everything through", "[VPCE-7]") {
  Setting setting;
  setting.identity();
  const model::Context through{{"aws:sourcevpce", one("vpce-0a1b2c3d")}};
  CHECK(both(setting, user(), get, object, through) == all_allowed);
  setting.scenario.endpoint = setting.own(
      "{'Effect':'Allow','Principal':'*','Action':'ec2:*','Resource':'*'}", PolicyKind::Endpoint);
  CHECK(both(setting, user(), get, object, through) == all_implicit);
}

TEST_CASE("* is every action and every resource, also where there is none",
          "[ACT-2][RES-1][MOD-1]") {
  Setting setting;
  setting.identity();
  CHECK(both(setting, user(), "s3:ListAllMyBuckets", "*") == all_allowed);
  CHECK(both(setting, user(), "sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:q") ==
        all_allowed);
  CHECK(both(setting, user(), "nobody:KnowsIt", "arn:aws:nobody:::x") == all_allowed);
  Setting objects;
  objects.identity(allow("*", "arn:aws:s3:::*"));
  CHECK(both(objects, user(), "sqs:SendMessage", "arn:aws:sqs:us-east-1:111111111111:q") ==
        all_implicit);
  // A key has one value or a set of them, whatever the case of its name.
  Setting keys;
  keys.identity(allow("*", "*",
                      "'StringEquals':{'AWS:UserAgent':'x'},"
                      "'ForAnyValue:StringEquals':{'aws:tagkeys':'a'}"));
  CHECK(both(keys, user(), get, object,
             {{"aws:useragent", one("x")}, {"aws:tagkeys", many({"b", "a"})}}) == all_allowed);
  CHECK(both(keys, user(), get, object,
             {{"aws:useragent", one("x")}, {"aws:tagkeys", many({"b"})}}) == all_implicit);
}

TEST_CASE("who is who, and of which account", "[MOD-2][MOD-4][ARN-4]") {
  const std::string queue = "arn:aws:sqs:us-east-1:111111111111:q";
  Setting setting;
  setting.identity();
  setting.scenario.resource_account = account_b;
  CHECK(both(setting, user(), get, object) == all_implicit);
  setting.scenario.resource_account = account_a;
  CHECK(both(setting, user(), get, object) == all_allowed);
  setting.scenario.resource_account.clear();  // the ARN says it
  CHECK(both(setting.scenario, {user(), "sqs:SendMessage", queue, {}}) == all_allowed);
  CHECK(both(setting.scenario, {user("bob", account_b), "sqs:SendMessage", queue, {}}) ==
        all_implicit);
  // A session is of its role's account, whoever assumed it.
  CHECK(both(setting.scenario, {session("dev", account_b), "sqs:SendMessage", queue, {}}) ==
        all_implicit);
  model::Caller linked = session();
  linked.service_linked = true;
  const std::vector<std::pair<model::Caller, std::string>> named{
      {root(), own_account},
      {user(), "{'AWS':'arn:aws:iam::111111111111:user/alice'}"},
      {session(), "{'AWS':'arn:aws:sts::111111111111:assumed-role/dev/s1'}"},
      {linked, "{'AWS':'arn:aws:iam::111111111111:role/dev'}"},
      {federated(), "{'AWS':'arn:aws:sts::111111111111:federated-user/Carol'}"},
      {service("sns.amazonaws.com"), "{'Service':'sns.amazonaws.com'}"},
      {{}, "'*'"},
  };
  for (std::size_t who = 0; who < named.size(); ++who) {
    for (std::size_t grantee = 0; grantee < named.size(); ++grantee) {
      INFO(who << " where the policy names " << grantee);
      Setting granting;
      granting.grants(named[grantee].second);
      const bool everybody = grantee + 1 == named.size();
      const bool role_of_session = who == 2 && grantee == 3;
      const bool session_of_linked = who == 3 && grantee == 2;  // the same session ARN
      const bool in = who == grantee || everybody || role_of_session || session_of_linked ||
                      who == 0;  // the root user of the account needs no grant
      const std::string answer = both(granting, named[who].first, get, object);
      if (who == 4 && everybody) {
        CHECK(answer == "allowed allowed implicit_deny");  // AMB-18
      } else {
        CHECK(answer == (in ? all_allowed : all_implicit));
      }
    }
  }
}

TEST_CASE("a session has what its role has when the request is made", "[MOD-5]") {
  const model::Context issued{{"aws:tokenissuetime", one("2026-01-01T00:00:00Z")}};
  Setting setting;
  setting.identity();
  CHECK(both(setting, session(), get, object, issued) == all_allowed);
  setting.scenario.identity.clear();
  CHECK(both(setting, session(), get, object, issued) == all_implicit);
  setting.boundary(ec2_only).identity();
  CHECK(both(setting, session(), get, object, issued) == all_implicit);
}

TEST_CASE("a Deny for all but a service spares it, and nobody anonymous", "[NPRIN-4]") {
  const std::string grant = "{'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*'}";
  const auto but = [&](const std::string& principal) {
    return grant + ",{'Effect':'Deny','NotPrincipal':" + principal +
           ",'Action':'s3:*','Resource':'*'}";
  };
  Setting spared;
  spared.resource(but("{'Service':'x.amazonaws.com'}"));
  CHECK(both(spared, service("x.amazonaws.com"), get, object) == all_allowed);
  CHECK(both(spared, service("y.amazonaws.com"), get, object) == all_explicit);
  CHECK(both(spared, {}, get, object) == all_explicit);
  Setting account;
  account.resource(but("{'AWS':'111111111111'}"));
  CHECK(both(account, {}, get, object) == all_explicit);
}

TEST_CASE("federated users without a session policy have nothing of their user", "[SESS-5]") {
  Setting none;
  none.identity();
  CHECK(both(none, federated(), get, object) == all_implicit);
  CHECK(both(none, session(), get, object) == all_allowed);
  none.session_policy(everything);
  CHECK(both(none, federated(), get, object) == all_allowed);
}

}  // namespace
}  // namespace postern::verify
