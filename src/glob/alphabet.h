// The characters strings are made of, and which of them people like to read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "glob/glob.h"

namespace postern::glob {

/// The largest character of a string: support's decode_utf8 keeps a malformed byte B as 0x110000+B.
inline constexpr char32_t largest_character = 0x1100FF;
/// Stands for "a character nothing mentions": in every cofinite set and in no finite one.
inline constexpr char32_t fresh_character = 0x3FFFFFFF;

constexpr bool is_ascii_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}
constexpr char32_t ascii_lower(char32_t c) { return c >= U'A' && c <= U'Z' ? c + 32 : c; }
constexpr char32_t ascii_upper(char32_t c) { return c >= U'a' && c <= U'z' ? c - 32 : c; }

/// Printable ASCII, the characters that look best in a witness first.
std::u32string_view readable_characters();
bool is_readable(char32_t c);
/// The place of `c` in the order in which witnesses prefer characters: small is better.
char32_t readability_rank(char32_t c);
/// The most readable character of `set`, passing over `skip` better ones if there are so many;
/// something unreadable if need be. `set` must not be empty.
char32_t pick(const CharSet& set, std::size_t skip = 0);
/// A character that is not in `mentioned` (sorted): readable if possible, never a control character
/// or half of a surrogate pair unless nothing else is left.
char32_t unmentioned(const std::vector<char32_t>& mentioned);
/// The same, but nothing if every readable character is mentioned.
std::optional<char32_t> unmentioned_readable(const std::vector<char32_t>& mentioned);

}  // namespace postern::glob
