// Linked patterns: classes of equal fields and exact consequences.
#include <algorithm>

#include "solver/linked.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::solver {

using formula::FieldId;
using formula::LinkedPiece;
using formula::LinkedValue;
using formula::StringIn;
using formula::StringLinked;
using glob::Tokens;

namespace {

/// Rounds of propagation: patterns that refer to each other in a circle could go on for ever.
constexpr int propagation_rounds = 8;

const LinkedValue* whole_value(const StringLinked& atom) {
  return atom.pieces.size() == 1 ? std::get_if<LinkedValue>(&atom.pieces.front()) : nullptr;
}

}  // namespace

bool made_of(const std::optional<glob::CharSet>& only, std::string_view text) {
  if (!only) return true;
  const std::u32string characters = decode_utf8(text);
  return std::all_of(characters.begin(), characters.end(),
                     [&](char32_t c) { return only->contains(c); });
}

LinkedCheck::LinkedCheck(formula::TermStore& terms, std::span<const AtomLiteral> literals,
                         const glob::Limits& limits)
    : terms_(terms), globs_(terms.globs()), literals_(literals), limits_(limits) {
  collect();
}

FieldId LinkedCheck::class_of(FieldId field) const {
  for (;;) {
    const auto it = parents_.find(field);
    if (it == parents_.end() || it->second == field) return field;
    field = it->second;
  }
}

void LinkedCheck::merge(FieldId a, FieldId b, std::size_t literal) {
  FieldId into = class_of(a);
  FieldId from = class_of(b);
  if (into == from) return;
  if (from < into) std::swap(into, from);
  parents_[from] = into;
  FieldClass& kept = classes_[into];
  FieldClass moved = std::move(classes_[from]);
  classes_.erase(from);
  kept.fields.insert(kept.fields.end(), moved.fields.begin(), moved.fields.end());
  kept.preferred.insert(kept.preferred.end(), moved.preferred.begin(), moved.preferred.end());
  kept.equalities.merge(moved.equalities);
  kept.equalities.insert(literal);
}

void LinkedCheck::collect() {
  const auto add_field = [&](FieldId field) {
    if (!parents_.try_emplace(field, field).second) return;
    classes_[field] = {{field}, {}, terms_.field(field).preferred, {}};
  };
  const auto linked = [&](std::size_t i) {
    return std::get_if<StringLinked>(&terms_.atom(literals_[i].atom));
  };
  for (std::size_t i = 0; i < literals_.size(); ++i) {
    add_field(formula::field_of(terms_.atom(literals_[i].atom)));
    const StringLinked* atom = linked(i);
    if (atom == nullptr) continue;
    for (const LinkedPiece& piece : atom->pieces) {
      if (const auto* value = std::get_if<LinkedValue>(&piece)) add_field(value->field);
    }
  }
  for (std::size_t i = 0; i < literals_.size(); ++i) {
    const StringLinked* atom = linked(i);
    if (atom == nullptr || !literals_[i].positive) continue;
    if (const LinkedValue* value = whole_value(*atom)) merge(atom->field, value->field, i);
  }
  for (std::size_t i = 0; i < literals_.size(); ++i) {
    const bool positive = literals_[i].positive;
    const StringLinked* atom = linked(i);
    if (atom == nullptr) {
      const auto& plain = std::get<StringIn>(terms_.atom(literals_[i].atom));
      constrain(class_of(plain.field), plain.set, positive, {i});
      continue;
    }
    if (positive) {  // the values put in must lie in their character sets
      for (const LinkedPiece& piece : atom->pieces) {
        const auto* value = std::get_if<LinkedValue>(&piece);
        if (value == nullptr || !value->only) continue;
        const auto made = globs_.intern({{*value->only, glob::Repeat::Any}});
        constrain(class_of(value->field), globs_.intern_set(made), true, {i});
      }
      if (whole_value(*atom) != nullptr) continue;  // merged: nothing left to say
    }
    links_.push_back({i, positive, class_of(atom->field), atom});
  }
}

/// Adds a constraint; false if the class already has it.
bool LinkedCheck::constrain(FieldId cls, glob::GlobSetId set, bool positive, Origin origin) {
  std::vector<Constraint>& known = classes_.at(cls).constraints;
  for (const Constraint& c : known) {
    if (c.set == set && c.positive == positive) return false;
  }
  known.push_back({set, positive, std::move(origin)});
  return true;
}

/// The only text the class may be, where a constraint says so.
std::optional<Pin> LinkedCheck::pinned(FieldId cls) const {
  const FieldClass& c = classes_.at(cls);
  for (const Constraint& constraint : c.constraints) {
    if (!constraint.positive) continue;
    const auto members = globs_.members(constraint.set);
    if (members.size() != 1) continue;
    auto text = globs_.single(members.front());
    if (!text) continue;
    Pin pin{std::move(*text), constraint.origin};
    pin.origin.insert(c.equalities.begin(), c.equalities.end());
    return pin;
  }
  return std::nullopt;
}

LinkedCheck::Verdict LinkedCheck::conflict(Origin origin) {
  conflict_ = std::move(origin);
  return Kind::Conflict;
}

std::vector<FieldId> LinkedCheck::variables(const Link& link) const {
  std::vector<FieldId> result;
  for (const LinkedPiece& piece : link.atom->pieces) {
    const auto* value = std::get_if<LinkedValue>(&piece);
    if (value == nullptr) continue;
    const FieldId cls = class_of(value->field);
    if (std::find(result.begin(), result.end(), cls) == result.end()) result.push_back(cls);
  }
  return result;
}

Tokens LinkedCheck::instance(const Link& link,
                             const std::function<Tokens(const LinkedValue&)>& fill) const {
  Tokens tokens;
  for (const LinkedPiece& piece : link.atom->pieces) {
    const Tokens part =
        std::visit(Overloaded{[](const Tokens& plain) { return plain; },
                              [&](const LinkedValue& value) { return fill(value); }},
                   piece);
    tokens.insert(tokens.end(), part.begin(), part.end());
  }
  return tokens;
}

/// A link whose variables are all pinned becomes a plain constraint. Exact.
LinkedCheck::Verdict LinkedCheck::settle(const Link& link, bool& settled) {
  std::map<FieldId, Pin> known;
  Origin origin{link.literal};
  for (const FieldId variable : variables(link)) {
    auto pin = pinned(variable);
    if (!pin) return std::nullopt;
    origin.insert(pin->origin.begin(), pin->origin.end());
    known.emplace(variable, std::move(*pin));
  }
  settled = true;
  const auto text_of = [&](const LinkedValue& value) -> const std::string& {
    return known.at(class_of(value.field)).text;
  };
  if (!fits(link, text_of)) {  // the pattern matches nothing
    return link.positive ? conflict(std::move(origin)) : std::nullopt;
  }
  const auto pattern = globs_.intern(
      instance(link, [&](const LinkedValue& value) { return glob::literal(text_of(value)); }));
  constrain(link.target, globs_.intern_set(pattern), link.positive, std::move(origin));
  return std::nullopt;
}

bool LinkedCheck::fits(const Link& link,
                       const std::function<const std::string&(const LinkedValue&)>& text_of) const {
  return std::all_of(link.atom->pieces.begin(), link.atom->pieces.end(),
                     [&](const LinkedPiece& piece) {
                       const auto* value = std::get_if<LinkedValue>(&piece);
                       return value == nullptr || made_of(value->only, text_of(*value));
                     });
}

/// Where `x` is `prefix ${v} suffix`, v is what is left of x without both: each constraint of x is
/// one of v. True if that said anything new.
bool LinkedCheck::carry_back(const Link& link) {
  if (!link.positive) return false;
  const LinkedValue* variable = nullptr;
  std::string around[2];
  for (const LinkedPiece& piece : link.atom->pieces) {
    if (const auto* value = std::get_if<LinkedValue>(&piece)) {
      if (variable != nullptr) return false;
      variable = value;
      continue;
    }
    const auto text = globs_.single(globs_.intern(std::get<Tokens>(piece)));
    if (!text) return false;
    around[variable != nullptr] = *text;
  }
  const FieldId cls = class_of(variable->field);
  if (cls == link.target) return false;
  const FieldClass& target = classes_.at(link.target);
  bool news = false;
  for (const Constraint& constraint : std::vector<Constraint>(target.constraints)) {
    const auto left =
        globs_.after_prefix(globs_.before_suffix(constraint.set, around[1]), around[0]);
    Origin origin = constraint.origin;
    origin.insert(link.literal);
    origin.insert(target.equalities.begin(), target.equalities.end());
    if (constrain(cls, left, constraint.positive, std::move(origin))) news = true;
  }
  return news;
}

LinkedCheck::Verdict LinkedCheck::propagate() {
  for (auto it = links_.begin(); it != links_.end();) {  // denied: x is not x
    const LinkedValue* value = it->positive ? nullptr : whole_value(*it->atom);
    if (value == nullptr || class_of(value->field) != it->target) {
      ++it;
      continue;
    }
    Origin origin = classes_.at(it->target).equalities;
    origin.insert(it->literal);
    if (!value->only) return conflict(std::move(origin));
    const auto made = globs_.intern({{*value->only, glob::Repeat::Any}});
    constrain(it->target, globs_.intern_set(made), false, std::move(origin));
    it = links_.erase(it);
  }
  bool news = true;
  for (int round = 0; news && round < propagation_rounds; ++round) {
    news = false;
    for (auto it = links_.begin(); it != links_.end();) {
      if (carry_back(*it)) news = true;
      bool settled = false;
      if (const Verdict verdict = settle(*it, settled)) return verdict;
      if (settled) {
        news = true;
        it = links_.erase(it);
      } else {
        ++it;
      }
    }
  }
  return std::nullopt;
}

}  // namespace postern::solver
