#include "encoder/session_tags.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "model/arn.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using model::IamPrincipal;
using model::PrincipalKind;

// The role sessions a trust policy may admit, whatever its conditions and Denies say.
struct Admitted {
  bool unknown = false;  // sessions of roles that are not in the snapshot
  std::set<const IamPrincipal*> roles;
  std::set<std::string> accounts;  // all roles of them
};

bool may_allow(const model::Statement& statement, const formula::Bits& action,
               ActionSpace& actions) {
  return statement.effect == model::Effect::Allow && actions.may_match(statement.actions, action);
}

void admit_aws(const std::string& value, const model::World& world, Admitted& out) {
  const auto arn = model::parse_arn(value);
  const std::string account(arn ? arn->account : std::string_view(value));
  const auto known = world.accounts.find(account);
  const bool listed = known != world.accounts.end() && known->second.has_identities;
  if (listed && (!arn || (arn->service == "iam" && arn->resource == "root"))) {
    out.accounts.insert(account);
    return;
  }
  // Users have no transitive tags, and their federated sessions assume no role (TRUST-11).
  if (value.starts_with("AIDA")) return;
  if (arn && arn->service == "iam" && arn->resource.starts_with("user/")) return;
  bool found = false;
  for (const auto& [role_arn, role] : world.principals) {
    if (role.kind != PrincipalKind::Role) continue;
    const bool session = arn && arn->service == "sts" && arn->account == role.account &&
                         arn->resource.starts_with("assumed-role/" + role.name + "/");
    const bool by_id = !role.unique_id.empty() && role.unique_id == value;
    if (value != role_arn && !session && !by_id) continue;
    out.roles.insert(&role);
    found = true;
  }
  if (!found) out.unknown = true;
}

Admitted admitted(const IamPrincipal& role, const model::World& world, ActionSpace& actions) {
  Admitted out;
  const formula::Bits assumption = actions.only({"sts:AssumeRole"});
  for (const model::Statement& statement : role.trust->statements) {
    if (!may_allow(statement, assumption, actions)) continue;
    const auto& principal = statement.principal;
    if (!principal || principal->negated || principal->everyone) {
      out.unknown = true;
      continue;
    }
    for (const model::PrincipalEntry& entry : principal->entries) {
      switch (entry.type) {
        case model::PrincipalType::Aws:
          admit_aws(entry.value, world, out);
          break;
        case model::PrincipalType::CanonicalUser:
          out.unknown = true;
          break;
        case model::PrincipalType::Service:  // they pass tags, if at all, as everybody does
                                             // (TRUST-8)
        case model::PrincipalType::Federated:
          break;
      }
    }
  }
  return out;
}

}  // namespace

std::set<const IamPrincipal*> taggable_roles(const model::World& world, ActionSpace& actions) {
  const formula::Bits tagging = actions.only({"sts:TagSession"});
  std::set<const IamPrincipal*> tagged;
  std::set<std::string> accounts;  // of these roles
  std::map<const IamPrincipal*, Admitted> others;
  const auto tag = [&](const IamPrincipal& role) {
    tagged.insert(&role);
    accounts.insert(role.account);
  };
  const auto may_be_tagged = [&](const model::Statement& statement) {
    return may_allow(statement, tagging, actions);
  };
  for (const auto& [arn, role] : world.principals) {
    if (role.kind != PrincipalKind::Role) continue;
    if (role.trust == nullptr ||
        std::any_of(role.trust->statements.begin(), role.trust->statements.end(), may_be_tagged)) {
      tag(role);
    } else {
      others.emplace(&role, admitted(role, world, actions));
    }
  }
  const auto intersect = [](const auto& a, const auto& b) {
    return std::any_of(a.begin(), a.end(),
                       [&](const auto& element) { return b.contains(element); });
  };
  bool settled = false;
  while (!settled) {
    settled = true;
    for (auto it = others.begin(); it != others.end();) {
      const auto& [role, from] = *it;
      if (from.unknown || intersect(from.roles, tagged) || intersect(from.accounts, accounts)) {
        tag(*role);
        it = others.erase(it);
        settled = false;
      } else {
        ++it;
      }
    }
  }
  return tagged;
}

}  // namespace postern::encoder
