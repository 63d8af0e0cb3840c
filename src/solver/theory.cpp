#include "solver/theory.h"

#include <algorithm>
#include <map>

#include "support/check.h"

namespace postern::solver {
namespace {

using formula::FieldId;
using formula::FieldKind;
using Kind = TheoryAnswer::Kind;

/// String fields joined by linked patterns: a field's group is named by one of its fields.
class Groups {
 public:
  FieldId of(FieldId field) const {
    for (auto it = parents_.find(field); it != parents_.end(); it = parents_.find(field)) {
      field = it->second;
    }
    return field;
  }
  void join(FieldId a, FieldId b) {
    a = of(a);
    b = of(b);
    if (a != b) parents_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::map<FieldId, FieldId> parents_;
};

/// Asks `check` of one group after another: the first conflict, else the first other answer that is
/// not Consistent.
class Collector {
 public:
  bool add(TheoryAnswer answer) {
    if (answer.kind == Kind::Conflict) {
      worst_ = std::move(answer);
      return false;
    }
    if (worst_.kind == Kind::Consistent) worst_ = std::move(answer);
    return true;
  }
  TheoryAnswer result() && { return std::move(worst_); }

 private:
  TheoryAnswer worst_{Kind::Consistent, {}};
};

}  // namespace

TheoryAnswer check_literals(formula::TermStore& terms, std::span<const AtomLiteral> literals,
                            const glob::Limits& limits, formula::Assignment& values) {
  std::map<FieldId, std::vector<AtomLiteral>> by_field;  // monadic literals
  std::vector<AtomLiteral> links;
  Groups groups;
  for (const AtomLiteral& literal : literals) {
    const formula::Atom& atom = terms.atom(literal.atom);
    const auto* linked = std::get_if<formula::StringLinked>(&atom);
    if (linked == nullptr) {
      by_field[formula::field_of(atom)].push_back(literal);
      continue;
    }
    links.push_back(literal);
    for (const formula::LinkedPiece& piece : linked->pieces) {
      const auto* value = std::get_if<formula::LinkedValue>(&piece);
      if (value != nullptr) groups.join(linked->field, value->field);
    }
  }

  Collector collector;
  const auto check_field = [&](FieldId field, std::span<const AtomLiteral> some) {
    switch (terms.field(field).kind) {
      case FieldKind::String:
        return check_strings(terms, field, some, limits, values);
      case FieldKind::Enumerated:
        return check_enumerated(terms, field, some, values);
      case FieldKind::Address:
        return check_addresses(terms, field, some, values);
      case FieldKind::Number:
        return check_numbers(terms, field, some, values);
      case FieldKind::Set:
        return check_sets(terms, field, some, limits, values);
      case FieldKind::Flag:
        values.flags[field] = some.front().positive;
        return TheoryAnswer{Kind::Consistent, {}};
    }
    internal_error("unknown kind of field");
  };
  for (const auto& [field, some] : by_field) {
    if (!collector.add(check_field(field, some))) return std::move(collector).result();
  }
  if (links.empty()) return std::move(collector).result();

  // Plain literals alone are consistent; now with the patterns, group by group.
  std::map<FieldId, std::vector<AtomLiteral>> by_group;
  for (const AtomLiteral& literal : links) {
    by_group[groups.of(formula::field_of(terms.atom(literal.atom)))].push_back(literal);
  }
  for (const auto& [field, some] : by_field) {
    const auto group = by_group.find(groups.of(field));
    if (group == by_group.end()) continue;
    group->second.insert(group->second.end(), some.begin(), some.end());
  }
  for (const auto& [group, some] : by_group) {
    if (!collector.add(check_linked(terms, some, limits, values))) break;
  }
  return std::move(collector).result();
}

}  // namespace postern::solver
