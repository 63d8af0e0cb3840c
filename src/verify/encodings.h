// Encodings of the slices of a world that questions need.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>

#include "encoder/slice.h"
#include "queries/scope.h"
#include "verify/steps.h"

namespace postern::verify {

class Encodings {
 public:
  Encodings(const model::World& world, const catalogue::Catalogue& catalogue,
            const Options& options);

  /// Services and identity providers that questions name, which nothing may have named before.
  void name(const std::set<std::string>& services, const std::set<std::string>& providers);

  /// The encoding of what can matter to requests of the set and, with `chains`, to role assumptions
  /// that lead to them. Good until the next call; the same as before where the slice is.
  Steps& of(const queries::RequestSet& set, bool chains, const queries::Zone& zone);

  const encoder::WorldFacts& facts() const { return facts_; }

 private:
  struct Sliced {
    encoder::Slice slice;
    Steps steps;

    Sliced(encoder::Slice cut, const encoder::WorldFacts& whole, const model::World& world,
           const Options& options);
  };
  encoder::Scope scope(const queries::RequestSet& set, bool chains, const queries::Zone& zone);
  void add_assumptions(encoder::Scope& scope, const encoder::Starting& start);

  const model::World& world_;
  const Options& options_;
  encoder::ActionSpace actions_;
  encoder::WorldFacts facts_;
  encoder::Slicer slicer_;
  std::unique_ptr<Steps> whole_;  // without slicing
  std::unique_ptr<Sliced> sliced_;
};

}  // namespace postern::verify
