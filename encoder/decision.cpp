#include "encoder/decision.h"

#include <memory>
#include <set>

#include "encoder/key_grants.h"

namespace postern::encoder {
namespace {

using formula::Bits;
using formula::TermId;
using model::CallerType;
using model::Mode;

constexpr auto everybody = {CallerType::Root, CallerType::User, CallerType::RoleSession,
                            CallerType::FederatedUser, CallerType::Service};

}  // namespace

// The caller's side in one reading.
struct DecisionEncoder::Shared {
  TermId identity;   // an identity Allow applies
  TermId boundary;   // no boundary, or it allows
  TermId session;    // no session policy, or it allows; federated users need one
  TermId guardrail;  // SCPs and endpoint policies allow
  TermId deny;       // a Deny on the caller's side applies
};

DecisionEncoder::DecisionEncoder(formula::TermStore& terms, const CallerSpace& callers,
                                 ActionSpace& actions, formula::FieldId action,
                                 formula::FieldId resource, StatementEncoder& statements,
                                 ContextKeys& keys, CallerSide side)
    : terms_(terms),
      callers_(callers),
      actions_(actions),
      action_(action),
      resource_(resource),
      statements_(statements),
      keys_(keys),
      s3_(terms, callers, actions, action, resource),
      side_(std::move(side)) {}

DecisionEncoder::~DecisionEncoder() = default;

TermId DecisionEncoder::assumption() {
  return action({"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity",
                 "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"});
}

TermId DecisionEncoder::says_true(const std::string& name) {
  Key& key = keys_.key(name);
  if (key.multivalued) return terms_.false_term();
  glob::GlobPool& globs = terms_.globs();
  return keys_.text_in(key, globs.intern_set(globs.intern(glob::literal("true"))));
}

TermId DecisionEncoder::attached(const std::vector<Attachment>& list, Mode mode, bool deny) {
  std::vector<TermId> ways;
  for (const Attachment& a : list) {
    const PolicyTerms& p = statements_.policy(*a.policy, mode, side_.has_boundary);
    ways.push_back(terms_.all_of({callers_.in(a.callers), deny ? p.deny : p.any}));
  }
  return terms_.any_of(ways);
}

const DecisionEncoder::Shared& DecisionEncoder::shared(Mode mode) {
  std::unique_ptr<Shared>& slot = shared_[mode];
  if (slot) return *slot;
  slot = std::make_unique<Shared>();
  const bool proving = mode == Mode::Prove;
  const TermId federated = is({CallerType::FederatedUser});
  // Whose identity policies, boundary and session policy count (EVAL-3).
  const Bits with_identity =
      callers_.of_type({CallerType::User, CallerType::RoleSession, CallerType::FederatedUser});
  Bits limited = with_identity;  // service-linked roles have no boundary and no session policy
  limited.subtract(callers_.where([](const CallerClass& c) { return c.service_linked; }));
  const TermId identity_counts = callers_.in(with_identity);
  const TermId limits_count = callers_.in(limited);

  slot->identity = terms_.all_of(
      {identity_counts,
       terms_.any_of({attached(side_.identity, mode, false), callers_.in(side_.grants_itself),
                      proving ? callers_.in(side_.missing_identity) : terms_.false_term()})});
  slot->boundary = terms_.any_of(
      {!limits_count, !callers_.in(side_.has_boundary), attached(side_.boundary, mode, false),
       proving ? callers_.in(side_.missing_boundary) : terms_.false_term()});
  // SESS-5, SESS-6: a federated user without a session policy has nothing.
  slot->session = terms_.any_of(
      {!limits_count, attached(side_.session, mode, false),
       terms_.all_of({!callers_.in(side_.has_session),
                      terms_.any_of({!federated, callers_.in(side_.free_session)})})});
  std::vector<TermId> guardrails, denies;
  if (mode == Mode::Counterexample) {  // a document that is not there may deny as well (SCOPE-1)
    denies.push_back(callers_.in(side_.missing_identity));
    denies.push_back(terms_.all_of({limits_count, callers_.in(side_.missing_boundary)}));
  }
  denies.push_back(terms_.all_of({identity_counts, attached(side_.identity, mode, true)}));
  denies.push_back(terms_.all_of({limits_count, attached(side_.boundary, mode, true)}));
  denies.push_back(terms_.all_of({limits_count, attached(side_.session, mode, true)}));
  // AMB-36: root users with a task to do (TRUST-18): without limit in proofs, not in witnesses.
  Bits with_task = callers_.of_type({CallerType::Root});
  with_task &= side_.has_session;
  if (!proving && !with_task.none()) {
    const TermId task = callers_.in(with_task);
    denies.push_back(terms_.all_of({task, attached(side_.session, mode, true)}));
    const TermId allow =
        mode == Mode::Canonical ? attached(side_.session, mode, false) : terms_.false_term();
    guardrails.push_back(terms_.any_of({!task, allow}));
  }
  if (!side_.scps.empty() || !side_.missing_scps.none()) {
    Bits subject = with_identity;
    subject |= callers_.of_type({CallerType::Root});
    subject.subtract(callers_.where([](const CallerClass& c) { return c.service_linked; }));
    subject.subtract(side_.management);
    Bits missing = subject;
    missing &= side_.missing_scps;
    if (mode == Mode::Counterexample) denies.push_back(callers_.in(missing));
    for (const GuardrailLevel& level : side_.scps) {
      Bits here = subject;
      here &= level.callers;
      const TermId applies = callers_.in(here);
      std::vector<TermId> allow = {!applies, proving ? callers_.in(missing) : terms_.false_term()};
      for (const model::Policy* policy : level.policies) {
        const PolicyTerms& p = statements_.policy(*policy, mode, side_.has_boundary);
        allow.push_back(p.any);
        denies.push_back(terms_.all_of({applies, p.deny}));
      }
      guardrails.push_back(terms_.any_of(allow));
    }
  }
  for (const Endpoint& endpoint : side_.endpoints) {
    const TermId applies = through(endpoint, mode);
    const PolicyTerms p =
        statements_.policy(*endpoint.policy, mode, side_.has_boundary, endpoint.gateway);
    guardrails.push_back(terms_.any_of({!applies, p.any, p.direct, p.role, p.user, p.account}));
    denies.push_back(terms_.all_of({applies, p.deny}));
  }
  slot->guardrail = terms_.all_of(guardrails);
  slot->deny = terms_.any_of(denies);
  return *slot;
}

TermId DecisionEncoder::same_account(const ResourceSide& resource) {
  if (resource.account.empty()) {
    return is(
        {CallerType::Root, CallerType::User, CallerType::RoleSession, CallerType::FederatedUser});
  }
  return callers_.in_account(resource.account);
}

// XACC-6: the resource's ARN names another partition than the caller's.
TermId DecisionEncoder::wrong_partition() {
  glob::GlobPool& globs = terms_.globs();
  std::map<std::string, Bits> by_partition;
  const auto& classes = callers_.classes();
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes[i].account.pieces.empty()) continue;
    by_partition.try_emplace(classes[i].partition, callers_.none()).first->second.set(i);
  }
  const auto set = [&](const std::string& pattern) {
    return globs.intern_set(globs.intern(glob::wildcard(pattern)));
  };
  std::vector<TermId> ways;
  for (const auto& [partition, callers] : by_partition) {
    ways.push_back(
        terms_.all_of({callers_.in(callers), terms_.string_in(resource_, set("arn:?*:*:*:*:*")),
                       !terms_.string_in(resource_, set("arn:" + partition + ":*"))}));
  }
  return terms_.any_of(ways);
}

// TRUST-18: becoming root of a member takes the caller's side alone.
TermId DecisionEncoder::assumes_root(const ResourceSide& resource) {
  std::vector<TermId> managers = {callers_.in(side_.management)};
  for (const std::string& id : resource.managed_by) managers.push_back(callers_.in_account(id));
  return terms_.all_of(
      {action({"sts:AssumeRoot"}), terms_.constant(!resource.management), terms_.any_of(managers)});
}

DecisionTerms DecisionEncoder::decide(const ResourceSide& resource, Mode mode) {
  const Shared& caller = shared(mode);
  const bool proving = mode == Mode::Prove;
  const TermId no = terms_.false_term();
  const TermId same = same_account(resource);
  const TermId federated = is({CallerType::FederatedUser});
  const TermId session = is({CallerType::RoleSession});
  const TermId root = is({CallerType::Root});

  PolicyTerms r{no, no, no, no, no, no};
  if (resource.policy != nullptr) {
    r = statements_.policy(*resource.policy, mode, side_.has_boundary);
  }
  if (resource.policy_missing && proving) r.any = terms_.true_term();
  if (resource.s3 != nullptr) {  // ACL-9
    const ListGrants lists = s3_.grants(*resource.s3, mode);
    r.any = terms_.any_of({r.any, lists.any});
    r.direct = terms_.any_of({r.direct, lists.direct});
    r.account = terms_.any_of({r.account, lists.account});
  }
  TermId by_grant = no;  // KMS-10
  if (resource.key_grants != nullptr && resource.role == model::ResourceRole::KmsKey) {
    const GrantTerms grants =
        key_grants(terms_, callers_, actions_, action_, keys_, *resource.key_grants, mode);
    r.direct = terms_.any_of({r.direct, grants.direct});
    r.role = terms_.any_of({r.role, grants.role});
    r.user = terms_.any_of({r.user, grants.user});
    r.account = terms_.any_of({r.account, grants.account});
    by_grant = terms_.any_of({grants.direct, grants.role, grants.user, grants.account});
  }

  // Denies (EVAL-2), without the bucket owner's root user where S3-4 spares it.
  const TermId spared = terms_.all_of(
      {root, same, action({"s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"})});
  std::vector<TermId> denies = {caller.deny, terms_.all_of({r.deny, !spared})};
  std::vector<TermId> guardrails = {caller.guardrail};
  if (!resource.management && !resource.aws_managed_key) {  // RCP-6, RCP-10
    std::vector<TermId> services;
    for (const std::string& service : resource.rcp_services) {
      services.push_back(terms_.value_in(action_, actions_.matching(service + ":*")));
    }
    const TermId subject = terms_.all_of(
        {!callers_.in(callers_.where([](const CallerClass& c) { return c.service_linked; })),
         // AMB-27: a list nobody vouches for may be too short.
         resource.rcp_services_certain || mode != Mode::Counterexample ? terms_.any_of(services)
                                                                       : terms_.true_term(),
         !action({"kms:RetireGrant"})});
    if (resource.rcps_missing && mode == Mode::Counterexample) denies.push_back(subject);
    for (const auto& level : resource.rcps) {
      std::vector<TermId> allow = {terms_.constant(resource.rcps_allow)};
      for (const model::Policy* policy : level) {
        const PolicyTerms& p = statements_.policy(*policy, mode, side_.has_boundary);
        denies.push_back(terms_.all_of({subject, p.deny}));
        allow.push_back(p.any);
      }
      guardrails.push_back(terms_.any_of({!subject, terms_.any_of(allow)}));
    }
  }
  const TermId deny = terms_.any_of(denies);

  // Step 4 of EVAL 8.2: who allows.
  const TermId some_level = terms_.any_of({r.any, r.direct, r.role, r.user, r.account});
  const TermId limits = terms_.all_of({caller.boundary, caller.session});
  const TermId identity_side = terms_.all_of({caller.identity, limits});

  const TermId needs_policy =
      resource.role == model::ResourceRole::KmsKey
          ? terms_.true_term()
          : (resource.role == model::ResourceRole::IamRole ? assumption() : no);
  const TermId switched_on = terms_.any_of(
      {!needs_policy, r.account, resource.policy_missing && proving ? terms_.true_term() : no});
  // AMB-18: whether `*` spares a federated user its session policy and boundary.
  TermId any_level = r.any;
  if (mode == Mode::Counterexample) {
    any_level = terms_.all_of({any_level, terms_.any_of({!federated, limits})});
  }
  TermId named = terms_.any_of({any_level, r.direct, terms_.all_of({session, r.role, limits}),
                                terms_.all_of({federated, r.user, limits})});
  if (mode == Mode::Counterexample && resource.role == model::ResourceRole::IamRole) {  // AMB-35
    named = terms_.all_of(
        {named,
         terms_.any_of({!action({"sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"}),
                        identity_side})});
  }
  const TermId same_account_grant = terms_.any_of(
      {terms_.all_of({root, terms_.any_of({!needs_policy, r.account, r.any})}),
       terms_.all_of(
           {!root, terms_.any_of({terms_.all_of({identity_side, switched_on}), named})})});
  // Whether a grant needs the identity side of another account is open: decision 0015.
  const TermId foreign_side =
      terms_.any_of({root, identity_side, proving ? by_grant : terms_.false_term()});
  const TermId foreign_grant =
      terms_.any_of({terms_.all_of({foreign_side, some_level}),
                     terms_.all_of({identity_side, assumes_root(resource)})});
  const TermId of_account = terms_.any_of({root, is({CallerType::User}), session, federated});
  const TermId tokens = is({CallerType::WebIdentity, CallerType::Saml});
  TermId grant = terms_.any_of({
      terms_.all_of({is({CallerType::Service}), terms_.any_of({r.direct, r.any})}),
      terms_.all_of({tokens, proving ? terms_.any_of({r.direct, r.any}) : r.direct}),  // AMB-40
      terms_.all_of({is({CallerType::Anonymous}), r.any}),
      terms_.all_of({of_account, same, same_account_grant}),
      terms_.all_of({of_account, !same, foreign_grant}),
  });
  TermId stopped = blocked(same, mode);
  if (resource.s3 != nullptr) {
    const model::S3Access& s3 = *resource.s3;
    stopped = terms_.any_of({stopped, blocked_by_s3(resource, same, mode)});
    const ObjectSides sides = s3_.sides(s3, mode);
    if (sides.foreign != no) {
      const ListGrants owner = s3_.object_side(s3, mode);
      const TermId object_grant = terms_.any_of({
          terms_.all_of({is({CallerType::Service}), terms_.any_of({owner.direct, owner.any})}),
          terms_.all_of({is({CallerType::Anonymous}), owner.any}),
          terms_.all_of({tokens, proving ? owner.any : no}),
          terms_.all_of({of_account, terms_.any_of({root, identity_side}),
                         terms_.any_of({owner.any, owner.account})}),
      });
      grant = proving ? terms_.any_of({grant, terms_.all_of({sides.foreign, object_grant})})
                      : terms_.all_of({terms_.any_of({!sides.by_object, object_grant}),
                                       terms_.any_of({!sides.by_bucket, grant})});
    }
  }

  // Hard stops (step 0).
  const TermId partition = wrong_partition();
  const TermId always = terms_.any_of(
      {terms_.all_of({action({"sts:GetCallerIdentity"}), callers_.in(callers_.of_type(everybody))}),
       terms_.all_of({action({"sts:GetSessionToken"}), is({CallerType::User, CallerType::Root})})});
  const TermId never =
      terms_.any_of({terms_.all_of({action({"sts:AssumeRole", "sts:AssumeRoot"}), root}),
                     terms_.all_of({action({"sts:AssumeRole"}), federated})});
  return {
      terms_.all_of({!partition,
                     terms_.any_of({always, terms_.all_of({!never, !deny, terms_.all_of(guardrails),
                                                           !stopped, grant})})}),
      terms_.all_of({!partition, !always, !never, deny})};
}

}  // namespace postern::encoder
