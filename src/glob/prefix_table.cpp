#include "glob/prefix_table.h"

#include "support/check.h"

namespace postern::glob {

PrefixTable::PrefixTable(std::span<const GlobId> globs, std::span<const std::u32string_view> keys) {
  POSTERN_CHECK(globs.size() == keys.size());
  rows_.reserve(globs.size());
  for (std::size_t i = 0; i < globs.size(); ++i) rows_.push_back({keys[i], globs[i]});
  std::stable_sort(rows_.begin(), rows_.end(),
                   [](const Row& a, const Row& b) { return a.key < b.key; });
}

PrefixTable::Range PrefixTable::narrowed(Range range, std::size_t depth, Key key) const {
  const auto at = [&](std::size_t i) { return rows_.begin() + static_cast<std::ptrdiff_t>(i); };
  const auto first = std::partition_point(at(range.begin), at(range.end),
                                          [&](const Row& row) { return row.key[depth] < key; });
  const auto last = std::partition_point(first, at(range.end),
                                         [&](const Row& row) { return row.key[depth] == key; });
  return {static_cast<std::size_t>(first - rows_.begin()),
          static_cast<std::size_t>(last - rows_.begin())};
}

}  // namespace postern::glob
