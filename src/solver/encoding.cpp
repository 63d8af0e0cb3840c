#include "solver/encoding.h"

namespace postern::solver {

using formula::Op;
using formula::TermId;

Encoding::Entry& Encoding::entry(std::uint32_t node) {
  if (node >= nodes_.size()) nodes_.resize(terms_.node_count());
  return nodes_[node];
}

BoolLiteral Encoding::atom_variable(formula::AtomId atom) {
  if (atom.value >= atoms_.size()) atoms_.resize(terms_.atom_count());
  std::optional<BoolLiteral>& variable = atoms_[atom.value];
  if (!variable) variable = solver_.new_variable();
  return *variable;
}

BoolLiteral Encoding::literal(TermId term) {
  Entry& known = entry(term.index());
  if (!known.variable) {
    const formula::NodeView view = terms_.node(term);
    known.variable = view.op == Op::Atom ? atom_variable(view.atom) : solver_.new_variable();
  }
  return term.negated() ? !*known.variable : *known.variable;
}

/// Defines one direction of each node only, the one the assertion needs (Plaisted and Greenbaum).
BoolLiteral Encoding::assertion(TermId root) {
  std::vector<TermId> todo{root};
  while (!todo.empty()) {
    const TermId term = todo.back();
    todo.pop_back();
    const BoolLiteral self = literal(term);
    Entry& known = entry(term.index());
    bool& defined = term.negated() ? known.negative : known.positive;
    if (defined) continue;
    defined = true;
    const formula::NodeView view = terms_.node(term);
    switch (view.op) {
      case Op::Atom:
        break;
      case Op::True:
        add_clause({term.negated() ? !self : self});
        break;
      case Op::And: {
        std::vector<BoolLiteral> clause{!self};
        for (const TermId child : view.children) {
          const TermId wanted = term.negated() ? !child : child;
          if (term.negated()) {
            clause.push_back(literal(wanted));
          } else {
            add_clause({!self, literal(wanted)});
          }
          todo.push_back(wanted);
        }
        if (term.negated()) solver_.add_clause(clause);
        break;
      }
    }
  }
  return literal(root);
}

BoolLiteral Encoding::literal(const AtomLiteral& literal) {
  const BoolLiteral variable = atom_variable(literal.atom);
  return literal.positive ? variable : !variable;
}

bool Encoding::value(formula::AtomId atom) const {
  return atom.value < atoms_.size() && atoms_[atom.value] && solver_.value(*atoms_[atom.value]);
}

void Encoding::forbid(std::span<const AtomLiteral> literals) {
  std::vector<BoolLiteral> clause;
  for (const AtomLiteral& l : literals) clause.push_back(!literal(l));
  solver_.add_clause(clause);
}

}  // namespace postern::solver
