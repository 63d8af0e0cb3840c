// Does the new policy allow a request that the old one did not? And back.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "catalogue/catalogue.h"
#include "model/policy.h"
#include "model/request.h"
#include "solver/solver.h"
#include "verify/verify.h"

namespace postern::verify {

/// What the new policy allows, beside what the old one does.
enum class Relation { Equivalent, MorePermissive, LessPermissive, Incomparable, Unknown };
std::string_view to_string(Relation relation);  // "equivalent", "more_permissive", ...

struct Comparison {
  Relation relation = Relation::Unknown;
  /// A request the new policy allows and the old one does not, and back. Each was decided again by
  /// the evaluator. One of them may be there although the relation is Unknown.
  std::optional<model::Request> new_access, lost_access;
  std::string reason;  // Unknown: why, in words
};

/// Compares policies, pair after pair, with one warm solver.
class Comparer {
 public:
  explicit Comparer(const catalogue::Catalogue& catalogue, const Options& options = {});
  ~Comparer();
  Comparer(const Comparer&) = delete;
  Comparer& operator=(const Comparer&) = delete;

  /// Compares two policies of one kind, whose statements have no Principal (queries/compare.h says
  /// what is compared). A witness that does not replay is an InternalError, or, where a condition
  /// is not encoded exactly, no witness.
  Comparison compare(const model::Policy& old_policy, const model::Policy& new_policy);

  /// The solver's counts since the Comparer was made.
  solver::Statistics statistics() const;

 private:
  struct Session;  // terms and solver; made anew when they have grown too large
  const catalogue::Catalogue& catalogue_;
  Options options_;
  std::unique_ptr<Session> session_;
  solver::Statistics past_;  // of earlier sessions
};

}  // namespace postern::verify
