// The relations between context keys that come from the VPC endpoints of a world.
#include "encoder/context.h"
#include "encoder/context_world.h"
#include "support/check.h"

namespace postern::encoder {
namespace {

using formula::TermId;
using model::VpcEndpoint;

// What has an ARN of that region, an ARN without a region, or none.
glob::GlobSetId in_region(glob::GlobPool& globs, const std::string& region) {
  std::vector<glob::GlobId> members = {globs.intern(glob::literal("*"))};
  for (const std::string& part : {region, std::string()}) {
    glob::Tokens arn = glob::wildcard("arn:*:*:" + part + ":", glob::CharSet::except(U":"));
    arn.push_back({glob::CharSet::all(), glob::Repeat::Any});
    members.push_back(globs.intern(std::move(arn)));
  }
  return globs.intern_set(members);
}

}  // namespace

TermId ContextKeys::is(const std::string& name, const std::string& text) {
  return text_in(key(name), terms_.globs().intern_set(terms_.globs().intern(glob::literal(text))));
}

// REL-13, REL-14
TermId ContextKeys::of_endpoint(Key& key) {
  const auto value = [&](const VpcEndpoint& endpoint) -> std::string {
    if (key.name == "aws:sourcevpc") return endpoint.vpc;
    if (key.name == "aws:vpceaccount") return endpoint.account;
    POSTERN_CHECK(key.name == "aws:vpceorgid");
    return owner_value(Source::OwnerOrganization, endpoint.account);
  };
  std::vector<TermId> all;
  for (const auto& [id, endpoint] : world_->world.endpoints) {
    const std::string text = value(endpoint);
    if (text.empty()) continue;
    all.push_back(
        implies(terms_.all_of({is("aws:sourcevpce", id), field_present(key)}), is(key.name, text)));
  }
  return terms_.all_of(all);
}

// A Region's endpoint leads to that Region, and buckets are taken to lie there.
TermId ContextKeys::service_of_endpoint() {
  std::vector<TermId> all;
  for (const auto& [id, endpoint] : world_->world.endpoints) {
    std::vector<TermId> parts = {terms_.false_term()};
    if (!endpoint.service.empty()) {
      parts = {terms_.value_in(action_, actions_.matching(endpoint.service + ":*")),
               is("aws:sourcevpc", endpoint.vpc)};
      if (!endpoint.region.empty()) {
        parts.push_back(terms_.string_in(resource_, in_region(terms_.globs(), endpoint.region)));
      }
    }
    all.push_back(implies(is("aws:sourcevpce", id), terms_.all_of(parts)));
  }
  return terms_.all_of(all);
}

// What other endpoints of a known VPC say, nobody has seen.
TermId ContextKeys::endpoint_of_vpc() {
  std::map<std::string, std::vector<TermId>> by_vpc;
  for (const auto& [id, endpoint] : world_->world.endpoints) {
    by_vpc[endpoint.vpc].push_back(is("aws:sourcevpce", id));
  }
  std::vector<TermId> all;
  for (const auto& [vpc, through] : by_vpc) {
    all.push_back(implies(is("aws:sourcevpc", vpc), terms_.any_of(through)));
  }
  return terms_.all_of(all);
}

}  // namespace postern::encoder
