#include "verify/outside.h"

#include <algorithm>

#include "support/account_ids.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::verify {
namespace {

using encoder::CallerClass;
using encoder::Truth;
using formula::Bits;
using formula::TermId;
using model::CallerType;

bool has_account(const CallerClass& c) {
  return c.type == CallerType::Root || c.type == CallerType::User ||
         c.type == CallerType::RoleSession || c.type == CallerType::FederatedUser;
}

bool is_bearer(const CallerClass& c) {
  return c.type == CallerType::WebIdentity || c.type == CallerType::Saml;
}

glob::GlobSetId texts(glob::GlobPool& globs, const std::set<std::string>& values) {
  std::vector<glob::GlobId> out;
  for (const std::string& each : values) out.push_back(globs.intern(glob::literal(each)));
  return globs.intern_set(out);
}

bool is_about_source(std::string_view key) {
  return key == "aws:sourceaccount" || key == "aws:sourcearn" || key == "aws:sourceorgid" ||
         key == "aws:sourceorgpaths";
}

}  // namespace

model::Condition make_condition(std::string_view op, const std::string& key,
                                const std::vector<std::string>& values) {
  const auto parsed = model::parse_operator(op);
  POSTERN_CHECK(parsed);
  model::Condition out;
  out.op = *parsed;
  out.key = out.spelt = key;
  const model::Wildcards wildcards = model::operator_row(*parsed).wildcards;
  for (const std::string& value : values) {
    out.values.push_back({value, model::parse_pattern(value, wildcards, model::Variables::No), {}});
  }
  return out;
}

Outside::Outside(Steps& steps, const queries::Zone& zone, const std::string& owner)
    : steps_(steps), zone_(zone), callers_(steps.at(0).callers()) {
  formula::TermStore& terms = steps.terms();
  std::set<std::string> unlisted;  // of the zone; unknown callers may be theirs
  for (const std::string& id : zone.accounts) {
    const auto account = steps.world().accounts.find(id);
    const bool listed = account != steps.world().accounts.end() && account->second.has_identities;
    if (!listed) unlisted.insert(id);
  }
  const Bits beyond = callers_.where([&](const CallerClass& c) {
    const auto id = c.account.literal();
    return has_account(c) && id && !zone.accounts.contains(*id);
  });
  const Bits unknown =
      callers_.where([](const CallerClass& c) { return has_account(c) && !c.account.literal(); });
  const TermId elsewhere = terms.any_of(
      {callers_.in(beyond),
       terms.all_of({callers_.in(unknown),
                     !terms.string_in(callers_.account(), texts(terms.globs(), unlisted))})});
  const TermId unsigned_or_token = callers_.in(callers_.where(
      [](const CallerClass& c) { return c.type == CallerType::Anonymous || is_bearer(c); }));
  const TermId service = callers_.in(callers_.of_type({CallerType::Service}));
  caller_ = terms.any_of({unsigned_or_token, terms.all_of({elsewhere, !in_organizations()}),
                          terms.all_of({service, !acts_for_zone(owner)})});
}

// "the request says so itself": what it says, whether or not anybody knows when it does.
TermId Outside::says(std::string_view op, const char* key, const std::set<std::string>& values) {
  if (values.empty()) return steps_.terms().false_term();
  conditions_.push_back({make_condition(op, key, {values.begin(), values.end()})});
  return steps_.at(0).conditions(conditions_.back()).canonical;
}

TermId Outside::in_organizations() {
  return says("StringEquals", "aws:principalorgid", zone_.organizations);
}

// What policies of the slice compare with the source of a service's request.
std::set<std::string> Outside::values_about_sources() const {
  std::set<std::string> out;
  const auto look_at = [&](const model::Policy* policy) {
    if (policy == nullptr) return;
    for (const model::Statement& statement : policy->statements) {
      for (const model::Condition& condition : statement.conditions) {
        if (!is_about_source(condition.key)) continue;
        for (const model::Pattern& value : condition.values) out.insert(value.text);
      }
    }
  };
  const model::World& slice = steps_.facts().world;
  for (const model::Policy& policy : slice.policies) look_at(&policy);
  for (const auto& [arn, resource] : slice.resources) look_at(resource.policy);
  for (const auto& [arn, principal] : slice.principals) look_at(principal.trust);
  return out;
}

// "the service acts for something of the zone": it says for which account, organization or
// resource. What no policy compares with does not tell requests apart.
TermId Outside::acts_for_zone(const std::string& owner) {
  std::set<std::string> accounts = {owner}, sources, paths;
  for (const std::string& value : values_about_sources()) {
    add_account_ids(value, accounts);
    const auto resource = steps_.world().resources.find(value);
    if (resource != steps_.world().resources.end() &&
        zone_.accounts.contains(resource->second.account)) {
      sources.insert(value);
    }
  }
  std::erase_if(accounts, [&](const std::string& id) { return !zone_.accounts.contains(id); });
  for (const std::string& id : accounts) sources.insert("arn:*:*:*:" + id + ":*");
  for (const std::string& id : zone_.organizations) paths.insert(id + "/*");
  return steps_.terms().any_of({says("StringEquals", "aws:sourceaccount", accounts),
                                says("ArnLike", "aws:sourcearn", sources),
                                says("StringEquals", "aws:sourceorgid", zone_.organizations),
                                says("ForAnyValue:StringLike", "aws:sourceorgpaths", paths)});
}

TermId Outside::anonymous() const { return callers_.in(callers_.of_type({CallerType::Anonymous})); }

TermId Outside::stranger() {
  formula::TermStore& terms = steps_.terms();
  const Bits unknown = callers_.where([](const CallerClass& c) { return c.unknown_account; });
  return terms.any_of(
      {callers_.in(callers_.of_type({CallerType::Anonymous})),
       terms.all_of(
           {callers_.in(unknown),
            !terms.string_in(callers_.account(), texts(terms.globs(), steps_.facts().accounts))})});
}

Truth Outside::who(const Offer& offer) {
  formula::TermStore& terms = steps_.terms();
  const Bits among = callers_.where(has_account);
  const auto exactly = [&](const std::function<bool(const CallerClass&)>& test) {
    return Truth::of(callers_.in(callers_.where(test)));
  };
  const auto perhaps = [&](const std::function<bool(const CallerClass&)>& sure,
                           const std::function<bool(const CallerClass&)>& maybe) {
    const TermId certain = callers_.in(callers_.where(sure));
    return Truth{certain, terms.any_of({certain, callers_.in(callers_.where(maybe))}), certain};
  };
  switch (offer.who) {
    case Offer::Who::Everybody:
      return Truth::of(terms.true_term());
    case Offer::Who::Account:
      return Truth::of(callers_.in_account(offer.text));
    case Offer::Who::Arn: {
      std::vector<TermId> ways;
      for (const auto shape : {&CallerClass::arn, &CallerClass::role_arn, &CallerClass::user_arn}) {
        ways.push_back(callers_.matching_text(
            [shape](const CallerClass& c) -> const encoder::Shape& { return c.*shape; }, among,
            offer.text));
      }
      return Truth::of(terms.any_of(ways));
    }
    case Offer::Who::UniqueId:
      return perhaps([&](const CallerClass& c) { return c.unique_id == offer.text; },
                     [](const CallerClass& c) { return has_account(c) && c.unique_id.empty(); });
    case Offer::Who::Service:
      return exactly([&](const CallerClass& c) {
        return c.type == CallerType::Service && c.name == offer.text;
      });
    case Offer::Who::Provider:
      return exactly(
          [&](const CallerClass& c) { return is_bearer(c) && c.provider == offer.text; });
    case Offer::Who::CanonicalId:
      return perhaps([&](const CallerClass& c) { return c.canonical_id == offer.text; },
                     [](const CallerClass& c) { return has_account(c) && c.canonical_id.empty(); });
  }
  internal_error("an offer to nobody");
}

TermId Outside::other_service(const std::set<std::string>& names) {
  return callers_.in(callers_.where([&](const CallerClass& c) {
    return c.type == CallerType::Service && !names.contains(c.name);
  }));
}

bool Outside::knows_other_service(const std::set<std::string>& names) const {
  return !callers_
              .where([&](const CallerClass& c) {
                return c.type == CallerType::Service && !c.over && !names.contains(c.name);
              })
              .none();
}

std::string Outside::principal_of(const model::Caller& caller,
                                  const std::set<std::string>& services) const {
  if (caller.type == CallerType::Service) {
    return "service:" + (services.contains(caller.name) ? caller.name : "*");
  }
  if (caller.type == CallerType::WebIdentity || caller.type == CallerType::Saml) {
    return "federated:" + (caller.provider.empty() ? "*" : caller.provider);
  }
  const bool named = steps_.facts().accounts.contains(caller.account);
  return named ? "account:" + caller.account : "public";
}

TermId Outside::called(const std::string& principal, const std::set<std::string>& services) {
  const std::size_t colon = principal.find(':');
  const std::string word = principal.substr(0, colon);
  if (word == "public") {
    return callers_.in(callers_.where(
        [](const CallerClass& c) { return has_account(c) || c.type == CallerType::Anonymous; }));
  }
  std::string text = principal.substr(colon + 1);
  if (word == "account") return callers_.in_account(text);
  if (principal == "service:*") return other_service(services);
  if (text == "*") text.clear();
  return callers_.in(callers_.where([&](const CallerClass& c) {
    return word == "service" ? c.type == CallerType::Service && c.name == text
                             : is_bearer(c) && c.provider == text;
  }));
}

}  // namespace postern::verify
