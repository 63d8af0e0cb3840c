// From the options of a run to those of the solver.
#pragma once

#include "solver/solver.h"
#include "verify/verify.h"

namespace postern::verify {

inline solver::Options solver_options(const Options& options) {
  solver::Options out;
  out.probing = options.probing;
  out.absorption = options.absorption;
  out.eager_lemmas = options.eager_lemmas;
  out.rlimit = options.rlimit;
  out.seed = options.seed;
  return out;
}

}  // namespace postern::verify
