// The codes of the policy reader (POSTERN02xx), with what each means.
#pragma once

#include <array>

#include "support/codes.h"

namespace postern::model::codes {

using postern::codes::Code;

// Errors: the document could never have been stored, or its meaning is not known.
inline constexpr Code not_a_policy{"POSTERN0201", "a policy document is not an object"};
inline constexpr Code unknown_policy_element{"POSTERN0202",
                                             "a policy document has an unknown element"};
inline constexpr Code unknown_statement_element{"POSTERN0203",
                                                "a statement has an unknown element"};
inline constexpr Code wrong_type{"POSTERN0204", "an element has a value of the wrong type"};
inline constexpr Code bad_version{"POSTERN0205", "the Version is not one of the two"};
inline constexpr Code bad_effect{"POSTERN0206", "the Effect is neither Allow nor Deny"};
inline constexpr Code unknown_operator{"POSTERN0207", "a condition operator does not exist"};
inline constexpr Code missing_element{"POSTERN0208", "a required element is missing"};
inline constexpr Code exclusive_pair{"POSTERN0209", "an element stands beside its negation"};
inline constexpr Code element_not_allowed{"POSTERN0210",
                                          "an element that this kind of policy must not have"};
inline constexpr Code duplicate_name{"POSTERN0211",
                                     "two names are the same without regard to case"};
inline constexpr Code bad_principal{"POSTERN0212", "a principal element of the wrong shape"};
inline constexpr Code bad_resource_control{
    "POSTERN0213", "a resource control policy of a shape that cannot be stored"};
inline constexpr Code malformed_variable{"POSTERN0214", "a policy variable cannot be read"};
inline constexpr Code template_function{"POSTERN0215",
                                        "a template function stands where a value is needed"};

// Warnings: legal, or harmless, but hardly what was meant.
inline constexpr Code empty_list{"POSTERN0230", "an element lists nothing"};
inline constexpr Code malformed_principal{"POSTERN0231", "a principal value matches nothing"};
inline constexpr Code malformed_action{"POSTERN0232", "an action is not of the form service:Name"};
inline constexpr Code malformed_resource{"POSTERN0233", "a resource is not an ARN"};
inline constexpr Code allow_not_principal{"POSTERN0234", "NotPrincipal stands beside Allow"};
inline constexpr Code several_booleans{"POSTERN0235", "a Boolean condition lists several values"};
inline constexpr Code malformed_value{"POSTERN0236", "a condition value does not fit its operator"};
inline constexpr Code undocumented_element{
    "POSTERN0237", "an element that is not documented for this kind of policy"};
inline constexpr Code empty_condition{"POSTERN0238", "a condition tests nothing"};
inline constexpr Code implied_principal{"POSTERN0239",
                                        "a resource control policy leaves out its principal"};
inline constexpr Code inactive_variable{"POSTERN0240",
                                        "a policy variable in a document without variables"};
inline constexpr Code early_variable{"POSTERN0241",
                                     "a policy variable before the fifth colon of a resource"};

/// Every code, in order.
inline constexpr std::array table{
    not_a_policy,
    unknown_policy_element,
    unknown_statement_element,
    wrong_type,
    bad_version,
    bad_effect,
    unknown_operator,
    missing_element,
    exclusive_pair,
    element_not_allowed,
    duplicate_name,
    bad_principal,
    bad_resource_control,
    malformed_variable,
    template_function,
    empty_list,
    malformed_principal,
    malformed_action,
    malformed_resource,
    allow_not_principal,
    several_booleans,
    malformed_value,
    undocumented_element,
    empty_condition,
    implied_principal,
    inactive_variable,
    early_variable,
};

}  // namespace postern::model::codes
