// VPC endpoints, as `ec2 describe-vpc-endpoints` and iam-collect describe them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "document/document.h"
#include "snapshot/fields.h"
#include "snapshot/world_builder.h"

namespace postern::snapshot {

/// Reads the pages of what `ec2 describe-vpc-endpoints` prints, in order; `account`, if given, must
/// own them all. Returns how many there are; everything wrong is reported.
std::size_t read_vpc_endpoints(const std::vector<document::Node>& pages,
                               const std::optional<std::string>& account, WorldBuilder& builder);

/// One endpoint; `account`, if given, must own it. Nothing if anything is wrong, which is reported.
std::optional<VpcEndpointDraft> read_described_endpoint(document::Node node,
                                                        const std::optional<std::string>& account,
                                                        Letters letters, WorldBuilder& builder);

/// The endpoint an iam-collect folder is of, by its metadata; nothing if anything is wrong, which
/// is reported.
std::optional<VpcEndpointDraft> read_collected_endpoint(Fields& metadata,
                                                        const std::string& account,
                                                        WorldBuilder& builder);

/// The policy of an endpoint: an object, or a string that holds one.
ReadPolicy read_endpoint_policy(document::Node node, const std::string& id, WorldBuilder& builder);

}  // namespace postern::snapshot
