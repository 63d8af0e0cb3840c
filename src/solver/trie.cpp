#include "solver/trie.h"

#include <algorithm>
#include <bit>

#include "solver/literal_prefix.h"

namespace postern::solver {

using formula::AtomId;
using formula::StringIn;

namespace {

/// Sets with more members say too little about the start to be worth their clauses.
constexpr std::size_t most_members = 64;
/// Stands for the end of the text, after every character.
constexpr char32_t end_of_text = 0xffffffff;

struct TrieNode {
  std::map<char32_t, std::size_t> children;
  std::optional<BoolLiteral> way;  // nothing: the root, always taken
};

class Trie {
 public:
  std::size_t insert(const LiteralPrefix& prefix) {
    std::size_t at = 0;
    for (const char32_t c : prefix.text) at = child(at, c);
    return prefix.whole ? child(at, end_of_text) : at;
  }

  std::vector<TrieNode>& nodes() { return nodes_; }

 private:
  std::size_t child(std::size_t at, char32_t c) {
    const auto [it, added] = nodes_[at].children.try_emplace(c, nodes_.size());
    const std::size_t result = it->second;
    if (added) nodes_.emplace_back();
    return result;
  }

  std::vector<TrieNode> nodes_{1};
};

}  // namespace

std::size_t Tries::encode(std::span<const AtomId> atoms) {
  Trie trie;
  std::vector<std::vector<std::size_t>> ends;  // of each atom
  glob::GlobPool& globs = terms_.globs();
  for (const AtomId atom : atoms) {
    std::vector<std::size_t>& mine = ends.emplace_back();
    for (const glob::GlobId glob : globs.members(std::get<StringIn>(terms_.atom(atom)).set)) {
      mine.push_back(trie.insert(literal_prefix(globs.tokens(glob))));
    }
  }
  BoolSolver& solver = encoding_.solver();
  const std::size_t clauses_before = solver.clause_count();
  // Nodes are made parents first.
  for (std::size_t at = 0; at < trie.nodes().size(); ++at) {
    const TrieNode& node = trie.nodes()[at];
    if (node.children.size() == 1) {
      trie.nodes()[node.children.begin()->second].way = node.way;
      continue;
    }
    std::vector<BoolLiteral> number;
    for (std::size_t bit = 1; bit < node.children.size(); bit <<= 1) {
      number.push_back(solver.new_variable());
    }
    std::size_t index = 0;
    for (const auto& [c, child] : node.children) {
      const BoolLiteral way = solver.new_variable();
      trie.nodes()[child].way = way;
      if (node.way) encoding_.add_clause({!way, *node.way});
      for (std::size_t bit = 0; bit < number.size(); ++bit) {
        encoding_.add_clause({!way, (index >> bit & 1u) != 0 ? number[bit] : !number[bit]});
      }
      ++index;
    }
  }
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    std::vector<BoolLiteral> clause{!encoding_.literal(AtomLiteral{atoms[i], true})};
    bool says_something = true;
    for (const std::size_t end : ends[i]) {
      const auto way = trie.nodes()[end].way;
      if (way) clause.push_back(*way);
      says_something = says_something && way.has_value();
    }
    if (says_something) solver.add_clause(clause);
  }
  return solver.clause_count() - clauses_before;
}

std::size_t Tries::separate(std::span<const AtomLiteral> conflict, const Problem& problem) {
  const auto* first = std::get_if<StringIn>(&terms_.atom(conflict[0].atom));
  const auto* second = std::get_if<StringIn>(&terms_.atom(conflict[1].atom));
  if (first == nullptr || second == nullptr) return 0;
  std::set<AtomId>& done = encoded_[first->field];
  if (done.contains(conflict[0].atom) && done.contains(conflict[1].atom)) return 0;
  std::vector<AtomId> atoms;
  std::size_t added = 0;
  for (const auto& [atom, polarity] : problem.polarities()) {
    const auto* plain = std::get_if<StringIn>(&terms_.atom(atom));
    if (plain == nullptr || plain->field != first->field || !polarity.positive) continue;
    if (terms_.globs().members(plain->set).size() > most_members) continue;
    atoms.push_back(atom);
    if (!done.contains(atom)) ++added;
  }
  // Known atoms are encoded again only beside as many new ones: all tries together stay linear.
  if (atoms.size() < 3 || 2 * added < atoms.size()) return 0;
  done.insert(atoms.begin(), atoms.end());
  return encode(atoms);
}

}  // namespace postern::solver
