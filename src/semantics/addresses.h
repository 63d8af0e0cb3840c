// IP addresses and address blocks as condition values spell them (COND-IP).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace postern::semantics {

enum class AddressFamily { V4, V6 };

/// All addresses of a family that agree with `bytes` in the first `length` bits. An address is a
/// block of full length.
struct AddressBlock {
  AddressFamily family = AddressFamily::V4;
  std::array<std::uint8_t, 16> bytes{};  // V4 uses the first four
  unsigned length = 0;
};

/// What a text may mean as one address: the canonical reading first; an IPv4 address mapped into
/// IPv6 is also the IPv4 address (COND-IP-4). Empty: not an address (AMB-13).
std::vector<AddressBlock> read_address(std::string_view text);

/// What a text may mean as a block, with or without prefix length: the canonical reading first; a
/// bare IPv6 address is `/128`, or literally `/32` (AMB-14). Empty: not a block (AMB-13).
std::vector<AddressBlock> read_block(std::string_view text);

/// True iff every address of `inner` is in `outer`; families are disjoint (COND-IP-4) and bits
/// beyond the length are ignored (COND-IP-3).
bool contains(const AddressBlock& outer, const AddressBlock& inner);

}  // namespace postern::semantics
