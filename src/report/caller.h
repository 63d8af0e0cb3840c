// Who sends a request, in words. Internal to the layer.
#pragma once

#include <string>

#include "model/request.h"

namespace postern::report {

/// The caller's ARN; the name of a service, `anonymous`, or the provider of a token's bearer.
std::string caller_name(const model::Caller& caller);

}  // namespace postern::report
