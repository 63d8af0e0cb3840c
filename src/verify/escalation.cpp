#include "verify/escalation.h"

#include <algorithm>
#include <utility>

#include "model/arn.h"
#include "verify/escalation_targets.h"

namespace postern::verify {

using catalogue::About;
using catalogue::Becomes;
using catalogue::EscalationPath;
using catalogue::Need;
using formula::Bits;
using formula::TermId;
using model::CallerType;
using model::IamPrincipal;
using model::Mode;

namespace {

// The session name of whoever was reached: two requests of one session are to agree on it.
constexpr std::string_view session_name = "audit";

std::string_view service_of(std::string_view action) { return action.substr(0, action.find(':')); }

std::string name_of(const model::Caller& caller) {
  if (!caller.role_arn.empty()) return caller.role_arn;
  return caller.arn.empty() ? std::string(to_string(caller.type)) : caller.arn;
}

}  // namespace

void Path::add(const std::vector<Hop>& more) {
  for (const Hop& hop : more) {
    if (std::ranges::find(hops, hop) == hops.end()) hops.push_back(hop);
  }
}

void Made::add(const Made& more) {
  changes.add(more.changes);
  for (const auto& [arn, path] : more.paths) {
    const auto [known, fresh] = paths.try_emplace(arn, path);
    if (!fresh) known->second.add(path.hops);
  }
}

Escalation::Escalation(Question& question, Start start, Mode mode)
    : question_(question),
      steps_(question.steps()),
      start_(std::move(start)),
      mode_(mode),
      requests_(question, mode),
      held_(steps_.at(0).callers().none()) {
  if (start_.alike != nullptr) {
    for (const auto& [first, others] : *start_.alike) {
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
  return steps_.terms().all_of(
      {callers.in(mode_), !callers.excused(mode_), !space.in(space.of_type({CallerType::Root}))});
}

TermId Escalation::callers() {
  formula::TermStore& terms = steps_.terms();
  const encoder::CallerSpace& space = steps_.at(0).callers();
  TermId reached = space.in(held_);
  if (!proving()) {
    glob::GlobPool& globs = terms.globs();
    const TermId named = terms.string_in(
        space.session_name(), globs.intern_set(globs.intern(glob::literal(session_name))));
    const TermId session = space.in(space.of_type({CallerType::RoleSession}));
    reached = terms.all_of({reached, terms.any_of({!session, named})});
  }
  return terms.any_of({start(0), reached});
}

Bits Escalation::classes_of(const std::string& arn) const {
  const auto other = stand_in_.find(arn);
  const auto found = classes_.find(other == stand_in_.end() ? arn : other->second);
  return found == classes_.end() ? steps_.at(0).callers().none() : found->second;
}

// Whether the principal is among those one began with, or was reached.
bool Escalation::acts_as(const std::string& arn) const {
  return reached_.contains(arn) || start_.principals.contains(arn);
}

bool Escalation::came_about(const model::Caller& caller) const {
  return reached_.contains(name_of(caller));
}

// How the caller of a request came to be who sends it; nothing, if that takes two beginnings.
std::optional<Path> Escalation::path_of(const model::Request& request) const {
  const std::string arn = name_of(request.caller);
  const auto known = reached_.find(arn);
  return with_changes(known == reached_.end() ? Path{arn, {}} : known->second, arn);
}

std::optional<Path> Escalation::with_changes(Path path, const std::string& arn) const {
  const auto made = start_.made.paths.find(arn);
  if (made == start_.made.paths.end()) return path;
  if (!proving() && made->second.start != path.start) return std::nullopt;
  path.add(made->second.hops);
  return path;
}

bool Escalation::add(const std::string& arn, Path path, Hop hop) {
  auto way = with_changes(std::move(path), arn);
  if (!way) return false;
  way->add({std::move(hop)});
  if (start_.bound && way->hops.size() > *start_.bound) {
    bounded_ = true;
    return false;
  }
  if (!reached_.emplace(arn, *way).second) return false;
  held_ |= classes_of(arn);
  if (!end_ && start_.is_end(arn)) end_ = arn;
  return true;
}

std::optional<Escalation::Found> Escalation::find(TermId caller,
                                                  const std::vector<std::string>& actions,
                                                  TermId resource, const std::string& conditions) {
  return requests_.find(caller, actions, resource, conditions,
                        [&](const model::Caller& who) { return came_about(who); });
}

// --- role assumptions ------------------------------------------------------------------------

void Escalation::follow() {
  while (!ended()) {
    const std::size_t before = held_.count() + reached_.size() + roots_.size();
    if (proving()) {
      leave();
      assume_in_any_way();
    } else {
      assume();
    }
    for (const EscalationPath* path : open_paths()) {
      if (ended()) return;
      if (path->becomes == Becomes::Created) {
        create(*path);
      } else {
        walk(*path);
      }
    }
    if (held_.count() + reached_.size() + roots_.size() == before) return;
  }
}

void Escalation::assume() {
  while (!ended()) {
    std::vector<std::string> roles;
    for (const auto& [arn, principal] : question_.world().principals) {
      if (principal.kind == model::PrincipalKind::Role && !reached_.contains(arn) &&
          !refused_.contains(arn)) {
        roles.push_back(arn);
      }
    }
    if (roles.empty()) return;
    auto found =
        find(callers(), {"sts:AssumeRole"}, requests_.on(roles),
             R"({"StringEquals":{"sts:RoleSessionName":")" + std::string(session_name) + R"("}})");
    if (!found) return;
    const std::string arn = found->request.resource;
    auto path = path_of(found->request);
    Hop hop{"sts:AssumeRole: " + name_of(found->request.caller) + " assumes " + arn,
            std::move(found->steps)};
    if (!path || !add(arn, std::move(*path), std::move(hop))) refused_.insert(arn);
  }
}

// For proofs. In an account that was not read to its end one may come to act as anybody: who acts
// as somebody of such an account acts as all of them.
void Escalation::leave() {
  const encoder::CallerSpace& space = steps_.at(0).callers();
  const Bits strangers = space.where([](const encoder::CallerClass& c) {
    return c.unknown_account && !c.service_linked &&
           (c.type == CallerType::User || c.type == CallerType::RoleSession);
  });
  Bits there = space.where([&](const encoder::CallerClass& c) {
    if (c.principal == nullptr) return false;
    const auto account = steps_.facts().world.accounts.find(c.principal->account);
    return account == steps_.facts().world.accounts.end() || !account->second.has_identities;
  });
  there |= strangers;
  if (steps_.solver().solve({callers(), space.in(there), space.constraints()}).kind !=
      solver::Outcome::Kind::Unsat) {
    held_ |= strangers;
  }
}

// For proofs: sessions of roles that are not in the snapshot too, and root users.
void Escalation::assume_in_any_way() {
  encoder::SymbolicRequest& hop = steps_.at(1);
  formula::TermStore& terms = steps_.terms();
  const Reached found =
      reach(steps_, question_.assumable(), terms.any_of({start(1), hop.callers().in(held_)}),
            terms.false_term(), mode_, std::nullopt);
  for (const auto& level : found.levels) {
    for (const IamPrincipal* role : level) {
      if (reached_.contains(role->arn)) continue;
      const IamPrincipal* from = found.from.at(role);
      Path path;
      if (from != nullptr && reached_.contains(from->arn)) path = reached_.at(from->arn);
      add(role->arn, std::move(path),
          {"sts:AssumeRole: " + (from == nullptr ? "a caller" : from->arn) + " may assume " +
               role->arn,
           {}});
    }
  }
  for (const encoder::ForeignRoles& roles : found.foreign) {
    held_ |= steps_.at(0).foreign_sessions(roles);
  }
  roots_.insert(found.roots.begin(), found.roots.end());
  leave();
}

// --- paths -----------------------------------------------------------------------------------

// Those of whose last requests something is allowed: asked of many at a time, for most are not.
std::vector<const EscalationPath*> Escalation::open_paths() {
  constexpr std::size_t many = 24;
  std::vector<const EscalationPath*> all, out;
  for (const EscalationPath& path : catalogue::escalation_paths().paths) {
    if (proving() || path.shown) all.push_back(&path);
  }
  for (std::size_t i = 0; i < all.size(); i += many) {
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(i);
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(i + many, all.size()));
    std::vector<std::string> actions;
    for (auto path = begin; path != end; ++path) actions.push_back((*path)->needs.back().action);
    if (find(callers(), actions, steps_.terms().true_term())) out.insert(out.end(), begin, end);
  }
  return out;
}

// What else the path takes: of the caller who can send its first request; in proofs another may
// send what is not of the same call.
bool Escalation::can_do_the_rest(const EscalationPath& path, Found& first) {
  const TermId same = steps_.terms().all_of({callers(), requests_.by(first.caller)});
  const std::string account = proving() ? "*" : first.request.caller.account;
  const Need* before = &path.needs.front();
  std::string resource = first.request.resource;
  for (std::size_t i = 1; i < path.needs.size(); ++i) {
    const Need& need = path.needs[i];
    TermId about = steps_.terms().true_term();
    const bool same_thing = need.resource.empty() && before->resource.empty() &&
                            service_of(need.action) == service_of(before->action);
    if (!proving() && same_thing && resource != "*") {
      about = requests_.on({resource});
    } else if (!need.resource.empty() && need.resource != "*") {
      about = requests_.on(
          {"arn:*:*:*:" + account + ":" + need.resource, "arn:*:*:*::" + need.resource});
    }
    const bool anybody = proving() && !path.is_same_call(i);
    auto found =
        find(anybody ? callers() : same, {need.action}, about, conditions_for(path, i, proving()));
    if (!found) return false;
    resource = found->request.resource;
    std::ranges::move(found->steps, std::back_inserter(first.steps));
    before = &need;
  }
  return true;
}

// For witnesses: whether the role lets the service act as it, as a request of the service.
bool Escalation::trusts(const IamPrincipal& role, const EscalationPath& path, Found& found) {
  if (proving() || path.service.empty()) return true;
  const encoder::CallerSpace& space = steps_.at(0).callers();
  const Bits services = space.where([&](const encoder::CallerClass& c) {
    return c.type == CallerType::Service && c.name == path.service;
  });
  auto request = find(space.in(services), {"sts:AssumeRole"}, requests_.on({role.arn}));
  if (request) std::ranges::move(request->steps, std::back_inserter(found.steps));
  return request.has_value();
}

void Escalation::walk(const EscalationPath& path) {
  TermId senders = callers();
  const auto refuse = [&](TermId whom) { senders = steps_.terms().all_of({senders, !whom}); };
  std::set<std::string> refused;
  while (!ended()) {
    Targets targets(path, proving());
    for (const auto& [arn, principal] : question_.world().principals) {
      if (!refused.contains(arn) && !adds_nothing(path, arn)) targets.add(principal);
    }
    if (targets.empty()) return;
    const auto first = [&](bool exactly) {
      return find(senders, {path.needs.front().action}, requests_.on(targets.patterns(), exactly),
                  conditions_for(path, 0, proving()));
    };
    auto found = first(false);
    if (found && targets.named_by(found->request).empty()) found = first(true);
    if (!found) return;
    if (!can_do_the_rest(path, *found)) {
      refuse(requests_.by(found->caller));
      continue;
    }
    auto named = targets.named_by(found->request);
    if (named.empty()) {  // nobody of the caller's account
      refuse(steps_.terms().all_of({requests_.by(found->caller), requests_.on(without_account())}));
    }
    if (proving() && (path.about == About::User || path.about == About::Role)) {
      for (const auto& [arn, principal] : question_.world().principals) {
        Targets one(path, true);
        if (!refused.contains(arn) && !adds_nothing(path, arn)) one.add(principal);
        if (one.patterns() == std::vector<std::string>{arn} && requests_.also_on(*found, arn)) {
          named.push_back(&principal);
        }
      }
    }
    for (const IamPrincipal* principal : named) {
      Found way = *found;
      if (adds_nothing(path, principal->arn)) continue;
      if (!trusts(*principal, path, way) || !become(path, principal->arn, way)) {
        refused.insert(principal->arn);
      }
    }
  }
}

// A new user or role.
void Escalation::create(const EscalationPath& path) {
  const std::string kind = path.about == About::User ? "user/" : "role/";
  std::set<std::string> done;  // accounts
  for (const auto& [arn, maker] : start_.made.changes.created) {
    done.insert(std::string(model::parse_arn(arn)->account));
  }
  std::vector<std::string> known;
  for (const auto& [arn, principal] : question_.world().principals) known.push_back(arn);
  TermId senders = callers();
  while (!ended()) {
    std::vector<std::string> fresh;
    for (const auto& [id, account] : question_.world().accounts) {
      if (!account.has_identities || done.contains(id)) continue;
      fresh.push_back("arn:" + account.partition + ":iam::" + id + ":" + kind + "*");
    }
    if (fresh.empty()) return;
    auto found = find(senders, {path.needs.front().action},
                      steps_.terms().all_of({requests_.on(fresh), !requests_.on(known)}),
                      conditions_for(path, 0, proving()));
    if (!found) return;
    if (can_do_the_rest(path, *found) && become(path, found->request.resource, *found)) {
      done.insert(std::string(model::parse_arn(found->request.resource)->account));
    } else {
      senders = steps_.terms().all_of({senders, !requests_.by(found->caller)});
    }
  }
}

// Whether the path has nothing to add for that principal.
bool Escalation::adds_nothing(const EscalationPath& path, const std::string& arn) const {
  const auto is_in = [&](const std::set<std::string> Changes::*which) {
    return (start_.made.changes.*which).contains(arn) || (changes_.changes.*which).contains(arn);
  };
  // Whom one may have begun with may, in proofs, be one that is not to be reached.
  const bool is_reached = proving() ? reached_.contains(arn) : acts_as(arn);
  switch (path.becomes) {
    case Becomes::PassedRole:
    case Becomes::RunningRole:
    case Becomes::FederatedRole:
    case Becomes::User:
      return is_reached;
    case Becomes::Trust:
      return is_reached || start_.made.changes.trusting.contains(arn) ||
             changes_.changes.trusting.contains(arn);
    case Becomes::Rewritten:
      return !acts_as(arn) || is_in(&Changes::rewritten);
    case Becomes::Unbound:
      return !acts_as(arn) || is_in(&Changes::unbound);
    case Becomes::Undenied:
      return !acts_as(arn) || is_in(&Changes::rewritten) || is_in(&Changes::undenied);
    case Becomes::Created:
      return false;
  }
  return true;
}

bool Escalation::become(const EscalationPath& path, const std::string& arn, const Found& found) {
  auto way = path_of(found.request);
  if (!way) return false;
  const bool acts = path.becomes == Becomes::PassedRole || path.becomes == Becomes::RunningRole ||
                    path.becomes == Becomes::FederatedRole || path.becomes == Becomes::User ||
                    (path.becomes == Becomes::Trust && proving());
  if (!acts) return change(path, arn, found, std::move(*way));
  return add(arn, std::move(*way),
             {path.id + ": " + name_of(found.request.caller) +
                  (proving() ? " may come" : " comes") + " to act as " + arn,
              found.steps});
}

bool Escalation::change(const EscalationPath& path, const std::string& arn, const Found& found,
                        Path way) {
  const bool fresh = path.becomes == Becomes::Trust || path.becomes == Becomes::Created;
  if (!proving() && !fresh) {
    // Of two who were reached from different callers neither helps the other.
    const auto known = reached_.find(arn);
    if ((known == reached_.end() ? arn : known->second.start) != way.start) return false;
  }
  if (!proving() && fresh && found.request.caller.type == CallerType::FederatedUser) return false;
  Changes made;
  const std::string who = name_of(found.request.caller);
  const std::string what = made.make(path, arn, who, mode_);
  way.add({{path.id + ": " + who + ' ' + what, found.steps}});
  if (start_.bound && way.hops.size() > *start_.bound) {
    bounded_ = true;
    return false;
  }
  changes_.changes.add(made);
  changes_.paths.try_emplace(arn, Path{way.start, {}}).first->second.add(way.hops);
  return true;
}

bool Escalation::reaches_outside(const queries::RequestSet& to) {
  encoder::SymbolicRequest& step = steps_.at(0);
  Bits others =
      step.callers().where([](const encoder::CallerClass& c) { return c.unknown_account; });
  others &= held_;
  const auto callers =
      queries::encode_callers(to, step, steps_.terms(), steps_.facts(), question_.zone());
  const TermId who = steps_.terms().any_of({step.callers().in(others), step.is_root_of(roots_)});
  return steps_.solver().solve({who, callers.in(Mode::Prove), step.callers().constraints()}).kind !=
         solver::Outcome::Kind::Unsat;
}

}  // namespace postern::verify
