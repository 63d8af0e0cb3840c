#include <algorithm>
#include <utility>

#include "coverage/reasons.h"
#include "snapshot/arns.h"
#include "snapshot/fields.h"
#include "snapshot/iam_collect_parts.h"
#include "snapshot/service_values.h"
#include "snapshot/vpc_endpoints.h"

namespace postern::snapshot {
namespace {

using document::Document;
using document::Kind;
using document::Node;
using model::ResourceKind;

// Whether the metadata of a key say that AWS manages it (RCP-10).
bool aws_manages(Fields& metadata) {
  const std::vector<Node> aliases = metadata.list("aliases");
  return metadata.text("KeyManager") == "AWS" ||
         std::any_of(aliases.begin(), aliases.end(), [](Node alias) {
           return alias.is(Kind::String) && alias.text().starts_with("alias/aws/");
         });
}

// Only of buckets; an access point's block is not modelled.
void read_block(Facts& facts, model::Resource& resource, WorldBuilder& builder) {
  const std::optional<Document> document = facts.take("bpa.json");
  if (!document) return;
  const model::PublicAccessBlock block =
      read_public_access_block(document->root(), "a public access block", builder.diagnostics());
  if (resource.kind == ResourceKind::S3Bucket) {
    builder.add(ResourceFactDraft{resource.arn, resource.account, block, document->root().where()});
  } else if (block != model::PublicAccessBlock()) {
    resource.unmodelled.push_back("public access block");
    builder.read_past("public access block of S3", "public access blocks of S3");
  }
}

void read_endpoint(Facts& facts, Fields& metadata, const CollectedAccount& account,
                   WorldBuilder& builder) {
  std::optional<VpcEndpointDraft> draft = read_collected_endpoint(metadata, account.id, builder);
  const std::optional<Document> policy = facts.take("endpoint-policy.json");
  if (!draft) return;
  if (policy) draft->policy = read_endpoint_policy(policy->root(), draft->endpoint.id, builder);
  builder.add(*std::move(draft));
}

}  // namespace

void read_collected_resource(Facts& facts, const CollectedAccount& account, WorldBuilder& builder) {
  Diagnostics& diagnostics = builder.diagnostics();
  const auto document = facts.require("metadata.json", "folder");
  if (!document) return;
  Fields metadata(document->root(), "a resource", diagnostics);
  const std::optional<std::string> arn = metadata.require_text("arn");
  if (!arn || !expect_resource_arn(*arn, metadata.find("arn")->where(), diagnostics)) return;
  const model::ArnView parts = *model::parse_arn(*arn);
  if (!parts.account.empty() && parts.account != account.id) {
    diagnostics.error(codes::disagreement, metadata.find("arn")->where(),
                      ticked(*arn) + " lies in the folder of account " + ticked(account.id));
    return;
  }
  ResourceDraft draft;
  model::Resource& resource = draft.resource;
  resource.kind = resource_kind(parts);
  resource.arn = *arn;
  resource.account = account.id;
  resource.tags = read_tags(facts, diagnostics);
  resource.where = metadata.where();
  const bool key = resource.kind == ResourceKind::KmsKey;
  if (key) resource.aws_managed_key = aws_manages(metadata);
  if (const auto policy = facts.take("policy.json")) {
    draft.policy =
        builder.read_policy(policy->root(), model::PolicyKind::Resource, policy_name(resource));
  } else if (key) {
    resource.unmodelled.emplace_back(coverage::key_without_policy);
  }
  if (parts.service == "ec2" && parts.resource.starts_with("vpc-endpoint/")) {
    read_endpoint(facts, metadata, account, builder);
  }
  read_block(facts, resource, builder);
  facts.erase("encryption.json");  // decides about keys, not about access to the bucket
  facts.count_rest();
  builder.add(std::move(draft));
}

}  // namespace postern::snapshot
