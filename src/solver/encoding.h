// Terms in the Boolean solver: one variable an atom and a node, for as long as the solver lives
// (internal to src/solver).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "formula/formula.h"
#include "solver/bool_solver.h"
#include "solver/theory.h"

namespace postern::solver {

class Encoding {
 public:
  Encoding(const formula::TermStore& terms, unsigned seed) : terms_(terms), solver_(seed) {}

  BoolSolver& solver() { return solver_; }
  /// A literal that implies `term`: assuming it asserts the term.
  BoolLiteral assertion(formula::TermId term);
  BoolLiteral literal(const AtomLiteral& literal);
  /// The truth of an atom after Sat; false for atoms the solver does not know.
  bool value(formula::AtomId atom) const;
  /// Adds the lemma that not all of `literals` hold, for good.
  void forbid(std::span<const AtomLiteral> literals);
  void add_clause(std::initializer_list<BoolLiteral> literals) {
    solver_.add_clause(std::span<const BoolLiteral>(literals.begin(), literals.size()));
  }

 private:
  struct Entry {
    std::optional<BoolLiteral> variable;
    bool positive = false;  // variable -> node is defined
    bool negative = false;  // not variable -> not node is defined
  };
  Entry& entry(std::uint32_t node);
  BoolLiteral literal(formula::TermId term);
  BoolLiteral atom_variable(formula::AtomId atom);

  const formula::TermStore& terms_;
  BoolSolver solver_;
  std::vector<Entry> nodes_;
  std::vector<std::optional<BoolLiteral>> atoms_;
};

}  // namespace postern::solver
