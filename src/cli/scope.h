// Whether the snapshot is what the query files say it must be (their `scope`).
#pragma once

#include <string>
#include <vector>

#include "model/world.h"
#include "queries/query.h"
#include "support/time.h"

namespace postern::cli {

/// Throws Error with every scope that does not hold: the snapshot is not of the one organization it
/// names, or its newest document is older at `now` than it allows. Where no document says when it
/// was collected, the time its file was last written counts. Returns notes on what was taken on
/// trust.
std::vector<std::string> check_scopes(const std::vector<queries::QueryFile>& files,
                                      const model::World& world, Time now);

}  // namespace postern::cli
