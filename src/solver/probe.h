// Concrete guesses before any search (internal to src/solver).
#pragma once

#include <optional>

#include "solver/propagation.h"

namespace postern::solver {

/// An assignment that satisfies the problem, if one of a few guesses does. Finding none says
/// nothing.
std::optional<formula::Assignment> probe(formula::TermStore& terms, const Problem& problem,
                                         const Propagation& propagation);

}  // namespace postern::solver
