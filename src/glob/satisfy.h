// Emptiness of "in all of these unions, in none of those".
#pragma once

#include <span>
#include <string>
#include <vector>

#include "glob/glob.h"
#include "glob/product.h"
#include "glob/store.h"

namespace postern::glob {

/// What Membership says, before the witness is encoded.
struct Answer {
  Membership::Kind kind = Membership::Kind::CapReached;
  std::u32string witness;
  std::vector<std::size_t> positive, negative;  // Kind::Empty: sorted indices
};

/// Decides the question. The explanation of Empty is sound but need not be minimal.
Answer decide(Store& store, std::span<const GlobSetId> positive,
              std::span<const GlobSetId> negative, Budget& budget);

/// GlobPool::satisfy: decide(), with a small explanation or a witness people like to read.
Answer satisfy(Store& store, std::span<const GlobSetId> positive,
               std::span<const GlobSetId> negative, std::span<const GlobSetId> preferred,
               const Limits& limits);

}  // namespace postern::glob
