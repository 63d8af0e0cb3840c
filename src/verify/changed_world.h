// A world in which somebody has changed policies, boundaries or trust: what escalation leads to.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "model/request.h"
#include "model/world.h"

namespace postern::verify {

/// Everything by ARN of users and roles.
struct Changes {
  std::set<std::string> rewritten;  // whose policies allow everything
  std::set<std::string> undenied;   // whose policies deny nothing
  std::set<std::string> unbound;    // who have no permissions boundary
  std::map<std::string, std::set<std::string>> trusting;  // roles, and whom they trust besides

  bool operator==(const Changes&) const = default;
  bool empty() const { return *this == Changes{}; }
};

/// The world with these changes, in every other respect the same, as a copy of its own. For proofs
/// (Mode::Prove) what is rewritten has lost every Deny it had; else it has kept all it had.
std::unique_ptr<model::World> changed_world(const model::World& world, const Changes& changes,
                                            model::Mode mode);

}  // namespace postern::verify
