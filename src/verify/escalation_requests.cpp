#include "verify/escalation_requests.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "document/document.h"
#include "support/check.h"
#include "support/text.h"
#include "verify/claims.h"
#include "verify/escalation_targets.h"
#include "verify/readable.h"
#include "verify/replay.h"

namespace postern::verify {

using formula::Bits;
using formula::TermId;
using model::Mode;
using solver::Outcome;

namespace {

std::vector<model::Condition> conditions_of(const std::string& text) {
  const document::Document document = document::parse_json("(escalation)", text);
  Diagnostics diagnostics;
  auto out = model::read_conditions(document.root(), diagnostics);
  POSTERN_CHECK(!diagnostics.has_errors());
  return out;
}

// Whether the request has what only some sessions have, or what takes another check to pass: that
// is for chains to say (chain_search.h), and nobody who came about by the way counts on it.
bool leans_on_more(const model::World& world, const model::Request& request) {
  constexpr std::array<std::string_view, 9> keys = {
      "aws:sourceidentity",    "sts:sourceidentity",       "aws:multifactorauthage",
      "aws:federatedprovider", "aws:assumedroot",          "sts:transitivetagkeys",
      "ec2:sourceinstancearn", "lambda:sourcefunctionarn", "glue:roleassumedby"};
  const auto role = world.principals.find(request.caller.role_arn);
  return std::ranges::any_of(request.context, [&](const auto& entry) {
    const auto& [key, value] = entry;
    if (key == "aws:multifactorauthpresent") return value.values.front() == "true";
    if (key.starts_with("aws:requesttag/") || key == "aws:tagkeys") {
      return request.action == "sts:AssumeRole";
    }
    constexpr std::string_view principal_tag = "aws:principaltag/";
    if (key.starts_with(principal_tag) && role != world.principals.end()) {
      const std::string_view name = std::string_view(key).substr(principal_tag.size());
      return std::ranges::none_of(role->second.tags, [&](const auto& tag) {
        return ascii_lower(tag.first) == name && tag.second == value.values.front();
      });
    }
    return std::ranges::find(keys, key) != keys.end();
  });
}

}  // namespace

queries::RequestSet escalating_requests(const queries::NoPath& claim) {
  queries::RequestSet out;
  out.principals = claim.from;
  out.except = claim.to;
  std::set<std::string> actions = {"sts:AssumeRole", "sts:AssumeRoleWithSAML",
                                   "sts:AssumeRoleWithWebIdentity"};
  for (const catalogue::EscalationPath& path : catalogue::escalation_paths().paths) {
    for (const catalogue::Need& need : path.needs) actions.insert(need.action);
  }
  for (const std::string& action : actions) {
    out.actions.push_back({queries::ActionWord::Glob{action}, {}});
  }
  out.resources.push_back({queries::ResourceWord::Kind::Arn, "*", {}});
  return out;
}

TermId EscalationRequests::holds(const std::string& conditions) {
  if (conditions.empty()) return question_.steps().terms().true_term();
  const auto [at, fresh] = conditions_.try_emplace(conditions);
  if (fresh) at->second = conditions_of(conditions);
  return encoder::favouring(question_.steps().at(0).conditions(at->second), mode_);
}

TermId EscalationRequests::on(const std::vector<std::string>& patterns, bool exactly) {
  formula::TermStore& terms = question_.steps().terms();
  std::vector<glob::GlobId> ids;
  for (const std::string& pattern : patterns) {
    const bool plain = pattern == "*" || exactly;
    ids.push_back(plain ? resources_like(pattern, terms.globs())
                        : terms.globs().intern_wildcard(pattern));
  }
  return terms.string_in(question_.steps().at(0).resource(),
                         terms.globs().intern_set(std::move(ids)));
}

TermId EscalationRequests::by(std::size_t caller) {
  const encoder::CallerSpace& space = question_.steps().at(0).callers();
  Bits same = space.none();
  same.set(caller);
  return space.in(same);
}

std::optional<EscalationRequests::Found> EscalationRequests::find(
    TermId caller, const std::vector<std::string>& actions, TermId resource,
    const std::string& conditions, const CameAbout& came_about) {
  Steps& steps = question_.steps();
  formula::TermStore& terms = steps.terms();
  encoder::SymbolicRequest& step = steps.at(0);
  const queries::EncodedSet& set = question_.encoded();
  Bits which = steps.facts().actions.none();
  for (const std::string& action : actions) which |= steps.facts().actions.matching(action);
  TermId asked =
      terms.all_of({caller, terms.value_in(step.action(), which), resource, holds(conditions)});
  while (true) {
    std::vector<TermId> whole = {queries::members(set, asked, step, terms, mode_),
                                 step.allowed(which, set.range, mode_),
                                 step.possible(which, set.range, mode_)};
    Outcome outcome = solve(whole);
    if (outcome.kind == Outcome::Kind::Undecided && mode_ == Mode::Prove) {
      gave_up_ = undecided(outcome);
    }
    if (outcome.kind != Outcome::Kind::Sat) return std::nullopt;
    const auto chosen = outcome.assignment.values.find(step.callers().field());
    Found out{chosen == outcome.assignment.values.end() ? 0 : chosen->second,
              step.decode(outcome.assignment),
              {},
              terms.all_of(whole),
              std::move(outcome.assignment)};
    if (mode_ == Mode::Prove) return out;
    if (!came_about(out.request.caller) || !leans_on_more(question_.world(), out.request)) {
      const Replayed replayed = replay(question_.world(), out.request, mode_);
      require_agreement(replayed, true);
      out.steps.push_back(replayed.step);
      return out;
    }
    asked = terms.all_of({asked, !by(out.caller)});
  }
}

// For witnesses a readable one.
Outcome EscalationRequests::solve(const std::vector<TermId>& question) {
  encoder::SymbolicRequest& step = question_.steps().at(0);
  Outcome first = question_.steps().solver().solve(question);
  if (mode_ == Mode::Prove || first.kind != Outcome::Kind::Sat) return first;
  Readable witness(question_.steps().terms(), question_.steps().solver(), question,
                   std::move(first));
  witness.least(step.callers().field(), step.callers().size());
  for (const TermId present : step.optional_keys()) witness.without(present);
  return witness.outcome();
}

bool EscalationRequests::also_on(const Found& found, const std::string& resource) {
  formula::Assignment other = found.assignment;
  other.strings[question_.steps().at(0).resource()] = resource;
  return question_.steps().terms().evaluate(found.whole, other);
}

}  // namespace postern::verify
