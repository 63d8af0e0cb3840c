// Grants on KMS keys: whom they let in, and for what (KMS-10).
#pragma once

#include <vector>

#include "model/request.h"
#include "semantics/principals.h"

namespace postern::semantics {

/// What the grants on the requested key let the caller do. Whether they are enough across accounts
/// is not decided here.
std::vector<Grant> key_grants(const model::Scenario& scenario, const model::Request& request);

}  // namespace postern::semantics
