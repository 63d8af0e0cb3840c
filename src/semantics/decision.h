// The decision of EVAL 8.2 in one mode.
#pragma once

#include <set>

#include "semantics/authorize.h"
#include "semantics/blocks.h"
#include "semantics/layers.h"

namespace postern::semantics {

/// What one mode decides.
struct Ruling {
  model::Decision decision = model::Decision::ImplicitDeny;
  std::vector<model::StatementRef> decided_by;
  std::vector<std::string> granted_by;
  Layers layers;
  std::set<int> forks;  // AMB entries outside of statements at which the modes part
};

/// Steps 1 to 4 of 8.2, after the hard stops.
Ruling decide(const Matches& matches, const model::Scenario& scenario,
              const model::Request& request, Accounts accounts, model::Mode mode);

}  // namespace postern::semantics
