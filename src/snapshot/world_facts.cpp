// What WorldBuilder does with VPC endpoints, and with facts about resources and accounts besides
// policies.
#include <algorithm>
#include <utility>

#include "snapshot/fields.h"
#include "snapshot/world_builder.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::snapshot {

using model::ResourceKind;

void WorldBuilder::add(VpcEndpointDraft draft) {
  model::VpcEndpoint& endpoint = draft.endpoint;
  const std::string content =
      join({endpoint.vpc, endpoint.account, endpoint.service, endpoint.region,
            endpoint.gateway ? "gateway" : "", draft.policy ? draft.policy->fingerprint : "none"},
           " ");
  if (!is_new("VPC endpoint", endpoint.id, content, endpoint.where)) return;
  if (draft.policy) endpoint.policy = keep(std::move(*draft.policy));
  std::string id = endpoint.id;
  world_.endpoints.emplace(std::move(id), std::move(endpoint));
}

void WorldBuilder::add(ResourceFactDraft draft) {
  if (!is_new(name_of(draft.fact), draft.arn, content_of(draft.fact), draft.where)) return;
  if (const auto* acl = std::get_if<model::Acl>(&draft.fact)) {
    const auto arn = model::parse_arn(draft.arn);
    POSTERN_CHECK(arn);
    add_canonical_id(draft.account, arn->partition, acl->owner, draft.where);
  }
  facts_[draft.arn].push_back(std::move(draft));
}

void WorldBuilder::add_canonical_id(const std::string& account_id, std::string_view partition,
                                    const std::string& id, const SourceSpan& where) {
  if (is_new("canonical id of account", account_id, id, where)) {
    account(account_id, partition).canonical_id = id;
  }
}

void WorldBuilder::add_account_block(std::string_view id, std::string_view partition,
                                     const model::PublicAccessBlock& block,
                                     const SourceSpan& where) {
  if (is_new("public access block of account", std::string(id), content_of(block), where)) {
    account(id, partition).s3_block = block;
  }
}

void WorldBuilder::settle_facts() {
  for (auto& [arn, resource] : world_.resources) {
    if (resource.kind != ResourceKind::S3Bucket) continue;
    model::S3Access& s3 = resource.s3.emplace();
    s3.owner = world_.accounts.at(resource.account).canonical_id;
    s3.lists_unread = true;
  }
  for (const auto& [arn, drafts] : facts_) {
    const auto resource = world_.resources.find(arn);
    if (resource == world_.resources.end()) {
      diagnostics_.error(codes::incomplete_input, drafts.front().where,
                         "nothing says what policy " + ticked(arn) + " has",
                         "give its policy; if it has none, say `kind: none`");
      continue;
    }
    for (const ResourceFactDraft& draft : drafts) {
      if (draft.account == resource->second.account) {
        apply(draft.fact, resource->second);
        if (!draft.lack.empty()) resource->second.missing.push_back(draft.lack);
      } else {
        diagnostics_.error(codes::conflict, draft.where,
                           ticked(arn) + " is of account " + ticked(resource->second.account) +
                               ", not of " + ticked(draft.account),
                           "it is at " + to_string(resource->second.where));
      }
    }
    if (resource->second.s3) settle_lists(drafts, *resource->second.s3);
  }
}

void WorldBuilder::settle_lists(const std::vector<ResourceFactDraft>& drafts, model::S3Access& s3) {
  const auto fact = [&](auto kind) {
    return std::find_if(drafts.begin(), drafts.end(), [](const ResourceFactDraft& draft) {
      return std::holds_alternative<decltype(kind)>(draft.fact);
    });
  };
  const auto ownership = fact(model::ObjectOwnership());
  if (ownership == drafts.end()) {
    // Without ownership controls, lists count (OWN-2).
    if (s3.bucket_acl) s3.ownership = model::ObjectOwnership::ObjectWriter;
  } else if (s3.acls_count() && !s3.bucket_acl) {
    diagnostics_.error(codes::incomplete_input, ownership->where,
                       "access control lists count in " + ticked(ownership->arn) +
                           ", but nothing says what its own is",
                       "give it as `kind: bucket-acl`");
  }
  s3.object_acls_missing = s3.acls_count();
  s3.lists_unread = ownership == drafts.end() && !s3.bucket_acl;
}

void WorldBuilder::note_lists() {
  bool some = false, all = true;  // buckets of which nothing says whether lists count
  for (const auto& [arn, resource] : world_.resources) {
    if (!resource.s3) continue;
    some = some || resource.s3->lists_unread;
    all = all && resource.s3->lists_unread;
  }
  if (!some) return;
  note(all ? "access control lists of S3 buckets are not read: taken as disabled"
           : "access control lists of S3 buckets are taken as disabled where the snapshot has "
             "neither a list nor ownership controls");
}

}  // namespace postern::snapshot
