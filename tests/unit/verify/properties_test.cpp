// What holds of every decision, whatever the policies: both engines, on the vectors and changes of
// them.
#include <algorithm>
#include <filesystem>

#include "both_engines.h"
#include "document/document.h"
#include "snapshot/scenario.h"
#include "support/catch.h"

namespace postern::verify {
namespace {

using namespace semantics;
using model::PolicyKind;

std::vector<snapshot::ScenarioCase> vectors() {
  std::vector<snapshot::ScenarioCase> all;
  for (const auto& file :
       std::filesystem::directory_iterator(POSTERN_SOURCE_DIR "/tests/data/vectors")) {
    const std::string path = file.path();
    for (auto& vector : snapshot::read_scenarios(path, document::read_file(path))) {
      all.push_back(std::move(vector));
    }
  }
  return all;
}

/// In which of the three readings the request is allowed. The engines must agree.
std::vector<bool> allowed(const model::Scenario& scenario, const model::Request& request) {
  const std::string words = both(scenario, request);
  CHECK(words.find('/') == std::string::npos);
  std::vector<bool> out;
  for (std::size_t start = 0; start < words.size(); start = words.find(' ', start) + 1) {
    out.push_back(words.compare(start, 7, "allowed") == 0);
    if (words.find(' ', start) == std::string::npos) break;
  }
  REQUIRE(out.size() == 3);
  return out;
}

/// No reading of `less` allows what the same reading of `more` does not.
bool within(const std::vector<bool>& less, const std::vector<bool>& more) {
  for (std::size_t i = 0; i < less.size(); ++i) {
    if (less[i] && !more[i]) return false;
  }
  return true;
}

TEST_CASE("a statement more moves every reading one way, in both engines", "[SND-5][SND-1]") {
  const model::Policy allow = statements(everything, PolicyKind::Identity);
  const model::Policy deny =
      statements("{'Effect':'Deny','Action':'*','Resource':'*'}", PolicyKind::Identity);
  for (snapshot::ScenarioCase& vector : vectors()) {
    INFO(vector.id);
    const std::vector<bool> before = allowed(vector.scenario, vector.request);
    CHECK((!before[2] || before[0]));  // counterexamples, canonical, proofs
    CHECK((!before[0] || before[1]));
    vector.scenario.identity.push_back(&allow);
    CHECK(within(before, allowed(vector.scenario, vector.request)));
    vector.scenario.identity.back() = &deny;
    CHECK(within(allowed(vector.scenario, vector.request), before));
  }
}

TEST_CASE("no order matters, in both engines", "[GRAM-2][EVAL-4]") {
  for (snapshot::ScenarioCase& vector : vectors()) {
    INFO(vector.id);
    const std::string before = both(vector.scenario, vector.request);
    for (model::Policy& policy : vector.policies) {
      std::reverse(policy.statements.begin(), policy.statements.end());
      for (model::Statement& statement : policy.statements) {
        std::reverse(statement.actions.patterns.begin(), statement.actions.patterns.end());
        std::reverse(statement.conditions.begin(), statement.conditions.end());
      }
    }
    std::reverse(vector.scenario.identity.begin(), vector.scenario.identity.end());
    for (auto* levels : {&vector.scenario.scps, &vector.scenario.rcps}) {
      if (*levels) std::reverse((*levels)->begin(), (*levels)->end());
    }
    CHECK(both(vector.scenario, vector.request) == before);
  }
}

TEST_CASE("what an unknown condition means follows from the effect, at every layer", "[SND-2]") {
  const std::string unknown = ",'Condition':{'NumericLessThan':{'s3:max-keys':'ten'}}}";
  const model::Context context{{"s3:max-keys", one("5")}};
  const auto statement = [&](PolicyKind kind, const char* effect) {
    const bool names = kind != PolicyKind::Identity && kind != PolicyKind::Boundary &&
                       kind != PolicyKind::Session && kind != PolicyKind::ServiceControl;
    return std::string("{'Effect':'") + effect + (names ? "','Principal':'*" : "") +
           "','Action':'s3:*','Resource':'*'";
  };
  using Levels = std::vector<std::vector<const model::Policy*>>;
  const auto decide = [&](PolicyKind kind, const std::string& list) {
    Setting setting;
    model::Scenario& scenario = setting.scenario;
    if (kind != PolicyKind::Resource) setting.identity();
    const model::Policy* policy = setting.own(list, kind);
    if (kind == PolicyKind::Identity) scenario.identity = {policy};
    if (kind == PolicyKind::Boundary) scenario.boundary = policy;
    if (kind == PolicyKind::Session) scenario.session = policy;
    if (kind == PolicyKind::ServiceControl) scenario.scps = Levels{{policy}};
    if (kind == PolicyKind::Resource) scenario.resource_policy = policy;
    if (kind == PolicyKind::Endpoint) scenario.endpoint = policy;
    return both(setting, session(), "s3:ListBucket", "arn:aws:s3:::b", context);
  };
  for (const PolicyKind kind :
       {PolicyKind::Identity, PolicyKind::Boundary, PolicyKind::Session, PolicyKind::ServiceControl,
        PolicyKind::Resource, PolicyKind::Endpoint}) {
    INFO(to_string(kind));
    CHECK(decide(kind, statement(kind, "Allow") + unknown) ==
          "implicit_deny allowed implicit_deny");
    CHECK(decide(kind, statement(kind, "Allow") + "}," + statement(kind, "Deny") + unknown) ==
          "allowed allowed explicit_deny");
  }
}

}  // namespace
}  // namespace postern::verify
