#include "semantics/key_grants.h"

#include <algorithm>
#include <string>

#include "model/arn.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::semantics {
namespace {

using model::Caller;
using model::CallerType;
using model::KmsGrant;

/// At which levels the grantee is the caller.
Levels levels_of(const std::string& grantee, const Caller& caller) {
  Levels levels;
  const bool named = !grantee.empty() && grantee == caller.arn;
  switch (caller.type) {
    case CallerType::Root:
      break;
    case CallerType::User:
      if (named) levels[Level::Direct] = certain(true);
      break;
    case CallerType::RoleSession:
      if (named) levels[Level::Direct] = certain(true);
      if (!grantee.empty() && grantee == caller.role_arn) levels[Level::Role] = certain(true);
      break;
    case CallerType::FederatedUser:
      if (named) levels[Level::Direct] = certain(true);
      // Does a grant to a user reach what the user's federated sessions do? No page says.
      if (!grantee.empty() && grantee == caller.user_arn &&
          grantee != model::root_arn(caller.partition, caller.account)) {
        levels[Level::User] = unknown(false, 103);
      }
      break;
    case CallerType::Service: {
      const auto& names = caller.service_names;
      if (!grantee.empty() && (grantee == caller.name ||
                               std::find(names.begin(), names.end(), grantee) != names.end())) {
        levels[Level::Direct] = certain(true);
      }
      break;
    }
    case CallerType::Anonymous:
    case CallerType::WebIdentity:
    case CallerType::Saml:
      break;
  }
  // A root user stands for its account, as in every Principal element (PRIN-3).
  if (has_account(caller.type) && grantee == model::root_arn(caller.partition, caller.account)) {
    levels[Level::Account] = certain(true);
  }
  return levels;
}

bool covers_operation(const KmsGrant& grant, const std::string& action) {
  return std::any_of(
      grant.operations.begin(), grant.operations.end(),
      [&](const std::string& name) { return equals_ignoring_case("kms:" + name, action); });
}

/// Whether each pair is in the request's encryption context.
Truth has_pairs(const std::map<std::string, std::string>& pairs, const model::Context& context) {
  Truth all = certain(true);
  for (const auto& [key, value] : pairs) {
    const auto found = context.find("kms:encryptioncontext:" + ascii_lower(key));
    all = all && certain(found != context.end() && !found->second.multivalued &&
                         found->second.values.front() == value);
  }
  return all;
}

/// Whether the encryption context has no pair but these. Without kms:EncryptionContextKeys there
/// may be others; that one of the keys differs by letter case only may be a matter of spelling.
Truth has_no_other_pair(const std::map<std::string, std::string>& pairs,
                        const model::Context& context) {
  const auto keys = context.find("kms:encryptioncontextkeys");
  if (keys == context.end() || keys->second.values.empty()) return not_known(true);
  Truth all = certain(true);
  for (const std::string& key : keys->second.values) {
    const bool spelt_otherwise = std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) {
      return equals_ignoring_case(pair.first, key);
    });
    const Truth known = pairs.contains(key) ? certain(true)
                        : spelt_otherwise   ? not_known(true)
                                            : certain(false);
    all = all && known;
  }
  return all;
}

Truth constraints_hold(const KmsGrant& grant, const model::Context& context) {
  Truth result =
      has_pairs(grant.context_subset, context) && has_pairs(grant.context_equals, context);
  if (!grant.context_equals.empty()) {
    result = result && has_no_other_pair(grant.context_equals, context);
  }
  return result;
}

}  // namespace

std::vector<Grant> key_grants(const model::Scenario& scenario, const model::Request& request) {
  std::vector<Grant> result;
  if (scenario.resource_role != model::ResourceRole::KmsKey) return result;
  for (const KmsGrant& grant : scenario.key_grants) {
    if (!covers_operation(grant, request.action)) continue;
    const Truth met = constraints_hold(grant, request.context);
    Grant here{grant.id.empty() ? "a KMS grant" : "KMS grant " + grant.id, {}};
    for (const auto& [level, truth] : levels_of(grant.grantee, request.caller)) {
      const Truth both = met && truth;
      if (!both.is(Truth::Value::False)) here.levels[level] = both;
    }
    if (!here.levels.empty()) result.push_back(std::move(here));
  }
  return result;
}

}  // namespace postern::semantics
