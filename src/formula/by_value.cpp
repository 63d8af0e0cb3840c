#include "formula/by_value.h"

#include <algorithm>
#include <unordered_map>

namespace postern::formula {
namespace {

// The nodes the terms are made of. A node is younger than what it is made of, so that each comes
// after its children.
std::vector<std::uint32_t> nodes_of(const TermStore& terms, std::span<const TermId> given) {
  std::vector<std::uint32_t> out;
  std::vector<bool> seen(terms.node_count());
  const auto visit = [&](TermId term) {
    if (seen[term.index()]) return;
    seen[term.index()] = true;
    out.push_back(term.index());
  };
  for (const TermId term : given) visit(term);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const NodeView node = terms.node({out[i] << 1});
    if (node.op != Op::And) continue;
    for (const TermId child : node.children) visit(child);
  }
  std::ranges::sort(out);
  return out;
}

const ValueIn* choice(const TermStore& terms, const NodeView& node, FieldId field) {
  if (node.op != Op::Atom) return nullptr;
  const auto* atom = std::get_if<ValueIn>(&terms.atom(node.atom));
  return atom != nullptr && atom->field == field ? atom : nullptr;
}

}  // namespace

Bits values_of(const TermStore& terms, TermId term, FieldId field) {
  const Bits everything = Bits(terms.field(field).size).complement();
  // With which values a node may be true, and with which it may be false.
  struct Values {
    Bits true_with, false_with;
  };
  std::unordered_map<std::uint32_t, Values> known;
  const auto of = [&](TermId child, bool truth) -> const Bits& {
    const Values& values = known.at(child.index());
    return truth != child.negated() ? values.true_with : values.false_with;
  };
  for (const std::uint32_t index : nodes_of(terms, {&term, 1})) {
    const NodeView node = terms.node({index << 1});
    Values out{everything, everything};
    if (node.op == Op::True) {
      out.false_with = Bits(everything.size());
    } else if (const ValueIn* atom = choice(terms, node, field)) {
      out.true_with = terms.bits(atom->values);
      out.false_with = out.true_with.complement();
    } else if (node.op == Op::And) {
      out.false_with = Bits(everything.size());
      for (const TermId child : node.children) {
        out.true_with &= of(child, true);
        out.false_with |= of(child, false);
      }
    }
    known.emplace(index, std::move(out));
  }
  return of(term, true);
}

std::vector<TermId> at_value(TermStore& terms, std::span<const TermId> given, FieldId field,
                             std::size_t value) {
  std::unordered_map<std::uint32_t, TermId> known;
  const auto of = [&](TermId term) {
    const TermId out = known.at(term.index());
    return term.negated() ? !out : out;
  };
  for (const std::uint32_t index : nodes_of(terms, given)) {
    const NodeView node = terms.node({index << 1});
    TermId out{index << 1};
    if (const ValueIn* atom = choice(terms, node, field)) {
      out = terms.constant(terms.bits(atom->values).test(value));
    } else if (node.op == Op::And) {
      std::vector<TermId> children;
      children.reserve(node.children.size());
      for (const TermId child : node.children) children.push_back(of(child));
      out = terms.all_of(children);
    }
    known.emplace(index, out);
  }
  std::vector<TermId> out;
  for (const TermId term : given) out.push_back(of(term));
  return out;
}

}  // namespace postern::formula
