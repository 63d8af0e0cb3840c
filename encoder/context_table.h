// The table of context keys as data: for each key which callers' requests carry it, what determines
// its value, what a value looks like (section 14 of the specification).
//
// A row says of every kind of caller what a proof takes for possible, and what a counterexample may
// use of it (SND-4). What AWS documents holds in both; where it is silent or unclear a proof leaves
// the key free and a counterexample keeps to one side. The relations between keys are in
// context_relations.h, and context_define.cpp makes terms of a row.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "catalogue/catalogue.h"
#include "glob/glob.h"

namespace postern::encoder {

/// The columns of a row. A token session is one of a role that a trust policy may open to bearers
/// of tokens; a federated user is a GetFederationToken session.
enum class CallerKind {
  Root,
  User,
  Session,
  TokenSession,
  FederatedUser,
  Service,
  WebIdentity,
  Saml,
  Anonymous,
};
constexpr std::string_view caller_letters = "RUSTFVWLA";
constexpr std::size_t caller_kinds = caller_letters.size();

/// What determines a key's value, where a row says that something does.
enum class Source {
  None,
  CallerArn,
  CallerAccount,
  CallerType,
  UserId,
  UserName,
  PrincipalTag,
  CallerOrganization,
  CallerOrganizationPath,
  IsService,
  ServiceName,
  Provider,
  OwnerAccount,
  OwnerOrganization,
  OwnerOrganizationPath,
  NewSessionName,
};

/// What a value looks like. ByType: what the catalogue's type of the key says.
enum class Domain {
  ByType,
  Text,
  Name,
  Arn,
  PointArn,  // of an S3 access point
  Truth,
  Yes,  // "true", where the key is there at all
  Number,
  Count,  // no negative number
  Instant,
  Address,
  PublicAddress,
  Account,
  Organization,
  Vpc,
  Endpoint,
  Region,
  SourceIdentity,
  ExternalId,
  SignatureVersion,
  AuthenticationType,
  ServicePrincipal,
  NetworkOrigin,
};

/// Who chooses the value (CTX-1).
enum class Origin {
  Aws,
  Administrator,
  Credentials,
  Request,
  Network,
  Resource,
  TriggeringService
};

/// One key, or all keys `pattern` matches: a final `*` is any text but the empty one.
///
/// `callers` has a letter for each CallerKind, in that order:
///   =  the source says; where it cannot tell, the letter `unknown` counts
///   -  never
///   +  always, any value
///   o  there or not, any value
///   p  the same in proofs; never in a witness
///   w  the same in proofs; always in a witness
struct KeyRow {
  std::string_view pattern;
  Domain domain;
  Origin origin;
  std::string_view callers;
  Source source = Source::None;
  char unknown = 'p';

  char cell(CallerKind kind) const { return callers[static_cast<std::size_t>(kind)]; }
};
/// "the key is `pattern`, or one of those it stands for".
bool names_key(std::string_view pattern, std::string_view key);

/// Claims of identity providers: `saml:aud`, `token.actions.githubusercontent.com:sub`.
bool is_claim(std::string_view key);

/// The rows, as they stand in the specification.
std::span<const KeyRow> key_rows();
/// The row of a key: the first that matches; else that of claims, of keys of one service, or of
/// keys nobody knows enough of (GRAM-12).
const KeyRow& key_row(std::string_view key, const catalogue::Catalogue& catalogue);

}  // namespace postern::encoder
