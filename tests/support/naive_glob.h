// The dumbest matchers there can be: the oracle the glob library is tested against.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "glob/glob.h"

namespace postern::test {

/// True iff `text` matches `pattern`, in which `*` and `?` are wildcards (GLOB-1, GLOB-2, GLOB-3).
inline bool naive_match(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() == '*') {
    return naive_match(pattern.substr(1), text) ||
           (!text.empty() && naive_match(pattern, text.substr(1)));
  }
  return !text.empty() && (pattern.front() == '?' || pattern.front() == text.front()) &&
         naive_match(pattern.substr(1), text.substr(1));
}

/// The same for tokens from `at`, on ASCII text.
inline bool naive_match(const glob::Tokens& tokens, std::string_view text, std::size_t at = 0) {
  if (at == tokens.size()) return text.empty();
  const glob::Token& token = tokens[at];
  bool listed = false;
  for (const char32_t c : token.set.chars) {
    listed = listed || (!text.empty() && c == static_cast<unsigned char>(text.front()));
  }
  const bool takes = !text.empty() && listed != token.set.complement;
  if (token.repeat == glob::Repeat::Once) {
    return takes && naive_match(tokens, text.substr(1), at + 1);
  }
  return naive_match(tokens, text, at + 1) || (takes && naive_match(tokens, text.substr(1), at));
}

/// All texts over `alphabet` of up to `length` characters, short ones first.
inline std::vector<std::string> all_texts(std::string_view alphabet, std::size_t length) {
  std::vector<std::string> texts{""};
  for (std::size_t i = 0; i < texts.size() && texts[i].size() < length; ++i) {
    for (const char c : alphabet) {
      std::string longer = texts[i];
      longer.push_back(c);
      texts.push_back(std::move(longer));
    }
  }
  return texts;
}

}  // namespace postern::test
