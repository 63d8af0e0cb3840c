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

verdict::Verdict Verifier::verify(const queries::Property& property,
                                  const queries::QueryFile& file) {
  const auto start = std::chrono::steady_clock::now();
  impl_->collect_names(file);
  const queries::Zone zone = impl_->zone(file);
  const queries::RequestSet& set = std::visit(
      [](const auto& claim) -> const queries::RequestSet& { return claim.set; }, property.claim);
  const bool chains = std::visit([](const auto& claim) { return claim.via == queries::Via::Any; },
                                 property.claim) &&
                      !queries::names_anybody(set);
  Encodings::Encoding encoding = impl_->encodings.of(set, chains, zone);
  Steps& steps = encoding.steps;
  const solver::Statistics before = steps.solver().statistics();
  steps.solver().limit_time(property.timeout_seconds.value_or(impl_->options.timeout_seconds));
  Question question(set, std::move(encoding), zone);
  verdict::Verdict out = std::visit(
      Overloaded{
          [&](const queries::Forbid&) { return decide_forbid(question, chains, impl_->options); },
          [&](const queries::Require& claim) {
            return claim.witness == queries::Witness::All
                       ? decide_require_all(question)
                       : decide_require_some(question, chains, impl_->options);
          },
      },
      property.claim);
  if (!impl_->warnings) impl_->warnings.emplace(impl_->world, steps);
  out.warnings = impl_->warnings->relevant(question);
  add_assumptions(out, question, std::holds_alternative<queries::Require>(property.claim));
  const solver::Statistics after = steps.solver().statistics();
  out.statistics = {
      after.questions - before.questions, after.rounds - before.rounds,
      after.lemmas - before.lemmas, after.rlimit - before.rlimit,
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()};
  return out;
}

}  // namespace postern::verify
