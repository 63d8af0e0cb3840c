// Changes of a scenario whose effect on every decision is known without an oracle (section 19 of
// the specification).
#pragma once

#include <span>
#include <string_view>

#include "differential/generator.h"
#include "differential/random.h"

namespace postern::test {

enum class Effect {
  None,     // every reading decides as before, the kind of denial included
  NoMore,   // no reading allows what it did not allow before
  NoLess,   // every reading allows what it allowed before
  Forbids,  // no reading allows a user or a role session anything
};

struct Relation {
  std::string_view name;
  Effect effect;
  void (*change)(RandomScenario& scenario, Random& random);
};

std::span<const Relation> relations();

}  // namespace postern::test
