#include "verify/reach.h"

#include <algorithm>

namespace postern::verify {

using formula::TermId;

namespace {

// The roles one has come to act as in one step, as roles of the whole world.
class Frontier {
 public:
  Frontier(const model::World& world, const std::vector<const model::IamPrincipal*>& roles) {
    for (const model::IamPrincipal* role : roles) {
      roles_.insert(&world.principals.at(role->arn));
      accounts_.insert(role->account);
    }
  }

  // Whether one of them, or somebody who is not in the snapshot, is admitted.
  bool may_be_among(const encoder::Admitted& admitted) const {
    const auto meet = [](const auto& a, const auto& b) {
      return std::ranges::any_of(a, [&](const auto& each) { return b.contains(each); });
    };
    return admitted.anybody || meet(admitted.principals, roles_) ||
           meet(admitted.accounts, accounts_);
  }

 private:
  std::set<const model::IamPrincipal*> roles_;
  std::set<std::string> accounts_;
};

// `settled` becomes false where a question was not answered.
Reached follow(Steps& steps, const std::vector<Assumable>& assumable, TermId start, TermId excused,
               model::Mode mode, std::optional<unsigned> bound, bool& settled) {
  Reached out;
  encoder::SymbolicRequest& hop = steps.at(1);
  formula::TermStore& terms = steps.terms();
  const bool proving = mode == model::Mode::Prove;
  // With what may stick to a session: whether a whole chain works is another question.
  const auto assumes = [&](const model::IamPrincipal& role, TermId caller) {
    const bool session = !proving && !out.levels.empty();
    const TermId assumed = hop.assumes(role, mode);
    if (assumed == terms.false_term()) return false;
    const solver::Outcome outcome = steps.solver().solve(
        {terms.all_of({caller, !excused}), assumed, hop.possible_assumption(role, mode, session),
         steps.at(0).callers().constraints()});
    if (outcome.kind == solver::Outcome::Kind::Undecided) {
      settled = false;
      return proving;
    }
    return outcome.kind == solver::Outcome::Kind::Sat;
  };

  const auto leaves = [&](TermId caller, const encoder::ForeignRoles& roles) {
    const solver::Outcome outcome =
        steps.solver().solve({terms.all_of({caller, !excused}), hop.assumes_foreign_role(roles)});
    if (outcome.kind == solver::Outcome::Kind::Undecided) settled = false;
    return outcome.kind != solver::Outcome::Kind::Unsat;
  };

  const auto becomes_root = [&](TermId caller, const std::vector<std::string>& members) {
    if (members.empty()) return false;
    const solver::Outcome outcome =
        steps.solver().solve({terms.all_of({caller, !excused}), hop.assumes_root(members)});
    if (outcome.kind == solver::Outcome::Kind::Undecided) settled = false;
    return outcome.kind != solver::Outcome::Kind::Unsat;
  };
  std::vector<std::string> members;  // of whom nobody is known to become root
  for (const auto& [id, account] : steps.facts().world.accounts) {
    if (!proving || model::management_account_of(steps.facts().world, id).empty()) continue;
    members.push_back(id);
  }

  std::vector<encoder::ForeignRoles> elsewhere;
  for (const std::string& partition : steps.facts().partitions) {
    if (!proving) break;
    for (const bool service_linked : {false, true})
      elsewhere.push_back({partition, service_linked});
  }

  TermId callers = start;
  std::vector<const model::IamPrincipal*> frontier;
  while (true) {
    std::vector<const model::IamPrincipal*> next;
    const Frontier here(steps.world(), frontier);
    for (const auto& [role, admitted] : assumable) {
      if (out.from.contains(role)) continue;
      // The callers one starts with are not told from each other.
      if (!out.levels.empty() && !here.may_be_among(*admitted)) continue;
      if (!assumes(*role, callers)) continue;
      if (bound && out.levels.size() >= *bound) {
        out.bounded = true;
        return out;
      }
      const model::IamPrincipal* from = nullptr;
      for (const model::IamPrincipal* candidate : frontier) {
        if (!Frontier(steps.world(), {candidate}).may_be_among(*admitted)) continue;
        if (frontier.size() == 1 || assumes(*role, hop.callers().in(hop.sessions_of(*candidate)))) {
          from = candidate;
          break;
        }
      }
      out.from.emplace(role, from);
      next.push_back(role);
    }
    formula::Bits sessions = hop.callers().none();
    // Roles of unknown accounts: who may assume one has whatever its administrators give it.
    for (const encoder::ForeignRoles& roles : elsewhere) {
      if (out.foreign.contains(roles) || !leaves(callers, roles)) continue;
      if (bound && out.levels.size() >= *bound) {
        out.bounded = true;
        return out;
      }
      out.foreign.insert(roles);
      sessions |= hop.foreign_sessions(roles);
    }
    // A root user assumes no role: who has become one is not followed further (TRUST-11).
    if (becomes_root(callers, members)) {
      if (bound && out.levels.size() >= *bound) {
        out.bounded = true;
        return out;
      }
      std::erase_if(members, [&](const std::string& member) {
        return becomes_root(callers, {member}) && out.roots.insert(member).second;
      });
    }
    if (next.empty() && sessions.none()) return out;
    out.levels.push_back(next);
    for (const model::IamPrincipal* role : next) sessions |= hop.sessions_of(*role);
    callers = hop.callers().in(sessions);
    frontier = std::move(next);
  }
}

}  // namespace

Reached reach(Steps& steps, const std::vector<Assumable>& assumable, TermId start, TermId excused,
              model::Mode mode, std::optional<unsigned> bound) {
  const Steps::ReachKey key{start, excused, mode, bound};
  if (const auto known = steps.fixpoints().find(key); known != steps.fixpoints().end()) {
    return *known->second;
  }
  bool settled = true;
  Reached out = follow(steps, assumable, start, excused, mode, bound, settled);
  if (settled) steps.fixpoints().emplace(key, std::make_shared<const Reached>(out));
  return out;
}

}  // namespace postern::verify
