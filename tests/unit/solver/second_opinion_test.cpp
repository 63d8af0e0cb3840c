// print_smt2 read by cvc5, where it is installed: the same verdict over real string theory.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <unistd.h>

#include "small_world.h"
#include "solver/solver.h"
#include "support/catch.h"

using namespace postern;
using namespace postern::formula;
using solver::Outcome;

namespace {

/// What cvc5 says of `text`: `sat`, `unsat`, anything else where it gave up; empty: not installed.
std::string ask_cvc5(const std::string& text, const std::filesystem::path& file) {
  std::ofstream(file) << text;
  const std::string command = "cvc5 --strings-exp --tlimit=2000 " + file.string() + " 2>&1";
  std::string answer;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return answer;
  char buffer[256];
  while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) answer += buffer;
  pclose(pipe);
  return answer.substr(0, answer.find('\n'));
}

}  // namespace

TEST_CASE("cvc5 agrees on the SMT-LIB text", "[solver]") {
  if (std::system("cvc5 --version >/dev/null 2>&1") != 0) {
    WARN("cvc5 is not installed: skipped");
    return;
  }
  const auto file = std::filesystem::temp_directory_path() /
                    ("postern_second_opinion_" + std::to_string(getpid()) + ".smt2");
  const unsigned seed = seed_from_environment(7'000'000);
  int decided = 0;
  int open = 0;
  for (unsigned round = 0; round < 100; ++round) {
    Generator generator(seed + round);
    solver::Solver ours(generator.terms);
    const std::vector<TermId> assertions = generator.assertions();
    const TermId all = generator.terms.all_of(assertions);
    const Outcome outcome = ours.solve(assertions);
    if (outcome.kind == Outcome::Kind::Undecided) continue;
    CAPTURE(seed + round, generator.terms.print(all));
    const std::string theirs = ask_cvc5(generator.terms.print_smt2(all), file);
    CAPTURE(theirs);
    REQUIRE(theirs.find("error") == std::string::npos);
    if (theirs != "sat" && theirs != "unsat") {
      ++open;
      continue;
    }
    ++decided;
    CHECK((theirs == "sat") == (outcome.kind == Outcome::Kind::Sat));
  }
  std::filesystem::remove(file);
  std::cout << "cvc5 decided " << decided << " (seed " << seed << "), left " << open << " open\n";
  CHECK(decided > 50);
}
