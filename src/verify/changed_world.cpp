#include "verify/changed_world.h"

#include <algorithm>
#include <utility>

#include "document/document.h"
#include "model/arn.h"
#include "support/check.h"

namespace postern::verify {

using catalogue::Becomes;
using model::Policy;

namespace {

Policy policy_of(const std::string& text, model::PolicyKind kind, std::string name) {
  const document::Document document = document::parse_json("(escalation)", text);
  Diagnostics diagnostics;
  Policy out = model::read_policy(document.root(), kind, std::move(name), diagnostics);
  POSTERN_CHECK(!diagnostics.has_errors());
  return out;
}

Policy without_denies(Policy policy) {
  std::erase_if(policy.statements, [](const model::Statement& statement) {
    return statement.effect == model::Effect::Deny;
  });
  return policy;
}

Policy trust_in(const std::set<std::string>& trusted) {
  std::string who;
  for (const std::string& each : trusted) who += (who.empty() ? "\"" : ",\"") + each + '"';
  return policy_of(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":[)" +
          who + "]}}}",
      model::PolicyKind::Trust, "a trust policy that was written on the way");
}

/// Copies of policies, found by what they are copies of.
class Copies {
 public:
  Copies(const model::World& from, model::World& to) : to_(to) {
    for (const Policy& policy : from.policies) {
      to.policies.push_back(policy);
      copies_.emplace(&policy, &to.policies.back());
    }
  }

  void move(const Policy*& policy) {
    if (policy == nullptr) return;
    const auto found = copies_.find(policy);
    POSTERN_CHECK(found != copies_.end());
    policy = found->second;
  }
  void move(std::vector<const Policy*>& policies) {
    for (const Policy*& policy : policies) move(policy);
  }
  void move(model::AttachedGuardrails& attached) {
    move(attached.scps);
    move(attached.rcps);
  }
  const Policy* add(Policy policy) {
    to_.policies.push_back(std::move(policy));
    return &to_.policies.back();
  }

 private:
  model::World& to_;
  std::map<const Policy*, const Policy*> copies_;
};

}  // namespace

void Changes::add(const Changes& more) {
  rewritten.insert(more.rewritten.begin(), more.rewritten.end());
  undenied.insert(more.undenied.begin(), more.undenied.end());
  unbound.insert(more.unbound.begin(), more.unbound.end());
  for (const auto& [role, trusted] : more.trusting) {
    trusting[role].insert(trusted.begin(), trusted.end());
  }
  created.insert(more.created.begin(), more.created.end());
}

std::string Changes::make(const catalogue::EscalationPath& path, const std::string& principal,
                          const std::string& maker, model::Mode mode) {
  if (path.becomes == Becomes::Trust) {
    trusting[principal].insert(maker);
    return "makes " + principal + " trust it";
  }
  if (path.becomes == Becomes::Created) {
    created[principal] = maker;
    return "makes " + principal + ", with all permissions";
  }
  if (path.becomes == Becomes::Unbound) {
    unbound.insert(principal);
    return "takes the permissions boundary off " + principal;
  }
  if (path.becomes == Becomes::Undenied) {
    undenied.insert(principal);
    return "takes policies that deny off " + principal;
  }
  POSTERN_CHECK(path.becomes == Becomes::Rewritten);
  rewritten.insert(principal);
  // The policy may be a boundary as well.
  if (mode == model::Mode::Prove && path.about == catalogue::About::Policy) {
    unbound.insert(principal);
  }
  return "changes what policies allow " + principal;
}

std::unique_ptr<model::World> changed_world(const model::World& world, const Changes& changes,
                                            model::Mode mode) {
  auto out = std::make_unique<model::World>();
  Copies copies(world, *out);
  out->accounts = world.accounts;
  for (auto& [id, account] : out->accounts) copies.move(account.attached);
  out->organizations = world.organizations;
  for (auto& [id, organization] : out->organizations) {
    for (auto& [unit_id, unit] : organization.units) copies.move(unit.attached);
  }
  out->principals = world.principals;
  for (auto& [arn, principal] : out->principals) {
    copies.move(principal.identity);
    copies.move(principal.boundary);
    copies.move(principal.trust);
  }
  out->resources = world.resources;
  for (auto& [arn, resource] : out->resources) copies.move(resource.policy);
  out->endpoints = world.endpoints;
  for (auto& [id, endpoint] : out->endpoints) copies.move(endpoint.policy);
  out->managed = world.managed;
  for (auto& [arn, policy] : out->managed) copies.move(policy);
  out->rcp_services = world.rcp_services;
  out->inputs = world.inputs;
  out->notes = world.notes;

  for (const std::string& arn : changes.undenied) {
    for (const Policy*& policy : out->principals.at(arn).identity) {
      policy = copies.add(without_denies(*policy));
    }
  }
  const Policy* everything = copies.add(policy_of(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
      model::PolicyKind::Identity, "a policy that was written on the way"));
  for (const std::string& arn : changes.rewritten) {
    model::IamPrincipal& principal = out->principals.at(arn);
    if (mode == model::Mode::Prove) principal.identity.clear();
    principal.identity.push_back(everything);
  }
  for (const std::string& arn : changes.unbound) {
    model::IamPrincipal& principal = out->principals.at(arn);
    principal.boundary = nullptr;
    principal.boundary_arn.clear();
    principal.boundary_missing = false;
  }
  for (const auto& [arn, trusted] : changes.trusting) {
    model::IamPrincipal& role = out->principals.at(arn);
    Policy trust = trust_in(trusted);
    if (role.trust != nullptr) {
      const Policy before = without_denies(*role.trust);
      trust.statements.insert(trust.statements.end(), before.statements.begin(),
                              before.statements.end());
    }
    role.trust = copies.add(std::move(trust));
  }
  for (const auto& [arn, maker] : changes.created) {
    const auto parts = model::parse_arn(arn);
    model::Account& account = out->accounts.at(std::string(parts->account));
    if (mode == model::Mode::Prove) {
      account.has_identities = false;
      account.identities_lack = "whom somebody may have created on the way";
      continue;
    }
    model::IamPrincipal created;
    created.arn = arn;
    created.partition = parts->partition;
    created.account = parts->account;
    created.name = arn.substr(arn.rfind('/') + 1);
    created.identity = {everything};
    if (parts->resource.starts_with("role/")) {
      created.kind = model::PrincipalKind::Role;
      created.trust = copies.add(trust_in({maker}));
    }
    out->principals.emplace(arn, std::move(created));
  }
  return out;
}

}  // namespace postern::verify
