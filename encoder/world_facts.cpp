// What all steps of a chain have in common: found out once for a world.
#include <algorithm>
#include <utility>

#include "encoder/symbolic_request.h"

namespace postern::encoder {
namespace {

using formula::Bits;

// The twelve-digit numbers written in a text.
void collect_accounts(std::string_view text, std::set<std::string>& out) {
  std::size_t run = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] >= '0' && text[i] <= '9') {
      ++run;
      continue;
    }
    if (run == 12) out.emplace(text.substr(i - run, run));
    run = 0;
  }
}

}  // namespace

WorldFacts::WorldFacts(const model::World& known, const catalogue::Catalogue& catalogue,
                       std::set<std::string> asked_services, std::set<std::string> asked_providers)
    : world(known),
      actions(catalogue),
      services(std::move(asked_services)),
      providers(std::move(asked_providers)) {
  access_points = AccessPoints::matter(world);
  taggable = taggable_roles(world, actions);
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
        for (const model::Pattern& value : condition.values) collect_accounts(value.text, accounts);
      }
      if (!statement.principal) continue;
      for (const model::PrincipalEntry& entry : statement.principal->entries) {
        collect_accounts(entry.value, accounts);
        if (entry.value == "*") continue;
        if (entry.type == model::PrincipalType::Service) services.insert(entry.value);
        if (entry.type == model::PrincipalType::Federated) providers.insert(entry.value);
      }
    }
  }
}

bool WorldFacts::may_federate(const model::IamPrincipal& user) {
  if (!user.missing.empty()) return true;
  const formula::Bits call = actions.only({"sts:GetFederationToken"});
  for (const model::Policy* policy : user.identity) {
    for (const model::Statement& statement : policy->statements) {
      if (statement.effect != model::Effect::Allow) continue;
      if (actions.may_match(statement.actions, call)) return true;
    }
  }
  return false;
}

}  // namespace postern::encoder
