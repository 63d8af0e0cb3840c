// Many properties over one world, several at a time.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "verify/verify.h"

namespace postern::verify {

struct Asked {
  const queries::Property* property;
  const queries::QueryFile* file;
};

/// The verdict on each property, in their order: the same ones whatever the number of `jobs` is
/// (1 or more), but for the seconds in their statistics. `progress` hears of each that is decided,
/// one call at a time: how many are, and which it was. Throws what Verifier::verify throws.
std::vector<verdict::Verdict> verify_all(
    const model::World& world, const catalogue::Catalogue& catalogue, const Options& options,
    std::span<const Asked> asked, unsigned jobs,
    const std::function<void(std::size_t, const queries::Property&)>& progress);

}  // namespace postern::verify
