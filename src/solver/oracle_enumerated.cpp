// Enumerated fields: the intersection of bit sets.
#include <utility>

#include "solver/theory.h"

namespace postern::solver {
namespace {

using formula::Bits;

/// Of many sets with an empty intersection those that are needed for it, in two passes: the first
/// of them that have one, then from the last to the first without what the others do not need.
std::vector<std::size_t> first_contradictory(const std::vector<Bits>& sets) {
  std::vector<std::size_t> chosen;
  std::vector<Bits> before;  // what is left before each
  Bits left = Bits(sets.front().size()).complement();
  for (std::size_t i = 0; i < sets.size() && !left.none(); ++i) {
    Bits with = left;
    with &= sets[i];
    if (with == left) continue;
    chosen.push_back(i);
    before.push_back(std::move(left));
    left = std::move(with);
  }
  std::vector<std::size_t> needed;
  Bits after = Bits(sets.front().size()).complement();
  for (std::size_t k = chosen.size(); k-- > 0;) {
    if (!before[k].intersects(after)) continue;
    needed.push_back(chosen[k]);
    after &= sets[chosen[k]];
  }
  return needed;
}

/// Few of `sets` with an empty intersection, given that all together have one: greedily the set
/// that leaves least, then those dropped that are not needed.
std::vector<std::size_t> contradictory_subset(const std::vector<Bits>& sets) {
  constexpr std::size_t many = 100;
  if (sets.size() > many) return first_contradictory(sets);
  Bits left = Bits(sets.front().size()).complement();
  std::vector<std::size_t> chosen;
  while (!left.none()) {
    std::size_t best = 0;
    std::size_t fewest = left.count() + 1;
    for (std::size_t i = 0; i < sets.size(); ++i) {
      const std::size_t count = Bits(left).operator&=(sets[i]).count();
      if (count < fewest) {
        best = i;
        fewest = count;
      }
      if (count == 0) break;
    }
    chosen.push_back(best);
    left &= sets[best];
  }
  for (std::size_t i = 0; i < chosen.size();) {
    Bits others = Bits(sets.front().size()).complement();
    for (std::size_t k = 0; k < chosen.size(); ++k) {
      if (k != i) others &= sets[chosen[k]];
    }
    if (others.none()) {
      chosen.erase(chosen.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
  return chosen;
}

}  // namespace

TheoryAnswer check_enumerated(formula::TermStore& terms, formula::FieldId field,
                              std::span<const AtomLiteral> literals, formula::Assignment& values) {
  const auto set_of = [&](const AtomLiteral& literal) {
    const Bits& listed = terms.bits(std::get<formula::ValueIn>(terms.atom(literal.atom)).values);
    return literal.positive ? listed : listed.complement();
  };
  Bits left = Bits(terms.field(field).size).complement();
  for (const AtomLiteral& literal : literals) left &= set_of(literal);
  if (!left.none()) {
    values.values[field] = left.first();
    return {TheoryAnswer::Kind::Consistent, {}};
  }
  std::vector<Bits> sets;
  for (const AtomLiteral& literal : literals) sets.push_back(set_of(literal));
  TheoryAnswer answer{TheoryAnswer::Kind::Conflict, {}};
  for (const std::size_t i : contradictory_subset(sets)) answer.conflict.push_back(literals[i]);
  return answer;
}

}  // namespace postern::solver
