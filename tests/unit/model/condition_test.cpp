#include "model/condition.h"

#include "support/catch.h"
#include "support/text.h"

namespace postern::model {

TEST_CASE("the operator table", "[COND-8]") {
  struct Group {
    OperatorFamily family;
    Wildcards wildcards;
    Variables variables;
    std::vector<std::string_view> names;
  };
  const Group groups[] = {
      {OperatorFamily::String,
       Wildcards::No,
       Variables::Yes,
       {"StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"}},
      {OperatorFamily::String, Wildcards::Yes, Variables::Yes, {"StringLike", "StringNotLike"}},
      {OperatorFamily::Numeric,
       Wildcards::No,
       Variables::No,
       {"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
        "NumericGreaterThan", "NumericGreaterThanEquals"}},
      {OperatorFamily::Date,
       Wildcards::No,
       Variables::No,
       {"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan",
        "DateGreaterThanEquals"}},
      {OperatorFamily::Bool, Wildcards::No, Variables::Yes, {"Bool"}},
      {OperatorFamily::Binary, Wildcards::No, Variables::No, {"BinaryEquals"}},
      {OperatorFamily::Ip, Wildcards::No, Variables::No, {"IpAddress", "NotIpAddress"}},
      {OperatorFamily::Arn,
       Wildcards::Yes,
       Variables::Yes,
       {"ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"}},
      {OperatorFamily::Null, Wildcards::No, Variables::No, {"Null"}},
  };
  std::size_t row = 0;
  for (const Group& group : groups) {
    for (const std::string_view name : group.names) {
      CAPTURE(name);
      REQUIRE(row < operator_table().size());
      const OperatorRow& found = operator_table()[row++];
      CHECK(found.name == name);
      CHECK(found.family == group.family);
      CHECK(found.wildcards == group.wildcards);
      CHECK(found.variables == group.variables);
      CHECK(found.negated == (name.find("Not") != std::string_view::npos));
      CHECK(family(found.base) == group.family);
    }
  }
  CHECK(row == operator_table().size());
}

TEST_CASE("every operator is read and written back, in any case and with every affix") {
  for (const OperatorRow& row : operator_table()) {
    for (const char* prefix : {"", "ForAllValues:", "ForAnyValue:"}) {
      for (const char* suffix : {"", "IfExists"}) {
        const std::string name = prefix + std::string(row.name) + suffix;
        CAPTURE(name);
        const std::optional<ConditionOperator> op = parse_operator(name);
        if (row.base == BaseOperator::Null && *suffix != '\0') {
          CHECK_FALSE(op);
          continue;
        }
        REQUIRE(op);
        CHECK(op->base == row.base);
        CHECK(op->negated == row.negated);
        CHECK(op->if_exists == (*suffix != '\0'));
        CHECK((op->set == SetQualifier::None) == (*prefix == '\0'));
        CHECK(to_string(*op) == name);
        CHECK(parse_operator(ascii_lower(name)) == op);
        CHECK(operator_row(*op).name == row.name);
      }
    }
  }
}

TEST_CASE("what is not an operator is not read") {
  for (const char* text : {"", "IfExists", "ForAllValues:", "StringLikes", "String Like", "NotBool",
                           "StringLikeIfExist", "IfExistsStringLike", "ForAllValue:StringLike",
                           "ForAllValues:ForAnyValue:StringLike", "StringLikeIfExistsIfExists",
                           "BoolNotEquals", "NotNull"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_operator(text));
  }
}

}  // namespace postern::model
