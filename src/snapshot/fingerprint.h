// Tells whether two documents say the same, however they are written down.
#pragma once

#include <string>

#include "document/document.h"

namespace postern::snapshot {

/// A text that is equal for two values iff they are equal as JSON: the order of an object's
/// members, white space, escapes and embedding in a string do not matter. Short whatever the
/// value's size.
std::string fingerprint(document::Node value);

}  // namespace postern::snapshot
