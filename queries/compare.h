// Two policies over one symbolic request: what one of them allows and the other does not.
//
// The policies speak for themselves: nothing else is attached to anybody, so "allowed" means that
// an Allow statement applies and no Deny statement does, in the canonical reading. The request is
// any one: every action of the catalogue, any text as resource, any context whose keys have the
// types the catalogue gives them. A key that neither takes for a set (ForAllValues, ForAnyValue)
// has one value.
#pragma once

#include <memory>

#include "encoder/action_classes.h"
#include "encoder/callers.h"
#include "encoder/statements.h"
#include "model/policy.h"
#include "model/request.h"

namespace postern::queries {

/// Which keys hold several values.
enum class Sets {
  AsUsed,    // those that a condition takes for a set, unless the catalogue says otherwise
  OneValue,  // none: all conditions are encoded exactly
};

class PolicyPair {
 public:
  /// `actions` are those of the catalogue; what they look up for one pair serves the next. Pairs
  /// over one store share its fields, so that what a solver learns of one holds for all.
  /// Precondition: the policies are of one kind, whose statements have no Principal.
  PolicyPair(formula::TermStore& terms, encoder::ActionSpace& actions,
             const encoder::CallerSpace& callers, const model::Policy& old_policy,
             const model::Policy& new_policy, Sets sets);

  /// The obligation of "NEW allows nothing that OLD does not". With `possible()` and Sets::AsUsed
  /// it is unsatisfiable only if that is so; a model that `decode`s to a request NEW allows and OLD
  /// does not refutes it.
  formula::TermId new_access() const { return new_access_; }
  /// The same with the policies exchanged.
  formula::TermId lost_access() const { return lost_access_; }

  /// What holds of every request.
  formula::TermId possible() const { return possible_; }
  /// `possible()` and what makes models decode to the request they describe.
  formula::TermId presentable() const { return presentable_; }
  /// Whether models may differ from the request they decode to even so: a policy has a condition
  /// that is not encoded exactly.
  bool inexact() const { return keys_.has_opaque(); }
  /// Whether some requests whose keys hold one value are not among these: a key is taken for a set
  /// and for one value. Sets::OneValue has them.
  bool leaves_out_one_value() const { return mixed_; }

  /// The request a model describes. Its caller is nobody in particular.
  model::Request decode(const formula::Assignment& assignment) const;

 private:
  encoder::ActionSpace actions_;
  formula::FieldId action_, resource_;
  encoder::ContextKeys keys_;
  bool mixed_;
  formula::TermId new_access_, lost_access_, possible_, presentable_;
};

}  // namespace postern::queries
