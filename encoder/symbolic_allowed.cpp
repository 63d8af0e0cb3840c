// Which requests are allowed: one way for each resource whose policy the snapshot has, and for the
// kinds of resources it does not have.
#include "encoder/holder.h"
#include "encoder/symbolic_request.h"

namespace postern::encoder {
namespace {

using formula::Bits;
using formula::TermId;
using model::Mode;

const std::initializer_list<std::string_view> assumptions = {
    "sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity",
    "sts:TagSession", "sts:SetSourceIdentity",  "sts:SetContext"};
}  // namespace

TermId SymbolicRequest::allowed(const Bits& actions, const ResourceRange& range, Mode mode) {
  glob::GlobPool& globs = terms_.globs();
  const bool proving = mode == Mode::Prove;
  Bits assumed = facts_.actions.only(assumptions);
  assumed &= actions;
  const TermId assuming = terms_.value_in(action_, assumed);
  const TermId role = in(like("arn:*:iam::*:role/*"));
  // Of what lies behind an access point nothing is certain but what the bucket's own side says.
  const TermId straight = proving || !points_ ? terms_.true_term() : points_->direct();
  std::vector<TermId> ways;
  for (const Holder& h : holders_) {
    if (h.role && assumed.none()) continue;
    if (globs.surely_disjoint(h.governed, range.set)) continue;
    // Nothing certain can be said of what is partly modelled, nor of an access point by itself.
    if ((h.partly_modelled || h.access_point) && !proving) continue;
    // A role is a role to those who assume it, whatever else is said of its ARN.
    const TermId here = terms_.all_of(
        {in(h.governed), !in(h.within), h.role ? assuming : !terms_.all_of({assuming, role})});
    const TermId shared = in(h.shared);
    DecisionEncoder& decision = h.access_point ? by_either_name() : *decision_;
    const TermId decided = points_ && h.side.s3 != nullptr
                               ? points_->allowed(h.arn, h.side, decision, mode)
                               : terms_.all_of({straight, decision.decide(h.side, mode).allowed});
    ways.push_back(terms_.all_of({here, proving ? terms_.true_term() : !shared, decided}));
    if (shared == terms_.false_term() || !proving) continue;
    ResourceSide also = h.side;
    also.policy_missing = true;
    ways.push_back(terms_.all_of({here, shared, decision_->decide(also, mode).allowed}));
  }

  // What the snapshot does not contain has no resource policy (a key: the default one), unless the
  // question names it, when its policy is missing. Roles are all known where the identities are,
  // and nothing else in IAM has a policy of its own.
  const TermId listed = in(listed_accounts());
  const TermId rest = terms_.all_of({straight, !in(governed_), !terms_.all_of({assuming, role})});
  glob::Tokens iam = glob::wildcard("arn:*:iam:", glob::CharSet::except(U":"));
  iam.push_back({glob::CharSet::all(), glob::Repeat::Any});
  const TermId named = terms_.all_of(
      {terms_.any_of({in(range.named), in(nearby_)}), !in(globs.intern_set(globs.intern(iam)))});
  glob::Tokens key = glob::wildcard("arn:*:kms:*:*:key/", glob::CharSet::except(U":"));
  key.push_back({glob::CharSet::all(), glob::Repeat::Any});
  const TermId is_key = in(globs.intern_set(globs.intern(key)));
  const glob::GlobSetId points = globs.intern_set(globs.intern(access_point_arns()));
  const auto at_point = [&](TermId where, const ResourceSide& side) {
    // Where nothing speaks of access points, only a question about them is about their ARNs.
    if (!proving || (!points_ && !globs.surely_subset(range.set, points))) return;
    if (globs.surely_disjoint(points, range.set)) return;
    ways.push_back(terms_.all_of({where, in(points), by_either_name().decide(side, mode).allowed}));
  };
  const auto other = [&](TermId where, const ResourceSide& side) {
    at_point(terms_.all_of({rest, where}), side);
    ResourceSide hidden = side;
    hidden.policy_missing = true;
    ways.push_back(terms_.all_of({rest, where, proving ? terms_.true_term() : !is_key, !named,
                                  decision_->decide(side, mode).allowed}));
    // A policy nobody has seen may allow, and may deny: nothing certain can be said.
    if (!proving) return;
    ways.push_back(terms_.all_of({rest, where, named, decision_->decide(hidden, mode).allowed}));
  };
  for (const auto& [id, account] : facts_.world.accounts) {
    const glob::GlobSetId there = globs.intern_set(of_account(id));
    if (globs.surely_disjoint(there, range.set)) continue;
    ResourceSide side;
    side.account = id;
    add_organization(facts_.world, side);
    other(in(there), side);
  }
  // Without an account in the ARN (a bucket): one of the caller's own, or, if named, anybody's.
  const TermId with_account = in(globs.intern_set(of_account("")));
  const TermId known =
      !callers_.in(callers_.where([](const CallerClass& c) { return c.unknown_account; }));
  const TermId own = terms_.all_of({rest, !with_account, !named, known});
  TermId unguarded = terms_.true_term();
  for (const auto& [id, account] : facts_.world.accounts) {
    ResourceSide side;
    side.account = id;
    add_organization(facts_.world, side);
    if (side.rcps.empty() && !side.rcps_missing) continue;
    const TermId of_account = callers_.in_account(id);
    unguarded = terms_.all_of({unguarded, !of_account});
    ways.push_back(terms_.all_of({own, of_account, decision_->decide(side, mode).allowed}));
  }
  ways.push_back(terms_.all_of({own, unguarded, decision_->decide(ResourceSide{}, mode).allowed}));
  if (proving) {
    ResourceSide anybodys;
    anybodys.policy_missing = true;
    ways.push_back(
        terms_.all_of({rest, !with_account, range.of_anybody ? terms_.true_term() : named,
                       decision_->decide(anybodys, mode).allowed}));
    // Of an account that is not in the snapshot: only where the question names it (see possible).
    const TermId elsewhere = terms_.all_of({!in(governed_), with_account, !in(known_accounts())});
    ways.push_back(terms_.all_of({elsewhere, decision_->decide(foreign_side(), mode).allowed}));
    at_point(elsewhere, foreign_side());
    ways.push_back(terms_.all_of(
        {elsewhere, !known, decision_->decide(anybodys, mode).allowed}));  // the caller's own
    // Roles that are not in the snapshot, of accounts whose identities are not all in it, may trust
    // anybody.
    std::vector<glob::GlobId> known_roles;
    for (const Holder& h : holders_) {
      if (h.role) known_roles.push_back(globs.intern(glob::literal(h.arn)));
    }
    const TermId unread =
        terms_.all_of({assuming, role, with_account, !listed, !in(globs.intern_set(known_roles))});
    ways.push_back(terms_.all_of({unread, decision_->decide(foreign_side(), mode).allowed}));
    ways.push_back(terms_.all_of({unread, decision_->decide(anybodys, mode).allowed}));
  }
  if (proving) return terms_.any_of(ways);
  // That their own administrators let them is certain of no caller who was not read.
  std::vector<TermId> certain = {terms_.any_of(ways)};
  for (const Doubt& doubt : unread_callers()) certain.push_back(!doubt.when);
  return terms_.all_of(certain);
}

// The policy with Allows of any resource.
const model::Policy* SymbolicRequest::for_any_resource(const model::Policy& policy) {
  model::Policy& out = widened_.emplace_back(policy);
  for (model::Statement& statement : out.statements) {
    if (statement.effect != model::Effect::Allow || !statement.resources) continue;
    const model::Pattern everything{"*", {model::AnyRun{}}, {}};
    statement.resources = model::PatternList{false, {everything}, {}};
  }
  return &out;
}

// AMB-21, of a request for an access point's own ARN: what the caller's policies allow of the
// bucket may be enough. For proofs: which bucket it is is not asked.
DecisionEncoder& SymbolicRequest::by_either_name() {
  if (by_either_name_) return *by_either_name_;
  CallerSide side = caller_side();
  for (auto* list : {&side.identity, &side.boundary}) {
    for (Attachment& attached : *list) attached.policy = for_any_resource(*attached.policy);
  }
  for (GuardrailLevel& level : side.scps) {
    for (const model::Policy*& policy : level.policies) policy = for_any_resource(*policy);
  }
  by_either_name_ = std::make_unique<DecisionEncoder>(terms_, callers_, facts_.actions, action_,
                                                      resource_, *statements_, *keys_, side);
  return *by_either_name_;
}

// A resource of an account nothing is known of, other than the caller's.
ResourceSide SymbolicRequest::foreign_side() const {
  ResourceSide out;
  out.account = "(another account)";
  out.policy_missing = true;
  return out;
}

}  // namespace postern::encoder
