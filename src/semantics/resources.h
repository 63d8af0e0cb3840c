// Resource and NotResource elements (RES).
#pragma once

#include <string_view>

#include "model/policy.h"
#include "model/request.h"
#include "semantics/truth.h"

namespace postern::semantics {

/// Whether the element covers the request's resource. `policy` tells where the statement stands:
/// completion of ARNs depends on its kind (RES-5), variables on its version (VAR-1).
Truth resource_matches(const model::PatternList& element, const model::Policy& policy,
                       const model::Request& request);

}  // namespace postern::semantics
