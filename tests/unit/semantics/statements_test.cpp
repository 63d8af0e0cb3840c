// Action, Resource and Principal elements, and statements as a whole.
#include "semantics/statements.h"

#include "build.h"
#include "semantics/actions.h"
#include "semantics/resources.h"
#include "support/catch.h"

namespace postern::semantics {
namespace {

using model::PolicyKind;

const std::string queue = "arn:aws:sqs:us-east-1:111111111111:q1";
const std::string log_group = "arn:aws:logs:us-east-1:111111111111:log-group:g";

/// The truth of an action element such as `'Action':'s3:*'`.
std::string action(const std::string& element, const std::string& name,
                   PolicyKind kind = PolicyKind::Identity) {
  const std::string principal = kind == PolicyKind::Resource ? "'Principal':'*'," : "";
  const model::Policy source =
      statements("{'Effect':'Allow'," + principal + element + ",'Resource':'*'}", kind);
  return show(action_matches(source.statements[0].actions, kind, {{}, name, "*", {}}));
}

TEST_CASE("actions", "[ACT-1][ACT-2][ACT-3][ACT-4][ACT-5][GLOB-2][AMB-3][AMB-12][AMB-30]") {
  CHECK(action("'Action':'S3:getobject'", "s3:GetObject") == "T");
  CHECK(action("'Action':'*'", "s3:GetObject") == "T");
  CHECK(action("'Action':'s3:Get*'", "s3:PutObject") == "F");
  CHECK(action("'Action':'s3:GetObjec?'", "s3:GetObject") == "T");
  CHECK(action("'Action':'s3:Get'", "s3:GetObject") == "F");
  CHECK(action("'Action':['sqs:*','s3:*']", "s3:GetObject") == "T");
  CHECK(action("'Action':[]", "s3:GetObject") == "F");
  CHECK(action("'NotAction':'iam:*'", "s3:GetObject") == "T");
  CHECK(action("'NotAction':'s3:*'", "s3:GetObject") == "F");
  CHECK(action("'NotAction':[]", "s3:GetObject") == "U(t 12)");
  CHECK(action("'Action':'*:Get*'", "s3:GetObject") == "U(t 3)");
  CHECK(action("'NotAction':'s*:GetObject'", "s3:GetObject") == "U(f 3)");
  CHECK(action("'Action':['s*:GetObject','s3:GetObject']", "s3:GetObject") == "T");
  CHECK(action("'Action':'sqs:*'", "sqs:DeleteQueue") == "T");
  CHECK(action("'Action':'sqs:*'", "sqs:DeleteQueue", PolicyKind::Resource) == "U(f 30)");
  CHECK(action("'Action':'sqs:DeleteQueue'", "sqs:DeleteQueue", PolicyKind::Resource) == "T");
  CHECK(action("'Action':'sqs:*'", "sqs:SendMessage", PolicyKind::Resource) == "T");
}

/// The truth of a resource element such as `'Resource':'*'`.
std::string resource(const std::string& element, const std::string& arn,
                     const model::Context& context = {}, PolicyKind kind = PolicyKind::Identity,
                     const std::string& action_name = "s3:ListAllMyBuckets") {
  const model::Policy source = statements("{'Effect':'Allow','Action':'*'," + element + "}", kind);
  return show(
      resource_matches(*source.statements[0].resources, source, {{}, action_name, arn, context}));
}

TEST_CASE("resources are one flat glob, or six",
          "[RES-1][RES-2][RES-3][RES-4][RES-6][RES-8][AMB-1][AMB-3]") {
  CHECK(resource("'Resource':'*'", queue) == "T");
  CHECK(resource("'Resource':'arn:aws:sqs:*:*:q1'", queue) == "T");
  CHECK(resource("'Resource':'arn:aws:sqs:us-east-1:111111111111:Q1'", queue) == "F");
  CHECK(resource("'Resource':'arn:aws:s3:::b'", "arn:aws:s3:::b/k") == "F");
  CHECK(resource("'Resource':'arn:aws:s3:::b*'", "arn:aws:s3:::b/k") == "T");
  CHECK(resource("'Resource':'arn:aws:s3:::b/*/t/*'", "arn:aws:s3:::b//t/x:y") == "T");
  CHECK(resource("'Resource':'arn:aws:logs:*:log-group:*'", log_group) == "U(t 1)");
  CHECK(resource("'NotResource':'arn:aws:logs:*:log-group:*'", log_group) == "U(f 1)");
  CHECK(resource("'Resource':['arn:aws:logs:*:log-group:*','*']", log_group) == "T");
  CHECK(resource("'Resource':[]", queue) == "F");
  CHECK(resource("'NotResource':[]", queue) == "U(t 12)");
  CHECK(resource("'NotResource':['arn:aws:s3:::*']", queue) == "T");
  CHECK(resource("'NotResource':['arn:aws:sqs:*:*:*']", queue) == "F");
  CHECK(resource("'Resource':'arn:aws:s*s:us-east-1:*:q1'", queue) == "U(t 3)");
}

TEST_CASE("incomplete ARNs", "[RES-5][AMB-4]") {
  CHECK(resource("'Resource':'arn:aws:sqs'", queue) == "T");
  CHECK(resource("'Resource':'arn:aws:sqs:eu-west-1'", queue) == "F");
  CHECK(resource("'Resource':'arn:aws:sqs'", queue, {}, PolicyKind::Boundary) == "T");
  CHECK(resource("'Resource':'arn:aws:sqs'", queue, {}, PolicyKind::ServiceControl) == "U(f 4)");
  CHECK(resource("'Resource':'arn:aws:sqs'", queue, {}, PolicyKind::Session) == "U(f 4)");
  CHECK(resource("'Resource':'arn:aws:sns'", queue, {}, PolicyKind::ServiceControl) == "F");
  CHECK(resource("'Resource':'arn:aws:sqs:*'", queue, {}, PolicyKind::ServiceControl) ==
        "U(t 1 4)");
}

TEST_CASE("actions without resource types", "[RES-7][AMB-5]") {
  CHECK(resource("'Resource':'*'", "*") == "T");
  CHECK(resource("'Resource':'arn:aws:s3:::*'", "*") == "U(f 5)");
  CHECK(resource("'Resource':'arn:aws:sqs:*:*:*'", "*") == "F");
  CHECK(resource("'NotResource':'arn:aws:s3:::*'", "*") == "U(t 5)");
  CHECK(resource("'Resource':'*foo'", "*") == "F");
}

TEST_CASE("variables in resources", "[VAR-1][VAR-4][AMB-6][AMB-8][AMB-42][AMB-45]") {
  const std::string home = "arn:aws:s3:::b/alice/x";
  const model::Context alice{{"aws:username", one("alice")}};
  CHECK(resource("'Resource':'arn:aws:s3:::b/${aws:username}/*'", home, alice) == "T");
  CHECK(resource("'Resource':'arn:aws:s3:::b/${aws:username}/*'", home) == "F");
  CHECK(resource("'Resource':['arn:aws:s3:::b/${aws:username}/*','arn:aws:s3:::b/*']", home) ==
        "U(t 6)");
  CHECK(resource("'Resource':['arn:aws:s3:::b/${aws:username}/*','arn:aws:s3:::c/*']", home) ==
        "F");
  CHECK(resource("'NotResource':'arn:aws:s3:::b/${aws:username}/*'", home) == "U(t 6)");
  CHECK(resource("'NotResource':'arn:aws:s3:::b/${aws:username}/*'", home, alice) == "F");
  CHECK(resource("'Resource':'arn:aws:s3:::b/${x:p}/*'", home, {{"x:p", one("*")}}) == "U(f 8)");
  CHECK(resource("'Resource':'arn:aws:s3:::b/${x:p}alice/*'", home, {{"x:p", one("")}}) ==
        "U(t 42)");
  CHECK(resource("'Resource':'arn:aws:${x:p}:::b'", "arn:aws:s3:::b", {{"x:p", one("s3")}}) ==
        "U(f 45)");
  const model::Policy old = policy(
      "{'Statement':{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::b/${aws:username}/*'}}",
      PolicyKind::Identity);
  CHECK(show(resource_matches(*old.statements[0].resources, old, {{}, "s3:Get", home, alice})) ==
        "F");
}

/// The levels at which a caller is matched, as text: "direct=T account=T".
std::string levels(const std::string& element, const model::Caller& caller,
                   const Bearer& attached = {}, PolicyKind kind = PolicyKind::Resource,
                   const std::string& effect = "Allow") {
  const model::Policy source =
      statements("{'Effect':'" + effect + "'," + element + ",'Action':'*','Resource':'*'}", kind);
  const model::Request request{caller, "s3:GetObject", "arn:aws:s3:::b/k", {}};
  std::string text;
  for (const StatementMatch& match : match_policy(source, request, attached)) {
    for (const auto& [level, truth] : match.levels) {
      constexpr const char* names[] = {"any", "direct", "role", "user", "account"};
      text += (text.empty() ? "" : " ") + std::string(names[static_cast<int>(level)]) + "=" +
              show(truth);
    }
  }
  return text;
}

TEST_CASE("Principal names a caller at levels",
          "[MOD-2][PRIN-2][PRIN-3][PRIN-4][PRIN-5][PRIN-6][PRIN-8][PRIN-9][PRIN-10][PRIN-13][PRIN-"
          "14][PRIN-17][PRIN-18][AMB-15][AMB-40][AMB-46]") {
  const std::string devs = "'Principal':{'AWS':['arn:aws:iam::111111111111:role/dev'," +
                           std::string("'arn:aws:sts::111111111111:assumed-role/dev/s1','") +
                           account_a + "']}";
  CHECK(levels("'Principal':'*'", user()) == "any=T");
  CHECK(levels("'Principal':'*'", {}) == "any=T");
  CHECK(levels("'Principal':{'AWS':'*'}", {}) == "any=T");
  CHECK(levels("'Principal':{'AWS':'*'}", service("sns.amazonaws.com")) == "any=U(t 15)");
  CHECK(levels("'Principal':{'AWS':'111111111111'}", user()) == "account=T");
  CHECK(levels("'Principal':{'AWS':'arn:aws:iam::111111111111:root'}", root()) == "account=T");
  CHECK(levels("'Principal':{'AWS':'arn:aws-cn:iam::111111111111:root'}", user()) == "");
  CHECK(levels("'Principal':{'AWS':'222222222222'}", user()) == "");
  CHECK(levels("'Principal':{'AWS':'arn:aws:iam::111111111111:user/alice'}", user()) == "direct=T");
  CHECK(levels("'Principal':{'AWS':'arn:aws:iam::111111111111:user/Alice'}", user()) == "");
  CHECK(levels("'Principal':{'AWS':'AIDAALICE'}", user("ALICE")) == "direct=T");
  CHECK(levels("'Principal':{'AWS':'AROADEV'}", session("DEV")) == "role=T");
  CHECK(levels(devs, session()) == "direct=T role=T account=T");
  CHECK(levels("'Principal':{'AWS':'arn:aws:iam::111111111111:user/app'}", federated()) ==
        "user=T");
  CHECK(levels("'Principal':{'Service':'sns.amazonaws.com'}", service("sns.amazonaws.com")) ==
        "direct=T");
  CHECK(levels("'Principal':{'Service':'sns.amazonaws.com'}", user()) == "");
  CHECK(levels("'Principal':{'Service':'*'}", service("sns.amazonaws.com")) == "direct=U(f 46)");
  CHECK(levels("'Principal':{'Federated':'accounts.google.com'}", bearer("accounts.google.com")) ==
        "direct=T");
  CHECK(levels("'Principal':{'Federated':'*'}", bearer("accounts.google.com")) == "direct=U(f 40)");
  CHECK(levels("'Principal':{'AWS':[]}", user()) == "");
  model::Caller named = user();
  named.canonical_id = "79a59df900b9";
  CHECK(levels("'Principal':{'CanonicalUser':'79a59df900b9'}", named) == "account=T");
  named.canonical_id = "8e45f0a2b1c3";
  CHECK(levels("'Principal':{'CanonicalUser':'79a59df900b9'}", named) == "");
  // A caller whose id is not given may have it.
  CHECK(levels("'Principal':{'CanonicalUser':'79a59df900b9'}", user()) == "account=U(f)");
}

TEST_CASE("NotPrincipal spares those it lists at all levels",
          "[NPRIN-1][NPRIN-2][NPRIN-3][NPRIN-4][AMB-12][AMB-17]") {
  const std::string alice = "'arn:aws:iam::111111111111:user/alice'";
  const auto deny = [](const std::string& list, const model::Caller& caller,
                       const Bearer& attached = {}) {
    return levels("'NotPrincipal':{'AWS':[" + list + "]}", caller, attached, PolicyKind::Resource,
                  "Deny");
  };
  CHECK(deny(alice, user("bob")) == "any=T");
  CHECK(deny(alice + ",'111111111111'", user()) == "");
  CHECK(deny(alice + ",'111111111111'", user(), {true, false, {}}) == "any=T");
  CHECK(deny(alice, user()) == "any=U(t 17)");
  CHECK(deny("'111111111111'", root()) == "");
  CHECK(deny("'arn:aws:iam::111111111111:role/dev','111111111111'", session()) == "any=U(t 17)");
  CHECK(deny("'*'", {}) == "");
  CHECK(deny("'111111111111'", {}) == "any=T");
  CHECK(deny("", user()) == "any=U(t 12)");
  CHECK(levels("'NotPrincipal':{'Service':'x.amazonaws.com'}", service("x.amazonaws.com"), {},
               PolicyKind::Resource, "Deny") == "");
}

TEST_CASE("gateway endpoints know `*` and root users", "[VPCE-5][AMB-29]") {
  const auto gateway = [](const std::string& element, const model::Caller& caller) {
    return levels(element, caller, {false, true, {}}, PolicyKind::Endpoint);
  };
  CHECK(gateway("'Principal':'*'", user()) == "any=T");
  CHECK(gateway("'Principal':{'AWS':'111111111111'}", user()) == "");
  CHECK(gateway("'Principal':{'AWS':'111111111111'}", root()) == "account=T");
  CHECK(gateway("'Principal':{'AWS':'arn:aws:iam::111111111111:user/alice'}", user()) ==
        "direct=U(f 29)");
}

TEST_CASE("a statement applies iff all its elements match", "[STMT-1][AMB-12]") {
  const model::Request request{user(), "s3:GetObject", "arn:aws:s3:::b/k", {}};
  const auto count = [&](const std::string& statement) {
    return match_policy(statements(statement, PolicyKind::Identity), request, {}).size();
  };
  CHECK(count("{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::b/*'}") == 1);
  CHECK(count("{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::c/*'}") == 0);
  CHECK(count("{'Effect':'Allow','Action':'s3:Put*','Resource':'*'}") == 0);
  CHECK(count("{'Effect':'Allow','Action':'*','Resource':'*',"
              "'Condition':{'StringEquals':{'x:y':'z'}}}") == 0);
  const model::Policy empty = statements(
      "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{}}", PolicyKind::Identity);
  CHECK(show(match_policy(empty, request, {}).at(0).levels.at(Level::Any)) == "U(t 12)");
}

}  // namespace
}  // namespace postern::semantics
