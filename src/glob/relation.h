// Inclusion and disjointness of two globs or two unions.
#pragma once

#include <optional>

#include "glob/product.h"
#include "glob/store.h"

namespace postern::glob {

/// True only if one member of `wide` contains `narrow`; found without search.
bool surely_inside(Store& store, GlobId narrow, GlobSetId wide);

/// Exact; nothing if the budget ended.
std::optional<bool> subset(Store& store, GlobId narrow, GlobId wide, Budget& budget);
std::optional<bool> disjoint(Store& store, GlobId a, GlobId b, Budget& budget);

/// The sufficient tests of the public header. Answers are kept.
bool surely_subset(Store& store, GlobSetId narrow, GlobSetId wide);
bool surely_disjoint(Store& store, GlobSetId a, GlobSetId b);

}  // namespace postern::glob
