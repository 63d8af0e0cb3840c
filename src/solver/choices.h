// Eager lemmas: what enumerated fields can be (internal to src/solver).
//
// The values of a field are cut into parts by the sets that atoms ask about, one cut after the
// other: a binary tree whose nodes are variables, "the value is in this part". An atom is then the
// disjunction of the parts it is made of, and no contradiction between such atoms is left to
// rounds.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <vector>

#include "solver/encoding.h"
#include "solver/problem.h"

namespace postern::solver {

class Choices {
 public:
  Choices(const formula::TermStore& terms, Encoding& encoding)
      : terms_(terms), encoding_(encoding) {}

  /// Adds the lemmas about the enumerated atoms of `problem` that are not there yet, of fields with
  /// many of them; returns how many.
  std::size_t add(const Problem& problem);

 private:
  struct Part {
    formula::Bits values;
    BoolLiteral here;
    std::size_t first_half = 0;  // the other is the next; 0: not cut
  };
  struct Tree {
    std::vector<Part> parts;  // the first is all values
    std::set<formula::AtomId> known;
    std::size_t lemmas = 0;
  };

  void add(Tree& tree, formula::AtomId atom, const formula::Bits& values);
  void cut(Tree& tree, std::size_t part, const formula::Bits& by);

  const formula::TermStore& terms_;
  Encoding& encoding_;
  std::map<formula::FieldId, Tree> trees_;
};

}  // namespace postern::solver
