// The claim `isolated`: the questions it stands for, and what their answers come to.
#pragma once

#include <functional>

#include "queries/query.h"
#include "verdict/verdict.h"

namespace postern::verify {

/// Asks for each side whether principals of the other sides can do anything to its resources, and
/// of pairs where one can. The verdict is the worst of the answers and says between which sides it
/// is; vacuous, if nothing could be asked at all. `decide` answers one question.
verdict::Verdict decide_isolated(
    const queries::Isolated& claim,
    const std::function<verdict::Verdict(const queries::Forbid&)>& decide);

}  // namespace postern::verify
