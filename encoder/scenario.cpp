#include "encoder/scenario.h"

#include <algorithm>

#include "encoder/decision.h"
#include "model/arn.h"
#include "support/check.h"
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

template <typename Value, typename Part>
std::vector<Value> distinct(std::span<const model::Request> requests, Part part) {
  std::vector<Value> out;
  for (const model::Request& request : requests) {
    const Value& value = part(request);
    if (std::find(out.begin(), out.end(), value) == out.end()) out.push_back(value);
  }
  return out;
}

template <typename Value>
std::size_t position(const std::vector<Value>& values, const Value& value) {
  const auto it = std::find(values.begin(), values.end(), value);
  POSTERN_CHECK(it != values.end());
  return static_cast<std::size_t>(it - values.begin());
}

// The actions the field ranges over, and one to tell them apart from.
std::vector<std::string> with_another(std::vector<std::string> actions) {
  actions.emplace_back("other:Action");
  return actions;
}

CallerSide caller_side(const model::Scenario& scenario, const CallerSpace& callers) {
  using model::CallerType;
  const Bits all = callers.none().complement();
  CallerSide side;
  side.identity = attach(scenario.identity, all);
  side.boundary = attach(scenario.boundary, all);
  // EVAL-3: users and services are not given any; of root users it is the task (TRUST-18).
  const Bits sessions =
      callers.of_type({CallerType::RoleSession, CallerType::FederatedUser, CallerType::Root});
  side.session = attach(scenario.session, sessions);
  side.has_boundary = side.has_session = callers.none();
  if (scenario.boundary != nullptr) {
    side.has_boundary =
        callers.of_type({CallerType::User, CallerType::RoleSession, CallerType::FederatedUser});
    side.has_boundary &= callers.where([](const CallerClass& c) { return !c.service_linked; });
  }
  if (scenario.session != nullptr) side.has_session = sessions;
  // The root user behind a federated user may do everything (EVAL-7).
  side.grants_itself = callers.where([](const CallerClass& c) {
    return c.type == CallerType::FederatedUser &&
           c.user_arn.literal() == model::root_arn(c.partition, c.account.literal().value_or(""));
  });
  side.free_session = callers.none();
  side.missing_identity = side.missing_boundary = side.missing_scps = callers.none();
  side.management = scenario.caller_in_management_account ? all : callers.none();
  if (scenario.scps) {
    for (const auto& level : *scenario.scps) side.scps.push_back({level, all});
  }
  if (scenario.endpoint != nullptr) {
    side.endpoints.push_back({scenario.endpoint, scenario.gateway_endpoint, "", ""});
  }
  return side;
}

// The bucket's side of a request, or of one to what is no bucket. Through an access point the
// blocks of both count (BPA-5), and its account is inside (BPA-4).
ResourceSide resource_side(const model::Scenario& scenario, std::string account,
                           std::optional<model::S3Access>& s3) {
  ResourceSide target;
  target.account = std::move(account);
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

// What the policies say of the resource by one of its names.
struct ScenarioEncoder::View {
  StatementEncoder statements;
  DecisionEncoder decision;

  View(ScenarioEncoder& all, formula::FieldId name, std::optional<formula::FieldId> other)
      : statements(all.terms_, all.callers_, all.actions_, all.action_, name, all.keys_,
                   other ? std::optional(OtherName{[&all] { return all.terms_.true_term(); },
                                                   *other, all.terms_.globs().everything_set()})
                         : std::nullopt),
        decision(all.terms_, all.callers_, all.actions_, all.action_, name, statements, all.keys_,
                 caller_side(all.scenario_, all.callers_)) {}
};

ScenarioEncoder::ScenarioEncoder(formula::TermStore& terms, const model::Scenario& scenario,
                                 std::span<const model::Request> requests,
                                 const catalogue::Catalogue& catalogue)
    : terms_(terms),
      scenario_(scenario),
      known_callers_(distinct<model::Caller>(
          requests, [](const auto& r) -> auto& { return r.caller; })),
      known_actions_(distinct<std::string>(
          requests, [](const auto& r) -> auto& { return r.action; })),
      resource_(terms.string_field("resource")),
      at_point_(terms.string_field("resource.at-point")),
      callers_(terms, known_callers_),
      actions_(catalogue, with_another(known_actions_)),
      action_(terms.enumerated_field("action", actions_.size())),
      keys_(terms, callers_, actions_, action_, resource_, requests.front().context) {}

ScenarioEncoder::~ScenarioEncoder() = default;

ScenarioEncoder::View& ScenarioEncoder::view(formula::FieldId name,
                                             std::optional<formula::FieldId> other) {
  auto& view = views_[{name, other}];
  if (!view) view = std::make_unique<View>(*this, name, other);
  return *view;
}

DecisionTerms ScenarioEncoder::encode(const std::string& account, bool has_other_name,
                                      model::Mode mode) {
  std::optional<model::S3Access> s3;
  const ResourceSide bucket = resource_side(scenario_, account, s3);
  View& here = view(resource_, has_other_name ? std::optional(at_point_) : std::nullopt);
  const DecisionTerms decided = here.decision.decide(bucket, mode);
  if (!scenario_.access_point) return decided;
  model::S3Access of_point;
  const ResourceSide side = point_side(scenario_, bucket, of_point);
  const DecisionTerms point = view(at_point_, resource_).decision.decide(side, mode);
  return {terms_.all_of({decided.allowed, point.allowed}),
          terms_.any_of({decided.denied, point.denied})};
}

PinnedDecision ScenarioEncoder::decide(const model::Request& request, model::Mode mode) {
  POSTERN_CHECK(request.context == keys_.pinned_context());
  const std::optional<std::string> other = name_at_point(scenario_, request);
  const std::string account = owner(scenario_, request);
  const auto [decided, fresh] = decided_.try_emplace({account, other.has_value(), mode});
  if (fresh) decided->second = encode(account, other.has_value(), mode);

  Bits caller = callers_.none();
  caller.set(position(known_callers_, request.caller));
  Bits action = actions_.none();
  action.set(position(known_actions_, request.action));
  const auto text_is = [&](formula::FieldId field, const std::string& text) {
    return terms_.string_in(field,
                            terms_.globs().intern_set(terms_.globs().intern(glob::literal(text))));
  };
  return {terms_.all_of({callers_.in(caller), terms_.value_in(action_, action),
                         text_is(resource_, request.resource),
                         other ? text_is(at_point_, *other) : terms_.true_term(),
                         keys_.constraints(mode)}),
          decided->second.allowed, decided->second.denied};
}

}  // namespace postern::encoder
