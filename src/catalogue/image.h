// The embedded file data/catalogue.bin, read in place. Its layout is what
// scripts/generate_catalogue.py writes: little-endian, 32-bit words, a table of sections up front.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "catalogue/catalogue.h"

namespace postern::catalogue {

/// A text of the Texts section: offset in the upper 24 bits, length in the lower 8.
struct TextRef {
  std::uint32_t packed;
};

/// A run of the Pool section: first word in the upper 20 bits, length in the lower 12.
struct ListRef {
  std::uint32_t packed;
};

struct ServiceRow {
  TextRef prefix;
  std::uint32_t first_action, end_action;
};

struct ActionRow {
  TextRef name;
  ListRef types, keys;
  std::uint16_t service;
  std::uint8_t level, resource_optional;
};

struct TypeRow {
  TextRef name;
  std::uint32_t first_format, format_count;
};

struct KeyRow {
  TextRef name;
  std::uint8_t type, multivalued, global, unused;
};

/// The sections of the file as arrays. Rows are sorted by lower-cased name, which is what their ids
/// count (types: by service, then name).
class Image {
 public:
  /// The image in this program. The first call resolves the ARN formats (some thousand texts); the
  /// rest stays where the linker put it.
  static const Image& embedded();

  /// The whole file, to be checked against its digest.
  std::span<const std::byte> bytes() const { return bytes_; }
  /// SHA-256 of everything after the header's 48 bytes, as the generator computed it.
  std::span<const std::byte> digest() const;

  std::string_view text(TextRef ref) const {
    return texts_.substr(ref.packed >> 8, ref.packed & 0xff);
  }
  /// The ids of a list; `Id` is ResourceTypeId or KeyId.
  template <typename Id>
  std::span<const Id> list(ListRef ref) const {
    static_assert(sizeof(Id) == sizeof(std::uint32_t));
    return as_array<Id>(pool_.subspan(ref.packed >> 12, ref.packed & 0xfff));
  }

  std::span<const TextRef> meta() const { return meta_; }  // package, version, date
  std::span<const ServiceRow> services() const { return services_; }
  std::span<const ActionRow> actions() const { return actions_; }
  std::span<const TypeRow> types() const { return types_; }
  std::span<const KeyRow> keys() const { return keys_; }
  std::span<const KeyId> templates() const { return templates_; }  // keys with a `*` in the name
  std::span<const std::string_view> formats(const TypeRow& row) const {
    return std::span(formats_).subspan(row.first_format, row.format_count);
  }

 private:
  explicit Image(std::span<const std::byte> bytes);

  template <typename To, typename From>
  static std::span<const To> as_array(std::span<const From> from) {
    return {reinterpret_cast<const To*>(from.data()), from.size_bytes() / sizeof(To)};
  }

  std::span<const std::byte> bytes_;
  std::string_view texts_;
  std::span<const TextRef> meta_;
  std::span<const ServiceRow> services_;
  std::span<const ActionRow> actions_;
  std::span<const TypeRow> types_;
  std::span<const KeyRow> keys_;
  std::span<const KeyId> templates_;
  std::span<const std::uint32_t> pool_;
  std::vector<std::string_view> formats_;
};

}  // namespace postern::catalogue
