#include "encoder/world_facts.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "encoder/access_points.h"
#include "encoder/session_tags.h"
#include "encoder/slice.h"
#include "support/account_ids.h"

namespace postern::encoder {
namespace {

using formula::Bits;

// Who may call sts:GetFederationToken. Managed policies, which many users have, are read once.
class FederationCalls {
 public:
  explicit FederationCalls(ActionSpace& actions)
      : actions_(actions), call_(actions.only({"sts:GetFederationToken"})) {}

  bool may_be_allowed(const model::IamPrincipal& user) {
    return !user.missing.empty() ||
           std::ranges::any_of(user.identity, [&](const auto* policy) { return allows(*policy); });
  }

 private:
  bool allows(const model::Policy& policy) {
    const auto [at, fresh] = known_.try_emplace(&policy, false);
    if (fresh) {
      at->second = std::ranges::any_of(policy.statements, [&](const auto& statement) {
        return statement.effect == model::Effect::Allow &&
               actions_.may_match(statement.actions, call_);
      });
    }
    return at->second;
  }

  ActionSpace& actions_;
  formula::Bits call_;
  std::unordered_map<const model::Policy*, bool> known_;
};

}  // namespace

WorldFacts::WorldFacts(const Slice& slice, const WorldFacts& whole)
    : world(slice.world),
      actions(whole.actions),
      services(whole.services),
      providers(whole.providers),
      accounts(whole.accounts),
      asked_accounts(whole.asked_accounts),
      partitions(whole.partitions),
      access_points(whole.access_points),
      mentioned_points(whole.mentioned_points),
      taggable(whole.taggable),
      federating(whole.federating),
      represented(slice.represented) {}

WorldFacts::WorldFacts(const model::World& known, ActionSpace& space,
                       std::set<std::string> asked_services, std::set<std::string> asked_providers)
    : world(known),
      actions(space),
      services(std::move(asked_services)),
      providers(std::move(asked_providers)) {
  access_points = AccessPoints::matter(world);
  if (access_points) mentioned_points = AccessPoints::mentioned(world);
  for (const model::IamPrincipal* role : taggable_roles(world, actions)) taggable.insert(role->arn);
  FederationCalls calls(actions);
  for (const auto& [arn, principal] : world.principals) {
    if (principal.kind == model::PrincipalKind::User && calls.may_be_allowed(principal)) {
      federating.insert(arn);
    }
  }
  partitions.insert("aws");
  for (const auto& [id, account] : world.accounts) {
    accounts.insert(id);
    partitions.insert(account.partition);
  }
  for (const auto& [arn, resource] : world.resources) {
    if (!resource.s3 || !resource.s3->bucket_acl) continue;
    for (const model::AclGrant& grant : resource.s3->bucket_acl->grants) {
      if (grant.grantee == model::AclGrantee::LogDelivery) {
        services.insert("logging.s3.amazonaws.com");  // ACL-8
      }
    }
  }
  for (const model::Policy& policy : world.policies) {
    for (const model::Statement& statement : policy.statements) {
      for (const model::Condition& condition : statement.conditions) {
        for (const model::Pattern& value : condition.values) add_account_ids(value.text, accounts);
      }
      if (!statement.principal) continue;
      for (const model::PrincipalEntry& entry : statement.principal->entries) {
        add_account_ids(entry.value, accounts);
        if (entry.value == "*") continue;
        if (entry.type == model::PrincipalType::Service) services.insert(entry.value);
        if (entry.type == model::PrincipalType::Federated) providers.insert(entry.value);
      }
    }
  }
}

}  // namespace postern::encoder
