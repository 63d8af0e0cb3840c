// One context value against one value of a condition: the positive base operators (COND-STR ..
// COND-ARN). Negation, lists and sets are put on top in conditions.h.
#pragma once

#include <string_view>

#include "model/condition.h"
#include "model/request.h"
#include "semantics/truth.h"

namespace postern::semantics {

/// What a value of a condition is compared with, and under which rules.
struct Comparison {
  model::BaseOperator op;                             // not Null
  model::Variables variables = model::Variables::No;  // of the document (VAR-1)
  const model::Context& context;
};

/// True iff `value`, as written in the policy, holds a variable with neither value nor default,
/// in a place where there are variables (VAR-5, VAR-6).
bool unresolved_value(const Comparison& comparison, std::string_view value, const Reading& reading);

/// Whether context value `actual` compares to `value` as the positive operator asks. Text that
/// cannot be read as the operator's type is U (AMB-13). Precondition: `value` is not unresolved
/// in the given reading of AMB-42.
Truth compare(const Comparison& comparison, std::string_view actual, std::string_view value,
              const Reading& reading);

}  // namespace postern::semantics
