#include "queries/compare.h"

#include <algorithm>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "support/check.h"

namespace postern::queries {
namespace {

using formula::TermId;

std::vector<const model::PatternList*> action_lists(const model::Policy& a,
                                                    const model::Policy& b) {
  std::vector<const model::PatternList*> out;
  for (const model::Policy* policy : {&a, &b}) {
    for (const model::Statement& statement : policy->statements) {
      POSTERN_CHECK(!statement.principal);
      out.push_back(&statement.actions);
    }
  }
  return out;
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
    : actions_(encoder::representative_actions(actions, action_lists(old_policy, new_policy))),
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
  const auto allows = [&](const model::Policy& policy) {
    const encoder::PolicyTerms& p =
        statements.policy(policy, model::Mode::Canonical, callers.none());
    return terms.all_of({p.any, !p.deny});
  };
  const TermId before = allows(old_policy);
  const TermId after = allows(new_policy);
  const bool same = before == after;
  new_access_ = same ? terms.false_term() : terms.all_of({after, !before});
  lost_access_ = same ? terms.false_term() : terms.all_of({before, !after});
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
