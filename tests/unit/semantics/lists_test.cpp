// Access control lists, Object Ownership, Block Public Access on the decision (section 12).
#include "semantics/lists.h"

#include "build.h"
#include "support/catch.h"

namespace postern::semantics {
namespace {

using model::AclGrant;
using model::AclGrantee;
using model::AclPermission;

const std::string bucket = "arn:aws:s3:::b";
const std::string object = "arn:aws:s3:::b/k";
const std::string owner = "canonical-a";
const std::string other = "canonical-b";

constexpr const char* only_proofs = "implicit_deny allowed implicit_deny";

AclGrant to(AclGrantee grantee, AclPermission permission) { return {grantee, {}, permission}; }
AclGrant to_account(const std::string& id, AclPermission permission) {
  return {AclGrantee::Account, id, permission};
}

/// A bucket of account A whose lists count.
struct Bucket : Setting {
  Bucket() {
    scenario.resource_account = account_a;
    scenario.s3.emplace();
    scenario.s3->ownership = model::ObjectOwnership::ObjectWriter;
    scenario.s3->owner = owner;
  }
  Bucket& on_bucket(std::vector<AclGrant> grants) {
    scenario.s3->bucket_acl = model::Acl{owner, std::move(grants)};
    return *this;
  }
  Bucket& on_object(std::vector<AclGrant> grants, const std::string& object_owner = owner) {
    scenario.s3->object_acl = model::Acl{object_owner, std::move(grants)};
    return *this;
  }
};

model::Caller with_id(model::Caller caller, const std::string& id) {
  caller.canonical_id = id;
  return caller;
}

model::Caller bob() { return with_id(user("bob", account_b), other); }

TEST_CASE("permissions of a bucket's list", "[ACL-2][ACL-4][ACL-6][AMB-24]") {
  const auto decides = [](AclPermission permission, const std::string& action) {
    Bucket setting;
    setting.on_bucket({to(AclGrantee::AllUsers, permission)});
    return setting.decides({}, action, action == "s3:ListBucket" ? bucket : object);
  };
  CHECK(decides(AclPermission::Read, "s3:ListBucket") == all_allowed);
  CHECK(decides(AclPermission::Read, "s3:ListBucketVersions") == all_allowed);
  CHECK(decides(AclPermission::Read, "s3:ListBucketMultipartUploads") == all_allowed);
  CHECK(decides(AclPermission::Read, "s3:GetObject") == all_implicit);
  CHECK(decides(AclPermission::Write, "s3:PutObject") == all_allowed);
  CHECK(decides(AclPermission::Write, "s3:DeleteObject") == only_proofs);
  CHECK(decides(AclPermission::Write, "s3:DeleteObjectVersion") == all_implicit);
  CHECK(decides(AclPermission::ReadAcp, "s3:GetBucketAcl") == all_allowed);
  CHECK(decides(AclPermission::WriteAcp, "s3:PutBucketAcl") == all_allowed);
  CHECK(decides(AclPermission::WriteAcp, "s3:GetBucketAcl") == all_implicit);
  CHECK(decides(AclPermission::FullControl, "s3:PutObject") == all_allowed);
  CHECK(decides(AclPermission::FullControl, "S3:putbucketacl") == all_allowed);
  CHECK(decides(AclPermission::FullControl, "s3:PutBucketPolicy") == all_implicit);
}

TEST_CASE("only the bucket's own account deletes versions by the bucket's list", "[ACL-2]") {
  const model::Request request{with_id(root(), owner), "s3:DeleteObjectVersion", object, {}};
  Bucket setting;
  setting.on_bucket({to_account(owner, AclPermission::Write)});
  CHECK(list_grants(setting.scenario, request).size() == 1);
  setting.on_bucket({to_account(other, AclPermission::Write)});
  model::Request foreign = request;
  foreign.caller = bob();
  CHECK(list_grants(setting.scenario, foreign).empty());
  setting.scenario.s3->owner.clear();  // then nobody can tell
  CHECK(show(list_grants(setting.scenario, foreign).at(0).levels.at(Level::Account)) == "U(f)");
}

TEST_CASE("permissions of an object's list", "[ACL-3][ACL-4][ACL-6]") {
  const auto decides = [](AclPermission permission, const std::string& action) {
    Bucket setting;
    setting.on_object({to(AclGrantee::AllUsers, permission)});
    return setting.decides({}, action, object);
  };
  CHECK(decides(AclPermission::Read, "s3:GetObject") == all_allowed);
  CHECK(decides(AclPermission::Read, "s3:GetObjectVersion") == all_allowed);
  CHECK(decides(AclPermission::Read, "s3:GetObjectTagging") == all_implicit);
  CHECK(decides(AclPermission::ReadAcp, "s3:GetObjectAcl") == all_allowed);
  CHECK(decides(AclPermission::ReadAcp, "s3:GetObjectVersionAcl") == all_allowed);
  CHECK(decides(AclPermission::WriteAcp, "s3:PutObjectAcl") == all_allowed);
  CHECK(decides(AclPermission::WriteAcp, "s3:PutObjectVersionAcl") == all_allowed);
  CHECK(decides(AclPermission::Write, "s3:PutObject") == all_implicit);
  CHECK(decides(AclPermission::FullControl, "s3:PutObjectAcl") == all_allowed);
  CHECK(decides(AclPermission::FullControl, "s3:PutObject") == all_implicit);
}

TEST_CASE("grantees", "[ACL-5][ACL-7][ACL-8]") {
  Bucket by_account;
  by_account.on_object({to_account(other, AclPermission::Read)});
  CHECK(by_account.decides(bob(), "s3:GetObject", object) == all_implicit);
  CHECK(by_account.decides(with_id(root(account_b), other), "s3:GetObject", object) == all_allowed);
  by_account.identity();
  CHECK(by_account.decides(bob(), "s3:GetObject", object) == all_allowed);
  CHECK(by_account.decides(user("bob", account_b), "s3:GetObject", object) == only_proofs);
  CHECK(by_account.decides(with_id(bob(), "canonical-c"), "s3:GetObject", object) == all_implicit);
  CHECK(by_account.decides({}, "s3:GetObject", object) == all_implicit);

  // In the owner's own account a grant to the account is no more than delegation (EVAL-13).
  Bucket own;
  own.on_object({to_account(owner, AclPermission::Read)});
  CHECK(own.decides(with_id(user(), owner), "s3:GetObject", object) == all_implicit);

  Bucket authenticated;
  authenticated.on_object({to(AclGrantee::AuthenticatedUsers, AclPermission::Read)});
  CHECK(authenticated.decides(user(), "s3:GetObject", object) == all_allowed);
  CHECK(authenticated.decides({}, "s3:GetObject", object) == all_implicit);
  CHECK(authenticated.decides(bearer("idp"), "s3:GetObject", object) == all_implicit);
  const model::Caller ec2 = service("ec2.amazonaws.com");
  CHECK(authenticated.decides(ec2, "s3:GetObject", object) == "allowed allowed implicit_deny");
  CHECK(authorize(authenticated.scenario, {ec2, "s3:GetObject", object, {}}, model::Mode::Canonical)
            .ambiguities == std::set<int>{102});

  Bucket logs;
  logs.on_bucket({to(AclGrantee::LogDelivery, AclPermission::Write)});
  CHECK(logs.decides(service("logging.s3.amazonaws.com"), "s3:PutObject", object) == all_allowed);
  CHECK(logs.decides(ec2, "s3:PutObject", object) == all_implicit);
  CHECK(logs.decides(user(), "s3:PutObject", object) == all_implicit);
}

TEST_CASE("lists do not count with BucketOwnerEnforced, and Denies beat them",
          "[OWN-1][OWN-2][ACL-9]") {
  Bucket setting;
  setting.on_object({to(AclGrantee::AllUsers, AclPermission::Read)});
  setting.scenario.s3->ownership = model::ObjectOwnership::BucketOwnerEnforced;
  CHECK(setting.decides({}, "s3:GetObject", object) == all_implicit);
  setting.scenario.s3->ownership = model::ObjectOwnership::BucketOwnerPreferred;
  CHECK(setting.decides({}, "s3:GetObject", object) == all_allowed);
  setting.resource("{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'}");
  CHECK(setting.decides({}, "s3:GetObject", object) == all_explicit);
}

TEST_CASE("IgnorePublicAcls", "[BPA-2][AMB-25]") {
  Bucket setting;
  setting.identity();
  setting.on_object(
      {to(AclGrantee::AllUsers, AclPermission::ReadAcp), to_account(other, AclPermission::Read)});
  CHECK(setting.decides(bob(), "s3:GetObject", object) == all_allowed);
  CHECK(setting.decides({}, "s3:GetObjectAcl", object) == all_allowed);
  setting.scenario.s3->block.ignore_public_acls = true;
  CHECK(setting.decides(bob(), "s3:GetObject", object) == "allowed allowed implicit_deny");
  CHECK(setting.decides({}, "s3:GetObjectAcl", object) == all_implicit);
  setting.on_object({to_account(other, AclPermission::Read)});
  CHECK(setting.decides(bob(), "s3:GetObject", object) == all_allowed);
}

TEST_CASE("RestrictPublicBuckets", "[BPA-4][AMB-22]") {
  Bucket setting;
  setting.identity().grants("'*'");
  setting.scenario.s3->block.restrict_public_buckets = true;
  CHECK(setting.decides({}, "s3:GetObject", object) == all_implicit);
  CHECK(setting.decides(bob(), "s3:GetObject", object) == all_implicit);
  CHECK(setting.decides(bearer("idp"), "s3:GetObject", object) == all_implicit);
  CHECK(setting.decides(user(), "s3:GetObject", object) == all_allowed);
  CHECK(setting.decides(root(), "s3:GetObject", object) == all_allowed);
  CHECK(setting.decides(service("ec2.amazonaws.com"), "s3:GetObject", object) == all_allowed);
  // Public lists make no policy public.
  setting.scenario.resource_policy = nullptr;
  setting.on_object({to(AclGrantee::AllUsers, AclPermission::Read)});
  CHECK(setting.decides({}, "s3:GetObject", object) == all_allowed);
  // Perhaps pinned: not public in proofs.
  setting.grants("'*'", ",'Condition':{'StringNotEquals':{'aws:SourceVpc':'vpc-1'}}");
  CHECK(setting.decides({}, "s3:GetObject", object) == only_proofs);
  CHECK(authorize(setting.scenario, {{}, "s3:GetObject", object, {}}, model::Mode::Canonical)
            .ambiguities == std::set<int>{22});
}

TEST_CASE("objects that are not the bucket's", "[S3-7][S3-8][AMB-23]") {
  Bucket setting;
  setting.grants("'*'").identity();
  setting.on_object({}, "canonical-c");
  CHECK(setting.decides(user(), "s3:GetObject", object) == only_proofs);
  CHECK(setting.decides(bob(), "s3:GetObject", object) == only_proofs);
  CHECK(setting.decides({}, "s3:GetObject", object) == only_proofs);
  CHECK(authorize(setting.scenario, {user(), "s3:GetObject", object, {}}, model::Mode::Prove)
            .ambiguities == std::set<int>{23});
  // The bucket is not the object, and PutObject and the like are the bucket owner's (S3-8).
  CHECK(setting.decides(user(), "s3:ListBucket", bucket) == all_allowed);
  for (const char* action :
       {"s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:RestoreObject"}) {
    CHECK(setting.decides(with_id(root(), owner), action, object) == all_allowed);
  }
  // What no list speaks of is open in witnesses alone.
  CHECK(setting.decides({}, "s3:GetObjectTagging", object) == "allowed allowed implicit_deny");

  // The owner's list lets in whom it names, the owner its own account.
  const model::Caller carol = with_id(user("carol", "333333333333"), "canonical-c");
  setting.scenario.resource_policy = nullptr;
  CHECK(setting.decides(carol, "s3:GetObject", object) == all_allowed);
  CHECK(setting.decides(carol, "s3:DeleteObject", object) == only_proofs);
  CHECK(setting.decides(carol, "s3:GetObjectTagging", object) == only_proofs);
  setting.on_object({to_account(other, AclPermission::Read)}, "canonical-c");
  CHECK(setting.decides(bob(), "s3:GetObject", object) == all_allowed);
  CHECK(setting.decides(user(), "s3:GetObject", object) == only_proofs);
  setting.on_object({to(AclGrantee::AllUsers, AclPermission::Read)}, "canonical-c");
  CHECK(setting.decides({}, "s3:GetObject", object) == all_allowed);
  CHECK(setting.decides(user(), "s3:GetObject", object) == all_allowed);

  // Callers with an identity side need it, root users have none.
  setting.scenario.identity.clear();
  CHECK(setting.decides(user(), "s3:GetObject", object) == only_proofs);
  CHECK(setting.decides(carol, "s3:GetObject", object) == all_implicit);
  CHECK(setting.decides(root(), "s3:GetObject", object) == all_allowed);

  // Both sides: the object's for witnesses, the bucket's for everybody.
  setting.identity().grants("'*'");
  CHECK(setting.decides(carol, "s3:GetObjectTagging", object) == all_allowed);
}

TEST_CASE("witnesses are within the canonical reading, and that is within proofs", "[SND-1]") {
  const std::vector<model::Caller> callers{user(),
                                           with_id(user(), owner),
                                           root(),
                                           bob(),
                                           with_id(root(account_b), other),
                                           {},
                                           federated(),
                                           service("logging.s3.amazonaws.com"),
                                           bearer("idp")};
  const std::vector<std::vector<AclGrant>> lists{
      {},
      {to(AclGrantee::AuthenticatedUsers, AclPermission::FullControl)},
      {to(AclGrantee::AllUsers, AclPermission::Write), to_account(other, AclPermission::Read)},
      {to(AclGrantee::LogDelivery, AclPermission::FullControl),
       to_account(owner, AclPermission::FullControl)}};
  for (int setup = 0; setup < 64; ++setup) {
    Bucket setting;
    if (setup & 1) setting.identity();
    if (setup & 2) setting.session_policy(everything);
    if (setup & 4) {
      setting.grants("'*'", ",'Condition':{'StringNotEquals':{'aws:SourceVpc':'vpc-1'}}");
    }
    setting.scenario.s3->block = {(setup & 8) != 0, (setup & 16) != 0};
    for (const auto& grants : lists) {
      setting.on_bucket(grants).on_object(grants, (setup & 32) != 0 ? other : owner);
      for (const model::Caller& caller : callers) {
        for (const char* action : {"s3:GetObject", "s3:GetObjectTagging", "s3:PutObject",
                                   "s3:DeleteObject", "s3:DeleteObjectVersion"}) {
          INFO(setup << ' ' << caller.arn << ' ' << action);
          const auto allowed = [&](model::Mode mode) {
            return authorize(setting.scenario, {caller, action, object, {}}, mode).decision ==
                   model::Decision::Allowed;
          };
          const bool canonical = allowed(model::Mode::Canonical);
          CHECK(allowed(model::Mode::Prove) >= canonical);
          CHECK(allowed(model::Mode::Counterexample) <= canonical);
        }
      }
    }
  }
}

TEST_CASE("answers name the list that let the caller in") {
  Bucket setting;
  setting.on_bucket({to(AclGrantee::AllUsers, AclPermission::Read)});
  const Answer listed =
      authorize(setting.scenario, {{}, "s3:ListBucket", bucket, {}}, model::Mode::Counterexample);
  CHECK(listed.granted_by == std::vector<std::string>{"the ACL of the bucket (READ for AllUsers)"});
  CHECK(listed.decided_by.empty());
  CHECK(listed.layers.resource_policy_allows);
  setting.identity();
  setting.on_object({}, other);
  const model::Request request{bob(), "s3:GetObject", object, {}};
  const Answer owned = authorize(setting.scenario, request, model::Mode::Canonical);
  CHECK(owned.granted_by == std::vector<std::string>{"the ownership of the object"});
  CHECK(owned.decided_by.size() == 1);
  setting.scenario.identity.clear();
  const Answer denied = authorize(setting.scenario, request, model::Mode::Canonical);
  CHECK(denied.granted_by.empty());
}

TEST_CASE("what is not known of lists leaves the answer undecided") {
  Bucket setting;
  const model::Request request{user(), "s3:GetObject", object, {}};
  const auto undecided = [&] {
    return authorize(setting.scenario, request, model::Mode::Prove).undecided;
  };
  CHECK_FALSE(undecided());
  setting.scenario.s3->object_acls_missing = true;
  CHECK(undecided() == "the ACL of the object is not known");
  CHECK(missing_of_lists(setting.scenario, {user(), "s3:ListBucket", bucket, {}}).empty());
  setting.on_object({});
  CHECK_FALSE(undecided());
  setting.scenario.s3->owner.clear();
  CHECK(undecided());
}

}  // namespace
}  // namespace postern::semantics
