// The decision on one concrete request, as `simulate` prints it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/request.h"
#include "verdict/verdict.h"

namespace postern::report {

struct Simulation {
  std::string id;
  model::Mode mode = model::Mode::Canonical;
  model::Decision decision = model::Decision::ImplicitDeny;
  std::vector<verdict::Citation> decided_by;
  std::vector<int> ambiguities;          // numbers of AMB entries
  std::optional<std::string> undecided;  // why the engine cannot decide; no decision then
};

/// `canonical`, `prove`, `counterexample`.
std::string_view mode_name(model::Mode mode);

/// One line of JSON (docs/cli.md, simulate): decision `undecided` with a `reason` where there is no
/// decision. Ends in a newline.
std::string write_jsonl(const Simulation& simulation);

/// One line for people: the decision, the id, what decided. Ends in a newline.
std::string write_text(const Simulation& simulation);

}  // namespace postern::report
