// Who can do something, as plain data: the answer of `postern who-can`.
#pragma once

#include <string>
#include <vector>

#include "model/condition.h"
#include "verdict/verdict.h"

namespace postern::verdict {

/// Conditions that hold together, as one block of a Condition element.
using ConditionBlock = std::vector<model::Condition>;

/// A role assumption on the way to the request.
struct Assumption {
  std::string role;  // ARN
  std::string action;
  std::vector<ConditionBlock> conditions;  // any of them; none: nothing is asked
  bool exact = true;                       // see AccessGroup
};

/// Principals that can do it in the same way.
struct AccessGroup {
  /// ARNs of users, roles and root users; `account:ID`, `public`, `service:NAME` and
  /// `federated:PROVIDER` for those the snapshot does not contain. Sorted.
  std::vector<std::string> principals;
  std::vector<ConditionBlock> conditions;  // of the request: any of them; none: nothing is asked
  /// Whether the conditions say all that is asked of the context and of who calls.
  bool exact = true;
  std::vector<Assumption> path;  // none: directly
  std::vector<Step> witness;     // one of the principals', with the steps of the path
};

/// Somebody who may have access besides what the groups say.
struct OpenAccess {
  std::string principal;
  std::string explanation;
};

struct WhoCan {
  std::string empty_part;  // not empty: no request is asked about at all, and why
  bool complete = false;   // it is proved that there is no access but that of the groups
  std::vector<AccessGroup> groups;
  std::vector<OpenAccess> unknown;
  std::vector<std::string> assumptions;
};

}  // namespace postern::verdict
