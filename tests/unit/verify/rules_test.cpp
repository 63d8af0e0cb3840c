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
constexpr const char* only_proofs = "implicit_deny allowed implicit_deny";

std::string allow(const std::string& action, const std::string& resource = "*",
                  const std::string& condition = "") {
  return "{'Effect':'Allow','Action':'" + action + "','Resource':'" + resource + "'" +
         (condition.empty() ? "" : ",'Condition':{" + condition + "}") + "}";
}

std::string deny(const std::string& action, const std::string& condition = "") {
  return "{'Effect':'Deny','Action':'" + action + "','Resource':'*'" +
         (condition.empty() ? "" : ",'Condition':{" + condition + "}") + "}";
}

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

TEST_CASE("how a request is signed is in its context", "[S3-9]") {
  Setting setting;
  setting.identity(allow("s3:*") + "," +
                   deny("*", "'NumericGreaterThan':{'s3:signatureAge':'600000'}") + "," +
                   deny("*", "'StringEquals':{'s3:authType':'POST'}"));
  const auto signed_by = [&](const std::string& type, const std::string& age) {
    return both(setting, user(), get, object,
                {{"s3:authtype", one(type)}, {"s3:signatureage", one(age)}});
  };
  CHECK(signed_by("REST-QUERY-STRING", "70000") == all_allowed);
  CHECK(signed_by("REST-QUERY-STRING", "700000") == all_explicit);
  CHECK(signed_by("POST", "0") == all_explicit);
}

TEST_CASE("what STS does needs permission but for two calls", "[STS-1][STS-2]") {
  Setting none;
  CHECK(both(none, user(), "sts:GetFederationToken", "*") == all_implicit);
  CHECK(both(none, user(), "sts:GetSessionToken", "*") == all_allowed);
  CHECK(both(none, user(), "sts:GetCallerIdentity", "*") == all_allowed);
  Setting allowed;
  allowed.identity(allow("sts:GetFederationToken"));
  CHECK(both(allowed, user(), "sts:GetFederationToken", "*") == all_allowed);
}

TEST_CASE("who sets a list may ask for it in a header", "[ACL-11][S3-2]") {
  Setting setting;
  setting.identity(allow("s3:PutObject", "*", "'StringEquals':{'s3:x-amz-acl':'private'}") + "," +
                   allow("s3:PutObjectAcl") + "," +
                   deny("*", "'StringLike':{'s3:x-amz-grant-read':'*'}"));
  const auto sends = [&](const std::string& action, const model::Context& context) {
    return both(setting, user(), action, object, context);
  };
  CHECK(sends("s3:PutObject", {{"s3:x-amz-acl", one("private")}}) == all_allowed);
  CHECK(sends("s3:PutObject", {{"s3:x-amz-acl", one("public-read")}}) == all_implicit);
  CHECK(sends("s3:PutObject", {}) == all_implicit);
  CHECK(sends("s3:PutObjectAcl", {}) == all_allowed);
  CHECK(sends("s3:PutObjectAcl", {{"s3:x-amz-grant-read", one("id=1")}}) == all_explicit);
}

TEST_CASE("objects nobody signed for belong to nobody's account", "[ACL-12][AMB-23]") {
  const std::string anonymous_owner = "65a011a29cdf8ec533ec3d1ccaae921c";
  Setting setting;
  setting.identity();
  setting.scenario.s3.emplace();
  setting.scenario.s3->owner = "canonical-a";
  setting.scenario.s3->ownership = model::ObjectOwnership::ObjectWriter;
  setting.scenario.s3->object_acl = model::Acl{anonymous_owner, {}};
  model::Caller alice = user();
  alice.canonical_id = "canonical-a";
  CHECK(both(setting, alice, get, object) == only_proofs);
  CHECK(both(setting, alice, "s3:DeleteObject", object) == all_allowed);  // S3-8
  setting.scenario.s3->ownership = model::ObjectOwnership::BucketOwnerEnforced;
  CHECK(both(setting, alice, get, object) == all_allowed);
}

TEST_CASE("a unique id in a trust policy is that of one role", "[TRUST-16][AMB-16]") {
  Setting setting;
  setting.trusts("{'AWS':'AROADEVEXAMPLE'}");
  model::Caller dev = session();
  dev.role_id = "AROADEVEXAMPLE";
  CHECK(both(setting, dev, "sts:AssumeRole", role) == all_allowed);
  dev.role_id = "AROAOTHEREXAMPLE";  // of the same name, made again
  CHECK(both(setting, dev, "sts:AssumeRole", role) == all_implicit);
  Setting by_name;  // a name stands for whoever has it now
  by_name.trusts("{'AWS':'" + dev.role_arn + "'}");
  CHECK(both(by_name, dev, "sts:AssumeRole", role) == all_allowed);
}

TEST_CASE("claims a token does not have", "[OIDC-7]") {
  const std::string issuer = "token.actions.githubusercontent.com";
  const std::string provider = "arn:aws:iam::111111111111:oidc-provider/" + issuer;
  Setting setting;
  const auto statement = [&](const std::string& claim, const std::string& value) {
    return "{'Effect':'Allow','Principal':{'Federated':'" + provider +
           "'},'Action':'sts:AssumeRoleWithWebIdentity','Condition':{'StringEquals':{'" + issuer +
           ":" + claim + "':'" + value + "'}}}";
  };
  setting.scenario.resource_role = model::ResourceRole::IamRole;
  setting.scenario.resource_policy =
      setting.own(statement("repository", "acme/app"), PolicyKind::Trust);
  const auto shows = [&](const model::Context& claims) {
    return both(setting, bearer(provider), "sts:AssumeRoleWithWebIdentity", role, claims);
  };
  const auto subject = one("repo:acme/app:ref:refs/heads/main");
  CHECK(shows({{issuer + ":sub", subject}}) == all_implicit);
  CHECK(shows({{issuer + ":sub", subject}, {issuer + ":repository", one("acme/app")}}) ==
        all_allowed);
  CHECK(shows({{issuer + ":repository", one("acme/other")}}) == all_implicit);
}

TEST_CASE("a call that needs several permissions is several requests", "[EVAL-16][LMB-3][AMB-26]") {
  const std::string run = "ec2:RunInstances";
  const std::string ec2 = "arn:aws:ec2:us-east-1:111111111111:";
  Setting setting;
  setting.identity(allow(run, ec2 + "instance/*"));
  CHECK(both(setting, user(), run, ec2 + "instance/i-1") == all_allowed);
  CHECK(both(setting, user(), run, "arn:aws:ec2:us-east-1::image/ami-1") == all_implicit);
  // The URL of a function: two permissions, each asked for by itself.
  const std::string function = "arn:aws:lambda:us-east-1:111111111111:function:f";
  const auto everybody = [](const std::string& action) {
    return "{'Effect':'Allow','Principal':'*','Action':'" + action + "','Resource':'*'}";
  };
  const model::Context by_url{{"lambda:invokedviafunctionurl", one("true")}};
  Setting url;
  url.resource(everybody("lambda:InvokeFunctionUrl"));
  CHECK(both(url, {}, "lambda:InvokeFunctionUrl", function) == all_allowed);
  CHECK(both(url, {}, "lambda:InvokeFunction", function, by_url) == all_implicit);
  url.resource(everybody("lambda:InvokeFunction"));
  CHECK(both(url, {}, "lambda:InvokeFunctionUrl", function) == all_implicit);
  CHECK(both(url, {}, "lambda:InvokeFunction", function, by_url) == all_allowed);
  CHECK(both(url, {}, "lambda:InvokeFunction", function) == only_proofs);
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

TEST_CASE("what the owner of a bucket may do with any object in it", "[S3-8]") {
  Setting setting;
  model::S3Access& s3 = setting.scenario.s3.emplace();
  s3.owner = "canonical-a";
  s3.ownership = model::ObjectOwnership::ObjectWriter;
  s3.object_acl = model::Acl{"canonical-c", {}};
  model::Caller owner = root();
  owner.canonical_id = "canonical-a";
  for (const char* action : {"s3:DeleteObject", "s3:DeleteObjectVersion", "s3:RestoreObject"}) {
    CHECK(both(setting, owner, action, object) == all_allowed);
  }
  CHECK(both(setting, owner, get, object) == only_proofs);
  setting.resource("{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'}");
  model::Caller carol = user("carol", "333333333333");
  carol.canonical_id = "canonical-c";
  CHECK(both(setting, carol, get, object) == all_explicit);
}

TEST_CASE("a service-linked role is assumed by its service alone", "[TRUST-17]") {
  const std::string linked =
      "arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX";
  Setting setting;
  setting.identity().trusts("'*'");
  for (const char* call : {"sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"}) {
    CHECK(both(setting, user(), call, linked) == all_implicit);
    CHECK(both(setting, session(), call, linked) == all_implicit);
  }
  setting.trusts("{'Service':'x.amazonaws.com'}");
  CHECK(both(setting, service("x.amazonaws.com"), "sts:AssumeRole", linked) == all_allowed);
}

TEST_CASE("a wildcard in the name of an account is compared, but keeps nobody out",
          "[CTX-SENS][BPA-6]") {
  const auto with = [](const std::string& pattern) {
    Setting setting;
    setting.grants("'*'", ",'Condition':{'StringLike':{'aws:PrincipalAccount':'" + pattern + "'}}");
    setting.identity();
    setting.scenario.s3.emplace().block.restrict_public_buckets = true;
    return both(setting, user("bob", account_b), get, object,
                {{"aws:principalaccount", one(account_b)}});
  };
  CHECK(with("222222222222") == all_allowed);
  CHECK(with("22222222222?") == all_implicit);  // public, so restricted to the bucket's account
  CHECK(with("333333333333") == all_implicit);
}

}  // namespace
}  // namespace postern::verify
