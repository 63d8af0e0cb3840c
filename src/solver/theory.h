// The field oracles: can these literals over fields hold together? (internal to src/solver)
//
// Every oracle answers exactly or says that it does not know; "do not know" is never a conflict.
// A conflict is a subset of the given literals that no values of the fields satisfy: its negation
// is a valid lemma, whatever the question was.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "formula/formula.h"

namespace postern::solver {

/// An atom asserted or denied.
struct AtomLiteral {
  formula::AtomId atom;
  bool positive = true;
  auto operator<=>(const AtomLiteral&) const = default;
};

struct TheoryAnswer {
  enum class Kind : std::uint8_t { Consistent, Conflict, CapReached, Open } kind;
  // Kind::Conflict: literals that contradict each other. CapReached, Open: those not decided.
  std::vector<AtomLiteral> conflict;
};

inline TheoryAnswer undecided(TheoryAnswer::Kind kind, std::span<const AtomLiteral> literals) {
  return {kind, {literals.begin(), literals.end()}};
}

/// Each decides literals over one field of its kind and puts the value found into `values`.
TheoryAnswer check_enumerated(formula::TermStore& terms, formula::FieldId field,
                              std::span<const AtomLiteral> literals, formula::Assignment& values);
TheoryAnswer check_addresses(formula::TermStore& terms, formula::FieldId field,
                             std::span<const AtomLiteral> literals, formula::Assignment& values);
TheoryAnswer check_numbers(formula::TermStore& terms, formula::FieldId field,
                           std::span<const AtomLiteral> literals, formula::Assignment& values);
/// StringIn literals only.
TheoryAnswer check_strings(formula::TermStore& terms, formula::FieldId field,
                           std::span<const AtomLiteral> literals, const glob::Limits& limits,
                           formula::Assignment& values);
/// ElementIn literals.
TheoryAnswer check_sets(formula::TermStore& terms, formula::FieldId field,
                        std::span<const AtomLiteral> literals, const glob::Limits& limits,
                        formula::Assignment& values);
/// StringIn and StringLinked literals over string fields that patterns link. `Open` if neither
/// values nor a contradiction were found.
TheoryAnswer check_linked(formula::TermStore& terms, std::span<const AtomLiteral> literals,
                          const glob::Limits& limits, formula::Assignment& values);

/// Decides literals over any fields: groups them, asks the oracle of each group, and stops at the
/// first group that is not consistent (conflicts before caps and open groups).
TheoryAnswer check_literals(formula::TermStore& terms, std::span<const AtomLiteral> literals,
                            const glob::Limits& limits, formula::Assignment& values);

}  // namespace postern::solver
