// JSON text to a tree: the part parse_json and parse_embedded share.
#pragma once

#include <cstddef>
#include <memory>

#include "document/document.h"
#include "document/storage.h"

namespace postern::document {

/// Reads one value that fills the whole source. Throws Error.
Document read_json(const std::shared_ptr<const Source>& source, const Limits& limits);

}  // namespace postern::document
