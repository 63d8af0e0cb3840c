// What may differ between the engines on one request, worst first.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "differential/engines.h"
#include "differential/generator.h"

namespace postern::test {

enum class Difference {
  Fault,                   // an engine threw InternalError
  Canonical,               // allowed by one, denied by the other
  Label,                   // explicit against implicit deny
  ProveNarrower,           // the evaluator's Prove allows, the solver's does not: unsound
  CounterexampleWider,     // the solver's Counterexample allows, the evaluator's does not: unsound
  EvaluatorOrder,          // not: Prove contains canonical contains Counterexample
  SolverOrder,             // the same of the solver
  ProveWider,              // less precise than the evaluator
  CounterexampleNarrower,  // likewise
  Undecided,               // the evaluator cannot decide, the solver does
  Terms,                   // the terms evaluated at the request say otherwise than the solver
  Company,                 // only a request that is encoded together with others differs
};
std::string_view to_string(Difference difference);

struct Comparison {
  std::optional<Difference> difference;
  bool readable = true;  // the case has no errors in it
  Verdicts evaluator, solver;
  std::string fault;
};

/// Reads the case of one request and asks everybody: the evaluator, the solver, the terms.
Comparison compare(const Json& json, EncoderEngine& engine);

/// Reads the scenario and holds the evaluator against the terms at each of its requests, in order.
/// A request that the terms do not decide, or differently, is put to compare() by itself; with
/// `alone`, every one is.
std::vector<Comparison> compare(const RandomScenario& random, EncoderEngine& engine, bool alone);

/// Both answers in words, one line.
std::string describe(const Comparison& comparison);

}  // namespace postern::test
