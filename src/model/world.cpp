#include "model/world.h"

#include "model/arn.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::model {

std::string_view to_string(ResourceKind kind) {
  switch (kind) {
    case ResourceKind::S3Bucket:
      return "S3 bucket";
    case ResourceKind::SqsQueue:
      return "SQS queue";
    case ResourceKind::SnsTopic:
      return "SNS topic";
    case ResourceKind::LambdaFunction:
      return "Lambda function";
    case ResourceKind::KmsKey:
      return "KMS key";
    case ResourceKind::Secret:
      return "secret";
    case ResourceKind::EcrRepository:
      return "ECR repository";
    case ResourceKind::Other:
      return "resource";
  }
  internal_error("resource kind out of range");
}

std::vector<std::string> governed_arns(const Resource& resource) {
  std::vector<std::string> arns{resource.arn};
  switch (resource.kind) {
    case ResourceKind::S3Bucket:
      arns.push_back(resource.arn + "/*");
      break;
    case ResourceKind::LambdaFunction:  // versions and aliases have policies of their own (LMB-4)
    case ResourceKind::SqsQueue:
    case ResourceKind::SnsTopic:
    case ResourceKind::KmsKey:
    case ResourceKind::Secret:
    case ResourceKind::EcrRepository:
    case ResourceKind::Other:
      break;
  }
  return arns;
}

std::vector<std::string> nearby_arns(const Resource& resource) {
  std::vector<std::string> arns = {resource.arn + "/*", resource.arn + ":*"};
  const auto arn = parse_arn(resource.arn);
  if (resource.kind != ResourceKind::Other || resource.policy == nullptr || !arn) return arns;
  const std::string elsewhere = ":*:" + resource.account + ":*";
  for (const Statement& statement : resource.policy->statements) {
    if (!statement.resources) continue;
    bool named = !statement.resources->negated;
    for (const Pattern& pattern : statement.resources->patterns) {
      named = named && pattern.text.starts_with("arn:");
      if (named) arns.push_back(pattern.text);
    }
    if (named) continue;
    // `*`, `NotResource` or a short form such as `execute-api:/*`.
    arns.push_back("arn:*:" + std::string(arn->service) + elsewhere);
    for (const Pattern& action : statement.actions.patterns) {
      const std::string service = ascii_lower(action.text.substr(0, action.text.find(':')));
      if (service.find_first_of("*?$") == std::string::npos) {
        arns.push_back("arn:*:" + service + elsewhere);
      }
    }
  }
  return arns;
}

}  // namespace postern::model
