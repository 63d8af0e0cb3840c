#include "verify/policies_about.h"

#include <set>

namespace postern::verify {

std::vector<const model::Policy*> policies_about(Question& question) {
  const model::World& world = question.steps().facts().world;
  glob::GlobPool& globs = question.steps().terms().globs();
  std::vector<const model::Policy*> out;
  std::set<const model::Policy*> known;
  const auto add = [&](const model::Policy* policy) {
    if (policy != nullptr && known.insert(policy).second) out.push_back(policy);
  };
  for (const model::Policy& policy : world.policies) {
    if (policy.kind != model::PolicyKind::Resource && policy.kind != model::PolicyKind::Trust) {
      add(&policy);
    }
  }
  for (const auto& [arn, resource] : world.resources) add(resource.policy);
  for (const auto& [arn, principal] : world.principals) {
    if (globs.contains(question.encoded().range.set, arn)) add(principal.trust);
  }
  return out;
}

}  // namespace postern::verify
