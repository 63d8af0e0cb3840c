// Three-valued truth as terms (SND-2), and the choice of a reading.
//
// A matcher is T, F or U of a request. It is encoded as three terms: `sure` (it is T), `maybe` (it
// is T or U) and `canonical` (our best reading). Where nothing is ambiguous the three are one term,
// and since terms are hash-consed the readings then share everything.
#pragma once

#include <span>

#include "formula/formula.h"
#include "model/request.h"

namespace postern::encoder {

struct Truth {
  formula::TermId sure;
  formula::TermId maybe;
  formula::TermId canonical;

  static Truth of(formula::TermId term) { return {term, term, term}; }
  bool operator==(const Truth&) const = default;
};

/// Strong Kleene connectives.
Truth negate(const Truth& truth);
Truth all_of(formula::TermStore& terms, std::span<const Truth> truths);
Truth any_of(formula::TermStore& terms, std::span<const Truth> truths);
Truth both(formula::TermStore& terms, const Truth& a, const Truth& b);
Truth either(formula::TermStore& terms, const Truth& a, const Truth& b);
/// What is known when one reading gives `canonical` and another gives `other`.
Truth bracket(formula::TermStore& terms, const Truth& canonical, const Truth& other);
/// U where `doubtful` holds, `truth` elsewhere; the canonical reading stays.
Truth unsure_where(formula::TermStore& terms, const Truth& truth, formula::TermId doubtful);

/// The term of "a statement with this effect applies" in a reading (the table of SND-2).
formula::TermId applies(const Truth& truth, model::Effect effect, model::Mode mode);
/// The term of a fact that favours access (a fact that opposes it: negate first).
formula::TermId favouring(const Truth& truth, model::Mode mode);

}  // namespace postern::encoder
