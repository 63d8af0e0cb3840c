#include "queries/compare.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "support/check.h"

namespace postern::queries {
namespace {

using formula::TermId;

using Statements = std::vector<const model::Statement*>;

bool same_values(std::span<const model::Pattern> a, std::span<const model::Pattern> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const model::Pattern& x, const model::Pattern& y) {
                      return x.text == y.text && x.parts == y.parts;
                    });
}

bool same_list(const model::PatternList& a, const model::PatternList& b) {
  return a.negated == b.negated && same_values(a.patterns, b.patterns);
}

bool same_condition(const model::Condition& a, const model::Condition& b) {
  return a.op == b.op && a.key == b.key && same_values(a.values, b.values);
}

// Whether two statements are written alike, but for names and places.
bool same_statement(const model::Statement& a, const model::Statement& b) {
  return a.effect == b.effect && a.empty_condition == b.empty_condition &&
         a.resources.has_value() == b.resources.has_value() && same_list(a.actions, b.actions) &&
         (!a.resources || same_list(*a.resources, *b.resources)) &&
         std::equal(a.conditions.begin(), a.conditions.end(), b.conditions.begin(),
                    b.conditions.end(), same_condition);
}

// The statements of `policy` that `other` does not have.
Statements only_in(const model::Policy& policy, const model::Policy& other) {
  Statements out;
  for (const model::Statement& statement : policy.statements) {
    const auto same = [&](const model::Statement& s) { return same_statement(s, statement); };
    // Versions of a policy mostly keep their order.
    const bool in_place =
        statement.index < other.statements.size() && same(other.statements[statement.index]);
    if (!in_place && std::none_of(other.statements.begin(), other.statements.end(), same)) {
      out.push_back(&statement);
    }
  }
  return out;
}

// The actions the question is about. Where no statement that only one policy has applies, the
// policies say the same.
encoder::ActionSpace actions_that_matter(encoder::ActionSpace& actions, const model::Policy& a,
                                         const model::Policy& b) {
  std::vector<const model::PatternList*> all, changed;
  for (const model::Policy* policy : {&a, &b}) {
    for (const model::Statement& statement : policy->statements) {
      POSTERN_CHECK(!statement.principal);
      all.push_back(&statement.actions);
    }
  }
  for (const Statements& statements : {only_in(a, b), only_in(b, a)}) {
    for (const model::Statement* statement : statements) changed.push_back(&statement->actions);
  }
  return encoder::representative_actions(actions, all, changed);
}

// The terms of which `term` is the disjunction, sorted.
std::vector<TermId> disjuncts(const formula::TermStore& terms, TermId term) {
  if (term == terms.false_term()) return {};
  const formula::NodeView view = terms.node(term);
  if (!term.negated() || view.op != formula::Op::And) return {term};
  std::vector<TermId> out;
  for (const TermId child : view.children) out.push_back(!child);
  std::sort(out.begin(), out.end());
  return out;
}

// What a policy says: some of `allow`, and none of `deny`.
struct Says {
  std::vector<TermId> allow, deny;
};

// "`granting` allows and `other` does not", with what they have in common said once: a Deny of both
// never tells them apart, and what an Allow of both allows, only a Deny takes away.
TermId difference(formula::TermStore& terms, const Says& granting, const Says& other) {
  const auto without = [](const std::vector<TermId>& a, const std::vector<TermId>& b) {
    std::vector<TermId> out;
    std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
    return out;
  };
  const TermId gained = terms.any_of(without(granting.allow, other.allow));
  const TermId taken_away = terms.any_of(without(other.deny, granting.deny));
  return terms.all_of({!terms.any_of(granting.deny),
                       terms.any_of({terms.all_of({gained, !terms.any_of(other.allow)}),
                                     terms.all_of({taken_away, terms.any_of(granting.allow)})})});
}

// The keys some condition takes for a set; not those that are known to hold one value.
std::set<std::string> set_keys(const model::Policy& a, const model::Policy& b,
                               const catalogue::Catalogue& catalogue) {
  std::set<std::string> out;
  for (const model::Policy* policy : {&a, &b}) {
    for (const model::Statement& statement : policy->statements) {
      for (const model::Condition& condition : statement.conditions) {
        if (condition.op.set == model::SetQualifier::None) continue;
        const auto known = catalogue.find_key(condition.key);
        if (!known || catalogue.key_multivalued(*known)) out.insert(condition.key);
      }
    }
  }
  return out;
}

bool names_one_of(const model::Pattern& pattern, const std::set<std::string>& keys) {
  for (const model::Part& part : pattern.parts) {
    const auto* variable = std::get_if<model::Variable>(&part);
    if (variable != nullptr && keys.contains(variable->key)) return true;
  }
  return false;
}

// Whether a statement takes one of `keys`, which are sets elsewhere, for one value.
bool takes_for_one_value(const model::Policy& policy, const std::set<std::string>& keys) {
  const auto named = [&](const model::Pattern& pattern) { return names_one_of(pattern, keys); };
  for (const model::Statement& statement : policy.statements) {
    for (const model::Condition& condition : statement.conditions) {
      if (condition.op.set == model::SetQualifier::None &&
          condition.op.base != model::BaseOperator::Null && keys.contains(condition.key)) {
        return true;
      }
      if (std::any_of(condition.values.begin(), condition.values.end(), named)) return true;
    }
    if (!statement.resources) continue;
    const auto& resources = statement.resources->patterns;
    if (std::any_of(resources.begin(), resources.end(), named)) return true;
  }
  return false;
}

}  // namespace

PolicyPair::PolicyPair(formula::TermStore& terms, encoder::ActionSpace& actions,
                       const encoder::CallerSpace& callers, const model::Policy& old_policy,
                       const model::Policy& new_policy, Sets sets)
    : actions_(actions_that_matter(actions, old_policy, new_policy)),
      // A field has one size; a name for each, so that pairs can share them.
      action_(
          terms.enumerated_field("action of " + std::to_string(actions_.size()), actions_.size())),
      resource_(terms.string_field("resource")),
      keys_(terms, callers, actions_, action_, resource_,
            sets == Sets::AsUsed ? set_keys(old_policy, new_policy, actions.catalogue())
                                 : std::set<std::string>()),
      mixed_(takes_for_one_value(old_policy, keys_.multivalued()) ||
             takes_for_one_value(new_policy, keys_.multivalued())) {
  POSTERN_CHECK(old_policy.kind == new_policy.kind);
  encoder::StatementEncoder statements(terms, callers, actions_, action_, resource_, keys_);
  const auto says = [&](const model::Policy& policy) {
    const encoder::PolicyTerms& p =
        statements.policy(policy, model::Mode::Canonical, callers.none());
    return Says{disjuncts(terms, p.any), disjuncts(terms, p.deny)};
  };
  const Says before = says(old_policy);
  const Says after = says(new_policy);
  new_access_ = difference(terms, after, before);
  lost_access_ = difference(terms, before, after);
  possible_ = keys_.constraints(model::Mode::Prove);
  presentable_ = keys_.constraints(model::Mode::Canonical);
}

model::Request PolicyPair::decode(const formula::Assignment& assignment) const {
  model::Request out;
  out.caller.type = model::CallerType::User;
  out.caller.account = "999988887777";
  out.caller.arn = "arn:aws:iam::999988887777:user/someone";
  out.caller.name = "someone";
  const auto action = assignment.values.find(action_);
  out.action = actions_.name(action == assignment.values.end() ? 0 : action->second);
  const auto resource = assignment.strings.find(resource_);
  out.resource = resource == assignment.strings.end() ? "*" : resource->second;
  out.context = keys_.decode(assignment);
  return out;
}

}  // namespace postern::queries
