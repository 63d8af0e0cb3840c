#include "snapshot/capture_time.h"

#include <charconv>
#include <chrono>
#include <string_view>

#include "snapshot/fields.h"
#include "support/codes.h"

namespace postern::snapshot {
namespace {

using document::Kind;

// Takes what stands at the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  /// A number of exactly so many digits.
  std::optional<int> digits(std::size_t count) {
    int value = 0;
    const std::string_view part = text_.substr(0, count);
    if (part.size() != count) return std::nullopt;
    for (const char c : part) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    text_.remove_prefix(count);
    return value;
  }
  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool done() const { return text_.empty(); }

 private:
  std::string_view text_;
};

// The milliseconds of a fraction of a second, of which the point was taken.
std::int64_t milliseconds(Scanner& text) {
  std::int64_t value = 0, weight = 100;
  while (const auto digit = text.digits(1)) {
    value += *digit * weight;
    weight /= 10;
  }
  return value;
}

// Minutes east of UTC.
std::optional<int> offset(Scanner& text) {
  if (text.take('Z')) return 0;
  const bool west = text.take('-');
  if (!west && !text.take('+')) return std::nullopt;
  const auto hours = text.digits(2);
  text.take(':');
  const auto minutes = text.digits(2);
  if (!hours || !minutes) return std::nullopt;
  return (west ? -1 : 1) * (*hours * 60 + *minutes);
}

std::optional<std::int64_t> parse(std::string_view written) {
  using namespace std::chrono;
  Scanner text(written);
  const auto y = text.digits(4);
  if (!y || !text.take('-')) return std::nullopt;
  const auto m = text.digits(2);
  if (!m || !text.take('-')) return std::nullopt;
  const auto d = text.digits(2);
  if (!d || !text.take('T')) return std::nullopt;
  const auto h = text.digits(2);
  if (!h || !text.take(':')) return std::nullopt;
  const auto min = text.digits(2);
  if (!min || !text.take(':')) return std::nullopt;
  const auto s = text.digits(2);
  if (!s) return std::nullopt;
  const std::int64_t fraction = text.take('.') ? milliseconds(text) : 0;
  const auto east = offset(text);
  const year_month_day date{year(*y), month(static_cast<unsigned>(*m)),
                            day(static_cast<unsigned>(*d))};
  if (!east || !text.done() || !date.ok()) return std::nullopt;
  const std::int64_t days = sys_days(date).time_since_epoch().count();
  return (((days * 24 + *h) * 60 + *min - *east) * 60 + *s) * 1000 + fraction;
}

}  // namespace

std::optional<std::int64_t> read_capture_time(document::Node node, Diagnostics& diagnostics) {
  std::optional<std::int64_t> time;
  const bool scalar = node.is(Kind::String) || node.is(Kind::Number);
  if (node.is(Kind::String)) {
    time = parse(node.text());
  } else if (node.is(Kind::Number)) {
    double seconds = 0;
    const std::string_view text = node.text();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    constexpr double latest = 1e12;
    if (error == std::errc() && seconds >= 0 && seconds < latest) {
      time = static_cast<std::int64_t>(seconds * 1000);
    }
  }
  if (!time) {
    diagnostics.error(codes::bad_value, node.where(),
                      (scalar ? ticked(node.text()) : "this") + " is not a capture time",
                      "a time is written as in `2026-01-31T09:30:00.000Z`");
  }
  return time;
}

}  // namespace postern::snapshot
