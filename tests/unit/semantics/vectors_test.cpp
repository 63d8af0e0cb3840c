// Runs the specification's vectors through the evaluator in all three modes.
#include <array>
#include <string>
#include <vector>

#include "document/document.h"
#include "semantics/authorize.h"
#include "snapshot/scenario.h"
#include "support/catch.h"
#include "support/text.h"

namespace postern::semantics {
namespace {

using model::Decision;
using model::Mode;

constexpr std::array<Mode, 3> modes{Mode::Canonical, Mode::Prove, Mode::Counterexample};

std::vector<snapshot::ScenarioCase> read_vectors(const std::string& name) {
  const std::string path = std::string(POSTERN_SOURCE_DIR) + "/tests/data/vectors/" + name;
  return snapshot::read_scenarios(name, document::read_file(path));
}

/// The word of section 19 for a decision: without the kind of denial where `expected` has none.
std::string word(Decision decision, const std::string& expected) {
  if (expected == "denied" && decision != Decision::Allowed) return "denied";
  return std::string(model::to_string(decision));
}

/// Ids of the cases the evaluator itself says it cannot decide.
class Pending {
 public:
  bool add(const snapshot::ScenarioCase& vector, const Answer& answer) {
    if (answer.undecided) ids_.push_back(vector.id + " (" + *answer.undecided + ")");
    return answer.undecided.has_value();
  }
  std::size_t size() const { return ids_.size(); }
  std::string list() const { return join(ids_, "\n  "); }

 private:
  std::vector<std::string> ids_;
};

TEST_CASE("definite vectors agree in every mode (SND-3)") {
  Pending pending;
  std::size_t agreed = 0;
  for (const snapshot::ScenarioCase& vector : read_vectors("iam-vectors.jsonl")) {
    const Answer canonical = authorize(vector.scenario, vector.request, Mode::Canonical);
    if (pending.add(vector, canonical)) continue;
    INFO(vector.id << ", rules " << join(vector.rules, " "));
    REQUIRE(vector.expected.has_value());
    for (const Mode mode : modes) {
      INFO("mode " << static_cast<int>(mode));
      const Answer answer = authorize(vector.scenario, vector.request, mode);
      CHECK(word(answer.decision, *vector.expected) == *vector.expected);
      CHECK(answer.ambiguities.empty());
    }
    ++agreed;
  }
  CHECK(agreed >= 404);  // of 435; those that ask for more than the model has are pending
  WARN(agreed << " definite vectors decided, " << pending.size() << " pending:\n  "
              << pending.list());
}

TEST_CASE("ambiguous vectors give their three answers and name their entry") {
  Pending pending;
  std::size_t agreed = 0;
  for (const snapshot::ScenarioCase& vector : read_vectors("iam-vectors-ambiguous.jsonl")) {
    const Answer canonical = authorize(vector.scenario, vector.request, Mode::Canonical);
    if (pending.add(vector, canonical)) continue;
    INFO(vector.id << ", " << join(vector.ambiguities, " "));
    const std::array expected{vector.expected_canonical, vector.expected_prove,
                              vector.expected_counterexample};
    for (std::size_t i = 0; i < modes.size(); ++i) {
      INFO("mode " << i);
      REQUIRE(expected[i].has_value());
      const Answer answer = authorize(vector.scenario, vector.request, modes[i]);
      if (*expected[i] != "unspecified") CHECK(word(answer.decision, *expected[i]) == *expected[i]);
    }
    for (const std::string& entry : vector.ambiguities) {
      CHECK(canonical.ambiguities.contains(std::stoi(entry.substr(entry.find('-') + 1))));
    }
    ++agreed;
  }
  CHECK(agreed >= 31);  // of 33
  WARN(agreed << " ambiguous vectors decided, " << pending.size() << " pending:\n  "
              << pending.list());
}

}  // namespace
}  // namespace postern::semantics
