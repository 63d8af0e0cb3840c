#include "semantics/decision.h"

#include <algorithm>
#include <map>
#include <utility>

#include "model/arn.h"
#include "semantics/lists.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::semantics {
namespace {

using model::CallerType;
using model::Effect;
using model::Mode;
using model::StatementRef;

using References = std::vector<StatementRef>;

void append(References& to, const References& from) {
  for (const StatementRef& ref : from) {
    const bool known = std::any_of(to.begin(), to.end(), [&](const StatementRef& other) {
      return other.statement == ref.statement;
    });
    if (!known) to.push_back(ref);
  }
}

/// What lets the caller in at one level.
struct Support {
  References statements;           // of the resource policy
  std::vector<std::string> words;  // lists and grants
};

/// What the resource's side grants: levels without support are not there.
using Granted = std::map<Level, Support>;

void append(std::vector<std::string>& to, const std::vector<std::string>& from) {
  for (const std::string& word : from) {
    if (std::find(to.begin(), to.end(), word) == to.end()) to.push_back(word);
  }
}

bool is_allowed(const Ruling& ruling) { return ruling.decision == model::Decision::Allowed; }

/// One decision in the making.
class Run {
 public:
  Run(const Matches& matches, const model::Scenario& scenario, const model::Request& request,
      Accounts accounts, Mode mode)
      : matches_(matches),
        scenario_(scenario),
        request_(request),
        same_account_(accounts == Accounts::Same),
        accounts_(accounts),
        mode_(mode) {}

  Ruling decide() {
    ruling_.layers.cross_account = has_account(request_.caller.type) && !same_account_;
    collect();
    if (!denies_.empty()) {
      ruling_.decision = model::Decision::ExplicitDeny;
      ruling_.decided_by = denies_;
    } else if (guardrails_allow() && !is_blocked()) {
      if (matches_.foreign_object) {
        decide_foreign_object();
      } else {
        decide_allow();
      }
    }
    return ruling_;
  }

 private:
  /// A choice that depends on the mode, for AMB entry `ambiguity`.
  bool choose(int ambiguity, bool canonical, bool prove, bool counterexample) {
    if (canonical != prove || canonical != counterexample) ruling_.forks.insert(ambiguity);
    switch (mode_) {
      case Mode::Canonical:
        return canonical;
      case Mode::Prove:
        return prove;
      case Mode::Counterexample:
        return counterexample;
    }
    internal_error("mode out of range");
  }

  /// The statements of one effect that apply at `level` in this mode.
  References applying(const std::vector<StatementMatch>& layer, Effect effect,
                      std::optional<Level> level = std::nullopt) const {
    References result;
    for (const StatementMatch& match : layer) {
      if (match.effect != effect) continue;
      const bool does = std::any_of(match.levels.begin(), match.levels.end(), [&](const auto& at) {
        return (!level || at.first == *level) && applies(at.second, effect, mode_);
      });
      if (does) result.push_back(match.ref);
    }
    return result;
  }

  bool allows(const std::vector<StatementMatch>& layer) const {
    return !applying(layer, Effect::Allow).empty();
  }

  /// SCP-1, RCP-1: every level must contain an applying Allow.
  bool all_levels_allow(const std::vector<std::vector<StatementMatch>>& levels) const {
    return std::all_of(levels.begin(), levels.end(),
                       [this](const auto& level) { return allows(level); });
  }

  void deny_by(const std::vector<StatementMatch>& layer) {
    append(denies_, applying(layer, Effect::Deny));
  }

  /// Whether RCPs reach this request; the user's list may leave it open (AMB-27).
  bool rcps_apply() {
    if (!matches_.has_rcps) return false;
    const Truth reached = is_rcp_service(scenario_, request_);
    return choose(27, reached.canonical, reached.is(Truth::Value::True),
                  !reached.is(Truth::Value::False));
  }

  /// Whether the endpoint's policy applies to this kind of traffic (EVAL-3, AMB-39).
  bool endpoint_applies() {
    if (!matches_.has_endpoint) return false;
    if (request_.caller.type == CallerType::Service) return choose(39, false, false, true);
    if (request_.caller.service_linked) return choose(39, true, false, true);
    return true;
  }

  /// S3-4: Denies of its own bucket policy do not keep an account's root user from that policy.
  bool resource_denies_count() const {
    return !(request_.caller.type == CallerType::Root && same_account_ &&
             is_bucket_policy_action(request_.action));
  }

  /// Every applicable policy: what denies, and what its layer allows (step 1).
  void collect() {
    with_rcps_ = rcps_apply();
    with_endpoint_ = endpoint_applies();
    deny_by(matches_.identity);
    deny_by(matches_.boundary);
    if (session_counts()) deny_by(matches_.session);
    for (const auto& level : matches_.scps) deny_by(level);
    if (with_rcps_) {
      for (const auto& level : matches_.rcps) deny_by(level);
    }
    if (with_endpoint_) deny_by(matches_.endpoint);
    if (resource_denies_count()) deny_by(matches_.resource);

    Layers& layers = ruling_.layers;
    layers.identity_allows = identity_allows();
    layers.boundary_allows = !matches_.has_boundary || allows(matches_.boundary);
    layers.session_allows = session_allows();
    layers.organization_allows = (!matches_.has_scps || all_levels_allow(matches_.scps)) &&
                                 (!with_rcps_ || all_levels_allow(matches_.rcps));
    layers.endpoint_allows = !with_endpoint_ || allows(matches_.endpoint);
    for (const Level level :
         {Level::Any, Level::Direct, Level::Role, Level::User, Level::Account}) {
      References refs = applying(matches_.resource, Effect::Allow, level);
      if (!refs.empty()) granted_[level].statements = std::move(refs);
    }
    add_grants(matches_.lists, granted_);
    add_grants(matches_.key_grants, granted_);
  }

  /// Lists and grants of keys join what the policy grants (ACL-9, KMS-10).
  void add_grants(const std::vector<Grant>& grants, Granted& granted) const {
    for (const Grant& grant : grants) {
      for (const auto& [level, truth] : grant.levels) {
        if (applies(truth, Effect::Allow, mode_)) append(granted[level].words, {grant.name});
      }
    }
  }

  /// The caller's own side: policies, or the whole power of a root user (EVAL-7, EVAL-8).
  bool identity_allows() const {
    const model::Caller& caller = request_.caller;
    const bool root_behind = caller.type == CallerType::FederatedUser &&
                             caller.user_arn == model::root_arn(caller.partition, caller.account);
    return caller.type == CallerType::Root || root_behind || allows(matches_.identity);
  }

  /// What exactly a root user may do that acts by sts:AssumeRoot is open (AMB-36): in proofs,
  /// whatever a root user may; service_blocks() keeps it out of counterexamples.
  bool session_counts() {
    return matches_.has_session &&
           (request_.caller.type != CallerType::Root || choose(36, true, false, true));
  }

  bool session_allows() {
    if (matches_.has_session) return !session_counts() || allows(matches_.session);
    return request_.caller.type != CallerType::FederatedUser;  // SESS-5
  }

  /// Step 2.
  bool guardrails_allow() const {
    const Layers& layers = ruling_.layers;
    const bool task = request_.caller.type != CallerType::Root || layers.session_allows;
    return layers.organization_allows && layers.endpoint_allows && task;
  }

  /// Step 3.
  bool is_blocked() {
    for (const Block& block : service_blocks(scenario_, request_, accounts_)) {
      ruling_.forks.insert(block.ambiguities.begin(), block.ambiguities.end());
      if (!holds(block, mode_)) continue;
      ruling_.layers.block = block.why;
      return true;
    }
    return false;
  }

  bool granted(Level level) const { return granted_.contains(level); }

  /// Allowed, resting on what the resource's side grants at `level` among others.
  void allow_at(Level level) {
    ruling_.decision = model::Decision::Allowed;
    ruling_.layers.resource_policy_allows = true;
    append(ruling_.decided_by, granted_.at(level).statements);
    append(ruling_.granted_by, granted_.at(level).words);
  }

  /// Allowed, resting on the caller's own side among others.
  void allow_by_identity() {
    ruling_.decision = model::Decision::Allowed;
    append(ruling_.decided_by, applying(matches_.identity, Effect::Allow));
    allow_by_limits();
  }

  /// Boundary and session policy were needed too.
  void allow_by_limits() {
    append(ruling_.decided_by, applying(matches_.boundary, Effect::Allow));
    append(ruling_.decided_by, applying(matches_.session, Effect::Allow));
  }

  /// KMS-2, TRUST-3: without the resource policy's word identity policies count for nothing.
  bool needs_resource_policy() const {
    switch (scenario_.resource_role) {
      case model::ResourceRole::Plain:
        return false;
      case model::ResourceRole::IamRole:
        return is_role_assumption(request_.action);
      case model::ResourceRole::KmsKey:
        return request_.resource != "*";
    }
    internal_error("resource role out of range");
  }

  /// Step 4.
  void decide_allow() {
    switch (request_.caller.type) {
      case CallerType::Service:
        for (const Level level : {Level::Direct, Level::Any}) {
          if (granted(level)) allow_at(level);
        }
        return;
      case CallerType::WebIdentity:
      case CallerType::Saml:
        if (granted(Level::Direct)) allow_at(Level::Direct);
        if (granted(Level::Any) && choose(40, false, true, false)) allow_at(Level::Any);
        return;
      case CallerType::Anonymous:
        if (granted(Level::Any)) allow_at(Level::Any);
        return;
      case CallerType::Root:
      case CallerType::User:
      case CallerType::RoleSession:
      case CallerType::FederatedUser:
        if (!same_account_) {
          decide_across_accounts();
        } else if (request_.caller.type == CallerType::Root) {
          decide_own_root();
        } else {
          decide_same_account();
        }
        return;
    }
    internal_error("caller type out of range");
  }

  bool limits_allow() const {
    return ruling_.layers.boundary_allows && ruling_.layers.session_allows;
  }

  /// TRUST-18: the one call that reaches another account by the caller's side alone.
  bool assumes_root_of_member() const {
    return equals_ignoring_case(request_.action, "sts:AssumeRoot") &&
           (scenario_.caller_in_management_account || scenario_.caller_manages_root) &&
           !scenario_.resource_in_management_account;
  }

  /// XACC-1: both sides.
  void decide_across_accounts() {
    ruling_.layers.resource_policy_allows = !granted_.empty();
    if (assumes_root_of_member() && ruling_.layers.identity_allows && limits_allow()) {
      allow_by_identity();
      return;
    }
    if (granted_.empty()) return;
    if (ruling_.layers.identity_allows && limits_allow()) {
      allow_by_identity();
      for (const auto& [level, support] : granted_) allow_at(level);
      return;
    }
    // Does a grant on a key need the caller's own side too? (question 101)
    Granted by_key;
    add_grants(matches_.key_grants, by_key);
    if (!by_key.empty() && choose(101, false, true, false)) {
      granted_ = std::move(by_key);
      for (const auto& [level, support] : granted_) allow_at(level);
    }
  }

  /// Step 4 with other grants on the resource's side: what the ruling would be.
  Ruling ruled_by(Granted granted, bool same_account) {
    granted_ = std::move(granted);
    same_account_ = same_account;
    const Ruling so_far = ruling_;
    decide_allow();
    return std::exchange(ruling_, so_far);
  }

  /// S3-7: an object has an owner of its own. Whether the bucket's side is enough without the
  /// object's is open (AMB-23); it is for what a bucket's owner may do with any object (S3-8).
  /// The object's side is asked as across accounts: callers need their own side's word too.
  void decide_foreign_object() {
    Granted by_object;
    add_grants(matches_.object_owner, by_object);
    const Ruling bucket = ruled_by(granted_, same_account_);
    const Ruling owner = ruled_by(by_object, false);
    for (const Ruling* side : {&bucket, &owner}) {
      ruling_.forks.insert(side->forks.begin(), side->forks.end());
    }
    if (is_allowed(bucket) != is_allowed(owner)) ruling_.forks.insert(23);

    const bool listed = is_object_list_action(request_.action);
    std::vector<const Ruling*> needed;
    switch (mode_) {
      case Mode::Canonical:
        needed = {listed ? &owner : &bucket};
        break;
      case Mode::Prove:
        needed = {is_allowed(owner) ? &owner : &bucket};
        break;
      case Mode::Counterexample:
        if (!listed) needed.push_back(&bucket);
        if (!is_bucket_owner_action(request_.action)) needed.push_back(&owner);
        break;
    }
    bool allowed = true;
    for (const Ruling* side : needed) {
      ruling_.layers.resource_policy_allows |= side->layers.resource_policy_allows;
      allowed = allowed && is_allowed(*side);
    }
    if (!allowed) return;
    ruling_.decision = model::Decision::Allowed;
    for (const Ruling* side : needed) {
      append(ruling_.decided_by, side->decided_by);
      append(ruling_.granted_by, side->granted_by);
    }
  }

  /// EVAL-8, KMS-6.
  void decide_own_root() {
    if (!needs_resource_policy()) ruling_.decision = model::Decision::Allowed;
    for (const Level level : {Level::Account, Level::Any}) {
      if (granted(level)) allow_at(level);
    }
  }

  /// EVAL-5, EVAL-6, EVAL-7 and the table of EVAL-12.
  void decide_same_account() {
    const bool own_side = ruling_.layers.identity_allows && limits_allow();
    if (own_side && needs_resource_policy()) {
      if (granted(Level::Account)) {
        allow_by_identity();
        allow_at(Level::Account);
      }
    } else if (own_side) {
      allow_by_identity();
    }

    // Does a trust policy that names the caller suffice for tags and source identity? (AMB-35)
    const bool with_assumption = scenario_.resource_role == model::ResourceRole::IamRole &&
                                 accompanies_assumption(request_.action);
    if (with_assumption && !granted_.empty() && !choose(35, true, true, own_side)) return;

    // Does `*` free a federated user from session policy and boundary? (AMB-18)
    const bool federated = request_.caller.type == CallerType::FederatedUser;
    if (granted(Level::Any) && (!federated || choose(18, true, true, limits_allow()))) {
      allow_at(Level::Any);
    }
    if (granted(Level::Direct)) allow_at(Level::Direct);
    for (const Level level : {Level::Role, Level::User}) {
      if (granted(level) && limits_allow()) {
        allow_at(level);
        allow_by_limits();
      }
    }
  }

  const Matches& matches_;
  const model::Scenario& scenario_;
  const model::Request& request_;
  bool same_account_;
  const Accounts accounts_;
  const Mode mode_;
  Ruling ruling_;
  References denies_;
  bool with_rcps_ = false;
  bool with_endpoint_ = false;
  Granted granted_;  // by the resource's side
};

}  // namespace

Ruling decide(const Matches& matches, const model::Scenario& scenario,
              const model::Request& request, Accounts accounts, model::Mode mode) {
  return Run(matches, scenario, request, accounts, mode).decide();
}

}  // namespace postern::semantics
