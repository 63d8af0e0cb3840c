// One concrete request in its scenario as terms: the encoder's answer to what the evaluator
// decides.
#pragma once

#include <optional>
#include <string>

#include "catalogue/catalogue.h"
#include "formula/formula.h"
#include "model/request.h"

namespace postern::encoder {

/// The request pinned, and the two terms that tell the decisions apart.
struct PinnedDecision {
  formula::TermId request;  // "the symbolic request is this one"
  formula::TermId allowed;
  formula::TermId denied;  // an applicable Deny applies
};

/// Why the scenario cannot be encoded, in words: what no engine models, what is not known.
std::optional<std::string> not_encodable(const model::Scenario& scenario,
                                         const model::Request& request);

/// Encodes `scenario` over a symbolic request and pins it to `request` by constraints, so that
/// `request and allowed` is satisfiable iff the request is allowed in that reading.
/// Precondition: not_encodable() has nothing to say.
PinnedDecision encode_scenario(formula::TermStore& terms, const model::Scenario& scenario,
                               const model::Request& request, model::Mode mode,
                               const catalogue::Catalogue& catalogue);

}  // namespace postern::encoder
