// Counterexamples are real: every step of a witness is decided again by the reference evaluator.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/request.h"
#include "model/world.h"
#include "semantics/authorize.h"
#include "verdict/verdict.h"

namespace postern::verify {

/// A request as the evaluator sees it.
struct Replayed {
  verdict::Step step;
  std::vector<std::string> missing;  // documents of it the snapshot does not contain
  std::vector<std::string> assumed;
  std::set<int> ambiguities;
  std::string block;  // what a service does not do whatever policies say, in words; or nothing
  std::optional<std::string> undecided;
};

/// Decides `request` in `world` with the evaluator, in the given reading. A resource whose owner
/// nothing tells is taken to belong to the caller's account.
Replayed replay(const model::World& world, const model::Request& request, model::Mode mode);

/// Throws InternalError unless the replayed step is allowed (or, with `allowed` false, is not).
void require_agreement(const Replayed& replayed, bool allowed);

}  // namespace postern::verify
