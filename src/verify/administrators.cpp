#include "verify/administrators.h"

#include <algorithm>
#include <utility>

namespace postern::verify {

using formula::Bits;
using formula::TermId;
using model::Effect;
using model::IamPrincipal;
using model::Policy;

namespace {

// The actions an administrator can send, in groups no statement tells apart.
std::vector<Bits> groups(encoder::ActionSpace& actions,
                         const std::vector<const Policy*>& policies) {
  Bits all(actions.size());
  for (std::size_t i = 0; i < actions.size(); ++i) {
    if (!actions.name(i).starts_with("sts:")) all.set(i);
  }
  std::vector<Bits> out = {std::move(all)};
  for (const Policy* policy : policies) {
    for (const model::Statement& statement : policy->statements) {
      for (const model::Pattern& pattern : statement.actions.patterns) {
        const Bits& named = actions.matching(pattern.text);
        std::vector<Bits> finer;
        for (const Bits& group : out) {
          Bits inside = group, outside = group;
          inside &= named;
          outside.subtract(named);
          for (Bits* part : {&inside, &outside}) {
            if (!part->none()) finer.push_back(std::move(*part));
          }
        }
        out = std::move(finer);
      }
    }
  }
  return out;
}

// Whether the statement is about the group, all of which it is about or nothing. Patterns with a
// wildcard in the service have two readings (ACT-3).
bool is_about(const model::Statement& statement, const Bits& group, bool widely,
              encoder::ActionSpace& actions) {
  const bool negated = statement.actions.negated;
  const bool listed =
      std::ranges::any_of(statement.actions.patterns, [&](const model::Pattern& pattern) {
        const std::string service = pattern.text.substr(0, pattern.text.find(':'));
        const bool certain = pattern.text == "*" || service.find_first_of("*?") == service.npos;
        return (certain || widely != negated) && actions.matching(pattern.text).intersects(group);
      });
  return listed != negated;
}

}  // namespace

TermId Administrators::resource_of(const model::Statement& statement, bool widely) {
  formula::TermStore& terms = steps_.terms();
  if (!statement.resources) return terms.true_term();
  const bool wide = widely != statement.resources->negated;
  std::vector<glob::GlobId> listed;
  for (const model::Pattern& pattern : statement.resources->patterns) {
    if (!pattern.has_variables()) {
      listed.push_back(terms.globs().intern_wildcard(pattern.text));
    } else if (wide) {
      listed.push_back(terms.globs().everything());
    }
  }
  const TermId in =
      terms.string_in(steps_.at(0).resource(), terms.globs().intern_set(std::move(listed)));
  return statement.resources->negated ? !in : in;
}

TermId Administrators::allows(const std::vector<const Policy*>& policies, const Bits& actions,
                              Reading reading) {
  formula::TermStore& terms = steps_.terms();
  const bool generous = reading == Reading::Generous;
  std::vector<TermId> allowed, denied;
  for (const Policy* policy : policies) {
    for (const model::Statement& statement : policy->statements) {
      const bool allow = statement.effect == Effect::Allow;
      if (!is_about(statement, actions, allow == generous, steps_.facts().actions)) continue;
      const bool conditional = !statement.conditions.empty() || statement.empty_condition;
      if (conditional && allow != generous) continue;
      (allow ? allowed : denied).push_back(resource_of(statement, allow == generous));
    }
  }
  return terms.all_of({terms.any_of(allowed), !terms.any_of(denied)});
}

bool Administrators::covers(const IamPrincipal& principal, Reading reading) {
  formula::TermStore& terms = steps_.terms();
  glob::GlobPool& globs = terms.globs();
  const bool generous = reading == Reading::Generous;
  if (!generous && (principal.boundary_missing || !principal.missing.empty())) return false;
  std::vector<const Policy*> policies = principal.identity;
  if (principal.boundary != nullptr) policies.push_back(principal.boundary);
  const TermId in_account = terms.string_in(
      steps_.at(0).resource(),
      globs.intern_set(
          {globs.intern_wildcard("arn:" + principal.partition + ":*:*:" + principal.account + ":*"),
           globs.intern_wildcard("arn:" + principal.partition + ":*:::*"),
           globs.intern(glob::literal("*"))}));
  return std::ranges::all_of(groups(steps_.facts().actions, policies), [&](const Bits& group) {
    TermId allowed = generous && !principal.missing.empty()
                         ? terms.true_term()
                         : allows(principal.identity, group, reading);
    if (principal.boundary != nullptr) {
      allowed = terms.all_of({allowed, allows({principal.boundary}, group, reading)});
    }
    if (allowed == terms.true_term()) return true;
    const TermId possible =
        terms.string_in(steps_.at(0).resource(), steps_.at(0).resources_of(group));
    const auto kind = steps_.solver().solve({possible, in_account, !allowed}).kind;
    return kind == solver::Outcome::Kind::Unsat ||
           (generous && kind == solver::Outcome::Kind::Undecided);
  });
}

Administrators::Answer Administrators::of(const IamPrincipal& principal) {
  const auto known = known_.find(principal.arn);
  if (known != known_.end()) return known->second;
  // One action first: nearly nobody passes, and what all actions can be about is much.
  const Bits one = steps_.facts().actions.only({"iam:CreateUser"});
  formula::TermStore& terms = steps_.terms();
  Answer answer = Answer::No;
  if (!principal.missing.empty() ||
      allows(principal.identity, one, Reading::Generous) != terms.false_term()) {
    if (covers(principal, Reading::Strict)) {
      answer = Answer::Yes;
    } else if (covers(principal, Reading::Generous)) {
      answer = Answer::Perhaps;
    }
  }
  known_.emplace(principal.arn, answer);
  return answer;
}

}  // namespace postern::verify
