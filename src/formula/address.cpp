#include "formula/address.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <netinet/in.h>
#include <sys/socket.h>

namespace postern::formula {
namespace {

constexpr std::size_t v4_offset = 12;

std::size_t first_byte(bool v6) { return v6 ? 0 : v4_offset; }
unsigned width(bool v6) { return v6 ? 128 : 32; }

/// A decimal number of at most three digits without sign or leading zero.
std::optional<unsigned> parse_prefix_length(std::string_view text) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  const std::string terminated(text);
  Address result;
  result.v6 = text.find(':') != std::string_view::npos;
  const int family = result.v6 ? AF_INET6 : AF_INET;
  if (inet_pton(family, terminated.c_str(), result.bytes.data() + first_byte(result.v6)) != 1) {
    return std::nullopt;
  }
  return result;
}

std::optional<AddressRange> parse_cidr(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::optional<Address> address = parse_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  unsigned length = width(address->v6);
  if (slash != std::string_view::npos) {
    const std::optional<unsigned> given = parse_prefix_length(text.substr(slash + 1));
    if (!given || *given > length) return std::nullopt;
    length = *given;
  }
  AddressRange range{*address, *address};
  for (std::size_t i = first_byte(address->v6); i < 16; ++i) {
    const unsigned fixed = std::min(length, 8u);  // bits of this byte that belong to the prefix
    length -= fixed;
    const auto host = static_cast<std::uint8_t>(0xffu >> fixed);
    range.low.bytes[i] = static_cast<std::uint8_t>(range.low.bytes[i] & ~host);
    range.high.bytes[i] = static_cast<std::uint8_t>(range.high.bytes[i] | host);
  }
  return range;
}

std::string to_string(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(address.v6 ? AF_INET6 : AF_INET, address.bytes.data() + first_byte(address.v6),
            text.data(), static_cast<socklen_t>(text.size()));
  return text.data();
}

std::optional<Address> successor(const Address& address) {
  Address next = address;
  for (std::size_t i = 16; i-- > first_byte(address.v6);) {
    if (++next.bytes[i] != 0) return next;
  }
  return std::nullopt;
}

}  // namespace postern::formula
