#include "encoder/symbolic_request.h"

#include <algorithm>
#include <utility>

#include "coverage/reasons.h"
#include "encoder/holder.h"
#include "model/arn.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using formula::Bits;
using formula::TermId;
using model::CallerType;
using model::Mode;

}  // namespace

SymbolicRequest::~SymbolicRequest() = default;

SymbolicRequest::SymbolicRequest(formula::TermStore& terms, WorldFacts& facts, std::string step,
                                 const SymbolicRequest* next)
    : SymbolicRequest(
          terms, facts,
          RequestName{step, next != nullptr ? std::optional(next->step_) : std::nullopt},
          next != nullptr
              ? next->callers_.session_name()
              : terms.string_field(
                    step + "new.session",
                    {terms.globs().intern_set(terms.globs().intern(glob::literal("session")))})) {}

SymbolicRequest::SymbolicRequest(formula::TermStore& terms, WorldFacts& facts, RequestName name,
                                 formula::FieldId next_session)
    : terms_(terms),
      facts_(facts),
      step_(name.step),
      callers_(terms, facts, step_),
      action_(
          terms.enumerated_field(step_ + std::string(name.check) + "action", facts.actions.size())),
      resource_(terms.string_field(step_ + "resource")),
      name_(name),
      next_session_(next_session) {
  declare_holders();
  keys_ = std::make_unique<ContextKeys>(terms_, callers_, facts_.actions, action_, resource_,
                                        facts_, owners(), next_session_, name_);
  statements_ = std::make_unique<StatementEncoder>(terms_, callers_, facts_.actions, action_,
                                                   resource_, *keys_, name_at_point());
  decision_ = std::make_unique<DecisionEncoder>(terms_, callers_, facts_.actions, action_,
                                                resource_, *statements_, *keys_, caller_side());
  if (facts_.access_points && name_.check.empty()) {
    points_ = std::make_unique<AccessPoints>(terms_, callers_, facts_.actions, action_, resource_,
                                             name_at_point().resource, *keys_, facts_,
                                             caller_side(), step_);
  }
}

// over: what an access point that nobody has seen calls the resource is left open.
OtherName SymbolicRequest::name_at_point() {
  glob::Tokens format = glob::wildcard("arn:*:s3:*:?*:accesspoint/", glob::CharSet::except(U":"));
  format.push_back({glob::CharSet::all(), glob::Repeat::Any});
  const formula::FieldId name = terms_.string_field(step_ + "resource.at-point");
  const glob::GlobSetId points = terms_.globs().intern_set(terms_.globs().intern(format));
  const auto through_point = [this, name, points] {
    keys_->require(terms_.string_in(name, points));
    if (points_) return !points_->direct();
    return keys_->present(keys_->key("s3:dataaccesspointarn"));
  };
  return {through_point, name, points};
}

glob::GlobSetId SymbolicRequest::texts(std::initializer_list<std::string_view> values) {
  std::vector<glob::GlobId> out;
  for (std::string_view v : values) out.push_back(terms_.globs().intern(glob::literal(v)));
  return terms_.globs().intern_set(out);
}

glob::GlobSetId SymbolicRequest::like(std::string_view pattern) {
  return terms_.globs().intern_set(terms_.globs().intern(glob::wildcard(pattern)));
}

// ARNs whose account component is `account` (ARN-4).
glob::GlobId SymbolicRequest::of_account(std::string_view account) {
  const glob::CharSet component = glob::CharSet::except(U":");
  glob::Tokens tokens = glob::wildcard("arn:*:*:*:", component);
  const glob::Tokens id =
      account.empty()
          ? glob::Tokens(12, glob::Token{glob::CharSet::any_of(U"0123456789"), glob::Repeat::Once})
          : glob::literal(account);
  tokens.insert(tokens.end(), id.begin(), id.end());
  const glob::Tokens rest = glob::wildcard(":*");
  tokens.insert(tokens.end(), rest.begin(), rest.end());
  return terms_.globs().intern(tokens);
}

void SymbolicRequest::declare_holders() {
  glob::GlobPool& globs = terms_.globs();
  for (const auto& [arn, resource] : facts_.world.resources) {
    Holder h;
    std::vector<glob::GlobId> governed;
    for (const std::string& pattern : model::governed_arns(resource)) {
      governed.push_back(globs.intern(glob::wildcard(pattern)));
    }
    h.governed = globs.intern_set(governed);
    h.arn = arn;
    h.side.account = resource.account;
    h.side.policy = resource.policy;
    if (resource.kind == model::ResourceKind::KmsKey) h.side.role = model::ResourceRole::KmsKey;
    h.access_point = resource.kind == model::ResourceKind::AccessPoint;
    h.partly_modelled = !resource.unmodelled.empty() || resource.policy_missing;
    // What was not read, such as the rest of a key's grants, may allow more, and denies nothing.
    h.side.policy_missing = h.partly_modelled || !resource.missing.empty();
    h.side.aws_managed_key = resource.aws_managed_key;
    h.side.key_grants = &resource.key_grants;
    if (resource.kind == model::ResourceKind::S3Bucket) {
      h.s3 = std::make_unique<model::S3Access>(resource.s3.value_or(model::S3Access{}));
      const auto account = facts_.world.accounts.find(resource.account);
      if (account != facts_.world.accounts.end()) h.s3->block |= account->second.s3_block;
      h.side.s3 = h.s3.get();
    }
    add_organization(facts_.world, h.side);
    holders_.push_back(std::move(h));
  }
  for (const auto& [arn, principal] : facts_.world.principals) {
    if (principal.kind != model::PrincipalKind::Role) continue;
    Holder h;
    h.role = true;
    h.arn = arn;
    h.governed = texts({arn});
    h.side.account = principal.account;
    h.side.policy = principal.trust;
    h.side.policy_missing = principal.trust == nullptr;
    h.side.role = model::ResourceRole::IamRole;
    add_organization(facts_.world, h.side);
    role_holders_.emplace(&principal, holders_.size());
    holders_.push_back(std::move(h));
  }
  separate_holders();
  std::vector<glob::GlobId> governed;
  for (const Holder& h : holders_) {
    if (h.role) continue;
    const auto members = globs.members(h.governed);
    governed.insert(governed.end(), members.begin(), members.end());
  }
  governed_ = globs.intern_set(governed);
}

// Where two documents govern an ARN, the one of the longer ARN does; and what lies near a resource,
// below its ARN or in its own policy, may be governed by that policy too (nearby_).
void SymbolicRequest::separate_holders() {
  glob::GlobPool& globs = terms_.globs();
  std::vector<glob::GlobId> nearby;
  for (Holder& h : holders_) {
    std::vector<glob::GlobId> within, shared;
    if (!h.role) {
      const model::Resource& resource = facts_.world.resources.at(h.arn);
      for (const auto& [arn, other] : facts_.world.resources) {
        for (const std::string& pattern : model::shared_arns(other, resource)) {
          const glob::GlobId members = globs.intern(glob::wildcard(pattern));
          if (globs.surely_disjoint(globs.intern_set(members), h.governed)) continue;
          shared.push_back(members);
        }
      }
      for (const Holder& other : holders_) {
        if (other.role || other.arn.size() <= h.arn.size()) continue;
        if (globs.surely_disjoint(h.governed, other.governed)) continue;
        const auto members = globs.members(other.governed);
        within.insert(within.end(), members.begin(), members.end());
      }
      for (const std::string& pattern : model::nearby_arns(resource)) {
        nearby.push_back(globs.intern(glob::wildcard(pattern)));
      }
    }
    h.within = globs.intern_set(within);
    h.shared = globs.intern_set(shared);
  }
  nearby_ = globs.intern_set(nearby);
}

std::vector<std::pair<TermId, std::string>> SymbolicRequest::owners() {
  glob::GlobPool& globs = terms_.globs();
  std::map<std::string, std::vector<glob::GlobId>> owned;
  for (const auto& [id, account] : facts_.world.accounts) owned[id].push_back(of_account(id));
  for (const Holder& h : holders_) {
    if (h.role || h.side.account.empty()) continue;
    const auto members = globs.members(h.governed);
    auto& list = owned[h.side.account];
    list.insert(list.end(), members.begin(), members.end());
  }
  std::vector<std::pair<TermId, std::string>> out;
  for (const auto& [account, members] : owned) {
    out.emplace_back(in(globs.intern_set(members)), account);
  }
  return out;
}

CallerSide SymbolicRequest::caller_side() const {
  CallerSide side;
  side.has_boundary = side.has_session = side.grants_itself = callers_.none();
  side.free_session = callers_.of_type({CallerType::FederatedUser});
  side.missing_identity = side.missing_boundary = side.management = callers_.none();
  // In the order of the world's policies, so that the encoding does not depend on addresses.
  std::map<const model::Policy*, Bits> identity, boundary;
  const auto& classes = callers_.classes();
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const CallerClass& c = classes[i];
    const bool of_root = c.type == CallerType::FederatedUser && c.principal == nullptr;
    if ((c.unknown_account && c.type != CallerType::Root) || of_root) side.grants_itself.set(i);
    if (c.principal == nullptr) continue;
    for (const model::Policy* policy : c.principal->identity) {
      identity.try_emplace(policy, callers_.none()).first->second.set(i);
    }
    if (c.principal->boundary != nullptr) {
      boundary.try_emplace(c.principal->boundary, callers_.none()).first->second.set(i);
      side.has_boundary.set(i);
    }
    if (!c.principal->missing.empty()) side.missing_identity.set(i);
    if (c.principal->boundary_missing) {
      side.has_boundary.set(i);
      side.missing_boundary.set(i);
    }
  }
  add_scps(side);
  for (const auto& [id, endpoint] : facts_.world.endpoints) {
    if (endpoint.policy == nullptr) continue;
    side.endpoints.push_back({endpoint.policy, endpoint.gateway, id, endpoint.service});
  }
  for (const model::Policy& policy : facts_.world.policies) {
    if (const auto it = identity.find(&policy); it != identity.end()) {
      side.identity.push_back({&policy, it->second});
    }
    if (const auto it = boundary.find(&policy); it != boundary.end()) {
      side.boundary.push_back({&policy, it->second});
    }
  }
  return side;
}

// Accounts share the nodes of the tree, so that a node is encoded once (SCP-1).
void SymbolicRequest::add_scps(CallerSide& side) const {
  side.missing_scps = callers_.none();
  std::map<std::vector<const model::Policy*>, std::size_t> levels;
  for (const auto& [id, account] : facts_.world.accounts) {
    const model::Guardrails scps = model::scps_of(facts_.world, id);
    if (!scps.apply) continue;
    const Bits callers = callers_.where(
        [&](const CallerClass& c) { return c.account.literal() == std::optional(id); });
    if (!scps.missing.empty()) side.missing_scps |= callers;
    for (const auto& policies : scps.levels) {
      const auto [at, fresh] = levels.try_emplace(policies, side.scps.size());
      if (fresh) side.scps.push_back({policies, callers_.none()});
      side.scps[at->second].callers |= callers;
    }
  }
}

TermId SymbolicRequest::on_known_path() {
  return points_ ? points_->on_known_path() : terms_.true_term();
}

// ARNs of accounts all of whose users and roles the snapshot contains.
glob::GlobSetId SymbolicRequest::listed_accounts() {
  std::vector<glob::GlobId> out;
  for (const auto& [id, account] : facts_.world.accounts) {
    if (account.has_identities) out.push_back(of_account(id));
  }
  return terms_.globs().intern_set(out);
}

glob::GlobSetId SymbolicRequest::known_accounts() {
  std::vector<glob::GlobId> out;
  for (const auto& [id, account] : facts_.world.accounts) out.push_back(of_account(id));
  return terms_.globs().intern_set(out);
}

TermId SymbolicRequest::possible(const Bits& actions, const ResourceRange& range, Mode mode,
                                 bool assumed) {
  return terms_.all_of({compatible(actions), possible_whatever_action(range, mode, assumed)});
}

TermId SymbolicRequest::possible_whatever_action(const ResourceRange& range, Mode mode,
                                                 bool assumed) {
  const TermId foreign =
      terms_.all_of({in(terms_.globs().intern_set(of_account(""))), !in(known_accounts())});
  // What has no account in its ARN and is not in the snapshot is the caller's own (see allowed).
  const TermId of_strangers = terms_.all_of(
      {!in(governed_), !in(nearby_), !in(terms_.globs().intern_set(of_account(""))),
       callers_.in(callers_.where([](const CallerClass& c) { return c.unknown_account; }))});
  std::vector<TermId> all = {
      callers_.constraints(), token_calls(),
      range.of_anybody
          ? terms_.true_term()
          : terms_.any_of({terms_.all_of({!foreign, !of_strangers}), in(range.named)})};
  if (points_) {
    all.push_back(points_->constraints(mode));
  } else if (mode != Mode::Prove) {  // what no policy speaks of, a question may
    for (const char* key :
         {"s3:dataaccesspointarn", "s3:dataaccesspointaccount", "s3:accesspointnetworkorigin"}) {
      if (keys_->uses(key)) all.push_back(!keys_->present(keys_->key(key)));
    }
  }
  if (mode != Mode::Prove) {
    for (const Doubt& doubt : doubtful_callers()) all.push_back(!doubt.when);
    std::vector<glob::GlobId> partitions = {terms_.globs().intern(glob::literal("*"))};
    for (const std::string& partition : facts_.partitions) {
      partitions.push_back(terms_.globs().intern(glob::wildcard("arn:" + partition + ":*")));
    }
    all.push_back(in(terms_.globs().intern_set(partitions)));
    std::u32string printable;
    for (char32_t c = U'!'; c <= U'~'; ++c) printable += c;
    all.push_back(in(terms_.globs().intern_set(
        terms_.globs().intern({{glob::CharSet::any_of(printable), glob::Repeat::Any}}))));
  }
  all.push_back(keys_->constraints(mode, assumed));  // of all keys used by now
  return terms_.all_of(all);
}

std::vector<Doubt> SymbolicRequest::doubtful_callers() {
  std::map<std::string_view, Bits> over;
  const auto& classes = callers_.classes();
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (!classes[i].over) continue;
    const std::string_view reason = [&] {
      switch (classes[i].type) {
        case CallerType::Service:
          return coverage::unnamed_service;
        case CallerType::WebIdentity:
        case CallerType::Saml:
          return coverage::unnamed_provider;
        case CallerType::FederatedUser:
          return coverage::federation_token;
        case CallerType::RoleSession:
          if (classes[i].service_linked) return coverage::linked_elsewhere;
          break;
        case CallerType::Root:
        case CallerType::User:
        case CallerType::Anonymous:
          break;
      }
      return coverage::path_elsewhere;
    }();
    over.try_emplace(reason, callers_.none()).first->second.set(i);
  }
  std::vector<Doubt> out;
  for (const auto& [reason, callers] : over) {
    out.push_back({callers_.in(callers), std::string(reason)});
  }
  const std::vector<Doubt> unread = unread_callers();
  out.insert(out.end(), unread.begin(), unread.end());
  return out;
}

// Callers of accounts that the user has, but of whom not everything was read. What binds them in
// their organization is not asked, and whether there are users and roles besides those that were
// read is not known.
std::vector<Doubt> SymbolicRequest::unread_callers() {
  std::vector<glob::GlobId> members, cut_short;
  for (const auto& [id, account] : facts_.world.accounts) {
    if (account.has_identities) continue;
    const glob::GlobId name = terms_.globs().intern(glob::literal(id));
    if (!account.identities_lack.empty()) {
      cut_short.push_back(name);
    } else if (!account.organization.empty()) {
      members.push_back(name);
    }
  }
  const auto unknown = [&](const std::vector<glob::GlobId>& accounts) {
    return terms_.all_of(
        {callers_.in(callers_.where([](const CallerClass& c) { return c.unknown_account; })),
         terms_.string_in(callers_.account(), terms_.globs().intern_set(accounts))});
  };
  return {{unknown(members), std::string(coverage::member_not_read)},
          {unknown(cut_short), std::string(coverage::principal_not_read)}};
}

std::vector<Doubt> SymbolicRequest::doubts() {
  std::vector<Doubt> out = doubtful_callers();
  const std::vector<Doubt> keys = keys_->doubts();
  out.insert(out.end(), keys.begin(), keys.end());
  return out;
}

model::Request SymbolicRequest::decode(const formula::Assignment& assignment) const {
  model::Request out;
  out.caller = callers_.decode(assignment);
  const auto action = assignment.values.find(action_);
  out.action = facts_.actions.name(action == assignment.values.end() ? 0 : action->second);
  const auto resource = assignment.strings.find(resource_);
  out.resource = resource == assignment.strings.end() ? "*" : resource->second;
  out.context = keys_->decode(assignment);
  return out;
}

}  // namespace postern::encoder
