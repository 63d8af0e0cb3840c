#include "snapshot/arns.h"

#include "snapshot/fields.h"
#include "support/check.h"
#include "support/codes.h"
#include "support/text.h"

namespace postern::snapshot {

using model::ResourceKind;

bool expect_iam_arn(std::string_view arn, std::string_view type, const SourceSpan& where,
                    Diagnostics& diagnostics) {
  const std::optional<model::ArnView> parts = model::parse_arn(arn);
  const std::string prefix = std::string(type) + '/';
  const bool good =
      parts && parts->service == "iam" && parts->region.empty() && !parts->partition.empty() &&
      (is_account_id(parts->account) || (type == "policy" && parts->account == "aws")) &&
      parts->resource.starts_with(prefix) && !parts->resource.ends_with('/') &&
      parts->resource.find_first_of("*?") == std::string_view::npos;
  if (!good) {
    diagnostics.error(codes::bad_arn, where,
                      ticked(arn) + " is not the ARN of an IAM " + std::string(type));
  }
  return good;
}

std::string iam_name(std::string_view arn) { return std::string(arn.substr(arn.rfind('/') + 1)); }

ResourceKind resource_kind(const model::ArnView& arn) {
  const auto names_one = [&](std::string_view prefix, char separator) {
    return arn.resource.starts_with(prefix) &&
           arn.resource.find(separator, prefix.size()) == std::string_view::npos;
  };
  if (arn.service == "s3") {
    if (arn.account.empty() && arn.region.empty()) return ResourceKind::S3Bucket;
    return names_one("accesspoint/", '/') ? ResourceKind::AccessPoint : ResourceKind::Other;
  }
  if (arn.service == "sqs") return ResourceKind::SqsQueue;
  if (arn.service == "sns" && names_one("", ':')) return ResourceKind::SnsTopic;
  if (arn.service == "lambda" && names_one("function:", ':')) return ResourceKind::LambdaFunction;
  if (arn.service == "kms" && names_one("key/", '/')) return ResourceKind::KmsKey;
  if (arn.service == "secretsmanager" && names_one("secret:", ':')) return ResourceKind::Secret;
  if (arn.service == "ecr" && arn.resource.starts_with("repository/")) {
    return ResourceKind::EcrRepository;
  }
  return ResourceKind::Other;
}

bool expect_resource_arn(std::string_view arn, const SourceSpan& where, Diagnostics& diagnostics) {
  const auto fail = [&](std::string message, std::string hint) {
    diagnostics.error(codes::bad_arn, where, std::move(message), std::move(hint));
    return false;
  };
  const std::optional<model::ArnView> parts = model::parse_arn(arn);
  if (!parts || parts->partition.empty() || parts->service.empty() || parts->resource.empty()) {
    return fail(ticked(arn) + " is not the ARN of a resource", "");
  }
  if (arn.find_first_of("*?") != std::string_view::npos) {
    return fail(ticked(arn) + " has a wildcard: it must name one resource", "");
  }
  if (!parts->account.empty() && !is_account_id(parts->account)) {
    return fail(ticked(arn) + " has no account id of twelve digits", "");
  }
  if (resource_kind(*parts) == ResourceKind::S3Bucket &&
      parts->resource.find('/') != std::string_view::npos) {
    return fail(ticked(arn) + " names an object", "name the bucket alone");
  }
  return true;
}

std::string policy_name(const model::Resource& resource) {
  switch (resource.kind) {
    case ResourceKind::S3Bucket:
      return "bucket policy of " + std::string(model::parse_arn(resource.arn)->resource);
    case ResourceKind::SqsQueue:
      return "queue policy of " + resource.arn;
    case ResourceKind::SnsTopic:
      return "topic policy of " + resource.arn;
    case ResourceKind::LambdaFunction:
      return "function policy of " + resource.arn;
    case ResourceKind::KmsKey:
      return "key policy of " + resource.arn;
    case ResourceKind::Secret:
      return "secret policy of " + resource.arn;
    case ResourceKind::EcrRepository:
      return "repository policy of " + resource.arn;
    case ResourceKind::AccessPoint:
      return "access point policy of " + resource.arn;
    case ResourceKind::Other:
      return "resource policy of " + resource.arn;
  }
  internal_error("resource kind out of range");
}

}  // namespace postern::snapshot
