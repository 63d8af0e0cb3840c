// Does a glob match a string, or (as far as one walk can tell) contain another glob?
#pragma once

#include <string_view>

#include "glob/compiled.h"

namespace postern::glob {

/// True iff `text` is in the language of `glob`.
bool matches(const CompiledGlob& glob, std::u32string_view text);

/// True only if the language of `narrow` lies in that of `wide`. Decides without search, hence not
/// always: exact where canonical_decides() holds.
bool surely_inside(const CompiledGlob& narrow, const CompiledGlob& wide);

}  // namespace postern::glob
