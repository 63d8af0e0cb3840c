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

// What an access point calls a bucket, or an object in it (AP-2).
std::optional<std::string> name_at(std::string_view point, std::string_view resource) {
  const auto arn = model::parse_arn(resource);
  if (!arn || arn->service != "s3" || !arn->account.empty()) return std::nullopt;
  const std::size_t slash = arn->resource.find('/');
  if (slash == std::string_view::npos) return std::string(point);
  return std::string(point) + "/object" + std::string(arn->resource.substr(slash));
}

std::optional<std::string> name_at_point(const model::Scenario& scenario,
                                         const model::Request& request) {
  if (scenario.access_point) return name_at(scenario.access_point->point.arn, request.resource);
  const auto key = request.context.find("s3:dataaccesspointarn");
  if (key == request.context.end() || key->second.values.size() != 1) return std::nullopt;
  return name_at(key->second.values.front(), request.resource);
}

}  // namespace

std::optional<std::string> not_encodable(const model::Scenario& scenario,
                                         const model::Request& request) {
  using model::CallerType;
  const CallerType type = request.caller.type;
  const bool has_account = type == CallerType::Root || type == CallerType::User ||
                           type == CallerType::RoleSession || type == CallerType::FederatedUser;
  if (!scenario.unmodelled.empty()) return "not modelled yet: " + join(scenario.unmodelled, ", ");
  if (scenario.access_point && !name_at_point(scenario, request)) {
    return "`" + request.resource + "` cannot be reached through an access point";
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

namespace {

CallerSide caller_side(const model::Scenario& scenario, const model::Request& request,
                       const CallerSpace& callers) {
  using model::CallerType;
  const Bits all = callers.none().complement();
  CallerSide side;
  side.identity = attach(scenario.identity, all);
  side.boundary = attach(scenario.boundary, all);
  // EVAL-3: users and services are not given any; of root users it is the task (TRUST-18).
  const Bits sessions =
      callers.of_type({CallerType::RoleSession, CallerType::FederatedUser, CallerType::Root});
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
  return side;
}

// The bucket's side of a request, or of one to what is no bucket. Through an access point the
// blocks of both count (BPA-5), and its account is inside (BPA-4).
ResourceSide resource_side(const model::Scenario& scenario, const model::Request& request,
                           std::optional<model::S3Access>& s3) {
  ResourceSide target;
  target.account = owner(scenario, request);
  target.policy = scenario.resource_policy;
  target.role = scenario.resource_role;
  if (scenario.rcps) target.rcps = *scenario.rcps;
  target.rcp_services = scenario.rcp_services;
  target.rcp_services_certain = scenario.rcp_services_vouched;
  target.management = scenario.resource_in_management_account;
  s3 = scenario.s3;
  if (scenario.access_point) {
    if (!s3) s3.emplace();
    s3->block |= scenario.access_point->point.block;
    s3->also_inside = {scenario.access_point->point.account};
  }
  target.s3 = s3 ? &*s3 : nullptr;
  target.aws_managed_key = scenario.aws_managed_key;
  target.key_grants = &scenario.key_grants;
  return target;
}

// The same request as the access point's own check sees it (AP-1).
ResourceSide point_side(const model::Scenario& scenario, const ResourceSide& bucket,
                        model::S3Access& s3) {
  const model::Passage& passage = *scenario.access_point;
  ResourceSide target;
  target.account = passage.point.account;
  target.policy = passage.point.policy;
  if (passage.rcps) target.rcps = *passage.rcps;
  target.rcp_services = scenario.rcp_services;
  target.rcp_services_certain = scenario.rcp_services_vouched;
  target.management = passage.in_management_account;
  s3.block = bucket.s3->block;
  s3.also_inside = {bucket.account};
  target.s3 = &s3;
  target.point = &passage.point;
  return target;
}

}  // namespace

PinnedDecision encode_scenario(formula::TermStore& terms, const model::Scenario& scenario,
                               const model::Request& request, model::Mode mode,
                               const catalogue::Catalogue& catalogue) {
  const formula::FieldId resource = terms.string_field("resource");
  CallerSpace callers(terms, request.caller);
  ActionSpace actions(catalogue, {request.action, "other:Action"});
  const formula::FieldId action = terms.enumerated_field("action", actions.size());
  ContextKeys keys(terms, callers, actions, action, resource, request.context);
  const CallerSide side = caller_side(scenario, request, callers);
  const auto text_is = [&](formula::FieldId field, const std::string& text) {
    return terms.string_in(field,
                           terms.globs().intern_set(terms.globs().intern(glob::literal(text))));
  };
  Bits this_action = actions.none();
  this_action.set(0);
  std::vector<TermId> pinned = {terms.value_in(action, this_action),
                                text_is(resource, request.resource)};

  const std::optional<std::string> other = name_at_point(scenario, request);
  const auto named = [&](formula::FieldId field) {
    return OtherName{[&] { return terms.true_term(); }, field, terms.globs().everything_set()};
  };
  std::optional<OtherName> other_name;
  if (other) {
    other_name = named(terms.string_field("resource.at-point"));
    pinned.push_back(text_is(other_name->resource, *other));
  }
  const auto decide = [&](formula::FieldId name, std::optional<OtherName> also,
                          const ResourceSide& target) {
    StatementEncoder statements(terms, callers, actions, action, name, keys, also);
    DecisionEncoder decision(terms, callers, actions, action, name, statements, keys, side);
    return decision.decide(target, mode);
  };
  std::optional<model::S3Access> s3;
  const ResourceSide bucket = resource_side(scenario, request, s3);
  DecisionTerms decided = decide(resource, other_name, bucket);
  if (scenario.access_point) {
    model::S3Access of_point;
    const DecisionTerms point =
        decide(other_name->resource, named(resource), point_side(scenario, bucket, of_point));
    decided = {terms.all_of({decided.allowed, point.allowed}),
               terms.any_of({decided.denied, point.denied})};
  }
  pinned.push_back(keys.constraints(mode));
  return {terms.all_of(pinned), decided.allowed, decided.denied};
}

}  // namespace postern::encoder
