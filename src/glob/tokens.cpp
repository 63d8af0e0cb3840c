#include "glob/tokens.h"

#include <algorithm>

#include "glob/char_set.h"
#include "support/text.h"

namespace postern::glob {
namespace {

template <typename Literal>
Tokens tokens_of(std::string_view utf8, Literal literal_set) {
  Tokens out;
  for (const char32_t c : decode_utf8(utf8)) out.push_back({literal_set(c), Repeat::Once});
  return out;
}

template <typename Literal>
Tokens wildcard_tokens(std::string_view utf8, const CharSet& any, Literal literal_set) {
  Tokens out;
  for (const char32_t c : decode_utf8(utf8)) {
    if (c == U'*') {
      out.push_back({any, Repeat::Any});
    } else {
      out.push_back({c == U'?' ? any : literal_set(c), Repeat::Once});
    }
  }
  return out;
}

// S* T* is T* where S is in T, and S* where T is in S.
void append_run(Tokens& out, const Token& run) {
  while (!out.empty() && out.back().repeat == Repeat::Any && includes(run.set, out.back().set)) {
    out.pop_back();
  }
  const bool swallowed =
      !out.empty() && out.back().repeat == Repeat::Any && includes(out.back().set, run.set);
  if (!swallowed) out.push_back(run);
}

// S* S is S S*.
void append_once(Tokens& out, const Token& once) {
  const bool behind_its_run =
      !out.empty() && out.back().repeat == Repeat::Any && out.back().set == once.set;
  out.insert(behind_its_run ? out.end() - 1 : out.end(), once);
}

}  // namespace

Tokens literal(std::string_view utf8) { return tokens_of(utf8, CharSet::one); }

Tokens literal_ignoring_case(std::string_view utf8) {
  return tokens_of(utf8, CharSet::ignoring_case);
}

Tokens wildcard(std::string_view utf8, const CharSet& any) {
  return wildcard_tokens(utf8, any, CharSet::one);
}

Tokens wildcard_ignoring_case(std::string_view utf8) {
  return wildcard_tokens(utf8, CharSet::all(), CharSet::ignoring_case);
}

Tokens normalise(const Tokens& tokens) {
  Tokens out;
  for (const Token& token : tokens) {
    if (token.repeat == Repeat::Once) {
      if (is_empty(token.set)) return {token};
      append_once(out, token);
    } else if (!is_empty(token.set)) {
      append_run(out, token);
    }
  }
  return out;
}

Tokens reversed(Tokens tokens) {
  std::reverse(tokens.begin(), tokens.end());
  return tokens;
}

}  // namespace postern::glob
