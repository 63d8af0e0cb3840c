// Decimal numbers of any size, as condition values spell them (COND-NUM).
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::semantics {

/// An exact decimal number.
class Number {
 public:
  /// `integer` . `fraction`, both digits only, either may be empty.
  Number(bool negative, std::string_view integer, std::string_view fraction);

  std::strong_ordering operator<=>(const Number& other) const;
  bool operator==(const Number& other) const = default;

 private:
  bool negative_;         // never of zero
  std::string integer_;   // without leading zeros
  std::string fraction_;  // without trailing zeros
};

/// What a text may mean as a number: the canonical reading first (nothing: not a number), then the
/// other readings of AMB-14 (exponents, hexadecimal, a leading `+`, octal). A lone nothing: no
/// reading makes it a number (AMB-13).
std::vector<std::optional<Number>> read_number(std::string_view text);

}  // namespace postern::semantics
