#include <algorithm>
#include <chrono>
#include <functional>

#include "queries/compile.h"
#include "support/check.h"
#include "support/strong_id.h"
#include "support/text.h"
#include "verify/assumptions.h"
#include "verify/claims.h"
#include "verify/encodings.h"
#include "verify/escalation.h"
#include "verify/isolated.h"
#include "verify/no_path.h"
#include "verify/verify.h"

namespace postern::verify {
namespace {

// What a solver may take; 0: any time.
double seconds_until(const std::optional<std::chrono::steady_clock::time_point>& deadline) {
  if (!deadline) return 0;
  const std::chrono::duration<double> left = *deadline - std::chrono::steady_clock::now();
  return std::max(left.count(), 0.001);
}

}  // namespace

struct Verifier::Impl {
  const model::World& world;
  Options options;
  Encodings encodings;
  std::optional<ArnWarnings> warnings;

  Impl(const model::World& known, const catalogue::Catalogue& catalogue, Options chosen)
      : world(known), options(std::move(chosen)), encodings(known, catalogue, options) {}

  using Deadline = std::optional<std::chrono::steady_clock::time_point>;
  /// One question, to its answer.
  verdict::Verdict decide(const queries::Forbid& claim, const queries::Zone& zone,
                          const Deadline& deadline);
  verdict::Verdict decide(const queries::Require& claim, const queries::Zone& zone,
                          const Deadline& deadline);
  verdict::Verdict decide(const queries::Isolated& claim, const queries::Zone& zone,
                          const Deadline& deadline);
  verdict::Verdict decide(const queries::NoPath& claim, const queries::Zone& zone,
                          const Deadline& deadline);

  using Decide = std::function<verdict::Verdict(Question&, bool chains)>;
  verdict::Verdict ask(const queries::RequestSet& set, queries::Via via, const queries::Zone& zone,
                       const Deadline& deadline, const Decide& decide);
  verdict::Verdict ask(const queries::RequestSet& set, bool chains, const queries::Zone& zone,
                       const Deadline& deadline, const Decide& decide, Encodings::Callers callers);

  void collect_names(const queries::QueryFile& file) {
    queries::Names names;
    for (const queries::Property& property : file.properties) {
      std::visit(
          Overloaded{[&](const queries::Forbid& claim) { names.add(claim.set); },
                     [&](const queries::Require& claim) { names.add(claim.set); },
                     [&](const queries::Isolated& claim) {
                       for (const auto& side : claim.sides) {
                         queries::RequestSet callers;
                         callers.principals = side.principals;
                         names.add(callers);
                       }
                     },
                     [&](const queries::NoPath& claim) { names.add(escalating_requests(claim)); }},
          property.claim);
    }
    encodings.name(names);
  }

  queries::Zone zone(const queries::QueryFile& file) const {
    queries::Zone out;
    if (!options.trusted_accounts.empty() || !options.trusted_organizations.empty()) {
      out.accounts = {options.trusted_accounts.begin(), options.trusted_accounts.end()};
      out.organizations = {options.trusted_organizations.begin(),
                           options.trusted_organizations.end()};
    } else if (!file.trusted_accounts.empty()) {
      out.accounts = {file.trusted_accounts.begin(), file.trusted_accounts.end()};
    } else {
      // An account that only an organization names is none of ours.
      for (const auto& [id, account] : world.accounts) {
        if (account.has_some_identities()) out.accounts.insert(id);
      }
      for (const auto& [arn, resource] : world.resources) out.accounts.insert(resource.account);
    }
    return out;
  }
};

Verifier::Verifier(const model::World& world, const catalogue::Catalogue& catalogue,
                   Options options)
    : impl_(std::make_unique<Impl>(world, catalogue, std::move(options))) {}

Verifier::~Verifier() = default;

verdict::Verdict Verifier::Impl::decide(const queries::Forbid& claim, const queries::Zone& zone,
                                        const Deadline& deadline) {
  return ask(claim.set, claim.via, zone, deadline, [&](Question& question, bool chains) {
    verdict::Verdict out = decide_forbid(question, chains, options);
    add_assumptions(out, question, false);
    return out;
  });
}

verdict::Verdict Verifier::Impl::decide(const queries::Require& claim, const queries::Zone& zone,
                                        const Deadline& deadline) {
  return ask(claim.set, claim.via, zone, deadline, [&](Question& question, bool chains) {
    verdict::Verdict out = claim.witness == queries::Witness::All
                               ? decide_require_all(question)
                               : decide_require_some(question, chains, options);
    add_assumptions(out, question, true);
    return out;
  });
}

verdict::Verdict Verifier::Impl::decide(const queries::Isolated& claim, const queries::Zone& zone,
                                        const Deadline& deadline) {
  return decide_isolated(
      claim, [&](const queries::Forbid& forbid) { return decide(forbid, zone, deadline); });
}

verdict::Verdict Verifier::Impl::decide(const queries::NoPath& claim, const queries::Zone& zone,
                                        const Deadline& deadline) {
  return decide_no_path(claim, world, encodings, zone, options,
                        [&] { return seconds_until(deadline); });
}

verdict::Verdict Verifier::Impl::ask(const queries::RequestSet& set, queries::Via via,
                                     const queries::Zone& zone, const Deadline& deadline,
                                     const Decide& decide) {
  // Whom the callers may come to act as does not matter where everybody is one.
  const bool chains = via == queries::Via::Any && !queries::names_anybody(set);
  verdict::Verdict out = ask(set, chains, zone, deadline, decide, Encodings::Callers::WhoCanAct);
  if (out.kind == verdict::Kind::Vacuous && chains) {
    // That nobody the callers can come to act as could send such a request is no mistake in the
    // query.
    out = ask(set, chains, zone, deadline, decide, Encodings::Callers::Everybody);
  }
  return out;
}

verdict::Verdict Verifier::Impl::ask(const queries::RequestSet& set, bool chains,
                                     const queries::Zone& zone, const Deadline& deadline,
                                     const Decide& decide, Encodings::Callers callers) {
  Encodings::Encoding encoding = encodings.of(set, chains, zone, callers);
  Steps& steps = encoding.steps;
  const solver::Statistics before = steps.solver().statistics();
  steps.solver().limit_time(seconds_until(deadline));
  Question question(set, std::move(encoding), zone);
  verdict::Verdict out = decide(question, chains);
  if (!warnings) warnings.emplace(world, steps);
  out.warnings = warnings->relevant(question);
  const solver::Statistics after = steps.solver().statistics();
  out.statistics = {after.questions - before.questions, after.rounds - before.rounds,
                    after.lemmas - before.lemmas, after.rlimit - before.rlimit, 0};
  return out;
}

verdict::Verdict Verifier::verify(const queries::Property& property,
                                  const queries::QueryFile& file) {
  const auto start = std::chrono::steady_clock::now();
  impl_->collect_names(file);
  const queries::Zone zone = impl_->zone(file);
  const double limit = property.timeout_seconds.value_or(impl_->options.timeout_seconds);
  Impl::Deadline deadline;
  if (limit > 0) {
    deadline = start + std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                           std::chrono::duration<double>(limit));
  }
  verdict::Verdict out = std::visit(
      [&](const auto& claim) { return impl_->decide(claim, zone, deadline); }, property.claim);
  out.statistics.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return out;
}

void Verifier::forget() { impl_->encodings.forget(); }

}  // namespace postern::verify
