// Encodings of the slices of a world that questions need.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "encoder/slice.h"
#include "queries/compile.h"
#include "queries/scope.h"
#include "verify/reach.h"
#include "verify/steps.h"

namespace postern::verify {

class Encodings {
 public:
  Encodings(const model::World& world, const catalogue::Catalogue& catalogue,
            const Options& options);

  /// What questions name, and nothing may have named before.
  void name(const queries::Names& names);

  /// Drops all that was encoded.
  void forget();

  /// The encoding of what can matter to requests of the set and, with `chains`, to role assumptions
  /// that lead to them. The steps are good until the next call, and those of the last where the
  /// slice is the same.
  enum class Callers {
    WhoCanAct,  // those of the set and, with `chains`, whom they may come to act as
    Everybody,
  };
  struct Encoding {
    Steps& steps;
    /// Roles the callers may come to act as: nobody comes to act as another.
    std::vector<Assumable> assumable;
    /// encoder::Slice::alike; null: nobody stands for another.
    const std::map<std::string, std::vector<std::string>>* alike = nullptr;
  };
  Encoding of(const queries::RequestSet& set, bool chains, const queries::Zone& zone,
              Callers callers = Callers::WhoCanAct);
  using Roles = std::set<const model::IamPrincipal*>;
  /// The same with role assumptions of exactly these roles of the world, and of all that are not in
  /// it, whoever sends them. Nobody stands for those of `apart`.
  Encoding along(const queries::RequestSet& set, const Roles& roles, const Roles& apart = {});

  const encoder::WorldFacts& facts() const { return facts_; }

 private:
  struct Sliced {
    encoder::Slice slice;
    Steps steps;

    Sliced(encoder::Slice cut, const encoder::WorldFacts& whole, const model::World& world,
           const Options& options);
  };
  Encoding whole(const Roles& roles);
  Encoding sliced(const encoder::Scope& scope, const Roles& roles);
  std::vector<Assumable> assumable(Steps& steps, const Roles& roles);
  void add_assumptions(encoder::Scope& scope, const Roles& roles);

  const model::World& world_;
  const Options& options_;
  encoder::ActionSpace actions_;
  encoder::WorldFacts facts_;
  formula::Bits entering_;  // role assumptions
  encoder::TrustGraph trust_;
  encoder::Slicer slicer_;
  std::unique_ptr<Steps> whole_;  // without slicing
  std::unique_ptr<Sliced> sliced_;
};

}  // namespace postern::verify
