// Access from outside the zone of trust, as plain data: what `postern findings` reports.
#pragma once

#include <string>
#include <vector>

#include "verdict/verdict.h"

namespace postern::verdict {

/// One entry of a Condition block, as its policy writes it.
struct ConditionEntry {
  std::string op, key;
  std::vector<std::string> values;
  bool operator==(const ConditionEntry&) const = default;
};

/// What lets the access in.
struct AccessSource {
  enum class Kind { Policy, Acl, Trust, Grant } kind = Kind::Policy;
  SourceSpan where;
  std::string sid;  // of a statement; the id of a KMS grant
};
std::string_view to_string(AccessSource::Kind kind);  // "policy", "acl", "trust", "grant"

/// Somebody outside, what they can do, and under which condition. The witness is replayed.
struct Finding {
  std::string id;  // of resource, principal and condition: the same whatever else changes
  std::string resource, owner;
  std::string principal;             // `public`, `account:ID`, `org:ID`, `service:NAME`,
                                     // `federated:PROVIDER`, `canonical:ID`, an ARN
  std::vector<std::string> actions;  // sorted
  std::vector<ConditionEntry> condition;
  bool is_public = false;  // anybody can be the principal and meet the condition
  std::vector<AccessSource> sources;
  Step witness;
};

/// Access that may be there and may not.
struct OpenAccess {
  std::string resource, principal;
  std::optional<Reason> reason;
  std::string explanation;
  std::vector<int> ambiguities;
};

/// Everything a report of findings is made of.
struct Findings {
  std::vector<Finding> findings;    // by resource; of one, the widest principals first
  std::vector<OpenAccess> unknown;  // empty: the findings cover all access from outside
  std::vector<std::string> zone;    // what is trusted: accounts, then organizations
  std::size_t resources = 0;        // that were looked at, roles included
  std::vector<std::string> assumptions;
  bool complete() const { return unknown.empty(); }
};

}  // namespace postern::verdict
