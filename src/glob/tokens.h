// Rewriting of token sequences.
#pragma once

#include "glob/glob.h"

namespace postern::glob {

/// The normal form of `tokens`: the same language, adjacent runs merged, single characters before
/// the run of the same set. A language without strings is the one token "one of nothing".
Tokens normalise(const Tokens& tokens);
/// The tokens of the reversed language.
Tokens reversed(Tokens tokens);

}  // namespace postern::glob
