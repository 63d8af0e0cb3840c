// The search for a chain of role assumptions that works as a whole, from its end.
#pragma once

#include <optional>

#include "verify/question.h"

namespace postern::verify {

struct ChainSearch {
  enum class Kind {
    Found,   // Mode::Counterexample: `path` is a chain. Mode::Prove: there may be one
    None,    // no chain works, whatever is unknown (Mode::Prove), or none is certain
    GaveUp,  // not every chain was looked at
  } kind = Kind::None;
  Question::Path path;
  bool bounded = false;  // chains beyond the bound were left out
};

/// Whether the callers of the set come to send an allowed request of it by assuming some of the
/// roles `reached`, with what sticks to sessions shared along the way. The ends of chains are put
/// together from the last request on; one that nobody can begin leads no further, however the chain
/// goes before it. Whatever the callers themselves can send, without a role, is not asked.
ChainSearch search_chains(Question& question, const Reached& reached, model::Mode mode,
                          std::optional<unsigned> bound);

}  // namespace postern::verify
