#include "encoder/values.h"

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

}  // namespace

Reading read_number(std::string_view text) {
  Reading out;
  if (const auto plain = Decimal::parse(text)) {
    out.canonical = plain;
    std::string_view digits = text.front() == '-' ? text.substr(1) : text;
    const bool octal = digits.size() > 1 && digits.front() == '0' && digits.size() < 20 &&
                       digits.find_first_not_of("01234567") == std::string_view::npos;
    if (octal) {
      const auto value =
          static_cast<long long>(std::strtoull(std::string(digits).c_str(), nullptr, 8));
      out.others.push_back(Decimal(text.front() == '-' ? -value : value));
    }
    return out;
  }
  std::string_view body = text;
  const bool plus = take(body, '+');
  if (plus) {
    if (const auto value = Decimal::parse(body); value && body.front() != '-') {
      out.others.push_back(value);
      return out;
    }
  }
  const std::string lower = ascii_lower(text);
  const bool hexadecimal = lower.starts_with("0x") && lower.size() > 2 && lower.size() < 18 &&
                           lower.find_first_not_of("0123456789abcdef", 2) == std::string::npos;
  if (hexadecimal) {
    out.others.push_back(
        Decimal(static_cast<long long>(std::strtoull(lower.c_str(), nullptr, 16))));
    return out;
  }
  if (const std::size_t e = lower.find('e'); e != std::string::npos && e > 0) {
    std::string_view mantissa = std::string_view(lower).substr(0, e);
    std::string_view exponent = std::string_view(lower).substr(e + 1);
    const bool negative = take(exponent, '-');
    if (!negative) take(exponent, '+');
    const bool sign = take(mantissa, '-');
    if (all_digits(exponent) && exponent.size() <= 2 && Decimal::parse(mantissa)) {
      std::string digits(mantissa);
      std::size_t point = digits.find('.');
      if (point == std::string::npos)
        point = digits.size();
      else
        digits.erase(point, 1);
      const int shift = negative ? -number_of(exponent) : number_of(exponent);
      long place = static_cast<long>(point) + shift;
      if (place < 1) {
        digits.insert(0, static_cast<std::size_t>(1 - place), '0');
        place = 1;
      }
      if (static_cast<std::size_t>(place) > digits.size()) {
        digits.append(static_cast<std::size_t>(place) - digits.size(), '0');
      }
      std::string value = digits.substr(0, static_cast<std::size_t>(place));
      if (static_cast<std::size_t>(place) < digits.size()) {
        value += "." + digits.substr(static_cast<std::size_t>(place));
      }
      out.others.push_back(Decimal::parse((sign ? "-" : "") + value));
    }
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

}  // namespace postern::encoder
