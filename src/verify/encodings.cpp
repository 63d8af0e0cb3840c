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
      entering_(actions_.only(
          {"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"})),
      trust_(world, actions_, entering_),
      slicer_(world, facts_) {}

Encodings::Sliced::Sliced(encoder::Slice cut, const encoder::WorldFacts& whole,
                          const model::World& world, const Options& options)
    : slice(std::move(cut)), steps(encoder::WorldFacts(slice, whole), world, options) {}

void Encodings::name(const queries::Names& names) {
  bool fresh = false;
  const auto add = [&](const std::set<std::string>& more, std::set<std::string>& all) {
    for (const std::string& each : more) fresh |= all.insert(each).second;
  };
  add(names.services, facts_.services);
  add(names.providers, facts_.providers);
  add(names.accounts, facts_.asked_accounts);
  if (fresh) forget();
}

void Encodings::forget() {
  whole_.reset();
  sliced_.reset();
}

// What is asked of who can come to act as whom: role assumptions, and sts:AssumeRoot.
void Encodings::add_assumptions(encoder::Scope& scope, const Roles& roles) {
  glob::GlobPool& globs = slicer_.globs();
  std::vector<glob::GlobId> assumed, listed, roots;
  for (const model::IamPrincipal* role : roles) {
    assumed.push_back(globs.intern(glob::literal(role->arn)));
  }
  for (const auto& [id, account] : world_.accounts) {
    if (account.has_identities) {
      listed.push_back(globs.intern_wildcard("arn:*:iam::" + id + ":role/*"));
    }
    if (!model::management_account_of(world_, id).empty()) {
      roots.push_back(globs.intern(glob::literal(model::root_arn(account.partition, id))));
    }
  }
  formula::Bits with_checks = entering_;
  with_checks |= actions_.only({"sts:TagSession", "sts:SetSourceIdentity"});
  scope.parts.push_back({with_checks, globs.intern_set(assumed), globs.nothing_set()});
  scope.parts.push_back({entering_, globs.intern_set(globs.intern_wildcard("arn:*:iam::*:role/*")),
                         globs.intern_set(listed)});
  scope.parts.push_back(
      {actions_.only({"sts:AssumeRoot"}), globs.intern_set(roots), globs.nothing_set()});
  scope.apart = roles;
}

Encodings::Encoding Encodings::of(const queries::RequestSet& set, bool chains,
                                  const queries::Zone& zone, Callers callers) {
  encoder::Starting start = queries::starting(set, world_, zone);
  const Roles roles = chains ? trust_.within_reach(start) : Roles{};
  if (!options_.slicing) return whole(roles);
  encoder::Scope scope = queries::scope_of(set, facts_, slicer_.globs());
  if (chains) add_assumptions(scope, roles);
  if (callers == Callers::WhoCanAct) {
    scope.callers = std::move(start.principals);
    scope.callers->insert(roles.begin(), roles.end());
  }
  return sliced(scope, roles);
}

Encodings::Encoding Encodings::along(const queries::RequestSet& set, const Roles& roles,
                                     const Roles& apart) {
  if (!options_.slicing) return whole(roles);
  encoder::Scope scope = queries::scope_of(set, facts_, slicer_.globs());
  add_assumptions(scope, roles);
  scope.apart.insert(apart.begin(), apart.end());
  return sliced(scope, roles);
}

Encodings::Encoding Encodings::whole(const Roles& roles) {
  if (!whole_) whole_ = std::make_unique<Steps>(facts_, world_, options_);
  return {*whole_, assumable(*whole_, roles)};
}

Encodings::Encoding Encodings::sliced(const encoder::Scope& scope, const Roles& roles) {
  encoder::Slice slice = slicer_.slice(scope);
  if (!sliced_ || sliced_->slice.fingerprint != slice.fingerprint) {
    sliced_ = std::make_unique<Sliced>(std::move(slice), facts_, world_, options_);
  } else {
    sliced_->slice.alike = std::move(slice.alike);  // of other callers, perhaps
  }
  return {sliced_->steps, assumable(sliced_->steps, roles), &sliced_->slice.alike};
}

// In the order of the encoded world.
std::vector<Assumable> Encodings::assumable(Steps& steps, const Roles& roles) {
  std::vector<Assumable> out;
  for (const auto& [arn, principal] : steps.facts().world.principals) {
    const model::IamPrincipal& role = world_.principals.at(arn);
    if (roles.contains(&role)) out.push_back({&principal, &trust_.admitted(role)});
  }
  return out;
}

}  // namespace postern::verify
