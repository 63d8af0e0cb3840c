// Everything a snapshot says, merged: accounts, principals, resources and their policies.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/kms.h"
#include "model/policy.h"
#include "model/s3.h"
#include "support/error.h"
#include "support/time.h"

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
  std::string boundary_arn;                 // empty: none is attached
  const Policy* trust = nullptr;            // roles
  std::map<std::string, std::string> tags;  // key as written
  bool service_linked = false;
  std::vector<std::string> groups;   // users: ARNs of those that were read
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
  AccessPoint,  // of S3
  Other
};
std::string_view to_string(ResourceKind kind);

/// What is known of an S3 access point besides its policy.
struct AccessPointFacts {
  std::string bucket;       // ARN
  std::string vpc;          // empty: reached from anywhere (AP-3)
  PublicAccessBlock block;  // its own
};

/// A resource of the snapshot, with its policy if it has one. Roles are IamPrincipals.
struct Resource {
  ResourceKind kind = ResourceKind::Other;
  std::string arn;                        // of the resource itself (a bucket, not its objects)
  std::string account;                    // owner
  const Policy* policy = nullptr;         // null: known to have none, unless it is missing
  bool policy_missing = false;            // it may have a policy that the snapshot does not contain
  std::optional<S3Access> s3;             // buckets: beyond policies, as far as it was read
  std::optional<AccessPointFacts> point;  // access points
  bool aws_managed_key = false;           // keys
  std::vector<KmsGrant> key_grants;       // keys
  std::vector<std::string> unmodelled;    // what else was read about it that no engine models yet
  std::vector<std::string> missing;       // what else may allow and was not read, in words
  std::map<std::string, std::string> tags;
  SourceSpan where;
};

/// A VPC endpoint of the snapshot: a way to one service of AWS with a policy of its own.
struct VpcEndpoint {
  std::string id;                  // vpce-...
  std::string vpc;                 // vpc-...
  std::string account;             // owner
  std::string service;             // prefix of the actions it is for; empty: not known
  std::string region;              // of its service; empty: of all regions
  bool gateway = false;            // VPCE-5
  const Policy* policy = nullptr;  // null: the default one, which allows everything (VPCE-1)
  SourceSpan where;
};

/// The organization policies attached to one node of a tree: its root, a unit, an account.
struct AttachedGuardrails {
  std::vector<const Policy*> scps, rcps;
  /// Attached policies the snapshot does not contain, in words: they may allow, and may deny.
  std::vector<std::string> missing_scps, missing_rcps;
};

/// The root or a unit of an organization.
struct OrganizationUnit {
  std::string id;      // r-..., ou-...
  std::string parent;  // empty: the root
  AttachedGuardrails attached;
};

struct Organization {
  std::string id;  // o-...
  std::string management_account;
  std::set<std::string> root_managers;  // delegated administrators for sts:AssumeRoot (TRUST-18)
  bool scps_enabled = true;             // SCP-11: else no account has any
  bool rcps_enabled = true;
  std::map<std::string, OrganizationUnit> units;  // by id
};

struct Account {
  std::string id;
  std::string partition = "aws";
  bool has_identities = false;  // its users and roles were read, so they are complete
  /// Why they are not, though some were read: where their list ends, in words. Empty: no or all of
  /// them were read.
  std::string identities_lack;
  std::size_t groups = 0;  // that were read
  bool has_some_identities() const { return has_identities || !identities_lack.empty(); }
  std::string organization;     // may be empty
  std::string unit;             // of the organization the account is in; may be empty
  AttachedGuardrails attached;  // to the account itself
  std::string canonical_id;     // may be empty
  PublicAccessBlock s3_block;   // of the account (BPA-5)
};

/// The organization policies an account is under, root first, or why they are not known.
struct Guardrails {
  bool apply = false;  // SCP-11: false where the account is in no organization that uses them
  std::vector<std::vector<const Policy*>> levels;
  std::vector<std::string> missing;  // in words
};

struct InputDocument {
  std::string path;  // as given on the command line, joined with the path inside a folder
  std::string kind;  // "account-authorization-details", "iam-collect", "manifest", ...
  std::string sha256;
  std::size_t count = 0;          // things read from it
  std::optional<Time> collected;  // when, where a manifest says it
  std::optional<Time>
      captured;  // the newest thing in it, where the document says when each was seen
};

/// The merged model. Owns every policy; addresses are stable.
struct World {
  std::deque<Policy> policies;
  std::map<std::string, Account> accounts;            // by id
  std::map<std::string, Organization> organizations;  // by id
  std::map<std::string, IamPrincipal> principals;     // by ARN
  std::map<std::string, Resource> resources;          // by ARN
  std::map<std::string, VpcEndpoint> endpoints;       // by id
  std::map<std::string, const Policy*> managed;       // managed policies by ARN
  std::vector<std::string> rcp_services;              // that RCPs reach for certain (RCP-7)
  std::vector<InputDocument> inputs;                  // in order of path
  std::vector<std::string> notes;                     // what was left out or taken on trust
  std::vector<Diagnostic> warnings;

  World() = default;
  World(World&&) = default;
  World& operator=(World&&) = default;
  World(const World&) = delete;
  World& operator=(const World&) = delete;
};

/// The SCPs and the RCPs of an account (SCP-1, RCP-1, SCP-7, RCP-6: none in the management
/// account).
Guardrails scps_of(const World& world, const std::string& account);
Guardrails rcps_of(const World& world, const std::string& account);
/// The management account of the organization the account is a member of; empty where the snapshot
/// does not say, and for that account itself.
std::string management_account_of(const World& world, const std::string& account);
/// The accounts, that one and delegated administrators, whose callers can become root user of the
/// account by sts:AssumeRoot, where their own side allows it (TRUST-18).
std::set<std::string> root_managers_of(const World& world, const std::string& account);
/// `o-x/r-y/ou-z/`: where the account stands in its organization (CTX-PATH); empty if not known.
std::string organization_path(const World& world, const std::string& account);

/// The ARN globs (`*` is a wildcard) a resource's policy governs: a bucket and its objects, else
/// the ARN alone.
std::vector<std::string> governed_arns(const Resource& resource);

/// The ARN globs of what a resource's policy may govern besides, as far as anybody can tell: what
/// lies below its ARN; and, of a type whose policies are not known to govern it alone (a Glue
/// catalogue, an API), what its policy names, or, where it names no ARNs, whatever its services
/// have in its account.
std::vector<std::string> nearby_arns(const Resource& resource);

/// The ARN globs of what `other` governs that the policy of `resource` may govern too: a policy of
/// a type that reaches beyond its own resource (a Glue catalogue, an ECR registry, a table bucket)
/// counts beside that of what it names or contains (ECR-1). Between resources of one type only
/// where it says so by ARN. Empty: `resource` is of another kind.
std::vector<std::string> shared_arns(const Resource& resource, const Resource& other);

}  // namespace postern::model
