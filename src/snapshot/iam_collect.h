// Reads a folder that iam-collect wrote: one small file for each fact, found by its path.
//
// Every component of a path is lower-cased there, so names and ARNs are taken from `metadata.json`.
// What no engine models yet (resource shares, ...) is
// counted and becomes a note of the World.
#pragma once

#include <string>

#include "snapshot/world_builder.h"

namespace postern::snapshot {

/// True if `folder` has iam-collect's layout: `aws/<partition>/accounts`.
bool is_iam_collect(const std::string& folder);

/// Reads the folder. An account whose users or roles were collected counts as complete
/// (Account::has_identities).
void read_iam_collect(const std::string& folder, WorldBuilder& builder);

}  // namespace postern::snapshot
