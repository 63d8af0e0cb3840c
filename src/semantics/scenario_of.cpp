#include "semantics/scenario_of.h"

#include "coverage/reasons.h"
#include "model/arn.h"
#include "semantics/access_points.h"
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

/// Why not all of the account's users and roles were read, though some were; or nothing.
std::string lacks_identities(const model::World& world, const std::string& account) {
  const auto found = world.accounts.find(account);
  return found == world.accounts.end() ? std::string() : found->second.identities_lack;
}

void add_principal(const IamPrincipal& principal, Assembled& out) {
  out.scenario.identity = principal.identity;
  out.scenario.boundary = principal.boundary;
  for (const std::string& document : principal.missing) {
    out.missing.push_back(std::string(coverage::missing_policy) + ticked(document) + " of " +
                          ticked(principal.arn));
  }
  if (principal.boundary_missing) {
    out.missing.push_back(std::string(coverage::missing_boundary) + ticked(principal.arn));
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
  } else if (const std::string lack = lacks_identities(world, caller.account); !lack.empty()) {
    out.missing.push_back(std::string(coverage::missing_principals) + caller.account + " (" + lack +
                          ")");
  } else {
    const std::string name = "identity policies of " + arn + " (assumed to allow everything)";
    out.scenario.identity = {own(out, allow_all(PolicyKind::Identity, name))};
    out.assumed.push_back("account " + caller.account + ", which is not in the snapshot, lets " +
                          ticked(arn) + " do everything");
  }
}

/// The SCPs of the caller's account (SCP-1, SCP-6).
void add_scps(const model::World& world, const model::Caller& caller, Assembled& out) {
  if (!has_account(caller.type)) return;
  model::Guardrails scps = model::scps_of(world, caller.account);
  out.missing.insert(out.missing.end(), scps.missing.begin(), scps.missing.end());
  if (scps.apply) out.scenario.scps = std::move(scps.levels);
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
    out.missing.push_back(std::string(coverage::missing_trust) + ticked(arn));
  }
}

/// What holds of a bucket beyond its policy, with the blocks of its account (BPA-5). Of an object
/// whose list is not in the snapshot it is assumed that it is the bucket owner's and grants
/// nothing.
void add_s3(const model::World& world, const model::Resource& bucket, Assembled& out) {
  model::S3Access s3 = bucket.s3.value_or(model::S3Access{});
  const auto account = world.accounts.find(bucket.account);
  if (account != world.accounts.end()) s3.block |= account->second.s3_block;
  if (s3.acls_count() && s3.object_acls_missing && !s3.object_acl) {
    s3.object_acl = model::Acl{s3.owner, {}};
    s3.object_acls_missing = false;
    out.missing.push_back(std::string(coverage::missing_object_lists) + ticked(bucket.arn));
  }
  out.scenario.s3 = std::move(s3);
}

void add_known_resource(const model::World& world, const model::Resource& resource,
                        Assembled& out) {
  out.scenario.resource_account = resource.account;
  out.scenario.resource_policy = resource.policy;
  out.scenario.aws_managed_key = resource.aws_managed_key;
  out.scenario.key_grants = resource.key_grants;
  if (resource.kind == model::ResourceKind::S3Bucket) add_s3(world, resource, out);
  if (resource.policy_missing) {
    out.missing.push_back(std::string(coverage::missing_resource_policy) + ticked(resource.arn));
  }
  for (const std::string& construct : resource.unmodelled) {
    out.scenario.unmodelled.push_back(construct + " of " + ticked(resource.arn));
  }
  for (const std::string& part : resource.missing) {
    out.missing.push_back(part + " of " + ticked(resource.arn));
  }
  if (resource.account.empty()) {
    out.missing.push_back(std::string(coverage::missing_owner) + ticked(resource.arn));
  }
}

/// Policies of other resources that may count as well (ECR-1): what they say is not asked.
void add_shared_policies(const model::World& world, const model::Resource& resource,
                         std::string_view arn, Assembled& out) {
  for (const auto& [other_arn, other] : world.resources) {
    for (const std::string& shared : model::shared_arns(other, resource)) {
      if (!covers(cut(shared, model::Wildcards::Yes, model::Variables::No), arn, {}, {})) continue;
      out.missing.push_back(std::string(coverage::shared_policy) + ticked(other_arn) + " governs " +
                            ticked(arn) + " too");
      break;
    }
  }
}

void add_unknown_resource(const model::World& world, const std::string& arn,
                          std::string_view service, Assembled& out) {
  const std::string account = account_in(arn);
  out.scenario.resource_account = account;
  if (account.empty()) out.missing.push_back(std::string(coverage::missing_owner) + ticked(arn));
  // Nothing in IAM but roles has a policy of its own, and those policies are trust policies.
  if (service == "iam") return;
  const bool known_account = world.accounts.contains(account);
  out.missing.push_back(std::string(coverage::missing_resource_policy) + ticked(arn) +
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
    add_known_resource(world, *resource, out);
    add_shared_policies(world, *resource, request.resource, out);
  } else {
    add_unknown_resource(world, request.resource, arn->service, out);
  }
}

/// The RCPs of an account, with the one that is attached everywhere (RCP-1).
std::optional<std::vector<std::vector<const model::Policy*>>> rcps_with_full_access(
    const model::World& world, const std::string& account, Assembled& out) {
  model::Guardrails rcps = model::rcps_of(world, account);
  out.missing.insert(out.missing.end(), rcps.missing.begin(), rcps.missing.end());
  if (!rcps.apply) return std::nullopt;
  const model::Policy* full =
      own(out, allow_all(PolicyKind::ResourceControl, "RCPFullAWSAccess (attached everywhere)"));
  for (auto& level : rcps.levels) level.push_back(full);
  return std::move(rcps.levels);
}

/// The access point through which the request goes, as its context says (AP-1). One that the
/// snapshot does not contain, of an account that it does, has no policy.
void add_passage(const model::World& world, const model::Request& request, Assembled& out) {
  const auto key = request.context.find("s3:dataaccesspointarn");
  if (key == request.context.end() || key->second.values.size() != 1 ||
      !seen_through({}, request.resource)) {
    return;
  }
  model::Passage passage;
  model::AccessPoint& point = passage.point;
  point.arn = key->second.values.front();
  point.account = account_in(point.arn);
  if (const auto account = world.accounts.find(point.account); account != world.accounts.end()) {
    point.block |= account->second.s3_block;
  }
  const auto found = world.resources.find(point.arn);
  if (!model::access_point_account(point.arn)) {
    out.missing.push_back(std::string(coverage::missing_points) + ticked(request.resource));
  } else if (found == world.resources.end()) {
    out.missing.push_back(std::string(coverage::missing_point) + ticked(point.arn));
  } else {
    point.policy = found->second.policy;
    if (found->second.policy_missing) {
      out.missing.push_back(std::string(coverage::missing_resource_policy) + ticked(point.arn));
    }
    if (found->second.point) {
      point.vpc = found->second.point->vpc;
      point.block |= found->second.point->block;
    } else {
      out.missing.push_back(std::string(coverage::missing_point_facts) + ticked(point.arn));
    }
  }
  passage.rcps = rcps_with_full_access(world, point.account, out);
  out.scenario.access_point = std::move(passage);
}

/// The value of a key that the request has once; empty if it has none.
std::string_view value_of(const model::Request& request, const char* key) {
  const auto found = request.context.find(key);
  const bool one = found != request.context.end() && found->second.values.size() == 1;
  return one ? found->second.values.front() : std::string_view();
}

/// The VPC endpoint the request comes through (VPCE-6). Whether its policy is asked about what
/// another service does for the caller, or one with a similar name, is not known.
void add_endpoint(const model::World& world, const model::Request& request, Assembled& out) {
  const auto found = world.endpoints.find(std::string(value_of(request, "aws:sourcevpce")));
  if (found == world.endpoints.end()) {
    const std::string_view vpc = value_of(request, "aws:sourcevpc");
    for (const auto& [id, endpoint] : world.endpoints) {
      if (endpoint.vpc != vpc) continue;
      out.missing.push_back("the policy of the endpoint in " + ticked(vpc) +
                            " that the request comes through");
      return;
    }
    return;
  }
  const model::VpcEndpoint& endpoint = found->second;
  if (endpoint.policy == nullptr) return;
  const std::string action = ascii_lower(request.action);
  if (!endpoint.service.empty() && action.starts_with(endpoint.service + ":")) {
    out.scenario.endpoint = endpoint.policy;
    out.scenario.gateway_endpoint = endpoint.gateway;
  } else if (action == "iam:passrole" || action.starts_with(endpoint.service)) {
    out.missing.push_back("whether " + ticked(endpoint.id) + " carries " + request.action);
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
  add_scps(world, request.caller, out);
  add_resource_side(world, request, out);
  add_passage(world, request, out);
  add_endpoint(world, request, out);
  if (!out.scenario.resource_account.empty()) {
    set_resource_account(world, out.scenario.resource_account, out);
  }
  const std::string management = model::management_account_of(world, out.scenario.resource_account);
  out.scenario.caller_in_management_account =
      !management.empty() && management == request.caller.account;
  out.scenario.caller_manages_root = model::root_managers_of(world, out.scenario.resource_account)
                                         .contains(request.caller.account);
  return out;
}

void set_resource_account(const model::World& world, const std::string& account, Assembled& out) {
  out.scenario.resource_account = account;
  auto rcps = rcps_with_full_access(world, account, out);
  if (rcps) out.scenario.rcps = std::move(rcps);
  out.scenario.rcp_services = world.rcp_services;
}

}  // namespace postern::semantics
