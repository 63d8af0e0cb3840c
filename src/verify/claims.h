// One function a kind of claim: from its encoding to a verdict.
#pragma once

#include "verdict/verdict.h"
#include "verify/options.h"
#include "verify/question.h"

namespace postern::verify {

/// Proved iff no possible request of the set is allowed, directly or, with `chains`, after role
/// assumptions. Over-approximates when proving and under-approximates when refuting (SND-1).
verdict::Verdict decide_forbid(Question& question, bool chains, const Options& options);

/// Proved iff every possible request of the set is allowed as it is sent, signed.
verdict::Verdict decide_require_all(Question& question);

/// Proved iff some possible request of the set is allowed, or the unsigned one in its place
/// (EVAL-11); the verdict shows one.
verdict::Verdict decide_require_some(Question& question, bool chains, const Options& options);

/// Unknown: the solver gave up on a question.
verdict::Verdict undecided(const solver::Outcome& outcome);

/// Unknown: neither proved nor refuted, for the request found may be allowed and may not. Says on
/// what it hangs. `through_foreign_roles`: roles of accounts that are not in the snapshot may have
/// been assumed on the way.
verdict::Verdict open_question(Question& question, const Question::Leaning& leaning,
                               bool through_foreign_roles = false);

}  // namespace postern::verify
