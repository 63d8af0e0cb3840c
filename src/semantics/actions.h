// Action and NotAction elements (ACT).
#pragma once

#include "model/policy.h"
#include "model/request.h"
#include "semantics/truth.h"

namespace postern::semantics {

/// Whether the element covers the request's action, in a document of the given kind.
Truth action_matches(const model::PatternList& element, model::PolicyKind kind,
                     const model::Request& request);

/// True for SQS's actions that only the queue's own account can use (SQS-1).
bool is_owner_only_sqs_action(std::string_view action);

}  // namespace postern::semantics
