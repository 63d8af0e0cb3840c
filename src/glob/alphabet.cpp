#include "glob/alphabet.h"

#include <algorithm>
#include <array>

#include "glob/char_set.h"
#include "support/check.h"

namespace postern::glob {

std::u32string_view readable_characters() {
  static constexpr std::u32string_view readable =
      U"xyzabcdefghijklmnopqrstuvw0123456789-_/XYZABCDEFGHIJKLMNOPQRSTUVW.:@=+,~!%&#$^|;"
      U"()[]{}<>`'\"\\?* ";
  static_assert(readable.size() == 0x7F - 0x20);
  return readable;
}

bool is_readable(char32_t c) { return c >= 0x20 && c < 0x7F; }

namespace {

// The place of each ASCII character among the readable ones.
std::array<char32_t, 0x80> readable_ranks() {
  std::array<char32_t, 0x80> ranks{};
  for (char32_t i = 0; i < readable_characters().size(); ++i) ranks[readable_characters()[i]] = i;
  return ranks;
}

}  // namespace

char32_t readability_rank(char32_t c) {
  static const std::array<char32_t, 0x80> ranks = readable_ranks();
  if (is_readable(c)) return ranks[c];
  constexpr char32_t worse_than_readable = 0x80;
  constexpr char32_t control = 0x200000;
  return c < 0xA0 ? control + c : worse_than_readable + c;
}

char32_t pick(const CharSet& set, std::size_t skip) {
  if (is_single(set)) return set.chars.front();
  std::optional<char32_t> best;
  for (const char32_t c : readable_characters()) {
    if (!set.contains(c)) continue;
    if (!best) best = c;
    if (skip == 0) return c;
    --skip;
  }
  if (best) return *best;
  if (set.complement) return unmentioned(set.chars);
  POSTERN_CHECK(!set.chars.empty());
  return *std::min_element(set.chars.begin(), set.chars.end(), [](char32_t a, char32_t b) {
    return readability_rank(a) < readability_rank(b);
  });
}

std::optional<char32_t> unmentioned_readable(const std::vector<char32_t>& mentioned) {
  for (const char32_t c : readable_characters()) {
    if (!std::binary_search(mentioned.begin(), mentioned.end(), c)) return c;
  }
  return std::nullopt;
}

char32_t unmentioned(const std::vector<char32_t>& mentioned) {
  if (const auto c = unmentioned_readable(mentioned)) return *c;
  const auto free_in = [&](char32_t first, char32_t last) -> std::optional<char32_t> {
    for (char32_t c = first; c <= last; ++c) {
      if (!std::binary_search(mentioned.begin(), mentioned.end(), c)) return c;
    }
    return std::nullopt;
  };
  if (const auto c = free_in(0xC0, 0xD7FF)) return *c;
  if (const auto c = free_in(0xE000, 0x10FFFF)) return *c;
  if (const auto c = free_in(0, 0xBF)) return *c;
  internal_error("a glob mentions every character there is");
}

}  // namespace postern::glob
