// One concrete request, decided by the solver.
#include "encoder/scenario.h"
#include "glob/glob.h"
#include "solver/solver.h"
#include "verify/options.h"
#include "verify/verify.h"

namespace postern::verify {

Simulated simulate(const model::Scenario& scenario, const model::Request& request, model::Mode mode,
                   const catalogue::Catalogue& catalogue, const Options& options) {
  Simulated out;
  out.undecided = encoder::not_encodable(scenario, request);
  if (out.undecided) return out;
  glob::GlobPool globs;
  formula::TermStore terms(globs);
  encoder::ScenarioEncoder encoder(terms, scenario, {&request, 1}, catalogue);
  const encoder::PinnedDecision pinned = encoder.decide(request, mode);
  solver::Solver solver(terms, solver_options(options));
  const auto holds = [&](formula::TermId term) {
    const solver::Outcome outcome = solver.solve({pinned.request, term});
    if (outcome.kind == solver::Outcome::Kind::Undecided) {
      out.undecided = std::string(to_string(*outcome.reason));
    }
    return outcome.kind == solver::Outcome::Kind::Sat;
  };
  if (holds(pinned.allowed)) {
    out.decision = model::Decision::Allowed;
  } else if (!out.undecided && holds(pinned.denied)) {
    out.decision = model::Decision::ExplicitDeny;
  }
  return out;
}

std::string solver_version() { return "Z3 " + solver::version(); }

}  // namespace postern::verify
