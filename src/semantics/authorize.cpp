#include "semantics/authorize.h"

#include <algorithm>
#include <array>
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
using Rulings = std::array<Ruling, 3>;
using Answers = std::array<Answer, 3>;
constexpr std::array<model::Mode, 3> modes{model::Mode::Canonical, model::Mode::Prove,
                                           model::Mode::Counterexample};

template <class Each>
bool decide_alike(const std::array<Each, 3>& all) {
  return std::all_of(all.begin(), all.end(),
                     [&](const Each& one) { return one.decision == all.front().decision; });
}

/// What the canonical decision relied on (SND-3): nothing where all modes agree.
std::set<int> relied_on(const Rulings& rulings, const Matches& matches) {
  if (decide_alike(rulings)) return {};
  std::set<int> all = ambiguities(matches);
  for (const Ruling& ruling : rulings) all.insert(ruling.forks.begin(), ruling.forks.end());
  return all;
}

/// What one check of the request says.
Answers authorize(const Check& check) {
  const model::Scenario& scenario = check.scenario;
  const model::Request& request = check.request;
  const std::vector<std::string> undecided = obstacles(scenario, request);
  Answers answers;
  if (!undecided.empty()) {
    for (Answer& answer : answers) answer.undecided = join(undecided, "; ");
  }
  if (const auto stop = hard_stop(request)) {
    for (Answer& answer : answers) {
      answer.decision = stop->decision;
      answer.layers.block = stop->why;
    }
    return answers;
  }
  const Matches matches = consult(scenario, request, check.other_name);
  const auto decide_as = [&](Accounts accounts) {
    Rulings out;
    for (std::size_t i = 0; i < modes.size(); ++i) {
      out[i] = decide(matches, scenario, request, accounts, modes[i]);
    }
    return out;
  };
  const std::string account = owner(scenario, request);
  const Accounts accounts = account == request.caller.account ? Accounts::Same : Accounts::Cross;
  const Rulings rulings = decide_as(accounts);
  std::optional<Rulings> others;  // were the owner who it may be as well
  if (account.empty() && has_account(request.caller.type)) {
    others = decide_as(accounts == Accounts::Same ? Accounts::Cross : Accounts::Same);
  }
  for (std::size_t i = 0; i < modes.size(); ++i) {
    Answer& answer = answers[i];
    answer.decision = rulings[i].decision;
    answer.decided_by = rulings[i].decided_by;
    answer.granted_by = rulings[i].granted_by;
    answer.layers = rulings[i].layers;
    answer.ambiguities = relied_on(rulings, matches);
    if (others && (*others)[i].decision != answer.decision) {
      std::vector<std::string> why = undecided;
      why.push_back("the account that owns `" + request.resource + "` is not known");
      answer.undecided = join(why, "; ");
    }
  }
  return answers;
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

}  // namespace

Answers authorize(const model::Scenario& scenario, const model::Request& request) {
  const std::vector<Check> checks = checks_of(scenario, request);
  if (checks.empty()) {
    Answers answers;
    for (Answer& answer : answers) {
      answer.undecided = "`" + request.resource + "` cannot be reached through an access point";
    }
    return answers;
  }
  Answers answers = authorize(checks.front());
  for (std::size_t i = 1; i < checks.size(); ++i) {
    const Answers others = authorize(checks[i]);
    for (std::size_t j = 0; j < answers.size(); ++j) {
      answers[j] = both(std::move(answers[j]), others[j]);
    }
  }
  // Readings in which one check parts may agree on both.
  if (decide_alike(answers)) {
    for (Answer& answer : answers) answer.ambiguities.clear();
  }
  return answers;
}

Answer authorize(const model::Scenario& scenario, const model::Request& request, model::Mode mode) {
  return authorize(scenario, request)[static_cast<std::size_t>(mode)];
}

}  // namespace postern::semantics
