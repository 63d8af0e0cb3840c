#include "differential/compare.h"

#include <algorithm>
#include <span>
#include <utility>

#include "snapshot/scenario.h"
#include "support/check.h"

namespace postern::test {
namespace {

using model::Decision;
using model::Mode;

bool in_order(const Verdicts& verdicts) {
  const bool canonical = verdicts.allowed(Mode::Canonical);
  return (verdicts.allowed(Mode::Prove) || !canonical) &&
         (canonical || !verdicts.allowed(Mode::Counterexample));
}

std::optional<Difference> difference(const Verdicts& evaluator, const Verdicts& solver) {
  if (solver.undecided) return std::nullopt;
  if (evaluator.undecided) return Difference::Undecided;
  const auto differ = [&](Mode mode) { return evaluator.allowed(mode) != solver.allowed(mode); };
  if (differ(Mode::Canonical)) return Difference::Canonical;
  if (evaluator.in(Mode::Canonical) != solver.in(Mode::Canonical)) return Difference::Label;
  if (differ(Mode::Prove) && !solver.allowed(Mode::Prove)) return Difference::ProveNarrower;
  if (differ(Mode::Counterexample) && solver.allowed(Mode::Counterexample)) {
    return Difference::CounterexampleWider;
  }
  if (!in_order(evaluator)) return Difference::EvaluatorOrder;
  if (!in_order(solver)) return Difference::SolverOrder;
  if (differ(Mode::Prove)) return Difference::ProveWider;
  if (differ(Mode::Counterexample)) return Difference::CounterexampleNarrower;
  return std::nullopt;
}

std::string words(const Verdicts& verdicts) {
  if (verdicts.undecided) return "undecided (" + *verdicts.undecided + ")";
  std::string out;
  for (const Mode mode : modes) {
    if (!out.empty()) out += " / ";
    out += model::to_string(verdicts.in(mode));
  }
  return out;
}

}  // namespace

std::string_view to_string(Difference difference) {
  switch (difference) {
    case Difference::Fault:
      return "fault";
    case Difference::Canonical:
      return "canonical decisions differ";
    case Difference::Label:
      return "kinds of denial differ";
    case Difference::ProveNarrower:
      return "solver narrower in prove";
    case Difference::CounterexampleWider:
      return "solver wider in counterexample";
    case Difference::EvaluatorOrder:
      return "evaluator's modes out of order";
    case Difference::SolverOrder:
      return "solver's modes out of order";
    case Difference::ProveWider:
      return "solver wider in prove";
    case Difference::CounterexampleNarrower:
      return "solver narrower in counterexample";
    case Difference::Undecided:
      return "evaluator undecided, solver not";
    case Difference::Terms:
      return "terms and solver differ";
    case Difference::Company:
      return "the request differs only among others";
  }
  internal_error("not a difference");
}

namespace {

/// The case of a text; nothing, and why, if there is an error in it.
std::optional<snapshot::ScenarioCase> read(const Json& json, std::string& fault) {
  Diagnostics diagnostics;
  auto cases = snapshot::read_scenarios("case", json.dump(), diagnostics);
  if (cases.size() == 1) return std::move(cases.front());
  const auto found = diagnostics.all();
  const auto error = std::find_if(found.begin(), found.end(), [](const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::Error;
  });
  fault = error == found.end() ? "no case" : to_string(*error);
  return std::nullopt;
}

/// The requests, read in parts and put together.
std::vector<model::Request> read_requests(const RandomScenario& random,
                                          const model::Request& first) {
  std::vector<model::Request> bases{first};
  for (std::size_t i = 1; i < random.bases.size(); ++i) {
    bases.push_back(snapshot::read_request("base", random.bases[i].dump()));
  }
  std::vector<model::Request> out;
  for (const Combination& parts : random.requests) {
    out.push_back({bases[parts.caller].caller, bases[parts.action].action,
                   bases[parts.resource].resource, bases[parts.context].context});
  }
  return out;
}

/// Both engines on a group of requests of one context. Those the terms do not decide have no
/// `solver`.
struct Together {
  Comparison comparison;
  bool decided = false;
};

void compare_group(const model::Scenario& scenario, std::span<const model::Request> requests,
                   EncoderEngine& engine, std::vector<Together>& out) {
  const std::size_t first = out.size();
  out.resize(first + requests.size());
  try {
    const auto terms = engine.evaluate(scenario, requests);
    for (std::size_t i = 0; i < requests.size(); ++i) {
      auto& [comparison, decided] = out[first + i];
      comparison.evaluator = evaluate(scenario, requests[i]);
      decided = terms[i].has_value();
      if (!decided) continue;
      comparison.solver = *terms[i];
      comparison.difference = difference(comparison.evaluator, comparison.solver);
    }
  } catch (const InternalError&) {
    for (std::size_t i = first; i < out.size(); ++i)
      out[i].comparison.difference = Difference::Fault;
  }
}

}  // namespace

Comparison compare(const Json& json, EncoderEngine& engine) {
  Comparison out;
  const auto only = read(json, out.fault);
  out.readable = only.has_value();
  if (!only) return out;
  try {
    out.evaluator = evaluate(only->scenario, only->request);
    out.solver = engine.solve(only->scenario, only->request);
    out.difference = difference(out.evaluator, out.solver);
    if (out.difference) return out;
    const auto terms = engine.evaluate(only->scenario, {&only->request, 1}).front();
    if (terms && !out.solver.undecided && *terms != out.solver) out.difference = Difference::Terms;
  } catch (const std::exception& fault) {
    out.difference = Difference::Fault;
    out.fault = fault.what();
  }
  return out;
}

std::vector<Comparison> compare(const RandomScenario& random, EncoderEngine& engine, bool alone) {
  Comparison unreadable;
  const auto scenario = read(random.pair(0), unreadable.fault);
  unreadable.readable = false;
  if (!scenario) return std::vector(random.requests.size(), unreadable);
  const std::vector<model::Request> requests = read_requests(random, scenario->request);
  std::vector<Together> together;
  for (auto first = requests.begin(); first != requests.end();) {
    const auto last = std::find_if(first, requests.end(), [&](const model::Request& request) {
      return request.context != first->context;
    });
    compare_group(scenario->scenario, {first, last}, engine, together);
    first = last;
  }
  std::vector<Comparison> out;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    // The reader takes the policy of the resource for what that of the first request's is.
    POSTERN_CHECK(snapshot::role_of_resource(requests[i]) == scenario->scenario.resource_role);
    const auto& [comparison, decided] = together[i];
    out.push_back(comparison);
    if (decided && !comparison.difference && !alone) continue;
    out.back() = compare(random.pair(i), engine);
    const bool differs = comparison.difference || comparison.evaluator != out.back().evaluator;
    if (differs && !out.back().difference) {
      out.back() = comparison;
      out.back().difference = Difference::Company;
    }
  }
  return out;
}

std::string describe(const Comparison& comparison) {
  if (!comparison.difference) return "no difference";
  const std::string what(to_string(*comparison.difference));
  if (*comparison.difference == Difference::Fault) return what + ": " + comparison.fault;
  return what + "; canonical / prove / counterexample: evaluator " + words(comparison.evaluator) +
         ", solver " + words(comparison.solver);
}

}  // namespace postern::test
