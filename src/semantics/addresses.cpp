#include "semantics/addresses.h"

#include <algorithm>
#include <optional>

#include "support/text.h"

namespace postern::semantics {
namespace {

constexpr unsigned v4_bits = 32;
constexpr unsigned v6_bits = 128;
constexpr unsigned mapped_bits = 96;  // the length of ::ffff:0:0/96

/// A number of at most `limit` in plain decimal, without leading zeros.
std::optional<unsigned> small_decimal(std::string_view text, unsigned limit) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text.front() == '0')) {
    return std::nullopt;
  }
  unsigned value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value <= limit ? std::optional(value) : std::nullopt;
}

std::optional<AddressBlock> read_v4(std::string_view text) {
  const auto parts = split(text, '.', 5);
  if (parts.size() != 4) return std::nullopt;
  AddressBlock address{AddressFamily::V4, {}, v4_bits};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto byte = small_decimal(parts[i], 255);
    if (!byte) return std::nullopt;
    address.bytes[i] = static_cast<std::uint8_t>(*byte);
  }
  return address;
}

/// Colon-separated groups of up to four hexadecimal digits, the last of which may be an IPv4
/// address, as bytes. Nothing if malformed; empty for the empty text.
std::optional<std::vector<std::uint8_t>> read_groups(std::string_view text) {
  std::vector<std::uint8_t> bytes;
  if (text.empty()) return bytes;
  const auto groups = split(text, ':', 9);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (i + 1 == groups.size()) {
      if (const auto tail = read_v4(groups[i])) {
        bytes.insert(bytes.end(), tail->bytes.begin(), tail->bytes.begin() + 4);
        continue;
      }
    }
    if (groups[i].empty() || groups[i].size() > 4) return std::nullopt;
    unsigned value = 0;
    for (const char c : ascii_lower(groups[i])) {
      const std::size_t digit = std::string_view("0123456789abcdef").find(c);
      if (digit == std::string_view::npos) return std::nullopt;
      value = value * 16 + static_cast<unsigned>(digit);
    }
    bytes.push_back(static_cast<std::uint8_t>(value >> 8));
    bytes.push_back(static_cast<std::uint8_t>(value & 0xFF));
  }
  return bytes;
}

std::optional<AddressBlock> read_v6(std::string_view text) {
  const std::size_t gap = text.find("::");
  const auto front = read_groups(text.substr(0, gap));
  const auto back = read_groups(gap == text.npos ? "" : text.substr(gap + 2));
  if (!front || !back) return std::nullopt;
  const std::size_t given = front->size() + back->size();
  // `::` stands for at least one group of zeros.
  if (gap == text.npos ? given != 16 : given > 14) return std::nullopt;
  AddressBlock address{AddressFamily::V6, {}, v6_bits};
  std::copy(front->begin(), front->end(), address.bytes.begin());
  std::copy_backward(back->begin(), back->end(), address.bytes.end());
  return address;
}

std::optional<AddressBlock> read_either(std::string_view text) {
  if (auto address = read_v4(text)) return address;
  return read_v6(text);
}

/// `block` and, if it is inside ::ffff:0:0/96, its reading as IPv4.
std::vector<AddressBlock> with_unmapped(const AddressBlock& block) {
  std::vector<AddressBlock> readings{block};
  const AddressBlock mapped{
      AddressFamily::V6, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0}, mapped_bits};
  if (contains(mapped, block)) {
    AddressBlock v4{AddressFamily::V4, {}, block.length - mapped_bits};
    std::copy(block.bytes.begin() + 12, block.bytes.end(), v4.bytes.begin());
    readings.push_back(v4);
  }
  return readings;
}

}  // namespace

std::vector<AddressBlock> read_address(std::string_view text) {
  const auto address = read_either(text);
  return address ? with_unmapped(*address) : std::vector<AddressBlock>{};
}

std::vector<AddressBlock> read_block(std::string_view text) {
  const std::size_t slash = text.find('/');
  auto block = read_either(text.substr(0, slash));
  if (!block) return {};
  if (slash != text.npos) {
    const auto length = small_decimal(text.substr(slash + 1), block->length);
    if (!length) return {};
    block->length = *length;
    return with_unmapped(*block);
  }
  std::vector<AddressBlock> readings = with_unmapped(*block);
  if (block->family == AddressFamily::V6) {
    block->length = v4_bits;
    readings.push_back(*block);
  }
  return readings;
}

bool contains(const AddressBlock& outer, const AddressBlock& inner) {
  if (outer.family != inner.family || outer.length > inner.length) return false;
  for (unsigned bit = 0; bit < outer.length; ++bit) {
    const unsigned mask = 0x80U >> (bit % 8);
    if ((outer.bytes[bit / 8] & mask) != (inner.bytes[bit / 8] & mask)) return false;
  }
  return true;
}

}  // namespace postern::semantics
