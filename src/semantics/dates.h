// Dates and times as condition values spell them (COND-DATE).
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postern::semantics {

/// A point in time: seconds since 1970-01-01T00:00:00Z, and what follows the decimal point.
struct Instant {
  std::int64_t seconds = 0;
  std::string fraction;  // digits without trailing zeros
  std::strong_ordering operator<=>(const Instant& other) const = default;
};

/// A span of time, from `first` up to but not including `end`. A point has `first == end`.
struct Period {
  Instant first;
  Instant end;
};

/// What a text may mean as a date: the canonical reading first. A date without time, a month or a
/// year has more than one (AMB-14), as has a four-digit number. Empty: not a date (AMB-13).
std::vector<Period> read_date(std::string_view text);

/// How `a` stands to `b`; equivalent if they overlap.
std::weak_ordering compare(const Period& a, const Period& b);

}  // namespace postern::semantics
