#include "differential/engines.h"

#include "encoder/scenario.h"
#include "semantics/authorize.h"

namespace postern::test {
namespace {

constexpr unsigned requests_a_pool = 200;  // a pool keeps everything it was ever asked

}  // namespace

Verdicts evaluate(const model::Scenario& scenario, const model::Request& request) {
  Verdicts out;
  for (std::size_t i = 0; i < modes.size(); ++i) {
    const semantics::Answer answer = semantics::authorize(scenario, request, modes[i]);
    out.decisions[i] = answer.decision;
    if (answer.undecided) out.undecided = answer.undecided;
  }
  return out;
}

Verdicts SolverEngine::decide(const model::Scenario& scenario, const model::Request& request) {
  if (!globs_ || ++used_ > requests_a_pool) {
    globs_ = std::make_unique<glob::GlobPool>();
    used_ = 0;
  }
  Verdicts out;
  out.undecided = encoder::not_encodable(scenario, request);
  if (out.undecided) return out;
  formula::TermStore terms(*globs_);
  solver::Solver solver(terms, options_);
  for (std::size_t i = 0; i < modes.size(); ++i) {
    const encoder::PinnedDecision pinned =
        encoder::encode_scenario(terms, scenario, request, modes[i], catalogue_);
    const auto holds = [&](formula::TermId term) {
      const solver::Outcome outcome = solver.solve({pinned.request, term});
      if (outcome.reason) out.undecided = to_string(*outcome.reason);
      return outcome.kind == solver::Outcome::Kind::Sat;
    };
    out.decisions[i] = holds(pinned.allowed)  ? model::Decision::Allowed
                       : holds(pinned.denied) ? model::Decision::ExplicitDeny
                                              : model::Decision::ImplicitDeny;
  }
  questions_ += solver.statistics().questions;
  folded_ += solver.statistics().folded;
  return out;
}

}  // namespace postern::test
