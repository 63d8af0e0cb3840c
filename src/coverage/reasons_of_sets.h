// More words in which a verdict says what it hangs on (reasons.h): of the sets of a claim.
#pragma once

#include <string_view>

namespace postern::coverage {

// What no witness rests on.
inline constexpr std::string_view place_of_account =
    "a caller of whose account the snapshot does not say in which organization, or where in it, it "
    "is";
inline constexpr std::string_view place_of_resource =
    "a resource of which the snapshot does not say whose it is, where its account is, or its tags";

}  // namespace postern::coverage
