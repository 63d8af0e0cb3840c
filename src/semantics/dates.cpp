#include "semantics/dates.h"

#include <optional>

namespace postern::semantics {
namespace {

/// The front `count` characters of `text` as digits, taken off; nothing if they are not.
std::optional<std::int64_t> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

bool is_leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

std::int64_t days_in(std::int64_t year, std::int64_t month) {
  if (month == 2) return is_leap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// Days from 1970-01-01 to the first day of a year; counted, not computed, for all years 0..9999.
std::int64_t days_to_year(std::int64_t year) {
  std::int64_t days = 0;
  for (std::int64_t y = 1970; y < year; ++y) days += is_leap(y) ? 366 : 365;
  for (std::int64_t y = year; y < 1970; ++y) days -= is_leap(y) ? 366 : 365;
  return days;
}

std::int64_t days_to(std::int64_t year, std::int64_t month, std::int64_t day) {
  std::int64_t days = days_to_year(year);
  for (std::int64_t m = 1; m < month; ++m) days += days_in(year, m);
  return days + day - 1;
}

constexpr std::int64_t day_seconds = 86400;

/// The readings of a whole year, month or day: its first moment (canonical), all of it, its end.
std::vector<Period> whole(std::int64_t first_day, std::int64_t days) {
  const Instant first{first_day * day_seconds, {}};
  const Instant end{(first_day + days) * day_seconds, {}};
  return {{first, first}, {first, end}, {end, end}};
}

/// Seconds east of Greenwich of `Z` or `+hh:mm`.
std::optional<std::int64_t> read_zone(std::string_view text) {
  if (text == "Z") return 0;
  const bool west = text.starts_with('-');
  if (!west && !text.starts_with('+')) return std::nullopt;
  text.remove_prefix(1);
  const auto hours = take_digits(text, 2);
  if (!hours || *hours > 23 || !take(text, ':')) return std::nullopt;
  const auto minutes = take_digits(text, 2);
  if (!minutes || *minutes > 59 || !text.empty()) return std::nullopt;
  const std::int64_t offset = *hours * 3600 + *minutes * 60;
  return west ? -offset : offset;
}

/// `hh:mm[:ss[.f]]TZD` on the given day.
std::optional<Instant> read_time(std::int64_t day, std::string_view text) {
  const auto hours = take_digits(text, 2);
  if (!hours || *hours > 23 || !take(text, ':')) return std::nullopt;
  const auto minutes = take_digits(text, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  Instant result{day * day_seconds + *hours * 3600 + *minutes * 60, {}};
  if (take(text, ':')) {
    const auto seconds = take_digits(text, 2);
    if (!seconds || *seconds > 59) return std::nullopt;
    result.seconds += *seconds;
    if (take(text, '.')) {
      const std::size_t length = text.find_first_not_of("0123456789");
      if (length == 0 || length == text.npos) return std::nullopt;
      result.fraction = text.substr(0, length);
      result.fraction.erase(result.fraction.find_last_not_of('0') + 1);
      text.remove_prefix(length);
    }
  }
  const auto zone = read_zone(text);
  if (!zone) return std::nullopt;
  result.seconds -= *zone;
  return result;
}

/// A plain integer: seconds since the epoch (COND-DATE-3).
std::vector<Period> read_epoch(std::string_view text) {
  constexpr std::size_t longest = 18;  // what fits 64 bits
  const bool negative = take(text, '-');
  if (text.empty() || text.size() > longest) return {};
  const auto seconds = take_digits(text, text.size());
  if (!seconds) return {};
  const Instant instant{negative ? -*seconds : *seconds, {}};
  return {{instant, instant}};
}

}  // namespace

std::vector<Period> read_date(std::string_view text) {
  std::vector<Period> epoch = read_epoch(text);
  const bool may_be_year = text.size() == 4 && text.front() != '-';
  if (!epoch.empty() && !may_be_year) return epoch;

  std::string_view rest = text;
  const auto year = take_digits(rest, 4);
  if (!year) return {};
  if (rest.empty()) {
    std::vector<Period> readings = whole(days_to_year(*year), is_leap(*year) ? 366 : 365);
    readings.insert(readings.end(), epoch.begin(), epoch.end());
    return readings;
  }
  if (!take(rest, '-')) return {};
  const auto month = take_digits(rest, 2);
  if (!month || *month < 1 || *month > 12) return {};
  if (rest.empty()) return whole(days_to(*year, *month, 1), days_in(*year, *month));
  if (!take(rest, '-')) return {};
  const auto day = take_digits(rest, 2);
  if (!day || *day < 1 || *day > days_in(*year, *month)) return {};
  const std::int64_t date = days_to(*year, *month, *day);
  if (rest.empty()) return whole(date, 1);
  if (!take(rest, 'T')) return {};
  const auto instant = read_time(date, rest);
  if (!instant) return {};
  return {{*instant, *instant}};
}

std::weak_ordering compare(const Period& a, const Period& b) {
  if (a.first == b.first) return std::weak_ordering::equivalent;
  // `end` does not belong to a span, but a point is its own end.
  if (a.end < b.first || (a.end == b.first && a.first < a.end)) return std::weak_ordering::less;
  if (b.end < a.first || (b.end == a.first && b.first < b.end)) return std::weak_ordering::greater;
  return std::weak_ordering::equivalent;
}

}  // namespace postern::semantics
