// When AWS Config captured an item.
#pragma once

#include <cstdint>
#include <optional>

#include "document/document.h"
#include "support/error.h"

namespace postern::snapshot {

/// The time in milliseconds since 1970: `2026-01-31T09:30:00.123Z`, with another offset, or seconds
/// as a number. Nothing for anything else, which is reported.
std::optional<std::int64_t> read_capture_time(document::Node node, Diagnostics& diagnostics);

}  // namespace postern::snapshot
