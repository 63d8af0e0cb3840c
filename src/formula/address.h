// IP addresses and ranges, both families (COND-IP).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postern::formula {

/// An address of either family; IPv4 uses the last four bytes, the others are 0.
struct Address {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const Address&) const = default;
};

/// A closed range within one family.
struct AddressRange {
  Address low, high;
  auto operator<=>(const AddressRange&) const = default;
  bool contains(const Address& a) const { return a.v6 == low.v6 && low <= a && a <= high; }
};

std::optional<Address> parse_address(std::string_view text);
/// `a.b.c.d`, `a.b.c.d/n`, and IPv6 likewise; host bits are ignored (COND-IP-3), no prefix length
/// means one address (COND-IP-2).
std::optional<AddressRange> parse_cidr(std::string_view text);
std::string to_string(const Address& address);
/// The next address of the family, or nothing past the last.
std::optional<Address> successor(const Address& address);

}  // namespace postern::formula
