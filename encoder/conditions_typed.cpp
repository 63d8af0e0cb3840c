#include <functional>

#include "encoder/conditions.h"
#include "encoder/values.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using formula::AddressRange;
using formula::Comparison;
using formula::Decimal;
using formula::TermId;
using model::BaseOperator;
using model::Condition;

// One reading of a text as a number or instant, or the period [first, end) it may stand for.
struct Span {
  Decimal first;
  std::optional<Decimal> end;
};

using Bound = std::optional<Span>;  // nothing: no value in this reading

// The readings of a text, the canonical one first (AMB-14).
std::vector<Bound> spans(const Reading& reading) {
  std::vector<Bound> out;
  const auto add = [&](const std::optional<Decimal>& value) {
    out.push_back(value ? Bound(Span{*value, std::nullopt}) : std::nullopt);
  };
  add(reading.canonical);
  for (const auto& other : reading.others) add(other);
  if (reading.canonical && reading.period_end) {
    out.push_back(Span{*reading.canonical, reading.period_end});
    add(reading.period_end);
  }
  return out;
}

bool is_no_value(const Reading& reading) { return !reading.canonical && reading.others.empty(); }

// How a key's value stands to a bound, as terms or as constants: before it, or beyond it; neither:
// they are equal, or overlap.
struct Order {
  TermId before, beyond;
};

TermId holds(formula::TermStore& terms, BaseOperator op, const Order& order) {
  switch (op) {
    case BaseOperator::NumericEquals:
    case BaseOperator::DateEquals:
      return terms.all_of({!order.before, !order.beyond});
    case BaseOperator::NumericLessThan:
    case BaseOperator::DateLessThan:
      return order.before;
    case BaseOperator::NumericLessThanEquals:
    case BaseOperator::DateLessThanEquals:
      return !order.beyond;
    case BaseOperator::NumericGreaterThan:
    case BaseOperator::DateGreaterThan:
      return order.beyond;
    case BaseOperator::NumericGreaterThanEquals:
    case BaseOperator::DateGreaterThanEquals:
      return !order.before;
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
}

// Wholly before `bound`.
bool lies_before(const Span& value, const Span& bound) {
  return value.end ? *value.end <= bound.first : value.first < bound.first;
}

// The bracket over all readings; the first is canonical.
Truth over(formula::TermStore& terms, const std::vector<TermId>& readings) {
  return {terms.all_of(readings), terms.any_of(readings), readings.front()};
}

constexpr std::size_t v4_offset = 12;  // where the four bytes stand in an Address

AddressRange mapped(const AddressRange& v4) {
  AddressRange out = *formula::parse_cidr("::ffff:0:0/96");
  for (std::size_t i = 0; i < 4; ++i) {
    out.low.bytes[v4_offset + i] = v4.low.bytes[v4_offset + i];
    out.high.bytes[v4_offset + i] = v4.high.bytes[v4_offset + i];
  }
  return out;
}

}  // namespace

Truth ConditionEncoder::numbers(const Condition& condition, Key& key, bool date) {
  const auto read = [&](const std::string& text) {
    return date ? read_date(text) : read_number(text);
  };
  const auto compare = [&](Comparison comparison, const Decimal& bound) {
    return date ? keys_.date(key, comparison, bound) : keys_.number(key, comparison, bound);
  };
  const TermId malformed = date ? keys_.not_a_date(key) : keys_.not_a_number(key);
  const TermId well_formed = terms_.all_of({keys_.present(key), !malformed});
  // Some value of the list, each read in all its ways; `test` holds the key against one reading.
  const auto any_value = [&](const std::function<void(const Bound&, std::vector<TermId>&)>& test) {
    std::vector<Truth> ways;
    for (const model::Pattern& value : condition.values) {
      const Reading reading = read(value.text);
      if (is_no_value(reading)) {
        ways.push_back(unknown());  // COND-9
        continue;
      }
      std::vector<TermId> readings;
      for (const Bound& bound : spans(reading)) test(bound, readings);
      ways.push_back(over(terms_, readings));
    }
    return any_of(terms_, ways);
  };

  std::vector<Truth> ways;
  std::vector<TermId> several;
  for (const auto& [when, text] : keys_.known_texts(key)) {
    const Reading reading = read(text);
    if (reading.certain() || is_no_value(reading)) continue;
    // Every reading of the text against every reading of the bound (AMB-14).
    const Truth held = any_value([&](const Bound& bound, std::vector<TermId>& out) {
      for (const Bound& actual : spans(reading)) {
        const bool values = actual && bound;
        const Order order = {terms_.constant(values && lies_before(*actual, *bound)),
                             terms_.constant(values && lies_before(*bound, *actual))};
        out.push_back(values ? holds(terms_, condition.op.base, order) : terms_.false_term());
      }
    });
    ways.push_back(both(terms_, Truth::of(when), held));
    several.push_back(when);
  }
  // What has one reading: the field, or a text.
  const Truth single = any_value([&](const Bound& bound, std::vector<TermId>& out) {
    if (!bound) {
      out.push_back(terms_.false_term());
      return;
    }
    const Order order = {compare(Comparison::Less, bound->first),
                         bound->end ? !compare(Comparison::Less, *bound->end)
                                    : !compare(Comparison::LessOrEqual, bound->first)};
    out.push_back(terms_.all_of({well_formed, holds(terms_, condition.op.base, order)}));
  });
  ways.push_back(
      both(terms_, Truth::of(!terms_.any_of(several)), unsure_where(terms_, single, malformed)));
  return any_of(terms_, ways);
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
      const PatternMatch match = patterns_.match(target, value, Style::IgnoreCase, Empty::IsText);
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
  const TermId in_mapped = keys_.in_range(key, *formula::parse_cidr("::ffff:0:0/96"));
  std::vector<Truth> ways;
  for (const model::Pattern& value : condition.values) {
    const auto range = formula::parse_cidr(value.text);
    if (!range) {
      ways.push_back(unknown());  // COND-9
      continue;
    }
    std::vector<AddressRange> blocks = {*range};
    if (const auto v4 = unmapped(*range)) blocks.push_back(*v4);
    if (range->low.v6 && value.text.find('/') == std::string::npos) {
      blocks.push_back(*formula::parse_cidr(value.text + "/32"));  // AMB-14
    }
    // Each reading of the block against each of the address: what is IPv4-mapped may be read as the
    // IPv4 address (COND-IP-4).
    std::vector<TermId> readings, as_v4;
    for (const AddressRange& block : blocks) {
      readings.push_back(keys_.in_range(key, block));
      as_v4.push_back(block.low.v6 ? terms_.false_term() : keys_.in_range(key, mapped(block)));
    }
    Truth truth = over(terms_, readings);
    truth.sure = terms_.all_of({truth.sure, terms_.any_of({!in_mapped, terms_.all_of(as_v4)})});
    truth.maybe = terms_.any_of({truth.maybe, terms_.any_of(as_v4)});
    ways.push_back(truth);
  }
  return unsure_where(terms_, any_of(terms_, ways), keys_.not_an_address(key));
}

}  // namespace postern::encoder
