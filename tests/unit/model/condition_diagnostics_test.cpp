// What the policy reader says about Condition elements, and which values fit which operator.
#include "support/catch.h"
#include "unit/model/policy_text.h"

namespace postern::model {
namespace {

/// Diagnostics of a Condition element, which stands at column 1 of line 3.
std::vector<std::string> read(const std::string& condition, bool variables = true) {
  const std::string version = variables ? "2012-10-17" : "2008-10-17";
  return test::read_text("{\"Version\":\"" + version +
                             "\",\"Statement\":\n"
                             R"({"Effect":"Allow","Action":"*","Resource":"*","Condition":)"
                             "\n" +
                             condition + "}}",
                         PolicyKind::Identity)
      .diagnostics;
}

}  // namespace

TEST_CASE("diagnostics of conditions", "[COND-8][COND-11][GRAM-10][AMB-12]") {
  struct Row {
    std::string text;
    std::vector<std::string> diagnostics;
  };
  const auto unknown = [](const std::string& name, const std::string& hint) {
    return "p.json:3:2: error POSTERN0207: unknown condition operator `" + name + "`" + hint;
  };
  const Row rows[] = {
      {R"("x")", {"p.json:3:1: error POSTERN0204: `Condition` must be an object, not a string"}},
      {R"({"StringLikes":{"k":"v"}})", {unknown("StringLikes", "; did you mean `StringLike`?")}},
      {R"({"ForAnyValues:StringLkeIfExists":{"k":"v"}})",
       {unknown("ForAnyValues:StringLkeIfExists",
                "; did you mean `ForAnyValue:StringLikeIfExists`?")}},
      {R"({"NullIfExists":{"k":"true"}})", {unknown("NullIfExists", "; did you mean `Null`?")}},
      {R"({"Resembles":{"k":"v"}})", {unknown("Resembles", "")}},
      {R"({"Bool":"true"})",
       {"p.json:3:9: error POSTERN0204: `Bool` must be an object, not a string"}},
      {R"({"StringEquals":{"k":{}}})",
       {"p.json:3:22: error POSTERN0204: `k` must be a string, not an object"}},
      {R"({"StringEquals":{"k":["a",null]}})",
       {"p.json:3:27: error POSTERN0204: `k` must be a string, not null"}},
      {R"({"StringEquals":{"aws:a":"1","AWS:A":"2"}})",
       {"p.json:3:30: error POSTERN0211: the condition key `AWS:A` repeats `aws:a`; condition keys "
        "do not depend on letter case"}},
      {R"({"StringEquals":{"a":"1"},"stringequals":{"b":"2"}})",
       {"p.json:3:27: error POSTERN0211: the condition operator `stringequals` repeats "
        "`StringEquals`; condition operators do not depend on letter case"}},
      {R"({"ArnEquals":{"a":"arn:aws:s3:::b"},"ArnLike":{"a":"arn:aws:s3:::b"}})", {}},
      {R"({})", {"p.json:3:1: warning POSTERN0238: `Condition` is empty"}},
      {R"({"Bool":{}})",
       {"p.json:3:9: warning POSTERN0238: the condition operator `Bool` tests nothing"}},
      {R"({"StringEquals":{"k":[]}})",
       {"p.json:3:22: warning POSTERN0230: the list `k` is empty; what AWS makes of it is not "
        "documented"}},
      {R"({"Bool":{"k":["true","false"]}})",
       {"p.json:3:14: warning POSTERN0235: `Bool` with several values; what AWS makes of it is not "
        "documented"}},
      {R"({"NumericLessThan":{"s3:max-keys":["1","ten"]}})",
       {"p.json:3:40: warning POSTERN0236: `ten` does not fit `NumericLessThan`; write a decimal "
        "number such as `10` or `-0.5`"}},
      {R"({"StringLike":{"k":"${}"}})",
       {"p.json:3:20: error POSTERN0214: malformed policy variable `${}`; write `${key}` or "
        "`${key, 'default'}`"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(read(row.text) == row.diagnostics);
  }
}

TEST_CASE("a variable in a document without variables is reported") {
  CHECK(read(R"({"StringEquals":{"k":"${aws:username}"}})", false) ==
        std::vector<std::string>{
            "p.json:3:22: warning POSTERN0240: `${aws:username}` is plain text in a document "
            "without variables; write `\"Version\": \"2012-10-17\"` for policy variables"});
}

TEST_CASE("values fit their operator or are reported") {
  struct Row {
    std::string op;
    std::vector<std::string> fit;
    std::vector<std::string> misfit;
  };
  const Row rows[] = {
      {"StringEquals", {"", "anything", "*"}, {}},
      {"NumericEquals",
       {"0", "-1", "10.50", "-0.5"},
       {"", "ten", "1e3", "+5", "0x10", "1.", ".5", "--1", "1.2.3", "007", "${k}"}},
      {"DateLessThan",
       {"2026-01-31", "2026-01-31T00:00Z", "2026-01-31T00:00:00Z", "2026-01-31T00:00:00.25+01:00",
        "2024-02-29", "0", "1767225600"},
       {"", "2026", "2026-01", "yesterday", "2026-01-31T00:00:00", "2026-01-31T00Z",
        "2026-01-31T00:00:00.Z", "2026-01-31 00:00:00Z", "2026-01-31T00:00:00+0100", "-1",
        "2026-02-29", "2026-13-01", "2026-01-31T24:00Z", "2026-01-31T23:59:60Z",
        "2026-01-31T00:00+24:00", "2026-01-31T00:00"}},
      {"Bool", {"true", "False", "${aws:key}"}, {"", "yes", "1"}},
      {"Null", {"true", "FALSE"}, {"", "0", "${aws:key}"}},
      {"BinaryEquals", {"", "QmluYXJ5", "QQ==", "QUI="}, {"A", "QQ=", "Q===", "Qm-u"}},
      {"IpAddress",
       {"203.0.113.7", "203.0.113.77/24", "0.0.0.0/0", "2001:db8::/32", "::1", "::FFFF/128"},
       {"", "203.0.113.0/33", "203.0.113", "*", "2001:db8::/129", "1.2.3.4/", "1.2.3.4/-1",
        "fe80::1%eth0"}},
      {"ArnLike",
       {"arn:aws:iam::111111111111:role/*", "arn:*:*:*:*:*",
        "arn:aws:s3:::${aws:PrincipalTag/a:b}"},
       {"", "*", "arn:aws:iam::*", "arn:aws:s3:${a:b:c:d}"}},
  };
  for (const Row& row : rows) {
    const auto count = [&](const std::string& value) {
      return read(R"({")" + row.op + R"(":{"k":")" + value + R"("}})").size();
    };
    for (const std::string& value : row.fit) {
      CAPTURE(row.op, value);
      CHECK(count(value) == 0);
    }
    for (const std::string& value : row.misfit) {
      CAPTURE(row.op, value);
      CHECK(count(value) == 1);
    }
  }
}

}  // namespace postern::model
