// The policies of one line of a scenario file, read into it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "snapshot/fields.h"
#include "snapshot/scenario.h"

namespace postern::snapshot {

using PolicyLevels = std::vector<std::vector<const model::Policy*>>;

/// Reads policies; `owner` keeps them, at stable addresses.
class PolicyLoader {
 public:
  PolicyLoader(ScenarioCase& owner, Diagnostics& diagnostics)
      : owner_(&owner), diagnostics_(&diagnostics) {}

  /// The policy, called `name`; null without a node.
  const model::Policy* one(std::optional<document::Node> node, model::PolicyKind kind,
                           std::string name);
  /// Those of a list, each named by its place in it.
  std::vector<const model::Policy*> many(document::Node list, model::PolicyKind kind,
                                         const std::string& name);
  /// Those of the levels in the member `name` (SCP-1); nothing if it is absent.
  std::optional<PolicyLevels> levels(Fields& fields, std::string_view name, model::PolicyKind kind,
                                     const std::string& prefix = {});

 private:
  ScenarioCase* owner_;
  Diagnostics* diagnostics_;
};

}  // namespace postern::snapshot
