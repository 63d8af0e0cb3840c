// Terms seen from one enumerated field: for which of its values they can hold, and what is left of
// them where its value is known.
#pragma once

#include "formula/formula.h"

namespace postern::formula {

/// The values of `field` with which `term` may hold. Nothing is left out; of the other fields
/// nothing is asked.
Bits values_of(const TermStore& terms, TermId term, FieldId field);

/// What `given` say where `field` has that value, folded. Equal terms for equal requests: two
/// values with the same answer are told apart by nothing in `given`.
std::vector<TermId> at_value(TermStore& terms, std::span<const TermId> given, FieldId field,
                             std::size_t value);

}  // namespace postern::formula
