// One input file: its bytes and the documents in it.
#pragma once

#include <string>
#include <vector>

#include "document/document.h"

namespace postern::snapshot {

struct LoadedFile {
  std::string bytes;  // unpacked
  std::vector<document::Document> documents;
};

/// Reads a file: YAML if its name says so (`.yaml`, `.yml`), else one or more JSON values. Throws
/// Error.
LoadedFile load_file(const std::string& path, const document::Limits& limits);

}  // namespace postern::snapshot
