#include "solver/choices.h"

#include <utility>
#include <variant>

namespace postern::solver {

using formula::AtomId;
using formula::Bits;

namespace {

// Few atoms contradict each other in as few rounds.
constexpr std::size_t many_atoms = 24;
// A field's share: these lemmas only save rounds, so leaving some out is never wrong.
constexpr std::size_t most_lemmas = 400'000;

}  // namespace

void Choices::cut(Tree& tree, std::size_t part, const Bits& by) {
  BoolSolver& solver = encoding_.solver();
  const BoolLiteral whole = tree.parts[part].here;
  const BoolLiteral in = solver.new_variable();
  const BoolLiteral out = solver.new_variable();
  encoding_.add_clause({!in, whole});
  encoding_.add_clause({!out, whole});
  encoding_.add_clause({!in, !out});
  encoding_.add_clause({!whole, in, out});
  tree.lemmas += 4;
  Bits inside = tree.parts[part].values;
  Bits outside = inside;
  inside &= by;
  outside.subtract(by);
  tree.parts[part].first_half = tree.parts.size();
  tree.parts.push_back({std::move(inside), in});
  tree.parts.push_back({std::move(outside), out});
}

void Choices::add(Tree& tree, AtomId atom, const Bits& values) {
  const BoolLiteral self = encoding_.literal(AtomLiteral{atom, true});
  std::vector<BoolLiteral> clause{!self};
  std::vector<std::size_t> todo{0};
  while (!todo.empty()) {
    const std::size_t at = todo.back();
    todo.pop_back();
    if (!tree.parts[at].values.intersects(values)) continue;
    if (tree.parts[at].values.subset_of(values)) {
      clause.push_back(tree.parts[at].here);
      encoding_.add_clause({!tree.parts[at].here, self});
      ++tree.lemmas;
      continue;
    }
    if (tree.parts[at].first_half == 0) cut(tree, at, values);
    todo.push_back(tree.parts[at].first_half);
    todo.push_back(tree.parts[at].first_half + 1);
  }
  encoding_.solver().add_clause(clause);
  ++tree.lemmas;
}

std::size_t Choices::add(const Problem& problem) {
  std::map<formula::FieldId, std::vector<AtomId>> atoms;
  for (std::size_t i = 0; i < problem.size(); ++i) {
    const formula::NodeView view = problem.node(i);
    if (view.op != formula::Op::Atom) continue;
    const auto* choice = std::get_if<formula::ValueIn>(&terms_.atom(view.atom));
    if (choice != nullptr) atoms[choice->field].push_back(view.atom);
  }
  std::size_t added = 0;
  for (const auto& [field, some] : atoms) {
    if (some.size() < many_atoms) continue;
    Tree& tree = trees_[field];
    if (tree.parts.empty()) {
      const BoolLiteral anything = encoding_.solver().new_variable();
      encoding_.add_clause({anything});
      tree.parts.push_back({Bits(terms_.field(field).size).complement(), anything});
    }
    const std::size_t before = tree.lemmas;
    for (const AtomId atom : some) {
      if (tree.lemmas >= most_lemmas) break;
      if (!tree.known.insert(atom).second) continue;
      add(tree, atom, terms_.bits(std::get<formula::ValueIn>(terms_.atom(atom)).values));
    }
    added += tree.lemmas - before;
  }
  return added;
}

}  // namespace postern::solver
