// One function a kind of claim: from its encoding to a verdict.
#pragma once

#include "queries/compile.h"
#include "verdict/verdict.h"
#include "verify/steps.h"

namespace postern::verify {

/// Proved iff no possible request of the set is allowed, directly or (Via::Any) after role
/// assumptions. Over-approximates when proving and under-approximates when refuting (SND-1).
verdict::Verdict decide_forbid(const queries::Forbid& claim, Steps& steps,
                               const queries::Zone& zone, const Options& options);

/// Proved iff every possible request of the set is allowed.
verdict::Verdict decide_require_all(const queries::Require& claim, Steps& steps,
                                    const queries::Zone& zone);

/// Proved iff some possible request of the set is allowed; the verdict shows one.
verdict::Verdict decide_require_some(const queries::Require& claim, Steps& steps,
                                     const queries::Zone& zone, const Options& options);

}  // namespace postern::verify
