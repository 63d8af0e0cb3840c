#include "model/s3.h"

#include <utility>

#include "model/arn.h"
#include "support/text.h"

namespace postern::model {
namespace {

constexpr std::string_view groups = "http://acs.amazonaws.com/groups/";

AclGrant account_grant(std::string_view canonical_id, AclPermission permission) {
  return {AclGrantee::Account, std::string(canonical_id), permission};
}

// Amazon's own account that reads bundles for EC2 (`aws-exec-read`).
constexpr std::string_view ec2_bundles =
    "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c";

}  // namespace

std::optional<AclPermission> parse_acl_permission(std::string_view text) {
  for (const auto& [word, permission] :
       {std::pair{"READ", AclPermission::Read}, std::pair{"WRITE", AclPermission::Write},
        std::pair{"READ_ACP", AclPermission::ReadAcp},
        std::pair{"WRITE_ACP", AclPermission::WriteAcp},
        std::pair{"FULL_CONTROL", AclPermission::FullControl}}) {
    if (text == word) return permission;
  }
  return std::nullopt;
}

std::optional<AclGrant> make_grant(std::string_view grantee, AclPermission permission) {
  if (grantee.starts_with(groups)) {
    const std::string_view name = grantee.substr(groups.size());
    if (name == "global/AllUsers") return AclGrant{AclGrantee::AllUsers, {}, permission};
    if (name == "global/AuthenticatedUsers") {
      return AclGrant{AclGrantee::AuthenticatedUsers, {}, permission};
    }
    if (name == "s3/LogDelivery") return AclGrant{AclGrantee::LogDelivery, {}, permission};
    return std::nullopt;
  }
  // A canonical id has no other signs; an ARN, a URI and an address have.
  if (grantee.empty() || grantee.find_first_of(":/@ ") != std::string_view::npos) {
    return std::nullopt;
  }
  return account_grant(grantee, permission);
}

std::optional<Acl> canned_acl(std::string_view name, std::string_view owner,
                              std::string_view bucket_owner) {
  Acl acl{std::string(owner), {account_grant(owner, AclPermission::FullControl)}};
  const auto add = [&](AclGrantee grantee, AclPermission permission) {
    acl.grants.push_back({grantee, {}, permission});
  };
  if (name == "public-read" || name == "public-read-write") {
    add(AclGrantee::AllUsers, AclPermission::Read);
    if (name == "public-read-write") add(AclGrantee::AllUsers, AclPermission::Write);
  } else if (name == "authenticated-read") {
    add(AclGrantee::AuthenticatedUsers, AclPermission::Read);
  } else if (name == "aws-exec-read") {
    acl.grants.push_back(account_grant(ec2_bundles, AclPermission::Read));
  } else if (name == "bucket-owner-read") {
    acl.grants.push_back(account_grant(bucket_owner, AclPermission::Read));
  } else if (name == "bucket-owner-full-control") {
    acl.grants.push_back(account_grant(bucket_owner, AclPermission::FullControl));
  } else if (name == "log-delivery-write") {
    add(AclGrantee::LogDelivery, AclPermission::Write);
    add(AclGrantee::LogDelivery, AclPermission::ReadAcp);
  } else if (name != "private") {
    return std::nullopt;
  }
  return acl;
}

std::optional<std::string> access_point_account(std::string_view arn) {
  constexpr std::string_view type = "accesspoint/";
  const auto parts = parse_arn(arn);
  if (!parts || parts->partition.empty() || parts->service != "s3" ||
      !is_account_id(parts->account) || !parts->resource.starts_with(type)) {
    return std::nullopt;
  }
  const std::string_view name = parts->resource.substr(type.size());
  const bool one_word = !name.empty() && name.find_first_of("/:*?") == std::string_view::npos;
  return one_word ? std::optional<std::string>(parts->account) : std::nullopt;
}

std::optional<ObjectOwnership> parse_object_ownership(std::string_view text) {
  if (text == "BucketOwnerEnforced") return ObjectOwnership::BucketOwnerEnforced;
  if (text == "BucketOwnerPreferred") return ObjectOwnership::BucketOwnerPreferred;
  if (text == "ObjectWriter") return ObjectOwnership::ObjectWriter;
  return std::nullopt;
}

PublicAccessBlock& PublicAccessBlock::operator|=(const PublicAccessBlock& other) {
  ignore_public_acls = ignore_public_acls || other.ignore_public_acls;
  restrict_public_buckets = restrict_public_buckets || other.restrict_public_buckets;
  return *this;
}

}  // namespace postern::model
