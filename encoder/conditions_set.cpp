// Conditions on multi-valued keys (COND-SET): statements about some or all elements.
#include <algorithm>

#include "coverage/reasons.h"
#include "encoder/conditions.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using formula::TermId;
using model::Condition;
using model::SetQualifier;

model::Condition on_one_value(const Condition& condition) {
  Condition out = condition;
  out.op.set = SetQualifier::None;
  out.op.if_exists = false;
  return out;
}

}  // namespace

ConditionEncoder::Language ConditionEncoder::language(const Condition& condition) {
  glob::GlobPool& globs = terms_.globs();
  std::vector<glob::GlobId> members, sure;
  bool incomplete = false;
  bool ascii_only = condition.op.base == model::BaseOperator::StringEqualsIgnoreCase;  // AMB-31
  const bool arn = model::family(condition.op.base) == model::OperatorFamily::Arn;
  const Style style = arn ? Style::Segmented
                      : condition.op.base == model::BaseOperator::StringEqualsIgnoreCase ||
                              condition.op.base == model::BaseOperator::Bool
                          ? Style::IgnoreCase
                          : Style::Flat;
  for (const model::Pattern& value : condition.values) {
    if (arn && component_count(value) < 6) {
      incomplete = true;
    } else {
      members.push_back(patterns_.language(value, style));
      sure.push_back(patterns_.language(value, style, false, Units::Certain));
      ascii_only = ascii_only || has_question_mark(value);  // AMB-32
    }
  }
  const glob::GlobSetId set = globs.intern_set(members);
  Language out{globs.intern_set(sure), set, set};
  if (incomplete) {
    out.maybe = globs.everything_set();  // AMB-2
  } else if (arn) {
    // Elements with fewer than six components: at most four colons.
    glob::Tokens tokens;
    const glob::CharSet no_colon = glob::CharSet::except(U":");
    std::vector<glob::GlobId> maybe = members;
    for (int colons = 0; colons <= 4; ++colons) {
      tokens.push_back({no_colon, glob::Repeat::Any});
      maybe.push_back(globs.intern(tokens));
      tokens.push_back({glob::CharSet::one(U':'), glob::Repeat::Once});
    }
    out.maybe = globs.intern_set(maybe);
  }
  if (ascii_only) {
    const auto already = globs.members(out.maybe);
    std::vector<glob::GlobId> maybe(already.begin(), already.end());
    maybe.push_back(not_ascii(globs));
    out.maybe = globs.intern_set(maybe);
  }
  return out;
}

// U; canonically F, or, where any request is meant, whatever it likes: the same for equal entries.
Truth ConditionEncoder::not_exact(const Condition& condition) {
  std::string description = to_string(condition.op) + " " + condition.key;
  for (const model::Pattern& value : condition.values) description += " " + value.text;
  if (const auto flag = keys_.opaque(description)) {
    return {terms_.false_term(), terms_.true_term(), *flag};
  }
  const TermId open = keys_.unsaid(description, coverage::typed_elements);
  return {!open, open, terms_.false_term()};
}

Truth ConditionEncoder::on_nothing(const Condition& condition) {
  // Nothing there: ForAllValues is true, ForAnyValue false; IfExists true (AMB-44).
  Truth absent;
  switch (condition.op.set) {
    case SetQualifier::ForAllValues:
      absent = Truth::of(terms_.true_term());
      if (condition.key == "aws:resourceorgpaths" && !condition.op.if_exists)
        absent.sure = terms_.false_term();  // AMB-47
      break;
    case SetQualifier::ForAnyValue:
      absent = Truth::of(terms_.false_term());
      if (condition.op.negated) absent.maybe = terms_.true_term();  // AMB-10
      if (condition.op.if_exists) {
        absent = {terms_.false_term(), terms_.true_term(), terms_.true_term()};  // AMB-44
      }
      break;
    case SetQualifier::None:
      absent = Truth::of(terms_.constant(condition.op.negated || condition.op.if_exists));
      break;
  }
  return absent;
}

Truth ConditionEncoder::over_set(const Condition& condition, Key& key) {
  const TermId present = keys_.present(key);
  const Truth absent = on_nothing(condition);
  Truth value;
  const bool textual = model::family(condition.op.base) == model::OperatorFamily::String ||
                       model::family(condition.op.base) == model::OperatorFamily::Arn ||
                       model::family(condition.op.base) == model::OperatorFamily::Binary;
  const bool variables = std::any_of(condition.values.begin(), condition.values.end(),
                                     [](const model::Pattern& p) { return p.has_variables(); });
  if (!key.multivalued) {  // COND-SET-8: a set of one
    Condition one = on_one_value(condition);
    value = positive(one, key);
    if (condition.op.negated) value = negate(value);
    // AMB-11: a single empty text may count as nothing.
    glob::GlobPool& globs = terms_.globs();
    const TermId empty = keys_.text_in(key, globs.intern_set(globs.intern({})));
    value.sure = terms_.all_of({value.sure, terms_.any_of({!empty, absent.sure})});
    value.maybe = terms_.any_of({value.maybe, terms_.all_of({empty, absent.maybe})});
  } else if (keys_.is_pinned()) {
    value = elementwise(condition, *keys_.pinned_elements(key), absent);
  } else if (!textual || variables) {
    value = not_exact(condition);  // unsupported: typed or variable tests on the elements of a set
  } else if (condition.op.set == SetQualifier::None) {
    value = unknown();  // AMB-9
  } else {
    const Language l = language(condition);
    const bool all = condition.op.set == SetQualifier::ForAllValues;
    const auto some = [&](glob::GlobSetId set, bool inside) {
      return keys_.some_element(key, set, inside);
    };
    // An element passes iff it is in the language, or, negated, outside it. "All pass" is "no
    // element fails"; "some passes" is direct.
    if (!condition.op.negated) {
      value = all ? Truth{!some(l.sure, false), !some(l.maybe, false), !some(l.canonical, false)}
                  : Truth{some(l.sure, true), some(l.maybe, true), some(l.canonical, true)};
    } else {
      value = all ? Truth{!some(l.maybe, true), !some(l.sure, true), !some(l.canonical, true)}
                  : Truth{some(l.maybe, false), some(l.sure, false), some(l.canonical, false)};
    }
  }
  return either(terms_, both(terms_, Truth::of(present), value),
                both(terms_, Truth::of(!present), absent));
}

Truth ConditionEncoder::elementwise(const Condition& condition,
                                    const std::vector<std::string>& elements, const Truth& absent) {
  // The elements are known: each is a request of its own with that single text under a fresh key.
  std::vector<Truth> each;
  for (const std::string& element : elements) {
    model::Context context = keys_.pinned_context();
    Condition one = on_one_value(condition);
    one.key += "#element";  // variables still mean the whole set
    context[one.key] = {false, {element}};
    ContextKeys keys(terms_, keys_, context,
                     "element." + condition.key + "." + std::to_string(each.size()) + ".");
    PatternEncoder patterns(terms_, keys);
    ConditionEncoder encoder(terms_, keys, patterns);
    Truth truth = encoder.single(one, keys.key(one.key));
    keys_.require(keys.constraints(model::Mode::Canonical));
    each.push_back(truth);
  }
  if (elements.empty()) return Truth::of(terms_.true_term());
  Truth value;
  switch (condition.op.set) {
    case SetQualifier::ForAllValues:
      value = all_of(terms_, each);
      break;
    case SetQualifier::ForAnyValue:
      value = any_of(terms_, each);
      break;
    case SetQualifier::None:  // AMB-9
      return unknown();
  }
  if (elements.size() == 1 && elements.front().empty()) {  // AMB-11
    value.sure = terms_.all_of({value.sure, absent.sure});
    value.maybe = terms_.any_of({value.maybe, absent.maybe});
  }
  return value;
}

}  // namespace postern::encoder
