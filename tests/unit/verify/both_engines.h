// What both engines decide on a scenario in the three readings.
#pragma once

#include <string>

#include "catalogue/catalogue.h"
#include "unit/semantics/build.h"
#include "verify/verify.h"

namespace postern::verify {

/// The decisions in the canonical reading, for proofs and for counterexamples, as
/// semantics::decisions writes them; where the engines differ or one is undecided, what each says.
inline std::string both(const model::Scenario& scenario, const model::Request& request) {
  static const catalogue::Catalogue catalogue;
  std::string words;
  for (const model::Mode mode :
       {model::Mode::Canonical, model::Mode::Prove, model::Mode::Counterexample}) {
    const auto solved = simulate(scenario, request, mode, catalogue, {});
    const auto evaluated = semantics::authorize(scenario, request, mode);
    words += words.empty() ? "" : " ";
    if (solved.undecided || evaluated.undecided) {
      words += "undecided: " + solved.undecided.value_or("") + evaluated.undecided.value_or("");
      continue;
    }
    words += to_string(solved.decision);
    if (solved.decision != evaluated.decision) {
      words += "/" + std::string(to_string(evaluated.decision));
    }
  }
  return words;
}

/// The same of a setting, whose resource belongs to account A unless it says otherwise.
inline std::string both(semantics::Setting& setting, const model::Caller& caller,
                        const std::string& action, const std::string& arn,
                        const model::Context& context = {}) {
  if (setting.scenario.resource_account.empty()) {
    setting.scenario.resource_account = semantics::account_a;
  }
  return both(setting.scenario, {caller, action, arn, context});
}

/// Statements with an Allow, and with a Deny of all resources; a condition in single quotes.
inline std::string allow(const std::string& action, const std::string& resource = "*",
                         const std::string& condition = "") {
  return "{'Effect':'Allow','Action':'" + action + "','Resource':'" + resource + "'" +
         (condition.empty() ? "" : ",'Condition':{" + condition + "}") + "}";
}

inline std::string deny(const std::string& action, const std::string& condition = "") {
  return "{'Effect':'Deny','Action':'" + action + "','Resource':'*'" +
         (condition.empty() ? "" : ",'Condition':{" + condition + "}") + "}";
}

}  // namespace postern::verify
