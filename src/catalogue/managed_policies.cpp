#include "catalogue/managed_policies.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <zlib.h>

#include "catalogue/embedded.h"
#include "support/check.h"

namespace postern::catalogue {
namespace {

static_assert(std::endian::native == std::endian::little, "the file is read in place");

constexpr std::string_view magic = "PMPL";
constexpr std::uint32_t format_version = 1;

// The layout is what scripts/generate_managed_policies.py writes.
struct BytesRef {
  std::uint32_t offset, size;
};

struct Header {
  char magic[4];
  std::uint32_t format, size, policy_count;
  std::byte digest[32];  // SHA-256 of what follows it
  std::uint32_t block_count;
  BytesRef source, version, date;
};

struct BlockRow {
  BytesRef first_arn, packed;
  std::uint32_t unpacked_size;
};

const Header& header(std::string_view bytes) {
  return *reinterpret_cast<const Header*>(bytes.data());
}

std::span<const BlockRow> blocks(std::string_view bytes) {
  return {reinterpret_cast<const BlockRow*>(bytes.data() + sizeof(Header)),
          header(bytes).block_count};
}

std::string_view part(std::string_view bytes, BytesRef ref) {
  POSTERN_CHECK(ref.offset + std::uint64_t{ref.size} <= bytes.size());
  return bytes.substr(ref.offset, ref.size);
}

// The lines of a block, `ARN VERSION DATE DOCUMENT` each.
std::string unpack(std::string_view bytes, const BlockRow& block) {
  const std::string_view packed = part(bytes, block.packed);
  std::string lines(block.unpacked_size, '\0');
  uLongf size = block.unpacked_size;
  POSTERN_CHECK(uncompress(reinterpret_cast<Bytef*>(lines.data()), &size,
                           reinterpret_cast<const Bytef*>(packed.data()), packed.size()) == Z_OK);
  POSTERN_CHECK(size == block.unpacked_size);
  return lines;
}

// What stands before the next `end`, which is taken off `text` together with it.
std::string_view take_until(char end, std::string_view& text) {
  const std::size_t at = text.find(end);
  POSTERN_CHECK(at != std::string_view::npos);
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at + 1);
  return taken;
}

ManagedPolicy read_line(std::string_view line) {
  ManagedPolicy policy;
  policy.arn = take_until(' ', line);
  policy.version = take_until(' ', line);
  policy.date = take_until(' ', line);
  policy.document = line;
  return policy;
}

std::string_view checked(std::span<const std::byte> file) {
  const std::string_view bytes(reinterpret_cast<const char*>(file.data()), file.size());
  POSTERN_CHECK(bytes.size() >= sizeof(Header));
  const Header& head = header(bytes);
  POSTERN_CHECK(std::string_view(head.magic, sizeof head.magic) == magic);
  POSTERN_CHECK(head.format == format_version);
  POSTERN_CHECK(head.size == bytes.size());
  POSTERN_CHECK(sizeof(Header) + std::uint64_t{head.block_count} * sizeof(BlockRow) <=
                bytes.size());
  return bytes;
}

}  // namespace

ManagedPolicies::ManagedPolicies() : bytes_(checked(embedded_managed_policies())) {}

Version ManagedPolicies::version() const {
  const Header& head = header(bytes_);
  return {part(bytes_, head.source), part(bytes_, head.version), part(bytes_, head.date)};
}

std::size_t ManagedPolicies::size() const { return header(bytes_).policy_count; }

std::optional<ManagedPolicy> ManagedPolicies::find(std::string_view arn) const {
  const std::span<const BlockRow> rows = blocks(bytes_);
  const auto after = std::upper_bound(rows.begin(), rows.end(), arn,
                                      [this](std::string_view wanted, const BlockRow& block) {
                                        return wanted < part(bytes_, block.first_arn);
                                      });
  if (after == rows.begin()) return std::nullopt;
  const std::string lines = unpack(bytes_, *(after - 1));
  for (std::string_view rest = lines; !rest.empty();) {
    const std::string_view line = take_until('\n', rest);
    if (line.substr(0, line.find(' ')) == arn) return read_line(line);
  }
  return std::nullopt;
}

std::vector<ManagedPolicy> ManagedPolicies::all() const {
  std::vector<ManagedPolicy> out;
  out.reserve(size());
  for (const BlockRow& block : blocks(bytes_)) {
    const std::string lines = unpack(bytes_, block);
    for (std::string_view rest = lines; !rest.empty();) {
      out.push_back(read_line(take_until('\n', rest)));
    }
  }
  POSTERN_CHECK(out.size() == size());
  return out;
}

}  // namespace postern::catalogue
