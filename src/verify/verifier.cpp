#include <chrono>

#include "queries/compile.h"
#include "support/check.h"
#include "support/strong_id.h"
#include "support/text.h"
#include "verify/assumptions.h"
#include "verify/claims.h"
#include "verify/encodings.h"
#include "verify/verify.h"

namespace postern::verify {

struct Verifier::Impl {
  const model::World& world;
  Options options;
  Encodings encodings;
  std::optional<ArnWarnings> warnings;

  Impl(const model::World& known, const catalogue::Catalogue& catalogue, Options chosen)
      : world(known), options(std::move(chosen)), encodings(known, catalogue, options) {}

  verdict::Verdict decide_on(const queries::Property& property, const queries::Zone& zone,
                             Encodings::Callers callers);

  void collect_names(const queries::QueryFile& file) {
    std::set<std::string> services, providers;
    for (const queries::Property& property : file.properties) {
      std::visit([&](const auto& claim) { queries::collect_names(claim.set, services, providers); },
                 property.claim);
    }
    encodings.name(services, providers);
  }

  queries::Zone zone(const queries::QueryFile& file) const {
    queries::Zone out;
    if (!options.trusted_accounts.empty()) {
      out.accounts = {options.trusted_accounts.begin(), options.trusted_accounts.end()};
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

namespace {

const queries::RequestSet& set_of(const queries::Property& property) {
  return std::visit([](const auto& claim) -> const queries::RequestSet& { return claim.set; },
                    property.claim);
}

// Whether it matters whom the callers may come to act as: not where everybody is a caller.
bool follows_chains(const queries::Property& property) {
  return std::visit([](const auto& claim) { return claim.via == queries::Via::Any; },
                    property.claim) &&
         !queries::names_anybody(set_of(property));
}

verdict::Verdict decide(const queries::Claim& claim, Question& question, bool chains,
                        const Options& options) {
  return std::visit(
      Overloaded{
          [&](const queries::Forbid&) { return decide_forbid(question, chains, options); },
          [&](const queries::Require& require) {
            return require.witness == queries::Witness::All
                       ? decide_require_all(question)
                       : decide_require_some(question, chains, options);
          },
      },
      claim);
}

}  // namespace

verdict::Verdict Verifier::Impl::decide_on(const queries::Property& property,
                                           const queries::Zone& zone, Encodings::Callers callers) {
  const bool chains = follows_chains(property);
  Encodings::Encoding encoding = encodings.of(set_of(property), chains, zone, callers);
  Steps& steps = encoding.steps;
  const solver::Statistics before = steps.solver().statistics();
  steps.solver().limit_time(property.timeout_seconds.value_or(options.timeout_seconds));
  Question question(set_of(property), std::move(encoding), zone);
  verdict::Verdict out = decide(property.claim, question, chains, options);
  if (!warnings) warnings.emplace(world, steps);
  out.warnings = warnings->relevant(question);
  add_assumptions(out, question, std::holds_alternative<queries::Require>(property.claim));
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
  verdict::Verdict out = impl_->decide_on(property, zone, Encodings::Callers::WhoCanAct);
  if (out.kind == verdict::Kind::Vacuous && follows_chains(property)) {
    // That nobody the callers can come to act as could send such a request is no mistake in the
    // query.
    out = impl_->decide_on(property, zone, Encodings::Callers::Everybody);
  }
  out.statistics.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return out;
}

void Verifier::forget() { impl_->encodings.forget(); }

}  // namespace postern::verify
