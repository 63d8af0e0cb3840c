#include "support/time.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch.h"

namespace postern {
namespace {

TEST_CASE("times are read as RFC 3339 has them, and written in UTC") {
  const std::vector<std::pair<std::string, std::string>> table{
      {"2026-11-22T09:30:00Z", "2026-11-22T09:30:00Z"},
      {"2026-11-22t09:30:00z", "2026-11-22T09:30:00Z"},
      {"2026-11-22 09:30:00Z", "2026-11-22T09:30:00Z"},
      {"2026-11-22T09:30:00.123Z", "2026-11-22T09:30:00Z"},
      {"2026-11-22T00:30:00+02:00", "2026-11-21T22:30:00Z"},
      {"2026-11-22T23:30:00-05:30", "2026-11-23T05:00:00Z"},
      {"2024-02-29", "2024-02-29T00:00:00Z"},
      {"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"},
  };
  for (const auto& [text, expected] : table) {
    CAPTURE(text);
    REQUIRE(parse_time(text));
    CHECK(format_time(*parse_time(text)) == expected);
  }
  for (const std::string text :
       {"", "2026", "2026-11-22T", "2026-11-22T09:30Z", "2026-11-22T09:30:00", "2026-13-01",
        "2026-02-29", "2026-11-22T24:00:00Z", "2026-11-22T09:30:00+2:00", "2026-11-22T09:30:00.Z",
        "2026-11-22T09:30:00Zx", "-026-11-22", "2026-1-22", "2026-11-22T09:-1:00Z", "x"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_time(text));
  }
}

TEST_CASE("durations are told in the largest unit of which there are two") {
  using std::chrono::seconds;
  CHECK(format_duration(seconds(1)) == "1 seconds");
  CHECK(format_duration(seconds(119)) == "119 seconds");
  CHECK(format_duration(seconds(7200)) == "2 hours");
  CHECK(format_duration(seconds(172799)) == "47 hours");
  CHECK(format_duration(seconds(172800)) == "2 days");
}

}  // namespace
}  // namespace postern
