#include "support/time.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace postern {
namespace {

using std::chrono::seconds;

// Takes fixed numbers of digits and single characters off a text.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  int number(std::size_t digits) {
    int value = 0;
    const std::string_view taken = rest_.substr(0, digits);
    const auto [stop, error] = std::from_chars(taken.data(), taken.data() + taken.size(), value);
    good_ = good_ && taken.size() == digits && error == std::errc{} && value >= 0 &&
            stop == taken.data() + taken.size() && taken.front() != '-';
    rest_.remove_prefix(taken.size());
    return value;
  }
  // Whether one of `any` comes next; takes it.
  bool take(std::string_view any) {
    const bool there = !rest_.empty() && any.find(rest_.front()) != std::string_view::npos;
    if (there) rest_.remove_prefix(1);
    return there;
  }
  void expect(std::string_view any) { good_ = take(any) && good_; }
  void skip_digits() {
    if (!take("0123456789")) good_ = false;
    while (take("0123456789")) {
    }
  }
  void require(bool holds) { good_ = good_ && holds; }

  bool done() const { return good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

seconds read_offset(Cursor& at) {
  if (at.take("Zz")) return seconds(0);
  const bool behind = at.take("-");
  if (!behind) at.expect("+");
  const int hours = at.number(2);
  at.expect(":");
  const int minutes = at.number(2);
  at.require(hours < 24 && minutes < 60);
  const seconds offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
  return behind ? -offset : offset;
}

}  // namespace

std::optional<Time> parse_time(std::string_view text) {
  Cursor at(text);
  const int year = at.number(4);
  at.expect("-");
  const int month = at.number(2);
  at.expect("-");
  const int day = at.number(2);
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  at.require(date.ok());
  if (at.done()) return Time(std::chrono::sys_days(date));
  at.expect("Tt ");
  const int hour = at.number(2);
  at.expect(":");
  const int minute = at.number(2);
  at.expect(":");
  const int second = at.number(2);
  at.require(hour < 24 && minute < 60 && second <= 60);  // 60: a leap second
  if (at.take(".")) at.skip_digits();
  const seconds offset = read_offset(at);
  if (!at.done()) return std::nullopt;
  return Time(std::chrono::sys_days(date)) + std::chrono::hours(hour) +
         std::chrono::minutes(minute) + seconds(second) - offset;
}

std::string format_time(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

std::string format_duration(seconds duration) {
  constexpr seconds minute(60), hour(3600), day(86400);
  const auto count = [&](seconds unit, const char* name) {
    return std::to_string(duration / unit) + ' ' + name;
  };
  if (duration >= 2 * day) return count(day, "days");
  if (duration >= 2 * hour) return count(hour, "hours");
  if (duration >= 2 * minute) return count(minute, "minutes");
  return count(seconds(1), "seconds");
}

}  // namespace postern
