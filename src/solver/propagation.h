// What the assertions force, before any search: values of nodes, with reasons (internal to
// src/solver).
//
// Values spread through the structure both ways and, if asked for, from atom to atom of a field
// (an action known to be s3:GetObject settles every other action atom). Where that contradicts, the
// question is answered; the reasons lead back to the assertions that took part.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "solver/problem.h"

namespace postern::solver {

class Propagation {
 public:
  enum class Theory : std::uint8_t { Ignore, Use };
  Propagation(formula::TermStore& terms, const Problem& problem, Theory theory);

  /// False: the assertions contradict each other (see core()).
  bool run();
  /// Also takes `term` as true; run() spreads it. For trying out, on a copy.
  void assume(formula::TermId term);

  /// Indices of assertions that already contradict.
  std::vector<std::size_t> core() const;
  std::optional<bool> value(formula::TermId term) const;
  /// The atoms with a value.
  std::vector<AtomLiteral> literals() const;
  /// Pairs of literals that cannot hold together, found on the way: valid lemmas.
  const std::vector<std::pair<AtomLiteral, AtomLiteral>>& exclusions() const { return exclusions_; }

 private:
  enum class Value : std::uint8_t { Unknown, True, False };
  struct Reason {
    std::vector<std::size_t> nodes;  // positions whose values imply this one
    std::optional<std::size_t> assertion;
  };

  bool assign(formula::TermId term, bool truth, Reason reason);
  bool up();
  bool down();
  bool across();
  bool settle_others(std::size_t position, const std::vector<std::size_t>& others);

  formula::TermStore& terms_;
  const Problem* problem_;
  Theory theory_;
  std::vector<Value> values_;
  std::vector<Reason> reasons_;
  std::vector<std::pair<formula::TermId, Reason>> pending_;
  std::map<formula::FieldId, std::vector<std::size_t>> by_field_;  // positions of atoms
  std::vector<std::size_t> fresh_atoms_;  // with a value that across() has not used yet
  std::vector<std::pair<AtomLiteral, AtomLiteral>> exclusions_;
  std::size_t budget_;
  bool changed_ = false;
  Reason contradiction_;
};

/// What `known` says of another atom of its field: nothing, if it leaves the atom open or a cheap
/// test cannot tell. `cost` is raised by the effort.
std::optional<bool> implied(formula::TermStore& terms, const AtomLiteral& known,
                            formula::AtomId other, std::size_t& cost);

}  // namespace postern::solver
