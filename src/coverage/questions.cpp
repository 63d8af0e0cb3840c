#include "coverage/questions.h"

#include <algorithm>
#include <iterator>

#include "support/check.h"

namespace postern::coverage {
namespace {

// Where a cell says "unknown", the condition or element may hold and may not: an Allow then counts
// in a proof and a Deny does not, and the reverse in a counterexample.
constexpr std::string_view unknown = "unknown";
constexpr std::string_view unknown_if_different = "unknown where the readings differ";

constexpr OpenQuestion register_of_questions[] = {
    {1, "whether a wildcard of `Resource` runs past a colon into the next part of the ARN",
     "it does", unknown_if_different, unknown_if_different,
     "ambiguous_arn_segments:AMBIGUOUS-ARN-SEGMENTS-1"},
    {2, "what ARN operators make of a value or pattern with fewer than six parts",
     "no match; negated, a match", unknown, unknown, ""},
    {3, "wildcards in the service, of an action (`*:Get*`) or of a resource", "ordinary wildcards",
     "unknown where they match", "unknown where they match",
     "ambiguous_action_prefix:AMBIGUOUS-ACTION-PREFIX-1"},
    {4, "ARNs cut short outside identity policies and boundaries", "not completed",
     "unknown where completing them would match", "unknown where completing them would match", ""},
    {5, "whether an ARN covers an action of its service that has no resource", "only `*` does",
     unknown, unknown, "ambiguous_no_resource_type:AMBIGUOUS-NO-RESOURCE-TYPE-1"},
    {6, "what else a variable without a value spoils: its entry, its list or its statement",
     "its entry alone", "unknown where other entries decide", "unknown where other entries decide",
     "ambiguous_unresolved_sibling:AMBIGUOUS-UNRESOLVED-SIBLING-1"},
    {7, "variables in values of `Bool`", "replaced", unknown, unknown, ""},
    {8, "whether `*` and `?` in what a variable stands for are wildcards", "they are plain text",
     unknown_if_different, unknown_if_different, ""},
    {9, "an operator without set prefix on a key with several values", "no match", unknown, unknown,
     "ambiguous_set_operators:AMBIGUOUS-SET-OPERATORS-1"},
    {10, "`ForAnyValue` with a negated operator where the key is absent", "false", unknown, unknown,
     "ambiguous_set_operators:AMBIGUOUS-SET-OPERATORS-2"},
    {11, "a set that holds one empty text and nothing else", "an ordinary value",
     unknown_if_different, unknown_if_different, ""},
    {12, "empty lists of condition values, empty conditions, empty `NotAction` and `NotResource`",
     "a list without values matches nothing, a condition without operators holds", unknown, unknown,
     ""},
    {13, "values that cannot be read as what the operator compares", "no match; negated, a match",
     unknown, unknown, "ambiguous_value:AMBIGUOUS-VALUE-1"},
    {14,
     "unusual spellings: `1e3`, `+5`, `0x10`; years and months as dates; four digits; a date "
     "without time; several values of `Bool`; an IPv6 address without length",
     "plain decimals; the first instant; a year; any of them; one address", unknown_if_different,
     unknown_if_different, "texts_with_two_readings:TEXTS-WITH-TWO-READINGS-1"},
    {15, "whether `{\"AWS\": \"*\"}` means services too", "it does", "it does", "it does not", ""},
    {16, "a user or role made again under the name of a deleted one that a policy means",
     "policies mean who is there now", "the same", "the same", ""},
    {17, "`NotPrincipal` that lists some of session, role, user and account, not all",
     "the caller is not spared", unknown, unknown, "not_principal_partial:NOT-PRINCIPAL-PARTIAL-1"},
    {18, "whether a grant to `*` frees a federated user from session policy and boundary",
     "it does", "it does", "it does not", ""},
    {19, "the MFA keys of role sessions", "may be there", "there or not, any value",
     "only with a user's temporary credentials", ""},
    {20, "`aws:SourceIp` of what a service does on somebody's behalf", "the original address",
     "there or not, any value", "no witness has such a request", ""},
    {21, "which ARN identity policies must allow for a request through an S3 access point", "both",
     "either", "both", ""},
    {22, "which conditions keep a policy from being public", "listed keys under plain operators",
     "not public where unsure", "public where unsure", ""},
    {23, "whether the bucket's policy is enough for an object of somebody else", "it is not",
     "it is", "the object's side must allow too", ""},
    {24, "whether WRITE on a bucket deletes objects", "it does not", "it does", "it does not", ""},
    {25, "whether IgnorePublicAcls drops a list with public grants, or those grants alone",
     "those grants", "those grants", "the whole list", ""},
    {26, "whether the call of a function URL needs `lambda:InvokeFunction` as well",
     "each action is a request of its own", "the same", "the same", ""},
    {27, "which services resource control policies reach", "the short list", "the short list",
     "every service", ""},
    {28, "how much of the policy language counts in an Allow of a service control policy",
     "all of it", "the same", "the same", ""},
    {29, "user and role ARNs in the policy of a gateway endpoint", "no match",
     "a match as anywhere else", "no match", ""},
    {30, "which actions a wildcard in a queue policy covers", "those that may be shared", "all",
     "those that may be shared", ""},
    {31, "letter case and spelling outside ASCII", "they differ", unknown, unknown, ""},
    {32, "what `?` is: a character, a unit of UTF-16, a byte", "a character",
     "unknown outside ASCII", "unknown outside ASCII", ""},
    {33, "which of two tags counts whose keys differ in case alone", "one of them", "either",
     "no witness has such tags", ""},
    {34, "what is known of a service that calls: its ARN, account, address", "nothing",
     "there or not, any value", "no witness has these keys", ""},
    {35,
     "whether session tags and source identities need more than a trust policy that names the "
     "caller",
     "they do not", "they do not", "the caller's side must allow too", ""},
    {36, "what sessions of AssumeRoot may do", "what the task policy allows", "whatever root may",
     "no witness is one", ""},
    {37, "when `aws:SourceOwner` is there", "it is the caller's account", "there or not, any value",
     "no witness has it", ""},
    {38, "whether session policies limit what is granted to the session's ARN or to `*`",
     "they do not", "the same", "the same", ""},
    {39, "whether endpoint policies bind services and service-linked roles", "services not",
     "neither", "both", ""},
    {40, "whether `*` in a trust policy admits bearers of tokens", "it does not", "it does",
     "it does not", ""},
    {41, "what is known of the bearer of a token while the role is assumed", "nothing",
     "there or not, any value", "no witness has these keys", ""},
    {42, "whether an empty text counts as no value", "it is a value", unknown_if_different,
     unknown_if_different, ""},
    {43, "`Null` with a set prefix", "ForAllValues is true, ForAnyValue is false",
     unknown_if_different, unknown_if_different, ""},
    {44, "`ForAnyValue` with IfExists where the key is absent", "true", unknown, unknown,
     "ambiguous_set_operators:AMBIGUOUS-SET-OPERATORS-3"},
    {45, "a variable before the fifth colon of a `Resource`", "the entry matches nothing", unknown,
     unknown, ""},
    {46, "`{\"Service\": \"*\"}`", "no service", "every service", "no service", ""},
    {47, "`ForAllValues` on `aws:ResourceOrgPaths` where the key is absent", "true", unknown,
     unknown, ""},
    {48, "`aws:userid` of anonymous callers", "`anonymous`", "either", "no witness has it", ""},
    {101, "whether a key grant reaches another account without that account's consent",
     "the caller's side must allow too", "it does", "the caller's side must allow too", ""},
    {102, "whether services are AuthenticatedUsers of an S3 list", "they are", "they are",
     "they are not", ""},
    {103, "whether a key grant to a user holds for the federated sessions it makes", "it does not",
     "it does", "it does not", ""},
};

}  // namespace

std::span<const OpenQuestion> questions() { return register_of_questions; }

const OpenQuestion& question(int number) {
  const auto found = std::ranges::find(register_of_questions, number, &OpenQuestion::number);
  POSTERN_CHECK(found != std::end(register_of_questions));
  return *found;
}

}  // namespace postern::coverage
