// What all steps of a chain have in common: found out once for a world.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "encoder/actions.h"
#include "model/world.h"

namespace postern::encoder {

struct Slice;

/// Which enumerations the fields of a request have, and what the policies of a world mention.
struct WorldFacts {
  const model::World& world;
  ActionSpace& actions;
  std::set<std::string> services;        // service principals named in policies or asked about
  std::set<std::string> providers;       // identity providers named in policies or asked about
  std::set<std::string> accounts;        // of the snapshot, and account ids its policies mention
  std::set<std::string> asked_accounts;  // account ids that questions mention
  std::set<std::string> partitions;      // of the snapshot's accounts, and `aws`
  bool access_points = false;            // whether they matter, see AccessPoints
  std::vector<std::string> mentioned_points;  // access points policies name, not in the snapshot
  std::set<std::string> taggable;             // ARNs of roles, see taggable_roles
  std::set<std::string> federating;   // ARNs of users; of no other can an identity policy allow
                                      // sts:GetFederationToken
  std::set<std::string> represented;  // ARNs of principals that are no callers, see Slice

  /// Of everything in the world. The action space is kept by reference.
  WorldFacts(const model::World& known, ActionSpace& space, std::set<std::string> asked_services,
             std::set<std::string> asked_providers);
  /// What was found out about the whole, said of a slice of it, which is kept by reference.
  WorldFacts(const Slice& slice, const WorldFacts& whole);
};

}  // namespace postern::encoder
