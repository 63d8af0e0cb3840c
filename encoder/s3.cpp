#include "encoder/s3.h"

#include <algorithm>
#include <vector>

namespace postern::encoder {
namespace {

using formula::Bits;
using formula::TermId;
using model::AclGrantee;
using model::AclPermission;
using model::CallerType;
using model::Mode;

constexpr std::string_view log_delivery = "logging.s3.amazonaws.com";

}  // namespace

TermId S3Encoder::with_account() {
  return of_type(
      {CallerType::Root, CallerType::User, CallerType::RoleSession, CallerType::FederatedUser});
}

// Callers of the account with that canonical id. Whoever has an id that is not known may be, in
// proofs.
TermId S3Encoder::owned_by(std::string_view canonical_id, Mode mode) {
  const auto& classes = callers_.classes();
  const bool known = std::any_of(classes.begin(), classes.end(), [&](const CallerClass& c) {
    return c.canonical_id == canonical_id;
  });
  const bool may_be = mode == Mode::Prove && !known;
  return terms_.all_of({with_account(), callers_.in(callers_.where([&](const CallerClass& c) {
                          return c.canonical_id.empty() ? may_be : c.canonical_id == canonical_id;
                        }))});
}

Bits S3Encoder::allowed_actions(const model::AclGrant& grant, bool of_bucket,
                                const model::S3Access& s3, Mode mode) {
  Bits out = actions_.none();
  const auto may = [&](AclPermission permission) {
    return grant.permission == permission || grant.permission == AclPermission::FullControl;
  };
  if (!of_bucket) {  // ACL-3
    if (may(AclPermission::Read)) out |= actions_.only({"s3:GetObject", "s3:GetObjectVersion"});
    if (may(AclPermission::ReadAcp)) {
      out |= actions_.only({"s3:GetObjectAcl", "s3:GetObjectVersionAcl"});
    }
    if (may(AclPermission::WriteAcp)) {
      out |= actions_.only({"s3:PutObjectAcl", "s3:PutObjectVersionAcl"});
    }
    return out;
  }
  if (may(AclPermission::Read)) {
    out |=
        actions_.only({"s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"});
  }
  if (may(AclPermission::Write)) {
    out |= actions_.only({"s3:PutObject"});
    const bool owner = s3.owner.empty() ? mode == Mode::Prove : grant.canonical_id == s3.owner;
    if (owner && grant.grantee == AclGrantee::Account) {
      out |= actions_.only({"s3:DeleteObjectVersion"});
    }
    if (mode == Mode::Prove) out |= actions_.only({"s3:DeleteObject"});  // AMB-24
  }
  if (may(AclPermission::ReadAcp)) out |= actions_.only({"s3:GetBucketAcl"});
  if (may(AclPermission::WriteAcp)) out |= actions_.only({"s3:PutBucketAcl"});
  return out;
}

void S3Encoder::add(const model::Acl& acl, bool of_bucket, const model::S3Access& s3, Mode mode,
                    ListGrants& out) {
  const bool drop_public =
      s3.block.ignore_public_acls &&
      std::any_of(acl.grants.begin(), acl.grants.end(),
                  [](const model::AclGrant& grant) { return grant.is_public(); });
  if (drop_public && mode == Mode::Counterexample) return;  // AMB-25
  for (const model::AclGrant& grant : acl.grants) {
    if (drop_public && grant.is_public()) continue;
    const TermId action = terms_.value_in(action_, allowed_actions(grant, of_bucket, s3, mode));
    const auto extend = [&](TermId& level, TermId who) {
      level = terms_.any_of({level, terms_.all_of({action, who})});
    };
    switch (grant.grantee) {
      case AclGrantee::Account:
        extend(out.account, owned_by(grant.canonical_id, mode));
        break;
      case AclGrantee::AllUsers:
        extend(out.any, terms_.true_term());
        break;
      case AclGrantee::AuthenticatedUsers:
        extend(out.any, with_account());
        if (mode != Mode::Counterexample) extend(out.any, of_type({CallerType::Service}));
        break;
      case AclGrantee::LogDelivery:
        extend(out.direct, callers_.in(callers_.where([](const CallerClass& c) {
          return c.type == CallerType::Service &&
                 std::find(c.service_names.begin(), c.service_names.end(), log_delivery) !=
                     c.service_names.end();
        })));
        break;
    }
  }
}

ListGrants S3Encoder::grants(const model::S3Access& s3, Mode mode) {
  const TermId no = terms_.false_term();
  ListGrants out{no, no, no};
  if (!s3.acls_count()) return out;  // OWN-1
  if (s3.bucket_acl) add(*s3.bucket_acl, true, s3, mode, out);
  if (s3.object_acl) add(*s3.object_acl, false, s3, mode, out);
  if (s3.object_acls_missing && mode == Mode::Prove) {  // SCOPE-1
    model::AclGrant anything;
    anything.permission = AclPermission::FullControl;
    const TermId action = terms_.value_in(action_, allowed_actions(anything, false, s3, mode));
    out.account = terms_.any_of({out.account, terms_.all_of({action, with_account()})});
    if (!s3.block.ignore_public_acls) out.any = terms_.any_of({out.any, action});
  }
  return out;
}

ObjectSides S3Encoder::sides(const model::S3Access& s3, Mode mode) {
  const TermId no = terms_.false_term();
  if (!s3.acls_count() || !s3.object_acl || s3.object_acl->owner == s3.owner) {
    return {no, no, terms_.true_term()};
  }
  glob::GlobPool& globs = terms_.globs();
  const glob::GlobSetId objects =
      globs.intern_set({globs.intern(glob::wildcard("arn:*:s3:*::*/*")),
                        globs.intern(glob::wildcard("arn:*:s3:*:*:*/object/*"))});
  const TermId foreign = terms_.string_in(resource_, objects);
  const TermId listed = terms_.value_in(
      action_,
      actions_.only({"s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectAcl",
                     "s3:GetObjectVersionAcl", "s3:PutObjectAcl", "s3:PutObjectVersionAcl"}));
  const TermId bucket_owners = terms_.value_in(  // S3-8
      action_, actions_.only({"s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion",
                              "s3:RestoreObject"}));
  const TermId by_object = mode == Mode::Counterexample ? !bucket_owners : listed;
  return {foreign, terms_.all_of({foreign, by_object}), terms_.any_of({!foreign, !listed})};
}

ListGrants S3Encoder::object_side(const model::S3Access& s3, Mode mode) {
  const TermId no = terms_.false_term();
  ListGrants out{no, no, no};
  add(*s3.object_acl, false, s3, mode, out);
  out.account = terms_.any_of({out.account, owned_by(s3.object_acl->owner, mode)});
  return out;
}

TermId S3Encoder::restricted(const model::S3Access& s3, const PublicPolicy& is_public,
                             TermId inside, Mode mode) {
  if (!s3.block.restrict_public_buckets) return terms_.false_term();
  const bool restricts = mode == Mode::Prove            ? is_public.sure
                         : mode == Mode::Counterexample ? is_public.maybe
                                                        : is_public.canonical;
  if (!restricts) return terms_.false_term();
  std::vector<TermId> insiders = {inside};
  for (const std::string& account : s3.also_inside)
    insiders.push_back(callers_.in_account(account));
  return terms_.all_of(
      {!of_type({CallerType::Service}), !terms_.all_of({with_account(), terms_.any_of(insiders)})});
}

}  // namespace postern::encoder
