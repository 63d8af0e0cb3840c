#include "encoder/session_tags.h"

#include <algorithm>

#include "encoder/admission.h"

namespace postern::encoder {

using model::IamPrincipal;
using model::PrincipalKind;

std::set<const IamPrincipal*> taggable_roles(const model::World& world, ActionSpace& actions) {
  const formula::Bits tagging = actions.only({"sts:TagSession"});
  Admission admission(world, actions);
  // Users have no transitive tags, and their federated sessions assume no role (TRUST-11).
  Starting tagged;
  for (const auto& [arn, role] : world.principals) {
    if (role.kind != PrincipalKind::Role) continue;
    if (role.trust == nullptr ||
        std::ranges::any_of(role.trust->statements, [&](const model::Statement& statement) {
          return admission.may_allow(statement, tagging);
        })) {
      tagged.principals.insert(&role);
    }
  }
  std::set<const IamPrincipal*> out =
      TrustGraph(world, actions, actions.only({"sts:AssumeRole"})).within_reach(tagged);
  out.insert(tagged.principals.begin(), tagged.principals.end());
  return out;
}

}  // namespace postern::encoder
