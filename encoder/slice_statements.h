// The statements of a world's policies that can be about requests of a scope (internal to Slicer).
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "encoder/slice.h"

namespace postern::encoder {

/// All statements of all policies, each content once, wherever it stands.
class StatementIndex {
 public:
  StatementIndex(const model::World& world, const WorldFacts& facts, glob::GlobPool& globs);

  /// Which contents can be about a request of the scope.
  std::vector<bool> relevant(const Scope& scope);
  /// The contents of a policy's statements, in order.
  const std::vector<std::uint32_t>& contents(const model::Policy& policy) const {
    return policies_.at(&policy);
  }
  std::size_t size() const { return contents_.size(); }

 private:
  struct Content {
    std::uint32_t actions, resources;  // ids of the lists
  };
  // What a list of resource patterns can match.
  struct Resources {
    bool anything = false;  // not told from its text
    std::vector<glob::GlobSetId> patterns;
  };

  std::uint32_t content(const model::Statement& statement, const model::Policy& policy);
  std::uint32_t action_list(const model::PatternList& list);
  std::uint32_t resource_list(const model::Statement& statement);
  const std::vector<bool>& relevant(const Scope::Part& part);
  bool may_match(const Resources& list, const Scope::Part& part, glob::GlobSetId resources);
  glob::GlobSetId with_access_points(const Scope::Part& part);
  bool asks_of_points(const Scope::Part& part);

  ActionSpace& actions_;
  glob::GlobPool& globs_;
  bool access_points_;
  formula::Bits s3_;        // the actions that access points carry
  glob::GlobSetId points_;  // their ARNs
  std::unordered_map<const model::Policy*, std::vector<std::uint32_t>> policies_;
  std::unordered_map<std::string, std::uint32_t> content_ids_, action_ids_, resource_ids_;
  std::vector<Content> contents_;
  std::vector<const model::PatternList*> action_lists_;
  std::vector<Resources> resource_lists_;
  std::map<std::tuple<formula::Bits, glob::GlobSetId, glob::GlobSetId>, std::vector<bool>>
      relevant_;  // answers for parts of scopes
};

}  // namespace postern::encoder
