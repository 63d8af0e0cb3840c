#include "semantics/layers.h"

#include <algorithm>

#include "semantics/key_grants.h"
#include "semantics/lists.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::semantics {
namespace {

using model::CallerType;

enum class Consulted { No, Yes };

/// Which layers on the caller's side are consulted (EVAL-3).
struct CallerSide {
  Consulted identity = Consulted::No;
  Consulted boundary = Consulted::No;
  Consulted session = Consulted::No;
  Consulted scps = Consulted::No;
};

CallerSide caller_side(const model::Caller& caller) {
  using enum Consulted;
  switch (caller.type) {
    case CallerType::User:
      return {Yes, Yes, No, Yes};
    case CallerType::RoleSession:
      return caller.service_linked ? CallerSide{Yes, No, No, No} : CallerSide{Yes, Yes, Yes, Yes};
    case CallerType::FederatedUser:
      return {Yes, Yes, Yes, Yes};
    case CallerType::Root:  // the task policy of sts:AssumeRoot
      return {No, No, Yes, Yes};
    case CallerType::Service:
    case CallerType::Anonymous:
    case CallerType::WebIdentity:
    case CallerType::Saml:
      return {};
  }
  internal_error("caller type out of range");
}

using PolicyList = std::vector<const model::Policy*>;

std::vector<StatementMatch> match_all(const PolicyList& policies, const model::Request& request,
                                      const Bearer& bearer) {
  std::vector<StatementMatch> result;
  for (const model::Policy* policy : policies) {
    POSTERN_CHECK(policy != nullptr);
    for (StatementMatch& match : match_policy(*policy, request, bearer)) {
      result.push_back(std::move(match));
    }
  }
  return result;
}

std::vector<std::vector<StatementMatch>> match_levels(const std::vector<PolicyList>& levels,
                                                      const model::Request& request,
                                                      const Bearer& bearer) {
  std::vector<std::vector<StatementMatch>> result;
  for (const PolicyList& level : levels) result.push_back(match_all(level, request, bearer));
  return result;
}

template <class Match>
void add_ambiguities(const std::vector<Match>& matches, std::set<int>& all) {
  for (const Match& match : matches) {
    for (const auto& [level, truth] : match.levels) {
      all.insert(truth.ambiguities.begin(), truth.ambiguities.end());
    }
  }
}

}  // namespace

Matches consult(const model::Scenario& scenario, const model::Request& request,
                const std::optional<std::string>& other_name) {
  const CallerSide side = caller_side(request.caller);
  const bool service_linked = request.caller.service_linked;
  Matches matches;
  matches.has_boundary = side.boundary == Consulted::Yes && scenario.boundary != nullptr;
  matches.has_session = side.session == Consulted::Yes && scenario.session != nullptr;
  matches.has_scps = side.scps == Consulted::Yes && scenario.scps.has_value() &&
                     !scenario.caller_in_management_account;                    // SCP-7
  matches.has_rcps = scenario.rcps.has_value() && !service_linked &&            // RCP-4
                     !scenario.resource_in_management_account &&                // RCP-6
                     !scenario.aws_managed_key &&                               // RCP-10
                     !equals_ignoring_case(request.action, "kms:RetireGrant");  // RCP-8
  matches.has_endpoint = scenario.endpoint != nullptr;

  const Bearer bearer{matches.has_boundary, scenario.gateway_endpoint, other_name};
  if (side.identity == Consulted::Yes) {
    matches.identity = match_all(scenario.identity, request, bearer);
  }
  if (matches.has_boundary) matches.boundary = match_policy(*scenario.boundary, request, bearer);
  if (matches.has_session) matches.session = match_policy(*scenario.session, request, bearer);
  if (matches.has_scps) matches.scps = match_levels(*scenario.scps, request, bearer);
  if (matches.has_rcps) matches.rcps = match_levels(*scenario.rcps, request, bearer);
  if (matches.has_endpoint) matches.endpoint = match_policy(*scenario.endpoint, request, bearer);
  if (scenario.resource_policy) {
    matches.resource = match_policy(*scenario.resource_policy, request, bearer);
  }
  matches.lists = list_grants(scenario, request);
  matches.key_grants = key_grants(scenario, request);
  matches.foreign_object = asks_for_foreign_object(scenario, request);
  if (matches.foreign_object) matches.object_owner = object_owner_grants(scenario, request);
  return matches;
}

Truth is_rcp_service(const model::Scenario& scenario, const model::Request& request) {
  const std::string service =
      ascii_lower(std::string_view(request.action).substr(0, request.action.find(':')));
  const auto& given = scenario.rcp_services;
  if (std::find(given.begin(), given.end(), service) != given.end()) return certain(true);
  return scenario.rcp_services_vouched ? certain(false) : unknown(false, 27);
}

std::set<int> ambiguities(const Matches& matches) {
  std::set<int> all;
  for (const auto* layer : {&matches.identity, &matches.boundary, &matches.session,
                            &matches.endpoint, &matches.resource}) {
    add_ambiguities(*layer, all);
  }
  for (const auto* levels : {&matches.scps, &matches.rcps}) {
    for (const auto& level : *levels) add_ambiguities(level, all);
  }
  for (const auto* grants : {&matches.lists, &matches.key_grants, &matches.object_owner}) {
    add_ambiguities(*grants, all);
  }
  return all;
}

}  // namespace postern::semantics
