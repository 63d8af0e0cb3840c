// Eager lemmas: which glob sets lie inside which (internal to src/solver).
//
// Only "asserted inside denied" pairs, found by literal prefixes. With one pattern asserted and
// patterns without `?` that is the whole theory of the field (solver.md, 4.3); disjointness is left
// to conflicts, there are too many pairs of it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "solver/encoding.h"
#include "solver/problem.h"

namespace postern::solver {

class Inclusions {
 public:
  Inclusions(formula::TermStore& terms, Encoding& encoding) : terms_(terms), encoding_(encoding) {}

  /// Adds the lemmas about the string atoms of `problem` that are not there yet; returns how many.
  std::size_t add(const Problem& problem);

 private:
  struct Known {
    std::map<std::u32string, std::vector<formula::AtomId>>
        inner;  // by prefix of their first member
    std::map<std::u32string, std::vector<formula::AtomId>> outer;  // one member: by its prefix
    std::vector<formula::AtomId> wide;                             // several members
    std::set<formula::AtomId> as_inner, as_outer;
    std::size_t lemmas = 0;
    std::size_t tests = 0;
  };

  void add_inner(Known& known, formula::AtomId atom);
  void add_outer(Known& known, formula::AtomId atom);
  void test(Known& known, formula::AtomId inner, formula::AtomId outer);
  glob::GlobSetId set_of(formula::AtomId atom) const;
  std::u32string prefix_of(formula::AtomId atom) const;

  formula::TermStore& terms_;
  Encoding& encoding_;
  std::map<formula::FieldId, Known> fields_;
};

}  // namespace postern::solver
