#include "encoder/conditions.h"

#include <algorithm>

#include "encoder/values.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using formula::Comparison;
using formula::Decimal;
using formula::TermId;
using model::BaseOperator;
using model::Condition;
using model::SetQualifier;

constexpr std::string_view incomplete_arn_key = "aws:resourceorgpaths";  // AMB-47

Style style_of(const Condition& condition) {
  switch (model::family(condition.op.base)) {
    case model::OperatorFamily::Arn:
      return Style::Segmented;
    case model::OperatorFamily::String:
      return condition.op.base == BaseOperator::StringEqualsIgnoreCase ? Style::IgnoreCase
                                                                       : Style::Flat;
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

bool has_several(const Reading& reading) {
  return !reading.others.empty() || reading.period_end.has_value();
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; });
}

}  // namespace

Truth ConditionEncoder::condition(const Condition& condition) {
  Key& key = keys_.key(condition.key);
  const bool null_test = condition.op.base == BaseOperator::Null;
  const bool set = key.multivalued || condition.op.set != SetQualifier::None;
  const Truth truth = null_test ? null(condition)
                      : set     ? over_set(condition, key)
                                : single(condition, key);
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
  if (!key.multivalued && key.may_be_empty) {  // AMB-42: a present empty text may count as null
    glob::GlobPool& globs = terms_.globs();
    const TermId empty = keys_.text_in(key, globs.intern_set(globs.intern({})));
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
  glob::GlobPool& globs = terms_.globs();
  const Style style = style_of(condition);
  std::vector<glob::GlobId> plain;
  std::vector<Truth> ways;
  std::vector<TermId> resolved;
  std::vector<TermId> incomplete;  // AMB-2; where some value counts at all (VAR-5)
  std::vector<TermId> counting;
  std::vector<KeyCase> target;
  for (const model::Pattern& value : condition.values) {
    const bool too_short = is_arn(condition) && component_count(value) < 6;
    TermId counts = terms_.true_term();
    if (value.has_variables()) {
      if (target.empty()) target = keys_.text_cases(key);
      const PatternMatch match = patterns_.match(target, value, style);
      if (!too_short) ways.push_back(match.matches);
      resolved.push_back(match.surely_resolved);
      counts = match.resolved;
    } else if (!too_short) {
      plain.push_back(patterns_.language(value, style));
    }
    counting.push_back(counts);
    if (too_short) incomplete.push_back(counts);
  }
  ways.push_back(Truth::of(keys_.text_in(key, globs.intern_set(plain))));
  Truth truth = any_of(terms_, ways);
  if (condition.op.base == BaseOperator::StringEqualsIgnoreCase) {
    // AMB-31: what folds to what outside ASCII is open, in the text as in what it is held against.
    std::vector<TermId> foreign = {keys_.text_in(key, not_ascii(globs))};
    for (const model::Pattern& value : condition.values) {
      if (!is_ascii(value.text)) foreign.push_back(keys_.present(key));
      for (const model::Part& part : value.parts) {
        const auto* variable = std::get_if<model::Variable>(&part);
        if (variable == nullptr) continue;
        Key& used = keys_.key(variable->key);
        const auto elements = keys_.pinned_elements(used);
        if (!used.multivalued) {
          foreign.push_back(keys_.text_in(used, not_ascii(globs)));
        } else if (!elements || !std::all_of(elements->begin(), elements->end(), is_ascii)) {
          foreign.push_back(keys_.present(key));
        }
      }
    }
    truth.maybe = terms_.any_of({truth.maybe, terms_.any_of(foreign)});
  }
  const bool question_mark =
      std::any_of(condition.values.begin(), condition.values.end(), [](const model::Pattern& p) {
        return std::any_of(p.parts.begin(), p.parts.end(), [](const model::Part& part) {
          return std::holds_alternative<model::AnyOne>(part);
        });
      });
  if (question_mark) truth = unsure_where(terms_, truth, keys_.text_in(key, not_ascii(globs)));
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

Truth ConditionEncoder::numbers(const Condition& condition, Key& key, bool date) {
  const auto compare = [&](Comparison comparison, const Decimal& bound) {
    return date ? keys_.date(key, comparison, bound) : keys_.number(key, comparison, bound);
  };
  const TermId malformed = date ? keys_.not_a_date(key) : keys_.not_a_number(key);
  // over: a text of a pinned request with several readings (AMB-14); of others there are none.
  const auto pinned = keys_.pinned_text(key);
  const bool ambiguous = pinned && has_several(date ? read_date(*pinned) : read_number(*pinned));
  const TermId well_formed = terms_.all_of({keys_.present(key), !malformed});
  const auto test = [&](const Decimal& bound, const std::optional<Decimal>& period_end) -> TermId {
    // With `period_end`, the bound stands for the period [bound, period_end) (AMB-14).
    switch (condition.op.base) {
      case BaseOperator::NumericEquals:
      case BaseOperator::DateEquals:
        if (period_end) {
          return terms_.all_of({well_formed, !compare(Comparison::Less, bound),
                                compare(Comparison::Less, *period_end)});
        }
        return compare(Comparison::Equal, bound);
      case BaseOperator::NumericLessThan:
      case BaseOperator::DateLessThan:
        return compare(Comparison::Less, bound);
      case BaseOperator::NumericLessThanEquals:
      case BaseOperator::DateLessThanEquals:
        return period_end ? compare(Comparison::Less, *period_end)
                          : compare(Comparison::LessOrEqual, bound);
      case BaseOperator::NumericGreaterThan:
      case BaseOperator::DateGreaterThan:
        return terms_.all_of({well_formed, period_end ? !compare(Comparison::Less, *period_end)
                                                      : !compare(Comparison::LessOrEqual, bound)});
      case BaseOperator::NumericGreaterThanEquals:
      case BaseOperator::DateGreaterThanEquals:
        return terms_.all_of({well_formed, !compare(Comparison::Less, bound)});
      case BaseOperator::StringEquals:
      case BaseOperator::StringEqualsIgnoreCase:
      case BaseOperator::StringLike:
      case BaseOperator::Bool:
      case BaseOperator::BinaryEquals:
      case BaseOperator::IpAddress:
      case BaseOperator::ArnEquals:
      case BaseOperator::ArnLike:
      case BaseOperator::Null:
        break;
    }
    internal_error("not a comparison operator");
  };
  std::vector<Truth> ways;
  for (const model::Pattern& value : condition.values) {
    const Reading reading = date ? read_date(value.text) : read_number(value.text);
    std::vector<TermId> readings;
    readings.push_back(reading.canonical ? test(*reading.canonical, std::nullopt)
                                         : terms_.false_term());
    Truth truth = Truth::of(readings.front());
    for (const auto& other : reading.others) {
      readings.push_back(other ? test(*other, std::nullopt) : terms_.false_term());
    }
    if (reading.canonical && reading.period_end) {
      readings.push_back(test(*reading.canonical, reading.period_end));
      readings.push_back(test(*reading.period_end, std::nullopt));
    }
    truth.sure = terms_.all_of(readings);
    truth.maybe = terms_.any_of(readings);
    if (!reading.canonical && reading.others.empty()) truth = unknown();  // COND-9
    ways.push_back(truth);
  }
  return unsure_where(terms_, any_of(terms_, ways), ambiguous ? keys_.present(key) : malformed);
}

Truth ConditionEncoder::booleans(const Condition& condition, Key& key) {
  glob::GlobPool& globs = terms_.globs();
  const auto word = [&](std::string_view text) {
    return globs.intern_set(globs.intern(glob::literal_ignoring_case(text)));
  };
  const TermId is_true = keys_.text_in(key, word("true"));
  const TermId is_false = keys_.text_in(key, word("false"));
  std::vector<Truth> ways;
  std::vector<TermId> each;
  for (const model::Pattern& value : condition.values) {
    if (value.has_variables()) {  // AMB-7
      const std::vector<KeyCase> target = keys_.text_cases(key);
      const PatternMatch match = patterns_.match(target, value, Style::IgnoreCase);
      // The text must be a truth value to equal one.
      ways.push_back(
          {terms_.false_term(), terms_.true_term(),
           terms_.all_of({match.matches.canonical, terms_.any_of({is_true, is_false})})});
    } else if (equals_ignoring_case(value.text, "true")) {
      ways.push_back(Truth::of(is_true));
    } else if (equals_ignoring_case(value.text, "false")) {
      ways.push_back(Truth::of(is_false));
    } else {
      ways.push_back(unknown());  // COND-9
    }
    each.push_back(ways.back().sure);
  }
  Truth truth = any_of(terms_, ways);
  if (condition.values.size() > 1) truth.sure = terms_.all_of(each);  // AMB-14
  const TermId malformed = terms_.all_of({keys_.present(key), !is_true, !is_false});
  return unsure_where(terms_, truth, malformed);
}

Truth ConditionEncoder::addresses(const Condition& condition, Key& key) {
  // IPv4-mapped IPv6 addresses (COND-IP-4).
  const auto mapped = formula::parse_cidr("::ffff:0:0/96");
  const auto every_v4 = formula::parse_cidr("0.0.0.0/0");
  std::vector<Truth> ways;
  for (const model::Pattern& value : condition.values) {
    const auto range = formula::parse_cidr(value.text);
    if (!range) {
      ways.push_back(unknown());  // COND-9
      continue;
    }
    Truth truth = Truth::of(keys_.in_range(key, *range));
    if (range->low.v6 && value.text.find('/') == std::string::npos) {
      // AMB-14: a bare IPv6 address may stand for its /32.
      const auto block = formula::parse_cidr(value.text + "/32");
      truth.maybe = keys_.in_range(key, *block);
    }
    // over: a mapped block may stand for IPv4 addresses (COND-IP-4), which ones is not worth
    // asking.
    if (mapped->contains(range->low)) {
      truth.maybe = terms_.any_of({truth.maybe, keys_.in_range(key, *every_v4)});
    }
    ways.push_back(truth);
  }
  Truth truth = any_of(terms_, ways);
  const TermId doubtful = terms_.any_of({keys_.not_an_address(key), keys_.in_range(key, *mapped)});
  return unsure_where(terms_, truth, doubtful);
}

}  // namespace postern::encoder
