// Concrete requests in their scenario as terms: the encoder's answer to what the evaluator decides.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "catalogue/catalogue.h"
#include "encoder/decision.h"
#include "formula/formula.h"
#include "model/request.h"

namespace postern::encoder {

/// A request pinned, and the two terms that tell the decisions apart.
struct PinnedDecision {
  formula::TermId request;  // "the symbolic request is this one"
  formula::TermId allowed;
  formula::TermId denied;  // an applicable Deny applies
};

/// Why the scenario cannot be encoded, in words: what no engine models, what is not known.
std::optional<std::string> not_encodable(const model::Scenario& scenario,
                                         const model::Request& request);

/// A scenario over a symbolic request that is one of a few: who calls what on which resource is
/// open, their context is the same.
class ScenarioEncoder {
 public:
  /// `requests` are those that may be asked about, at least one, alike in context. Their callers
  /// are of one world: an id that one of them has is not that of another who does not say.
  ScenarioEncoder(formula::TermStore& terms, const model::Scenario& scenario,
                  std::span<const model::Request> requests, const catalogue::Catalogue& catalogue);

  /// `request and allowed` of the result is satisfiable iff the request is allowed in that reading.
  /// Precondition: `request` is one of those given, and not_encodable() has nothing to say of it.
  PinnedDecision decide(const model::Request& request, model::Mode mode);
  ~ScenarioEncoder();

 private:
  struct View;
  View& view(formula::FieldId name, std::optional<formula::FieldId> other);
  DecisionTerms encode(const std::string& account, bool has_other_name, model::Mode mode);

  formula::TermStore& terms_;
  const model::Scenario& scenario_;
  std::vector<model::Caller> known_callers_;
  std::vector<std::string> known_actions_;
  formula::FieldId resource_, at_point_;  // what an access point calls the resource (AP-2)
  CallerSpace callers_;
  ActionSpace actions_;
  formula::FieldId action_;
  ContextKeys keys_;
  std::map<std::pair<formula::FieldId, std::optional<formula::FieldId>>, std::unique_ptr<View>>
      views_;
  std::map<std::tuple<std::string, bool, model::Mode>, DecisionTerms> decided_;
};

}  // namespace postern::encoder
