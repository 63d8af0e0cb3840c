#include "semantics/lists.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <utility>

#include "model/arn.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::semantics {
namespace {

using model::AclGrant;
using model::AclGrantee;
using model::AclPermission;
using model::Caller;
using model::CallerType;

bool is_one_of(std::string_view action, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return equals_ignoring_case(action, name); });
}

/// The lists of the scenario that count: none with BucketOwnerEnforced (OWN-1).
const model::S3Access* with_lists(const model::Scenario& scenario) {
  return scenario.s3 && scenario.s3->acls_count() ? &*scenario.s3 : nullptr;
}

/// True for ARNs of objects, also those seen through an access point (AP-2).
bool is_object(std::string_view resource) {
  const auto arn = model::parse_arn(resource);
  if (!arn || arn->service != "s3") return false;
  return arn->resource.find(arn->account.empty() ? "/" : "/object/") != std::string_view::npos;
}

/// `WRITE` of a bucket's list (ACL-2).
Truth write_covers(const AclGrant& grant, const std::string& bucket_owner,
                   std::string_view action) {
  if (is_one_of(action, {"s3:PutObject"})) return certain(true);
  if (is_one_of(action, {"s3:DeleteObject"})) return unknown(false, 24);
  if (is_one_of(action, {"s3:DeleteObjectVersion"}) && grant.grantee == AclGrantee::Account) {
    return bucket_owner.empty() ? not_known(false) : certain(grant.canonical_id == bucket_owner);
  }
  return certain(false);
}

/// Whether a grant of a bucket's list speaks of `action` (ACL-2, ACL-4).
Truth bucket_grant_covers(const AclGrant& grant, const std::string& bucket_owner,
                          std::string_view action) {
  const Truth read = certain(is_one_of(
      action, {"s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"}));
  const Truth read_acp = certain(is_one_of(action, {"s3:GetBucketAcl"}));
  const Truth write_acp = certain(is_one_of(action, {"s3:PutBucketAcl"}));
  switch (grant.permission) {
    case AclPermission::Read:
      return read;
    case AclPermission::Write:
      return write_covers(grant, bucket_owner, action);
    case AclPermission::ReadAcp:
      return read_acp;
    case AclPermission::WriteAcp:
      return write_acp;
    case AclPermission::FullControl:
      return read || write_covers(grant, bucket_owner, action) || read_acp || write_acp;
  }
  internal_error("permission out of range");
}

/// Whether a grant of an object's list speaks of `action` (ACL-3, ACL-4).
Truth object_grant_covers(const AclGrant& grant, std::string_view action) {
  const Truth read = certain(is_one_of(action, {"s3:GetObject", "s3:GetObjectVersion"}));
  const Truth read_acp = certain(is_one_of(action, {"s3:GetObjectAcl", "s3:GetObjectVersionAcl"}));
  const Truth write_acp = certain(is_one_of(action, {"s3:PutObjectAcl", "s3:PutObjectVersionAcl"}));
  switch (grant.permission) {
    case AclPermission::Read:
      return read;
    case AclPermission::Write:
      return certain(false);
    case AclPermission::ReadAcp:
      return read_acp;
    case AclPermission::WriteAcp:
      return write_acp;
    case AclPermission::FullControl:
      return read || read_acp || write_acp;
  }
  internal_error("permission out of range");
}

/// Whether the caller belongs to the account with this canonical id (ACL-5). Callers whose account
/// the scenario names without its canonical id may.
Truth belongs_to(const Caller& caller, const std::string& canonical_id) {
  if (!has_account(caller.type)) return certain(false);
  if (caller.canonical_id.empty()) return not_known(false);
  return certain(caller.canonical_id == canonical_id);
}

bool is_log_delivery(const Caller& caller) {
  constexpr std::string_view service = "logging.s3.amazonaws.com";
  const auto& names = caller.service_names;
  return caller.type == CallerType::Service &&
         (caller.name == service || std::find(names.begin(), names.end(), service) != names.end());
}

/// Who signs as AuthenticatedUsers do (ACL-7). Services do; whether they are meant is not said.
Truth is_authenticated(const Caller& caller) {
  if (caller.type == CallerType::Service) return unknown(true, 102);
  return certain(has_account(caller.type));
}

/// At which level a grantee is the caller, and how surely (ACL-5 to ACL-8).
std::pair<Level, Truth> level_of(const AclGrant& grant, const Caller& caller) {
  switch (grant.grantee) {
    case AclGrantee::Account:
      return {Level::Account, belongs_to(caller, grant.canonical_id)};
    case AclGrantee::AllUsers:
      return {Level::Any, certain(true)};
    case AclGrantee::AuthenticatedUsers:
      return {Level::Any, is_authenticated(caller)};
    case AclGrantee::LogDelivery:
      return {Level::Direct, certain(is_log_delivery(caller))};
  }
  internal_error("grantee out of range");
}

std::string to_string(AclPermission permission) {
  switch (permission) {
    case AclPermission::Read:
      return "READ";
    case AclPermission::Write:
      return "WRITE";
    case AclPermission::ReadAcp:
      return "READ_ACP";
    case AclPermission::WriteAcp:
      return "WRITE_ACP";
    case AclPermission::FullControl:
      return "FULL_CONTROL";
  }
  internal_error("permission out of range");
}

std::string grantee_of(const AclGrant& grant) {
  switch (grant.grantee) {
    case AclGrantee::Account:
      return "the account with canonical id " + grant.canonical_id;
    case AclGrantee::AllUsers:
      return "AllUsers";
    case AclGrantee::AuthenticatedUsers:
      return "AuthenticatedUsers";
    case AclGrantee::LogDelivery:
      return "LogDelivery";
  }
  internal_error("grantee out of range");
}

/// IgnorePublicAcls drops public grants; whether the others of their list stay is open (BPA-2).
Truth is_kept(const AclGrant& grant, const model::Acl& acl, const model::PublicAccessBlock& block) {
  if (!block.ignore_public_acls) return certain(true);
  if (grant.is_public()) return certain(false);
  const bool public_list = std::any_of(acl.grants.begin(), acl.grants.end(),
                                       [](const AclGrant& other) { return other.is_public(); });
  return public_list ? unknown(true, 25) : certain(true);
}

/// Adds the grant, called `name`, unless it certainly is not for this caller.
void add(std::vector<Grant>& grants, std::string name, Level level, const Truth& truth) {
  if (truth.is(Truth::Value::False)) return;
  grants.push_back({std::move(name), {{level, truth}}});
}

std::vector<Grant> bucket_list_grants(const model::S3Access& s3, const model::Request& request) {
  std::vector<Grant> result;
  if (!s3.bucket_acl) return result;
  for (const AclGrant& grant : s3.bucket_acl->grants) {
    const auto [level, matches] = level_of(grant, request.caller);
    add(result,
        "the ACL of the bucket (" + to_string(grant.permission) + " for " + grantee_of(grant) + ")",
        level,
        matches && bucket_grant_covers(grant, s3.owner, request.action) &&
            is_kept(grant, *s3.bucket_acl, s3.block));
  }
  return result;
}

std::vector<Grant> object_list_grants(const model::S3Access& s3, const model::Request& request) {
  std::vector<Grant> result;
  if (!s3.object_acl) return result;
  for (const AclGrant& grant : s3.object_acl->grants) {
    const auto [level, matches] = level_of(grant, request.caller);
    add(result,
        "the ACL of the object (" + to_string(grant.permission) + " for " + grantee_of(grant) + ")",
        level,
        matches && object_grant_covers(grant, request.action) &&
            is_kept(grant, *s3.object_acl, s3.block));
  }
  return result;
}

}  // namespace

std::vector<Grant> list_grants(const model::Scenario& scenario, const model::Request& request) {
  const model::S3Access* s3 = with_lists(scenario);
  if (!s3) return {};
  std::vector<Grant> result = bucket_list_grants(*s3, request);
  for (Grant& grant : object_list_grants(*s3, request)) result.push_back(std::move(grant));
  return result;
}

bool asks_for_foreign_object(const model::Scenario& scenario, const model::Request& request) {
  const model::S3Access* s3 = with_lists(scenario);
  return s3 && s3->object_acl && s3->object_acl->owner != s3->owner && is_object(request.resource);
}

std::vector<Grant> object_owner_grants(const model::Scenario& scenario,
                                       const model::Request& request) {
  POSTERN_CHECK(asks_for_foreign_object(scenario, request));
  std::vector<Grant> result = object_list_grants(*scenario.s3, request);
  add(result, "the ownership of the object", Level::Account,
      belongs_to(request.caller, scenario.s3->object_acl->owner));
  return result;
}

bool is_object_list_action(std::string_view action) {
  return is_one_of(action, {"s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectAcl",
                            "s3:GetObjectVersionAcl", "s3:PutObjectAcl", "s3:PutObjectVersionAcl"});
}

bool is_bucket_owner_action(std::string_view action) {
  return is_one_of(
      action, {"s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:RestoreObject"});
}

std::vector<std::string> missing_of_lists(const model::Scenario& scenario,
                                          const model::Request& request) {
  const model::S3Access* s3 = with_lists(scenario);
  if (!s3 || !is_object(request.resource)) return {};
  if (!s3->object_acl) {
    return s3->object_acls_missing ? std::vector<std::string>{"the ACL of the object is not known"}
                                   : std::vector<std::string>{};
  }
  if (s3->owner.empty() || s3->object_acl->owner.empty()) {
    return {"the canonical ids of the owners of bucket and object are not known"};
  }
  return {};
}

}  // namespace postern::semantics
