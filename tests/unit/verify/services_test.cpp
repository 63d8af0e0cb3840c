// Rules of single services, of lists and of roles, in both engines.
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
