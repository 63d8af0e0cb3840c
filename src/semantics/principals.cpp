#include "semantics/principals.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "model/arn.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::semantics {
namespace {

using model::Caller;
using model::CallerType;
using model::PrincipalType;

bool is_token_bearer(const Caller& caller) {
  return caller.type == CallerType::WebIdentity || caller.type == CallerType::Saml;
}

void add(Levels& levels, Level level, const Truth& truth) {
  const auto [at, fresh] = levels.emplace(level, truth);
  if (!fresh) at->second = at->second || truth;
}

bool is(const std::string& value, const std::string& identity) {
  return !identity.empty() && value == identity;
}

/// A unique id of that kind, and the caller's is not known.
bool may_be_id(const std::string& value, std::string_view prefix, const std::string& own) {
  return own.empty() && value.starts_with(prefix);
}

/// An `AWS` entry. Comparison is exact (PRIN-18) and `*` a wildcard only alone (PRIN-11).
void add_aws(Levels& levels, const std::string& value, const Caller& caller) {
  if (value == "*") {
    // Does it include services? (AMB-15)
    const bool service = caller.type == CallerType::Service;
    add(levels, Level::Any, service ? unknown(true, 15) : certain(true));
    return;
  }
  if (!has_account(caller.type)) return;
  const std::string root = model::root_arn(caller.partition, caller.account);
  if (value == root || is(value, caller.account)) add(levels, Level::Account, certain(true));
  switch (caller.type) {
    case CallerType::User:
      if (is(value, caller.arn) || is(value, caller.user_id)) {  // PRIN-4, PRIN-14
        add(levels, Level::Direct, certain(true));
      } else if (may_be_id(value, "AIDA", caller.user_id)) {
        add(levels, Level::Direct, not_known(false));
      }
      break;
    case CallerType::RoleSession:
      if (is(value, caller.arn)) add(levels, Level::Direct, certain(true));  // PRIN-6
      if (is(value, caller.role_arn) || is(value, caller.role_id)) {         // PRIN-5, PRIN-14
        add(levels, Level::Role, certain(true));
      } else if (may_be_id(value, "AROA", caller.role_id)) {
        add(levels, Level::Role, not_known(false));
      }
      break;
    case CallerType::FederatedUser:
      if (is(value, caller.arn)) add(levels, Level::Direct, certain(true));  // PRIN-7
      if ((is(value, caller.user_arn) && value != root) || is(value, caller.user_id)) {
        add(levels, Level::User, certain(true));
      } else if (may_be_id(value, "AIDA", caller.user_id)) {
        add(levels, Level::User, not_known(false));
      }
      break;
    case CallerType::Root:
    case CallerType::Service:
    case CallerType::Anonymous:
    case CallerType::WebIdentity:
    case CallerType::Saml:
      break;
  }
}

/// A `Service` entry (PRIN-8, PRIN-16).
void add_service(Levels& levels, const std::string& value, const Caller& caller) {
  if (caller.type != CallerType::Service) return;
  const auto& names = caller.service_names;
  if (is(value, caller.name) || std::find(names.begin(), names.end(), value) != names.end()) {
    add(levels, Level::Direct, certain(true));
  } else if (value == "*") {
    add(levels, Level::Direct, unknown(false, 46));
  }
}

/// A `Federated` entry (PRIN-9).
void add_federated(Levels& levels, const std::string& value, const Caller& caller) {
  if (!is_token_bearer(caller)) return;
  if (is(value, caller.provider)) {
    add(levels, Level::Direct, certain(true));
  } else if (value == "*") {
    add(levels, Level::Direct, unknown(false, 40));
  }
}

Levels levels_of(const model::PrincipalElement& element, const Caller& caller) {
  Levels levels;
  if (element.everyone) add(levels, Level::Any, certain(true));  // PRIN-2
  for (const model::PrincipalEntry& entry : element.entries) {
    switch (entry.type) {
      case PrincipalType::Aws:
        add_aws(levels, entry.value, caller);
        break;
      case PrincipalType::Service:
        add_service(levels, entry.value, caller);
        break;
      case PrincipalType::Federated:
        add_federated(levels, entry.value, caller);
        break;
      case PrincipalType::CanonicalUser:
        if (has_account(caller.type) && is(entry.value, caller.canonical_id)) {
          add(levels, Level::Account, certain(true));  // PRIN-10
        } else if (has_account(caller.type) && caller.canonical_id.empty()) {
          add(levels, Level::Account, not_known(false));
        }
        break;
    }
  }
  return levels;
}

Truth at(const Levels& levels, Level level) {
  const auto found = levels.find(level);
  return found == levels.end() ? certain(false) : found->second;
}

/// The levels at which a caller must be listed to be spared (NPRIN-2, NPRIN-4).
std::vector<Level> identities(const Caller& caller) {
  switch (caller.type) {
    case CallerType::Root:
      return {Level::Account};
    case CallerType::User:
      return {Level::Direct, Level::Account};
    case CallerType::RoleSession:
      return {Level::Direct, Level::Role, Level::Account};
    case CallerType::FederatedUser:
      if (caller.user_arn == model::root_arn(caller.partition, caller.account)) {
        return {Level::Direct, Level::Account};
      }
      return {Level::Direct, Level::User, Level::Account};
    case CallerType::Service:
    case CallerType::WebIdentity:
    case CallerType::Saml:
      return {Level::Direct};
    case CallerType::Anonymous:
      return {};
  }
  internal_error("caller type out of range");
}

}  // namespace

bool has_account(CallerType type) {
  switch (type) {
    case CallerType::Root:
    case CallerType::User:
    case CallerType::RoleSession:
    case CallerType::FederatedUser:
      return true;
    case CallerType::Service:
    case CallerType::Anonymous:
    case CallerType::WebIdentity:
    case CallerType::Saml:
      return false;
  }
  internal_error("caller type out of range");
}

Levels principal_levels(const model::PrincipalElement& element, const Caller& caller) {
  POSTERN_CHECK(!element.negated);
  return levels_of(element, caller);
}

Truth is_excluded(const model::PrincipalElement& element, const Caller& caller) {
  POSTERN_CHECK(element.negated);
  const Levels levels = levels_of(element, caller);
  const std::vector<Level> wanted = identities(caller);
  Truth all = certain(!wanted.empty());
  Truth some = certain(false);
  for (const Level level : wanted) {
    all = all && at(levels, level);
    some = some || at(levels, level);
  }
  // Only some of them listed: the order of comparison is not specified.
  Truth excluded = either(all, some, 17);
  excluded = excluded || at(levels, Level::Any);
  // An empty list canonically excludes nobody.
  const bool empty = !element.everyone && element.entries.empty();
  return empty ? unknown(false, 12) : excluded;
}

}  // namespace postern::semantics
