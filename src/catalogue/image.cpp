#include "catalogue/image.h"

#include <bit>
#include <cstring>

#include "catalogue/embedded.h"
#include "support/check.h"

namespace postern::catalogue {
namespace {

static_assert(std::endian::native == std::endian::little, "the catalogue is read in place");
static_assert(sizeof(ServiceRow) == 12 && sizeof(ActionRow) == 16 && sizeof(TypeRow) == 12 &&
              sizeof(KeyRow) == 8);

constexpr std::string_view magic = "PCAT";
constexpr std::uint32_t format_version = 1;

/// In the order of the file.
enum class Section { Texts, Meta, Services, Actions, Types, Formats, Keys, Templates, Pool, Count };

struct SectionRow {
  std::uint32_t offset, count;
};

struct Header {
  char magic[4];
  std::uint32_t format, size, section_count;
  std::byte digest[32];
  SectionRow sections[static_cast<std::size_t>(Section::Count)];
};

const Header& header(std::span<const std::byte> bytes) {
  return *reinterpret_cast<const Header*>(bytes.data());
}

template <typename T>
std::span<const T> section(std::span<const std::byte> bytes, Section which) {
  const SectionRow row = header(bytes).sections[static_cast<std::size_t>(which)];
  POSTERN_CHECK(row.offset % alignof(T) == 0);
  POSTERN_CHECK(row.offset + std::uint64_t{row.count} * sizeof(T) <= bytes.size());
  return {reinterpret_cast<const T*>(bytes.data() + row.offset), row.count};
}

/// `bytes` if they begin with a header of the format that this file reads.
std::span<const std::byte> checked(std::span<const std::byte> bytes) {
  POSTERN_CHECK(bytes.size() >= sizeof(Header));
  const Header& head = header(bytes);
  POSTERN_CHECK(std::string_view(head.magic, sizeof head.magic) == magic);
  POSTERN_CHECK(head.format == format_version);
  POSTERN_CHECK(head.size == bytes.size());
  POSTERN_CHECK(head.section_count == static_cast<std::uint32_t>(Section::Count));
  return bytes;
}

}  // namespace

const Image& Image::embedded() {
  static const Image image(embedded_catalogue());
  return image;
}

Image::Image(std::span<const std::byte> bytes)
    : bytes_(checked(bytes)),
      meta_(section<TextRef>(bytes, Section::Meta)),
      services_(section<ServiceRow>(bytes, Section::Services)),
      actions_(section<ActionRow>(bytes, Section::Actions)),
      types_(section<TypeRow>(bytes, Section::Types)),
      keys_(section<KeyRow>(bytes, Section::Keys)),
      templates_(section<KeyId>(bytes, Section::Templates)),
      pool_(section<std::uint32_t>(bytes, Section::Pool)) {
  const auto texts = section<char>(bytes, Section::Texts);
  texts_ = {texts.data(), texts.size()};
  const auto formats = section<TextRef>(bytes, Section::Formats);
  formats_.reserve(formats.size());
  for (TextRef format : formats) formats_.push_back(text(format));
}

std::span<const std::byte> Image::digest() const { return header(bytes_).digest; }

}  // namespace postern::catalogue
