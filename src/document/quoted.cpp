#include "document/quoted.h"

#include <cstddef>
#include <cstdint>

#include "document/utf8.h"

namespace postern::document {

std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 300;
  std::string out = "`";
  for (std::size_t i = 0; i < text.size();) {
    if (i >= longest) return out + "...`";
    const auto byte = static_cast<std::uint8_t>(text[i]);
    const std::size_t length = utf8_length(text, i);
    if (byte < 0x20 || byte == 0x7F || length == 0) {
      constexpr std::string_view digits = "0123456789abcdef";
      out += {'\\', 'x', digits[byte >> 4], digits[byte & 0xF]};
      ++i;
    } else {
      out += text.substr(i, length);
      i += length;
    }
  }
  return out + '`';
}

}  // namespace postern::document
