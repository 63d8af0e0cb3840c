// A world in which somebody has changed policies, boundaries or trust: what escalation leads to.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "catalogue/escalation_paths.h"
#include "model/request.h"
#include "model/world.h"

namespace postern::verify {

/// Everything by ARN of users and roles.
struct Changes {
  std::set<std::string> rewritten;                        // whose policies allow everything
  std::set<std::string> undenied;                         // whose policies deny nothing
  std::set<std::string> unbound;                          // who have no permissions boundary
  std::map<std::string, std::set<std::string>> trusting;  // roles, and whom they trust besides
  std::map<std::string, std::string> created;  // that are new and may do everything; who made them

  void add(const Changes& more);
  /// Adds what the path, walked by `maker`, changes of the principal, and says it in words.
  std::string make(const catalogue::EscalationPath& path, const std::string& principal,
                   const std::string& maker, model::Mode mode);
  bool operator==(const Changes&) const = default;
  bool empty() const { return *this == Changes{}; }
};

/// The world with these changes, in every other respect the same, as a copy of its own. For proofs
/// (Mode::Prove) what is rewritten has lost every Deny it had; else it has kept all it had. Where
/// something was created there may, for proofs, be any number of users and roles besides those of
/// the snapshot; else there is a role that trusts whoever made it, or a user.
std::unique_ptr<model::World> changed_world(const model::World& world, const Changes& changes,
                                            model::Mode mode);

}  // namespace postern::verify
