#include "glob/char_set.h"

#include <algorithm>

#include "glob/alphabet.h"

namespace postern::glob {
namespace {

CharSet make(std::u32string_view chars, bool complement) {
  CharSet set{{chars.begin(), chars.end()}, complement};
  std::sort(set.chars.begin(), set.chars.end());
  set.chars.erase(std::unique(set.chars.begin(), set.chars.end()), set.chars.end());
  return set;
}

}  // namespace

bool CharSet::contains(char32_t c) const {
  if (chars.size() == 1) return (chars.front() == c) != complement;
  return std::binary_search(chars.begin(), chars.end(), c) != complement;
}

CharSet CharSet::all() { return {{}, true}; }
CharSet CharSet::one(char32_t c) { return {{c}, false}; }
CharSet CharSet::except(std::u32string_view chars) { return make(chars, true); }
CharSet CharSet::any_of(std::u32string_view chars) { return make(chars, false); }

CharSet CharSet::ignoring_case(char32_t c) {
  if (!is_ascii_letter(c)) return one(c);
  return {{ascii_upper(c), ascii_lower(c)}, false};
}

bool is_empty(const CharSet& set) { return set.chars.empty() && !set.complement; }
bool is_all(const CharSet& set) { return set.chars.empty() && set.complement; }
bool is_single(const CharSet& set) { return set.chars.size() == 1 && !set.complement; }

bool is_case_pair(const CharSet& set) {
  return !set.complement && set.chars.size() == 2 && is_ascii_letter(set.chars[0]) &&
         set.chars[0] != set.chars[1] && ascii_lower(set.chars[0]) == ascii_lower(set.chars[1]);
}

bool is_case_closed(const CharSet& set) {
  return std::all_of(set.chars.begin(), set.chars.end(), [&](char32_t c) {
    return set.contains(ascii_lower(c)) == set.contains(ascii_upper(c));
  });
}

bool includes(const CharSet& wide, const CharSet& narrow) {
  const auto& w = wide.chars;
  const auto& n = narrow.chars;
  if (!narrow.complement) {
    return std::all_of(n.begin(), n.end(), [&](char32_t c) { return wide.contains(c); });
  }
  // A cofinite set is in another iff it excludes at least what that one excludes.
  return wide.complement && std::includes(n.begin(), n.end(), w.begin(), w.end());
}

CharSet without(CharSet set, char32_t c) {
  const auto at = std::lower_bound(set.chars.begin(), set.chars.end(), c);
  const bool mentioned = at != set.chars.end() && *at == c;
  if (set.complement && !mentioned) set.chars.insert(at, c);
  if (!set.complement && mentioned) set.chars.erase(at);
  return set;
}

}  // namespace postern::glob
