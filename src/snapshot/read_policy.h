// What readers of documents hand on: policies, and what one document names in another.
#pragma once

#include <string>

#include "model/policy.h"
#include "support/error.h"

namespace postern::snapshot {

struct ReadPolicy {
  model::Policy policy;
  std::string fingerprint;  // of the document
};

/// An ARN as some document names it.
struct Reference {
  std::string arn;
  SourceSpan where;
};

}  // namespace postern::snapshot
