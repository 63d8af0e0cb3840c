// Reads a `snapshot.yaml`: which file holds the policy of which resource
// (docs/snapshot-manifest.md).
#pragma once

#include <string>

#include "document/document.h"
#include "snapshot/world_builder.h"

namespace postern::snapshot {

/// Reads the manifest `root` of file `path` and the files it names, which lie relative to it.
void read_manifest(document::Node root, const std::string& path, WorldBuilder& builder);

}  // namespace postern::snapshot
