#include "glob/automaton.h"

#include <algorithm>

#include "glob/alphabet.h"
#include "glob/char_set.h"

namespace postern::glob {

std::size_t Automaton::Hash::operator()(const Positions& positions) const noexcept {
  std::size_t hash = positions.size();
  for (const std::uint32_t position : positions) hash = hash * 0x9E3779B97F4A7C15u + position + 1;
  return hash;
}

Automaton::Automaton(const CompiledGlob& glob) : glob_(glob) {
  const auto count = static_cast<std::uint32_t>(glob.tokens.size());
  covers_from_.resize(count);
  for (std::uint32_t m = 0; m < count; ++m) {
    std::uint32_t from = m;
    if (glob.tokens[m].repeat == Repeat::Any) {
      while (from > 0 && includes(glob.tokens[m].set, glob.tokens[from - 1].set)) --from;
    }
    covers_from_[m] = from;
  }
  intern({0});
}

// `kernel` is sorted. Adds what is reached by skipping runs, drops what is superfluous.
Automaton::State Automaton::intern(const Positions& kernel) {
  const auto count = static_cast<std::uint32_t>(glob_.tokens.size());
  Positions closed;
  for (std::uint32_t position : kernel) {
    if (!closed.empty() && closed.back() >= position) continue;
    closed.push_back(position);
    while (position < count && glob_.tokens[position].repeat == Repeat::Any) {
      closed.push_back(++position);
    }
  }
  Node node;
  std::uint32_t covered_from = count + 1;
  for (auto it = closed.rbegin(); it != closed.rend(); ++it) {
    if (*it < covered_from) node.positions.push_back(*it);
    if (*it < count) covered_from = std::min(covered_from, covers_from_[*it]);
  }
  std::reverse(node.positions.begin(), node.positions.end());

  const auto [entry, fresh] = ids_.try_emplace(node.positions, static_cast<State>(nodes_.size()));
  if (!fresh) return entry->second;
  node.accepting = !closed.empty() && closed.back() == count;
  node.universal = node.accepting && node.positions.size() > 1 &&
                   node.positions[node.positions.size() - 2] == count - 1 &&
                   glob_.steps[count - 1].kind == Step::Kind::Everything &&
                   glob_.steps[count - 1].repeat == Repeat::Any;
  nodes_.push_back(std::move(node));
  return entry->second;
}

Automaton::State Automaton::step(const Positions& from, char32_t c) {
  Positions kernel;
  for (const std::uint32_t position : from) {
    if (position == glob_.steps.size() || !glob_.steps[position].accepts(c)) continue;
    const std::uint32_t to = glob_.steps[position].repeat == Repeat::Any ? position : position + 1;
    if (kernel.empty() || kernel.back() != to) kernel.push_back(to);
  }
  return intern(kernel);
}

void Automaton::expand(State state) {
  Node& node = nodes_[state];  // a deque: stays where it is while states are added
  node.expanded = true;
  for (const std::uint32_t position : node.positions) {
    if (position == glob_.tokens.size()) continue;
    const std::vector<char32_t>& chars = glob_.tokens[position].set.chars;
    node.characters.insert(node.characters.end(), chars.begin(), chars.end());
  }
  std::sort(node.characters.begin(), node.characters.end());
  node.characters.erase(std::unique(node.characters.begin(), node.characters.end()),
                        node.characters.end());
  for (const char32_t c : node.characters) node.targets.push_back(step(node.positions, c));
  node.otherwise = step(node.positions, fresh_character);
}

const std::vector<char32_t>& Automaton::mentioned(State state) {
  if (!nodes_[state].expanded) expand(state);
  return nodes_[state].characters;
}

Automaton::State Automaton::next(State state, char32_t c) {
  const std::vector<char32_t>& characters = mentioned(state);
  const auto at = std::lower_bound(characters.begin(), characters.end(), c);
  if (at == characters.end() || *at != c) return nodes_[state].otherwise;
  return nodes_[state].targets[static_cast<std::size_t>(at - characters.begin())];
}

}  // namespace postern::glob
