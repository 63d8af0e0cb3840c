// The two smallest pieces of JSON's grammar: white space and numbers.
#pragma once

#include <cstddef>
#include <string_view>

namespace postern::document {

/// The first offset from `from` on that is not JSON white space.
std::size_t skip_json_space(std::string_view text, std::size_t from);

struct JsonNumber {
  std::size_t end;   // after the longest prefix of a number
  bool well_formed;  // that prefix is a number itself
};

/// The number that starts at `at`.
JsonNumber scan_json_number(std::string_view text, std::size_t at);

}  // namespace postern::document
