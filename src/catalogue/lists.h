// Lists about AWS that move and that no table of AWS's has in this form: dated, with their source
// (data/lists.json, embedded in the binary).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::catalogue {

/// Service prefixes (`s3`), sorted.
struct ServiceList {
  std::string date;  // YYYY-MM-DD
  std::string source;
  std::vector<std::string> services;
};

/// The services that resource control policies apply to (RCP-7): a short list that nobody doubts,
/// and the longest one known, which contains the short one.
struct RcpServices {
  ServiceList certain, listed;
};

/// What somebody gains by an action beyond what policies say they may do.
enum class Gain {
  ActAs,             // a session, credentials or a login of somebody else
  ChangeAttributes,  // tags, names or claims that conditions compare
  ChangeCode,        // code or commands run under a role that is already in place
  ChangePolicy,      // access, by a policy, a membership or an entry that stands for one
  ChangeTrust,       // who may assume a role, or who vouches for callers
  KeyGrant,          // use of a key, by a grant
  NewCredentials,    // further credentials of somebody who is there
  PassRole,          // a service acts under a role one hands it (PASS-1)
  RemoveGuard,       // a limit is gone: a deny, a boundary, an organization's policy
  Share              // data or resources leave for others, without a resource policy
};
std::string_view to_string(Gain gain);  // "act-as", ..., "share"
std::optional<Gain> parse_gain(std::string_view text);

/// An action that leads to access which no policy states (TRUST-19, SCOPE-5).
struct Escalation {
  std::string action;  // as the catalogue spells it
  Gain gives;
  std::string why;  // a few words for a reader
};

/// Sorted by action, each once. What the list is and is not: data/README.md.
struct EscalationList {
  std::string date;
  std::string source;
  std::vector<Escalation> actions;
};

/// From the embedded file, which is read at the first call.
const RcpServices& rcp_services();
/// From the embedded file, which is read at every call: keep what it returns.
EscalationList escalations();

}  // namespace postern::catalogue
