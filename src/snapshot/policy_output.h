// The policy of one resource as a file has it: the document alone, or inside what the AWS command
// line prints.
#pragma once

#include <optional>

#include "document/document.h"
#include "model/world.h"
#include "snapshot/world_builder.h"

namespace postern::snapshot {

/// The policy in `root`; nothing if the output says that there is none, or if it is wrong, which is
/// reported. What the output says of the resource must agree with `resource`.
std::optional<ReadPolicy> read_policy_output(document::Node root, const model::Resource& resource,
                                             WorldBuilder& builder);

}  // namespace postern::snapshot
