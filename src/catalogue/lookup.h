// Finding names regardless of ASCII case, without copies.
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string_view>

namespace postern::catalogue {

/// The order of the catalogue's tables: bytes of the lower-cased texts.
std::strong_ordering compare_ignoring_case(std::string_view a, std::string_view b);

/// True if `text` is `pattern` with every `*` replaced by some non-empty text. Case is ignored.
bool matches_template(std::string_view pattern, std::string_view text);

/// Index of the row of `sorted` whose name (`name_of(row)`) is `name` up to case.
template <typename Row, typename NameOf>
std::optional<std::uint32_t> find_row(std::span<const Row> sorted, std::string_view name,
                                      NameOf name_of) {
  std::size_t first = 0;
  std::size_t last = sorted.size();
  while (first < last) {
    const std::size_t middle = first + (last - first) / 2;
    const std::strong_ordering order = compare_ignoring_case(name_of(sorted[middle]), name);
    if (order == 0) return static_cast<std::uint32_t>(middle);
    if (order < 0) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return std::nullopt;
}

}  // namespace postern::catalogue
