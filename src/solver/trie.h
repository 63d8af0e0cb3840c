// Lazy lemmas: patterns with different literal starts exclude each other (internal to src/solver).
//
// All pairs would be quadratic. Instead the starts of a field's patterns form a trie; each child of
// a branching node gets a Boolean "the value goes this way", which implies its parent's and spells
// the child's number in a few shared Booleans, so that siblings exclude each other: n log n
// clauses.
#pragma once

#include <map>
#include <set>
#include <span>

#include "solver/encoding.h"
#include "solver/problem.h"

namespace postern::solver {

class Tries {
 public:
  Tries(formula::TermStore& terms, Encoding& encoding) : terms_(terms), encoding_(encoding) {}

  /// After a conflict of two asserted string atoms: encodes the trie of the field's asserted atoms
  /// in `problem`, if their starts clash and enough of them are new. Returns the clauses added.
  std::size_t separate(std::span<const AtomLiteral> conflict, const Problem& problem);

 private:
  std::size_t encode(std::span<const formula::AtomId> atoms);

  formula::TermStore& terms_;
  Encoding& encoding_;
  std::map<formula::FieldId, std::set<formula::AtomId>> encoded_;
};

}  // namespace postern::solver
