// What a verdict rests on besides the policies, and what looks mistyped in them.
#pragma once

#include <string>
#include <vector>

#include "verdict/verdict.h"
#include "verify/question.h"

namespace postern::verify {

/// Resource entries of the world's policies that no action of their statement can ever have: ARNs
/// as people mistype them.
class ArnWarnings {
 public:
  ArnWarnings(const model::World& world, Steps& steps);

  /// Those of statements whose actions meet the actions of `set`, and the query's own, one line
  /// each: position, ARN, hint.
  std::vector<std::string> relevant(Question& question) const;

 private:
  struct Warning {
    formula::Bits actions;
    std::string text;
  };
  std::vector<Warning> warnings_;
};

/// Appends the assumptions of a verdict on the question, the same for equal input. `required`: the
/// claim is that there is access, not that there is none. `followed`: which ways to act as somebody
/// else were followed, where that is more than assuming roles.
void add_assumptions(verdict::Verdict& verdict, Question& question, bool required,
                     const std::string& followed = {});

}  // namespace postern::verify
