// What holds where a condition does not: decided by the evaluator, over contexts of all kinds.
#include "verify/opposites.h"

#include "semantics/conditions.h"
#include "support/catch.h"
#include "unit/semantics/build.h"

namespace postern::verify {
namespace {

using namespace semantics;

std::vector<model::Condition> conditions(const std::string& block) {
  return statements("{'Effect':'Allow','Action':'*','Resource':'*','Condition':" + block + "}",
                    model::PolicyKind::Identity)
      .statements[0]
      .conditions;
}

Truth all(const std::vector<model::Condition>& list, const model::Context& context) {
  Truth out = certain(true);
  for (const model::Condition& each : list) {
    out = out && holds(each, context, model::Variables::Yes);
  }
  return out;
}

std::string written(const std::vector<model::Condition>& list) {
  std::string out;
  for (const model::Condition& each : list) {
    out += (out.empty() ? "" : " ") + to_string(each.op) + " " + each.spelt;
    for (const model::Pattern& value : each.values) out += " " + value.text;
  }
  return out;
}

TEST_CASE("the opposite of a condition holds where it does not") {
  const char* const blocks[] = {
      "{'StringEquals':{'x:k':['a','b']}}",
      "{'StringNotEquals':{'x:k':'a'}}",
      "{'StringEqualsIfExists':{'x:k':'a'}}",
      "{'StringNotLikeIfExists':{'x:k':'a*'}}",
      "{'StringLike':{'x:k':'?'}}",
      "{'Bool':{'x:k':'true'}}",
      "{'BoolIfExists':{'x:k':'false'}}",
      "{'Null':{'x:k':'true'}}",
      "{'NumericLessThan':{'x:k':'5'}}",
      "{'NumericGreaterThanEqualsIfExists':{'x:k':'5'}}",
      "{'NumericNotEquals':{'x:k':'5'}}",
      "{'DateGreaterThan':{'x:k':'2026-01-01T00:00:00Z'}}",
      "{'IpAddress':{'x:k':['10.0.0.0/8','192.0.2.0/24']}}",
      "{'NotIpAddressIfExists':{'x:k':'10.0.0.0/8'}}",
      "{'ArnLike':{'x:k':'arn:aws:s3:::a*'}}",
      "{'ForAllValues:StringEquals':{'x:k':['a','b']}}",
      "{'ForAllValues:StringNotLike':{'x:k':'a*'}}",
      "{'ForAnyValue:StringEquals':{'x:k':'a'}}",
      "{'ForAnyValue:StringEqualsIfExists':{'x:k':'a'}}",
      "{'ForAllValues:ArnNotEquals':{'x:k':'arn:aws:s3:::a'}}",
  };
  std::vector<model::Context> contexts = {{}};
  for (const char* value :
       {"a", "b", "abc", "true", "false", "5", "7", "2025-01-01T00:00:00Z", "2027-01-01T00:00:00Z",
        "10.0.0.1", "203.0.113.1", "arn:aws:s3:::a", "arn:aws:s3:::b"}) {
    contexts.push_back({{"x:k", one(value)}});
    contexts.push_back({{"x:k", many({value})}});
    contexts.push_back({{"x:k", many({value, "a"})}});
  }
  for (const char* block : blocks) {
    INFO(block);
    const std::vector<model::Condition> condition = conditions(block);
    const auto found = opposites(condition.front());
    REQUIRE(!found.empty());
    std::size_t decided = 0;
    for (const model::Context& context : contexts) {
      const Truth here = all(condition, context);
      for (std::size_t i = 0; i < found.size(); ++i) {
        if (i > 0 && context.empty()) continue;  // the shorter ones are about requests with the key
        const Truth there = all(found[i], context);
        if (here.is(Truth::Value::Unknown) || there.is(Truth::Value::Unknown)) continue;
        INFO(written(found[i]));
        CHECK(here.is(Truth::Value::True) != there.is(Truth::Value::True));
        ++decided;
      }
    }
    CHECK(decided > 2);
  }
}

TEST_CASE("opposites as they are written") {
  const auto first = [](const char* block) {
    const auto found = opposites(conditions(block).front());
    return found.empty() ? "" : written(found.front());
  };
  CHECK(first("{'BoolIfExists':{'aws:MultiFactorAuthPresent':'false'}}") ==
        "Bool aws:MultiFactorAuthPresent true");
  CHECK(first("{'StringEqualsIfExists':{'x:k':'a'}}") == "StringNotEquals x:k a Null x:k false");
  CHECK(first("{'BinaryEquals':{'x:k':'YQ=='}}").empty());
  CHECK(first("{'NumericLessThan':{'x:k':['1','2']}}").empty());
}

}  // namespace
}  // namespace postern::verify
