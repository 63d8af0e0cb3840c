// Linked patterns: inclusions that hold for every value, and widening.
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

}  // namespace postern::solver
