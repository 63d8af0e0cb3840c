// The encoding a Verifier keeps: one pool of terms, one warm solver, and a symbolic request for
// each step of a chain, counted from its end.
#pragma once

#include <deque>
#include <memory>
#include <set>
#include <string>

#include "encoder/symbolic_request.h"
#include "glob/glob.h"
#include "solver/solver.h"
#include "verify/verify.h"

namespace postern::verify {

class Steps {
 public:
  Steps(const model::World& world, const catalogue::Catalogue& catalogue, const Options& options,
        std::set<std::string> services, std::set<std::string> providers);

  formula::TermStore& terms() { return terms_; }
  encoder::WorldFacts& facts() { return facts_; }
  solver::Solver& solver() { return solver_; }

  /// The request `distance` role assumptions before the last one; 0 is the last.
  encoder::SymbolicRequest& at(std::size_t distance);

 private:
  glob::GlobPool globs_;
  formula::TermStore terms_;
  encoder::WorldFacts facts_;
  solver::Solver solver_;
  std::deque<std::unique_ptr<encoder::SymbolicRequest>> steps_;
};

}  // namespace postern::verify
