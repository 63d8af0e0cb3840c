// Runs the specification's vectors through the evaluator in all three modes.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "build.h"
#include "document/document.h"
#include "semantics/authorize.h"
#include "semantics/public_policy.h"
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

TEST_CASE("definite vectors agree in every mode", "[SND-3]") {
  std::size_t agreed = 0;
  for (const snapshot::ScenarioCase& vector : read_vectors("iam-vectors.jsonl")) {
    INFO(vector.id << ", rules " << join(vector.rules, " "));
    REQUIRE(vector.expected.has_value());
    for (const Mode mode : modes) {
      INFO("mode " << static_cast<int>(mode));
      const Answer answer = authorize(vector.scenario, vector.request, mode);
      CHECK(word(answer.decision, *vector.expected) == *vector.expected);
      CHECK(answer.ambiguities.empty());
      CHECK_FALSE(answer.undecided);
    }
    ++agreed;
  }
  CHECK(agreed == 435);
}

TEST_CASE("ambiguous vectors give their three answers and name their entry") {
  std::size_t agreed = 0;
  for (const snapshot::ScenarioCase& vector : read_vectors("iam-vectors-ambiguous.jsonl")) {
    INFO(vector.id << ", " << join(vector.ambiguities, " "));
    const Answer canonical = authorize(vector.scenario, vector.request, Mode::Canonical);
    CHECK_FALSE(canonical.undecided);
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
  CHECK(agreed == 33);
}

/// Every vector of both files, for properties that need no expected value.
std::vector<snapshot::ScenarioCase> every_vector() {
  std::vector<snapshot::ScenarioCase> all = read_vectors("iam-vectors.jsonl");
  for (auto& vector : read_vectors("iam-vectors-ambiguous.jsonl")) all.push_back(std::move(vector));
  return all;
}

TEST_CASE("bucket policies are public where the vectors say so", "[BPA-6]") {
  std::size_t agreed = 0;
  for (const snapshot::ScenarioCase& vector : every_vector()) {
    if (!vector.bucket_policy_public || !vector.scenario.resource_policy) continue;
    INFO(vector.id);
    CHECK(is_public(*vector.scenario.resource_policy).canonical == *vector.bucket_policy_public);
    ++agreed;
  }
  CHECK(agreed == 10);
}

bool is_allowed(const snapshot::ScenarioCase& vector, Mode mode) {
  return authorize(vector.scenario, vector.request, mode).decision == Decision::Allowed;
}

TEST_CASE("what a counterexample may use is allowed, and what is allowed cannot be disproved",
          "[SND-1]") {
  for (const snapshot::ScenarioCase& vector : every_vector()) {
    INFO(vector.id);
    const bool canonical = is_allowed(vector, Mode::Canonical);
    CHECK((!is_allowed(vector, Mode::Counterexample) || canonical));
    CHECK((!canonical || is_allowed(vector, Mode::Prove)));
  }
}

TEST_CASE("the order of statements and of lists does not matter", "[GRAM-2][EVAL-4]") {
  for (snapshot::ScenarioCase& vector : every_vector()) {
    INFO(vector.id);
    std::vector<Decision> before;
    for (const Mode mode : modes) {
      before.push_back(authorize(vector.scenario, vector.request, mode).decision);
    }
    for (model::Policy& policy : vector.policies) {
      std::reverse(policy.statements.begin(), policy.statements.end());
      for (model::Statement& statement : policy.statements) {
        std::reverse(statement.actions.patterns.begin(), statement.actions.patterns.end());
        std::reverse(statement.conditions.begin(), statement.conditions.end());
        for (model::Condition& condition : statement.conditions) {
          std::reverse(condition.values.begin(), condition.values.end());
        }
        if (statement.resources) {
          std::reverse(statement.resources->patterns.begin(), statement.resources->patterns.end());
        }
      }
    }
    for (std::size_t i = 0; i < modes.size(); ++i) {
      CHECK(authorize(vector.scenario, vector.request, modes[i]).decision == before[i]);
    }
  }
}

TEST_CASE("one more Allow never takes access away, one more Deny never gives any", "[SND-5]") {
  const model::Policy allow =
      statements("{'Effect':'Allow','Action':'*','Resource':'*'}", model::PolicyKind::Identity);
  const model::Policy deny =
      statements("{'Effect':'Deny','Action':'*','Resource':'*'}", model::PolicyKind::Identity);
  for (snapshot::ScenarioCase& vector : every_vector()) {
    INFO(vector.id);
    for (const Mode mode : modes) {
      const bool before = is_allowed(vector, mode);
      vector.scenario.identity.push_back(&allow);
      CHECK((!before || is_allowed(vector, mode)));
      vector.scenario.identity.back() = &deny;
      CHECK((before || !is_allowed(vector, mode)));
      vector.scenario.identity.pop_back();
    }
  }
}

}  // namespace
}  // namespace postern::semantics
