// The literal text a glob starts with (internal to src/solver).
#pragma once

#include <string>

#include "glob/glob.h"

namespace postern::solver {

struct LiteralPrefix {
  std::u32string text;
  bool whole = false;  // the glob is that text and nothing else
};

inline LiteralPrefix literal_prefix(const glob::Tokens& tokens) {
  LiteralPrefix prefix;
  for (const glob::Token& token : tokens) {
    const bool literal =
        token.repeat == glob::Repeat::Once && !token.set.complement && token.set.chars.size() == 1;
    if (!literal) return prefix;
    prefix.text += token.set.chars.front();
  }
  prefix.whole = true;
  return prefix;
}

}  // namespace postern::solver
