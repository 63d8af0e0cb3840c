// Makes a manifest for a folder of outputs that do not say what they belong to.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "document/document.h"
#include "support/error.h"

namespace postern::snapshot {

struct IndexOptions {
  std::string account, region;  // of files whose content and path name none; may be empty
};

struct SnapshotIndex {
  std::string manifest;              // YAML that can be read, with the rest as comments
  std::size_t documents = 0;         // in the manifest
  std::vector<Diagnostic> unplaced;  // a warning for each file that is not
};

/// A manifest at `path` (docs/snapshot-manifest.md) for the files in `folder` and below: what each
/// is comes from its content, and from its path where that does not say. A file that leaves a doubt
/// is not placed. Throws Error if `folder` cannot be listed or has nothing that could be placed.
SnapshotIndex index_snapshot(const std::string& folder, const std::string& path,
                             const IndexOptions& options, const document::Limits& limits = {});

}  // namespace postern::snapshot
