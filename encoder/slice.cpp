#include "encoder/slice.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "encoder/slice_principals.h"
#include "encoder/slice_statements.h"

namespace postern::encoder {

using model::IamPrincipal;
using model::Policy;
using model::PrincipalKind;

struct Slicer::Impl {
  const model::World& world;
  const WorldFacts& facts;
  glob::GlobPool globs;
  StatementIndex index;
  formula::Bits assumptions;

  Impl(const model::World& whole, const WorldFacts& known)
      : world(whole),
        facts(known),
        index(whole, known, globs),
        assumptions(known.actions.only({"sts:AssumeRole", "sts:AssumeRoleWithSAML",
                                        "sts:AssumeRoleWithWebIdentity", "sts:TagSession",
                                        "sts:SetSourceIdentity", "sts:SetContext"})) {}
};

namespace {

/// One slice in the making.
class Cut {
 public:
  Cut(const model::World& world, const WorldFacts& facts, StatementIndex& index,
      glob::GlobPool& globs, const formula::Bits& assumptions, const Scope& scope)
      : world_(world),
        index_(index),
        globs_(globs),
        assumptions_(assumptions),
        scope_(scope),
        relevant_(index.relevant(scope)),
        distinctions_(facts, globs) {
    distinctions_.add(scope);
  }

  Slice make() {
    copy_organizations();
    copy_resources();
    copy_roles_to_assume();
    copy_principals();
    return std::move(out_);
  }

 private:
  // The policy without the statements that are not about the scope; one of those with that content.
  const Policy* reduced(const Policy* policy) {
    if (policy == nullptr) return nullptr;
    const auto [at, fresh] = reduced_.try_emplace(policy, nullptr);
    if (!fresh) return at->second;
    const std::vector<std::uint32_t>& contents = index_.contents(*policy);
    std::vector<std::uint32_t> kept;
    for (const std::uint32_t content : contents) {
      if (relevant_[content]) kept.push_back(content);
    }
    const auto key = std::tuple(policy->kind, policy->has_variables, kept);
    const auto [same, first] = by_content_.try_emplace(key, nullptr);
    if (first) {
      Policy& copy = out_.world.policies.emplace_back();
      copy.kind = policy->kind;
      copy.name = policy->name;
      copy.has_variables = policy->has_variables;
      copy.where = policy->where;
      const bool everyone = distinctions_.everyone();
      for (std::size_t i = 0; i < contents.size(); ++i) {
        if (!relevant_[contents[i]]) continue;
        copy.statements.push_back(policy->statements[i]);
        distinctions_.add(policy->statements[i]);
        out_.fingerprint.push_back(contents[i]);
      }
      const bool own = policy->kind == model::PolicyKind::Identity ||
                       policy->kind == model::PolicyKind::Boundary;
      if (own && !everyone && distinctions_.everyone()) {  // of those who have it
        distinctions_.everyone(false);
        looks_at_caller_.insert(&copy);
      }
      same->second = &copy;
    }
    return at->second = same->second;
  }

  void reduce(std::vector<const Policy*>& policies) {
    for (const Policy*& policy : policies) policy = reduced(policy);
  }

  void copy_organizations() {
    const auto reduce_attached = [&](model::AttachedGuardrails& attached) {
      reduce(attached.scps);
      reduce(attached.rcps);
    };
    out_.world.accounts = world_.accounts;
    for (auto& [id, account] : out_.world.accounts) reduce_attached(account.attached);
    out_.world.organizations = world_.organizations;
    for (auto& [id, organization] : out_.world.organizations) {
      for (auto& [unit_id, unit] : organization.units) reduce_attached(unit.attached);
    }
    out_.world.endpoints = world_.endpoints;
    for (auto& [id, endpoint] : out_.world.endpoints) endpoint.policy = reduced(endpoint.policy);
    out_.world.rcp_services = world_.rcp_services;
  }

  bool in_scope(const std::string& pattern) {
    const glob::GlobSetId set = globs_.intern_set(globs_.intern_wildcard(pattern));
    return std::ranges::any_of(scope_.parts, [&](const Scope::Part& part) {
      return !globs_.surely_disjoint(set, part.resources);
    });
  }

  // Policies of resources are kept whole: whether one is public, and what it governs, is said of
  // all of it.
  void copy_resources() {
    const auto near = [&](const model::Resource& resource) {
      const auto some = [&](const std::vector<std::string>& patterns) {
        return std::ranges::any_of(patterns, [&](const auto& each) { return in_scope(each); });
      };
      return resource.kind == model::ResourceKind::AccessPoint ||
             some(model::governed_arns(resource)) || some(model::nearby_arns(resource));
    };
    for (const auto& [arn, resource] : world_.resources) {
      if (!near(resource)) continue;
      out_.world.resources.emplace(arn, resource);
      out_.fingerprint.push_back(reinterpret_cast<std::uintptr_t>(&resource));
      look_at(resource.policy);
      for (const model::KmsGrant& grant : resource.key_grants) {
        distinctions_.add_name(grant.grantee);
      }
    }
  }

  void look_at(const Policy* policy) {
    if (policy == nullptr) return;
    for (const model::Statement& statement : policy->statements) distinctions_.add(statement);
  }

  // Whether the scope has requests for that resource.
  bool asked_of(const Scope::Part& part, const std::string& arn) {
    return globs_.contains(part.resources, arn) && !globs_.contains(part.except, arn);
  }

  bool to_be_assumed(const IamPrincipal& role) {
    if (scope_.apart.contains(&role)) return true;
    return std::ranges::any_of(scope_.parts, [&](const Scope::Part& part) {
      return part.actions.intersects(assumptions_) && asked_of(part, role.arn);
    });
  }

  void copy_roles_to_assume() {
    for (const auto& [arn, principal] : world_.principals) {
      if (principal.kind != PrincipalKind::Role || !to_be_assumed(principal)) continue;
      look_at(principal.trust);
      to_assume_.push_back(&principal);
    }
  }

  // All that is known of who stands for the principal.
  std::string signature(const IamPrincipal& principal) {
    if (!of_complete_account(principal)) return principal.arn;
    std::string out;
    distinctions_.sign(principal, out);
    std::set<const Policy*> identity;
    for (const Policy* policy : principal.identity) {
      const Policy* rest = reduced(policy);
      if (!rest->statements.empty()) identity.insert(rest);
    }
    const auto add = [&](const Policy* each) {
      if (looks_at_caller_.contains(each)) out += principal.arn;
      out += '|' + std::to_string(reinterpret_cast<std::uintptr_t>(each));
    };
    for (const Policy* policy : identity) add(policy);
    add(reduced(principal.boundary));
    out += principal.boundary_missing ? 'b' : '-';
    out += principal.missing.empty() ? '-' : 'm';
    return out;
  }

  void copy(const IamPrincipal& principal) {
    IamPrincipal& copy = out_.world.principals.emplace(principal.arn, principal).first->second;
    reduce(copy.identity);
    std::erase_if(copy.identity, [](const Policy* policy) { return policy->statements.empty(); });
    copy.boundary = reduced(copy.boundary);
    out_.fingerprint.push_back(reinterpret_cast<std::uintptr_t>(&principal));
  }

  // Of an account that was not read to its end, others are told from all that were.
  bool of_complete_account(const IamPrincipal& principal) {
    const auto account = world_.accounts.find(principal.account);
    return account != world_.accounts.end() && account->second.has_identities;
  }

  bool may_call(const IamPrincipal& principal) {
    return !scope_.callers || scope_.callers->contains(&principal) ||
           !of_complete_account(principal);
  }

  void copy_principals() {
    // All policies are looked at before anybody is signed.
    for (const auto& [arn, principal] : world_.principals) {
      if (!may_call(principal)) continue;
      for (const Policy* policy : principal.identity) reduced(policy);
      reduced(principal.boundary);
    }
    std::map<std::string, const IamPrincipal*> known;  // by signature
    for (const auto& [arn, principal] : world_.principals) {
      if (!may_call(principal)) continue;
      const auto [first, fresh] = known.emplace(signature(principal), &principal);
      if (fresh) {
        copy(principal);
      } else {
        out_.alike[first->second->arn].push_back(arn);
      }
    }
    out_.fingerprint.push_back(0);
    for (const IamPrincipal* role : to_assume_) copy_resource(*role);
    if (!distinctions_.resource_tags()) return;
    for (const auto& [arn, principal] : world_.principals) {
      const bool asked = std::ranges::any_of(
          scope_.parts, [&](const Scope::Part& part) { return asked_of(part, principal.arn); });
      if (asked) copy_resource(principal);
    }
  }

  // The principal as something requests are for: as a caller it is not needed.
  void copy_resource(const IamPrincipal& principal) {
    if (out_.world.principals.contains(principal.arn)) return;
    copy(principal);
    out_.represented.insert(principal.arn);
  }

  const model::World& world_;
  StatementIndex& index_;
  glob::GlobPool& globs_;
  const formula::Bits& assumptions_;
  const Scope& scope_;
  std::vector<bool> relevant_;
  Distinctions distinctions_;
  std::unordered_map<const Policy*, const Policy*> reduced_;
  std::map<std::tuple<model::PolicyKind, bool, std::vector<std::uint32_t>>, const Policy*>
      by_content_;
  std::set<const Policy*> looks_at_caller_;  // reduced ones
  std::vector<const IamPrincipal*> to_assume_;
  Slice out_;
};

}  // namespace

Slicer::Slicer(const model::World& world, const WorldFacts& facts)
    : impl_(std::make_unique<Impl>(world, facts)) {}

Slicer::~Slicer() = default;

glob::GlobPool& Slicer::globs() { return impl_->globs; }

Slice Slicer::slice(const Scope& scope) {
  return Cut(impl_->world, impl_->facts, impl_->index, impl_->globs, impl_->assumptions, scope)
      .make();
}

}  // namespace postern::encoder
