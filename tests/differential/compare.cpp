#include "differential/compare.h"

#include <algorithm>

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
  }
  internal_error("not a difference");
}

Comparison compare(const Json& json, SolverEngine& engine) {
  Comparison out;
  Diagnostics diagnostics;
  const auto cases = snapshot::read_scenarios("case", json.dump(), diagnostics);
  if (cases.size() != 1) {
    out.readable = false;
    const auto found = diagnostics.all();
    const auto error = std::find_if(found.begin(), found.end(), [](const Diagnostic& diagnostic) {
      return diagnostic.severity == Severity::Error;
    });
    out.fault = error == found.end() ? "no case" : to_string(*error);
    return out;
  }
  const snapshot::ScenarioCase& only = cases.front();
  try {
    out.evaluator = evaluate(only.scenario, only.request);
    out.solver = engine.decide(only.scenario, only.request);
    out.difference = difference(out.evaluator, out.solver);
  } catch (const std::exception& fault) {
    out.difference = Difference::Fault;
    out.fault = fault.what();
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
