// Points in time as documents and options write them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace postern {

/// Seconds since 1970, UTC.
using Time = std::chrono::sys_seconds;

/// RFC 3339: `2026-11-22T09:30:00Z`, with an offset in place of `Z`, with fractions of a second
/// (which are dropped), or a date alone, which is the midnight it begins with, UTC. Nothing for
/// anything else.
std::optional<Time> parse_time(std::string_view text);
/// `2026-11-22T09:30:00Z`.
std::string format_time(Time time);
/// `90 seconds`, `36 hours`, `12 days`: two of the unit at least, rounded down.
std::string format_duration(std::chrono::seconds duration);

}  // namespace postern
