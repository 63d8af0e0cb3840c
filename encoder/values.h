// Numbers, instants and truth values in policies and contexts (COND-NUM, COND-DATE, COND-BOOL).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formula/decimal.h"
#include "formula/formula.h"

namespace postern::encoder {

/// How a text reads as a number or instant. `canonical` is our reading (nothing: malformed);
/// `others` are further readings the documentation leaves open (AMB-14); empty where it is clear.
struct Reading {
  std::optional<formula::Decimal> canonical;
  std::vector<std::optional<formula::Decimal>> others;
  /// A date without a time, a month, a year: may stand for its first instant (canonical), for the
  /// whole period, or for its end (AMB-14). The first instant after it.
  std::optional<formula::Decimal> period_end;

  /// One reading, and that a value.
  bool certain() const { return canonical && others.empty() && !period_end; }
};

/// `-?digits[.digits]`; `+5`, `1e3`, `0x10` have a second reading.
Reading read_number(std::string_view text);
/// W3C ISO 8601 instants and epoch seconds, as seconds since 1970 (COND-DATE-2, COND-DATE-3).
Reading read_date(std::string_view text);
/// The IPv4 range that a range of IPv4-mapped addresses may stand for (COND-IP-4).
std::optional<formula::AddressRange> unmapped(const formula::AddressRange& range);
/// Seconds since 1970 as `YYYY-MM-DDThh:mm:ssZ`, or as the number where that cannot be.
std::string print_date(const formula::Decimal& seconds);

}  // namespace postern::encoder
