// The output of the commands that print what S3 and KMS decide by besides policies.
#pragma once

#include <optional>

#include "document/document.h"
#include "snapshot/fields.h"
#include "snapshot/paging.h"
#include "snapshot/world_builder.h"

namespace postern::snapshot {

/// `s3api get-bucket-acl`. These return nothing for output they cannot read; everything wrong is
/// reported.
std::optional<model::Acl> read_bucket_acl(document::Node root, Diagnostics& diagnostics);

/// `s3api get-bucket-ownership-controls`.
std::optional<model::ObjectOwnership> read_ownership_controls(document::Node root,
                                                              Diagnostics& diagnostics);

/// `s3api get-public-access-block`, `s3control get-public-access-block`.
std::optional<model::PublicAccessBlock> read_block_output(document::Node root,
                                                          Diagnostics& diagnostics);

/// `s3control get-access-point` of the access point with that ARN.
std::optional<model::AccessPointFacts> read_access_point(document::Node root, std::string_view arn,
                                                         Diagnostics& diagnostics);

/// What its output and AWS Config say of an access point. Other members are left alone.
std::optional<model::AccessPointFacts> read_access_point_members(Fields& fields,
                                                                 std::string_view arn,
                                                                 Diagnostics& diagnostics);

struct GrantList {
  KeyGrants grants;
  std::optional<MoreFollows> more;  // the last page says that more follows
};

/// The pages of `kms list-grants` of the key with that ARN (KMS-10), in order. Who may retire a
/// grant has one of its own.
std::optional<GrantList> read_key_grants(const std::vector<document::Node>& pages,
                                         std::string_view key, WorldBuilder& builder);

}  // namespace postern::snapshot
