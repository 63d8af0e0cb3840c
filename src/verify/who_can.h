// Who can send some request of a set, directly or by assuming roles, and under which conditions.
#pragma once

#include "catalogue/catalogue.h"
#include "model/world.h"
#include "queries/query.h"
#include "verdict/who_can.h"
#include "verify/verify.h"

namespace postern::verify {

/// All callers of the set's principals (`any`: everybody there is) who can send some request of it,
/// and those who may. Everybody else certainly cannot; every group has a replayed witness. Of the
/// ways through roles that lead somebody there, a shortest one is given.
verdict::WhoCan who_can(const model::World& world, const catalogue::Catalogue& catalogue,
                        const queries::RequestSet& set, const Options& options);

}  // namespace postern::verify
