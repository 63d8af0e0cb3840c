#include <algorithm>
#include <array>

#include "differential/generator_parts.h"
#include "model/condition.h"
#include "support/text.h"

namespace postern::test {
namespace {

using model::OperatorFamily;

OperatorFamily family_of(ValueType type) {
  switch (type) {
    case ValueType::String:
      return OperatorFamily::String;
    case ValueType::Number:
      return OperatorFamily::Numeric;
    case ValueType::Date:
      return OperatorFamily::Date;
    case ValueType::Bool:
      return OperatorFamily::Bool;
    case ValueType::Ip:
      return OperatorFamily::Ip;
    case ValueType::Binary:
      return OperatorFamily::Binary;
    case ValueType::Arn:
      return OperatorFamily::Arn;
  }
  return OperatorFamily::String;
}

model::ConditionOperator random_operator(Random& random, const KeyChoice& key) {
  std::vector<const model::OperatorRow*> rows;
  for (const model::OperatorRow& row : model::operator_table()) {
    if (row.family == family_of(key.type)) rows.push_back(&row);
  }
  if (rows.empty() || random.chance(15)) {
    rows.clear();
    for (const model::OperatorRow& row : model::operator_table()) rows.push_back(&row);
  }
  const model::OperatorRow& row = *random.pick(rows);
  model::ConditionOperator op;
  op.base = row.base;
  op.negated = row.negated;
  op.if_exists = row.family != OperatorFamily::Null && random.chance(15);
  if (random.chance(key.multivalued ? 85 : 10)) {
    op.set =
        random.chance(50) ? model::SetQualifier::ForAllValues : model::SetQualifier::ForAnyValue;
  }
  return op;
}

/// Values the context already has for the key, or some of its type.
std::string policy_value(const Target& target, const KeyChoice& key,
                         const model::ConditionOperator& op) {
  Random& random = target.random;
  if (op.base == model::BaseOperator::Null) {
    static constexpr std::array<std::string_view, 5> words{"true", "false", "true", "False", "x"};
    return std::string(random.pick(words));
  }
  const Json& context = target.request["context"];
  std::string value = random_value(random, key.type);
  const auto present = context.find(std::string(key.name));
  if (present != context.end() && random.chance(55)) {
    const Json& found = *present;
    if (found.is_string()) {
      value = found;
    } else if (!found.empty()) {
      value = found[random.below(found.size())];
    }
  }
  const OperatorFamily family = model::family(op.base);
  const bool textual = family == OperatorFamily::String || family == OperatorFamily::Arn;
  if ((textual && random.chance(50)) || random.chance(4)) {
    value = pattern_around(target, value, true);
  }
  return value;
}

std::string spelt(Random& random, std::string_view key) {
  if (!random.chance(8)) return std::string(key);
  return ascii_lower(key);
}

/// Numbers and Booleans are now and then written without quotes (GRAM-7).
Json as_json(Random& random, const std::string& value) {
  if (random.chance(80)) return value;
  if (value == "true") return true;
  if (value == "false") return false;
  if (value == "5") return 5;
  if (value == "10") return 10;
  return value;
}

}  // namespace

Json random_conditions(const Target& target) {
  Random& random = target.random;
  Json out = Json::object();
  if (random.chance(2)) return out;
  const std::size_t count = 1 + (random.chance(30) ? 1 + random.below(2) : 0);
  std::vector<std::string> used;
  for (std::size_t i = 0; i < count; ++i) {
    const Json& context = target.request["context"];
    const KeyChoice* key = &random.pick(keys());
    if (!context.empty() && random.chance(65)) {
      auto entry = context.begin();
      std::advance(entry, static_cast<std::ptrdiff_t>(random.below(context.size())));
      key = &*std::find_if(keys().begin(), keys().end(),
                           [&](const KeyChoice& k) { return k.name == entry.key(); });
    }
    const model::ConditionOperator op = random_operator(random, *key);
    const std::string name = model::to_string(op);
    const std::string both = ascii_lower(name) + " " + ascii_lower(key->name);
    if (std::find(used.begin(), used.end(), both) != used.end()) continue;
    used.push_back(both);
    std::vector<Json> values;
    const std::size_t size = random.chance(3) ? 0 : 1 + (random.chance(35) ? random.below(3) : 0);
    for (std::size_t j = 0; j < size; ++j) {
      values.push_back(as_json(random, policy_value(target, *key, op)));
    }
    out[name][spelt(random, key->name)] = one_or_many(random, std::move(values));
  }
  return out;
}

}  // namespace postern::test
