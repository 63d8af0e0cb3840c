// Actions that no policy at hand tells apart, taken together.
#pragma once

#include <span>

#include "encoder/actions.h"
#include "model/policy.h"

namespace postern::encoder {

/// One action of `all` for each class of actions that are in the same `lists`, negated or not;
/// those that are in none included, if there are any. Actions that none of the elements `asked`
/// (some of `lists`) covers are left out, but at least one action remains. A question over `lists`
/// alone that is about covered actions has the same answer over these few. Time is linear in what
/// the lists match.
ActionSpace representative_actions(ActionSpace& all,
                                   std::span<const model::PatternList* const> lists,
                                   std::span<const model::PatternList* const> asked);

}  // namespace postern::encoder
