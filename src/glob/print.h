// Globs as text.
#pragma once

#include <string>

#include "glob/glob.h"

namespace postern::glob {

/// Different normal forms print differently: `*` and `?` for the set of all characters, `[...]` for
/// other sets (followed by `*` for a run), `[^]*` for a run of everything behind a single set. A
/// language without strings is `[]`.
std::string print(const Tokens& tokens);

}  // namespace postern::glob
