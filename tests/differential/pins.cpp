#include "differential/pins.h"

#include <algorithm>
#include <vector>

#include "support/strong_id.h"

namespace postern::test {
namespace {

using formula::FieldId;
using formula::TermId;
using formula::TermStore;

std::optional<std::string> only_text(TermStore& terms, glob::GlobSetId set) {
  const auto members = terms.globs().members(set);
  return members.size() == 1 ? terms.globs().single(members.front()) : std::nullopt;
}

}  // namespace

PinnedFields::PinnedFields(TermStore& terms, TermId pins) : terms_(terms) { pin(pins); }

void PinnedFields::pin(TermId term) {
  const formula::NodeView node = terms_.node(term);
  const bool holds = !term.negated();
  if (node.op != formula::Op::Atom) {
    for (const TermId child : node.children) {
      if (holds) pin(child);
    }
    return;
  }
  std::visit(Overloaded{
                 [&](const formula::StringIn& a) {
                   const auto text = only_text(terms_, a.set);
                   if (holds && text) fields_.strings.emplace(a.field, *text);
                 },
                 [&](const formula::ValueIn& a) {
                   const formula::Bits values =
                       holds ? terms_.bits(a.values) : terms_.bits(a.values).complement();
                   if (values.count() == 1) fields_.values.emplace(a.field, values.first());
                 },
                 [&](const formula::AddressIn& a) {
                   if (holds && a.range.low == a.range.high) {
                     fields_.addresses.emplace(a.field, a.range.low);
                   }
                 },
                 [&](const formula::NumberCompare& a) {
                   if (holds && a.comparison == formula::Comparison::Equal) {
                     fields_.numbers.emplace(a.field, a.bound);
                   }
                 },
                 [&](const formula::FlagSet& a) { fields_.flags.emplace(a.field, holds); },
                 [](const formula::StringLinked&) {},
                 [&](const formula::ElementIn& a) {
                   const bool none = a.inside && terms_.globs().is_everything(a.set);
                   if (holds || (a.inside && !none)) return;  // not: "no element but these"
                   std::vector<std::string>& elements = fields_.sets[a.field];
                   if (none) return;
                   for (const glob::GlobId element : terms_.globs().members(a.set)) {
                     if (const auto text = terms_.globs().single(element))
                       elements.push_back(*text);
                   }
                   std::sort(elements.begin(), elements.end());
                 },
             },
             terms_.atom(node.atom));
}

bool PinnedFields::pinned(FieldId field) const {
  return fields_.strings.contains(field) || fields_.values.contains(field) ||
         fields_.addresses.contains(field) || fields_.numbers.contains(field) ||
         fields_.flags.contains(field) || fields_.sets.contains(field);
}

bool PinnedFields::pinned(const formula::Atom& atom) const {
  if (const auto* linked = std::get_if<formula::StringLinked>(&atom)) {
    for (const formula::LinkedPiece& piece : linked->pieces) {
      const auto* value = std::get_if<formula::LinkedValue>(&piece);
      if (value != nullptr && !pinned(value->field)) return false;
    }
  }
  return pinned(formula::field_of(atom));
}

PinnedFields::Value PinnedFields::node(TermId positive) {
  values_.resize(terms_.node_count());
  if (values_[positive.index()] != Value::NotAsked) return values_[positive.index()];
  const formula::NodeView node = terms_.node(positive);
  Value out = Value::True;
  if (node.op == formula::Op::Atom) {
    const formula::Atom& atom = terms_.atom(node.atom);
    out = !pinned(atom) ? Value::Open : terms_.evaluate(atom, fields_) ? Value::True : Value::False;
  }
  for (const TermId child : node.children) {
    const auto each = value(child);
    if (each == std::optional(false)) {
      out = Value::False;
      break;
    }
    if (!each) out = Value::Open;
  }
  return values_[positive.index()] = out;
}

std::optional<bool> PinnedFields::value(TermId term) {
  const Value found = node(term.negated() ? !term : term);
  if (found == Value::Open) return std::nullopt;
  return (found == Value::True) != term.negated();
}

}  // namespace postern::test
