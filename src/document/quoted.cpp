#include "document/quoted.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "document/utf8.h"

namespace postern::document {
namespace {

// U+0000 to U+001F and U+007F to U+009F, of which terminals take some for commands.
bool is_control(std::string_view character) {
  const auto first = static_cast<std::uint8_t>(character.front());
  const auto last = static_cast<std::uint8_t>(character.back());
  return first < 0x20 || first == 0x7F || (first == 0xC2 && last < 0xA0);
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    if (length == 0 || is_control(text.substr(i, length))) {
      constexpr std::string_view digits = "0123456789abcdef";
      const auto byte = static_cast<std::uint8_t>(text[i]);
      out += {'\\', 'x', digits[byte >> 4], digits[byte & 0xF]};
      ++i;
    } else {
      out += text.substr(i, length);
      i += length;
    }
  }
  return out;
}

std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 300;
  if (text.size() <= longest) return "`" + printable(text) + "`";
  std::size_t end = 0;
  while (end < longest) end += std::max<std::size_t>(utf8_length(text, end), 1);
  return "`" + printable(text.substr(0, end)) + (end < text.size() ? "...`" : "`");
}

}  // namespace postern::document
