#include "encoder/admission.h"

#include <algorithm>
#include <deque>

#include "model/arn.h"
#include "support/text.h"

namespace postern::encoder {

using model::IamPrincipal;
using model::PrincipalKind;

Admission::Admission(const model::World& world, ActionSpace& actions)
    : world_(world), actions_(actions) {
  for (const auto& [arn, principal] : world.principals) {
    if (!principal.unique_id.empty()) by_id_[principal.unique_id].push_back(&principal);
    if (principal.kind == PrincipalKind::Role) {
      roles_[{principal.account, principal.name}].push_back(&principal);
    }
  }
}

bool Admission::may_allow(const model::Statement& statement, const formula::Bits& calls) {
  return statement.effect == model::Effect::Allow && actions_.may_match(statement.actions, calls);
}

void Admission::admit_aws(const std::string& value, Admitted& out) {
  const auto arn = model::parse_arn(value);
  const std::string account(arn ? arn->account : std::string_view(value));
  const auto known = world_.accounts.find(account);
  const bool listed = known != world_.accounts.end() && known->second.has_identities;
  if (listed && (!arn || (arn->service == "iam" && arn->resource == "root"))) {
    out.accounts.insert(account);
    return;
  }
  bool found = false;
  const auto admit = [&](const IamPrincipal& principal) {
    out.principals.insert(&principal);
    found = true;
  };
  if (const auto it = world_.principals.find(value); it != world_.principals.end()) {
    admit(it->second);
  }
  if (const auto it = by_id_.find(value); it != by_id_.end()) {
    for (const IamPrincipal* principal : it->second) admit(*principal);
  }
  if (arn && arn->service == "sts" && arn->resource.starts_with("assumed-role/")) {
    const auto parts = split(arn->resource, '/', 3);
    if (parts.size() > 1) {
      if (const auto it = roles_.find({account, std::string(parts[1])}); it != roles_.end()) {
        for (const IamPrincipal* role : it->second) admit(*role);
      }
    }
  }
  const bool user = value.starts_with("AIDA") ||
                    (arn && arn->service == "iam" && arn->resource.starts_with("user/"));
  if (!found) (user ? out.other_users : out.anybody) = true;
}

Admitted Admission::of(const IamPrincipal& role, const formula::Bits& calls) {
  Admitted out;
  if (role.trust == nullptr) {
    out.anybody = out.tokens = true;
    return out;
  }
  for (const model::Statement& statement : role.trust->statements) {
    if (!may_allow(statement, calls)) continue;
    const auto& principal = statement.principal;
    if (!principal || principal->negated || principal->everyone) {
      out.anybody = out.tokens = true;
      continue;
    }
    for (const model::PrincipalEntry& entry : principal->entries) {
      switch (entry.type) {
        case model::PrincipalType::Aws:
          admit_aws(entry.value, out);
          break;
        case model::PrincipalType::CanonicalUser:
          out.anybody = true;
          break;
        case model::PrincipalType::Service:
        case model::PrincipalType::Federated:
          out.tokens = true;
          break;
      }
    }
  }
  return out;
}

TrustGraph::TrustGraph(const model::World& world, ActionSpace& actions,
                       const formula::Bits& calls) {
  Admission admission(world, actions);
  for (const auto& [arn, role] : world.principals) {
    if (role.kind != PrincipalKind::Role) continue;
    const Admitted& admitted = admitted_.emplace(&role, admission.of(role, calls)).first->second;
    if (admitted.anybody) by_anybody_.push_back(&role);
    if (admitted.other_users) by_other_users_.push_back(&role);
    if (admitted.tokens) by_tokens_.push_back(&role);
    for (const IamPrincipal* caller : admitted.principals) by_principal_[caller].push_back(&role);
    for (const std::string& account : admitted.accounts) by_account_[account].push_back(&role);
  }
}

std::set<const IamPrincipal*> TrustGraph::within_reach(const Starting& start) const {
  std::set<const IamPrincipal*> out;
  std::set<std::string_view> entered;  // accounts of the callers so far
  std::deque<const IamPrincipal*> left(start.principals.begin(), start.principals.end());
  const auto reach = [&](const Roles& roles) {
    for (const IamPrincipal* role : roles) {
      if (out.insert(role).second) left.push_back(role);
    }
  };
  reach(by_anybody_);
  if (start.other_users) reach(by_other_users_);
  if (start.tokens) reach(by_tokens_);
  while (!left.empty()) {
    const IamPrincipal* caller = left.front();
    left.pop_front();
    if (const auto it = by_principal_.find(caller); it != by_principal_.end()) reach(it->second);
    if (!entered.insert(caller->account).second) continue;
    if (const auto it = by_account_.find(caller->account); it != by_account_.end()) {
      reach(it->second);
    }
  }
  return out;
}

}  // namespace postern::encoder
