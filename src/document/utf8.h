// Well-formed UTF-8 (the Unicode standard, table 3-7).
#pragma once

#include <cstddef>
#include <string_view>

namespace postern::document {

/// The length in bytes of the well-formed sequence at `at`; 0 if there is none.
std::size_t utf8_length(std::string_view text, std::size_t at);

/// The offset of the first byte that is not part of a well-formed sequence; npos if there is none.
std::size_t find_bad_utf8(std::string_view text);

}  // namespace postern::document
