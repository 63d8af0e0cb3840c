// The codes of the diagnostics about query files (POSTERN04xx), with what each means.
//
// A code never changes its meaning and is never used again. What is wrong with a `when` block as
// such has the codes of the policy reader (model/codes.h).
#pragma once

#include <array>

#include "support/codes.h"

namespace postern::queries::codes {

using postern::codes::Code;

inline constexpr Code wrong_type{"POSTERN0401", "a value has the wrong type"};
inline constexpr Code unknown_key{"POSTERN0402", "a key is not part of the format"};
inline constexpr Code missing_key{"POSTERN0403", "a required key is missing"};
inline constexpr Code bad_value{"POSTERN0404", "a value is not one of those allowed"};
inline constexpr Code bad_version{"POSTERN0405", "the version of the format is not known"};
inline constexpr Code not_supported{"POSTERN0406",
                                    "part of the format that this version cannot decide yet"};
inline constexpr Code claim_count{"POSTERN0407", "a property has no claim, or several"};
inline constexpr Code duplicate_id{"POSTERN0408", "two properties have the same id"};
inline constexpr Code empty_list{"POSTERN0409", "a list has no entries"};
inline constexpr Code unknown_set{"POSTERN0410", "a set `@name` is not defined"};
inline constexpr Code cyclic_set{"POSTERN0411", "a set contains itself, or is nested too deeply"};
inline constexpr Code bad_principal{"POSTERN0412", "an entry does not name principals"};
inline constexpr Code bad_action{"POSTERN0413", "an entry does not name actions"};
inline constexpr Code unknown_action{"POSTERN0414", "an action does not exist"};
inline constexpr Code unknown_service{"POSTERN0415", "a service does not exist"};
inline constexpr Code bad_resource{"POSTERN0416", "an entry does not name resources"};
inline constexpr Code unknown_condition_key{"POSTERN0417", "a condition key does not exist"};

/// Every code, in order.
inline constexpr std::array table{
    wrong_type,    unknown_key,           missing_key,  bad_value,      bad_version,
    not_supported, claim_count,           duplicate_id, empty_list,     unknown_set,
    cyclic_set,    bad_principal,         bad_action,   unknown_action, unknown_service,
    bad_resource,  unknown_condition_key,
};

}  // namespace postern::queries::codes
