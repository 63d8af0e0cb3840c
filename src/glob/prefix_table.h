// Globs sorted by the keys of their fixed beginning: a trie without nodes.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "glob/alphabet.h"
#include "glob/compiled.h"
#include "glob/glob.h"

namespace postern::glob {

class PrefixTable {
 public:
  PrefixTable() = default;
  /// The keys must outlive the table.
  PrefixTable(std::span<const GlobId> globs, std::span<const std::u32string_view> keys);

  std::size_t size() const { return rows_.size(); }

  /// Calls `visit(glob)` for the globs whose whole fixed beginning agrees with the start of `text`,
  /// until it returns true. Returns whether it did.
  template <typename Visit>
  bool any_starting(std::u32string_view text, Visit visit) const {
    return walk(Range{0, rows_.size()}, 0, text, Rest::Leave, visit);
  }

  /// The same for all globs whose fixed beginning does not clash with `prefix`.
  template <typename Visit>
  bool any_compatible(std::u32string_view prefix, Visit visit) const {
    return walk(Range{0, rows_.size()}, 0, prefix, Rest::Visit, visit);
  }

 private:
  struct Row {
    std::u32string_view key;
    GlobId glob;
  };
  struct Range {
    std::size_t begin, end;
  };
  enum class Rest { Leave, Visit };  // what to do with keys longer than the text

  Range narrowed(Range range, std::size_t depth, Key key) const;

  // Invariant: the rows of `range` agree with each other in their first `depth` keys, and with
  // `text` as far as it goes.
  template <typename Visit>
  bool walk(Range range, std::size_t depth, std::u32string_view text, Rest rest,
            Visit& visit) const {
    while (range.begin < range.end) {
      for (; range.begin < range.end && rows_[range.begin].key.size() == depth; ++range.begin) {
        if (visit(rows_[range.begin].glob)) return true;
      }
      if (depth == text.size()) {
        if (rest == Rest::Leave) return false;
        return std::any_of(rows_.begin() + static_cast<std::ptrdiff_t>(range.begin),
                           rows_.begin() + static_cast<std::ptrdiff_t>(range.end),
                           [&](const Row& row) { return visit(row.glob); });
      }
      const Key key = text[depth];
      const char32_t character = key & ~either_case;
      if (is_ascii_letter(character)) {
        // Letters may stand in the table as such and in either case.
        const Key folded = either_case | ascii_lower(character);
        if (walk(narrowed(range, depth, folded), depth + 1, text, rest, visit)) return true;
        if (key != character) {
          const Key upper = ascii_upper(character);
          if (walk(narrowed(range, depth, upper), depth + 1, text, rest, visit)) return true;
        }
      }
      range = narrowed(range, depth, character);
      ++depth;
    }
    return false;
  }

  std::vector<Row> rows_;
};

}  // namespace postern::glob
