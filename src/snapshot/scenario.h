// Scenario files: one decision a line, with everything it rests on and what it should be
// (section 19 of the specification). The test vectors are such files.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "model/policy.h"
#include "model/request.h"
#include "support/error.h"

namespace postern::snapshot {

/// One line of a scenario file. Owns the policies its scenario points to, at stable addresses.
struct ScenarioCase {
  std::string id;
  std::vector<std::string> rules;        // rule ids of the specification
  std::vector<std::string> ambiguities;  // AMB ids
  std::deque<model::Policy> policies;
  model::Scenario scenario;
  model::Request request;
  // Words: "allowed", "explicit_deny", "implicit_deny", "denied" (either), "unspecified".
  std::optional<std::string> expected;  // the same in every mode
  std::optional<std::string> expected_canonical, expected_prove, expected_counterexample;
  std::optional<bool> bucket_policy_public;  // what BPA-6 should say of the resource policy
  std::vector<Diagnostic> warnings;          // what is dubious about the line
  SourceSpan where;

  ScenarioCase() = default;
  ScenarioCase(ScenarioCase&&) = default;
  ScenarioCase& operator=(ScenarioCase&&) = default;
  ScenarioCase(const ScenarioCase&) = delete;
  ScenarioCase& operator=(const ScenarioCase&) = delete;
};

/// The scenarios of a JSONL text, in order; `file` is its name in messages. Each policy is named by
/// its place: `identity[0]`, `scps[1][0]`, `resource`. Parts of the format no engine models yet
/// (the S3 block, AWS-managed keys) go by name into Scenario::unmodelled. Throws Error with
/// everything that is wrong in any line.
std::vector<ScenarioCase> read_scenarios(std::string_view file, std::string_view text,
                                         const document::Limits& limits = {});

/// The same, but lines with errors are left out and reported into `diagnostics`: one malformed line
/// does not keep the others from being decided. Throws Error only if the text is not JSON.
std::vector<ScenarioCase> read_scenarios(std::string_view file, std::string_view text,
                                         Diagnostics& diagnostics,
                                         const document::Limits& limits = {});

/// One request, as the `request` of a scenario: JSON text of its own. Throws Error with everything
/// that is wrong.
model::Request read_request(std::string_view file, std::string_view text,
                            const document::Limits& limits = {});

/// What the resource is to the decision, as its ARN and the action tell (sections 11.1 and 13.1):
/// the policy of a scenario's resource is read as that of its request's.
model::ResourceRole role_of_resource(const model::Request& request);

}  // namespace postern::snapshot
