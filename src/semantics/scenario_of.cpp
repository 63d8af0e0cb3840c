#include "semantics/scenario_of.h"

#include "model/arn.h"
#include "semantics/blocks.h"
#include "semantics/glob.h"
#include "semantics/principals.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::semantics {
namespace {

using model::CallerType;
using model::IamPrincipal;
using model::PolicyKind;

std::string ticked(std::string_view text) { return "`" + std::string(text) + "`"; }

/// A policy that allows everything, in place of one nobody has seen.
model::Policy allow_all(PolicyKind kind, std::string name) {
  const model::Pattern everything{"*", {model::AnyRun{}}, {}};
  model::Statement statement;
  statement.effect = model::Effect::Allow;
  statement.actions.patterns = {everything};
  statement.resources = model::PatternList{false, {everything}, {}};
  model::Policy policy;
  policy.kind = kind;
  policy.name = std::move(name);
  policy.has_variables = true;
  policy.statements = {std::move(statement)};
  return policy;
}

const model::Policy* own(Assembled& out, model::Policy policy) {
  out.policies.push_back(std::move(policy));
  return &out.policies.back();
}

/// The ARN of the user or role whose policies the caller has; empty for callers without any.
std::string bearer_of_policies(const model::Caller& caller) {
  switch (caller.type) {
    case CallerType::User:
      return caller.arn;
    case CallerType::RoleSession:
      return caller.role_arn;
    case CallerType::FederatedUser: {
      const bool of_root = caller.user_arn == model::root_arn(caller.partition, caller.account);
      return of_root ? std::string() : caller.user_arn;
    }
    case CallerType::Root:
    case CallerType::Service:
    case CallerType::Anonymous:
    case CallerType::WebIdentity:
    case CallerType::Saml:
      return {};
  }
  internal_error("caller type out of range");
}

bool knows_identities(const model::World& world, const std::string& account) {
  const auto found = world.accounts.find(account);
  return found != world.accounts.end() && found->second.has_identities;
}

void add_principal(const IamPrincipal& principal, Assembled& out) {
  out.scenario.identity = principal.identity;
  out.scenario.boundary = principal.boundary;
  for (const std::string& document : principal.missing) {
    out.missing.push_back("policy " + ticked(document) + " of " + ticked(principal.arn));
  }
  if (principal.boundary_missing) {
    out.missing.push_back("permissions boundary of " + ticked(principal.arn));
  }
}

void add_caller_side(const model::World& world, const model::Caller& caller, Assembled& out) {
  if (caller.type == CallerType::FederatedUser) {
    const std::string name = "session policy of " + caller.arn + " (assumed to allow everything)";
    out.scenario.session = own(out, allow_all(PolicyKind::Session, name));
    out.assumed.push_back("the session policy of " + ticked(caller.arn) + " allows everything");
  }
  const std::string arn = bearer_of_policies(caller);
  if (arn.empty()) return;
  const auto found = world.principals.find(arn);
  if (found != world.principals.end()) {
    add_principal(found->second, out);
  } else if (knows_identities(world, caller.account)) {
    out.missing.push_back(ticked(arn) + ", which account " + caller.account + " does not have");
  } else {
    const std::string name = "identity policies of " + arn + " (assumed to allow everything)";
    out.scenario.identity = {own(out, allow_all(PolicyKind::Identity, name))};
    out.assumed.push_back("account " + caller.account + ", which is not in the snapshot, lets " +
                          ticked(arn) + " do everything");
  }
}

/// The account component of an ARN, where it is an account (ARN-4).
std::string account_in(std::string_view arn) {
  const auto parts = model::parse_arn(arn);
  return parts && is_account_id(parts->account) ? std::string(parts->account) : std::string();
}

void add_trust_policy(const model::World& world, const std::string& arn, Assembled& out) {
  out.scenario.resource_role = model::ResourceRole::IamRole;
  out.scenario.resource_account = account_in(arn);
  const auto found = world.principals.find(arn);
  const bool known = found != world.principals.end() &&
                     found->second.kind == model::PrincipalKind::Role && found->second.trust;
  if (known) {
    out.scenario.resource_account = found->second.account;
    out.scenario.resource_policy = found->second.trust;
  } else {
    out.missing.push_back("trust policy of " + ticked(arn));
  }
}

void add_known_resource(const model::Resource& resource, Assembled& out) {
  out.scenario.resource_account = resource.account;
  out.scenario.resource_policy = resource.policy;
  for (const std::string& construct : resource.unmodelled) {
    out.scenario.unmodelled.push_back(construct + " of " + ticked(resource.arn));
  }
  if (resource.account.empty()) {
    out.missing.push_back("the account that owns " + ticked(resource.arn));
  }
}

void add_unknown_resource(const model::World& world, const std::string& arn,
                          std::string_view service, Assembled& out) {
  const std::string account = account_in(arn);
  out.scenario.resource_account = account;
  if (account.empty()) out.missing.push_back("the account that owns " + ticked(arn));
  // Nothing in IAM but roles has a policy of its own, and those policies are trust policies.
  if (service == "iam") return;
  const bool known_account = world.accounts.contains(account);
  out.missing.push_back("resource policy of " + ticked(arn) +
                        (known_account || account.empty()
                             ? std::string()
                             : ", whose account " + account + " is not in the snapshot"));
}

void add_resource_side(const model::World& world, const model::Request& request, Assembled& out) {
  const auto arn = model::parse_arn(request.resource);
  if (!arn) {  // `*`: the caller's own account, and no resource to have a policy (RES-7)
    out.scenario.resource_account = request.caller.account;
    return;
  }
  if (arn->service == "iam" && arn->resource.starts_with("role/") &&
      is_role_assumption(request.action)) {
    add_trust_policy(world, request.resource, out);
    return;
  }
  if (arn->service == "kms" && arn->resource.starts_with("key/")) {
    out.scenario.resource_role = model::ResourceRole::KmsKey;
  }
  if (const model::Resource* resource = governing_resource(world, request.resource)) {
    add_known_resource(*resource, out);
  } else {
    add_unknown_resource(world, request.resource, arn->service, out);
  }
}

}  // namespace

const model::Resource* governing_resource(const model::World& world, std::string_view arn) {
  const model::Resource* best = nullptr;
  for (const auto& [own_arn, resource] : world.resources) {
    for (const std::string& governed : model::governed_arns(resource)) {
      const Pieces glob = cut(governed, model::Wildcards::Yes, model::Variables::No);
      if (!covers(glob, arn, {}, {})) continue;
      if (!best || best->arn.size() < resource.arn.size()) best = &resource;
    }
  }
  return best;
}

Assembled scenario_of(const model::World& world, const model::Request& request) {
  Assembled out;
  add_caller_side(world, request.caller, out);
  add_resource_side(world, request, out);
  return out;
}

}  // namespace postern::semantics
