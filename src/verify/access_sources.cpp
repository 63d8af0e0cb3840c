#include "verify/access_sources.h"

#include <algorithm>
#include <string_view>

#include "glob/glob.h"
#include "model/arn.h"
#include "semantics/public_policy.h"
#include "support/text.h"

namespace postern::verify {
namespace {

using model::PrincipalType;
using verdict::AccessSource;
using Who = Offer::Who;

bool has_wildcard(std::string_view text) { return text.find_first_of("*?") != text.npos; }

// Whether Amazon S3 would call the statement public: anybody meets its conditions (BPA-6). What is
// open counts as public.
bool is_public(const model::Statement& statement) {
  model::Policy alone;
  alone.kind = model::PolicyKind::Resource;
  alone.statements = {statement};
  return !semantics::is_public(alone).is(semantics::Truth::Value::False);
}

// Whether the condition holds of requests only whose key has one of the values, as they are
// written or as patterns.
bool lists_values(const model::Condition& condition) {
  using model::BaseOperator;
  const bool lists = condition.op.base == BaseOperator::StringEquals ||
                     condition.op.base == BaseOperator::StringEqualsIgnoreCase ||
                     condition.op.base == BaseOperator::StringLike ||
                     condition.op.base == BaseOperator::ArnEquals ||
                     condition.op.base == BaseOperator::ArnLike;
  return lists && !condition.op.negated && !condition.op.if_exists &&
         condition.op.set != model::SetQualifier::ForAllValues &&
         std::ranges::none_of(condition.values,
                              [](const model::Pattern& value) { return value.has_variables(); });
}

// Whom a value of a key about the caller describes, as a finding calls them; `public` if it is
// nobody in particular.
std::string described(std::string_view key, const std::string& value) {
  if (key == "aws:principalaccount") return is_account_id(value) ? "account:" + value : "public";
  if (key == "aws:principalorgid") return has_wildcard(value) ? "public" : "org:" + value;
  if (key == "aws:principalorgpaths") {
    const std::string organization = value.substr(0, value.find('/'));
    return has_wildcard(organization) ? "public" : "org:" + organization;
  }
  const auto arn = model::parse_arn(value);
  if (!arn || !is_account_id(arn->account)) return "public";
  if (arn->resource == "root" || arn->resource == "*")
    return "account:" + std::string(arn->account);
  return value;
}

// The condition that says most about who may call, of those that list values; null: none does.
const model::Condition* about_caller(const model::Statement& statement) {
  for (const char* key : {"aws:principalarn", "aws:principalaccount", "aws:principalorgpaths",
                          "aws:principalorgid"}) {
    for (const model::Condition& condition : statement.conditions) {
      if (condition.key == key && lists_values(condition)) return &condition;
    }
  }
  return nullptr;
}

Offer anybody(const Offer& like) {
  Offer out = like;
  out.who = Who::Everybody;
  out.principal = "public";
  return out;
}

}  // namespace

AccessSources::AccessSources(const model::World& world, const queries::Zone& zone)
    : world_(world), zone_(zone) {
  for (const auto& [id, account] : world.accounts) {
    if (!account.canonical_id.empty()) canonical_ids_[account.canonical_id] = id;
  }
  for (const auto& [arn, principal] : world.principals) {
    if (!principal.unique_id.empty()) unique_ids_[principal.unique_id] = principal.account;
  }
  for (const auto& [arn, resource] : world.resources) {
    if (resource.kind != model::ResourceKind::Other || resource.policy == nullptr) continue;
    std::vector<Offer> offers;
    for (const model::Statement& statement : resource.policy->statements) {
      add_statement(statement, AccessSource::Kind::Policy, offers);
    }
    if (!offers.empty()) shared_.push_back(&resource);
  }
}

bool AccessSources::in_zone(std::string_view account) const {
  return zone_.accounts.contains(std::string(account));
}

std::vector<Target> AccessSources::targets() const {
  std::vector<Target> out;
  for (const auto& [arn, resource] : world_.resources) {
    if (resource.account.empty() || in_zone(resource.account)) {
      out.push_back({arn, resource.account, &resource, nullptr});
    }
  }
  for (const auto& [arn, principal] : world_.principals) {
    if (principal.kind == model::PrincipalKind::Role && !principal.service_linked &&
        in_zone(principal.account)) {
      out.push_back({arn, principal.account, nullptr, &principal});
    }
  }
  std::ranges::sort(out, {}, &Target::arn);
  return out;
}

void AccessSources::add_aws(const std::string& value, const Offer& like,
                            std::vector<Offer>& out) const {
  Offer offer = like;
  offer.principal = value;
  offer.text = value;
  const auto arn = model::parse_arn(value);
  if (is_account_id(value) || (arn && arn->resource == "root" && is_account_id(arn->account))) {
    offer.who = Who::Account;
    offer.text = arn ? std::string(arn->account) : value;
    offer.principal = "account:" + offer.text;
    if (in_zone(offer.text)) return;
  } else if (arn) {
    offer.who = Who::Arn;
    if (in_zone(arn->account)) return;
  } else {
    offer.who = Who::UniqueId;
    const auto known = unique_ids_.find(value);
    if (known != unique_ids_.end() && in_zone(known->second)) return;
  }
  out.push_back(std::move(offer));
}

// To everybody, or to those whom a condition on the caller describes, value by value.
void AccessSources::add_everybody(const model::Statement& statement, const Offer& like,
                                  std::vector<Offer>& out) const {
  Offer offer = anybody(like);
  offer.is_public = is_public(statement);
  const model::Condition* caller = about_caller(statement);
  if (caller == nullptr) {
    out.push_back(std::move(offer));
    return;
  }
  const auto at = static_cast<std::size_t>(caller - statement.conditions.data());
  for (const model::Pattern& value : caller->values) {
    Offer one = offer;
    one.conditions[at].values = {value};
    one.principal = described(caller->key, value.text);
    out.push_back(std::move(one));
  }
}

void AccessSources::add_canonical(const std::string& id, const Offer& like,
                                  std::vector<Offer>& out) const {
  const auto known = canonical_ids_.find(id);
  Offer offer = like;
  offer.who = Who::CanonicalId;
  offer.text = id;
  offer.principal = "canonical:" + id;
  if (known != canonical_ids_.end()) {
    if (in_zone(known->second)) return;
    offer.principal = "account:" + known->second;
  }
  out.push_back(std::move(offer));
}

void AccessSources::add_statement(const model::Statement& statement, AccessSource::Kind kind,
                                  std::vector<Offer>& out) const {
  if (statement.effect != model::Effect::Allow || !statement.principal) return;
  const Offer like{Who::Everybody,
                   "",
                   "",
                   false,
                   statement.conditions,
                   &statement.actions,
                   {kind, statement.where, statement.sid}};
  if (statement.principal->negated || statement.principal->everyone) {
    add_everybody(statement, like, out);
  }
  if (statement.principal->negated) return;
  for (const model::PrincipalEntry& entry : statement.principal->entries) {
    const auto named = [&](Who who, const char* prefix) {
      Offer offer = like;
      offer.who = who;
      offer.text = entry.value;
      offer.principal = prefix + entry.value;
      out.push_back(std::move(offer));
    };
    switch (entry.type) {
      case PrincipalType::Aws:
        if (entry.value == "*") {
          add_everybody(statement, like, out);
        } else {
          add_aws(entry.value, like, out);
        }
        break;
      case PrincipalType::Service:
        named(Who::Service, "service:");
        break;
      case PrincipalType::Federated:
        named(Who::Provider, "federated:");
        break;
      case PrincipalType::CanonicalUser:
        add_canonical(entry.value, like, out);
        break;
    }
  }
}

void AccessSources::add_lists(const model::Resource& bucket, std::vector<Offer>& out) const {
  if (!bucket.s3 || !bucket.s3->acls_count()) return;
  const Offer like{
      Who::Everybody, "", "", true, {}, nullptr, {AccessSource::Kind::Acl, bucket.where, ""}};
  for (const auto* list : {&bucket.s3->bucket_acl, &bucket.s3->object_acl}) {
    if (!*list) continue;
    for (const model::AclGrant& grant : (*list)->grants) {
      switch (grant.grantee) {
        case model::AclGrantee::AllUsers:
        case model::AclGrantee::AuthenticatedUsers:
          out.push_back(anybody(like));
          break;
        case model::AclGrantee::LogDelivery: {
          Offer offer = like;
          offer.who = Who::Service;
          offer.text = "logging.s3.amazonaws.com";
          offer.principal = "service:" + offer.text;
          offer.is_public = false;
          out.push_back(std::move(offer));
          break;
        }
        case model::AclGrantee::Account: {
          Offer offer = like;
          offer.is_public = false;
          // The owner's entry is in every list.
          if (grant.canonical_id != bucket.s3->owner || bucket.s3->owner.empty()) {
            add_canonical(grant.canonical_id, offer, out);
          }
          break;
        }
      }
    }
  }
}

std::vector<const model::Policy*> AccessSources::policies_of(const Target& target) const {
  if (target.role != nullptr) {
    if (target.role->trust == nullptr) return {};
    return {target.role->trust};
  }
  std::vector<const model::Policy*> out;
  if (target.resource->policy != nullptr) out.push_back(target.resource->policy);
  glob::GlobPool globs;
  const auto set_of = [&](const std::vector<std::string>& patterns) {
    std::vector<glob::GlobId> members;
    for (const std::string& each : patterns) members.push_back(globs.intern_wildcard(each));
    return globs.intern_set(members);
  };
  if (shared_.empty()) return out;
  const glob::GlobSetId own = set_of(model::governed_arns(*target.resource));
  for (const model::Resource* other : shared_) {
    const std::vector<std::string> reach = model::shared_arns(*other, *target.resource);
    if (!reach.empty() && !globs.surely_disjoint(set_of(reach), own)) out.push_back(other->policy);
  }
  return out;
}

std::vector<Offer> AccessSources::offers(const Target& target) const {
  std::vector<Offer> out;
  const AccessSource::Kind kind =
      target.role != nullptr ? AccessSource::Kind::Trust : AccessSource::Kind::Policy;
  for (const model::Policy* policy : policies_of(target)) {
    for (const model::Statement& statement : policy->statements) {
      add_statement(statement, kind, out);
    }
  }
  if (target.resource == nullptr) return out;
  add_lists(*target.resource, out);
  for (const model::KmsGrant& grant : target.resource->key_grants) {
    const Offer like{Who::Service,
                     grant.grantee,
                     "service:" + grant.grantee,
                     false,
                     {},
                     nullptr,
                     {AccessSource::Kind::Grant, grant.where, grant.id}};
    if (model::parse_arn(grant.grantee)) {
      add_aws(grant.grantee, like, out);
    } else {
      out.push_back(like);
    }
  }
  return out;
}

bool AccessSources::is_open(const Target& target) const {
  if (target.role != nullptr) return target.role->trust == nullptr;
  const model::Resource& resource = *target.resource;
  const bool lists_open =
      resource.s3 && resource.s3->acls_count() &&
      (resource.s3->object_acl || resource.s3->object_acls_missing || resource.s3->owner.empty());
  const bool key_open = resource.kind == model::ResourceKind::KmsKey && resource.policy == nullptr;
  return resource.account.empty() || resource.policy_missing || resource.aws_managed_key ||
         !resource.unmodelled.empty() || !resource.missing.empty() || lists_open || key_open;
}

}  // namespace postern::verify
