#include "semantics/authorize.h"

#include <algorithm>
#include <utility>

#include "model/arn.h"
#include "semantics/access_points.h"
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

/// What one check of the request says.
Answer authorize(const Check& check, model::Mode mode) {
  const model::Scenario& scenario = check.scenario;
  const model::Request& request = check.request;
  Answer answer;
  std::vector<std::string> undecided = obstacles(scenario, request);
  if (const auto stop = hard_stop(request)) {
    answer.decision = stop->decision;
    answer.layers.block = stop->why;
  } else {
    const Matches matches = consult(scenario, request, check.other_name);
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

template <class T>
void append_new(std::vector<T>& to, const std::vector<T>& from) {
  for (const T& one : from) {
    if (std::find(to.begin(), to.end(), one) == to.end()) to.push_back(one);
  }
}

/// Both checks must allow; what denies decides.
Answer both(Answer first, const Answer& second) {
  const auto rank = [](model::Decision decision) {
    return decision == model::Decision::ExplicitDeny   ? 2
           : decision == model::Decision::ImplicitDeny ? 1
                                                       : 0;
  };
  if (rank(second.decision) > rank(first.decision)) {
    Answer decides = second;
    decides.ambiguities.insert(first.ambiguities.begin(), first.ambiguities.end());
    if (!decides.undecided) decides.undecided = first.undecided;
    return decides;
  }
  if (first.decision == second.decision) {
    append_new(first.decided_by, second.decided_by);
    append_new(first.granted_by, second.granted_by);
  }
  first.ambiguities.insert(second.ambiguities.begin(), second.ambiguities.end());
  if (!first.undecided) first.undecided = second.undecided;
  return first;
}

model::Decision decision_of(const std::vector<Check>& checks, model::Mode mode) {
  std::optional<Answer> all;
  for (const Check& check : checks) {
    Answer one = authorize(check, mode);
    all = all ? both(std::move(*all), one) : std::move(one);
  }
  return all->decision;
}

}  // namespace

Answer authorize(const model::Scenario& scenario, const model::Request& request, model::Mode mode) {
  const std::vector<Check> checks = checks_of(scenario, request);
  if (checks.empty()) {
    Answer answer;
    answer.undecided = "`" + request.resource + "` cannot be reached through an access point";
    return answer;
  }
  Answer answer = authorize(checks.front(), mode);
  if (checks.size() == 1) return answer;
  for (std::size_t i = 1; i < checks.size(); ++i) answer = both(answer, authorize(checks[i], mode));
  // Readings in which one check parts may agree on both.
  const model::Decision decision = decision_of(checks, model::Mode::Canonical);
  if (decision == decision_of(checks, model::Mode::Prove) &&
      decision == decision_of(checks, model::Mode::Counterexample)) {
    answer.ambiguities.clear();
  }
  return answer;
}

}  // namespace postern::semantics
