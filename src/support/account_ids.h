// AWS account ids within longer texts: ARNs, patterns, values of conditions.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace postern {

/// Adds the account ids in the text: twelve digits that are no part of a longer number.
void add_account_ids(std::string_view text, std::set<std::string>& out);

}  // namespace postern
