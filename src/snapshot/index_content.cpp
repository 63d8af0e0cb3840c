#include "snapshot/index_content.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "model/arn.h"
#include "snapshot/arns.h"
#include "snapshot/fields.h"
#include "snapshot/input_kind.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;

ContentFacts unplaced(std::string why, std::string hint) {
  ContentFacts out;
  out.why = std::move(why);
  out.hint = std::move(hint);
  return out;
}

ContentFacts of_kind(std::string kind, std::string service) {
  ContentFacts out;
  out.kind = std::move(kind);
  out.service = std::move(service);
  return out;
}

std::string text_of(Node object, std::string_view key) {
  const std::optional<Node> value = object.find(key);
  return value && value->is(Kind::String) ? std::string(value->text()) : std::string();
}

std::vector<Node> elements(Node value) {
  return value.is(Kind::Array) ? value.elements() : std::vector<Node>{value};
}

// The ARN of the resource that a pattern of a policy governs: a bucket's for its objects.
std::string governing(std::string_view pattern) {
  const auto parts = model::parse_arn(pattern);
  if (!parts) return {};
  std::string arn(pattern);
  if (parts->service == "s3" && parts->account.empty()) {
    arn = arn.substr(0, arn.find('/'));
  } else if (parts->service == "s3" && parts->resource.starts_with("accesspoint/")) {
    const std::size_t name = arn.find('/') + 1;
    arn = arn.substr(0, arn.find('/', name));
  } else if (parts->service != "lambda") {
    return {};
  }
  return arn.find_first_of("*?$") == std::string::npos ? arn : std::string();
}

// What all Resource elements of a resource's policy are about, for the services that accept no
// other; empty if they name several things, or none.
std::string subject_of_policy(Node policy) {
  std::string subject;
  const std::optional<Node> statements = policy.find("Statement");
  if (!statements) return {};
  for (Node statement : elements(*statements)) {
    const auto resources = statement.is(Kind::Object) ? statement.find("Resource") : std::nullopt;
    if (!resources) return {};
    for (Node resource : elements(*resources)) {
      const std::string arn = resource.is(Kind::String) ? governing(resource.text()) : "";
      if (arn.empty() || (!subject.empty() && arn != subject)) return {};
      subject = arn;
    }
  }
  return subject;
}

bool has_principals(Node policy) {
  const std::optional<Node> statements = policy.find("Statement");
  if (!statements) return false;
  const std::vector<Node> all = elements(*statements);
  return std::any_of(all.begin(), all.end(), [](Node each) {
    return each.is(Kind::Object) && (each.find("Principal") || each.find("NotPrincipal"));
  });
}

bool has_actions_of_keys(Node policy) {
  for (Node statement : elements(*policy.find("Statement"))) {
    const auto actions = statement.is(Kind::Object) ? statement.find("Action") : std::nullopt;
    if (!actions) continue;
    for (Node action : elements(*actions)) {
      if (action.is(Kind::String) && ascii_lower(action.text()).starts_with("kms:")) return true;
    }
  }
  return false;
}

// A policy, of which the output around it says nothing.
ContentFacts read_policy(Node policy) {
  if (!policy.is(Kind::Object) || !has_principals(policy)) {
    return unplaced("a policy without `Principal` belongs to no resource",
                    "policies of users, roles and groups are in the account's authorization "
                    "details; name those of an organization in a file of kind `organization`");
  }
  ContentFacts out;
  out.about_keys = has_actions_of_keys(policy);
  out.arn = subject_of_policy(policy);
  if (const auto parts = model::parse_arn(out.arn)) {
    out.service = parts->service;
    const model::ResourceKind kind = resource_kind(*parts);
    out.kind = kind == model::ResourceKind::S3Bucket         ? "bucket-policy"
               : kind == model::ResourceKind::AccessPoint    ? "access-point-policy"
               : kind == model::ResourceKind::LambdaFunction ? "function-policy"
                                                             : "resource-policy";
  }
  return out;
}

// s3api get-bucket-policy, kms get-key-policy, lambda get-policy: the policy is in a string.
ContentFacts read_plain_output(Node root) {
  const Node value = *root.find("Policy");
  std::optional<document::Document> embedded;
  Node policy = value;
  if (value.is(Kind::String)) {
    try {
      embedded = document::parse_embedded(value);
      policy = embedded->root();
    } catch (const Error& error) {
      return unplaced(error.diagnostics().front().message, "");
    }
  }
  ContentFacts out = read_policy(policy);
  if (!out.why.empty()) return out;
  if (root.find("PolicyName")) out = of_kind("key-policy", "kms");
  if (const std::string own = text_of(root, "Arn"); model::parse_arn(own)) {
    out = of_kind("resource-policy", std::string(model::parse_arn(own)->service));
    out.arn = own;
  }
  return out;
}

// sqs get-queue-attributes, sns get-topic-attributes.
ContentFacts read_attributes(Node attributes) {
  if (!attributes.is(Kind::Object)) return unplaced("its attributes are no object", "");
  const bool queue = attributes.find("QueueArn").has_value();
  ContentFacts out = queue ? of_kind("queue-policy", "sqs") : of_kind("", "");
  if (attributes.find("TopicArn")) out = of_kind("topic-policy", "sns");
  out.arn = text_of(attributes, queue ? "QueueArn" : "TopicArn");
  if (attributes.find("Policy")) return out;
  // Where all attributes are there, no policy is none; some are printed only if asked for.
  if (queue && attributes.find("CreatedTimestamp") && attributes.find("VisibilityTimeout")) {
    out.no_policy = true;
    return out;
  }
  return unplaced("the attributes have no `Policy`",
                  "ask for all attributes; if there is no policy, say `kind: none`");
}

ContentFacts read_grants(Node root) {
  if (root.find("Owner")) return of_kind("bucket-acl", "s3");
  ContentFacts out = of_kind("key-grants", "kms");
  const std::optional<Node> grants = root.find("Grants");
  if (grants->is(Kind::Array) && grants->size() != 0 && (*grants)[0].is(Kind::Object)) {
    const std::string key = text_of((*grants)[0], "KeyId");
    if (model::parse_arn(key)) out.arn = key;
  }
  return out;
}

struct Failure {
  std::string_view operation, code, kind, service;
};
// What fails where a resource has no policy of its own.
constexpr std::array no_policy{
    Failure{"GetBucketPolicy", "NoSuchBucketPolicy", "bucket-policy", "s3"},
    Failure{"GetAccessPointPolicy", "NoSuchAccessPointPolicy", "access-point-policy", "s3"},
    Failure{"GetPolicy", "ResourceNotFoundException", "function-policy", "lambda"},
    Failure{"GetRepositoryPolicy", "RepositoryPolicyNotFoundException", "repository-policy", "ecr"},
};
constexpr std::string_view failure = "An error occurred (";
constexpr std::string_view calling = ") when calling the ";

std::string_view trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t\r\n");
  return from == std::string_view::npos ? std::string_view() : text.substr(from);
}

}  // namespace

ContentFacts read_content(Node root) {
  const RecognisedInput input = recognise(root);
  ContentFacts out;
  out.no_resource = true;
  if (input.kind == InputKind::ConfigItems) {
    out.kind = "config";
    return out;
  }
  if (!root.is(Kind::Object)) return unplaced("the kind of this file is not known", "");
  if (input.kind == InputKind::AuthorizationDetails) {
    out.kind = "account-authorization-details";
    return out;
  }
  if (input.kind == InputKind::OrganizationsOutput) {
    out.kind = "organizations-output";
    return out;
  }
  if (root.find("VpcEndpoints")) {
    out.kind = "vpc-endpoints";
    return out;
  }
  if (root.find("management_account") && root.find("units")) {
    out.kind = "organization";
    return out;
  }
  if (root.find("Statement")) {
    out = read_policy(root);
    out.sure = false;
    return out;
  }
  if (const auto attributes = root.find("Attributes")) return read_attributes(*attributes);
  if (root.find("ResourcePolicy") || (root.find("ARN") && root.find("Name"))) {
    out = of_kind("secret-policy", "secretsmanager");
    out.arn = text_of(root, "ARN");
    return out;
  }
  if (root.find("policyText")) {
    out = of_kind("repository-policy", "ecr");
    out.account = text_of(root, "registryId");
    out.name = text_of(root, "repositoryName");
    return out;
  }
  if (root.find("Policy")) return read_plain_output(root);
  if (root.find("Grants")) return read_grants(root);
  if (root.find("OwnershipControls")) return of_kind("ownership-controls", "s3");
  if (root.find("NetworkOrigin")) {
    out = of_kind("access-point", "s3");
    out.arn = text_of(root, "AccessPointArn");
    out.name = text_of(root, "Name");
    return out;
  }
  if (root.find("PublicAccessBlockConfiguration")) return of_kind("public-access-block", "s3");
  return unplaced(input.kind == InputKind::Unsupported ? input.what + " is read by no manifest"
                                                       : "the kind of this file is not known",
                  "");
}

bool is_failure(std::string_view text) { return trimmed(text).starts_with(failure); }

ContentFacts read_failure(std::string_view text) {
  const std::string_view rest = trimmed(text).substr(failure.size());
  const std::size_t close = rest.find(calling);
  const std::string_view code = rest.substr(0, close);
  std::string_view operation;
  if (close != std::string_view::npos) {
    operation = rest.substr(close + calling.size());
    operation = operation.substr(0, operation.find(' '));
  }
  for (const Failure& known : no_policy) {
    if (known.operation != operation || known.code != code) continue;
    ContentFacts out = of_kind(std::string(known.kind), std::string(known.service));
    out.no_policy = true;
    return out;
  }
  const std::string call = std::string(operation) + " failed: " + std::string(code);
  if (code == "NoSuchPublicAccessBlockConfiguration") {
    ContentFacts out;
    out.needless = true;
    return out;
  }
  if (code == "OwnershipControlsNotFoundError") {
    return unplaced(call, "lists count in such a bucket: give its bucket-acl, remove this file");
  }
  return unplaced(call, "run the command again");
}

}  // namespace postern::snapshot
