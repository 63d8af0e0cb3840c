// Conditions: the operator table and the parsed Condition element (section 6 of the specification).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/pattern.h"

namespace postern::model {

/// What is compared, without negation: `StringNotLike` is {StringLike, negated}.
enum class BaseOperator {
  StringEquals,
  StringEqualsIgnoreCase,
  StringLike,
  NumericEquals,
  NumericLessThan,
  NumericLessThanEquals,
  NumericGreaterThan,
  NumericGreaterThanEquals,
  DateEquals,
  DateLessThan,
  DateLessThanEquals,
  DateGreaterThan,
  DateGreaterThanEquals,
  Bool,
  BinaryEquals,
  IpAddress,
  ArnEquals,
  ArnLike,
  Null,
};

enum class OperatorFamily { String, Numeric, Date, Bool, Binary, Ip, Arn, Null };

enum class SetQualifier { None, ForAllValues, ForAnyValue };

/// One row of the operator table (COND-8).
struct OperatorRow {
  std::string_view name;  // without set prefix and IfExists, as AWS spells it
  BaseOperator base;
  bool negated;
  OperatorFamily family;
  Wildcards wildcards;  // in policy values
  Variables variables;  // in policy values; Bool is Yes (AMB-7)
};

/// Every operator, in the order of the documentation. The only list of operators there is.
std::span<const OperatorRow> operator_table();

/// A full operator as written: `ForAnyValue:StringNotLikeIfExists`.
struct ConditionOperator {
  BaseOperator base = BaseOperator::StringEquals;
  bool negated = false;
  bool if_exists = false;
  SetQualifier set = SetQualifier::None;
  bool operator==(const ConditionOperator&) const = default;
};

/// Reads an operator name without regard to case (COND-5); nothing if it is not one
/// (`NullIfExists` is not).
std::optional<ConditionOperator> parse_operator(std::string_view text);
/// The canonical spelling.
std::string to_string(const ConditionOperator& op);
OperatorFamily family(BaseOperator base);
/// The row of the table `op` is an instance of. Precondition: there is one (as for all that
/// parse_operator returns).
const OperatorRow& operator_row(const ConditionOperator& op);

/// One `operator: {key: values}` entry.
struct Condition {
  ConditionOperator op;
  std::string key;              // lower-cased (COND-5)
  std::string spelt;            // the key as written
  std::vector<Pattern> values;  // numbers and booleans as their text (GRAM-7)
  SourceSpan where;             // of the key
};

}  // namespace postern::model
