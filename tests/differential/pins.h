// Terms over a request whose every field is pinned.
#pragma once

#include <optional>
#include <vector>

#include "formula/formula.h"

namespace postern::test {

/// The values that a conjunction of pins leaves to the fields, and what terms are at them. A field
/// that no pin speaks of is open, and a term that depends on one has no value.
class PinnedFields {
 public:
  PinnedFields(formula::TermStore& terms, formula::TermId pins);

  /// True, false, or nothing (strong Kleene). Of the pins themselves it is true, unless some part
  /// of them is more than a pin.
  std::optional<bool> value(formula::TermId term);

 private:
  enum class Value : char { NotAsked, True, False, Open };
  void pin(formula::TermId term);
  bool pinned(formula::FieldId field) const;
  bool pinned(const formula::Atom& atom) const;
  Value node(formula::TermId positive);

  formula::TermStore& terms_;
  formula::Assignment fields_;
  std::vector<Value> values_;  // by node
};

}  // namespace postern::test
