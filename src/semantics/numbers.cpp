#include "semantics/numbers.h"

#include <cstdint>

namespace postern::semantics {
namespace {

bool all_of(std::string_view text, std::string_view alphabet) {
  return !text.empty() && text.find_first_not_of(alphabet) == text.npos;
}

constexpr std::string_view decimal_digits = "0123456789";

std::string_view without_leading_zeros(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == digits.npos ? std::string_view{} : digits.substr(first);
}

std::string_view without_trailing_zeros(std::string_view digits) {
  const std::size_t last = digits.find_last_not_of('0');
  return last == digits.npos ? std::string_view{} : digits.substr(0, last + 1);
}

/// Splits off a sign; true if it was `-`.
bool take_sign(std::string_view& text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  return negative;
}

/// `digits[.digits]` and its loose forms `digits.` and `.digits`.
std::optional<Number> unsigned_decimal(bool negative, std::string_view text, bool strict) {
  const std::size_t point = text.find('.');
  const std::string_view integer = text.substr(0, point);
  const std::string_view fraction = point == text.npos ? "" : text.substr(point + 1);
  const auto good = [](std::string_view part) {
    return part.empty() || all_of(part, decimal_digits);
  };
  if (!good(integer) || !good(fraction)) return std::nullopt;
  if (integer.empty() && fraction.empty()) return std::nullopt;
  if (strict && (integer.empty() || (point != text.npos && fraction.empty()))) return std::nullopt;
  return Number(negative, integer, fraction);
}

/// A number in base 8 or 16 that fits 60 bits.
std::optional<Number> in_base(bool negative, std::string_view digits, unsigned base) {
  const std::string_view alphabet =
      std::string_view("0123456789abcdefABCDEF").substr(0, base == 8 ? 8 : 22);
  if (!all_of(digits, alphabet) || without_leading_zeros(digits).size() > 15) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : digits) {
    const std::size_t at = alphabet.find(c);
    value = value * base + (at < 16 ? at : at - 6);
  }
  return Number(negative, std::to_string(value), "");
}

/// `mantissa e exponent` with an exponent of at most three digits.
std::optional<Number> with_exponent(bool negative, std::string_view text) {
  const std::size_t e = text.find_first_of("eE");
  if (e == text.npos) return std::nullopt;
  const std::string_view mantissa = text.substr(0, e);
  std::string_view exponent = text.substr(e + 1);
  const bool down = take_sign(exponent);
  if (!all_of(exponent, decimal_digits) || exponent.size() > 3) return std::nullopt;
  if (!unsigned_decimal(negative, mantissa, false)) return std::nullopt;
  const std::size_t point = mantissa.find('.');
  std::string integer(mantissa.substr(0, point));
  std::string fraction(point == mantissa.npos ? "" : mantissa.substr(point + 1));
  for (int i = std::stoi(std::string(exponent)); i > 0; --i) {
    std::string& from = down ? integer : fraction;
    if (from.empty()) from = "0";
    if (down) {
      fraction.insert(fraction.begin(), integer.back());
      integer.pop_back();
    } else {
      integer.push_back(fraction.front());
      fraction.erase(fraction.begin());
    }
  }
  return Number(negative, integer, fraction);
}

}  // namespace

Number::Number(bool negative, std::string_view integer, std::string_view fraction)
    : negative_(negative),
      integer_(without_leading_zeros(integer)),
      fraction_(without_trailing_zeros(fraction)) {
  if (integer_.empty() && fraction_.empty()) negative_ = false;
}

std::strong_ordering Number::operator<=>(const Number& other) const {
  if (negative_ != other.negative_) {
    return negative_ ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  std::strong_ordering size = integer_.size() <=> other.integer_.size();
  if (size == 0) size = integer_.compare(other.integer_) <=> 0;
  if (size == 0) size = fraction_.compare(other.fraction_) <=> 0;
  return negative_ ? 0 <=> size : size;
}

std::vector<std::optional<Number>> read_number(std::string_view text) {
  std::string_view rest = text;
  const bool plus = rest.starts_with('+');
  const bool negative = take_sign(rest);
  if (!plus) {
    if (const auto plain = unsigned_decimal(negative, rest, true)) {
      const auto octal = in_base(negative, rest, 8);
      const bool may_be_octal = rest.size() > 1 && rest.starts_with('0') && octal;
      if (may_be_octal) return {plain, octal};
      return {plain};
    }
  }
  if (const auto loose = unsigned_decimal(negative, rest, false)) return {std::nullopt, loose};
  if (rest.starts_with("0x") || rest.starts_with("0X")) {
    if (const auto hexadecimal = in_base(negative, rest.substr(2), 16)) {
      return {std::nullopt, hexadecimal};
    }
  }
  if (const auto scientific = with_exponent(negative, rest)) return {std::nullopt, scientific};
  return {std::nullopt};
}

}  // namespace postern::semantics
