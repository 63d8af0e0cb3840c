// Two policies compared: relations, witnesses, and random pairs against a small world of requests.
#include "verify/compare.h"

#include <random>

#include "document/document.h"
#include "semantics/authorize.h"
#include "support/catch.h"

namespace postern {
namespace {

using verify::Relation;

model::Policy read(const std::string& statements) {
  const document::Document document = document::parse_json(
      "p.json", "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}");
  Diagnostics diagnostics;
  model::Policy policy =
      model::read_policy(document.root(), model::PolicyKind::Identity, "p", diagnostics);
  diagnostics.throw_if_errors();
  return policy;
}

std::string allow(const std::string& rest) { return R"({"Effect":"Allow",)" + rest + "}"; }
std::string deny(const std::string& rest) { return R"({"Effect":"Deny",)" + rest + "}"; }

// The whole decision of an identity policy alone, in the caller's own account.
bool authorized(const model::Policy& policy, const model::Request& request) {
  model::Scenario scenario;
  scenario.resource_account = request.caller.account;
  scenario.identity = {&policy};
  return semantics::authorize(scenario, request, model::Mode::Canonical).decision ==
         model::Decision::Allowed;
}

struct Row {
  const char* what;
  std::string before, after;
  Relation relation;
};

const std::string any_object = R"("Action":"s3:GetObject","Resource":"*")";
const std::string tagged = any_object + R"(,"Condition":{"StringEquals":{"aws:PrincipalTag/t":)";

TEST_CASE("relations of two policies", "[compare]") {
  const Row rows[] = {
      {"the same", allow(any_object), allow(any_object), Relation::Equivalent},
      {"a wildcard for all its actions, in two statements",
       allow(R"("Action":"sqs:*","Resource":"*")"),
       allow(R"("Action":["sqs:*Message","sqs:*"],"Resource":"*")") + "," +
           allow(R"("Action":"sqs:SendMessage","Resource":"*")"),
       Relation::Equivalent},
      {"case of actions", allow(R"("Action":"S3:getobject","Resource":"*")"), allow(any_object),
       Relation::Equivalent},
      {"an action more", allow(any_object),
       allow(R"("Action":["s3:GetObject","s3:PutObject"],"Resource":"*")"),
       Relation::MorePermissive},
      {"a narrower resource", allow(any_object),
       allow(R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*")"), Relation::LessPermissive},
      {"one action for another", allow(any_object),
       allow(R"("Action":"s3:PutObject","Resource":"*")"), Relation::Incomparable},
      {"a Deny that matters", allow(any_object),
       allow(any_object) + "," + deny(R"("Action":"s3:*","Resource":"arn:aws:s3:::b/*")"),
       Relation::LessPermissive},
      {"a Deny that does not", allow(any_object),
       allow(any_object) + "," + deny(R"("Action":"sqs:*","Resource":"*")"), Relation::Equivalent},
      {"NotAction and a Deny list", allow(R"("NotAction":["iam:*","sts:*"],"Resource":"*")"),
       allow(R"("Action":"*","Resource":"*")") + "," +
           deny(R"("Action":["iam:*","sts:*"],"Resource":"*")"),
       Relation::Equivalent},
      {"actions nobody knows", allow(any_object),
       allow(any_object) + "," + allow(R"("Action":"s3:NoSuchAction","Resource":"*")"),
       Relation::Equivalent},
      {"a condition more", allow(any_object), allow(tagged + R"("x"}})"), Relation::LessPermissive},
      {"the same condition", allow(tagged + R"(["x","y"]}})"),
       allow(tagged + R"("y"}})") + "," + allow(tagged + R"("x"}})"), Relation::Equivalent},
      {"a truth value has two values, or is absent",
       allow(any_object + R"(,"Condition":{"BoolIfExists":{"aws:SecureTransport":"true"}})"),
       allow(any_object) + "," +
           deny(any_object + R"(,"Condition":{"Bool":{"aws:SecureTransport":"false"}})"),
       Relation::Equivalent},
      {"addresses",
       allow(any_object + R"(,"Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})"),
       allow(any_object + R"(,"Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/7"}})"),
       Relation::MorePermissive},
      {"one clock under two names",
       allow(any_object +
             R"(,"Condition":{"DateLessThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"}})"),
       allow(any_object + R"(,"Condition":{"NumericLessThan":{"aws:EpochTime":"1577836800"}})"),
       Relation::Equivalent},
      {"sets of values",
       allow(any_object +
             R"(,"Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["a","b"]}})"),
       allow(any_object + R"(,"Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["a"]}})"),
       Relation::LessPermissive},
      {"a key of several values that is compared as one",
       allow(any_object + R"(,"Condition":{"StringEquals":{"aws:TagKeys":"a"}})"),
       allow(any_object + R"(,"Condition":{"StringEquals":{"aws:TagKeys":"b"}})"),
       Relation::Incomparable},
      {"a key taken for a set and for one value",
       allow(any_object + R"(,"Condition":{"StringEquals":{"aws:TagKeys":"a"}})"),
       allow(any_object + R"(,"Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":"a"}})"),
       Relation::MorePermissive},
      {"variables",
       allow(R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${aws:username}/*")"),
       allow(R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*")"), Relation::MorePermissive},
      {"what a policy says of calls that need no permission", deny(any_object),
       allow(R"("Action":"sts:GetCallerIdentity","Resource":"*")"), Relation::MorePermissive},
  };
  const catalogue::Catalogue catalogue;
  verify::Comparer comparer(catalogue);  // one for all: pairs must not disturb each other
  for (const Row& row : rows) {
    INFO(row.what);
    const model::Policy before = read(row.before);
    const model::Policy after = read(row.after);
    const verify::Comparison found = comparer.compare(before, after);
    INFO(found.reason);
    CHECK(to_string(found.relation) == to_string(row.relation));
    CHECK(found.new_access.has_value() ==
          (row.relation == Relation::MorePermissive || row.relation == Relation::Incomparable));
    CHECK(found.lost_access.has_value() ==
          (row.relation == Relation::LessPermissive || row.relation == Relation::Incomparable));
    if (found.new_access && found.new_access->action != "sts:GetCallerIdentity") {
      CHECK(authorized(after, *found.new_access));
      CHECK_FALSE(authorized(before, *found.new_access));
    }
    if (found.lost_access) {
      CHECK(authorized(before, *found.lost_access));
      CHECK_FALSE(authorized(after, *found.lost_access));
    }
  }
}

TEST_CASE("what cannot be said exactly is unknown, or does not matter", "[compare]") {
  const catalogue::Catalogue catalogue;
  verify::Comparer comparer(catalogue);
  const auto with = [&](const std::string& value) {
    return allow(any_object + R"(,"Condition":{"ForAnyValue:StringEquals":{"aws:TagKeys":")" +
                 value + R"("}})");
  };
  const model::Policy one = read(with("${aws:username}"));
  const model::Policy other = read(with("x${aws:username}"));
  CHECK(comparer.compare(one, one).relation == Relation::Equivalent);
  CHECK(comparer.compare(one, read(allow(any_object))).relation != Relation::Equivalent);
  CHECK(comparer.compare(one, other).relation == Relation::Incomparable);
  // Only a set of two would do.
  const model::Policy both = read(allow(
      any_object + R"(,"Condition":{"ForAnyValue:StringEquals":{"aws:TagKeys":"${aws:username}"},
                           "ForAnyValue:StringLike":{"aws:TagKeys":"x${aws:username}"}})"));
  const verify::Comparison found = comparer.compare(both, read(deny(any_object)));
  CHECK(found.relation == Relation::Unknown);
  CHECK_FALSE(found.reason.empty());
}

// Every request of a small world decides alike in policies said to be equivalent; a difference
// there is one the comparison must report.
TEST_CASE("random pairs against all requests of a small world", "[compare]") {
  std::mt19937 random(7);
  const auto one_of = [&](std::initializer_list<const char*> texts) {
    return std::string(texts.begin()[random() % texts.size()]);
  };
  const auto statement = [&] {
    std::string out = R"({"Effect":")" + one_of({"Allow", "Allow", "Deny"}) + R"(",")" +
                      one_of({"Action", "Action", "NotAction"}) + R"(":")" +
                      one_of({"s3:GetObject", "s3:Get*", "*", "s3:PutObject", "sqs:*"}) + R"(",")" +
                      one_of({"Resource", "NotResource"}) + R"(":")" +
                      one_of({"*", "arn:aws:s3:::a/*", "arn:aws:s3:::*/x", "arn:aws:s3:::?/*"}) +
                      R"(")";
    const std::string condition = one_of({"", "", R"("StringEquals":{"aws:PrincipalTag/t":"p"})",
                                          R"("StringNotLike":{"aws:PrincipalTag/t":"p*"})",
                                          R"("StringLikeIfExists":{"aws:PrincipalTag/t":"*q"})",
                                          R"("Null":{"aws:PrincipalTag/t":"true"})"});
    if (!condition.empty()) out += R"(,"Condition":{)" + condition + "}";
    return out + "}";
  };
  const auto policy = [&] {
    std::string statements = statement();
    for (std::size_t more = random() % 3; more != 0; --more) statements += "," + statement();
    return read(statements);
  };
  std::vector<model::Request> world;
  for (const char* action :
       {"s3:GetObject", "s3:GetObjectAcl", "s3:PutObject", "sqs:SendMessage"}) {
    for (const char* resource : {"*", "arn:aws:s3:::a/x", "arn:aws:s3:::a/y", "arn:aws:s3:::bb/x",
                                 "arn:aws:s3:::b/y", "arn:aws:s3:::bb/y"}) {
      for (const char* tag : {"", "p", "pq", "q", "r"}) {
        model::Request request;
        request.caller.type = model::CallerType::User;
        request.caller.account = "999988887777";
        request.caller.arn = "arn:aws:iam::999988887777:user/someone";
        request.action = action;
        request.resource = resource;
        if (*tag != 0) request.context["aws:principaltag/t"] = {false, {tag}};
        world.push_back(request);
      }
    }
  }
  const catalogue::Catalogue catalogue;
  verify::Comparer comparer(catalogue);
  for (int round = 0; round < 150; ++round) {
    const model::Policy before = policy();
    const model::Policy after = policy();
    const verify::Comparison found = comparer.compare(before, after);
    REQUIRE(found.relation != Relation::Unknown);
    for (const model::Request& request : world) {
      const bool old_allows = authorized(before, request);
      const bool new_allows = authorized(after, request);
      INFO(round << ' ' << request.action << ' ' << request.resource);
      if (new_allows && !old_allows) REQUIRE(found.new_access);
      if (old_allows && !new_allows) REQUIRE(found.lost_access);
    }
  }
}

}  // namespace
}  // namespace postern
