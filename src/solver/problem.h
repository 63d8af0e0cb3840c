// One question: the nodes its assertions reach, and what the loop asks of them (internal to
// src/solver).
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "formula/formula.h"
#include "solver/theory.h"

namespace postern::solver {

/// Which signs of a node or atom a formula needs.
struct Polarity {
  bool positive = false;
  bool negative = false;
};

class Problem {
 public:
  /// `positions` is scratch that one solver hands to all its problems, one at a time.
  Problem(const formula::TermStore& terms, std::span<const formula::TermId> assertions,
          std::vector<std::uint32_t>& positions);

  const std::vector<formula::TermId>& assertions() const { return assertions_; }
  std::size_t size() const { return nodes_.size(); }
  /// The nodes in order: children before parents. Positions below count in this list.
  std::span<const std::uint32_t> nodes() const { return nodes_; }
  formula::NodeView node(std::size_t position) const;
  std::size_t position(formula::TermId term) const;

  /// Which signs of each atom matter: an atom that only occurs asserted is never needed false.
  std::map<formula::AtomId, Polarity> polarities() const;

  /// Literals that, true together, make every assertion true; `truth` is a value for each atom
  /// under which the assertions are true.
  template <typename Truth>
  std::vector<AtomLiteral> implicant(const Truth& truth) const {
    std::vector<char> values(nodes_.size());
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const formula::NodeView view = node(i);
      values[i] = view.op == formula::Op::Atom ? truth(view.atom) : conjunction(view, values);
    }
    return implicant_of(values);
  }

 private:
  bool conjunction(const formula::NodeView& view, const std::vector<char>& values) const;
  std::vector<AtomLiteral> implicant_of(const std::vector<char>& values) const;

  const formula::TermStore& terms_;
  std::vector<formula::TermId> assertions_;
  std::vector<std::uint32_t> nodes_;
  std::vector<std::uint32_t>& positions_;
};

}  // namespace postern::solver
