// The encoding a Verifier keeps: one pool of terms, one warm solver, and a symbolic request for
// each step of a chain, counted from its end.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "encoder/symbolic_request.h"
#include "glob/glob.h"
#include "solver/solver.h"
#include "verify/verify.h"

namespace postern::verify {

struct Reached;

class Steps {
 public:
  /// What a fixpoint depends on: its callers, who is excused, the reading, the bound.
  using ReachKey =
      std::tuple<formula::TermId, formula::TermId, model::Mode, std::optional<unsigned>>;

  /// `facts` are those of the world, or of a slice of it (encoder/slice.h).
  Steps(encoder::WorldFacts facts, const model::World& world, const Options& options);

  formula::TermStore& terms() { return terms_; }
  encoder::WorldFacts& facts() { return facts_; }
  solver::Solver& solver() { return solver_; }
  /// The whole world, whatever part of it is encoded.
  const model::World& world() const { return world_; }

  /// The request `distance` role assumptions before the last one; 0 is the last.
  encoder::SymbolicRequest& at(std::size_t distance);
  /// The fixpoints that were found for good: many claims begin with the same callers.
  std::map<ReachKey, std::shared_ptr<const Reached>>& fixpoints() { return fixpoints_; }

 private:
  glob::GlobPool globs_;
  formula::TermStore terms_;
  encoder::WorldFacts facts_;
  const model::World& world_;
  solver::Solver solver_;
  std::deque<std::unique_ptr<encoder::SymbolicRequest>> steps_;
  std::map<ReachKey, std::shared_ptr<const Reached>> fixpoints_;
};

}  // namespace postern::verify
