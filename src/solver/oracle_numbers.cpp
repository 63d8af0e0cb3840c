// Number fields: the bounds, and one point in each gap between them, are all that can differ.
#include <algorithm>
#include <set>

#include "solver/theory.h"

namespace postern::solver {
namespace {

using formula::Decimal;

bool holds(formula::TermStore& terms, formula::FieldId field, std::span<const AtomLiteral> literals,
           const Decimal& value) {
  formula::Assignment assignment;
  assignment.numbers[field] = value;
  return std::all_of(literals.begin(), literals.end(), [&](const AtomLiteral& literal) {
    return terms.evaluate(terms.atom(literal.atom), assignment) == literal.positive;
  });
}

/// A value of each region the literals can tell apart; 0 and the bounds first.
std::vector<Decimal> candidates(formula::TermStore& terms, std::span<const AtomLiteral> literals) {
  std::set<Decimal> bounds;
  for (const AtomLiteral& literal : literals) {
    bounds.insert(std::get<formula::NumberCompare>(terms.atom(literal.atom)).bound);
  }
  std::vector<Decimal> result{Decimal()};
  if (bounds.empty()) return result;
  result.insert(result.end(), bounds.begin(), bounds.end());
  result.push_back(Decimal::above(*bounds.rbegin()));
  result.push_back(Decimal::below(*bounds.begin()));
  for (auto it = bounds.begin(); std::next(it) != bounds.end(); ++it) {
    result.push_back(Decimal::between(*it, *std::next(it)));
  }
  return result;
}

}  // namespace

TheoryAnswer check_numbers(formula::TermStore& terms, formula::FieldId field,
                           std::span<const AtomLiteral> literals, formula::Assignment& values) {
  const auto find = [&](std::span<const AtomLiteral> some) -> std::optional<Decimal> {
    for (const Decimal& value : candidates(terms, some)) {
      if (holds(terms, field, some, value)) return value;
    }
    return std::nullopt;
  };
  if (const auto value = find(literals)) {
    values.numbers[field] = *value;
    return {TheoryAnswer::Kind::Consistent, {}};
  }
  std::vector<AtomLiteral> conflict(literals.begin(), literals.end());
  for (std::size_t i = 0; i < conflict.size();) {
    std::vector<AtomLiteral> fewer = conflict;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (find(fewer)) {
      ++i;
    } else {
      conflict = std::move(fewer);
    }
  }
  return {TheoryAnswer::Kind::Conflict, std::move(conflict)};
}

}  // namespace postern::solver
