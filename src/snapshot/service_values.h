// Values of S3 and KMS that stand in scenarios and in the output of commands alike.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "document/document.h"
#include "model/kms.h"
#include "model/s3.h"
#include "snapshot/fields.h"

namespace postern::snapshot {

/// The grant of an access control list; nothing if either is wrong, which is reported.
/// Precondition: both are strings.
std::optional<model::AclGrant> read_acl_grant(document::Node grantee, document::Node permission,
                                              Diagnostics& diagnostics);

/// Object Ownership; nothing for other words, which are reported. Precondition: a string.
std::optional<model::ObjectOwnership> read_object_ownership(document::Node word,
                                                            Diagnostics& diagnostics);

/// The four flags of a public access block, each of them optional (BPA-1..BPA-4). Reports others.
model::PublicAccessBlock read_public_access_block(document::Node flags, std::string_view what,
                                                  Diagnostics& diagnostics,
                                                  Letters letters = Letters::AsAsked);

/// A member that holds pairs of strings; none if it is absent.
std::map<std::string, std::string> read_pairs(Fields& fields, std::string_view name,
                                              Diagnostics& diagnostics);

}  // namespace postern::snapshot
