// Delta debugging on a JSON tree.
#pragma once

#include <functional>

#include "differential/generator.h"

namespace postern::test {

/// The smallest case reached from `json` by leaving out members and entries, unwrapping lists of
/// one and putting `*` or the empty text for texts, such that `still_fails` holds at every step.
/// Precondition: it holds of `json`.
Json shrink(Json json, const std::function<bool(const Json&)>& still_fails);

}  // namespace postern::test
