#include "differential/engines.h"

#include "differential/pins.h"
#include "encoder/scenario.h"
#include "semantics/authorize.h"

namespace postern::test {
namespace {

constexpr unsigned encodings_a_pool = 200;  // a pool keeps everything it was ever asked

}  // namespace

Verdicts evaluate(const model::Scenario& scenario, const model::Request& request) {
  Verdicts out;
  const auto answers = semantics::authorize(scenario, request);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    out.decisions[i] = answers[i].decision;
    if (answers[i].undecided) out.undecided = answers[i].undecided;
  }
  return out;
}

glob::GlobPool& EncoderEngine::globs() {
  if (!globs_ || ++used_ > encodings_a_pool) {
    globs_ = std::make_unique<glob::GlobPool>();
    used_ = 0;
  }
  return *globs_;
}

Verdicts EncoderEngine::solve(const model::Scenario& scenario, const model::Request& request) {
  Verdicts out;
  out.undecided = encoder::not_encodable(scenario, request);
  if (out.undecided) return out;
  formula::TermStore terms(globs());
  solver::Solver solver(terms, options_);
  encoder::ScenarioEncoder encoder(terms, scenario, {&request, 1}, catalogue_);
  for (std::size_t i = 0; i < modes.size(); ++i) {
    const encoder::PinnedDecision pinned = encoder.decide(request, modes[i]);
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

namespace {

std::optional<Verdicts> evaluate_at(formula::TermStore& terms, encoder::ScenarioEncoder& encoder,
                                    const model::Request& request) {
  std::array<encoder::PinnedDecision, 3> pinned;
  for (std::size_t i = 0; i < modes.size(); ++i) pinned[i] = encoder.decide(request, modes[i]);
  PinnedFields at(terms, pinned.back().request);
  if (at.value(pinned.back().request) != std::optional(true)) return std::nullopt;
  Verdicts out;
  for (std::size_t i = 0; i < modes.size(); ++i) {
    const auto allowed = at.value(pinned[i].allowed);
    const auto denied = at.value(pinned[i].denied);
    if (!allowed || !denied) return std::nullopt;
    out.decisions[i] = *allowed  ? model::Decision::Allowed
                       : *denied ? model::Decision::ExplicitDeny
                                 : model::Decision::ImplicitDeny;
  }
  return out;
}

}  // namespace

std::vector<std::optional<Verdicts>> EncoderEngine::evaluate(
    const model::Scenario& scenario, std::span<const model::Request> requests) {
  std::vector<std::optional<Verdicts>> out;
  std::vector<model::Request> encodable;
  for (const model::Request& request : requests) {
    out.emplace_back(Verdicts{});
    out.back()->undecided = encoder::not_encodable(scenario, request);
    if (!out.back()->undecided) encodable.push_back(request);
  }
  if (encodable.empty()) return out;
  formula::TermStore terms(globs());
  encoder::ScenarioEncoder encoder(terms, scenario, encodable, catalogue_);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (!out[i]->undecided) out[i] = evaluate_at(terms, encoder, requests[i]);
  }
  return out;
}

}  // namespace postern::test
