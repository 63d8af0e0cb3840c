// The part of a world that can matter to some questions: the statements that speak of their actions
// and resources, the resources they may be about, and of principals nobody can tell apart only one.
//
// A slice is a world again. Whatever a question within the scope asks of the world it was cut from,
// it gets the same answer from the slice: a statement is left out only if it matches no request of
// the scope, and a principal only if another stands for it, of the same account, with the same
// policies, and alike to everything in the slice that looks at principals.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "encoder/world_facts.h"
#include "glob/glob.h"

namespace postern::encoder {

/// What questions may be about. Glob sets are of Slicer::globs().
struct Scope {
  /// Requests of `actions` on `resources` that are not in `except`.
  struct Part {
    formula::Bits actions;
    glob::GlobSetId resources, except;
  };
  std::vector<Part> parts;
  /// What the question itself says of principals: ARN globs, tag keys (lower-cased), conditions.
  std::vector<std::string> arns;
  std::set<std::string> tag_keys;
  std::vector<const model::Condition*> conditions;
  std::set<const model::IamPrincipal*> apart;  // roles that are assumed: nobody stands for them
  /// Who of the world can send the requests; nothing: everybody.
  std::optional<std::set<const model::IamPrincipal*>> callers;
};

struct Slice {
  model::World world;
  /// Principals (by ARN) that requests are for, and who send none, or for whom others stand.
  std::set<std::string> represented;
  /// By the ARN of a principal that stands for others: theirs, in order.
  std::map<std::string, std::vector<std::string>> alike;
  /// Two slices of one world with the same fingerprint are the same.
  std::vector<std::uint64_t> fingerprint;
};

class Slicer {
 public:
  /// Reads the policies of the whole world; everything is kept by reference.
  Slicer(const model::World& world, const WorldFacts& facts);
  ~Slicer();

  glob::GlobPool& globs();
  Slice slice(const Scope& scope);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace postern::encoder
