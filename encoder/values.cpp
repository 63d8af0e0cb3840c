#include "encoder/values.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "support/text.h"

namespace postern::encoder {
namespace {

using formula::Decimal;

constexpr std::size_t longest_epoch = 18;  // digits

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

int number_of(std::string_view digits) {
  int value = 0;
  for (char c : digits) value = value * 10 + (c - '0');
  return value;
}

// Days from 1970-01-01 to a date of the proleptic Gregorian calendar.
std::int64_t days_from_civil(std::int64_t y, int m, int d) {
  y -= m <= 2 ? 1 : 0;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

int days_in_month(int y, int m) {
  static constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
  return days[static_cast<std::size_t>(m - 1)] + (m == 2 && leap ? 1 : 0);
}

// Takes `count` digits off the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count || !all_digits(text.substr(0, count))) return std::nullopt;
  const int value = number_of(text.substr(0, count));
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// Offset of `Z`, `+hh:mm` or `-hh:mm` in seconds, which must be all that is left.
std::optional<std::int64_t> zone(std::string_view text) {
  if (text == "Z") return 0;
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const std::int64_t sign = text.front() == '+' ? 1 : -1;
  text.remove_prefix(1);
  const auto hours = take_digits(text, 2);
  if (!hours || !take(text, ':')) return std::nullopt;
  const auto minutes = take_digits(text, 2);
  if (!minutes || !text.empty() || *hours > 23 || *minutes > 59) return std::nullopt;
  return sign * (*hours * 3600 + *minutes * 60);
}

Decimal with_fraction(std::int64_t seconds, std::string_view fraction) {
  if (fraction.find_first_not_of('0') == std::string_view::npos) return Decimal(seconds);
  // The fraction counts upwards from whole seconds, also before 1970.
  if (seconds >= 0) {
    return *Decimal::parse(std::to_string(seconds) + "." + std::string(fraction));
  }
  std::string rest;  // 1 - 0.fraction, digit by digit
  int borrow = 0;
  for (std::size_t i = fraction.size(); i-- > 0;) {
    int digit = 0 - (fraction[i] - '0') - borrow;
    borrow = digit < 0 ? 1 : 0;
    rest.insert(rest.begin(), static_cast<char>('0' + (digit < 0 ? digit + 10 : digit)));
  }
  return *Decimal::parse("-" + std::to_string(-(seconds + 1)) + "." + rest);
}

// `digits[.digits]`, `digits.` or `.digits`.
std::optional<Decimal> loose(std::string_view text, bool negative) {
  std::string full(text);
  if (full.empty() || full == "." || full.starts_with('-')) return std::nullopt;
  if (full.front() == '.') full.insert(0, 1, '0');
  if (full.back() == '.') full.pop_back();
  return Decimal::parse((negative ? "-" : "") + full);
}

// Digits of base 8 or 16; nothing for more than fit sixty bits.
std::optional<Decimal> in_base(std::string_view digits, int base, bool negative) {
  const std::string text(digits);
  const char* alphabet = base == 8 ? "01234567" : "0123456789abcdef";
  if (text.empty() || text.find_first_not_of(alphabet) != std::string::npos) return std::nullopt;
  const std::size_t first = text.find_first_not_of('0');
  if (first != std::string::npos && text.size() - first > 15) return std::nullopt;
  const long long value = std::strtoll(text.c_str(), nullptr, base);
  return Decimal(negative ? -value : value);
}

// A mantissa and a power of ten of up to three digits: the point is moved.
std::optional<Decimal> scientific(std::string mantissa, std::string_view exponent, bool negative) {
  const bool left = exponent.starts_with('-');
  if (left || exponent.starts_with('+')) exponent.remove_prefix(1);
  if (!all_digits(exponent) || exponent.size() > 3 || !loose(mantissa, false)) return std::nullopt;
  std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  if (point < mantissa.size()) mantissa.erase(point, 1);
  const auto shift = static_cast<std::size_t>(number_of(exponent));
  if (left) {
    mantissa.insert(0, shift, '0');
  } else {
    mantissa.append(shift, '0');
    point += shift;
  }
  mantissa.insert(point, 1, '.');
  return loose(mantissa, negative);
}

std::vector<std::optional<Decimal>> one(const std::optional<Decimal>& value) {
  return value ? std::vector<std::optional<Decimal>>{value} : std::vector<std::optional<Decimal>>{};
}

}  // namespace

Reading read_number(std::string_view text) {
  Reading out;
  out.canonical = Decimal::parse(text);
  const bool negative = text.starts_with('-');
  std::string_view body = text;
  if (negative || text.starts_with('+')) body.remove_prefix(1);
  if (out.canonical) {
    if (body.size() > 1 && body.front() == '0') out.others = one(in_base(body, 8, negative));
    return out;
  }
  out.others = one(loose(body, negative));
  const std::string lower = ascii_lower(body);
  if (out.others.empty() && lower.starts_with("0x")) {
    out.others = one(in_base(std::string_view(lower).substr(2), 16, negative));
  }
  const std::size_t e = lower.find('e');
  if (out.others.empty() && e != std::string::npos) {
    out.others = one(scientific(lower.substr(0, e), lower.substr(e + 1), negative));
  }
  return out;
}

Reading read_date(std::string_view text) {
  Reading out;
  const bool negative_epoch = text.size() > 1 && text.front() == '-' && all_digits(text.substr(1));
  if (all_digits(text) || negative_epoch) {
    // No moment anybody means; 64 bits hold the others.
    if (text.size() > longest_epoch + (negative_epoch ? 1 : 0)) return out;
    if (text.size() == 4 && !negative_epoch) {  // a year, or seconds: AMB-14
      out.canonical = Decimal(days_from_civil(number_of(text), 1, 1) * 86400);
      out.period_end = Decimal(days_from_civil(number_of(text) + 1, 1, 1) * 86400);
      out.others.push_back(Decimal::parse(text));
    } else {
      out.canonical = Decimal::parse(text);
    }
    return out;
  }
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return out;
  const auto month = take_digits(text, 2);
  if (!month || *month < 1 || *month > 12) return out;
  if (text.empty()) {  // YYYY-MM
    out.canonical = Decimal(days_from_civil(*year, *month, 1) * 86400);
    out.period_end = Decimal(*month == 12 ? days_from_civil(*year + 1, 1, 1) * 86400
                                          : days_from_civil(*year, *month + 1, 1) * 86400);
    return out;
  }
  if (!take(text, '-')) return out;
  const auto day = take_digits(text, 2);
  if (!day || *day < 1 || *day > days_in_month(*year, *month)) return out;
  const std::int64_t midnight = days_from_civil(*year, *month, *day) * 86400;
  if (text.empty()) {
    out.canonical = Decimal(midnight);
    out.period_end = Decimal(midnight + 86400);
    return out;
  }
  if (!take(text, 'T')) return out;
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return out;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59) return out;
  int second = 0;
  std::string_view fraction;
  if (take(text, ':')) {
    const auto s = take_digits(text, 2);
    if (!s || *s > 59) return out;
    second = *s;
    if (take(text, '.')) {
      const std::size_t length = text.find_first_not_of("0123456789");
      if (length == 0 || length == std::string_view::npos) return out;
      fraction = text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  const auto offset = zone(text);
  if (!offset) return out;
  out.canonical =
      with_fraction(midnight + *hour * 3600 + *minute * 60 + second - *offset, fraction);
  return out;
}

std::string print_date(const Decimal& seconds) {
  const std::string text = seconds.to_string();
  std::string whole = text.substr(0, text.find('.'));
  if (text.size() != whole.size() || whole.size() > 11 || whole.front() == '-') return text;
  const std::int64_t value = std::strtoll(whole.c_str(), nullptr, 10);
  const std::int64_t days = value / 86400;
  std::int64_t year = 1970 + days / 366;
  while (days_from_civil(year + 1, 1, 1) <= days) ++year;
  int month = 1;
  while (month < 12 && days_from_civil(year, month + 1, 1) <= days) ++month;
  const int day = static_cast<int>(days - days_from_civil(year, month, 1)) + 1;
  const int second = static_cast<int>(value % 86400);
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02dT%02d:%02d:%02dZ",
                static_cast<int>(year), month, day, second / 3600, second / 60 % 60, second % 60);
  return year <= 9999 ? std::string(buffer.data()) : text;
}

std::optional<formula::AddressRange> unmapped(const formula::AddressRange& range) {
  const auto mapped = formula::parse_cidr("::ffff:0:0/96");
  if (!mapped->contains(range.low) || !mapped->contains(range.high)) return std::nullopt;
  constexpr std::size_t v4_offset = 12;  // where the four bytes stand
  formula::AddressRange out;
  for (std::size_t i = 0; i < 4; ++i) {
    out.low.bytes[v4_offset + i] = range.low.bytes[v4_offset + i];
    out.high.bytes[v4_offset + i] = range.high.bytes[v4_offset + i];
  }
  return out;
}

}  // namespace postern::encoder
