// Everything a snapshot says, merged: accounts, principals, resources and their policies.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/policy.h"
#include "support/error.h"

namespace postern::model {

enum class PrincipalKind { User, Role };

/// An IAM user or role of the snapshot.
struct IamPrincipal {
  PrincipalKind kind = PrincipalKind::User;
  std::string arn;  // with path
  std::string partition;
  std::string account;
  std::string name;                     // without path
  std::string unique_id;                // AIDA... / AROA...; may be empty
  std::vector<const Policy*> identity;  // inline, attached, and of the groups (EVAL-18)
  const Policy* boundary = nullptr;
  const Policy* trust = nullptr;            // roles
  std::map<std::string, std::string> tags;  // key as written
  bool service_linked = false;
  std::vector<std::string> missing;  // ARNs of attached documents the snapshot does not contain
  bool boundary_missing = false;     // a boundary is attached whose document is not there
  SourceSpan where;
};

enum class ResourceKind {
  S3Bucket,
  SqsQueue,
  SnsTopic,
  LambdaFunction,
  KmsKey,
  Secret,
  EcrRepository,
  Other
};
std::string_view to_string(ResourceKind kind);

/// A resource of the snapshot, with its policy if it has one. Roles are IamPrincipals.
struct Resource {
  ResourceKind kind = ResourceKind::Other;
  std::string arn;                      // of the resource itself (a bucket, not its objects)
  std::string account;                  // owner
  const Policy* policy = nullptr;       // null: known to have none
  std::vector<std::string> unmodelled;  // what else was read about it that no engine models yet
  std::map<std::string, std::string> tags;
  SourceSpan where;
};

struct Account {
  std::string id;
  std::string partition = "aws";
  bool has_identities = false;  // its users and roles were read, so they are complete
  std::string organization;     // may be empty
};

struct InputDocument {
  std::string path;  // as given on the command line, joined with the path inside a folder
  std::string kind;  // "account-authorization-details", "iam-collect", "manifest", ...
  std::string sha256;
  std::size_t count = 0;  // things read from it
};

/// The merged model. Owns every policy; addresses are stable.
struct World {
  std::deque<Policy> policies;
  std::map<std::string, Account> accounts;         // by id
  std::map<std::string, IamPrincipal> principals;  // by ARN
  std::map<std::string, Resource> resources;       // by ARN
  std::map<std::string, const Policy*> managed;    // managed policies by ARN
  std::vector<InputDocument> inputs;               // in order of path
  std::vector<std::string> notes;                  // what was left out or taken on trust
  /// Documents that were read past although they may deny what everything else allows, in words:
  /// while there are any, nothing can be said to be allowed.
  std::vector<std::string> unmodelled_guardrails;
  std::vector<Diagnostic> warnings;

  World() = default;
  World(World&&) = default;
  World& operator=(World&&) = default;
  World(const World&) = delete;
  World& operator=(const World&) = delete;
};

/// The ARN globs (`*` is a wildcard) a resource's policy governs: a bucket and its objects, else
/// the ARN alone.
std::vector<std::string> governed_arns(const Resource& resource);

/// The ARN globs of what a resource's policy may govern besides, as far as anybody can tell: what
/// lies below its ARN; and, of a type whose policies are not known to govern it alone (a Glue
/// catalogue, an API), what its policy names, or, where it names no ARNs, whatever its services
/// have in its account.
std::vector<std::string> nearby_arns(const Resource& resource);

}  // namespace postern::model
