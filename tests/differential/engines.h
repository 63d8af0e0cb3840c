// The two engines side by side: the reference evaluator, and the encoder with the solver.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "catalogue/catalogue.h"
#include "glob/glob.h"
#include "model/request.h"
#include "solver/solver.h"

namespace postern::test {

/// In the order of Verdicts.
constexpr std::array<model::Mode, 3> modes{model::Mode::Canonical, model::Mode::Prove,
                                           model::Mode::Counterexample};

/// What an engine says of one request in the three modes.
struct Verdicts {
  std::array<model::Decision, 3> decisions{};
  std::optional<std::string> undecided;  // in some mode, and why

  model::Decision in(model::Mode mode) const { return decisions[static_cast<std::size_t>(mode)]; }
  bool allowed(model::Mode mode) const { return in(mode) == model::Decision::Allowed; }
};

/// Asks the evaluator.
Verdicts evaluate(const model::Scenario& scenario, const model::Request& request);

/// Asks the encoder and the solver, as verify::simulate does, but for all modes over one store of
/// terms, and many requests over one pool of globs.
class SolverEngine {
 public:
  explicit SolverEngine(solver::Options options = {}) : options_(options) {}

  Verdicts decide(const model::Scenario& scenario, const model::Request& request);
  /// Questions asked, and those that ended before Z3.
  std::uint64_t questions() const { return questions_; }
  std::uint64_t folded() const { return folded_; }

 private:
  solver::Options options_;
  catalogue::Catalogue catalogue_;
  std::unique_ptr<glob::GlobPool> globs_;
  unsigned used_ = 0;  // requests since the pool is new
  std::uint64_t questions_ = 0, folded_ = 0;
};

}  // namespace postern::test
