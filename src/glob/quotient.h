// What is left of a glob when a part of the string is known.
#pragma once

#include <string_view>
#include <vector>

#include "glob/glob.h"
#include "glob/store.h"

namespace postern::glob {

/// The globs whose union is { s : prefix + s in `glob` }.
std::vector<GlobId> after_prefix(Store& store, GlobId glob, std::u32string_view prefix);
/// The globs whose union is { s : s + suffix in `glob` }.
std::vector<GlobId> before_suffix(Store& store, GlobId glob, std::u32string_view suffix);
/// GlobPool::split_at.
std::vector<Split> split_at(Store& store, GlobId glob, char32_t separator);

}  // namespace postern::glob
