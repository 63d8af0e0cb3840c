// What a snapshot lacks: found in the World, where the engines find it too.
#pragma once

#include <string>
#include <vector>

#include "model/world.h"

namespace postern::model {

/// Something that would decide requests and that the snapshot does not contain.
struct Gap {
  enum class Effect {
    Unknown,  // verdicts that hang on it are unknown
    Assumed,  // verdicts take something for granted, and say so
  };
  Effect effect = Effect::Unknown;
  std::string account;  // whose it is; empty: of several
  std::string what;
  /// Unknown: as the verdicts call it; Assumed: what they assume.
  std::string needed_for;
};

/// All gaps, account by account.
std::vector<Gap> gaps_of(const World& world);

}  // namespace postern::model
