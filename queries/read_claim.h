// The claim of a property. Internal to the layer.
#pragma once

#include <optional>
#include <string>

#include "queries/query.h"
#include "queries/read_common.h"
#include "queries/read_sets.h"
#include "queries/read_words.h"

namespace postern::queries {

/// The sets `define` names.
struct Definitions {
  explicit Definitions(const Reader& reader);
  /// Takes over and reads the sections of `define`.
  void read(const Reader& reader, document::Node define);

  Sets<PrincipalWord> principals;
  Sets<ActionWord> actions;
  Sets<ResourceWord> resources;
};

struct ReadClaim {
  Claim claim;
  std::string text;  // on one line, words as written: sets by name
};

/// The claim among the members of a property: exactly one. Nothing, reported, if there is not, or
/// if this version cannot decide it; else what could be read of it.
std::optional<ReadClaim> read_claim(const Reader& reader, Definitions& definitions,
                                    document::Node property);

/// `no-path: {from, to, max_hops}`; reports what is wrong with it.
std::optional<ReadClaim> read_no_path(const Reader& reader, Definitions& definitions,
                                      document::Node node);

/// The keys that are claims, those of later versions last.
std::vector<std::string_view> claim_keys();

}  // namespace postern::queries
