// The choice among witnesses: one that a reader knows at sight, and the same one whatever was asked
// before.
#pragma once

#include <vector>

#include "encoder/actions.h"
#include "solver/solver.h"

namespace postern::verify {

/// Narrows a question that has an answer, one choice after the other, as far as it still has one.
class Readable {
 public:
  /// `found` is an answer to `question`.
  Readable(formula::TermStore& terms, solver::Solver& solver, std::vector<formula::TermId> question,
           solver::Outcome found);

  /// Settles an enumerated field of `size` values: the first of `preferred` it can have, else the
  /// least.
  void least(formula::FieldId field, std::size_t size,
             const std::vector<std::size_t>& preferred = {});
  /// Makes `term` false if it can be.
  void without(formula::TermId term);

  const solver::Outcome& outcome() const { return best_; }

 private:
  bool narrow(formula::TermId term);

  formula::TermStore& terms_;
  solver::Solver& solver_;
  std::vector<formula::TermId> question_;
  solver::Outcome best_;
};

/// The actions every reader knows, of those in `among`, best first.
std::vector<std::size_t> familiar_actions(encoder::ActionSpace& actions,
                                          const formula::Bits& among);

}  // namespace postern::verify
