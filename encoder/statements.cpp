#include "encoder/statements.h"

#include <algorithm>

#include "model/arn.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using formula::Bits;
using formula::TermId;
using model::PolicyKind;

constexpr std::size_t arn_components = 6;

bool has_wildcard(std::string_view text) { return text.find_first_of("*?") != text.npos; }

// A variable before the fifth colon (AMB-45).
bool has_early_variable(const model::Pattern& pattern) {
  std::size_t colons = 0;
  for (const model::Part& part : pattern.parts) {
    if (const auto* literal = std::get_if<model::Literal>(&part)) {
      colons +=
          static_cast<std::size_t>(std::count(literal->text.begin(), literal->text.end(), ':'));
    } else if (std::holds_alternative<model::Variable>(part) && colons + 1 < arn_components) {
      return true;
    }
  }
  return false;
}

// RES-5 speaks of ARNs: `**` is none.
bool is_incomplete_arn(const model::Pattern& pattern) {
  return pattern.text.starts_with("arn:") && component_count(pattern) < arn_components;
}

// A wildcard in the service component, which may stand for all of those left out (AMB-3).
bool has_service_wildcard(const model::Pattern& pattern) {
  const bool incomplete = is_incomplete_arn(pattern);
  if (!incomplete && component_count(pattern) < arn_components) return false;
  std::size_t component = 1;
  for (const model::Part& part : pattern.parts) {
    if (const auto* literal = std::get_if<model::Literal>(&part)) {
      component +=
          static_cast<std::size_t>(std::count(literal->text.begin(), literal->text.end(), ':'));
    } else if (component == 3 && !std::holds_alternative<model::Variable>(part)) {
      return true;
    }
  }
  return component < 3;
}

// The service component as a pattern of actions' prefixes, a wildcard where it is left out. `$`
// stands for what no service has in its name.
std::string service_pattern(const model::Pattern& pattern) {
  std::string text;
  for (const model::Part& part : pattern.parts) {
    if (const auto* literal = std::get_if<model::Literal>(&part)) {
      for (const char c : literal->text) text += c == '*' || c == '?' ? '$' : c;
    } else {
      text += std::holds_alternative<model::AnyOne>(part) ? '?' : '*';
    }
  }
  const auto parts = split(text, ':', arn_components);
  return parts.size() > 2 ? std::string(parts[2]) : "*";
}

}  // namespace

StatementEncoder::StatementEncoder(formula::TermStore& terms, const CallerSpace& callers,
                                   ActionSpace& actions, formula::FieldId action,
                                   formula::FieldId resource, ContextKeys& keys,
                                   std::optional<OtherName> other_name)
    : terms_(terms),
      callers_(callers),
      actions_(actions),
      action_(action),
      resource_(resource),
      other_name_(other_name),
      keys_(keys),
      owner_only_(keys.is_free() ? actions.none() : owner_only_queue_actions(actions)),
      patterns_(terms, keys),
      conditions_(terms, keys, patterns_),
      principals_(terms, callers) {}

// exact; a wildcard in the service prefix is AMB-3. What a wildcard covers in a queue policy of the
// actions that only the queue's owner can use (SQS-3) is AMB-30, canonically nothing.
Truth StatementEncoder::actions(const model::PatternList& list, PolicyKind kind) {
  if (keys_.is_free()) {
    const TermId listed = terms_.value_in(action_, actions_.matching(list));
    return Truth::of(list.negated ? !listed : listed);
  }
  Bits sure = actions_.none(), maybe = actions_.none(), canonical = actions_.none();
  for (const model::Pattern& pattern : list.patterns) {
    const Bits& matching = actions_.matching(pattern.text);
    maybe |= matching;
    Bits covered = matching;
    if (kind == PolicyKind::Resource && pattern.text != "*" && has_wildcard(pattern.text)) {
      covered.subtract(owner_only_);
    }
    canonical |= covered;
    const std::string_view prefix =
        std::string_view(pattern.text).substr(0, pattern.text.find(':'));
    if (pattern.text == "*" || !has_wildcard(prefix)) sure |= covered;
  }
  Truth truth{terms_.value_in(action_, sure), terms_.value_in(action_, maybe),
              terms_.value_in(action_, canonical)};
  if (!list.negated) return truth;
  truth = negate(truth);
  if (list.patterns.empty()) truth.sure = terms_.false_term();  // AMB-12
  return truth;
}

TermId StatementEncoder::canonical_resources(const model::PatternList& list, PolicyKind kind) {
  glob::GlobPool& globs = terms_.globs();
  const bool completing = kind == PolicyKind::Identity || kind == PolicyKind::Boundary;
  std::vector<glob::GlobId> plain;
  std::vector<TermId> ways;
  const KeyCase self{terms_.true_term(), Shape::field(resource_)};
  for (const model::Pattern& pattern : list.patterns) {
    const bool completes = completing && is_incomplete_arn(pattern);
    if (pattern.text == "*") {  // RES-1
      plain.push_back(globs.everything());
    } else if (!pattern.has_variables()) {
      plain.push_back(patterns_.language(pattern, Style::Flat, completes));
    } else if (!has_early_variable(pattern)) {
      const PatternMatch match =
          patterns_.match({&self, 1}, pattern, Style::Flat, Empty::IsText, completes);
      ways.push_back(match.matches.canonical);
    }
  }
  ways.push_back(terms_.string_in(resource_, globs.intern_set(plain)));
  const TermId any = terms_.any_of(ways);
  return list.negated ? !any : any;
}

Truth StatementEncoder::resources(const model::PatternList& list, PolicyKind kind,
                                  formula::FieldId resource) {
  if (keys_.is_free()) return Truth::of(canonical_resources(list, kind));
  const Truth truth = resources(list, kind, resource, Empty::IsText);
  if (!patterns_.may_be_empty(list.patterns)) return truth;
  return bracket(terms_, truth, resources(list, kind, resource, Empty::IsNothing));  // AMB-42
}

Truth StatementEncoder::resources(const model::PatternList& list, PolicyKind kind,
                                  formula::FieldId resource, Empty empty) {
  glob::GlobPool& globs = terms_.globs();
  const bool completing = kind == PolicyKind::Identity || kind == PolicyKind::Boundary;
  const auto in = [&](glob::GlobSetId set) {
    if (other_name_ && resource == other_name_->resource &&
        globs.disjoint(set, other_name_->format) == std::optional(true)) {
      return terms_.false_term();
    }
    return terms_.string_in(resource, set);
  };
  const auto just_star = [&] { return globs.intern_set(globs.intern(glob::literal("*"))); };
  std::vector<glob::GlobId> sure, maybe, canonical;
  std::vector<Truth> ways;
  std::vector<TermId> resolved;
  const KeyCase self{terms_.true_term(), Shape::field(resource)};
  for (const model::Pattern& pattern : list.patterns) {
    if (pattern.text == "*") {  // RES-1
      for (auto* language : {&sure, &maybe, &canonical}) language->push_back(globs.everything());
      continue;
    }
    if (has_early_variable(pattern)) {
      ways.push_back({terms_.false_term(), terms_.true_term(), terms_.false_term()});
      continue;
    }
    // AMB-5: an ARN of the action's service may cover an action without resource types.
    if (const std::string service = service_pattern(pattern);
        pattern.text.starts_with("arn:") && !service.empty()) {
      const TermId resolves =
          pattern.has_variables()
              ? patterns_.match({&self, 1}, pattern, Style::Flat, empty, false).resolved
              : terms_.true_term();
      ways.push_back(
          {terms_.false_term(),
           terms_.all_of({in(just_star()),
                          terms_.value_in(action_, actions_.matching(service + ":*")), resolves}),
           terms_.false_term()});
    }
    const bool incomplete = is_incomplete_arn(pattern);
    const bool completes = completing && incomplete;
    const bool doubtful_service = has_service_wildcard(pattern);  // AMB-3
    if (!pattern.has_variables() && has_question_mark(pattern)) {
      const auto matches = [&](Style style, bool completed) {
        return patterns_.match(pattern, style, completed, in);
      };
      Truth truth = matches(Style::Flat, completes);
      const bool open = (incomplete && !completing) || doubtful_service;
      truth.sure = open ? terms_.false_term() : matches(Style::Segmented, completes).sure;
      if (incomplete && !completing) {  // AMB-4
        truth.maybe = terms_.any_of({truth.maybe, matches(Style::Flat, true).maybe});
      }
      ways.push_back(truth);
      continue;
    }
    if (!pattern.has_variables()) {
      const glob::GlobId flat = patterns_.language(pattern, Style::Flat, completes);
      canonical.push_back(flat);
      maybe.push_back(flat);
      if (incomplete && !completing) {  // AMB-4
        maybe.push_back(patterns_.language(pattern, Style::Flat, true));
      } else if (!doubtful_service) {  // AMB-1
        sure.push_back(patterns_.language(pattern, Style::Segmented, completes));
      }
      continue;
    }
    const PatternMatch flat = patterns_.match({&self, 1}, pattern, Style::Flat, empty, completes);
    const PatternMatch segments =
        patterns_.match({&self, 1}, pattern, Style::Segmented, empty, completes);
    Truth truth{segments.matches.sure, flat.matches.maybe, flat.matches.canonical};
    if (doubtful_service) truth.sure = terms_.false_term();
    ways.push_back(truth);
    resolved.push_back(flat.resolved);
  }
  ways.push_back(
      {in(globs.intern_set(sure)), in(globs.intern_set(maybe)), in(globs.intern_set(canonical))});
  Truth truth = any_of(terms_, ways);
  const TermId all_resolved = terms_.all_of(resolved);
  if (!list.negated) {
    truth.sure = terms_.all_of({truth.sure, all_resolved});  // AMB-6
    return truth;
  }
  truth = negate(truth);
  truth.sure = terms_.all_of({truth.sure, all_resolved});  // AMB-6
  truth.maybe = terms_.any_of({truth.maybe, !all_resolved});
  if (list.patterns.empty()) truth.sure = terms_.false_term();  // AMB-12
  return truth;
}

// AMB-21: Allows on the caller's side may have to cover both names, or one of them.
Truth StatementEncoder::resources_or_other_name(const model::Statement& statement,
                                                PolicyKind kind) {
  Truth truth = resources(*statement.resources, kind, resource_);
  const bool of_caller = kind == PolicyKind::Identity || kind == PolicyKind::Boundary ||
                         kind == PolicyKind::Session || kind == PolicyKind::ServiceControl;
  if (!other_name_ || !of_caller || statement.effect == model::Effect::Deny) return truth;
  if (truth.maybe == terms_.true_term()) return truth;
  const Truth other = resources(*statement.resources, kind, other_name_->resource);
  if (other.maybe == terms_.false_term()) return truth;
  truth.maybe = terms_.any_of({truth.maybe, terms_.all_of({other_name_->when(), other.maybe})});
  return truth;
}

Truth StatementEncoder::conditions(std::span<const model::Condition> conditions) {
  std::vector<Truth> all;
  for (const model::Condition& condition : conditions) {
    all.push_back(conditions_.condition(condition));
  }
  return all_of(terms_, all);
}

Truth StatementEncoder::body(const model::Statement& statement, PolicyKind kind) {
  if (const auto it = bodies_.find(&statement); it != bodies_.end()) return it->second;
  const Truth action = actions(statement.actions, kind);
  if (action.maybe == terms_.false_term()) return bodies_.emplace(&statement, action).first->second;
  std::vector<Truth> all = {action, conditions(statement.conditions)};
  if (statement.resources) all.push_back(resources_or_other_name(statement, kind));
  if (statement.empty_condition) {  // AMB-12
    all.push_back({terms_.false_term(), terms_.true_term(), terms_.true_term()});
  }
  return bodies_.emplace(&statement, all_of(terms_, all)).first->second;
}

// VPCE-5: an account is its root user alone; other names are AMB-29.
void StatementEncoder::through_gateway(Levels& levels) {
  const TermId root = callers_.in(callers_.of_type({model::CallerType::Root}));
  levels.account = both(terms_, levels.account, Truth::of(root));
  for (Truth* level : {&levels.direct, &levels.role, &levels.user}) {
    *level = {terms_.false_term(), level->maybe, terms_.false_term()};
  }
}

const PolicyTerms& StatementEncoder::policy(const model::Policy& policy, model::Mode mode,
                                            const Bits& has_boundary, bool gateway) {
  if (const auto it = policies_.find({&policy, mode, gateway}); it != policies_.end())
    return it->second;
  std::vector<TermId> deny, any, direct, role, user, account;
  for (const model::Statement& statement : policy.statements) {
    const Truth applies_if = body(statement, policy.kind);
    const auto term = [&](const Truth& level) {
      return applies(both(terms_, applies_if, level), statement.effect, mode);
    };
    if (!statement.principal) {
      (statement.effect == model::Effect::Deny ? deny : any)
          .push_back(applies(applies_if, statement.effect, mode));
      continue;
    }
    Levels levels = principals_.levels(*statement.principal, statement.effect, has_boundary);
    if (gateway && !statement.principal->negated) through_gateway(levels);
    if (statement.effect == model::Effect::Deny) {
      const Truth matched[] = {levels.any, levels.direct, levels.role, levels.user, levels.account};
      deny.push_back(term(any_of(terms_, matched)));
    } else {
      any.push_back(term(levels.any));
      direct.push_back(term(levels.direct));
      role.push_back(term(levels.role));
      user.push_back(term(levels.user));
      account.push_back(term(levels.account));
    }
  }
  const PolicyTerms out{terms_.any_of(deny), terms_.any_of(any),  terms_.any_of(direct),
                        terms_.any_of(role), terms_.any_of(user), terms_.any_of(account)};
  return policies_.emplace(std::tuple(&policy, mode, gateway), out).first->second;
}

}  // namespace postern::encoder
