// The vectors of the specification through the encoder and the solver.
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

#include "catalogue/catalogue.h"
#include "semantics/authorize.h"
#include "snapshot/scenario.h"
#include "support/catch.h"
#include "verify/verify.h"

namespace postern {
namespace {

constexpr model::Mode modes[] = {model::Mode::Canonical, model::Mode::Prove,
                                 model::Mode::Counterexample};

std::vector<snapshot::ScenarioCase> read(const std::string& name) {
  const std::string path = std::string(POSTERN_SOURCE_DIR) + "/tests/data/vectors/" + name;
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return snapshot::read_scenarios(name, text.str());
}

TEST_CASE("the solver decides the vectors as the specification says", "[vectors]") {
  const catalogue::Catalogue catalogue;
  std::set<std::string> undecided;
  std::size_t decided = 0;
  for (const auto& scenario : read("iam-vectors.jsonl")) {
    for (const model::Mode mode : modes) {
      const auto simulated =
          verify::simulate(scenario.scenario, scenario.request, mode, catalogue, {});
      INFO(scenario.id << " in mode " << static_cast<int>(mode));
      if (simulated.undecided) {
        INFO(*simulated.undecided);
        CHECK_FALSE(scenario.scenario.unmodelled.empty());
        undecided.insert(scenario.id);
        continue;
      }
      ++decided;
      CHECK(to_string(simulated.decision) == *scenario.expected);
    }
  }
  // What no engine models yet is listed, not skipped in silence.
  std::cout << undecided.size() << " vectors are not decided yet:";
  for (const std::string& id : undecided) std::cout << ' ' << id;
  std::cout << "\n" << decided << " decisions checked\n";
}

TEST_CASE("both engines agree on every vector in every reading", "[vectors]") {
  const catalogue::Catalogue catalogue;
  for (const char* name : {"iam-vectors.jsonl", "iam-vectors-ambiguous.jsonl"}) {
    for (const auto& scenario : read(name)) {
      for (const model::Mode mode : modes) {
        const auto simulated =
            verify::simulate(scenario.scenario, scenario.request, mode, catalogue, {});
        const auto answer = semantics::authorize(scenario.scenario, scenario.request, mode);
        INFO(scenario.id << " in mode " << static_cast<int>(mode));
        if (simulated.undecided || answer.undecided) {
          CHECK(simulated.undecided.has_value() == answer.undecided.has_value());
          continue;
        }
        CHECK(to_string(simulated.decision) == to_string(answer.decision));
      }
    }
  }
}

}  // namespace
}  // namespace postern
