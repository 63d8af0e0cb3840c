// What each construct of IAM is to a proof and to a counterexample: the table docs/semantics.md is
// made from.
#pragma once

#include <span>
#include <string_view>

namespace postern::coverage {

enum class Treatment {
  Exact,        // as it is
  Over,         // a proof allows more than there is: it holds, and may be missed
  Under,        // a counterexample allows less than there is: it is real, and may be missed
  Unsupported,  // what rests on it is unknown
  Assumed,      // as an assumption of the verdict says
  Refused,      // an error of the input, exit code 2
};
std::string_view to_string(Treatment treatment);  // "exact", ...

struct Construct {
  std::string_view name;
  Treatment proof, counterexample;
  std::string_view when;    // when it is not exact, and what is done then; or how it is exact
  std::string_view reason;  // words of an unknown verdict that hangs on it; see reasons.h
  std::string_view rules;   // of the specification, and open questions
  std::string_view test;    // `case:PROPERTY` of tests/cases that is unknown for that reason
};

struct Area {
  std::string_view name;
  std::span<const Construct> constructs;
};

/// All areas, in the order of the page.
std::span<const Area> areas();

extern const Area documents, principals, conditions, decision, resources, snapshots;

}  // namespace postern::coverage
