// Whom the trust policies of roles may admit, as far as their Allow statements can tell: sets of
// principals, without conditions and Denies (section 13.1 of the specification).
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "encoder/actions.h"
#include "model/world.h"

namespace postern::encoder {

/// Callers of a role assumption; nobody else can be admitted.
struct Admitted {
  bool anybody = false;      // everybody, or principals that are not in the snapshot
  bool other_users = false;  // users that are not in the snapshot
  bool tokens = false;       // services and bearers of tokens
  std::set<const model::IamPrincipal*> principals;
  std::set<std::string> accounts;  // of the snapshot: all their principals
};

class Admission {
 public:
  /// Everything is kept by reference.
  Admission(const model::World& world, ActionSpace& actions);

  /// Whom the role's trust policy may admit to one of `calls`. A trust policy that is not there may
  /// admit anybody.
  Admitted of(const model::IamPrincipal& role, const formula::Bits& calls);
  /// Whether the Allow statement may be about one of `calls`: of an action's pattern with two
  /// readings (ACT-3) the wider one counts.
  bool may_allow(const model::Statement& statement, const formula::Bits& calls);

 private:
  void admit_aws(const std::string& value, Admitted& out);

  const model::World& world_;
  ActionSpace& actions_;
  std::map<std::string, std::vector<const model::IamPrincipal*>, std::less<>> by_id_;
  std::map<std::pair<std::string, std::string>, std::vector<const model::IamPrincipal*>>
      roles_;  // by account and name
};

/// Callers one starts with. Role sessions that are not in the snapshot are always among them, for
/// somebody may come to act as such a role.
struct Starting {
  std::set<const model::IamPrincipal*> principals;
  bool other_users = false;  // users that are not in the snapshot
  bool tokens = false;       // services or bearers of tokens
};

/// Who may assume which role, all of a world.
class TrustGraph {
 public:
  /// `calls` are role assumptions.
  TrustGraph(const model::World& world, ActionSpace& actions, const formula::Bits& calls);

  /// The roles the callers may come to act as by any number of the calls; nobody comes to act as
  /// another.
  std::set<const model::IamPrincipal*> within_reach(const Starting& start) const;
  /// Whom the role admits.
  const Admitted& admitted(const model::IamPrincipal& role) const { return admitted_.at(&role); }

 private:
  using Roles = std::vector<const model::IamPrincipal*>;
  std::map<const model::IamPrincipal*, Admitted> admitted_;
  Roles by_anybody_, by_other_users_, by_tokens_;
  std::map<const model::IamPrincipal*, Roles> by_principal_;
  std::map<std::string, Roles, std::less<>> by_account_;
};

}  // namespace postern::encoder
