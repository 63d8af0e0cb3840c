#include <algorithm>
#include <optional>
#include <utility>

#include "document/json.h"
#include "support/check.h"
#include "support/codes.h"

namespace postern::document {
namespace {

unsigned hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return 16;
}

std::size_t utf8_size(unsigned unit) { return unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3; }

// Maps the bytes of a JSON string back to its literal, which starts with the quote at `quote` and
// is well formed.
std::vector<Source::Step> literal_steps(std::string_view text, std::size_t quote) {
  std::vector<Source::Step> steps{{0, static_cast<std::uint32_t>(quote + 1)}};
  std::size_t decoded = 0;
  for (std::size_t raw = quote + 1; text[raw] != '"';) {
    if (text[raw] != '\\') {
      ++raw;
      ++decoded;
      continue;
    }
    if (text[raw + 1] != 'u') {
      raw += 2;
      decoded += 1;
    } else {
      unsigned unit = 0;
      for (std::size_t i = raw + 2; i < raw + 6; ++i) unit = unit * 16 + hex_digit(text[i]);
      const bool pair = unit >= 0xD800 && unit <= 0xDBFF;
      raw += pair ? 12 : 6;
      decoded += pair ? 4 : utf8_size(unit);
    }
    steps.push_back({static_cast<std::uint32_t>(decoded), static_cast<std::uint32_t>(raw)});
  }
  return steps;
}

// The text of a String node as a source of its own.
std::shared_ptr<const Source> string_source(const Document::Storage& storage,
                                            const Record& record) {
  auto source = std::make_shared<Source>();
  source->file = storage.source->file;
  source->text = storage.text(record);
  source->outer = storage.source;
  if (storage.source->syntax == Syntax::Yaml) {
    source->steps = {{0, record.at}};
    source->one_place = true;
  } else if (record.decoded) {
    source->steps = literal_steps(storage.source->text, record.at);
  } else {
    source->steps = {{0, record.at + 1}};
  }
  return source;
}

std::shared_ptr<const Source> percent_decoded(const std::shared_ptr<const Source>& encoded) {
  auto source = std::make_shared<Source>();
  source->file = encoded->file;
  source->outer = encoded;
  source->steps = {{0, 0}};
  const std::string_view text = encoded->text;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '%') {
      source->text.push_back(text[i++]);
      continue;
    }
    const unsigned high = i + 1 < text.size() ? hex_digit(text[i + 1]) : 16;
    const unsigned low = i + 2 < text.size() ? hex_digit(text[i + 2]) : 16;
    if (high > 15 || low > 15) {
      throw Error(codes::bad_percent, encoded->place(i), "`%` needs two hexadecimal digits");
    }
    source->text.push_back(static_cast<char>(high * 16 + low));
    i += 3;
    source->steps.push_back(
        {static_cast<std::uint32_t>(source->text.size()), static_cast<std::uint32_t>(i)});
  }
  return source;
}

}  // namespace

Document parse_embedded(Node string, const Limits& limits) {
  POSTERN_CHECK(string.is(Kind::String));
  std::shared_ptr<const Source> source =
      string_source(Document::Storage::of(string), Document::Storage::record(string));
  if (source->text.starts_with('%')) source = percent_decoded(source);
  return read_json(source, limits);
}

}  // namespace postern::document
