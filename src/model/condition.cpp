#include "model/condition.h"

#include <algorithm>
#include <array>

#include "support/check.h"
#include "support/text.h"

namespace postern::model {
namespace {

using enum BaseOperator;
using F = OperatorFamily;
using W = Wildcards;
using V = Variables;

constexpr std::array<OperatorRow, 27> operators{{
    {"StringEquals", StringEquals, false, F::String, W::No, V::Yes},
    {"StringNotEquals", StringEquals, true, F::String, W::No, V::Yes},
    {"StringEqualsIgnoreCase", StringEqualsIgnoreCase, false, F::String, W::No, V::Yes},
    {"StringNotEqualsIgnoreCase", StringEqualsIgnoreCase, true, F::String, W::No, V::Yes},
    {"StringLike", StringLike, false, F::String, W::Yes, V::Yes},
    {"StringNotLike", StringLike, true, F::String, W::Yes, V::Yes},
    {"NumericEquals", NumericEquals, false, F::Numeric, W::No, V::No},
    {"NumericNotEquals", NumericEquals, true, F::Numeric, W::No, V::No},
    {"NumericLessThan", NumericLessThan, false, F::Numeric, W::No, V::No},
    {"NumericLessThanEquals", NumericLessThanEquals, false, F::Numeric, W::No, V::No},
    {"NumericGreaterThan", NumericGreaterThan, false, F::Numeric, W::No, V::No},
    {"NumericGreaterThanEquals", NumericGreaterThanEquals, false, F::Numeric, W::No, V::No},
    {"DateEquals", DateEquals, false, F::Date, W::No, V::No},
    {"DateNotEquals", DateEquals, true, F::Date, W::No, V::No},
    {"DateLessThan", DateLessThan, false, F::Date, W::No, V::No},
    {"DateLessThanEquals", DateLessThanEquals, false, F::Date, W::No, V::No},
    {"DateGreaterThan", DateGreaterThan, false, F::Date, W::No, V::No},
    {"DateGreaterThanEquals", DateGreaterThanEquals, false, F::Date, W::No, V::No},
    {"Bool", Bool, false, F::Bool, W::No, V::Yes},
    {"BinaryEquals", BinaryEquals, false, F::Binary, W::No, V::No},
    {"IpAddress", IpAddress, false, F::Ip, W::No, V::No},
    {"NotIpAddress", IpAddress, true, F::Ip, W::No, V::No},
    {"ArnEquals", ArnEquals, false, F::Arn, W::Yes, V::Yes},
    {"ArnLike", ArnLike, false, F::Arn, W::Yes, V::Yes},
    {"ArnNotEquals", ArnEquals, true, F::Arn, W::Yes, V::Yes},
    {"ArnNotLike", ArnLike, true, F::Arn, W::Yes, V::Yes},
    {"Null", Null, false, F::Null, W::No, V::No},
}};

constexpr std::string_view for_all_values = "ForAllValues:";
constexpr std::string_view for_any_value = "ForAnyValue:";
constexpr std::string_view if_exists_suffix = "IfExists";

bool remove_prefix_ignoring_case(std::string_view& text, std::string_view prefix) {
  if (!equals_ignoring_case(text.substr(0, prefix.size()), prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool remove_suffix_ignoring_case(std::string_view& text, std::string_view suffix) {
  if (text.size() < suffix.size()) return false;
  if (!equals_ignoring_case(text.substr(text.size() - suffix.size()), suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

}  // namespace

std::span<const OperatorRow> operator_table() { return operators; }

std::optional<ConditionOperator> parse_operator(std::string_view text) {
  ConditionOperator op;
  if (remove_prefix_ignoring_case(text, for_all_values)) {
    op.set = SetQualifier::ForAllValues;
  } else if (remove_prefix_ignoring_case(text, for_any_value)) {
    op.set = SetQualifier::ForAnyValue;
  }
  op.if_exists = remove_suffix_ignoring_case(text, if_exists_suffix);
  const auto row = std::find_if(operators.begin(), operators.end(), [&](const OperatorRow& r) {
    return equals_ignoring_case(r.name, text);
  });
  if (row == operators.end() || (row->base == Null && op.if_exists)) return std::nullopt;
  op.base = row->base;
  op.negated = row->negated;
  return op;
}

const OperatorRow& operator_row(const ConditionOperator& op) {
  const auto row = std::find_if(operators.begin(), operators.end(), [&](const OperatorRow& r) {
    return r.base == op.base && r.negated == op.negated;
  });
  POSTERN_CHECK(row != operators.end());
  return *row;
}

std::string to_string(const ConditionOperator& op) {
  std::string text;
  if (op.set == SetQualifier::ForAllValues) text += for_all_values;
  if (op.set == SetQualifier::ForAnyValue) text += for_any_value;
  text += operator_row(op).name;
  if (op.if_exists) text += if_exists_suffix;
  return text;
}

OperatorFamily family(BaseOperator base) { return operator_row({.base = base}).family; }

}  // namespace postern::model
