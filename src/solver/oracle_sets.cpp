// Set fields: one emptiness question for each element that must be there.
#include <algorithm>
#include <set>

#include "solver/theory.h"
#include "support/check.h"

namespace postern::solver {

TheoryAnswer check_sets(formula::TermStore& terms, formula::FieldId field,
                        std::span<const AtomLiteral> literals, const glob::Limits& limits,
                        formula::Assignment& values) {
  // A denied atom holds every element to a language: outside its set, or inside it.
  std::vector<glob::GlobSetId> every[2];  // outside, inside
  std::vector<AtomLiteral> from[2];
  const auto atom_of = [&](const AtomLiteral& literal) -> const formula::ElementIn& {
    return std::get<formula::ElementIn>(terms.atom(literal.atom));
  };
  for (const AtomLiteral& literal : literals) {
    if (literal.positive) continue;
    const bool inside = !atom_of(literal).inside;
    every[inside].push_back(atom_of(literal).set);
    from[inside].push_back(literal);
  }
  std::set<std::string> elements;
  bool capped = false;
  for (const AtomLiteral& literal : literals) {
    if (!literal.positive) continue;
    const bool inside = atom_of(literal).inside;
    every[inside].push_back(atom_of(literal).set);
    from[inside].push_back(literal);
    glob::Membership found = terms.globs().satisfy(every[1], every[0], {}, limits);
    if (found.kind == glob::Membership::Kind::Empty) {
      TheoryAnswer answer{TheoryAnswer::Kind::Conflict, {}};
      for (const std::size_t i : found.positive) answer.conflict.push_back(from[1].at(i));
      for (const std::size_t i : found.negative) answer.conflict.push_back(from[0].at(i));
      // The contradiction may lie between denied atoms: then no element can exist, but the empty
      // set still satisfies those. It takes this atom to ask for one.
      if (std::find(answer.conflict.begin(), answer.conflict.end(), literal) ==
          answer.conflict.end()) {
        answer.conflict.push_back(literal);
      }
      return answer;
    }
    if (found.kind == glob::Membership::Kind::CapReached) capped = true;
    elements.insert(std::move(found.witness));
    every[inside].pop_back();
    from[inside].pop_back();
  }
  if (capped) return undecided(TheoryAnswer::Kind::CapReached, literals);
  values.sets[field].assign(elements.begin(), elements.end());
  return {TheoryAnswer::Kind::Consistent, {}};
}

}  // namespace postern::solver
