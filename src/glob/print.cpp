#include "glob/print.h"

#include <string_view>

#include "glob/char_set.h"
#include "support/text.h"

namespace postern::glob {
namespace {

std::string hexadecimal(char32_t value) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (; value != 0 || out.empty(); value >>= 4) out.insert(out.begin(), digits[value & 0xF]);
  return out;
}

std::string escaped(char32_t c, std::string_view special) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  const bool malformed = c > 0x10FFFF;  // a byte that is not UTF-8
  if (control || malformed) return "\\u{" + hexadecimal(c) + '}';
  const std::string text = encode_utf8(std::u32string(1, c));
  return special.find(text) == std::string_view::npos ? text : '\\' + text;
}

std::string print(const CharSet& set) {
  constexpr std::string_view special = "[]^-\\";
  constexpr std::size_t shortest_range = 3;
  std::string out = set.complement ? "[^" : "[";
  for (std::size_t i = 0; i < set.chars.size();) {
    std::size_t last = i;
    while (last + 1 < set.chars.size() && set.chars[last + 1] == set.chars[last] + 1) ++last;
    out += escaped(set.chars[i], special);
    if (last - i + 1 >= shortest_range) {
      out += '-' + escaped(set.chars[last], special);
      i = last + 1;
    } else {
      ++i;
    }
  }
  return out + ']';
}

}  // namespace

std::string print(const Tokens& tokens) {
  std::string out;
  bool after_class = false;
  for (const Token& token : tokens) {
    const bool run = token.repeat == Repeat::Any;
    if (is_all(token.set)) {
      // `[^:]*` would read as a run of the class before.
      out += run ? (after_class ? "[^]*" : "*") : "?";
      after_class = false;
    } else if (is_single(token.set) && !run) {
      out += escaped(token.set.chars.front(), "*?[]\\");
      after_class = false;
    } else {
      out += print(token.set);
      if (run) out += '*';
      after_class = !run;
    }
  }
  return out;
}

}  // namespace postern::glob
