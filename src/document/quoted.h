// User text as messages show it.
#pragma once

#include <string>
#include <string_view>

namespace postern::document {

/// `text` in backticks, on one line and safe to print: control characters as `\xNN`, what is very
/// long cut off with `...`.
std::string quoted(std::string_view text);

}  // namespace postern::document
