// The words in which a verdict says what it hangs on: used where that is found out, and in the rows
// of the table.
#pragma once

#include <string_view>

namespace postern::coverage {

// What no witness rests on: `... may be allowed, but no witness rests on REASON`.
// Context keys; the key's name follows.
inline constexpr std::string_view key_kept_back = "the context key ";
inline constexpr std::string_view unknown_key = "a context key the catalogue does not know, ";
inline constexpr std::string_view inferred_key = "a presence or value not known to occur of ";
inline constexpr std::string_view two_readings = "a value read as text and as another type, of ";
// Callers.
inline constexpr std::string_view federation_token = "a session of GetFederationToken";
inline constexpr std::string_view path_elsewhere =
    "a user or role with a path, of an account that is not in the snapshot";
inline constexpr std::string_view linked_elsewhere =
    "a service-linked role of an account that is not in the snapshot";
inline constexpr std::string_view unnamed_service = "a service that nothing names";
inline constexpr std::string_view unnamed_provider = "an identity provider that nothing names";
inline constexpr std::string_view member_not_read =
    "a principal of a member account of which nothing was read";
inline constexpr std::string_view principal_not_read =
    "a principal that the rest of an account's users and roles may contain";
// Constructs.
inline constexpr std::string_view typed_elements =
    "a number, date, address or variable compared with each of several values";

// What an unknown verdict's explanation says around them.
inline constexpr std::string_view no_witness = " may be allowed, but no witness rests on ";
inline constexpr std::string_view may_be_blocked = " may be allowed, and it is not certain that ";
inline constexpr std::string_view canonical_id =
    " may be allowed: nothing says which account has a canonical id that a policy names";
inline constexpr std::string_view unique_id =
    " may be allowed: nothing says who has a unique id that a policy names";
inline constexpr std::string_view not_certain =
    " may be allowed, but not under every reading of what is not known";
inline constexpr std::string_view is_missing = " depends on what the snapshot does not contain: ";
inline constexpr std::string_view not_modelled = " depends on what is not modelled yet: ";
inline constexpr std::string_view documentation_open =
    " is allowed or not as the documentation is read: ";
inline constexpr std::string_view perhaps_reached = " may be reached, but no path to it is certain";
inline constexpr std::string_view broken_chain =
    "each role assumption is possible by itself, but no chain of them was found that holds "
    "together";
inline constexpr std::string_view foreign_point = " is allowed through an access point of account ";
inline constexpr std::string_view foreign_role =
    " is allowed, and whether a caller of the set can assume such a role is for account ";

inline constexpr std::string_view task_of_root =
    " is among the tasks of a session of sts:AssumeRoot is not documented";

// What the snapshot does not contain; what it is of follows.
inline constexpr std::string_view missing_policy = "policy ";
inline constexpr std::string_view missing_principals =
    "the rest of the users and roles of account ";
inline constexpr std::string_view missing_grants = "the rest of the grants";
inline constexpr std::string_view missing_boundary = "permissions boundary of ";
inline constexpr std::string_view missing_trust = "trust policy of ";
inline constexpr std::string_view missing_resource_policy = "resource policy of ";
inline constexpr std::string_view missing_owner = "the account that owns ";
inline constexpr std::string_view missing_object_lists = "access control lists of the objects of ";
inline constexpr std::string_view missing_point = "access point ";
inline constexpr std::string_view missing_points = "the access points of the bucket of ";
inline constexpr std::string_view missing_point_facts = "bucket and network origin of ";
inline constexpr std::string_view missing_place = "the place of account ";
inline constexpr std::string_view shared_policy = "whether the policy of ";

// What is in the snapshot and not modelled.
inline constexpr std::string_view organization_s3_policies = "S3 policies of its organization";
inline constexpr std::string_view key_without_policy =
    "the policy, which every key has and nobody collected,";

}  // namespace postern::coverage
