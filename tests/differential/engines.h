// The two engines side by side: the reference evaluator, and the encoder, whose terms are put to
// the solver or evaluated.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

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
  bool operator==(const Verdicts&) const = default;
};

/// Asks the evaluator.
Verdicts evaluate(const model::Scenario& scenario, const model::Request& request);

/// Asks the encoder. A pool of globs serves many requests.
class EncoderEngine {
 public:
  explicit EncoderEngine(solver::Options options = {}) : options_(options) {}

  /// Encodes the request alone and asks the solver, as verify::simulate does.
  Verdicts solve(const model::Scenario& scenario, const model::Request& request);
  /// Encodes requests of one context together, and evaluates the terms at each of them: what the
  /// solver must say as well, for each field is pinned. Nothing where one is not.
  std::vector<std::optional<Verdicts>> evaluate(const model::Scenario& scenario,
                                                std::span<const model::Request> requests);
  /// Questions to the solver, and those that ended before Z3.
  std::uint64_t questions() const { return questions_; }
  std::uint64_t folded() const { return folded_; }

 private:
  glob::GlobPool& globs();

  solver::Options options_;
  catalogue::Catalogue catalogue_;
  std::unique_ptr<glob::GlobPool> globs_;
  unsigned used_ = 0;  // encodings since the pool is new
  std::uint64_t questions_ = 0, folded_ = 0;
};

}  // namespace postern::test
