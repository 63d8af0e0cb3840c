#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <string>

#include "model/policy_reader.h"
#include "support/text.h"

namespace postern::model {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

/// Reads `shape` off the front of `text`: `0` stands for a digit, all else for itself.
bool take(std::string_view& text, std::string_view shape) {
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == '0' ? !is_digit(text[i]) : text[i] != shape[i]) return false;
  }
  text.remove_prefix(shape.size());
  return true;
}

/// The number that the digits of `text` from `at` on make.
int digits_at(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (const char c : text.substr(at, count)) value = value * 10 + (c - '0');
  return value;
}

/// `-?digits[.digits]` (COND-NUM-2). Leading zeros count as malformed: their reading is not settled
/// (AMB-14).
bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::vector<std::string_view> parts = split(text, '.', 2);
  if (parts[0].size() > 1 && parts[0].starts_with('0')) return false;
  return std::all_of(parts.begin(), parts.end(), all_digits);
}

bool is_time_of_day(std::string_view hours_and_minutes) {
  return digits_at(hours_and_minutes, 0, 2) <= 23 && digits_at(hours_and_minutes, 3, 2) <= 59;
}

/// `hh:mm[:ss[.f]]TZD`
bool is_time(std::string_view text) {
  const std::string_view whole = text;
  if (!take(text, "00:00") || !is_time_of_day(whole)) return false;
  if (take(text, ":00")) {
    if (digits_at(whole, 6, 2) > 59) return false;
    if (take(text, ".0"))
      text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
  }
  if (text == "Z") return true;
  const std::string_view offset = text.substr(std::min<std::size_t>(1, text.size()));
  return (take(text, "+00:00") || take(text, "-00:00")) && text.empty() && is_time_of_day(offset);
}

/// The W3C profile of ISO 8601, or seconds since 1970 (COND-DATE-2, COND-DATE-3). Years and months
/// alone, and four digits, count as malformed: their reading is not settled (AMB-14).
bool is_date(std::string_view text) {
  if (all_digits(text)) return text.size() != 4;
  const std::string_view whole = text;
  if (!take(text, "0000-00-00")) return false;
  const std::chrono::year_month_day date{
      std::chrono::year{digits_at(whole, 0, 4)},
      std::chrono::month{static_cast<unsigned>(digits_at(whole, 5, 2))},
      std::chrono::day{static_cast<unsigned>(digits_at(whole, 8, 2))}};
  if (!date.ok()) return false;
  return text.empty() || (take(text, "T") && is_time(text));
}

bool is_boolean(std::string_view text) {
  return equals_ignoring_case(text, "true") || equals_ignoring_case(text, "false");
}

bool is_base64(std::string_view text) {
  if (text.size() % 4 != 0) return false;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '/';
  });
}

/// An IPv4 or IPv6 address, with or without a prefix length.
bool is_address_block(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, '/', 2);
  const std::string address(parts[0]);
  std::array<unsigned char, 16> bytes{};
  int bits = 0;
  if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) {
    bits = 32;
  } else if (inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1) {
    bits = 128;
  } else {
    return false;
  }
  if (parts.size() == 1) return true;
  return all_digits(parts[1]) && parts[1].size() <= 3 && std::stoi(std::string(parts[1])) <= bits;
}

/// Six components, counting colons outside of variables (COND-ARN-1).
bool is_arn(const Pattern& pattern) {
  std::ptrdiff_t colons = 0;
  for (const Part& part : pattern.parts) {
    if (const Literal* literal = std::get_if<Literal>(&part)) {
      colons += std::count(literal->text.begin(), literal->text.end(), ':');
    }
  }
  return colons >= 5;
}

}  // namespace

bool fits_operator(const Pattern& pattern, OperatorFamily family) {
  switch (family) {
    case OperatorFamily::String:
      return true;
    case OperatorFamily::Numeric:
      return is_number(pattern.text);
    case OperatorFamily::Date:
      return is_date(pattern.text);
    case OperatorFamily::Bool:
      return pattern.has_variables() || is_boolean(pattern.text);
    case OperatorFamily::Null:
      return is_boolean(pattern.text);
    case OperatorFamily::Binary:
      return is_base64(pattern.text);
    case OperatorFamily::Ip:
      return is_address_block(pattern.text);
    case OperatorFamily::Arn:
      return is_arn(pattern);
  }
  return true;
}

}  // namespace postern::model
