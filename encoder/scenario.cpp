#include "encoder/scenario.h"

#include <set>

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

}  // namespace

PinnedDecision encode_scenario(formula::TermStore& terms, const model::Scenario& scenario,
                               const model::Request& request, model::Mode mode,
                               const catalogue::Catalogue& catalogue) {
  const formula::FieldId resource = terms.string_field("resource");
  CallerSpace callers(terms, request.caller);
  ActionSpace actions(catalogue, {request.action, "other:Action"});
  const formula::FieldId action = terms.enumerated_field("action", actions.size());
  ContextKeys keys(terms, callers, actions, action, resource, request.context);
  StatementEncoder statements(terms, callers, actions, action, resource, keys);

  const Bits all = callers.none().complement();
  CallerSide side;
  side.identity = attach(scenario.identity, all);
  side.boundary = attach(scenario.boundary, all);
  side.session = attach(scenario.session, all);
  side.has_boundary = scenario.boundary != nullptr ? all : callers.none();
  side.has_session = scenario.session != nullptr ? all : callers.none();
  side.grants_itself = side.free_session = callers.none();
  side.missing_identity = side.missing_boundary = callers.none();
  side.management = scenario.caller_in_management_account ? all : callers.none();
  if (scenario.scps) {
    side.scps.emplace();
    for (const auto& level : *scenario.scps) side.scps->push_back(attach(level, all));
  }
  side.endpoint = scenario.endpoint;
  side.gateway_endpoint = scenario.gateway_endpoint;
  DecisionEncoder decision(terms, callers, actions, action, resource, statements, keys, side);

  ResourceSide target;
  target.account = scenario.resource_account;
  if (target.account.empty()) {
    const auto arn = model::parse_arn(request.resource);
    if (arn && is_account_id(arn->account)) target.account = arn->account;
  }
  target.policy = scenario.resource_policy;
  target.role = scenario.resource_role;
  target.rcps = scenario.rcps;
  target.rcp_services = scenario.rcp_services;
  // A list that repeats the documented one says no more than none.
  std::set<std::string> given(scenario.rcp_services.begin(), scenario.rcp_services.end());
  target.rcp_services_certain = given != std::set<std::string>{"s3",
                                                               "sts",
                                                               "kms",
                                                               "sqs",
                                                               "secretsmanager",
                                                               "ecr",
                                                               "dynamodb",
                                                               "logs",
                                                               "cognito-identity",
                                                               "cognito-idp"};
  target.management = scenario.resource_in_management_account;
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
