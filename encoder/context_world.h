// What the context table needs to know of a world.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "encoder/context.h"

namespace postern::encoder {

struct ContextKeys::World {
  const model::World& world;
  /// Conditions on the resource that exclude each other, and the owner's account under each.
  std::vector<std::pair<formula::TermId, std::string>> owners;
  /// The session name a role assumption of this step chooses: that of the next step's caller.
  formula::FieldId next_session;
  bool access_points = false;      // whether they matter, see AccessPoints
  std::set<std::string> accounts;  // that policies or questions mention
  RequestName name;
};

}  // namespace postern::encoder
