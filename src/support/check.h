// Faults of postern itself: a broken invariant, two engines that differ. On in release builds too.
#pragma once

#include <source_location>
#include <stdexcept>
#include <string>

namespace postern {

/// An internal fault (exit code 4). Caught in main only.
class InternalError : public std::logic_error {
 public:
  explicit InternalError(const std::string& what) : std::logic_error(what) {}
};

/// Throws InternalError naming the place.
[[noreturn]] void internal_error(const std::string& message,
                                 std::source_location where = std::source_location::current());

}  // namespace postern

/// Throws InternalError unless `condition` holds.
#define POSTERN_CHECK(condition)                                              \
  do {                                                                        \
    if (!(condition)) ::postern::internal_error("check failed: " #condition); \
  } while (false)
