#include "verify/findings.h"

#include <utility>

#include "verify/alike_roles.h"
#include "verify/assumptions.h"
#include "verify/covering.h"
#include "verify/encodings.h"

namespace postern::verify {
namespace {

queries::Zone zone_of(const model::World& world, const Options& options) {
  queries::Zone zone;
  zone.accounts = {options.trusted_accounts.begin(), options.trusted_accounts.end()};
  zone.organizations = {options.trusted_organizations.begin(), options.trusted_organizations.end()};
  const bool given = !zone.accounts.empty() || !zone.organizations.empty();
  if (!given) {
    for (const auto& [id, organization] : world.organizations) zone.organizations.insert(id);
  }
  for (const auto& [id, account] : world.accounts) {
    const bool member = zone.organizations.contains(account.organization);
    if (member || (!given && account.has_some_identities())) zone.accounts.insert(id);
  }
  if (given) return zone;
  for (const auto& [arn, resource] : world.resources) {
    if (!resource.account.empty()) zone.accounts.insert(resource.account);
  }
  return zone;
}

queries::ActionWord action(const char* pattern) { return {queries::ActionWord::Glob{pattern}, {}}; }

// Requests on the resource and what is inside of it.
queries::RequestSet requests_on(const Target& target, const model::World& world,
                                const queries::Zone& zone) {
  queries::RequestSet set;
  // Callers outside the zone whom the snapshot lists; of all others there are classes anyway.
  for (const auto& [id, account] : world.accounts) {
    if (!account.has_some_identities() || zone.accounts.contains(id)) continue;
    set.principals.push_back({queries::PrincipalWord::Kind::Account, id, {}});
  }
  std::vector<std::string> patterns = {target.arn};
  if (target.role != nullptr) {
    set.actions = {action("sts:*")};
  } else {
    set.actions = {action("*")};
    patterns = model::governed_arns(*target.resource);
    if (target.resource->kind == model::ResourceKind::Other) {
      for (std::string& near : model::nearby_arns(*target.resource)) {
        patterns.push_back(std::move(near));
      }
    }
  }
  for (std::string& pattern : patterns) {
    set.resources.push_back({queries::ResourceWord::Kind::Arn, std::move(pattern), {}});
  }
  return set;
}

std::vector<std::string> assumptions(Encodings& encodings, const queries::Zone& zone,
                                     bool leans_on_reading) {
  const queries::RequestSet nothing;
  Question question(nothing, encodings.of(nothing, false, zone), zone);
  verdict::Verdict out;
  add_assumptions(out, question, false);
  out.assumptions.emplace_back(
      "resources that are not in the snapshot, and roles that are linked to services, are not "
      "looked at");
  if (leans_on_reading) {
    out.assumptions.emplace_back(
        "services that a policy does not name carry no keys about a principal (AMB-34), and are "
        "not meant by {\"AWS\": \"*\"} (AMB-15)");
  }
  return out.assumptions;
}

}  // namespace

verdict::Findings find_external_access(
    const model::World& world, const catalogue::Catalogue& catalogue, const Options& options,
    const std::function<void(std::size_t, std::size_t, const std::string&)>& progress) {
  verdict::Findings out;
  const queries::Zone zone = zone_of(world, options);
  const AccessSources sources(world, zone);
  const std::vector<Target> targets = sources.targets();
  out.resources = targets.size();
  Encodings encodings(world, catalogue, options);
  queries::Names names;
  names.services = {"config.amazonaws.com", "events.amazonaws.com"};  // of those nothing names
  encodings.name(names);
  AlikeRoles alike(world);
  bool leans_on_reading = false;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const Target& target = targets[i];
    std::vector<Offer> offers = sources.offers(target);
    const bool open = sources.is_open(target);
    if (offers.empty() && !open) continue;
    if (auto known = alike.findings(target, offers)) {
      out.findings.insert(out.findings.end(), known->begin(), known->end());
      continue;
    }
    progress(i, targets.size(), target.arn);
    const queries::RequestSet set = requests_on(target, world, zone);
    Encodings::Encoding encoding = encodings.of(set, false, zone);
    encoding.steps.solver().limit_time(options.timeout_seconds);
    Outside outside(encoding.steps, zone, target.owner);
    Question question(set, std::move(encoding), zone);
    Covering covering(target, question, outside, std::move(offers), !open);
    const std::size_t before = out.findings.size();
    leans_on_reading |= covering.add_to(out);
    if (covering.every_offer_is_a_finding()) {
      alike.remember(
          target, {out.findings.begin() + static_cast<std::ptrdiff_t>(before), out.findings.end()});
    }
  }
  out.assumptions = assumptions(encodings, zone, leans_on_reading);
  for (const std::string& id : zone.accounts) out.zone.push_back("account:" + id);
  for (const std::string& id : zone.organizations) out.zone.push_back("org:" + id);
  return out;
}

}  // namespace postern::verify
