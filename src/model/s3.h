// What Amazon S3 decides by besides policies: access control lists, Object Ownership and Block
// Public Access (section 12).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::model {

struct Policy;

enum class AclPermission { Read, Write, ReadAcp, WriteAcp, FullControl };
std::optional<AclPermission> parse_acl_permission(std::string_view text);  // `READ_ACP`

enum class AclGrantee {
  Account,             // by its canonical id
  AllUsers,            // ACL-6
  AuthenticatedUsers,  // ACL-7
  LogDelivery,         // ACL-8
};

/// One grant of an access control list (ACL-1).
struct AclGrant {
  AclGrantee grantee = AclGrantee::Account;
  std::string canonical_id;  // AclGrantee::Account
  AclPermission permission = AclPermission::Read;

  bool is_public() const {  // BPA-6
    return grantee == AclGrantee::AllUsers || grantee == AclGrantee::AuthenticatedUsers;
  }
};

/// The grant of `permission` to whom `grantee` names: a group's URI or a canonical id. Nothing for
/// what can be no grantee: an ARN, an e-mail address, an unknown URI.
std::optional<AclGrant> make_grant(std::string_view grantee, AclPermission permission);

struct Acl {
  std::string owner;  // canonical id
  std::vector<AclGrant> grants;
};

/// The list a canned name stands for (ACL-10), for an object or bucket of `owner` in a bucket of
/// `bucket_owner`. Nothing for unknown names.
std::optional<Acl> canned_acl(std::string_view name, std::string_view owner,
                              std::string_view bucket_owner);

/// The account in the ARN of an access point, `arn:PARTITION:s3:REGION:ACCOUNT:accesspoint/NAME`
/// (AP-2), or of a multi-region one, which has no region; nothing if it is neither.
std::optional<std::string> access_point_account(std::string_view arn);

enum class ObjectOwnership { BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter };
std::optional<ObjectOwnership> parse_object_ownership(std::string_view text);

/// The flags that matter to a decision; of several levels the strictest holds (BPA-5).
/// BlockPublicAcls and BlockPublicPolicy only stop writes (BPA-1, BPA-3).
struct PublicAccessBlock {
  bool ignore_public_acls = false;
  bool restrict_public_buckets = false;

  PublicAccessBlock& operator|=(const PublicAccessBlock& other);
  bool operator==(const PublicAccessBlock&) const = default;
};

/// An access point: a way to a bucket with a policy of its own (12.4).
struct AccessPoint {
  std::string arn;  // arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME
  std::string account;
  const Policy* policy = nullptr;  // null: known to have none
  std::string vpc;                 // it takes requests from this VPC only; empty: from anywhere
  PublicAccessBlock block;         // its own and its account's
};

/// What holds of one bucket, and of one of its objects.
struct S3Access {
  ObjectOwnership ownership = ObjectOwnership::BucketOwnerEnforced;
  std::string owner;  // canonical id of the bucket's account; empty: not known
  std::optional<Acl> bucket_acl;
  std::optional<Acl> object_acl;  // of the object that is asked for; nothing: the bucket owner's,
                                  // without grants
  bool object_acls_missing = false;  // objects may have lists that are not in the snapshot
  bool lists_unread = false;         // nothing says whether lists count: taken as disabled
  PublicAccessBlock block;
  /// Accounts a public policy is left to besides the resource's (BPA-4).
  std::vector<std::string> also_inside;

  /// False where lists are ignored (OWN-1).
  bool acls_count() const { return ownership != ObjectOwnership::BucketOwnerEnforced; }
};

}  // namespace postern::model
