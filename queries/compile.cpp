#include "queries/compile.h"

#include <functional>

#include "queries/account_set.h"
#include "queries/resource_words.h"
#include "queries/tag_word.h"
#include "support/account_ids.h"
#include "support/check.h"
#include "support/strong_id.h"

namespace postern::queries {
namespace {

using encoder::CallerClass;
using encoder::Shape;
using encoder::Truth;
using formula::Bits;
using formula::TermId;
using model::CallerType;

const Shape& own_arn(const CallerClass& c) { return c.arn; }
const Shape& role_arn(const CallerClass& c) { return c.role_arn; }
const Shape& user_arn(const CallerClass& c) { return c.user_arn; }  // of federated users

Bits with_account(const encoder::CallerSpace& callers) {
  return callers.of_type(
      {CallerType::Root, CallerType::User, CallerType::RoleSession, CallerType::FederatedUser});
}

// Whether `word` says the provider: an ARN, or the name of one that accounts trust by ARN.
bool is_provider(const std::string& word, std::string_view provider) {
  return provider == word || provider.ends_with(":oidc-provider/" + word);
}

/// The principal words over one step.
class Callers {
 public:
  Callers(encoder::SymbolicRequest& step, formula::TermStore& terms,
          const encoder::WorldFacts& facts, const Zone& zone)
      : callers_(step.callers()), terms_(terms), facts_(facts), zone_(zone) {}

  Truth any_of(const std::vector<PrincipalWord>& words) {
    std::vector<Truth> ways;
    for (const PrincipalWord& word : words) ways.push_back(encode(word));
    return encoder::any_of(terms_, ways);
  }

 private:
  Truth encode(const PrincipalWord& word);

  Truth which(const std::function<bool(const CallerClass&)>& test) {
    return Truth::of(callers_.in(callers_.where(test)));
  }
  Truth unsigned_ones() {
    return which([](const CallerClass& c) { return c.type == CallerType::Anonymous; });
  }
  Truth matching(const std::string& pattern);
  TermId in_accounts(const std::set<std::string>& accounts);
  // Principals of accounts nobody has heard of; `known` is all that were heard of.
  Truth strangers(const std::set<std::string>& known) {
    const Truth unknown = which([](const CallerClass& c) { return c.unknown_account; });
    return encoder::both(terms_, unknown, Truth::of(!in_accounts(known)));
  }
  Truth of_members(const AccountSet& accounts);
  // The anonymous caller, and principals of accounts that are not inside.
  Truth outside(const Truth& inside) {
    const Truth outsiders = encoder::both(terms_, Truth::of(callers_.in(with_account(callers_))),
                                          encoder::negate(inside));
    return encoder::either(terms_, unsigned_ones(), outsiders);
  }
  Truth zone();

  const encoder::CallerSpace& callers_;
  formula::TermStore& terms_;
  const encoder::WorldFacts& facts_;
  const Zone& zone_;
};

// A role's ARN means its sessions, a user's those of GetFederationToken too.
Truth Callers::matching(const std::string& pattern) {
  const glob::GlobSetId set =
      terms_.globs().intern_set(terms_.globs().intern(glob::wildcard(pattern)));
  const Bits among = with_account(callers_);
  return Truth::of(terms_.any_of({callers_.matching(own_arn, among, set),
                                  callers_.matching(role_arn, among, set),
                                  callers_.matching(user_arn, among, set)}));
}

TermId Callers::in_accounts(const std::set<std::string>& accounts) {
  const Bits known = callers_.where([&](const CallerClass& c) {
    const auto account = c.account.literal();
    return account && accounts.contains(*account);
  });
  std::vector<glob::GlobId> open;  // that an unknown principal may be of
  for (const std::string& account : accounts) {
    const auto found = facts_.world.accounts.find(account);
    if (found != facts_.world.accounts.end() && found->second.has_identities) continue;
    open.push_back(terms_.globs().intern(glob::literal(account)));
  }
  const Bits unknown = callers_.where([](const CallerClass& c) { return c.unknown_account; });
  const TermId named = terms_.string_in(callers_.account(), terms_.globs().intern_set(open));
  return terms_.any_of({callers_.in(known), terms_.all_of({callers_.in(unknown), named})});
}

Truth Callers::of_members(const AccountSet& accounts) {
  const TermId sure = in_accounts(accounts.in);
  std::vector<TermId> maybe = {sure, in_accounts(accounts.unknown)};
  if (accounts.others) {
    std::set<std::string> known;
    for (const auto& [id, account] : facts_.world.accounts) known.insert(id);
    maybe.push_back(strangers(known).maybe);
  }
  return {sure, terms_.any_of(maybe), sure};
}

Truth Callers::zone() {
  Truth out = Truth::of(in_accounts(zone_.accounts));
  for (const std::string& id : zone_.organizations) {
    out = encoder::either(terms_, out, of_members(members_of(facts_.world, id)));
  }
  return out;
}

Truth Callers::encode(const PrincipalWord& word) {
  switch (word.kind) {
    case PrincipalWord::Kind::Arn:
      return matching(word.text);
    case PrincipalWord::Kind::Account:
      return Truth::of(callers_.in_account(word.text));
    case PrincipalWord::Kind::Any:
      return Truth::of(callers_.in(callers_.none().complement()));
    case PrincipalWord::Kind::Anonymous:
      return unsigned_ones();
    case PrincipalWord::Kind::Public:
      return encoder::either(terms_, unsigned_ones(), strangers(facts_.accounts));
    case PrincipalWord::Kind::External:
      return outside(zone());
    case PrincipalWord::Kind::Service:
      return which([&](const CallerClass& c) {
        return c.type == CallerType::Service && c.name == word.text;
      });
    case PrincipalWord::Kind::Federated:
      return which([&](const CallerClass& c) {
        return (c.type == CallerType::WebIdentity || c.type == CallerType::Saml) &&
               is_provider(word.text, c.provider);
      });
    case PrincipalWord::Kind::Tag: {
      const TagWord tag(word.text);
      return which([&](const CallerClass& c) {
        return c.principal != nullptr && tag.is_among(c.principal->tags);
      });
    }
    case PrincipalWord::Kind::ServiceLinkedRoles:
      return which([](const CallerClass& c) { return c.service_linked; });
    case PrincipalWord::Kind::Organization:
      return of_members(members_of(facts_.world, word.text));
    case PrincipalWord::Kind::Unit:
      return of_members(accounts_under(facts_.world, word.text));
    case PrincipalWord::Kind::InOrganization:
      return of_members(members_of_any(facts_.world));
    case PrincipalWord::Kind::OutsideOrganization:
      return outside(of_members(members_of_any(facts_.world)));
  }
  internal_error("not a principal word");
}

Bits actions(const std::vector<ActionWord>& words, const encoder::WorldFacts& facts) {
  Bits out = facts.actions.none();
  const catalogue::Catalogue& catalogue = facts.actions.catalogue();
  for (const ActionWord& word : words) {
    std::visit(Overloaded{
                   [&](const ActionWord::Glob& glob) { out |= facts.actions.matching(glob.text); },
                   [&](const ActionWord::Levels& levels) {
                     for (const std::string& service : levels.services) {
                       const auto id = catalogue.find_service(service);
                       if (!id) continue;
                       const auto [first, last] = catalogue.actions(*id);
                       for (std::uint32_t a = first.value; a < last.value; ++a) {
                         for (const catalogue::AccessLevel level : levels.levels) {
                           if (catalogue.level(catalogue::ActionId{a}) == level) out.set(a);
                         }
                       }
                     }
                   },
               },
               word.what);
  }
  return out;
}

}  // namespace

Bits actions_of(const RequestSet& set, const encoder::WorldFacts& facts) {
  Bits out = actions(set.actions, facts);
  out.subtract(actions(set.except_actions, facts));
  return out;
}

glob::GlobSetId resources_of(const RequestSet& set, const encoder::WorldFacts& facts,
                             glob::GlobPool& globs) {
  return range_of(set.resources, facts, globs);
}

EncodedCallers encode_callers(const RequestSet& set, encoder::SymbolicRequest& step,
                              formula::TermStore& terms, encoder::WorldFacts& facts,
                              const Zone& zone) {
  Callers callers(step, terms, facts, zone);
  return {callers.any_of(set.principals), callers.any_of(set.except)};
}

EncodedSet encode_set(const RequestSet& set, encoder::SymbolicRequest& step,
                      formula::TermStore& terms, encoder::WorldFacts& facts, const Zone& zone,
                      const model::World& whole) {
  EncodedSet out;
  out.callers = encode_callers(set, step, terms, facts, zone);
  out.actions = actions_of(set, facts);
  const EncodedResources resources =
      encode_resources(set.resources, step, terms, facts, whole, Use::Asked);
  const EncodedResources excepted =
      encode_resources(set.except_resources, step, terms, facts, whole, Use::Excepted);
  out.range = resources.range;
  out.actions = step.actions_on(out.actions, out.range.set);
  out.resource = encoder::both(terms, resources.in, encoder::negate(excepted.in));
  out.when = step.conditions(set.when);
  return out;
}

TermId members(const EncodedSet& set, TermId caller, encoder::SymbolicRequest& step,
               formula::TermStore& terms, model::Mode mode) {
  return terms.all_of({caller, !set.callers.excused(mode),
                       terms.value_in(step.action(), set.actions),
                       encoder::favouring(set.resource, mode), encoder::favouring(set.when, mode)});
}

TermId anonymous(encoder::SymbolicRequest& step) {
  return step.callers().in(step.callers().of_type({CallerType::Anonymous}));
}

void Names::add(const RequestSet& set) {
  for (const auto* words : {&set.principals, &set.except}) {
    for (const PrincipalWord& word : *words) {
      if (word.kind == PrincipalWord::Kind::Service) services.insert(word.text);
      if (word.kind == PrincipalWord::Kind::Federated) providers.insert(word.text);
      add_account_ids(word.text, accounts);
    }
  }
  for (const model::Condition& condition : set.when) {
    for (const model::Pattern& value : condition.values) add_account_ids(value.text, accounts);
  }
}

}  // namespace postern::queries
