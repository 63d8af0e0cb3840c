#include <algorithm>
#include <cstring>

#include "document/storage.h"
#include "support/codes.h"

namespace postern::document {
namespace {

// Offsets are 32 bits, and a YAML escape can make a string longer than its source.
constexpr std::size_t largest_text = std::size_t{1} << 31;

std::vector<std::uint32_t> line_starts(std::string_view text) {
  std::vector<std::uint32_t> lines{0};
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  for (const char* at = begin; at != end;) {
    const void* found = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
    if (found == nullptr) break;
    at = static_cast<const char*>(found) + 1;
    lines.push_back(static_cast<std::uint32_t>(at - begin));
  }
  return lines;
}

}  // namespace

SourceSpan Source::place(std::size_t offset) const {
  if (outer) {
    if (one_place) return outer->place(steps.front().outer);
    const auto after =
        std::upper_bound(steps.begin(), steps.end(), offset,
                         [](std::size_t o, const Step& step) { return o < step.at; });
    const Step& step = *(after - 1);
    return outer->place(step.outer + (offset - step.at));
  }
  const auto after = std::upper_bound(lines.begin(), lines.end(), offset);
  const auto line = static_cast<std::uint32_t>(after - lines.begin());
  return {file, line, static_cast<std::uint32_t>(offset) - *(after - 1) + 1};
}

std::shared_ptr<const Source> make_source(std::string_view file, std::string_view text,
                                          Syntax syntax, const Limits& limits) {
  auto source = std::make_shared<Source>();
  source->file = std::make_shared<const std::string>(file);
  source->syntax = syntax;
  const std::size_t limit = std::min(limits.bytes, largest_text);
  if (text.size() > limit) {
    throw Error(codes::too_large, {source->file, 1, 1},
                "the text has " + std::to_string(text.size()) + " bytes, more than the limit of " +
                    std::to_string(limit));
  }
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    throw Error(codes::bad_encoding, {source->file, 1, 1}, "the text is UTF-16, not UTF-8",
                "save the file as UTF-8");
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  source->text = text;
  source->lines = line_starts(text);
  return source;
}

}  // namespace postern::document
