// What WorldBuilder does with organizations.
#include <algorithm>
#include <functional>
#include <utility>

#include "coverage/reasons.h"
#include "snapshot/fields.h"
#include "snapshot/world_builder.h"

namespace postern::snapshot {
namespace {

using model::Policy;
using model::PolicyKind;

std::string_view plural(PolicyKind kind) {
  return kind == PolicyKind::ServiceControl ? "service control policies"
                                            : "resource control policies";
}

std::string_view singular(PolicyKind kind) {
  return kind == PolicyKind::ServiceControl ? "service control policy" : "resource control policy";
}

// The documents of one organization, kept when something they are attached to asks for them.
class AttachedPolicies {
 public:
  using Keep = std::function<const Policy*(ReadPolicy)>;

  AttachedPolicies(OrganizationDraft& draft, Keep keep) : draft_(draft), keep_(std::move(keep)) {}

  // Of one node, which is called `name`; nothing of a type that is not enabled.
  model::AttachedGuardrails of(const std::string& name, const NodeDraft& node, bool scps,
                               bool rcps) {
    model::AttachedGuardrails out;
    if (scps) {
      resolve(PolicyKind::ServiceControl, name, node.scps, node.all_scps, out.scps,
              out.missing_scps);
    }
    if (rcps) {
      resolve(PolicyKind::ResourceControl, name, node.rcps, node.all_rcps, out.rcps,
              out.missing_rcps);
    }
    return out;
  }

 private:
  void resolve(PolicyKind kind, const std::string& name, const Attached& attached, bool all,
               std::vector<const Policy*>& found, std::vector<std::string>& missing) {
    // Where a type is enabled, each node has at least one policy of it (SCP-11, RCP-1).
    if (attached.empty() || !all)
      missing.push_back("the " + std::string(plural(kind)) + " of " + name);
    const std::string full = full_access_arn(kind, draft_.partition);
    std::set<std::string> names;
    for (const Reference& reference : attached) names.insert(reference.arn);
    // It cannot be detached (RCP-1).
    if (kind == PolicyKind::ResourceControl && !attached.empty()) names.insert(full);
    for (const std::string& each : names) {
      if (const Policy* policy = document(kind, each, each == full)) {
        found.push_back(policy);
      } else {
        missing.push_back("the " + std::string(singular(kind)) + " " + ticked(each) + " of " +
                          name);
      }
    }
  }

  const Policy* document(PolicyKind kind, const std::string& name, bool full) {
    const auto [at, first] = kept_.try_emplace(name, nullptr);
    if (!first) return at->second;
    if (full) return at->second = keep_({full_access(kind), {}});
    const auto read = draft_.policies.find(name);
    if (read == draft_.policies.end()) return nullptr;
    return at->second = keep_(std::move(read->second));
  }

  OrganizationDraft& draft_;
  Keep keep_;
  std::map<std::string, const Policy*> kept_;
};

bool any_attached(const OrganizationDraft& draft, Attached NodeDraft::*type) {
  const auto has = [&](const auto& entry) { return !(entry.second.*type).empty(); };
  return std::any_of(draft.units.begin(), draft.units.end(), has) ||
         std::any_of(draft.accounts.begin(), draft.accounts.end(), has);
}

}  // namespace

void WorldBuilder::add(OrganizationDraft draft) {
  if (!check_tree(draft, diagnostics_)) return;
  if (!is_new("organization", draft.id, content_of(draft), draft.where)) return;
  const auto enabled = [&](std::optional<bool> said, Attached NodeDraft::*type, PolicyKind kind) {
    if (said) return *said;
    const bool any = any_attached(draft, type);
    note("organization " + draft.id + " does not say whether it has " + std::string(plural(kind)) +
         " enabled: taken as " +
         (any ? "enabled, for some are attached" : "not enabled, for none is attached"));
    return any;
  };
  model::Organization& organization = world_.organizations[draft.id];
  organization.id = draft.id;
  organization.management_account = draft.management_account;
  organization.root_managers = draft.root_managers;
  organization.scps_enabled =
      enabled(draft.scps_enabled, &NodeDraft::scps, PolicyKind::ServiceControl);
  organization.rcps_enabled =
      enabled(draft.rcps_enabled, &NodeDraft::rcps, PolicyKind::ResourceControl);
  AttachedPolicies policies(draft, [&](ReadPolicy policy) { return keep(std::move(policy)); });
  const auto attached = [&](const std::string& name, const NodeDraft& node) {
    return policies.of(name, node, organization.scps_enabled, organization.rcps_enabled);
  };
  for (const auto& [id, unit] : draft.units) {
    organization.units[id] = {id, unit.above, attached(id, unit)};
  }
  for (const auto& [id, member] : draft.accounts) {
    if (!is_new("organization of account", id, draft.id, member.where)) continue;
    model::Account& account = this->account(id, draft.partition);
    account.organization = draft.id;
    account.unit = member.above;
    // Nothing attached to the management account has an effect (SCP-7, RCP-6).
    if (id != draft.management_account) account.attached = attached("account " + id, member);
  }
  if (!draft.all_accounts) open_organizations_.insert(draft.id);
  if (draft.s3_policies) s3_policies_.insert(draft.id);
}

void WorldBuilder::claim_organization(std::string_view id, std::string_view partition,
                                      std::string organization, const SourceSpan& where) {
  account(id, partition);
  claims_.push_back({std::string(id), std::move(organization), where});
}

void WorldBuilder::settle_organizations() {
  std::set<std::string> unknown;
  for (const Claim& claim : claims_) {
    model::Account& account = world_.accounts.at(claim.account);
    const bool known = world_.organizations.contains(claim.organization);
    const bool open = open_organizations_.contains(claim.organization);
    if (!known || open || unknown.contains(claim.organization)) {
      if (account.organization.empty()) account.organization = claim.organization;
      // Without units: where the account stands, and so what it is under, is not known.
      world_.organizations[claim.organization].id = claim.organization;
      if (!open && unknown.insert(claim.organization).second) {
        note("organization " + claim.organization +
             " is not in the snapshot: its policies are not known");
      }
    }
    if (account.organization == claim.organization) continue;
    diagnostics_.error(codes::disagreement, claim.where,
                       "account " + ticked(claim.account) + " is " +
                           (account.organization.empty()
                                ? "not among the accounts of organization "
                                : "in organization " + ticked(account.organization) + ", not in ") +
                           ticked(claim.organization));
  }
  // An account that no organization lists may be in one that does not list all of its accounts.
  for (auto& [id, account] : world_.accounts) {
    if (!account.organization.empty()) continue;
    for (const std::string& organization : open_organizations_) {
      const std::string place = std::string(coverage::missing_place) + id + " in organization " +
                                organization + ", if any";
      account.attached.missing_scps.push_back(place);
      account.attached.missing_rcps.push_back(place);
    }
  }
  for (auto& [arn, resource] : world_.resources) {
    const auto owner = world_.accounts.find(resource.account);
    if (resource.kind == model::ResourceKind::S3Bucket && owner != world_.accounts.end() &&
        s3_policies_.contains(owner->second.organization)) {
      resource.unmodelled.emplace_back(coverage::organization_s3_policies);
    }
  }
}

}  // namespace postern::snapshot
