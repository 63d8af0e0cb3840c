// A statement in words. Internal to the layer.
#pragma once

#include <string>

#include "verdict/verdict.h"

namespace postern::report {

/// `file:line (Sid), policy`; the policy alone where it stands for an assumption and has no place.
std::string cite(const verdict::Citation& citation);

}  // namespace postern::report
