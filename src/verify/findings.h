// All access from outside the zone of trust, resource by resource.
#pragma once

#include <functional>

#include "catalogue/catalogue.h"
#include "model/world.h"
#include "verdict/findings.h"
#include "verify/verify.h"

namespace postern::verify {

/// The findings of every resource and role of the zone, each with a replayed witness, and whether
/// they cover all access from outside. The zone is what the options trust; else the accounts and
/// organizations of the snapshot. `progress` is told how many resources of how many are done.
verdict::Findings find_external_access(
    const model::World& world, const catalogue::Catalogue& catalogue, const Options& options,
    const std::function<void(std::size_t, std::size_t, const std::string&)>& progress);

}  // namespace postern::verify
