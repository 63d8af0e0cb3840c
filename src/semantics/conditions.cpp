#include "semantics/conditions.h"

#include <algorithm>

#include "semantics/comparisons.h"
#include "semantics/glob.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::semantics {
namespace {

using model::BaseOperator;
using model::SetQualifier;

/// The condition under test, and the context it is tested in.
struct Test {
  const model::Condition& condition;
  const model::Context& context;
  model::Variables variables;
  const model::ContextValue* value;  // null: absent; an empty set counts as absent
};

/// A key that is missing (COND-6, COND-7, COND-SET-2, COND-SET-4, COND-IFEX-1).
Truth test_absent(const Test& test) {
  const model::ConditionOperator& op = test.condition.op;
  switch (op.set) {
    case SetQualifier::None:
      return certain(op.if_exists || op.negated);
    case SetQualifier::ForAllValues:
      // One published table contradicts the definition for this key (AMB-47).
      if (!op.if_exists && test.condition.key == "aws:resourceorgpaths") return unknown(true, 47);
      return certain(true);
    case SetQualifier::ForAnyValue:
      if (op.if_exists) return unknown(true, 44);
      return op.negated ? unknown(false, 10) : certain(false);
  }
  internal_error("set qualifier out of range");
}

/// COND-NULL-1. A present empty string is null or not (AMB-42); what set prefixes do is AMB-43.
Truth test_null(const Test& test) {
  const auto any_value_is = [&](bool absent) {
    Truth any = certain(false);
    for (const model::Pattern& value : test.condition.values) {
      const std::string text = ascii_lower(value.text);
      if (text != "true" && text != "false") {
        any = any || unknown(false, 13);
      } else {
        any = any || certain((text == "true") == absent);
      }
    }
    return any;
  };
  const auto is_empty = [](const std::string& text) { return text.empty(); };
  Truth plain = any_value_is(test.value == nullptr);
  if (test.value && std::all_of(test.value->values.begin(), test.value->values.end(), is_empty)) {
    plain = either(plain, any_value_is(true), 42);
  }
  switch (test.condition.op.set) {
    case SetQualifier::None:
      return plain;
    case SetQualifier::ForAllValues:
      return either(certain(true), plain, 43);
    case SetQualifier::ForAnyValue:
      return either(certain(false), plain, 43);
  }
  internal_error("set qualifier out of range");
}

/// One context value against the whole list: OR, or NOR if negated (COND-3, COND-4).
Truth test_list(const Test& test, const std::string& actual, const Reading& reading) {
  const model::ConditionOperator& op = test.condition.op;
  const Comparison comparison{op.base, test.variables, test.context};
  Truth any = certain(false);
  Truth all = certain(true);
  bool some_unresolved = false;
  for (const model::Pattern& value : test.condition.values) {
    if (unresolved_value(comparison, value.text, reading)) {
      some_unresolved = true;  // null is equal to nothing (VAR-5, VAR-6)
      continue;
    }
    const Truth one = compare(comparison, actual, value.text, reading);
    any = any || one;
    all = all && one;
  }
  // Several Bool values: OR, or an error that no reading saves (AMB-14).
  if (op.base == BaseOperator::Bool && test.condition.values.size() > 1) {
    any = either(any, all, 14);
  }
  const Truth result = op.negated ? !any : any;
  // Does the unresolved value spoil its siblings? In doubt where a sibling's match decides (AMB-6).
  const bool siblings_decide = !any.is(Truth::Value::False);
  return some_unresolved && siblings_decide ? unknown(result.canonical, 6) : result;
}

/// Whether AMB-42 matters: some value uses a variable whose key is present and empty.
bool uses_empty_value(const Test& test) {
  return std::any_of(test.condition.values.begin(), test.condition.values.end(),
                     [&](const model::Pattern& value) {
                       const Pieces pieces = cut(value.text, model::Wildcards::No, test.variables);
                       return std::any_of(pieces.begin(), pieces.end(), [&](const Piece& piece) {
                         if (piece.kind != Piece::Kind::Variable) return false;
                         const auto present = variable_value(piece.text, test.context, {});
                         return present && present->empty();
                       });
                     });
}

/// A key that is present: the list test, over all values where the operator has a set prefix.
Truth test_values(const Test& test, const Reading& reading) {
  const std::vector<std::string>& values = test.value->values;
  switch (test.condition.op.set) {
    case SetQualifier::None:
      return test_list(test, values.front(), reading);
    case SetQualifier::ForAllValues: {
      Truth all = certain(true);
      for (const std::string& value : values) all = all && test_list(test, value, reading);
      return all;
    }
    case SetQualifier::ForAnyValue: {
      Truth any = certain(false);
      for (const std::string& value : values) any = any || test_list(test, value, reading);
      return any;
    }
  }
  internal_error("set qualifier out of range");
}

Truth test_present(const Test& test) {
  // A multi-valued key needs a set prefix (COND-13).
  const bool sets = test.condition.op.set != SetQualifier::None;
  if (test.value->multivalued && !sets) return unknown(false, 9);
  std::vector<OpenQuestion> open;
  if (uses_empty_value(test)) open.push_back({42});
  const Truth result =
      over_readings(open, [&](const Reading& reading) { return test_values(test, reading); });
  const bool one_empty = test.value->values.size() == 1 && test.value->values.front().empty();
  return sets && one_empty ? either(result, test_absent(test), 11) : result;
}

Truth test(const Test& test) {
  if (test.condition.op.base == BaseOperator::Null) return test_null(test);
  return test.value ? test_present(test) : test_absent(test);
}

}  // namespace

Truth holds(const model::Condition& condition, const model::Context& context,
            model::Variables variables) {
  const auto found = context.find(condition.key);
  const bool absent = found == context.end() || found->second.values.empty();
  const Truth result = test({condition, context, variables, absent ? nullptr : &found->second});
  // What an empty list means is open; canonically it is a list of which no value matches.
  return condition.values.empty() ? unknown(result.canonical, 12) : result;
}

}  // namespace postern::semantics
