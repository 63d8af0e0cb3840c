// Conditions of a statement: composition, missing keys, sets (section 6 of the specification).
#pragma once

#include "model/condition.h"
#include "model/request.h"
#include "semantics/truth.h"

namespace postern::semantics {

/// Whether `condition` holds in `context` (the pseudo-code of 6.1). `variables`: whether the
/// document has policy variables (VAR-1).
Truth holds(const model::Condition& condition, const model::Context& context,
            model::Variables variables);

}  // namespace postern::semantics
