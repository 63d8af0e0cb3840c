// ARNs as snapshot documents give them: of IAM entities, and of resources with policies.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/arn.h"
#include "model/world.h"
#include "support/error.h"

namespace postern::snapshot {

/// True for the ARN of an IAM entity of that resource type ("user", "role", "group", "policy") in
/// an account (or, for policies, in `aws`); reports it if not.
bool expect_iam_arn(std::string_view arn, std::string_view type, const SourceSpan& where,
                    Diagnostics& diagnostics);

/// The name of an IAM entity: what follows the last slash of its ARN. Precondition: an IAM ARN.
std::string iam_name(std::string_view arn);

/// What a resource is, by its ARN.
model::ResourceKind resource_kind(const model::ArnView& arn);

/// True for the ARN of one resource: six components, no wildcards, not an object of a bucket;
/// reports it if not.
bool expect_resource_arn(std::string_view arn, const SourceSpan& where, Diagnostics& diagnostics);

/// What a report calls the policy of a resource: `bucket policy of NAME`, `key policy of ARN`, ...
std::string policy_name(const model::Resource& resource);

}  // namespace postern::snapshot
