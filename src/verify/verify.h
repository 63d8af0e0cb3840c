// Runs claims through all the steps: encode, solve, decode, replay.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalogue/catalogue.h"
#include "model/request.h"
#include "model/world.h"
#include "queries/query.h"
#include "verdict/verdict.h"

namespace postern::verify {

struct Options {
  std::optional<unsigned> max_hops;  // nothing: to the fixpoint
  std::uint64_t rlimit = 0;          // per question; 0: none
  double timeout_seconds = 0;        // per property; 0: none
  /// --trust account:ID and org:ID; override the query file.
  std::vector<std::string> trusted_accounts, trusted_organizations;
  bool probing = true, absorption = true, eager_lemmas = true, slicing = true;  // optimisations
  unsigned seed = 0;
};

/// Decides properties over one world. Construction encodes nothing; the first property pays for
/// what it needs, the next ones reuse it.
class Verifier {
 public:
  Verifier(const model::World& world, const catalogue::Catalogue& catalogue, Options options = {});
  ~Verifier();
  Verifier(const Verifier&) = delete;
  Verifier& operator=(const Verifier&) = delete;

  /// The verdict on one property. Every witness has been replayed through the evaluator; a witness
  /// that does not replay is an InternalError, never a verdict.
  verdict::Verdict verify(const queries::Property& property, const queries::QueryFile& file);
  /// Drops the encodings: nothing asked before shows in the verdicts that follow.
  void forget();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Decides one scenario with the solver: encodes it, pins the request, asks (docs/cli.md, simulate
/// --engine solver). `undecided` is set where an engine cannot decide.
struct Simulated {
  model::Decision decision = model::Decision::ImplicitDeny;
  std::optional<std::string> undecided;
};
Simulated simulate(const model::Scenario& scenario, const model::Request& request, model::Mode mode,
                   const catalogue::Catalogue& catalogue, const Options& options);

/// Version of the solver library, for reports.
std::string solver_version();

}  // namespace postern::verify
