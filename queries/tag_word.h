// A word `tag:KEY=VALUE` of a query. Internal to the layer.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "support/text.h"

namespace postern::queries {

struct TagWord {
  std::string key, value;

  /// Of `KEY=VALUE`.
  explicit TagWord(std::string_view text)
      : key(text.substr(0, text.find('='))), value(text.substr(text.find('=') + 1)) {}

  /// Whether one of the tags is this; the case of keys does not matter (COND-5).
  bool is_among(const std::map<std::string, std::string>& tags) const {
    return std::ranges::any_of(tags, [&](const auto& tag) {
      return equals_ignoring_case(tag.first, key) && tag.second == value;
    });
  }
};

}  // namespace postern::queries
