// What a verdict rests on besides the policies, and what looks mistyped in them.
#pragma once

#include <string>
#include <vector>

#include "queries/compile.h"
#include "verdict/verdict.h"
#include "verify/steps.h"

namespace postern::verify {

/// Resource entries of the world's policies that no action of their statement can ever have: ARNs
/// as people mistype them.
class ArnWarnings {
 public:
  ArnWarnings(const model::World& world, Steps& steps);

  /// Those of statements whose actions meet the actions of `set`, and the query's own, one line
  /// each: position, ARN, hint.
  std::vector<std::string> relevant(const queries::RequestSet& set, Steps& steps,
                                    const queries::Zone& zone) const;

 private:
  struct Warning {
    formula::Bits actions;
    std::string text;
  };
  std::vector<Warning> warnings_;
};

/// Appends the assumptions of a verdict on `set`, the same for equal input.
void add_assumptions(verdict::Verdict& verdict, const queries::RequestSet& set, Steps& steps,
                     const queries::Zone& zone);

}  // namespace postern::verify
