#include "verify/opposites.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "support/text.h"

namespace postern::verify {
namespace {

using enum model::BaseOperator;
using model::Condition;
using model::OperatorFamily;
using model::SetQualifier;

model::Pattern plain(std::string text) {
  std::vector<model::Part> parts =
      model::parse_pattern(text, model::Wildcards::No, model::Variables::No);
  return {std::move(text), std::move(parts), {}};
}

// `less than` as `at least`, and so on.
std::optional<model::BaseOperator> reversed(model::BaseOperator base) {
  constexpr std::pair<model::BaseOperator, model::BaseOperator> pairs[] = {
      {NumericLessThan, NumericGreaterThanEquals},
      {NumericLessThanEquals, NumericGreaterThan},
      {DateLessThan, DateGreaterThanEquals},
      {DateLessThanEquals, DateGreaterThan},
  };
  for (const auto& [one, other] : pairs) {
    if (base == one) return other;
    if (base == other) return one;
  }
  return std::nullopt;
}

// `true` as `false` and back; nothing where there is more than one value, or another one.
std::optional<model::Pattern> reversed(const std::vector<model::Pattern>& values) {
  if (values.size() != 1) return std::nullopt;
  if (equals_ignoring_case(values.front().text, "true")) return plain("false");
  if (equals_ignoring_case(values.front().text, "false")) return plain("true");
  return std::nullopt;
}

bool can_be_negated(model::BaseOperator base) {
  return std::ranges::any_of(model::operator_table(), [&](const model::OperatorRow& row) {
    return row.base == base && row.negated;
  });
}

// `opposite` does not hold where the key is missing: where that must not matter, as the condition
// itself does not hold there either, `IfExists` says so.
std::vector<std::vector<Condition>> of_present(const Condition& condition, Condition opposite) {
  opposite.op.if_exists = false;
  if (condition.op.if_exists) return {{opposite}};
  Condition lenient = opposite;
  lenient.op.if_exists = true;
  return {{lenient}, {opposite}};
}

SetQualifier reversed(SetQualifier set) {
  return set == SetQualifier::ForAllValues ? SetQualifier::ForAnyValue : SetQualifier::ForAllValues;
}

}  // namespace

std::vector<std::vector<Condition>> opposites(const Condition& condition) {
  Condition opposite = condition;
  const OperatorFamily family = model::family(condition.op.base);
  const bool on_set = condition.op.set != SetQualifier::None;
  if (condition.values.empty() || (family == OperatorFamily::Null && on_set)) return {};
  if (family == OperatorFamily::Null || (family == OperatorFamily::Bool && !on_set)) {
    const auto value = reversed(condition.values);
    if (!value) return {};
    opposite.values = {*value};
    if (family == OperatorFamily::Null) return {{opposite}};
    return of_present(condition, opposite);
  }
  if (const auto base = reversed(condition.op.base)) {
    if (on_set || condition.values.size() != 1) return {};
    opposite.op.base = *base;
    return of_present(condition, opposite);
  }
  if (!can_be_negated(condition.op.base)) return {};
  opposite.op.negated = !condition.op.negated;
  opposite.op.if_exists = false;
  if (on_set) opposite.op.set = reversed(condition.op.set);
  // Where the key is missing a negated operator holds, and so does ForAllValues; of the condition
  // the opposite is only asked where the key is there if the condition holds without it.
  const bool holds_without = condition.op.if_exists ||
                             condition.op.set == SetQualifier::ForAllValues ||
                             (!on_set && condition.op.negated);
  const bool opposite_holds_without =
      opposite.op.set == SetQualifier::ForAllValues || (!on_set && opposite.op.negated);
  if (!holds_without || !opposite_holds_without) return {{opposite}};
  Condition there;
  there.op.base = Null;
  there.key = condition.key;
  there.spelt = condition.spelt;
  there.values = {plain("false")};
  return {{opposite, there}, {opposite}};
}

}  // namespace postern::verify
