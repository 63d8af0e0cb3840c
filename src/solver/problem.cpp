#include "solver/problem.h"

#include <algorithm>

#include "support/check.h"

namespace postern::solver {

using formula::NodeView;
using formula::Op;
using formula::TermId;

Problem::Problem(const formula::TermStore& terms, std::span<const TermId> assertions,
                 std::vector<std::uint32_t>& positions)
    : terms_(terms), assertions_(assertions.begin(), assertions.end()), positions_(positions) {
  positions_.resize(terms.node_count());
  // A node is in the list iff the list has it where its position says: no clearing needed.
  const auto add = [&](TermId term) {
    const std::uint32_t at = positions_[term.index()];
    if (at < nodes_.size() && nodes_[at] == term.index()) return;
    positions_[term.index()] = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back(term.index());
  };
  for (const TermId term : assertions) add(term);
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    for (const TermId child : terms_.node({nodes_[i] << 1}).children) add(child);
  }
  std::sort(nodes_.begin(), nodes_.end());  // the store makes children first
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    positions_[nodes_[i]] = static_cast<std::uint32_t>(i);
  }
}

NodeView Problem::node(std::size_t position) const { return terms_.node({nodes_[position] << 1}); }

std::size_t Problem::position(TermId term) const { return positions_[term.index()]; }

std::map<formula::AtomId, Polarity> Problem::polarities() const {
  std::vector<Polarity> needed(nodes_.size());
  const auto need = [&](TermId term, bool truth) {
    Polarity& p = needed[position(term)];
    (truth != term.negated() ? p.positive : p.negative) = true;
  };
  for (const TermId term : assertions_) need(term, true);
  std::map<formula::AtomId, Polarity> result;
  for (std::size_t i = nodes_.size(); i-- > 0;) {
    const NodeView view = node(i);
    if (view.op == Op::Atom) result[view.atom] = needed[i];
    for (const TermId child : view.children) {
      if (needed[i].positive) need(child, true);
      if (needed[i].negative) need(child, false);
    }
  }
  return result;
}

bool Problem::conjunction(const NodeView& view, const std::vector<char>& values) const {
  return std::all_of(view.children.begin(), view.children.end(), [&](TermId child) {
    return (values[position(child)] != 0) != child.negated();
  });
}

std::vector<AtomLiteral> Problem::implicant_of(const std::vector<char>& values) const {
  std::vector<char> needed(nodes_.size());
  for (const TermId term : assertions_) {
    POSTERN_CHECK((values[position(term)] != 0) != term.negated());
    needed[position(term)] = true;
  }
  std::vector<AtomLiteral> result;
  for (std::size_t i = nodes_.size(); i-- > 0;) {
    if (!needed[i]) continue;
    const NodeView view = node(i);
    if (view.op == Op::Atom) result.push_back({view.atom, values[i] != 0});
    if (values[i] != 0) {
      for (const TermId child : view.children) needed[position(child)] = true;
      continue;
    }
    // One false child is enough: one that is needed anyway, else a flag, an atom, anything.
    const auto cost = [&](TermId child) {
      if (needed[position(child)]) return 0;
      const NodeView inner = node(position(child));
      if (inner.op != Op::Atom) return 3;
      return std::holds_alternative<formula::FlagSet>(terms_.atom(inner.atom)) ? 1 : 2;
    };
    const TermId* best = nullptr;
    for (const TermId& child : view.children) {
      if ((values[position(child)] != 0) != child.negated()) continue;
      if (best == nullptr || cost(child) < cost(*best)) best = &child;
    }
    if (best != nullptr) needed[position(*best)] = true;
  }
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace postern::solver
