// The policies of a question's slice.
#pragma once

#include <vector>

#include "model/policy.h"
#include "verify/question.h"

namespace postern::verify {

/// The policies that can be about requests of the question's set, in a stable order: of callers and
/// accounts, of resources, and the trust policies of roles that may be assumed.
std::vector<const model::Policy*> policies_about(Question& question);

}  // namespace postern::verify
