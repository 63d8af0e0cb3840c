#include "encoder/scenario.h"

#include "encoder/decision.h"
#include "model/arn.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using formula::Bits;
using formula::TermId;

std::vector<Attachment> attach(const std::vector<const model::Policy*>& policies,
                               const Bits& callers) {
  std::vector<Attachment> out;
  for (const model::Policy* policy : policies) out.push_back({policy, callers});
  return out;
}

std::vector<Attachment> attach(const model::Policy* policy, const Bits& callers) {
  return policy == nullptr ? std::vector<Attachment>{} : attach(std::vector{policy}, callers);
}

/// The owner of the request's resource; empty: not known.
std::string owner(const model::Scenario& scenario, const model::Request& request) {
  if (!scenario.resource_account.empty()) return scenario.resource_account;
  const auto arn = model::parse_arn(request.resource);
  return arn && is_account_id(arn->account) ? std::string(arn->account) : std::string();
}

}  // namespace

std::optional<std::string> not_encodable(const model::Scenario& scenario,
                                         const model::Request& request) {
  using model::CallerType;
  const CallerType type = request.caller.type;
  const bool has_account = type == CallerType::Root || type == CallerType::User ||
                           type == CallerType::RoleSession || type == CallerType::FederatedUser;
  if (!scenario.unmodelled.empty()) return "not modelled yet: " + join(scenario.unmodelled, ", ");
  if (type == CallerType::Root && scenario.session != nullptr) {
    return "sessions of sts:AssumeRoot are not modelled (TRUST-18)";
  }
  if (scenario.s3 && scenario.s3->acls_count() && scenario.s3->object_acl &&
      (scenario.s3->owner.empty() || scenario.s3->object_acl->owner.empty()) &&
      request.resource.find('/') != std::string::npos) {
    return "the canonical ids of the owners of bucket and object are not known";
  }
  if (has_account && request.caller.account.empty())
    return "the account of the caller is not known";
  if (has_account && owner(scenario, request).empty()) {
    return "the account that owns `" + request.resource + "` is not known";
  }
  return std::nullopt;
}

PinnedDecision encode_scenario(formula::TermStore& terms, const model::Scenario& scenario,
                               const model::Request& request, model::Mode mode,
                               const catalogue::Catalogue& catalogue) {
  const formula::FieldId resource = terms.string_field("resource");
  CallerSpace callers(terms, request.caller);
  ActionSpace actions(catalogue, {request.action, "other:Action"});
  const formula::FieldId action = terms.enumerated_field("action", actions.size());
  ContextKeys keys(terms, callers, actions, action, resource, request.context);
  StatementEncoder statements(terms, callers, actions, action, resource, keys);

  using model::CallerType;
  const Bits all = callers.none().complement();
  CallerSide side;
  side.identity = attach(scenario.identity, all);
  side.boundary = attach(scenario.boundary, all);
  // EVAL-3: users and services are not given any.
  const Bits sessions = callers.of_type({CallerType::RoleSession, CallerType::FederatedUser});
  side.session = attach(scenario.session, sessions);
  const bool boundary_counts = scenario.boundary != nullptr && !request.caller.service_linked;
  side.has_boundary =
      boundary_counts
          ? callers.of_type({CallerType::User, CallerType::RoleSession, CallerType::FederatedUser})
          : callers.none();
  side.has_session = scenario.session != nullptr ? sessions : callers.none();
  // The root user behind a federated user may do everything (EVAL-7).
  const model::Caller& caller = request.caller;
  const bool of_root = caller.type == CallerType::FederatedUser &&
                       caller.user_arn == model::root_arn(caller.partition, caller.account);
  side.grants_itself = of_root ? all : callers.none();
  side.free_session = callers.none();
  side.missing_identity = side.missing_boundary = callers.none();
  side.management = scenario.caller_in_management_account ? all : callers.none();
  side.missing_scps = callers.none();
  if (scenario.scps) {
    for (const auto& level : *scenario.scps) side.scps.push_back({level, all});
  }
  side.endpoint = scenario.endpoint;
  side.gateway_endpoint = scenario.gateway_endpoint;
  DecisionEncoder decision(terms, callers, actions, action, resource, statements, keys, side);

  ResourceSide target;
  target.account = owner(scenario, request);
  target.policy = scenario.resource_policy;
  target.role = scenario.resource_role;
  if (scenario.rcps) target.rcps = *scenario.rcps;
  target.rcp_services = scenario.rcp_services;
  target.rcp_services_certain = scenario.rcp_services_vouched;
  target.management = scenario.resource_in_management_account;
  target.s3 = scenario.s3 ? &*scenario.s3 : nullptr;
  target.aws_managed_key = scenario.aws_managed_key;
  target.key_grants = &scenario.key_grants;
  const DecisionTerms decided = decision.decide(target, mode);

  Bits this_action = actions.none();
  this_action.set(0);
  const glob::GlobSetId this_resource =
      terms.globs().intern_set(terms.globs().intern(glob::literal(request.resource)));
  return {terms.all_of({terms.value_in(action, this_action),
                        terms.string_in(resource, this_resource), keys.constraints(mode)}),
          decided.allowed, decided.denied};
}

}  // namespace postern::encoder
