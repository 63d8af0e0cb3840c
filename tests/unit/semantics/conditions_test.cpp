#include "semantics/conditions.h"

#include "build.h"
#include "support/catch.h"

namespace postern::semantics {
namespace {

const model::Context context{
    {"x:one", one("a")},         {"x:empty", one("")},
    {"x:set", many({"a", "b"})}, {"x:none", many({})},
    {"x:emptyset", many({""})},  {"x:owner", one("shared")},
    {"x:flag", one("true")},     {"x:number", one("5")},
    {"x:star", one("*")},        {"x:address", one("10.0.0.1")},
};

/// The truth of one condition block.
std::string tested(const std::string& block) {
  const model::Policy source =
      statements("{'Effect':'Allow','Action':'*','Resource':'*','Condition':" + block + "}",
                 model::PolicyKind::Identity);
  Truth all = certain(true);
  for (const model::Condition& condition : source.statements[0].conditions) {
    all = all && holds(condition, context, model::Variables::Yes);
  }
  return show(all);
}

struct Row {
  const char* block;
  const char* expected;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    INFO(row.block);
    CHECK(tested(row.block) == row.expected);
  }
}

TEST_CASE("operators and keys are ANDed, values ORed or NORed",
          "[COND-1][COND-2][COND-3][COND-4][COND-5]") {
  check({
      {"{'StringEquals':{'x:one':['b','a']}}", "T"},
      {"{'StringEquals':{'x:one':'a','x:owner':'a'}}", "F"},
      {"{'StringEquals':{'x:one':'a'},'Bool':{'x:flag':true}}", "T"},
      {"{'StringNotEquals':{'x:one':['b','a']}}", "F"},
      {"{'StringNotEquals':{'x:one':['b','c']}}", "T"},
      {"{'stringequals':{'X:ONE':'a'}}", "T"},
      {"{'NumericLessThan':{'x:number':[1,6]}}", "T"},
      {"{'NotIpAddress':{'x:address':['10.0.0.0/8','192.0.2.0/24']}}", "F"},
  });
}

TEST_CASE("missing keys",
          "[COND-6][COND-7][COND-IFEX-1][COND-IFEX-2][COND-SET-2][COND-SET-4][COND-SET-7][AMB-10]"
          "[AMB-44][AMB-47]") {
  check({
      {"{'StringEquals':{'x:gone':'a'}}", "F"},
      {"{'StringNotEquals':{'x:gone':'a'}}", "T"},
      {"{'StringEquals':{'x:none':'a'}}", "F"},
      {"{'StringEqualsIfExists':{'x:gone':'a'}}", "T"},
      {"{'StringEqualsIfExists':{'x:one':'b'}}", "F"},
      {"{'StringNotEqualsIfExists':{'x:one':'a'}}", "F"},
      {"{'ForAllValues:StringEquals':{'x:gone':'a'}}", "T"},
      {"{'ForAllValues:StringNotEquals':{'x:none':'a'}}", "T"},
      {"{'ForAnyValue:StringEquals':{'x:gone':'a'}}", "F"},
      {"{'ForAnyValue:StringNotEquals':{'x:gone':'a'}}", "U(f 10)"},
      {"{'ForAnyValue:StringEqualsIfExists':{'x:gone':'a'}}", "U(t 44)"},
      {"{'ForAllValues:StringEqualsIfExists':{'x:gone':'a'}}", "T"},
      {"{'ForAllValues:StringLike':{'aws:ResourceOrgPaths':'o-*'}}", "U(t 47)"},
  });
}

TEST_CASE("Null", "[COND-NULL-1][AMB-42][AMB-43]") {
  check({
      {"{'Null':{'x:gone':'true'}}", "T"},
      {"{'Null':{'x:gone':false}}", "F"},
      {"{'Null':{'x:one':'false'}}", "T"},
      {"{'Null':{'x:none':'true'}}", "T"},
      {"{'Null':{'x:one':['true','false']}}", "T"},
      {"{'Null':{'x:empty':'true'}}", "U(f 42)"},
      {"{'Null':{'x:empty':['true','false']}}", "T"},
      {"{'ForAllValues:Null':{'x:gone':'true'}}", "T"},
      {"{'ForAllValues:Null':{'x:one':'true'}}", "U(t 43)"},
      {"{'ForAnyValue:Null':{'x:one':'false'}}", "U(f 43)"},
      {"{'ForAnyValue:Null':{'x:one':'true'}}", "F"},
  });
}

TEST_CASE("sets",
          "[COND-13][COND-SET-1][COND-SET-3][COND-SET-5][COND-SET-6][COND-SET-8][AMB-9][AMB-11]") {
  check({
      {"{'ForAllValues:StringEquals':{'x:set':['a','b','c']}}", "T"},
      {"{'ForAllValues:StringEquals':{'x:set':['a']}}", "F"},
      {"{'ForAnyValue:StringEquals':{'x:set':['b']}}", "T"},
      {"{'ForAnyValue:StringEquals':{'x:set':['c']}}", "F"},
      {"{'ForAllValues:StringNotEquals':{'x:set':['c']}}", "T"},
      {"{'ForAllValues:StringNotEquals':{'x:set':['a']}}", "F"},
      {"{'ForAnyValue:StringNotEquals':{'x:set':['a']}}", "T"},
      {"{'ForAnyValue:StringNotEquals':{'x:set':['a','b']}}", "F"},
      {"{'ForAllValues:StringEquals':{'x:one':'a'}}", "T"},
      {"{'StringEquals':{'x:set':'a'}}", "U(f 9)"},
      {"{'StringNotEquals':{'x:set':'z'}}", "U(f 9)"},
      {"{'ForAllValues:StringEquals':{'x:emptyset':'a'}}", "U(f 11)"},
      {"{'ForAllValues:StringEquals':{'x:empty':''}}", "T"},
      {"{'ForAnyValue:StringEquals':{'x:empty':''}}", "U(t 11)"},
  });
}

TEST_CASE(
    "what lists leave open",
    "[COND-9][COND-10][VAR-5][VAR-6][AMB-2][AMB-6][AMB-7][AMB-8][AMB-12][AMB-13][AMB-14][AMB-42]") {
  check({
      {"{'StringLike':{'x:owner':['${aws:username}','shared']}}", "U(t 6)"},
      {"{'StringLike':{'x:owner':['${aws:username}','other']}}", "F"},
      {"{'StringLike':{'x:owner':'${aws:username}'}}", "F"},
      {"{'StringNotLike':{'x:owner':'${aws:username}'}}", "T"},
      {"{'StringNotLike':{'x:owner':['${aws:username}','other']}}", "T"},
      {"{'StringNotLike':{'x:owner':['${aws:username}','shared']}}", "U(f 6)"},
      {"{'StringLike':{'x:one':'${x:star}'}}", "U(f 8)"},
      {"{'StringEquals':{'x:one':'${x:star}'}}", "F"},
      {"{'StringEquals':{'x:empty':'${x:empty}'}}", "U(t 42)"},
      {"{'StringNotEquals':{'x:one':'${x:empty, `a`}'}}", "U(t 42)"},
      {"{'StringEquals':{'x:one':[]}}", "U(f 12)"},
      {"{'StringNotEquals':{'x:one':[]}}", "U(t 12)"},
      {"{'Bool':{'x:flag':['true','false']}}", "U(t 14)"},
      {"{'Bool':{'x:flag':['false','false']}}", "F"},
      {"{'Bool':{'x:flag':'${x:flag}'}}", "U(t 7)"},
      {"{'NumericLessThan':{'x:number':['ten','6']}}", "T"},
      {"{'NumericNotEquals':{'x:number':'ten'}}", "U(t 13)"},
      {"{'ArnNotLike':{'x:one':'arn:aws:s3:::*'}}", "U(t 2)"},
  });
}

}  // namespace
}  // namespace postern::semantics
