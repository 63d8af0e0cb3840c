// The lazily built deterministic automaton of one glob, over a symbolic alphabet.
//
// A state is a set of token positions. Each state has edges for the few characters its tokens
// mention, and one default edge for all others. A position i is dropped where a later position m
// holds a run that includes every token between the two: whatever i accepts, m accepts as well. For
// globs of literals and `*` this leaves a linear automaton.
#pragma once

#include <cstdint>
#include <deque>
#include <unordered_map>
#include <utility>
#include <vector>

#include "glob/compiled.h"

namespace postern::glob {

class Automaton {
 public:
  using State = std::uint32_t;

  /// `glob` must outlive the automaton.
  explicit Automaton(const CompiledGlob& glob);

  State start() const { return 0; }
  bool accepts(State state) const { return nodes_[state].accepting; }
  /// No string is accepted from here.
  bool dead(State state) const { return nodes_[state].positions.empty(); }
  /// Every string is accepted from here (sufficient).
  bool universal(State state) const { return nodes_[state].universal; }
  /// The characters that may lead elsewhere than the default edge, sorted.
  const std::vector<char32_t>& mentioned(State state);
  State next(State state, char32_t c);

 private:
  using Positions = std::vector<std::uint32_t>;
  struct Hash {
    std::size_t operator()(const Positions& positions) const noexcept;
  };
  struct Node {
    Positions positions;
    bool accepting = false;
    bool universal = false;
    bool expanded = false;
    std::vector<char32_t> characters;
    std::vector<State> targets;  // of characters, in their order
    State otherwise = 0;
  };

  State intern(const Positions& kernel);
  State step(const Positions& from, char32_t c);
  void expand(State state);

  const CompiledGlob& glob_;
  std::vector<std::uint32_t> covers_from_;  // of each run, the first position it makes superfluous
  std::deque<Node> nodes_;
  std::unordered_map<Positions, State, Hash> ids_;
};

}  // namespace postern::glob
