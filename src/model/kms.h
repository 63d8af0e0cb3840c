// Grants on KMS keys (KMS-10).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/error.h"

namespace postern::model {

/// Lets one grantee use operations of a key without any policy allowing it.
struct KmsGrant {
  std::string id;
  std::string grantee;                  // ARN of a user, role, session, root user; or a service
  std::vector<std::string> operations;  // `Decrypt`, without the service
  /// The encryption context must be these pairs, or must have them among others. Keys as written.
  std::map<std::string, std::string> context_equals, context_subset;
  SourceSpan where;
};

}  // namespace postern::model
