#include "encoder/conditions.h"

#include <algorithm>

#include "support/check.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using formula::TermId;
using model::BaseOperator;
using model::Condition;
using model::SetQualifier;

Style style_of(const Condition& condition) {
  switch (model::family(condition.op.base)) {
    case model::OperatorFamily::Arn:
      return Style::Segmented;
    case model::OperatorFamily::String:
      return condition.op.base == BaseOperator::StringLike               ? Style::Flat
             : condition.op.base == BaseOperator::StringEqualsIgnoreCase ? Style::IgnoreCase
                                                                         : Style::Text;
    case model::OperatorFamily::Bool:
      return Style::IgnoreCase;
    case model::OperatorFamily::Numeric:
    case model::OperatorFamily::Date:
    case model::OperatorFamily::Binary:
    case model::OperatorFamily::Ip:
    case model::OperatorFamily::Null:
      return Style::Flat;
  }
  internal_error("not a family");
}

bool is_arn(const Condition& condition) {
  return model::family(condition.op.base) == model::OperatorFamily::Arn;
}

// Texts with six ARN components or more.
glob::GlobSetId complete_arns(glob::GlobPool& globs) {
  return globs.intern_set(globs.intern(glob::wildcard("*:*:*:*:*:*")));
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; });
}

}  // namespace

Truth ConditionEncoder::condition(const Condition& condition) {
  Key& key = keys_.key(condition.key);
  const bool null_test = condition.op.base == BaseOperator::Null;
  const bool set = key.multivalued || condition.op.set != SetQualifier::None;
  const Truth known = null_test ? null(condition)
                      : set     ? over_set(condition, key)
                                : single(condition, key);
  const Truth truth = unsure_where(terms_, known, key.unsure);
  // AMB-12: what an empty list means is open, the key present or not.
  if (condition.values.empty()) return {terms_.false_term(), terms_.true_term(), truth.canonical};
  // A key the catalogue does not know may be multi-valued or of any type (GRAM-12).
  return key.uncertain && !null_test ? unsure_where(terms_, truth, keys_.present(key)) : truth;
}

Truth ConditionEncoder::null(const Condition& condition) {
  Key& key = keys_.key(condition.key);
  const TermId present = keys_.present(key);
  std::vector<Truth> ways;
  for (const model::Pattern& value : condition.values) {
    if (equals_ignoring_case(value.text, "true")) {
      ways.push_back(Truth::of(!present));
    } else if (equals_ignoring_case(value.text, "false")) {
      ways.push_back(Truth::of(present));
    } else {
      ways.push_back(unknown());  // COND-9
    }
  }
  Truth truth = any_of(terms_, ways);
  if (key.may_be_empty) {  // AMB-42: present empty texts may count as null
    glob::GlobPool& globs = terms_.globs();
    const glob::GlobSetId nothing = globs.intern_set(globs.intern({}));
    const TermId empty = key.multivalued
                             ? terms_.all_of({present, !keys_.some_element(key, nothing, false)})
                             : keys_.text_in(key, nothing);
    // With both "true" and "false" listed there is nothing to doubt.
    if (!(truth.sure == terms_.true_term())) truth = unsure_where(terms_, truth, empty);
  }
  if (condition.op.set == SetQualifier::None) return truth;
  // AMB-43: a set prefix makes it a constant, or is ignored.
  const Truth constant = Truth::of(terms_.constant(condition.op.set == SetQualifier::ForAllValues));
  return {terms_.all_of({truth.sure, constant.sure}), terms_.any_of({truth.maybe, constant.maybe}),
          constant.canonical};
}

Truth ConditionEncoder::single(const Condition& condition, Key& key) {
  const TermId present = keys_.present(key);
  Truth value = positive(condition, key);
  if (condition.op.negated) value = negate(value);
    // Absent: true where negated or IfExists, else false (COND-6, COND-7, COND-IFEX-1).
#ifdef POSTERN_BROKEN_ENCODER
  const bool if_absent = condition.op.if_exists;
#else
  const bool if_absent = condition.op.negated || condition.op.if_exists;
#endif
  return if_absent ? either(terms_, Truth::of(!present), value)
                   : both(terms_, Truth::of(present), value);
}

Truth ConditionEncoder::positive(const Condition& condition, Key& key) {
  switch (model::family(condition.op.base)) {
    case model::OperatorFamily::String:
    case model::OperatorFamily::Arn:
    case model::OperatorFamily::Binary:
      return text(condition, key);
    case model::OperatorFamily::Numeric:
      return numbers(condition, key, false);
    case model::OperatorFamily::Date:
      return numbers(condition, key, true);
    case model::OperatorFamily::Bool:
      return booleans(condition, key);
    case model::OperatorFamily::Ip:
      return addresses(condition, key);
    case model::OperatorFamily::Null:
      break;
  }
  internal_error("Null has no values to match");
}

Truth ConditionEncoder::text(const Condition& condition, Key& key) {
  const Truth truth = text(condition, key, Empty::IsText);
  if (!patterns_.may_be_empty(condition.values)) return truth;
  return bracket(terms_, truth, text(condition, key, Empty::IsNothing));  // AMB-42
}

// "the value, with its variables replaced, is not ASCII".
TermId ConditionEncoder::not_ascii_of(const model::Pattern& value, Empty empty) {
  glob::GlobPool& globs = terms_.globs();
  std::vector<TermId> out;
  for (const model::Part& part : value.parts) {
    if (const auto* literal = std::get_if<model::Literal>(&part)) {
      out.push_back(terms_.constant(!is_ascii(literal->text)));
    }
    const auto* variable = std::get_if<model::Variable>(&part);
    if (variable == nullptr) continue;
    Key& used = keys_.key(variable->key);
    TermId has_text = terms_.false_term();
    if (!used.multivalued) {
      has_text = keys_.present(used);
      if (empty == Empty::IsNothing) {
        has_text =
            terms_.all_of({has_text, !keys_.text_in(used, globs.intern_set(globs.intern({})))});
      }
      out.push_back(keys_.text_in(used, globs.intern_set(not_ascii(globs))));
    }
    if (variable->fallback && !is_ascii(*variable->fallback)) out.push_back(!has_text);
  }
  return terms_.any_of(out);
}

Truth ConditionEncoder::text(const Condition& condition, Key& key, Empty empty) {
  glob::GlobPool& globs = terms_.globs();
  const Style style = style_of(condition);
  std::vector<glob::GlobId> plain;
  std::vector<Truth> ways;
  std::vector<TermId> resolved;
  std::vector<TermId> incomplete;  // AMB-2; where some value counts at all (VAR-5)
  std::vector<TermId> counting;
  std::vector<KeyCase> target;
  const bool folds = condition.op.base == BaseOperator::StringEqualsIgnoreCase;
  std::vector<TermId> folding;  // AMB-31: what folds to what outside ASCII is open
  for (const model::Pattern& value : condition.values) {
    const bool too_short = is_arn(condition) && component_count(value) < 6;
    TermId counts = terms_.true_term();
    if (value.has_variables()) {
      if (target.empty()) target = keys_.text_cases(key);
      const PatternMatch match = patterns_.match(target, value, style, empty);
      if (!too_short) ways.push_back(match.matches);
      resolved.push_back(match.resolved);
      counts = match.resolved;
    } else if (!too_short && has_question_mark(value)) {
      ways.push_back(patterns_.match(value, style, false,
                                     [&](glob::GlobSetId set) { return keys_.text_in(key, set); }));
    } else if (!too_short) {
      plain.push_back(patterns_.language(value, style));
    }
    counting.push_back(counts);
    if (too_short) incomplete.push_back(counts);
    if (folds) {
      const TermId foreign = keys_.text_in(key, globs.intern_set(not_ascii(globs)));
      folding.push_back(
          terms_.all_of({counts, terms_.any_of({foreign, not_ascii_of(value, empty)})}));
    }
  }
  ways.push_back(Truth::of(keys_.text_in(key, globs.intern_set(plain))));
  Truth truth = any_of(terms_, ways);
  if (folds) {
    truth.maybe =
        terms_.any_of({truth.maybe, terms_.all_of({keys_.present(key), terms_.any_of(folding)})});
  }
  if (condition.values.size() > 1 && !resolved.empty()) {
    // AMB-6: an unresolved sibling may spoil the list. A positive list that matches by a sibling,
    // and a negated one that siblings decide, are then not certain.
    truth.sure = terms_.all_of({truth.sure, terms_.all_of(resolved)});
  }
  if (is_arn(condition)) {
    // AMB-2: what a short pattern, or a short text, matches is open.
    const TermId short_text =
        terms_.all_of({keys_.present(key), !keys_.text_in(key, complete_arns(globs))});
    truth.maybe = terms_.any_of({truth.maybe, terms_.any_of(incomplete),
                                 terms_.all_of({short_text, terms_.any_of(counting)})});
  }
  return truth;
}

}  // namespace postern::encoder
