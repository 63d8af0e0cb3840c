#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "model/policy_reader.h"
#include "support/text.h"

namespace postern::model {
namespace {

std::string_view what_fits(OperatorFamily family) {
  switch (family) {
    case OperatorFamily::Numeric:
      return "a decimal number such as `10` or `-0.5`";
    case OperatorFamily::Date:
      return "a date such as `2026-01-31T00:00:00Z`, or seconds since 1970";
    case OperatorFamily::Bool:
    case OperatorFamily::Null:
      return "`true` or `false`";
    case OperatorFamily::Binary:
      return "base64 text";
    case OperatorFamily::Ip:
      return "an address or a CIDR block such as `203.0.113.0/24`";
    case OperatorFamily::Arn:
      return "an ARN of six components";
    case OperatorFamily::String:
      return "text";
  }
  return {};
}

bool is_scalar(document::Node node) {
  return node.is(document::Kind::String) || node.is(document::Kind::Number) ||
         node.is(document::Kind::Boolean);
}

void read_value(const PolicyReader& reader, document::Node node, const OperatorRow& row,
                Condition& condition) {
  if (!is_scalar(node) || !node.tag().empty()) {
    reader.expect(node, document::Kind::String, condition.spelt);
    return;
  }
  Pattern value;
  value.text = std::string(node.text());
  value.where = node.where();
  const bool variables = row.variables == Variables::Yes && reader.variables == Variables::Yes;
  value.parts =
      parse_pattern(value.text, row.wildcards, variables ? Variables::Yes : Variables::No);
  if (row.variables == Variables::Yes) check_variables(reader, value);
  if (!fits_operator(value, row.family)) {
    reader.warning(codes::malformed_value, value.where,
                   quoted(value.text) + " does not fit " + quoted(row.name),
                   "write " + std::string(what_fits(row.family)));
  }
  condition.values.push_back(std::move(value));
}

/// The entries of one operator: `{key: values}`.
void read_keys(const PolicyReader& reader, document::Node node, const ConditionOperator& op,
               Statement& statement) {
  const OperatorRow& row = operator_row(op);
  std::map<std::string, std::string, std::less<>> seen;
  for (const document::Member& member : node.members()) {
    Condition condition;
    condition.op = op;
    condition.key = ascii_lower(member.key);
    condition.spelt = std::string(member.key);
    condition.where = member.key_where();
    const auto [first, inserted] = seen.emplace(condition.key, condition.spelt);
    if (!inserted) {
      reader.error(codes::duplicate_name, member.key_where(),
                   "the condition key " + quoted(member.key) + " repeats " + quoted(first->second),
                   "condition keys do not depend on letter case");
      continue;
    }
    const std::vector<document::Node> values = one_or_many(member.value);
    if (values.empty()) {
      reader.warning(codes::empty_list, member.value.where(),
                     "the list " + quoted(member.key) + " is empty",
                     "what AWS makes of it is not documented");
    }
    if (row.family == OperatorFamily::Bool && values.size() > 1) {
      reader.warning(codes::several_booleans, member.value.where(),
                     quoted(row.name) + " with several values",
                     "what AWS makes of it is not documented");
    }
    for (const document::Node& value : values) read_value(reader, value, row, condition);
    statement.conditions.push_back(std::move(condition));
  }
}

void report_unknown_operator(const PolicyReader& reader, const document::Member& member) {
  // The suggestion is made for the bare name, and given back with prefix and suffix.
  std::string_view bare = member.key;
  ConditionOperator op;
  const std::size_t colon = bare.find(':');
  if (colon != std::string_view::npos) {
    const std::string_view prefix = closest(bare.substr(0, colon), {"ForAllValues", "ForAnyValue"});
    if (prefix == "ForAllValues") op.set = SetQualifier::ForAllValues;
    if (prefix == "ForAnyValue") op.set = SetQualifier::ForAnyValue;
    bare.remove_prefix(colon + 1);
  }
  constexpr std::string_view suffix = "IfExists";
  if (bare.size() > suffix.size() &&
      equals_ignoring_case(bare.substr(bare.size() - suffix.size()), suffix)) {
    bare.remove_suffix(suffix.size());
    op.if_exists = true;
  }
  std::vector<std::string_view> names;
  for (const OperatorRow& row : operator_table()) names.push_back(row.name);
  const std::string_view suggestion = closest(bare, names);
  std::string hint;
  if (const std::optional<ConditionOperator> row = parse_operator(suggestion)) {
    op.base = row->base;
    op.negated = row->negated;
    // Null is the one operator without IfExists (COND-8).
    if (op.base == BaseOperator::Null) op.if_exists = false;
    hint = "did you mean " + quoted(to_string(op)) + "?";
  }
  reader.error(codes::unknown_operator, member.key_where(),
               "unknown condition operator " + quoted(member.key), std::move(hint));
}

}  // namespace

void read_condition(const PolicyReader& reader, document::Node node, Statement& statement) {
  if (!reader.expect(node, document::Kind::Object, "Condition")) return;
  const std::vector<document::Member> operators = node.members();
  if (operators.empty()) {
    statement.empty_condition = true;
    reader.warning(codes::empty_condition, node.where(), "`Condition` is empty");
  }
  std::vector<std::pair<ConditionOperator, std::string_view>> seen;
  for (const document::Member& member : operators) {
    const std::optional<ConditionOperator> op = parse_operator(member.key);
    if (!op) {
      report_unknown_operator(reader, member);
      continue;
    }
    const auto same = std::find_if(seen.begin(), seen.end(),
                                   [&](const auto& entry) { return entry.first == *op; });
    if (same != seen.end()) {
      reader.error(
          codes::duplicate_name, member.key_where(),
          "the condition operator " + quoted(member.key) + " repeats " + quoted(same->second),
          "condition operators do not depend on letter case");
      continue;
    }
    seen.emplace_back(*op, member.key);
    if (!reader.expect(member.value, document::Kind::Object, member.key)) continue;
    if (member.value.members().empty()) {
      statement.empty_condition = true;
      reader.warning(codes::empty_condition, member.value.where(),
                     "the condition operator " + quoted(member.key) + " tests nothing");
    }
    read_keys(reader, member.value, *op, statement);
  }
}

std::vector<Condition> read_conditions(document::Node node, Diagnostics& diagnostics) {
  Statement statement;
  read_condition({PolicyKind::Identity, Variables::Yes, diagnostics}, node, statement);
  return std::move(statement.conditions);
}

}  // namespace postern::model
