#include "solver/probe.h"

#include <algorithm>
#include <set>

namespace postern::solver {

using formula::Op;
using formula::TermId;

namespace {

constexpr std::size_t most_branches = 4;
/// Enough for every ordinary pattern; a cap reached here only ends the guess.
constexpr glob::Limits limits{.nodes = 200};

/// Ways to satisfy the first disjunction that is still open: its open disjuncts.
std::vector<TermId> branches(const Problem& problem, const Propagation& propagation) {
  std::vector<TermId> result;
  for (std::size_t i = problem.size(); i-- > 0 && result.empty();) {
    const formula::NodeView view = problem.node(i);
    if (view.op != Op::And || propagation.value({problem.nodes()[i] << 1}) != false) continue;
    const bool settled = std::any_of(view.children.begin(), view.children.end(), [&](TermId child) {
      return propagation.value(child) == false;
    });
    if (settled) continue;
    for (const TermId child : view.children) {
      if (propagation.value(child) || result.size() == most_branches) continue;
      result.push_back(!child);
    }
  }
  return result;
}

std::optional<formula::Assignment> guess(formula::TermStore& terms, const Problem& problem,
                                         const Propagation& propagation) {
  const std::vector<AtomLiteral> forced = propagation.literals();
  // Most terms that are not asked to hold should not: first with every other atom denied.
  std::vector<AtomLiteral> closed = forced;
  for (std::size_t i = 0; i < problem.size(); ++i) {
    const formula::NodeView view = problem.node(i);
    if (view.op != Op::Atom || propagation.value({problem.nodes()[i] << 1})) continue;
    if (std::holds_alternative<formula::StringLinked>(terms.atom(view.atom))) continue;
    closed.push_back({view.atom, false});
  }
  for (const std::vector<AtomLiteral>& literals : {closed, forced}) {
    formula::Assignment assignment;
    const TheoryAnswer answer = check_literals(terms, literals, limits, assignment);
    if (answer.kind != TheoryAnswer::Kind::Consistent) continue;
    if (std::all_of(problem.assertions().begin(), problem.assertions().end(),
                    [&](TermId term) { return terms.evaluate(term, assignment); })) {
      return assignment;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<formula::Assignment> probe(formula::TermStore& terms, const Problem& problem,
                                         const Propagation& propagation) {
  const std::vector<TermId> ways = branches(problem, propagation);
  if (ways.empty()) return guess(terms, problem, propagation);
  for (const TermId way : ways) {
    Propagation with_way = propagation;
    with_way.assume(way);
    if (!with_way.run()) continue;
    if (auto found = guess(terms, problem, with_way)) return found;
  }
  return std::nullopt;
}

}  // namespace postern::solver
