// The table of relations between context keys as data (section 15 of the specification).
//
// Most relations are clauses: of these facts about a request, one holds. The others tie values
// together and have a kind of their own, which context_relate.cpp knows. What AWS documents is
// asserted in proofs; what is only inferred, in witnesses.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "encoder/context_table.h"

namespace postern::encoder {

enum class Fact {
  None,
  Present,          // the key is there
  Absent,           // the key is not
  Is,               // the key is there with that text
  Call,             // the action matches `text`
  From,             // the caller is of a kind named in `text`, by the letters of caller_letters
  ThroughEndpoint,  // the request comes through a VPC endpoint
  ThroughService    // a service sends the request, for itself or with a caller's permission
};

struct Literal {
  Fact fact = Fact::None;
  std::string_view key = {};
  std::string_view text = {};
  bool negated = false;
};

enum class RelationKind {
  AnyOf,              // one of `facts` holds
  Unsure,             // where one of `facts` holds, nobody knows what a condition says of the key
  OtherOrganization,  // callers known not to be members of an organization do not carry its id
  RoleTags,           // a role session has its role's tags and no others
  ResourceTags,       // a resource has the tags the snapshot says it has
  NewUniqueId,        // ids nobody knows have the form of one
  OwnName,            // the names of a service contain the one it presents
  NotAfterClock,      // the instant is not after the current time
  RegionOfResource,   // the region of the resource's ARN
  AccountOfSource,    // the account in aws:SourceArn is aws:SourceAccount
  OrganizationOfSource,  // aws:SourceOrgID is that of aws:SourceAccount
  Listed,                // what `key` is about is an element of the key of the first fact
  ListedOnly,            // such an element is there for that reason, where the action carries it
  NoEmptyElement,        // no element is the empty text
  Carried,               // the action can carry the key (the catalogue)
  CarriedByService,      // the same, of keys of one service
  ClaimOfIssuer,         // a token's claims are its issuer's
  OfEndpoint,            // what a known endpoint belongs to
  ServiceOfEndpoint,     // a known endpoint carries the requests of its service, from its VPC
  EndpointOfVpc,         // requests from the VPC of a known endpoint come through one of them
};

enum class Holds { Proved, Witnessed };

/// Stands for the network path instead of a key: asserted where another relation speaks of it.
constexpr std::string_view path = "(path)";

/// Asserted where a policy uses `key` (a pattern as in KeyRow).
struct Relation {
  std::string_view rule;
  std::string_view key;
  Holds where;
  RelationKind kind;
  std::array<Literal, 4> facts = {};
};

std::span<const Relation> relations();

}  // namespace postern::encoder
