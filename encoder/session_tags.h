// Which roles' sessions may have other tags than the role (section 13.2 of the specification).
#pragma once

#include <set>

#include "encoder/actions.h"
#include "model/world.h"

namespace postern::encoder {

/// The roles to whose sessions somebody may be able to pass tags, as far as trust policies can tell
/// (TAG-1), or whose sessions may keep transitive tags of the session that assumed them (TAG-3).
/// The sessions of all others have their role's tags and no others (TAG-4).
std::set<const model::IamPrincipal*> taggable_roles(const model::World& world,
                                                    ActionSpace& actions);

}  // namespace postern::encoder
