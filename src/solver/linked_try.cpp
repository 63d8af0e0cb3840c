// Linked patterns: trying values for the variables.
#include <algorithm>

#include "solver/linked.h"

namespace postern::solver {

using formula::FieldId;
using formula::LinkedValue;
using glob::Tokens;

namespace {

constexpr std::size_t most_tries = 400;
constexpr std::size_t most_listed_values = 32;

}  // namespace

bool LinkedCheck::admits(const FieldClass& cls, const std::string& value) const {
  return std::all_of(cls.constraints.begin(), cls.constraints.end(), [&](const Constraint& c) {
    return globs_.contains(c.set, value) == c.positive;
  });
}

/// Values worth trying for a class; nothing if a search was given up.
std::optional<Candidates> LinkedCheck::candidates(FieldId cls) {
  const FieldClass& known = classes_.at(cls);
  Candidates result;
  const auto offer = [&](const std::string& value) {
    auto& values = result.values;
    if (admits(known, value) && std::find(values.begin(), values.end(), value) == values.end()) {
      values.push_back(value);
    }
  };
  for (const Constraint& c : known.constraints) {  // a short list of texts: try them all
    const auto members = globs_.members(c.set);
    if (!c.positive || members.size() > most_listed_values) continue;
    if (!std::all_of(members.begin(), members.end(),
                     [&](glob::GlobId g) { return globs_.single(g).has_value(); })) {
      continue;
    }
    for (const glob::GlobId g : members) offer(*globs_.single(g));
    result.complete = true;
    return result;
  }
  for (const Link& link : links_) {  // what a pattern leaves of a text that is known
    if (!link.positive || link.target == cls) continue;
    const auto uses = variables(link);
    if (std::find(uses.begin(), uses.end(), cls) == uses.end()) continue;
    const auto text = pinned(link.target);
    if (!text) continue;
    const Captures found = captures(
        *link.atom, [&](FieldId f) { return class_of(f) == cls; }, text->text);
    if (!found.complete) continue;
    for (const std::string& value : found.values) offer(value);
    result.complete = true;
    return result;
  }

  // Some values out of many: readable ones, two that differ, what the widened patterns capture, and
  // words no pattern has reason to mention.
  std::vector<Constraint> others;
  for (int i = 0; i < 3; ++i) {
    const glob::Membership found = satisfy(cls, others);
    if (found.kind == glob::Membership::Kind::CapReached) return std::nullopt;
    if (found.kind == glob::Membership::Kind::Empty) break;
    offer(found.witness);
    others.push_back({globs_.intern_set(globs_.intern(glob::literal(found.witness))), false, {}});
  }
  for (const Link& link : links_) {
    if (!link.positive || link.target == cls || !widened_.contains(link.target)) continue;
    const Captures found = captures(
        *link.atom, [&](FieldId f) { return class_of(f) == cls; }, widened_.at(link.target));
    std::size_t taken = 0;
    for (const std::string& value : found.values) {
      if (taken++ < 4) offer(value);
    }
  }
  for (const char* word : {"alice", "q7w9z1k4", "x", ""}) offer(word);
  return result;
}

/// What the link says of its target once its variables have the values chosen; nothing if it can
/// match no text.
std::optional<Constraint> LinkedCheck::put_in(const Link& link, const Choice& chosen) const {
  const auto text_of = [&](const LinkedValue& value) -> const std::string& {
    return chosen.at(class_of(value.field));
  };
  if (!fits(link, text_of)) return std::nullopt;
  const Tokens pattern =
      instance(link, [&](const LinkedValue& value) { return glob::literal(text_of(value)); });
  return Constraint{globs_.intern_set(globs_.intern(pattern)), link.positive, {}};
}

LinkedCheck::Verdict LinkedCheck::try_values(const Choice& chosen, formula::Assignment& values) {
  std::map<FieldId, std::vector<Constraint>> more;
  for (const auto& [cls, value] : chosen) {
    more[cls].push_back({globs_.intern_set(globs_.intern(glob::literal(value))), true, {}});
  }
  for (const Link& link : links_) {
    const auto constraint = put_in(link, chosen);
    if (!constraint && link.positive) return Kind::Conflict;
    if (constraint) more[link.target].push_back(*constraint);
  }
  std::map<FieldId, std::string> found;
  for (const auto& [id, cls] : classes_) {
    glob::Membership member = satisfy(id, more[id]);
    if (member.kind == glob::Membership::Kind::Empty) return Kind::Conflict;
    if (member.kind == glob::Membership::Kind::CapReached) return Kind::CapReached;
    found[id] = std::move(member.witness);
  }
  for (const auto& [id, cls] : classes_) {
    for (const FieldId field : cls.fields) values.strings[field] = found.at(id);
  }
  return Kind::Consistent;
}

/// Values for a class that patterns over variables chosen before describe: instances of them.
std::vector<std::string> LinkedCheck::instances(FieldId cls, const Choice& chosen) const {
  std::vector<Constraint> more;
  for (const Link& link : links_) {
    if (link.target != cls) continue;
    const auto used = variables(link);
    if (!std::all_of(used.begin(), used.end(),
                     [&](FieldId variable) { return chosen.contains(variable); })) {
      continue;
    }
    if (auto constraint = put_in(link, chosen)) more.push_back(std::move(*constraint));
  }
  std::vector<std::string> result;
  if (more.empty()) return result;
  for (int i = 0; i < 2; ++i) {
    const glob::Membership found = satisfy(cls, more);
    if (found.kind != glob::Membership::Kind::Witness) break;
    result.push_back(found.witness);
    more.push_back({globs_.intern_set(globs_.intern(glob::literal(found.witness))), false, {}});
  }
  return result;
}

/// The variables in an order in which those that patterns describe come after the ones they use.
std::vector<FieldId> LinkedCheck::variable_order() const {
  std::set<FieldId> left;
  for (const Link& link : links_) {
    const auto used = variables(link);
    left.insert(used.begin(), used.end());
  }
  const auto waits = [&](FieldId cls) {
    return std::any_of(links_.begin(), links_.end(), [&](const Link& link) {
      if (!link.positive || link.target != cls) return false;
      const auto used = variables(link);
      return std::any_of(used.begin(), used.end(),
                         [&](FieldId other) { return other != cls && left.contains(other); });
    });
  };
  std::vector<FieldId> order;
  while (!left.empty()) {
    auto next = std::find_if_not(left.begin(), left.end(), waits);
    if (next == left.end()) next = left.begin();  // a circle: start anywhere
    order.push_back(*next);
    left.erase(next);
  }
  return order;
}

LinkedCheck::Verdict LinkedCheck::try_candidates(formula::Assignment& values) {
  const std::vector<FieldId> order = variable_order();
  std::map<FieldId, Candidates> choices;
  Origin everything;
  for (std::size_t i = 0; i < literals_.size(); ++i) everything.insert(i);
  bool complete = true;  // are all the combinations there are tried?
  for (const FieldId cls : order) {
    auto found = candidates(cls);
    if (!found) return Kind::CapReached;
    if (found->complete && found->values.empty()) return conflict(std::move(everything));
    complete = complete && found->complete;
    choices[cls] = std::move(*found);
  }
  bool capped = false;
  std::size_t tries = 0;
  Choice chosen;
  const std::function<bool(std::size_t)> extend = [&](std::size_t next) {
    if (next == order.size()) {
      if (tries++ == most_tries) complete = false;
      if (tries > most_tries) return false;
      const Verdict verdict = try_values(chosen, values);
      if (verdict == Kind::CapReached) capped = true;
      return verdict == Kind::Consistent;
    }
    const FieldId cls = order[next];
    std::vector<std::string> list;
    if (!choices.at(cls).complete) list = instances(cls, chosen);
    list.insert(list.end(), choices.at(cls).values.begin(), choices.at(cls).values.end());
    for (const std::string& value : list) {
      chosen[cls] = value;
      if (extend(next + 1)) return true;
      if (tries > most_tries) break;
    }
    chosen.erase(cls);
    return false;
  };
  if (extend(0)) return Kind::Consistent;
  if (capped) return Kind::CapReached;
  if (!complete) return Kind::Open;
  return conflict(std::move(everything));
}

TheoryAnswer LinkedCheck::run(formula::Assignment& values) {
  Verdict verdict = propagate();
  if (!verdict) verdict = inclusions();
  if (!verdict) verdict = widen();
  if (!verdict) verdict = try_candidates(values);
  if (*verdict != Kind::Conflict) return undecided(*verdict, literals_);
  TheoryAnswer answer{Kind::Conflict, {}};
  for (const std::size_t i : conflict_) answer.conflict.push_back(literals_[i]);
  return answer;
}

/// Conflicts of at most this many literals are worth shrinking, one trial a literal.
constexpr std::size_t most_shrunk = 24;

TheoryAnswer check_linked(formula::TermStore& terms, std::span<const AtomLiteral> literals,
                          const glob::Limits& limits, formula::Assignment& values) {
  TheoryAnswer answer = LinkedCheck(terms, literals, limits).run(values);
  if (answer.kind != TheoryAnswer::Kind::Conflict || answer.conflict.size() > most_shrunk) {
    return answer;
  }
  formula::Assignment ignored;
  for (std::size_t i = 0; i < answer.conflict.size();) {
    std::vector<AtomLiteral> fewer = answer.conflict;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (LinkedCheck(terms, fewer, limits).run(ignored).kind == TheoryAnswer::Kind::Conflict) {
      answer.conflict = std::move(fewer);
    } else {
      ++i;
    }
  }
  return answer;
}

}  // namespace postern::solver
