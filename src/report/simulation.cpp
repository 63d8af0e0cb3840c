#include "report/simulation.h"

#include <utility>

#include "report/json_text.h"
#include "report/layout.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::report {
namespace {

std::string decision_word(const Simulation& simulation) {
  return simulation.undecided ? "undecided" : std::string(to_string(simulation.decision));
}

}  // namespace

std::string_view mode_name(model::Mode mode) {
  switch (mode) {
    case model::Mode::Canonical:
      return "canonical";
    case model::Mode::Prove:
      return "prove";
    case model::Mode::Counterexample:
      return "counterexample";
  }
  internal_error("a mode without a name");
}

std::string write_jsonl(const Simulation& simulation) {
  Json json;
  json["id"] = simulation.id;
  json["decision"] = decision_word(simulation);
  json["mode"] = mode_name(simulation.mode);
  Json citations = Json::array();
  for (const verdict::Citation& citation : simulation.decided_by) {
    citations.push_back(
        {{"policy", citation.policy}, {"statement", citation.statement}, {"sid", citation.sid}});
  }
  json["decided_by"] = std::move(citations);
  json["ambiguities"] = write_ambiguities(simulation.ambiguities);
  if (simulation.undecided) json["reason"] = *simulation.undecided;
  return dump(json, Layout::OneLine);
}

std::string write_text(const Simulation& simulation) {
  constexpr std::size_t decision_width = 15;  // `implicit_deny` and two spaces
  std::vector<std::string> parts;
  for (const verdict::Citation& citation : simulation.decided_by) {
    parts.push_back(citation.policy + " " +
                    (citation.sid.empty()
                         ? "(statement " + std::to_string(citation.statement + 1) + ")"
                         : "(" + citation.sid + ")"));
  }
  for (int number : simulation.ambiguities) parts.push_back("AMB-" + std::to_string(number));
  if (simulation.undecided) parts.push_back(*simulation.undecided);
  const std::string line = padded(decision_word(simulation), decision_width) + simulation.id +
                           (parts.empty() ? "" : "  " + join(parts, ", "));
  return printable(line) + "\n";
}

}  // namespace postern::report
