// The only door to Z3: decides whether terms can hold together.
//
// Z3 sees Booleans only: one variable an atom. The fields (strings, enumerations, addresses,
// numbers) are decided by exact oracles in a refinement loop; what an oracle refutes returns to Z3
// as a permanent lemma. Undecided only by an explicit limit or by the one construct without a
// complete procedure (linked patterns), with its reason; never by Z3 itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "formula/formula.h"

namespace postern::solver {

/// Version of the Z3 library in use, `4.8.12`.
std::string version();

/// Switches turn optimisations off; none of them changes an answer.
struct Options {
  bool probing = true;         // try a few concrete candidates before Z3
  bool absorption = true;      // simplify the formula over the theory before Z3
  bool eager_lemmas = true;    // tell Z3 inclusions between glob sets before it asks
  std::uint64_t rlimit = 0;    // Z3 resource units per question; 0: none
  double timeout_seconds = 0;  // last resort; 0: none
  std::size_t rounds = 100'000;
  glob::Limits automata;
  unsigned seed = 0;  // Z3's random seed
};

struct Statistics {
  std::uint64_t questions = 0;
  std::uint64_t rounds = 0;  // Z3 checks
  std::uint64_t lemmas = 0;
  std::uint64_t rlimit = 0;  // Z3's own count
  std::uint64_t folded = 0;  // questions that ended before Z3
};

enum class Reason { Timeout, ResourceLimit, AutomatonLimit, LinkedPatterns };
std::string_view to_string(Reason reason);

struct Outcome {
  enum class Kind { Sat, Unsat, Undecided } kind = Kind::Undecided;
  formula::Assignment assignment;  // Sat: checked by evaluating the terms
  std::vector<std::size_t> core;   // Unsat: indices of assertions that already contradict
  std::optional<Reason> reason;    // Undecided
  std::string detail;
};

/// A warm solver over one TermStore. Lemmas and encoded terms are kept between questions.
class Solver {
 public:
  Solver(formula::TermStore& terms, Options options = {});
  ~Solver();
  Solver(const Solver&) = delete;
  Solver& operator=(const Solver&) = delete;

  /// Can all of `assertions` hold together?
  Outcome solve(std::span<const formula::TermId> assertions);
  Outcome solve(std::initializer_list<formula::TermId> assertions);

  /// All questions from now on together may take this long, beside the limit of each
  /// (Options::timeout_seconds); 0: no such limit.
  void limit_time(double seconds);

  const Statistics& statistics() const;
  const Options& options() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace postern::solver
