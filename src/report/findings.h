// Access from outside the zone of trust, as `postern findings` prints it.
#pragma once

#include <string>

#include "verdict/findings.h"

namespace postern::report {

/// For people: resource by resource, who outside can do what under which condition, what lets them,
/// and a request that shows it; then what stays open. Ends in a newline.
std::string write_text(const verdict::Findings& findings);

/// One object (docs/cli.md), keys in a fixed order. Ends in a newline.
std::string write_json(const verdict::Findings& findings);

}  // namespace postern::report
