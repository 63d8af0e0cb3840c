// Statements and whole policies against one request (STMT).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/request.h"
#include "semantics/principals.h"
#include "semantics/truth.h"

namespace postern::semantics {

/// What a statement says of one request: the levels at which it applies. Statements of kinds
/// without Principal apply at level Any.
struct StatementMatch {
  model::StatementRef ref;
  model::Effect effect = model::Effect::Allow;
  Levels levels;
};

/// Facts about the caller's side that a resource policy's statements depend on.
struct Bearer {
  bool has_boundary = false;     // NPRIN-3
  bool through_gateway = false;  // VPCE-5; only for endpoint policies
  /// The ARN by which the other check of a request through an access point names the resource
  /// (AMB-21).
  std::optional<std::string> other_name;
};

/// The statements of `policy` that apply or may apply to `request` (STMT-1, STMT-2).
std::vector<StatementMatch> match_policy(const model::Policy& policy, const model::Request& request,
                                         const Bearer& bearer);

}  // namespace postern::semantics
