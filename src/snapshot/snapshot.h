// Reads the files and folders a user names into one World.
#pragma once

#include <string>
#include <vector>

#include "document/document.h"
#include "model/world.h"

namespace postern::snapshot {

/// Everything in `paths`, merged. A path is a file whose kind is told from its content, or a
/// folder: one with a `snapshot.yaml` (docs/snapshot-manifest.md), one that iam-collect wrote, or
/// one full of JSON files. The same document twice is fine; two that contradict each other are an
/// error. Things that are read past, or taken on trust, are in World::notes. World::inputs has the
/// SHA-256 of each file's content (unpacked, if it was gzipped). Throws Error with everything that
/// is wrong.
model::World read_snapshot(const std::vector<std::string>& paths,
                           const document::Limits& limits = {});

}  // namespace postern::snapshot
