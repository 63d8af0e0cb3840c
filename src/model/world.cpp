#include "model/world.h"

#include "support/check.h"

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
    case ResourceKind::LambdaFunction:
      arns.push_back(resource.arn + ":*");
      break;
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

}  // namespace postern::model
