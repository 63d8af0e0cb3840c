#include "model/policy.h"

#include <set>

#include "model/codes.h"
#include "support/catch.h"
#include "unit/model/policy_text.h"

namespace postern::model {
namespace {

using test::read_statement_text;
using test::read_text;
using test::ReadText;

}  // namespace

TEST_CASE("a policy is read with all its parts and places") {
  const ReadText read = read_text(R"({
  "Version": "2012-10-17",
  "Id": "anything",
  "Statement": [
    {
      "Sid": "One",
      "Effect": "Deny",
      "NotPrincipal": {"AWS": ["111111111111", "AROAEXAMPLE"], "Service": "sns.amazonaws.com"},
      "NotAction": "s3:Get*",
      "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/${aws:UserName}"],
      "Condition": {
        "stringlikeifexists": {"AWS:Referer": ["a*", "b"]},
        "NumericLessThan": {"s3:max-keys": 10},
        "Bool": {"aws:SecureTransport": false}
      }
    },
    {"Effect": "Allow", "Principal": "*", "Action": "*", "NotResource": "arn:aws:s3:::c"}
  ]
})",
                                  PolicyKind::Resource);
  CHECK(read.diagnostics.empty());
  const Policy& policy = read.policy;
  CHECK(policy.kind == PolicyKind::Resource);
  CHECK(policy.name == "test");
  CHECK(policy.has_variables);
  CHECK(to_string(policy.where) == "p.json:1:1");
  REQUIRE(policy.statements.size() == 2);

  const Statement& one = policy.statements[0];
  CHECK(one.sid == "One");
  CHECK(one.effect == Effect::Deny);
  CHECK(one.index == 0);
  CHECK(to_string(one.where) == "p.json:5:5");
  REQUIRE(one.principal);
  CHECK(one.principal->negated);
  CHECK_FALSE(one.principal->everyone);
  REQUIRE(one.principal->entries.size() == 3);
  CHECK(one.principal->entries[0].type == PrincipalType::Aws);
  CHECK(one.principal->entries[1].value == "AROAEXAMPLE");
  CHECK(one.principal->entries[2].type == PrincipalType::Service);
  CHECK(to_string(one.principal->entries[2].where) == "p.json:8:75");
  CHECK(one.actions.negated);
  REQUIRE(one.actions.patterns.size() == 1);
  CHECK(one.actions.patterns[0].text == "s3:Get*");
  CHECK(one.actions.patterns[0].parts == std::vector<Part>{Literal{"s3:Get"}, AnyRun{}});
  REQUIRE(one.resources);
  CHECK_FALSE(one.resources->negated);
  REQUIRE(one.resources->patterns.size() == 2);
  CHECK(one.resources->patterns[1].has_variables());
  CHECK(to_string(one.resources->patterns[1].where) == "p.json:10:38");

  REQUIRE(one.conditions.size() == 3);
  CHECK(to_string(one.conditions[0].op) == "StringLikeIfExists");
  CHECK(one.conditions[0].key == "aws:referer");
  CHECK(one.conditions[0].spelt == "AWS:Referer");
  CHECK(to_string(one.conditions[0].where) == "p.json:12:32");
  REQUIRE(one.conditions[0].values.size() == 2);
  CHECK(one.conditions[0].values[0].parts == std::vector<Part>{Literal{"a"}, AnyRun{}});
  CHECK(one.conditions[1].values.at(0).text == "10");  // GRAM-7
  CHECK(one.conditions[2].values.at(0).text == "false");
  CHECK_FALSE(one.empty_condition);

  const Statement& two = policy.statements[1];
  CHECK(two.index == 1);
  CHECK(two.principal->everyone);
  CHECK(two.resources->negated);
}

TEST_CASE("a statement and every list may stand alone", "[GRAM-2]") {
  const ReadText read =
      read_text(R"({"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}})",
                PolicyKind::Identity);
  CHECK(read.diagnostics.empty());
  CHECK_FALSE(read.policy.has_variables);  // GRAM-3: no version means 2008-10-17
  CHECK(read.policy.statements.size() == 1);
}

TEST_CASE("a policy may be of any size", "[GRAM-11]") {
  const std::string statement = R"({"Effect":"Allow","Action":"*","Resource":"*"})";
  std::string text = R"({"Statement":[)" + statement;
  for (int i = 1; i < 1000; ++i) text += "," + statement;
  const test::ReadText read = test::read_text(text + "]}", PolicyKind::Identity);
  CHECK(read.diagnostics.empty());
  CHECK(read.policy.statements.size() == 1000);
}

TEST_CASE("a policy inside a string keeps its places") {
  const std::string plain =
      R"({"x": "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Ressource\":\"*\"}}"})";
  const document::Document document = document::parse_json("p.json", plain);
  Diagnostics diagnostics;
  read_policy(*document.root().find("x"), PolicyKind::Identity, "test", diagnostics);
  REQUIRE(diagnostics.all().size() == 2);
  CHECK(to_string(diagnostics.all()[0]) ==
        "p.json:1:62: error POSTERN0203: unknown statement element `Ressource`; did you mean "
        "`Resource`?");

  const ReadText encoded = read_text(
      R"("%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22*%22%2C%22Resource%22%3A%22*%22%7D%5D%7D")",
      PolicyKind::Identity);
  CHECK(encoded.diagnostics.empty());
  REQUIRE(encoded.policy.statements.size() == 1);
  CHECK(to_string(encoded.policy.statements[0].where) == "p.json:1:26");

  CHECK(read_text("\"[]\"", PolicyKind::Identity).diagnostics ==
        std::vector<std::string>{"p.json:1:1: error POSTERN0201: the policy document in this "
                                 "string must be an object, not an array"});
}

TEST_CASE("a policy in YAML is read; template functions in it are refused") {
  const document::Document document = document::parse_yaml("p.yaml", R"(Version: 2012-10-17
Statement:
  - Effect: Allow
    Action: s3:GetObject
    Resource: !Sub arn:aws:s3:::${Bucket}
    Condition:
      StringEquals:
        aws:PrincipalAccount: 111111111111
        k: !Ref Name
)");
  Diagnostics diagnostics;
  const Policy policy = read_policy(document.root(), PolicyKind::Identity, "test", diagnostics);
  CHECK(policy.has_variables);
  REQUIRE(diagnostics.all().size() == 2);
  CHECK(to_string(diagnostics.all()[0]) ==
        "p.yaml:5:15: error POSTERN0215: the template function `!Sub` is not resolved; analyse the "
        "deployed policy");
  CHECK(to_string(diagnostics.all()[1].where) == "p.yaml:9:12");
  CHECK(policy.statements.at(0).conditions.at(0).values.at(0).text == "111111111111");
}

TEST_CASE("an empty condition is noted") {
  CHECK(read_statement_text(R"({"Effect":"Allow","Action":"*","Resource":"*","Condition":{}})")
            .policy.statements.at(0)
            .empty_condition);
  CHECK(read_statement_text(
            R"({"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Null":{}}})")
            .policy.statements.at(0)
            .empty_condition);
}

TEST_CASE("variables stand in resources and in the values of some operators", "[VAR-2]") {
  const ReadText read = read_statement_text(
      R"({"Effect":"Allow","Action":"s3:${a}","Resource":"arn:aws:s3:::${a}","Condition":
{"StringEquals":{"k":"${a}*"},"Bool":{"k":"${a}"},"ArnEquals":{"k":"arn:aws:iam::1:${a}/*"}}})");
  CHECK(read.diagnostics.empty());
  const Statement& statement = read.policy.statements.at(0);
  CHECK_FALSE(statement.actions.patterns[0].has_variables());
  CHECK(statement.resources->patterns[0].has_variables());
  CHECK(statement.conditions.at(0).values[0].parts ==
        std::vector<Part>{Variable{"a", {}}, Literal{"*"}});
  CHECK(statement.conditions.at(1).values[0].has_variables());
  CHECK(statement.conditions.at(2).values[0].parts ==
        std::vector<Part>{Literal{"arn:aws:iam::1:"}, Variable{"a", {}}, Literal{"/"}, AnyRun{}});
}

TEST_CASE("kinds have names") {
  CHECK(to_string(PolicyKind::Trust) == "role trust policy");
  CHECK(to_string(PolicyKind::Endpoint) == "VPC endpoint policy");
}

TEST_CASE("every code is used once and in order") {
  std::set<std::string_view> seen;
  std::string_view last;
  for (const codes::Code& code : codes::table) {
    CAPTURE(code.id);
    CHECK(seen.insert(code.id).second);
    CHECK(last < code.id);
    CHECK(code.id.starts_with("POSTERN02"));
    CHECK_FALSE(code.meaning.empty());
    last = code.id;
  }
}

}  // namespace postern::model
