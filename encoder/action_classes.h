// Actions that no policy at hand tells apart, taken together.
#pragma once

#include <span>

#include "encoder/actions.h"
#include "model/policy.h"

namespace postern::encoder {

/// One action of `all` for each class of actions that are in the same `lists`, negated or not;
/// those that are in none included, if there are any. A question over `lists` alone has the same
/// answer over these few actions. Time is linear in what the lists match. Every list must be of
/// actions.
ActionSpace representative_actions(ActionSpace& all,
                                   std::span<const model::PatternList* const> lists);

}  // namespace postern::encoder
