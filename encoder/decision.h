// The decision as terms (section 8 of the specification).
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "encoder/s3.h"
#include "encoder/statements.h"
#include "model/kms.h"
#include "model/world.h"

namespace postern::encoder {

/// A document and the callers it is attached to.
struct Attachment {
  const model::Policy* policy = nullptr;
  formula::Bits callers;
};

/// Callers each of whom needs an Allow of one of these policies, and is denied by their Denies
/// (SCP-1): what is attached to one node of an organization's tree.
struct GuardrailLevel {
  std::vector<const model::Policy*> policies;
  formula::Bits callers;
};

/// A VPC endpoint, whose policy counts for what comes through it (VPCE-6).
struct Endpoint {
  const model::Policy* policy = nullptr;
  bool gateway = false;
  std::string id;       // empty: every request comes through it
  std::string service;  // the prefix of the actions it is for; empty: not known
};

/// What is attached to the callers, and to their ways to AWS.
struct CallerSide {
  std::vector<Attachment> identity, boundary, session;
  formula::Bits has_boundary, has_session;
  /// Callers whose identity side grants whatever their administrators like (unknown accounts).
  formula::Bits grants_itself;
  /// Federated users that are taken to have passed a session policy that allows everything
  /// (SESS-6).
  formula::Bits free_session;
  /// Callers some document of whom is not there: it may grant anything (proofs), or nothing.
  formula::Bits missing_identity, missing_boundary;
  std::vector<GuardrailLevel> scps;
  formula::Bits missing_scps;  // callers some SCP of whom is not there: it may allow, and may deny
  formula::Bits management;    // callers in the organisation's management account
  std::vector<Endpoint> endpoints;
};

/// What is attached to a resource, or to all resources of one kind.
struct ResourceSide {
  std::string account;               // the owner's; empty: the caller's own account
  std::set<std::string> managed_by;  // see model::root_managers_of
  bool owner_unknown = false;
  const model::Policy* policy = nullptr;
  bool policy_missing = false;  // there may be a policy that is not in the snapshot
  model::ResourceRole role = model::ResourceRole::Plain;
  std::vector<std::vector<const model::Policy*>> rcps;  // by level, root first
  bool rcps_allow = false;    // RCPFullAWSAccess is attached at every level, listed or not (RCP-1)
  bool rcps_missing = false;  // some RCP is not there: it may deny
  std::vector<std::string> rcp_services;
  bool rcp_services_certain = false;  // the user vouches for the list (AMB-27)
  bool management = false;
  const model::S3Access* s3 = nullptr;
  const model::AccessPoint* point = nullptr;  // the resource is an access point
  bool aws_managed_key = false;
  const std::vector<model::KmsGrant>* key_grants = nullptr;
};

/// What the organization of the side's account does to it: its RCPs (RCP-1, RCP-2), TRUST-18.
void add_organization(const model::World& world, ResourceSide& side);

struct DecisionTerms {
  formula::TermId allowed;
  formula::TermId denied;  // an applicable Deny applies
};

class DecisionEncoder {
 public:
  DecisionEncoder(formula::TermStore& terms, const CallerSpace& callers, ActionSpace& actions,
                  formula::FieldId action, formula::FieldId resource, StatementEncoder& statements,
                  ContextKeys& keys, CallerSide side);
  ~DecisionEncoder();

  /// "the request, if it is for a resource of this kind, is allowed" in a reading (EVAL 8.2).
  DecisionTerms decide(const ResourceSide& resource, model::Mode mode);

 private:
  struct Shared;  // what does not depend on the resource
  const Shared& shared(model::Mode mode);
  formula::TermId attached(const std::vector<Attachment>& list, model::Mode mode, bool deny);
  formula::TermId through(const Endpoint& endpoint, model::Mode mode);
  formula::TermId assumption();
  formula::TermId says_true(const std::string& key);
  formula::TermId same_account(const ResourceSide& resource);
  formula::TermId wrong_partition();
  formula::TermId assumes_root(const ResourceSide& resource);
  formula::TermId resource_like(std::string_view pattern);
  formula::TermId kept_by_aws();
  formula::TermId blocked(formula::TermId same, model::Mode mode);
  formula::TermId blocked_by_s3(const ResourceSide& resource, formula::TermId same,
                                model::Mode mode);
  formula::TermId of_point_account(model::Mode mode);
  formula::TermId from_other_networks(const std::string& vpc, model::Mode mode);
  formula::TermId is(std::initializer_list<model::CallerType> types) {
    return callers_.in(callers_.of_type(types));
  }
  formula::TermId action(std::initializer_list<std::string_view> names) {
    return terms_.value_in(action_, actions_.only(names));
  }

  formula::TermStore& terms_;
  const CallerSpace& callers_;
  ActionSpace& actions_;
  formula::FieldId action_, resource_;
  StatementEncoder& statements_;
  ContextKeys& keys_;
  S3Encoder s3_;
  CallerSide side_;
  std::map<model::Mode, std::unique_ptr<Shared>> shared_;
};

}  // namespace postern::encoder
