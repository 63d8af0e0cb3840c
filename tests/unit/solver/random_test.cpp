// Seeded random formulas against brute force over a small world, with all switches.
#include <iostream>
#include <memory>

#include "small_world.h"
#include "solver/solver.h"
#include "support/catch.h"

using namespace postern;
using namespace postern::formula;
using solver::Outcome;

TEST_CASE("random formulas: verdicts, witnesses and cores with all switches", "[solver]") {
  const unsigned seed = seed_from_environment(20'240'607);
  const char* rounds_text = std::getenv("POSTERN_ROUNDS");
  const int rounds = rounds_text != nullptr ? std::atoi(rounds_text) : 400;
  std::cout << "random_test seed " << seed << "\n";
  const World world;
  int sat = 0;
  int unsat = 0;
  int undecided = 0;
  int longer = 0;
  for (int round = 0; round < rounds; ++round) {
    const unsigned round_seed = seed + static_cast<unsigned>(round);
    CAPTURE(round_seed);
    Generator generator(round_seed);
    TermStore& terms = generator.terms;
    std::vector<std::unique_ptr<solver::Solver>> solvers;
    for (unsigned switches = 0; switches < 8; ++switches) {
      solver::Options options;
      options.probing = (switches & 1u) != 0;
      options.absorption = (switches & 2u) != 0;
      options.eager_lemmas = (switches & 4u) != 0;
      solvers.push_back(std::make_unique<solver::Solver>(terms, options));
    }
    for (int question = 0; question < 4; ++question) {
      const std::vector<TermId> assertions = generator.assertions();
      CAPTURE(question, terms.print(terms.all_of(assertions)));
      const bool possible = brute_force(terms, assertions, world);
      bool any_sat = false;
      bool any_unsat = false;
      for (const auto& s : solvers) {
        CAPTURE(s->options().probing, s->options().absorption, s->options().eager_lemmas);
        const Outcome outcome = s->solve(assertions);
        switch (outcome.kind) {
          case Outcome::Kind::Sat:
            any_sat = true;
            for (const TermId term : assertions) {
              REQUIRE(terms.evaluate(term, outcome.assignment));
            }
            break;
          case Outcome::Kind::Unsat: {
            any_unsat = true;
            REQUIRE_FALSE(possible);
            std::vector<TermId> core;
            for (const std::size_t i : outcome.core) core.push_back(assertions.at(i));
            REQUIRE_FALSE(brute_force(terms, core, world));
            REQUIRE(solver::Solver(terms).solve(core).kind == Outcome::Kind::Unsat);
            break;
          }
          case Outcome::Kind::Undecided:
            ++undecided;
            REQUIRE(outcome.reason == solver::Reason::LinkedPatterns);
            break;
        }
      }
      REQUIRE_FALSE((any_sat && any_unsat));
      if (any_sat) ++sat;
      if (any_unsat) ++unsat;
      if (any_sat && !possible) ++longer;
    }
  }
  std::cout << "sat " << sat << " (" << longer << " beyond the small world), unsat " << unsat
            << ", undecided answers " << undecided << "\n";
  CHECK(sat > rounds);
  CHECK(unsat > rounds / 4);
}
