#include "verify/encodings.h"

#include <utility>

#include "model/arn.h"

namespace postern::verify {

Encodings::Encodings(const model::World& world, const catalogue::Catalogue& catalogue,
                     const Options& options)
    : world_(world),
      options_(options),
      actions_(catalogue),
      facts_(world, actions_, {}, {}),
      slicer_(world, facts_) {}

Encodings::Sliced::Sliced(encoder::Slice cut, const encoder::WorldFacts& whole,
                          const model::World& world, const Options& options)
    : slice(std::move(cut)), steps(encoder::WorldFacts(slice, whole), world, options) {}

void Encodings::name(const std::set<std::string>& services,
                     const std::set<std::string>& providers) {
  const std::size_t before = facts_.services.size() + facts_.providers.size();
  facts_.services.insert(services.begin(), services.end());
  facts_.providers.insert(providers.begin(), providers.end());
  if (facts_.services.size() + facts_.providers.size() == before) return;
  whole_.reset();
  sliced_.reset();
}

// What is asked of who can come to act as whom: role assumptions, and sts:AssumeRoot.
void Encodings::add_assumptions(encoder::Scope& scope, const encoder::Starting& start) {
  glob::GlobPool& globs = slicer_.globs();
  const formula::Bits entering =
      actions_.only({"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"});
  std::vector<glob::GlobId> roles, listed, roots;
  for (const model::IamPrincipal* role : encoder::within_reach(world_, actions_, entering, start)) {
    roles.push_back(globs.intern(glob::literal(role->arn)));
    scope.apart.insert(role);
  }
  for (const auto& [id, account] : world_.accounts) {
    if (account.has_identities) {
      listed.push_back(globs.intern_wildcard("arn:*:iam::" + id + ":role/*"));
    }
    if (!model::management_account_of(world_, id).empty()) {
      roots.push_back(globs.intern(glob::literal(model::root_arn(account.partition, id))));
    }
  }
  scope.parts.push_back({entering, globs.intern_set(roles), globs.nothing_set()});
  scope.parts.push_back({entering, globs.intern_set(globs.intern_wildcard("arn:*:iam::*:role/*")),
                         globs.intern_set(listed)});
  scope.parts.push_back(
      {actions_.only({"sts:AssumeRoot"}), globs.intern_set(roots), globs.nothing_set()});
}

encoder::Scope Encodings::scope(const queries::RequestSet& set, bool chains,
                                const queries::Zone& zone) {
  encoder::Scope out = queries::scope_of(set, facts_, slicer_.globs());
  if (chains) add_assumptions(out, queries::starting(set, world_, zone));
  return out;
}

Steps& Encodings::of(const queries::RequestSet& set, bool chains, const queries::Zone& zone) {
  if (!options_.slicing) {
    if (!whole_) whole_ = std::make_unique<Steps>(facts_, world_, options_);
    return *whole_;
  }
  encoder::Slice slice = slicer_.slice(scope(set, chains, zone));
  if (sliced_ && sliced_->slice.fingerprint == slice.fingerprint) return sliced_->steps;
  sliced_ = std::make_unique<Sliced>(std::move(slice), facts_, world_, options_);
  return sliced_->steps;
}

}  // namespace postern::verify
