#include "semantics/authorize.h"

#include <utility>

#include "model/arn.h"
#include "semantics/blocks.h"
#include "semantics/decision.h"
#include "semantics/layers.h"
#include "semantics/lists.h"
#include "support/text.h"

namespace postern::semantics {
namespace {

using model::CallerType;

/// The account that owns the resource: an input, or the ARN's account component (ARN-4), or the
/// caller's own for requests without resource (RES-7). Empty: unknown.
std::string owner(const model::Scenario& scenario, const model::Request& request) {
  if (!scenario.resource_account.empty()) return scenario.resource_account;
  if (request.resource == "*") return request.caller.account;
  const auto arn = model::parse_arn(request.resource);
  return arn && is_account_id(arn->account) ? std::string(arn->account) : std::string();
}

/// Why the evaluator cannot decide, apart from an unknown owner.
std::vector<std::string> obstacles(const model::Scenario& scenario, const model::Request& request) {
  std::vector<std::string> result = scenario.unmodelled;
  if (has_account(request.caller.type) && request.caller.account.empty()) {
    result.push_back("the account of the caller is not known");
  }
  if (request.caller.type == CallerType::Root && scenario.session) {
    result.push_back("sessions of sts:AssumeRoot are not modelled (TRUST-18)");
  }
  for (std::string& fact : missing_of_lists(scenario, request)) result.push_back(std::move(fact));
  return result;
}

/// The rulings of the three modes, in the order of model::Mode.
struct Rulings {
  Ruling canonical;
  Ruling prove;
  Ruling counterexample;
};

const Ruling& of_mode(const Rulings& rulings, model::Mode mode) {
  if (mode == model::Mode::Prove) return rulings.prove;
  if (mode == model::Mode::Counterexample) return rulings.counterexample;
  return rulings.canonical;
}

/// What the canonical decision relied on (SND-3): nothing where all modes agree.
std::set<int> relied_on(const Rulings& rulings, const Matches& matches) {
  const auto decision = rulings.canonical.decision;
  if (rulings.prove.decision == decision && rulings.counterexample.decision == decision) return {};
  std::set<int> all = ambiguities(matches);
  for (const Ruling* ruling : {&rulings.canonical, &rulings.prove, &rulings.counterexample}) {
    all.insert(ruling->forks.begin(), ruling->forks.end());
  }
  return all;
}

}  // namespace

Answer authorize(const model::Scenario& scenario, const model::Request& request, model::Mode mode) {
  Answer answer;
  std::vector<std::string> undecided = obstacles(scenario, request);
  if (const auto stop = hard_stop(request)) {
    answer.decision = stop->decision;
    answer.layers.block = stop->why;
  } else {
    const Matches matches = consult(scenario, request);
    const auto decide_as = [&](Accounts accounts) {
      const auto one = [&](model::Mode m) {
        return decide(matches, scenario, request, accounts, m);
      };
      return Rulings{one(model::Mode::Canonical), one(model::Mode::Prove),
                     one(model::Mode::Counterexample)};
    };
    const std::string account = owner(scenario, request);
    const Rulings rulings =
        decide_as(account == request.caller.account ? Accounts::Same : Accounts::Cross);
    if (account.empty() && has_account(request.caller.type) &&
        of_mode(decide_as(Accounts::Same), mode).decision !=
            of_mode(decide_as(Accounts::Cross), mode).decision) {
      undecided.push_back("the account that owns `" + request.resource + "` is not known");
    }
    const Ruling& ruling = of_mode(rulings, mode);
    answer.decision = ruling.decision;
    answer.decided_by = ruling.decided_by;
    answer.granted_by = ruling.granted_by;
    answer.layers = ruling.layers;
    answer.ambiguities = relied_on(rulings, matches);
  }
  if (!undecided.empty()) answer.undecided = join(undecided, "; ");
  return answer;
}

}  // namespace postern::semantics
