// Documents, principals and conditions.
#include "coverage/constructs.h"
#include "coverage/reasons.h"

namespace postern::coverage {
namespace {

using enum Treatment;

constexpr Construct of_documents[] = {
    {"`Version`, `Id`, `Sid`", Exact, Exact, "variables count in documents of 2012-10-17 alone", "",
     "GRAM-3, GRAM-9, VAR-1", ""},
    {"elements, operators and effects that do not exist, or not in this kind of policy", Refused,
     Refused, "", "", "GRAM-1, GRAM-4, GRAM-5, GRAM-10", ""},
    {"`Action`, `NotAction`", Exact, Exact, "the actions of the catalogue that match", "",
     "ACT-1 to ACT-6, GRAM-12, AMB-3, AMB-12, AMB-30", ""},
    {"`Resource`, `NotResource`", Exact, Exact, "", "", "RES-1 to RES-8, AMB-1, AMB-5, AMB-12", ""},
    {"ARNs cut short", Exact, Exact, "completed in identity policies and boundaries", "",
     "RES-5, AMB-4", ""},
    {"which resources an action can have", Exact, Exact, "the ARN formats of the catalogue", "",
     "RES-7, RES-9", ""},
    {"empty lists and conditions", Exact, Exact, "", "", "GRAM-8, AMB-12", ""},
    {"policy variables whose text is known, defaults, `${*}`", Exact, Exact,
     "replaced, caller by caller", "", "VAR-1 to VAR-8, AMB-6, AMB-7, AMB-42, AMB-45", ""},
    {"policy variables whose text is open: session names, session tags, what a request carries",
     Over, Under, "the solver may give up where texts are made of other texts", "linked patterns",
     "VAR-3, VAR-9, AMB-8", "approximations:TWO-VARIABLES"},
};

constexpr Construct of_principals[] = {
    {"`\"*\"`, accounts, users, roles, sessions, federated users", Exact, Exact, "", "",
     "PRIN-1 to PRIN-7, PRIN-17, AMB-15", ""},
    {"services and identity providers, by name", Exact, Exact, "", "",
     "PRIN-8, PRIN-9, AMB-40, AMB-46", ""},
    {"several names of one service", Assumed, Assumed, "a service presents the name one asks about",
     "", "PRIN-16", ""},
    {"unique ids", Over, Under, "of principals whose id the snapshot does not say", unique_id,
     "PRIN-14, AMB-16", "unique_id_nobody_has:UNIQUE-ID-NOBODY-HAS-1"},
    {"canonical ids of accounts", Over, Under, "of accounts whose id no list of a bucket says",
     canonical_id, "PRIN-10", "canonical_user:CANONICAL-USER-1"},
    {"`NotPrincipal`", Exact, Exact, "", "", "NPRIN-1 to NPRIN-4, AMB-17", ""},
    {"users, roles and root users of accounts that were read", Exact, Exact, "", "", "MOD-2", ""},
    {"principals of other accounts", Exact, Exact, "one of any name, granted what it likes", "",
     "MOD-2, SCOPE-1", ""},
    {"users and roles with a path, of other accounts", Over, Under,
     "the path and the name in the session's ARN are independent", path_elsewhere, "MOD-2, ARN-3",
     "approximations:PATH-ELSEWHERE"},
    {"service-linked roles of other accounts", Over, Under,
     "of any name, and allowed whatever they like; no RCP binds them", linked_elsewhere,
     "EVAL-10, RCP-4", "linked_roles_elsewhere:LINKED-ROLES-ELSEWHERE-1"},
    {"roles of other accounts, between the caller and the request", Over, Under,
     "a proof takes them for trusting everybody", foreign_role, "TRUST-4, TRUST-19",
     "account_without_identities:ACCOUNT-WITHOUT-IDENTITIES-1"},
    {"members of an organization of whom nothing was read", Over, Under,
     "their organization's policies are not asked", member_not_read, "SCP-6",
     "members_nobody_collected:MEMBERS-NOBODY-COLLECTED-6"},
    {"sessions of GetFederationToken", Over, Under,
     "any name, and a session policy that allows all", federation_token, "EVAL-7, SESS-6, AMB-18",
     "federation_tokens:FEDERATION-TOKENS-1"},
    {"services that neither a policy nor the question names", Over, Under,
     "one stands for all of them", unnamed_service, "EVAL-9", "approximations:UNNAMED-SERVICE"},
    {"identity providers that neither a policy nor the question names", Over, Under,
     "one stands for all of them", unnamed_provider, "OIDC-8, AMB-40",
     "approximations:UNNAMED-PROVIDER"},
    {"anonymous callers", Over, Under,
     "of most services it is not documented whether they take unsigned requests",
     "takes no unsigned requests", "EVAL-11", "approximations:UNSIGNED"},
};

constexpr Construct of_conditions[] = {
    {"`String*`, `BinaryEquals`", Exact, Exact, "", "", "COND-STR, COND-BIN, AMB-31, AMB-32", ""},
    {"`Arn*`", Exact, Exact, "wildcards stay within a part of the ARN", "", "COND-ARN, AMB-2", ""},
    {"`Numeric*`, `Date*`", Exact, Exact, "", "", "COND-NUM, COND-DATE, AMB-14", ""},
    {"`Bool`", Exact, Exact, "", "", "COND-BOOL, AMB-7, AMB-14", ""},
    {"`IpAddress`, `NotIpAddress`", Exact, Exact, "", "", "COND-IP, AMB-14", ""},
    {"`Null`, `...IfExists`, negated operators", Exact, Exact, "", "",
     "COND-NULL, COND-IFEX, COND-6, COND-7, AMB-42, AMB-43", ""},
    {"values that do not fit the operator", Exact, Exact, "read with a warning; unknown", "",
     "COND-9, AMB-13", ""},
    {"`ForAllValues:` and `ForAnyValue:` with text operators", Exact, Exact, "", "",
     "COND-SET, AMB-10, AMB-11, AMB-44, AMB-47", ""},
    {"the same with other operators or with variables, on keys with several values", Unsupported,
     Unsupported, "exact in a request that is given", typed_elements, "COND-SET",
     "approximations:TYPED-ELEMENTS"},
    {"a key with several values under an operator without prefix", Exact, Exact, "unknown", "",
     "COND-13, AMB-9", ""},
    {"context keys that not every request can be shown with", Over, Under,
     "see the table of context keys", key_kept_back, "CTX-1, SND-4",
     "keys_of_a_service:KEYS-OF-A-SERVICE-1"},
    {"relations between context keys that are not documented, only likely", Over, Under,
     "a witness keeps to them, a proof does not rely on them", inferred_key, "REL-1 to REL-30",
     "session_tags_by_caller:SESSION-TAGS-BY-CALLER-3"},
    {"context keys the catalogue does not know", Over, Under, "there or not, any value",
     unknown_key, "GRAM-12", "approximations:UNKNOWN-KEY"},
    {"one key compared as text and as a number, date or address", Over, Under,
     "a proof takes the two for independent", two_readings, "SND-4", "approximations:TWO-READINGS"},
};

}  // namespace

constinit const Area documents{"Documents and statements", of_documents};
constinit const Area principals{"Principals and callers", of_principals};
constinit const Area conditions{"Conditions", of_conditions};

}  // namespace postern::coverage
