// The claim `no-path`: nobody of one set comes to hold the permissions of another (TRUST-19).
#pragma once

#include <functional>

#include "queries/query.h"
#include "verdict/verdict.h"
#include "verify/encodings.h"

namespace postern::verify {

/// Proved iff no principal of `from`, root users aside, can come to act as one of `to`, or as an
/// administrator, by assuming roles and by the paths of the table of escalations, in any number of
/// steps. Violated by a path of at most `max_hops` steps, every request of which was replayed.
/// `encodings` are those of `world`. `seconds_left`: what a question may take; 0: any time.
verdict::Verdict decide_no_path(const queries::NoPath& claim, const model::World& world,
                                Encodings& encodings, const queries::Zone& zone,
                                const Options& options,
                                const std::function<double()>& seconds_left);

}  // namespace postern::verify
