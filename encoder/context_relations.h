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
  Present,         // the key is there
  Absent,          // the key is not
  Is,              // the key is there with that text
  Call,            // the action is `text`
  From,            // the caller is of a kind named in `text`, by the letters of caller_letters
  ThroughEndpoint  // the request comes through a VPC endpoint
};

struct Literal {
  Fact fact = Fact::None;
  std::string_view key = {};
  std::string_view text = {};
  bool negated = false;
};

enum class RelationKind {
  AnyOf,              // one of `facts` holds
  OtherOrganization,  // callers known not to be members of an organization do not carry its id
  RoleTags,           // a role session has its role's tags and no others
  ResourceTags,       // a resource has the tags the snapshot says it has
  NewUniqueId,        // ids nobody knows have the form of one
  ListedTag,          // a tag of the request is among its tag keys
  NoEmptyElement,     // no element is the empty text
  Carried,            // the action can carry the key (the catalogue)
  CarriedOfService,   // the same, of keys of one service
  Claim,              // a token's claims, and what sessions keep of them
  ClaimOfIssuer,      // a token's claims are its issuer's
};

enum class Holds { Proved, Witnessed };

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
