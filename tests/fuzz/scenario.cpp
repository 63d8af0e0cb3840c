// Scenario files, and the snapshot documents that can be read from memory: authorization details,
// items of AWS Config, outputs of `aws organizations` and manifests. What can be read is decided by
// the reference evaluator in its three readings.
#include "snapshot/scenario.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "document/document.h"
#include "fuzz/checks.h"
#include "fuzz/target.h"
#include "model/request.h"
#include "semantics/authorize.h"
#include "semantics/scenario_of.h"
#include "snapshot/config.h"
#include "snapshot/gaad.h"
#include "snapshot/input_kind.h"
#include "snapshot/manifest.h"
#include "snapshot/organization_outputs.h"
#include "snapshot/world_builder.h"
#include "support/check.h"

namespace postern::fuzz {
namespace {

using model::Decision;
using model::Mode;

/// What is surely allowed is allowed, and what is allowed is possibly allowed (SND-1).
void decide(const model::Scenario& scenario, const model::Request& request) {
  const auto allowed = [&](Mode mode) {
    const semantics::Answer answer = semantics::authorize(scenario, request, mode);
    for (const model::StatementRef& each : answer.decided_by) {
      POSTERN_CHECK(each.policy != nullptr && each.statement != nullptr);
    }
    return answer.decision == Decision::Allowed;
  };
  const bool surely = allowed(Mode::Counterexample);
  const bool canonically = allowed(Mode::Canonical);
  const bool possibly = allowed(Mode::Prove);
  POSTERN_CHECK(!surely || canonically);
  POSTERN_CHECK(!canonically || possibly);
}

void run_scenarios(std::string_view text, const Lines& lines) {
  Diagnostics diagnostics;
  const auto cases = snapshot::read_scenarios(input_name, text, diagnostics, small_limits());
  check(diagnostics.all(), lines);
  for (const snapshot::ScenarioCase& each : cases) {
    check(each.warnings, lines);
    lines.check(each.where);
    for (const model::Policy& policy : each.policies) check(policy, lines);
    decide(each.scenario, each.request);
  }
}

model::Caller caller_of(const model::IamPrincipal& principal) {
  model::Caller caller;
  caller.partition = principal.partition;
  caller.account = principal.account;
  if (principal.kind == model::PrincipalKind::User) {
    caller.type = model::CallerType::User;
    caller.arn = principal.arn;
    caller.user_id = principal.unique_id;
    caller.name = principal.name;
  } else {
    caller.type = model::CallerType::RoleSession;
    caller.arn = "arn:" + principal.partition + ":sts::" + principal.account + ":assumed-role/" +
                 principal.name + "/session";
    caller.role_arn = principal.arn;
    caller.role_id = principal.unique_id;
    caller.session_name = "session";
  }
  return caller;
}

/// The first few principals ask for the first few resources and roles.
void run_world(const model::World& world) {
  constexpr std::size_t few = 3;
  std::vector<std::pair<std::string, std::string>> targets;
  for (const auto& [arn, resource] : world.resources) {
    if (targets.size() < few) targets.emplace_back("s3:GetObject", arn);
    model::governed_arns(resource);
    model::nearby_arns(resource);
  }
  for (const auto& [arn, principal] : world.principals) {
    if (targets.size() < 2 * few && principal.trust != nullptr) {
      targets.emplace_back("sts:AssumeRole", arn);
    }
  }
  std::size_t callers = 0;
  for (const auto& [arn, principal] : world.principals) {
    if (++callers > few) return;
    for (const auto& [action, resource] : targets) {
      const model::Request request{caller_of(principal), action, resource, {}};
      decide(semantics::scenario_of(world, request).scenario, request);
    }
  }
}

void run_snapshot(const std::vector<document::Document>& documents, snapshot::InputKind kind,
                  const Lines& lines) {
  snapshot::WorldBuilder builder(small_limits());
  if (kind == snapshot::InputKind::Manifest) {
    snapshot::read_manifest(documents.front().root(), input_name, builder);
  } else if (kind == snapshot::InputKind::ConfigItems) {
    snapshot::read_config(documents, true, builder);
  } else {
    std::vector<document::Node> pages;
    for (const document::Document& document : documents) pages.push_back(document.root());
    if (kind == snapshot::InputKind::OrganizationsOutput) {
      snapshot::read_organizations_outputs(pages, {std::nullopt, "ou-ab12-11111111"}, builder);
    } else {
      snapshot::read_gaad(pages, std::nullopt, builder);
    }
  }
  const model::World world = builder.finish();
  check(world.warnings, lines);
  for (const model::Policy& policy : world.policies) check(policy, lines);
  run_world(world);
}

std::vector<document::Document> parse(std::string_view input) {
  const std::size_t first = input.find_first_not_of(" \t\r\n");
  const bool json = first == std::string_view::npos || input[first] == '{' || input[first] == '[';
  if (json) return document::parse_json_stream(input_name, input, small_limits());
  std::vector<document::Document> one;
  one.push_back(document::parse_yaml(input_name, input, small_limits()));
  return one;
}

}  // namespace

void run(std::string_view input) {
  const Lines lines(input);
  try {
    const std::vector<document::Document> documents = parse(input);
    const snapshot::InputKind kind = snapshot::recognise(documents.front().root()).kind;
    if (kind == snapshot::InputKind::Manifest || kind == snapshot::InputKind::ConfigItems ||
        kind == snapshot::InputKind::AuthorizationDetails ||
        kind == snapshot::InputKind::OrganizationsOutput) {
      run_snapshot(documents, kind, lines);
    } else {
      run_scenarios(input, lines);
    }
  } catch (const Error& error) {
    check(error, lines);
  }
}

}  // namespace postern::fuzz
