// Linked patterns: inclusions that hold for every value, widening, and trying values.
#include <algorithm>
#include <array>

#include "solver/linked.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::solver {

using formula::FieldId;
using formula::LinkedPiece;
using formula::LinkedValue;
using glob::CharSet;
using glob::Repeat;
using glob::Token;
using glob::Tokens;

namespace {

// Characters of the alphabet that no text contains: decode_utf8 keeps a malformed byte B as
// 0x110000 + B, and bytes below 0x80 are never malformed.
constexpr char32_t first_opaque_letter = 0x110000;
constexpr std::size_t opaque_letters = 0x80;

constexpr std::size_t most_tries = 400;
constexpr std::size_t most_listed_values = 32;

bool is_subset(const CharSet& a, const CharSet& b) {
  if (!a.complement) {
    return std::all_of(a.chars.begin(), a.chars.end(), [&](char32_t c) { return b.contains(c); });
  }
  return b.complement &&
         std::includes(a.chars.begin(), a.chars.end(), b.chars.begin(), b.chars.end());
}

}  // namespace

glob::Membership LinkedCheck::satisfy(FieldId cls, const std::vector<Constraint>& more) const {
  const FieldClass& known = classes_.at(cls);
  std::vector<glob::GlobSetId> sets[2];
  for (const auto* list : {&known.constraints, &more}) {
    for (const Constraint& c : *list) sets[c.positive].push_back(c.set);
  }
  return globs_.satisfy(sets[1], sets[0], known.preferred, limits_);
}

bool LinkedCheck::admits(const FieldClass& cls, const std::string& value) const {
  return std::all_of(cls.constraints.begin(), cls.constraints.end(), [&](const Constraint& c) {
    return globs_.contains(c.set, value) == c.positive;
  });
}

/// Does every value of the variables put the pattern of `inner` inside that of `outer`?
///
/// Each variable becomes a letter of its own. In `outer` that letter is matched by the same
/// variable or swallowed by a run that takes every value the variable can have; no other token may
/// take it, since a value is any number of characters. A match of the letters is then a match of
/// the values.
bool LinkedCheck::included(const Link& inner, const Link& outer) const {
  std::map<FieldId, char32_t> letters;
  std::map<FieldId, std::optional<CharSet>> made_of_only;  // what `inner` says of the value
  for (const LinkedPiece& piece : inner.atom->pieces) {
    const auto* value = std::get_if<LinkedValue>(&piece);
    if (value == nullptr) continue;
    const FieldId cls = class_of(value->field);
    letters.try_emplace(cls, first_opaque_letter + static_cast<char32_t>(letters.size()));
    if (value->only) made_of_only[cls] = value->only;
  }
  if (letters.size() > opaque_letters) return false;
  for (const LinkedPiece& piece : outer.atom->pieces) {
    const auto* value = std::get_if<LinkedValue>(&piece);
    if (value == nullptr) continue;
    const FieldId cls = class_of(value->field);
    if (!letters.contains(cls)) return false;
    const auto& inside = made_of_only[cls];
    if (value->only && !(inside && is_subset(*inside, *value->only))) return false;
  }
  const auto letter_of = [&](const LinkedValue& value) {
    return Token{CharSet::one(letters.at(class_of(value.field))), Repeat::Once};
  };
  // The pattern in letters; `takes` says which letters a token may match.
  const auto lettered = [&](const Link& link, const auto& takes) {
    Tokens tokens;
    for (const LinkedPiece& piece : link.atom->pieces) {
      if (const auto* value = std::get_if<LinkedValue>(&piece)) {
        tokens.push_back(letter_of(*value));
        continue;
      }
      for (Token token : std::get<Tokens>(piece)) {
        const CharSet before = token.set;
        std::vector<char32_t>& chars = token.set.chars;
        for (const auto& [cls, letter] : letters) {
          // Patterns name no letter, so this one is not in `chars` yet.
          if (takes(before, token.repeat, cls) != before.contains(letter)) {
            chars.insert(std::upper_bound(chars.begin(), chars.end(), letter), letter);
          }
        }
        tokens.push_back(std::move(token));
      }
    }
    return globs_.intern(std::move(tokens));
  };
  const auto none = [](const CharSet& set, Repeat repeat, FieldId) {
    return repeat == Repeat::Any && set == CharSet::all();  // as wide as in `outer`
  };
  const auto runs = [&](const CharSet& set, Repeat repeat, FieldId cls) {
    const auto& inside = made_of_only[cls];
    return repeat == Repeat::Any && (set == CharSet::all() || (inside && is_subset(*inside, set)));
  };
  return globs_.subset(lettered(inner, none), lettered(outer, runs), limits_).value_or(false);
}

LinkedCheck::Verdict LinkedCheck::inclusions() {
  for (const Link& inner : links_) {
    if (!inner.positive) continue;
    for (const Link& outer : links_) {
      if (outer.positive || outer.target != inner.target || !included(inner, outer)) continue;
      Origin origin{inner.literal, outer.literal};
      for (const auto& [id, cls] : classes_) {  // the classes the patterns were compared under
        origin.insert(cls.equalities.begin(), cls.equalities.end());
      }
      return conflict(std::move(origin));
    }
  }
  return std::nullopt;
}

/// The narrowest single pattern that is known to hold every value of the class.
Filling LinkedCheck::filling_of(FieldId cls) const {
  const FieldClass& known = classes_.at(cls);
  if (auto pin = pinned(cls)) return {glob::literal(pin->text), std::move(pin->origin)};
  Filling best{{{CharSet::all(), Repeat::Any}}, {}};
  for (const Constraint& c : known.constraints) {
    if (!c.positive || globs_.members(c.set).size() != 1) continue;
    const Tokens& tokens = globs_.tokens(globs_.members(c.set).front());
    if (best.origin.empty() || tokens.size() > best.tokens.size()) best = {tokens, c.origin};
  }
  if (!best.origin.empty()) best.origin.insert(known.equalities.begin(), known.equalities.end());
  return best;
}

/// Replaces variables by what their class may be; if a class is then empty, it was empty.
LinkedCheck::Verdict LinkedCheck::widen() {
  std::map<FieldId, std::vector<Constraint>> wide;
  for (const Link& link : links_) {
    if (!link.positive) continue;
    Origin origin{link.literal};
    const Tokens pattern = instance(link, [&](const LinkedValue& value) {
      const Filling filling = filling_of(class_of(value.field));
      origin.insert(filling.origin.begin(), filling.origin.end());
      return filling.tokens;
    });
    wide[link.target].push_back({globs_.intern_set(globs_.intern(pattern)), true, origin});
  }
  bool capped = false;
  for (const auto& [id, cls] : classes_) {
    const std::vector<Constraint>& more = wide[id];
    glob::Membership found = satisfy(id, more);
    switch (found.kind) {
      case glob::Membership::Kind::Witness:
        widened_[id] = std::move(found.witness);
        continue;
      case glob::Membership::Kind::CapReached:
        capped = true;
        continue;
      case glob::Membership::Kind::Empty:
        break;
    }
    Origin origin = cls.equalities;
    const auto add = [&](bool positive, const std::vector<std::size_t>& used) {
      std::vector<const Constraint*> all;
      for (const auto* list : {&cls.constraints, &more}) {
        for (const Constraint& c : *list) {
          if (c.positive == positive) all.push_back(&c);
        }
      }
      for (const std::size_t i : used) {
        origin.insert(all.at(i)->origin.begin(), all.at(i)->origin.end());
      }
    };
    add(true, found.positive);
    add(false, found.negative);
    return conflict(std::move(origin));
  }
  if (capped) return Kind::CapReached;
  return std::nullopt;
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

LinkedCheck::Verdict LinkedCheck::try_values(const std::map<FieldId, std::string>& chosen,
                                             formula::Assignment& values) {
  std::map<FieldId, std::vector<Constraint>> more;
  for (const auto& [cls, value] : chosen) {
    more[cls].push_back({globs_.intern_set(globs_.intern(glob::literal(value))), true, {}});
  }
  const auto text_of = [&](const LinkedValue& value) -> const std::string& {
    return chosen.at(class_of(value.field));
  };
  for (const Link& link : links_) {
    if (!fits(link, text_of)) {  // the pattern matches nothing
      if (link.positive) return Kind::Conflict;
      continue;
    }
    const Tokens pattern =
        instance(link, [&](const LinkedValue& value) { return glob::literal(text_of(value)); });
    more[link.target].push_back({globs_.intern_set(globs_.intern(pattern)), link.positive, {}});
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

LinkedCheck::Verdict LinkedCheck::try_candidates(formula::Assignment& values) {
  std::set<FieldId> unknown;
  for (const Link& link : links_) {
    const auto used = variables(link);
    unknown.insert(used.begin(), used.end());
  }
  std::vector<std::pair<FieldId, Candidates>> choices;
  std::size_t combinations = 1;
  bool complete = true;  // are all the combinations there can be tried?
  Origin everything;
  for (std::size_t i = 0; i < literals_.size(); ++i) everything.insert(i);
  for (const FieldId cls : unknown) {
    auto found = candidates(cls);
    if (!found) return Kind::CapReached;
    if (found->complete && found->values.empty()) return conflict(std::move(everything));
    combinations *= found->values.size();
    complete = complete && found->complete;
    choices.emplace_back(cls, std::move(*found));
    if (combinations > most_tries) complete = false;
    combinations = std::min(combinations, most_tries);
  }
  bool capped = false;
  for (std::size_t number = 0; number < combinations; ++number) {
    std::map<FieldId, std::string> chosen;
    std::size_t rest = number;
    for (const auto& [cls, choice] : choices) {
      chosen[cls] = choice.values[rest % choice.values.size()];
      rest /= choice.values.size();
    }
    const Verdict verdict = try_values(chosen, values);
    if (verdict == Kind::Consistent) return verdict;
    if (verdict == Kind::CapReached) capped = true;
  }
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
