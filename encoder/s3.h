// S3 beyond policies as terms: access control lists, object owners, Block Public Access (section 12
// of the specification).
#pragma once

#include <initializer_list>
#include <string_view>

#include "encoder/actions.h"
#include "encoder/callers.h"
#include "model/policy.h"
#include "model/s3.h"

namespace postern::encoder {

/// "a list names the caller", by the level at which it does (ACL-5..ACL-8).
struct ListGrants {
  formula::TermId any, direct, account;
};

/// "the object is not the bucket owner's", and whether the grants of its owner, and those of the
/// bucket, are needed. In proofs either will do for such an object.
struct ObjectSides {
  formula::TermId foreign, by_object, by_bucket;
};

/// Whether a bucket's policy is public: surely; perhaps; as we read it (BPA-6, BPA-7).
struct PublicPolicy {
  bool sure = false, maybe = false, canonical = false;
};
PublicPolicy public_policy(const model::Policy& policy);
/// The same of an access point's policy: of one for a VPC never, and its own ARN pins nothing.
PublicPolicy public_point_policy(const model::Policy& policy, bool vpc_only);

class S3Encoder {
 public:
  S3Encoder(formula::TermStore& terms, const CallerSpace& callers, ActionSpace& actions,
            formula::FieldId action, formula::FieldId resource)
      : terms_(terms), callers_(callers), actions_(actions), action_(action), resource_(resource) {}

  /// What the lists of the bucket and of the object grant (ACL-2, ACL-3).
  ListGrants grants(const model::S3Access& s3, model::Mode mode);
  /// Whose word an object request needs (S3-7, AMB-23).
  ObjectSides sides(const model::S3Access& s3, model::Mode mode);
  /// What the object's owner grants: its list, and its own account everything.
  ListGrants object_side(const model::S3Access& s3, model::Mode mode);
  /// "RestrictPublicBuckets keeps the caller out"; `inside`: it is of the resource's account, or of
  /// the account of the access point (BPA-4).
  formula::TermId restricted(const model::S3Access& s3, const PublicPolicy& is_public,
                             formula::TermId inside, model::Mode mode);

 private:
  void add(const model::Acl& acl, bool of_bucket, const model::S3Access& s3, model::Mode mode,
           ListGrants& out);
  formula::Bits allowed_actions(const model::AclGrant& grant, bool of_bucket,
                                const model::S3Access& s3, model::Mode mode);
  formula::TermId owned_by(std::string_view canonical_id, model::Mode mode);
  formula::TermId of_type(std::initializer_list<model::CallerType> types) {
    return callers_.in(callers_.of_type(types));
  }
  formula::TermId with_account();

  formula::TermStore& terms_;
  const CallerSpace& callers_;
  ActionSpace& actions_;
  formula::FieldId action_, resource_;
};

}  // namespace postern::encoder
