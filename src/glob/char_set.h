// Set operations on CharSet, and facts about one.
#pragma once

#include "glob/glob.h"

namespace postern::glob {

bool is_empty(const CharSet& set);
bool is_all(const CharSet& set);
/// True if the set has exactly one character.
bool is_single(const CharSet& set);
/// True for the two forms of one ASCII letter: what CharSet::ignoring_case makes of a letter.
bool is_case_pair(const CharSet& set);
/// True if the set holds both forms or neither form of each ASCII letter.
bool is_case_closed(const CharSet& set);
/// True if each character of `narrow` is in `wide`.
bool includes(const CharSet& wide, const CharSet& narrow);
/// `set` without `c`.
CharSet without(CharSet set, char32_t c);

}  // namespace postern::glob
