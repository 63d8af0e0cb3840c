// User text as messages show it.
#pragma once

#include <string>
#include <string_view>

namespace postern::document {

/// `text` on one line and safe to print: control characters and what is not UTF-8 as `\xNN`.
std::string printable(std::string_view text);

/// printable text in backticks, what is very long cut off with `...`.
std::string quoted(std::string_view text);

}  // namespace postern::document
