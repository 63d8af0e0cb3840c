// Which roles a set of callers can come to act as, by assuming roles one after the other
// (TRUST-19).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "encoder/admission.h"
#include "verify/steps.h"

namespace postern::verify {

/// A role of the encoded world, and whom of the whole world its trust policy may admit.
struct Assumable {
  const model::IamPrincipal* role;
  const encoder::Admitted* admitted;
};

/// Roles reached, by the least number of assumptions, and from whom.
struct Reached {
  /// level[k]: the roles reached after k + 1 assumptions and not before.
  std::vector<std::vector<const model::IamPrincipal*>> levels;
  /// The role a role was reached from; null: from the callers one started with.
  std::map<const model::IamPrincipal*, const model::IamPrincipal*> from;
  /// Mode::Prove: roles of accounts that the snapshot does not contain, any of which may be
  /// reached.
  std::set<encoder::ForeignRoles> foreign;
  /// Mode::Prove: accounts as whose root users the callers may come to act by sts:AssumeRoot
  /// (TRUST-18).
  std::set<std::string> roots;
  bool bounded = false;  // roles beyond the bound were left out

  std::size_t count() const { return from.size(); }
};

/// Starts with the callers of `start` (a term over the step `distance` 1) and follows allowed
/// assumptions of `assumable` roles to the fixpoint, or `bound` of them. Each hop is a request of
/// its own, so that a chain of them may be none (chain_search.h). Sessions for which `excused`
/// holds are not followed. In Mode::Prove nothing reachable is left out (an unanswered question
/// counts as a way); in Mode::Counterexample each hop is possible by itself.
Reached reach(Steps& steps, const std::vector<Assumable>& assumable, formula::TermId start,
              formula::TermId excused, model::Mode mode, std::optional<unsigned> bound);

}  // namespace postern::verify
