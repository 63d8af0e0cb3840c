// The vectors of the specification through the encoder and the solver.
#include <fstream>
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

// Those of the specification, and our own of what it has none of.
constexpr const char* files[] = {"iam-vectors.jsonl", "iam-vectors-ambiguous.jsonl",
                                 "passages-and-tasks.jsonl"};

std::vector<snapshot::ScenarioCase> those(bool one_answer) {
  std::vector<snapshot::ScenarioCase> out;
  for (const char* name : files) {
    for (auto& scenario : read(name)) {
      if (scenario.expected.has_value() == one_answer) out.push_back(std::move(scenario));
    }
  }
  return out;
}

std::vector<snapshot::ScenarioCase> with_one_answer() { return those(true); }
std::vector<snapshot::ScenarioCase> with_three_answers() { return those(false); }

bool says(model::Decision decision, const std::string& expected) {
  if (expected == "unspecified") return true;
  if (expected == "denied") return decision != model::Decision::Allowed;
  return to_string(decision) == expected;
}

TEST_CASE("the solver decides the vectors as the specification says", "[vectors][SND-3]") {
  const catalogue::Catalogue catalogue;
  for (const auto& scenario : with_one_answer()) {
    for (const model::Mode mode : modes) {
      const auto simulated =
          verify::simulate(scenario.scenario, scenario.request, mode, catalogue, {});
      INFO(scenario.id << " in mode " << static_cast<int>(mode));
      CHECK_FALSE(simulated.undecided);
      CHECK(says(simulated.decision, *scenario.expected));
    }
  }
}

TEST_CASE("the solver gives ambiguous vectors their three answers", "[vectors][SND-1]") {
  const catalogue::Catalogue catalogue;
  for (const auto& scenario : with_three_answers()) {
    const std::optional<std::string> expected[] = {
        scenario.expected_canonical, scenario.expected_prove, scenario.expected_counterexample};
    for (std::size_t i = 0; i < 3; ++i) {
      const auto simulated =
          verify::simulate(scenario.scenario, scenario.request, modes[i], catalogue, {});
      INFO(scenario.id << " in mode " << i);
      CHECK_FALSE(simulated.undecided);
      REQUIRE(expected[i]);
      CHECK(says(simulated.decision, *expected[i]));
    }
  }
}

TEST_CASE("both engines agree on every vector in every reading", "[vectors]") {
  const catalogue::Catalogue catalogue;
  for (const char* name : files) {
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
