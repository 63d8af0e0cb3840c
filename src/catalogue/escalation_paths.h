// The ways to hold more permissions than policies say, besides assuming roles (TRUST-19): published
// paths, each with the requests it takes (data/escalation_paths.json, embedded in the binary).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postern::catalogue {

/// What who walks a path becomes. Of all but the last rows the first request is about the one who
/// is named here.
enum class Becomes {
  PassedRole,         // a role of which a service is made to act (PASS-1..PASS-4)
  RunningRole,        // the role something of a service runs under already
  User,               // that user
  UserPartly,         // that user, to some services
  Trust,              // whom that role's trust policy names
  RewrittenUser,      // as before, with policies of one's own on a user one acts as
  RewrittenRole,      //   ... on a role one acts as
  RewrittenByGroup,   //   ... on a group of a user one acts as
  RewrittenByPolicy,  //   ... in a managed policy of somebody one acts as
  RewrittenByVersion,  //  ... in a version of such a policy that exists
  Joined,             // a user one acts as, with what a group has
  UnboundUser,        // a user one acts as, without its permissions boundary
  UnboundRole,
  UndeniedUser,  // a user one acts as, without a Deny of its policies
  UndeniedRole,
};
std::string_view to_string(Becomes becomes);  // as the data file has it: "passed-role", ...

/// A request that must be allowed.
struct Need {
  std::string action;    // as the catalogue spells it
  std::string resource;  // glob of the part after the account; empty: that of the need before it,
                         // where both are of one service, else any of the account
};

struct EscalationPath {
  std::string id, name;
  std::string source;   // a public catalogue that has it
  std::string service;  // the principal that must be trusted; empty: none
  Becomes becomes;
  std::vector<Need> needs;  // not empty; the first is about whom one becomes
  bool shown = false;  // else it also takes what no snapshot has: it counts for proofs alone
};

/// Sorted by id, each once.
struct EscalationPaths {
  std::string date;  // YYYY-MM-DD
  std::string source;
  std::vector<EscalationPath> paths;
};

/// From the embedded file, which is read at the first call.
const EscalationPaths& escalation_paths();

}  // namespace postern::catalogue
