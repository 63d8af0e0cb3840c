// One input file: its bytes and the documents in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "document/document.h"
#include "support/error.h"

namespace postern::snapshot {

struct LoadedFile {
  std::string path;
  std::string sha256;  // of its bytes, unpacked
  std::vector<document::Document> documents;
};

/// Reads a file: YAML if its name says so (`.yaml`, `.yml`), else one or more JSON values. Throws
/// Error.
LoadedFile load_file(const std::string& path, const document::Limits& limits);

/// Reads the file that `name` (a string) names, relative to `folder`; nothing if it cannot be read,
/// which is reported, at `name` if it cannot be opened.
std::optional<LoadedFile> load_named_file(const std::string& folder, document::Node name,
                                          const document::Limits& limits, Diagnostics& diagnostics);

/// The documents of a file, in order.
std::vector<document::Node> pages_of(const LoadedFile& file);

/// The one document of a file; nothing if it has several, which is reported. `what` is what it
/// holds: "one policy".
std::optional<document::Node> only_document(const LoadedFile& file, std::string_view what,
                                            Diagnostics& diagnostics);

}  // namespace postern::snapshot
