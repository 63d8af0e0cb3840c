#include "semantics/comparisons.h"

#include <algorithm>

#include "semantics/addresses.h"
#include "semantics/dates.h"
#include "semantics/glob.h"
#include "semantics/numbers.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::semantics {
namespace {

using model::BaseOperator;
using model::OperatorFamily;

constexpr int malformed = 13;
constexpr int spelling = 14;

/// The pieces of a policy value (COND-8: which operators have wildcards, which variables).
Pieces pieces_of(const Comparison& comparison, std::string_view value) {
  const auto family = model::family(comparison.op);
  const bool wildcards = comparison.op == BaseOperator::StringLike || family == OperatorFamily::Arn;
  const bool variables = family == OperatorFamily::String || family == OperatorFamily::Arn ||
                         family == OperatorFamily::Bool;
  return cut(value, wildcards ? model::Wildcards::Yes : model::Wildcards::No,
             variables ? comparison.variables : model::Variables::No);
}

/// Questions that `reading` has not settled already.
std::vector<OpenQuestion> still_open(std::vector<OpenQuestion> questions) {
  std::erase_if(questions, [](const OpenQuestion& q) { return q.ambiguity == 42; });
  return questions;
}

/// COND-STR-1 and COND-STR-3.
Truth compare_text(const Comparison& comparison, std::string_view actual, const Pieces& pieces,
                   const Reading& reading) {
  const auto open = still_open(open_questions(pieces, comparison.context, actual));
  // Substituted text has no wildcards where the operator has none (AMB-8 does not arise).
  const bool like = comparison.op == BaseOperator::StringLike;
  return over_readings(like ? open : std::vector<OpenQuestion>{}, [&](const Reading& inner) {
    return certain(covers(pieces, actual, comparison.context, inner.with(42, reading.choice(42))));
  });
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// `pieces` of a value without wildcards as text.
std::string text_of(const Comparison& comparison, const Pieces& pieces, const Reading& reading) {
  std::string text;
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::Variable) {
      const auto value = variable_value(piece.text, comparison.context, reading);
      POSTERN_CHECK(value || piece.fallback);
      text += value ? *value : *piece.fallback;
    } else {
      POSTERN_CHECK(piece.kind == Piece::Kind::Text);
      text += piece.text;
    }
  }
  return text;
}

/// COND-STR-2. What folds to what outside ASCII is AMB-31.
Truth compare_ignoring_case(std::string_view actual, const std::string& value) {
  if (equals_ignoring_case(actual, value)) return certain(true);
  return is_ascii(actual) && is_ascii(value) ? certain(false) : unknown(false, 31);
}

/// The truth of an order operator, given how the context value stands to the policy value.
bool in_order(BaseOperator op, std::weak_ordering order) {
  switch (op) {
    case BaseOperator::NumericEquals:
    case BaseOperator::DateEquals:
      return order == 0;
    case BaseOperator::NumericLessThan:
    case BaseOperator::DateLessThan:
      return order < 0;
    case BaseOperator::NumericLessThanEquals:
    case BaseOperator::DateLessThanEquals:
      return order <= 0;
    case BaseOperator::NumericGreaterThan:
    case BaseOperator::DateGreaterThan:
      return order > 0;
    case BaseOperator::NumericGreaterThanEquals:
    case BaseOperator::DateGreaterThanEquals:
      return order >= 0;
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
  internal_error("not an order operator");
}

/// The bracket over all pairs of readings of the two texts; the first pair is canonical.
template <typename Value, typename Test>
Truth over_pairs(const std::vector<Value>& actual, const std::vector<Value>& value, Test test) {
  if (actual.empty() || value.empty()) return unknown(false, malformed);
  Truth result = certain(test(actual.front(), value.front()));
  for (const Value& a : actual) {
    for (const Value& v : value) result = either(result, certain(test(a, v)), spelling);
  }
  return result;
}

/// COND-NUM.
Truth compare_numbers(BaseOperator op, std::string_view actual, std::string_view value) {
  std::vector<std::optional<Number>> left = read_number(actual);
  std::vector<std::optional<Number>> right = read_number(value);
  const auto hopeless = [](const auto& readings) { return readings.size() == 1 && !readings[0]; };
  if (hopeless(left) || hopeless(right)) return unknown(false, malformed);
  return over_pairs(left, right, [op](const auto& a, const auto& v) {
    return a && v && in_order(op, *a <=> *v);
  });
}

/// COND-DATE.
Truth compare_dates(BaseOperator op, std::string_view actual, std::string_view value) {
  return over_pairs(read_date(actual), read_date(value),
                    [op](const Period& a, const Period& v) { return in_order(op, compare(a, v)); });
}

/// COND-IP.
Truth compare_addresses(std::string_view actual, std::string_view value) {
  return over_pairs(read_address(actual), read_block(value),
                    [](const AddressBlock& a, const AddressBlock& v) { return contains(v, a); });
}

/// COND-BOOL-1. `value` has its variables substituted; AMB-7 is put on top.
Truth compare_booleans(std::string_view actual, std::string_view value) {
  const std::string given = ascii_lower(actual);
  const std::string wanted = ascii_lower(value);
  const auto boolean = [](std::string_view text) { return text == "true" || text == "false"; };
  if (!boolean(given) || !boolean(wanted)) return unknown(false, malformed);
  return certain(given == wanted);
}

/// COND-ARN-1 .. COND-ARN-4.
Truth compare_arns(const Comparison& comparison, std::string_view actual, const Pieces& pieces,
                   const Reading& reading) {
  const std::vector<Pieces> wanted = components(pieces);
  const std::vector<std::string_view> given = split(actual, ':', 6);
  if (wanted.size() < 6 || given.size() < 6) return unknown(false, 2);
  const auto open = still_open(open_questions(pieces, comparison.context, actual));
  return over_readings(open, [&](const Reading& inner) {
    bool all = true;
    for (std::size_t i = 0; i < 6; ++i) {
      all = all &&
            covers(wanted[i], given[i], comparison.context, inner.with(42, reading.choice(42)));
    }
    return certain(all);
  });
}

}  // namespace

bool unresolved_value(const Comparison& comparison, std::string_view value,
                      const Reading& reading) {
  // A Bool value with a variable is U as it stands (AMB-7), resolved or not.
  if (model::family(comparison.op) == OperatorFamily::Bool) return false;
  return unresolved(pieces_of(comparison, value), comparison.context, reading);
}

Truth compare(const Comparison& comparison, std::string_view actual, std::string_view value,
              const Reading& reading) {
  const Pieces pieces = pieces_of(comparison, value);
  switch (model::family(comparison.op)) {
    case OperatorFamily::String:
      if (comparison.op == BaseOperator::StringEqualsIgnoreCase) {
        return compare_ignoring_case(actual, text_of(comparison, pieces, reading));
      }
      return compare_text(comparison, actual, pieces, reading);
    case OperatorFamily::Numeric:
      return compare_numbers(comparison.op, actual, value);
    case OperatorFamily::Date:
      return compare_dates(comparison.op, actual, value);
    case OperatorFamily::Bool: {
      if (value.find("${") == value.npos) return compare_booleans(actual, value);
      if (unresolved(pieces, comparison.context, reading)) return unknown(false, 7);
      const std::string text = text_of(comparison, pieces, reading);
      return unknown(compare_booleans(actual, text).canonical, 7);
    }
    case OperatorFamily::Binary:
      return certain(actual == value);
    case OperatorFamily::Ip:
      return compare_addresses(actual, value);
    case OperatorFamily::Arn:
      return compare_arns(comparison, actual, pieces, reading);
    case OperatorFamily::Null:
      break;
  }
  internal_error("Null compares no values");
}

}  // namespace postern::semantics
