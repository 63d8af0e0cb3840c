// The ways to hold more permissions than policies say, besides assuming roles (TRUST-19): published
// paths, each with the requests it takes (data/escalation_paths.json, embedded in the binary).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postern::catalogue {

/// What who walks a path comes to.
enum class Becomes {
  PassedRole,     // acts as a role that a service is made to act as (PASS-1..PASS-4)
  RunningRole,    // acts as the role something of a service runs under already
  FederatedRole,  // acts as a role that trusts an identity provider
  User,           // acts as a user
  Trust,          // is trusted by a role
  Rewritten,      // has other policies, as somebody one acts as
  Unbound,        // has no permissions boundary, as somebody one acts as
  Undenied,       // has lost a policy that denies, as somebody one acts as
  Created,        // has made a user or role of its own
};
std::string_view to_string(Becomes becomes);  // as the data file has it: "passed-role", ...

/// What the first request of a path is about: a user or role, or what it has its policies from.
enum class About { User, Role, Group, Policy };

/// A request that must be allowed.
struct Need {
  std::string action;    // as the catalogue spells it
  std::string resource;  // glob of the part after the account; empty: that of the need before it,
                         // where both are of one service, else any of the account
};

struct EscalationPath {
  std::string id, name;
  std::string source;   // a public catalogue that has it
  std::string service;  // the principal that must be trusted; empty: none, or any that takes roles
  Becomes becomes = Becomes::User;
  About about = About::User;
  std::vector<Need> needs;  // not empty. A role that is passed is passed in the second
  bool shown = false;       // else it also takes what no snapshot has: it counts for proofs alone

  /// Whether the need is part of the same call as the one before; else another may send it.
  bool is_same_call(std::size_t need) const;
};

/// First those of the table, sorted by id. Then, for proofs alone, the actions of escalations()
/// (lists.h) that pass a role or change code, and that no path of the table has: of any service,
/// for which one is not known of all of them.
struct EscalationPaths {
  std::string date;  // YYYY-MM-DD
  std::string source;
  std::vector<EscalationPath> paths;
  std::size_t published = 0;  // those of the table
};

/// From the embedded file, which is read at the first call.
const EscalationPaths& escalation_paths();

}  // namespace postern::catalogue
