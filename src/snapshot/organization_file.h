// Our own form of an organization: one YAML or JSON file, and the policies it names.
#pragma once

#include <string>

#include "document/document.h"
#include "snapshot/world_builder.h"

namespace postern::snapshot {

/// Reads the organization `root` of file `path` and the policies it names, which lie relative to it
/// (docs/snapshot-manifest.md).
void read_organization_file(document::Node root, const std::string& path, WorldBuilder& builder);

}  // namespace postern::snapshot
