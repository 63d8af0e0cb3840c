#include "semantics/statements.h"

#include "semantics/actions.h"
#include "semantics/conditions.h"
#include "semantics/resources.h"
#include "support/check.h"

namespace postern::semantics {
namespace {

using model::CallerType;
using model::Effect;
using model::PolicyKind;
using model::Statement;

/// True for kinds whose statements name principals (GRAM-5).
bool names_principals(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::Resource:
    case PolicyKind::Trust:
    case PolicyKind::ResourceControl:
    case PolicyKind::Endpoint:
      return true;
    case PolicyKind::Identity:
    case PolicyKind::Boundary:
    case PolicyKind::Session:
    case PolicyKind::ServiceControl:
      return false;
  }
  internal_error("policy kind out of range");
}

Truth resource_part(const Statement& statement, const model::Policy& policy,
                    const model::Request& request, const Bearer& bearer) {
  // An absent Resource is implied by what the policy is attached to (GRAM-6).
  if (!statement.resources) return certain(true);
  const Truth direct = resource_matches(*statement.resources, policy, request);
  // Must an Allow on the caller's side name bucket and access point, or does one do? (AMB-21)
  if (!bearer.other_name || statement.effect == Effect::Deny || names_principals(policy.kind)) {
    return direct;
  }
  model::Request other = request;
  other.resource = *bearer.other_name;
  return either(direct, direct || resource_matches(*statement.resources, policy, other), 21);
}

/// All elements but Principal.
Truth matches_apart_from_principal(const Statement& statement, const model::Policy& policy,
                                   const model::Request& request, const Bearer& bearer) {
  Truth result = action_matches(statement.actions, policy.kind, request);
  if (result.is(Truth::Value::False)) return result;  // whatever the rest says
  result = result && resource_part(statement, policy, request, bearer);
  const auto variables = policy.has_variables ? model::Variables::Yes : model::Variables::No;
  for (const model::Condition& condition : statement.conditions) {
    if (result.is(Truth::Value::False)) return result;
    result = result && holds(condition, request.context, variables);
  }
  if (statement.empty_condition) result = result && unknown(true, 12);
  return result;
}

/// NotPrincipal: everybody who is not spared (NPRIN-1).
Levels not_principal_levels(const Statement& statement, const model::Caller& caller,
                            const Bearer& bearer) {
  Truth applies_to = !is_excluded(*statement.principal, caller);
  if (statement.effect == Effect::Deny && bearer.has_boundary) {
    // NPRIN-3 speaks of users and roles; whether it holds for a federated user with its user's
    // boundary is left open like the order of comparison.
    const bool federated = caller.type == CallerType::FederatedUser;
    applies_to = applies_to || (federated ? unknown(true, 17) : certain(true));
  }
  return {{Level::Any, applies_to}};
}

/// A gateway endpoint's policy names nobody but `*`; an account there is its root user (VPCE-5).
Levels through_gateway(const Levels& levels, const model::Caller& caller) {
  Levels result;
  for (const auto& [level, truth] : levels) {
    switch (level) {
      case Level::Any:
        result[level] = truth;
        break;
      case Level::Account:
        result[level] = truth && certain(caller.type == CallerType::Root);
        break;
      case Level::Direct:
      case Level::Role:
      case Level::User:
        result[level] = truth && unknown(false, 29);
        break;
    }
  }
  return result;
}

Levels levels_of(const Statement& statement, PolicyKind kind, const model::Caller& caller,
                 const Bearer& bearer) {
  if (!names_principals(kind)) return {{Level::Any, certain(true)}};
  if (!statement.principal) return {};
  if (statement.principal->negated) return not_principal_levels(statement, caller, bearer);
  const Levels levels = principal_levels(*statement.principal, caller);
  const bool gateway = kind == PolicyKind::Endpoint && bearer.through_gateway;
  return gateway ? through_gateway(levels, caller) : levels;
}

}  // namespace

std::vector<StatementMatch> match_policy(const model::Policy& policy, const model::Request& request,
                                         const Bearer& bearer) {
  std::vector<StatementMatch> result;
  for (const Statement& statement : policy.statements) {
    const Truth rest = matches_apart_from_principal(statement, policy, request, bearer);
    StatementMatch match{{&policy, &statement}, statement.effect, {}};
    for (const auto& [level, truth] : levels_of(statement, policy.kind, request.caller, bearer)) {
      const Truth both = rest && truth;
      if (!both.is(Truth::Value::False)) match.levels[level] = both;
    }
    if (!match.levels.empty()) result.push_back(std::move(match));
  }
  return result;
}

}  // namespace postern::semantics
