#include "verify/escalation.h"

#include <algorithm>
#include <utility>

#include "document/document.h"
#include "support/check.h"
#include "verify/claims.h"
#include "verify/escalation_targets.h"
#include "verify/replay.h"

namespace postern::verify {

using catalogue::Becomes;
using catalogue::EscalationPath;
using catalogue::Need;
using formula::Bits;
using formula::TermId;
using model::IamPrincipal;
using model::Mode;
using solver::Outcome;

namespace {

// The session name of whoever was reached: two requests of one session are to agree on it.
constexpr std::string_view session_name = "audit";

bool uses_sticky_keys(const model::Request& request) {
  if (request.caller.type != model::CallerType::RoleSession) return false;
  const auto mfa = request.context.find("aws:multifactorauthpresent");
  return request.context.contains("aws:sourceidentity") ||
         (mfa != request.context.end() && mfa->second.values.front() == "true");
}

std::vector<model::Condition> conditions_of(const std::string& text) {
  const document::Document document = document::parse_json("(escalation)", text);
  Diagnostics diagnostics;
  auto out = model::read_conditions(document.root(), diagnostics);
  POSTERN_CHECK(!diagnostics.has_errors());
  return out;
}

std::string_view service_of(std::string_view action) { return action.substr(0, action.find(':')); }

}  // namespace

queries::RequestSet escalating_requests(const queries::NoPath& claim) {
  queries::RequestSet out;
  out.principals = claim.from;
  out.except = claim.to;
  std::set<std::string> actions = {"sts:AssumeRole", "sts:AssumeRoleWithSAML",
                                   "sts:AssumeRoleWithWebIdentity"};
  for (const EscalationPath& path : catalogue::escalation_paths().paths) {
    for (const Need& need : path.needs) actions.insert(need.action);
  }
  for (const std::string& action : actions) {
    out.actions.push_back({queries::ActionWord::Glob{action}, {}});
  }
  out.resources.push_back({queries::ResourceWord::Kind::Arn, "*", {}});
  return out;
}

Escalation::Escalation(Question& question,
                       const std::map<std::string, std::vector<std::string>>* alike,
                       const std::set<std::string>& started, const Made& made, Mode mode,
                       std::optional<unsigned> bound)
    : question_(question),
      steps_(question.steps()),
      started_(started),
      made_(made),
      mode_(mode),
      bound_(bound),
      held_(steps_.at(0).callers().none()) {
  if (alike != nullptr) {
    for (const auto& [first, others] : *alike) {
      for (const std::string& other : others) stand_in_.emplace(other, first);
    }
  }
  const auto& classes = steps_.at(0).callers().classes();
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes[i].principal == nullptr) continue;
    classes_.try_emplace(classes[i].principal->arn, steps_.at(0).callers().none())
        .first->second.set(i);
  }
}

// --- whom one acts as ------------------------------------------------------------------------

TermId Escalation::start(std::size_t step) {
  const auto callers = queries::encode_callers(question_.set(), steps_.at(step), steps_.terms(),
                                               steps_.facts(), question_.zone());
  const encoder::CallerSpace& space = steps_.at(step).callers();
  return steps_.terms().all_of({callers.in(mode_), !callers.excused(mode_),
                                !space.in(space.of_type({model::CallerType::Root}))});
}

TermId Escalation::callers() {
  formula::TermStore& terms = steps_.terms();
  const encoder::CallerSpace& space = steps_.at(0).callers();
  TermId reached = space.in(held_);
  if (!proving()) {
    glob::GlobPool& globs = terms.globs();
    const TermId named = terms.string_in(
        space.session_name(), globs.intern_set(globs.intern(glob::literal(session_name))));
    const TermId session = space.in(space.of_type({model::CallerType::RoleSession}));
    reached = terms.all_of({reached, terms.any_of({!session, named})});
  }
  return terms.any_of({start(0), reached});
}

Bits Escalation::classes_of(const std::string& arn) const {
  const auto other = stand_in_.find(arn);
  const auto found = classes_.find(other == stand_in_.end() ? arn : other->second);
  return found == classes_.end() ? steps_.at(0).callers().none() : found->second;
}

// How the caller of a request came to be who sends it; nothing, if that takes two beginnings.
std::optional<Path> Escalation::path_of(const model::Request& request) const {
  const std::string arn = !request.caller.role_arn.empty() ? request.caller.role_arn
                          : !request.caller.arn.empty()
                              ? request.caller.arn
                              : std::string(to_string(request.caller.type));
  Path out{arn, {}};
  if (const auto known = reached_.find(arn); known != reached_.end()) out = known->second;
  return with_changes(std::move(out), arn);
}

std::optional<Path> Escalation::with_changes(Path path, const std::string& arn) const {
  const auto made = made_.paths.find(arn);
  if (made == made_.paths.end()) return path;
  if (!proving() && made->second.start != path.start) return std::nullopt;
  for (const Hop& hop : made->second.hops) {
    if (std::ranges::find(path.hops, hop) == path.hops.end()) path.hops.push_back(hop);
  }
  return path;
}

bool Escalation::add(const std::string& arn, Path path, Hop hop) {
  auto changed = with_changes(std::move(path), arn);
  if (!changed) return false;
  if (std::ranges::find(changed->hops, hop) == changed->hops.end()) {
    changed->hops.push_back(std::move(hop));
  }
  if (bound_ && changed->hops.size() > *bound_) {
    bounded_ = true;
    return false;
  }
  if (!reached_.emplace(arn, *changed).second) return false;
  held_ |= classes_of(arn);
  return true;
}

// --- one request -----------------------------------------------------------------------------

TermId Escalation::holds(const std::string& conditions) {
  if (conditions.empty()) return steps_.terms().true_term();
  const auto [at, fresh] = conditions_.try_emplace(conditions);
  if (fresh) at->second = conditions_of(conditions);
  return encoder::favouring(steps_.at(0).conditions(at->second), mode_);
}

TermId Escalation::resource_in(const std::vector<std::string>& patterns) {
  glob::GlobPool& globs = steps_.terms().globs();
  std::vector<glob::GlobId> ids;
  for (const std::string& pattern : patterns) {  // a request about nothing in particular has `*`
    ids.push_back(pattern == "*" ? globs.intern(glob::literal("*"))
                                 : globs.intern_wildcard(pattern));
  }
  return steps_.terms().string_in(steps_.at(0).resource(), globs.intern_set(std::move(ids)));
}

// An allowed request; for witnesses one that was replayed and that no later one can contradict.
std::optional<Escalation::Found> Escalation::find(TermId caller,
                                                  const std::vector<std::string>& actions,
                                                  TermId resource, const std::string& conditions) {
  encoder::SymbolicRequest& step = steps_.at(0);
  Bits which = steps_.facts().actions.none();
  for (const std::string& action : actions) which |= steps_.facts().actions.matching(action);
  TermId asked = steps_.terms().all_of({caller, steps_.terms().value_in(step.action(), which),
                                        resource, holds(conditions)});
  while (true) {
    const Outcome outcome = question_.find(asked, mode_, true, mode_);
    if (outcome.kind == Outcome::Kind::Undecided && proving()) gave_up_ = undecided(outcome);
    if (outcome.kind != Outcome::Kind::Sat) return std::nullopt;
    const model::Request request = step.decode(outcome.assignment);
    const auto chosen = outcome.assignment.values.find(step.callers().field());
    Found out{chosen == outcome.assignment.values.end() ? 0 : chosen->second, request, {}};
    if (proving()) return out;
    const bool begins = !reached_.contains(request.caller.role_arn);
    if (begins || !uses_sticky_keys(request)) {
      const Replayed replayed = replay(question_.world(), request, mode_);
      require_agreement(replayed, true);
      out.steps.push_back(replayed.step);
      return out;
    }
    Bits same = step.callers().none();
    same.set(out.caller);
    asked = steps_.terms().all_of({asked, !step.callers().in(same)});
  }
}

// What else the path takes, of the caller who can send its first request.
bool Escalation::can_do_the_rest(const EscalationPath& path, Found& first) {
  Bits same = steps_.at(0).callers().none();
  same.set(first.caller);
  const TermId caller = steps_.terms().all_of({callers(), steps_.at(0).callers().in(same)});
  const std::string account = proving() ? "*" : first.request.caller.account;
  const Need* before = &path.needs.front();
  std::string resource = first.request.resource;
  for (std::size_t i = 1; i < path.needs.size(); ++i) {
    const Need& need = path.needs[i];
    std::vector<std::string> patterns;
    const bool same_thing = i > 1 && need.resource.empty() && before->resource.empty() &&
                            service_of(need.action) == service_of(before->action);
    if (!proving() && same_thing && resource != "*") {
      patterns = {resource};
    } else if (!need.resource.empty() && need.resource != "*") {
      patterns = {"arn:*:*:*:" + account + ":" + need.resource, "arn:*:*:*::" + need.resource};
    }
    auto found =
        find(caller, {need.action},
             patterns.empty() ? steps_.terms().true_term() : resource_in(patterns), "");
    if (!found) return false;
    resource = found->request.resource;
    std::ranges::move(found->steps, std::back_inserter(first.steps));
    before = &need;
  }
  return true;
}

// Whether the role lets the service act as it, as a request of the service.
bool Escalation::trusts(const IamPrincipal& role, const std::string& service, Found& found) {
  if (proving()) return may_trust(role, service);
  const encoder::CallerSpace& space = steps_.at(0).callers();
  const Bits services = space.where([&](const encoder::CallerClass& c) {
    return c.type == model::CallerType::Service && c.name == service;
  });
  auto request = find(space.in(services), {"sts:AssumeRole"}, resource_in({role.arn}), "");
  if (request) std::ranges::move(request->steps, std::back_inserter(found.steps));
  return request.has_value();
}

// --- paths -----------------------------------------------------------------------------------

void Escalation::follow() {
  while (!gave_up_) {
    const std::size_t before = reached_.size() + foreign_.size() + roots_.size();
    assume();
    if (gave_up_ || !may_escalate()) return;
    for (const EscalationPath& path : catalogue::escalation_paths().paths) {
      if (proving() || path.shown) walk(path);
    }
    if (reached_.size() + foreign_.size() + roots_.size() == before) return;
  }
}

void Escalation::assume() {
  if (proving()) {
    assume_in_any_way();
    return;
  }
  while (true) {
    std::vector<std::string> roles;
    for (const auto& [arn, principal] : question_.world().principals) {
      if (principal.kind == model::PrincipalKind::Role && !reached_.contains(arn) &&
          !refused_.contains(arn)) {
        roles.push_back(arn);
      }
    }
    if (roles.empty()) return;
    auto found = find(callers(), {"sts:AssumeRole"}, resource_in(roles),
                      R"({"StringEquals":{"sts:RoleSessionName":")" + std::string(session_name) +
                          R"("}})");
    if (!found) return;
    const std::string arn = found->request.resource;
    auto path = path_of(found->request);
    Hop hop{"sts:AssumeRole: " + name_of(found->request) + " assumes " + arn,
            std::move(found->steps)};
    if (!path || !add(arn, std::move(*path), std::move(hop))) refused_.insert(arn);
  }
}

// For proofs: sessions of roles that are not in the snapshot too, and root users.
void Escalation::assume_in_any_way() {
  encoder::SymbolicRequest& hop = steps_.at(1);
  formula::TermStore& terms = steps_.terms();
  Bits held = held_;
  for (const encoder::ForeignRoles& roles : foreign_) held |= hop.foreign_sessions(roles);
  const Reached found = reach(steps_, question_.assumable(),
                              terms.any_of({start(1), hop.callers().in(held)}),
                              terms.false_term(), mode_, bound_);
  if (found.bounded) bounded_ = true;
  for (const auto& level : found.levels) {
    for (const IamPrincipal* role : level) {
      const IamPrincipal* from = found.from.at(role);
      Path path{from == nullptr ? "a caller" : reached_.at(from->arn).start,
                from == nullptr ? std::vector<Hop>{} : reached_.at(from->arn).hops};
      path.hops.push_back({"sts:AssumeRole: " + (from == nullptr ? "a caller" : from->arn) +
                               " may assume " + role->arn,
                           {}});
      if (reached_.emplace(role->arn, std::move(path)).second) held_ |= classes_of(role->arn);
    }
  }
  for (const encoder::ForeignRoles& roles : found.foreign) {
    if (foreign_.insert(roles).second) held_ |= steps_.at(0).foreign_sessions(roles);
  }
  roots_.insert(found.roots.begin(), found.roots.end());
}

// Whether anything on the table is allowed at all.
bool Escalation::may_escalate() {
  std::vector<std::string> actions;
  for (const EscalationPath& path : catalogue::escalation_paths().paths) {
    actions.push_back(path.needs.front().action);
  }
  const bool found =
      find(callers(), actions, steps_.terms().true_term(), "").has_value();
  return found && !gave_up_;
}

void Escalation::walk(const EscalationPath& path) {
  TermId senders = callers();
  const std::string conditions = conditions_for(path, proving());
  std::set<std::string> excluded;
  while (!gave_up_) {
    Targets targets(question_.world(), path, proving());
    for (const auto& [arn, principal] : question_.world().principals) {
      if (excluded.contains(arn) || done(path, arn)) continue;
      targets.add(principal);
    }
    if (targets.empty()) return;
    auto found = find(senders, {path.needs.front().action}, resource_in(targets.patterns()),
                      conditions);
    if (!found) return;
    Bits same = steps_.at(0).callers().none();
    same.set(found->caller);
    const auto refuse = [&] {
      senders = steps_.terms().all_of({senders, !steps_.at(0).callers().in(same)});
    };
    if (!can_do_the_rest(path, *found)) {
      refuse();
      continue;
    }
    const std::vector<const IamPrincipal*> named = targets.named_by(found->request);
    if (named.empty()) {
      senders = steps_.terms().all_of(
          {senders, !steps_.terms().all_of({steps_.at(0).callers().in(same),
                                            resource_in({found->request.resource})})});
    }
    for (const IamPrincipal* principal : named) {
      Found way = *found;
      if (path.service.empty() || trusts(*principal, path.service, way)) {
        if (become(path, *principal, way)) continue;
      }
      excluded.insert(principal->arn);
    }
  }
}

// Whether the path has nothing to add for that principal.
bool Escalation::done(const EscalationPath& path, const std::string& arn) const {
  const auto in = [&](const std::set<std::string>& made, const std::set<std::string>& now) {
    return made.contains(arn) || now.contains(arn);
  };
  const Changes& made = made_.changes;
  const Changes& now = changes_.changes;
  switch (path.becomes) {
    case Becomes::PassedRole:
    case Becomes::RunningRole:
    case Becomes::User:
    case Becomes::UserPartly:
      return reached_.contains(arn);
    case Becomes::Trust:
      return reached_.contains(arn) || made.trusting.contains(arn) || now.trusting.contains(arn);
    case Becomes::RewrittenUser:
    case Becomes::RewrittenRole:
    case Becomes::RewrittenByGroup:
    case Becomes::RewrittenByPolicy:
    case Becomes::RewrittenByVersion:
    case Becomes::Joined:
      return !acts_as(arn) || in(made.rewritten, now.rewritten);
    case Becomes::UnboundUser:
    case Becomes::UnboundRole:
      return !acts_as(arn) || in(made.unbound, now.unbound);
    case Becomes::UndeniedUser:
    case Becomes::UndeniedRole:
      return !acts_as(arn) || in(made.rewritten, now.rewritten) ||
             in(made.undenied, now.undenied);
  }
  return true;
}

bool Escalation::become(const EscalationPath& path, const IamPrincipal& principal,
                        const Found& found) {
  auto way = path_of(found.request);
  if (!way) return false;
  const std::string& arn = principal.arn;
  const std::string who = name_of(found.request);
  const auto change = [&](const std::string& what) {
    way->hops.push_back({path.id + ": " + what, found.steps});
    if (bound_ && way->hops.size() > *bound_) {
      bounded_ = true;
      return false;
    }
    // Of two who were reached from different callers neither helps the other.
    if (const auto known = reached_.find(arn); !proving()) {
      const std::string& start = known == reached_.end() ? arn : known->second.start;
      if (path.becomes != Becomes::Trust && start != way->start) return false;
    }
    changes_.paths[arn] = *way;
    return true;
  };
  switch (path.becomes) {
    case Becomes::Trust:
      if (!proving()) {
        if (found.request.caller.type == model::CallerType::FederatedUser) return false;
        if (!change(who + " makes " + arn + " trust it")) return false;
        changes_.changes.trusting[arn].insert(who);
        return true;
      }
      [[fallthrough]];
    case Becomes::PassedRole:
    case Becomes::RunningRole:
    case Becomes::User:
    case Becomes::UserPartly:
      return add(
          arn, std::move(*way),
          {path.id + ": " + who + (proving() ? " may come" : " comes") + " to act as " + arn,
           found.steps});
    case Becomes::RewrittenUser:
    case Becomes::RewrittenRole:
    case Becomes::RewrittenByGroup:
    case Becomes::RewrittenByPolicy:
    case Becomes::RewrittenByVersion:
    case Becomes::Joined:
      return change(who + " changes what policies allow " + arn) &&
             changes_.changes.rewritten.insert(arn).second;
    case Becomes::UnboundUser:
    case Becomes::UnboundRole:
      return change(who + " takes the permissions boundary off " + arn) &&
             changes_.changes.unbound.insert(arn).second;
    case Becomes::UndeniedUser:
    case Becomes::UndeniedRole:
      return change(who + " takes policies that deny off " + arn) &&
             changes_.changes.undenied.insert(arn).second;
  }
  return false;
}

// Whether the principal is among those one began with, or was reached.
bool Escalation::acts_as(const std::string& arn) const {
  return reached_.contains(arn) || started_.contains(arn);
}

std::string Escalation::name_of(const model::Request& request) const {
  const model::Caller& caller = request.caller;
  if (!caller.role_arn.empty()) return caller.role_arn;
  return caller.arn.empty() ? std::string(to_string(caller.type)) : caller.arn;
}

bool Escalation::reaches_outside(const queries::RequestSet& to) {
  encoder::SymbolicRequest& step = steps_.at(0);
  Bits others = step.callers().none();
  for (const encoder::ForeignRoles& roles : foreign_) others |= step.foreign_sessions(roles);
  const auto callers = queries::encode_callers(to, step, steps_.terms(), steps_.facts(),
                                               question_.zone());
  const TermId who = steps_.terms().any_of({step.callers().in(others), step.is_root_of(roots_)});
  return steps_.solver().solve({who, callers.in(Mode::Prove), step.callers().constraints()}).kind !=
         Outcome::Kind::Unsat;
}

}  // namespace postern::verify
