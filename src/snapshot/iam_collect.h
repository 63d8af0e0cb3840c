// Reads what iam-collect wrote, to a folder or to an SQLite database: one small document for each
// fact.
//
// Paths and keys are lower-cased there, so names and ARNs are taken from the metadata of a thing.
// What no engine models yet (resource shares, ...) is counted and becomes a note of the World.
#pragma once

#include <string>

#include "snapshot/world_builder.h"

namespace postern::snapshot {

/// True if `folder` has iam-collect's layout: `aws/<partition>/accounts`.
bool is_iam_collect(const std::string& folder);

/// True if the file is an SQLite database, whatever its name.
bool is_database(const std::string& path);

/// Reads the folder. An account whose users or roles were collected counts as complete
/// (Account::has_identities).
void read_iam_collect(const std::string& folder, WorldBuilder& builder);

/// Reads the database: what the folder with the same documents would give. Throws Error.
void read_iam_collect_database(const std::string& path, WorldBuilder& builder);

}  // namespace postern::snapshot
