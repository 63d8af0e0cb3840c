// From the rows of the relations to terms.
#include <algorithm>

#include "coverage/reasons.h"
#include "encoder/context.h"
#include "encoder/context_domains.h"
#include "encoder/context_world.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::encoder {

using formula::Bits;
using formula::TermId;
using model::CallerType;

void ContextKeys::relate(Key& key, const Relation& relation) {
  if (relation.kind == RelationKind::Unsure) {
    key.unsure = terms_.any_of({key.unsure, any_fact(relation)});
    return;
  }
  const TermId term = relation_term(key, relation);
  // Whether a check that is part of a request has its other keys too is not documented.
  const bool in_proofs =
      relation.where == Holds::Proved &&
      (relation.kind != RelationKind::CarriedByService || world_->name.check.empty());
  if (in_proofs) {
    always(term);
  } else {
    in_witnesses(term, named(coverage::inferred_key, key));
  }
}

TermId ContextKeys::relation_term(Key& key, const Relation& relation) {
  glob::GlobPool& globs = terms_.globs();
  switch (relation.kind) {
    case RelationKind::AnyOf:
      return any_fact(relation);
    case RelationKind::OtherOrganization:
      return other_organization(key);
    case RelationKind::RoleTags:
      return role_tags(key);
    case RelationKind::ResourceTags:
      return resource_tags(key);
    case RelationKind::NewUniqueId:
      return new_unique_id(key);
    case RelationKind::OwnName:
      return own_name(key);
    case RelationKind::NotAfterClock:
      not_after_clock_.push_back(key.name);
      return terms_.true_term();  // see in_order()
    case RelationKind::RegionOfResource:
      return region_of_resource(key);
    case RelationKind::AccountOfSource:
      return account_of_source();
    case RelationKind::OrganizationOfSource:
      return organization_of_source(key);
    case RelationKind::Listed:
      return implies(present(key), listed(key, relation));
    case RelationKind::ListedOnly:
      return implies(
          terms_.all_of({listed(key, relation), terms_.value_in(action_, carriers(key.name))}),
          present(key));
    case RelationKind::NoEmptyElement:
      return !terms_.element_in(key.text, globs.intern_set(globs.intern({})), true);
    case RelationKind::Carried:
      return implies(field_present(key), terms_.value_in(action_, carriers(key.name)));
    case RelationKind::CarriedByService:
      if (!of_one_service(key) || key.open == terms_.false_term()) return terms_.true_term();
      return implies(terms_.all_of({key.open, field_present(key)}),
                     terms_.value_in(action_, carriers(key.name)));
    case RelationKind::ClaimOfIssuer:
      if (!is_claim(key.name)) return terms_.true_term();
      return implies(field_present(key), callers_.in(bearers(key)));
    case RelationKind::OfEndpoint:
      return of_endpoint(key);
    case RelationKind::ServiceOfEndpoint:
      return service_of_endpoint();
    case RelationKind::EndpointOfVpc:
      return endpoint_of_vpc();
    case RelationKind::Unsure:
      break;
  }
  internal_error("not a relation that holds");
}

TermId ContextKeys::any_fact(const Relation& relation) {
  std::vector<TermId> ways;
  for (const Literal& literal : relation.facts) {
    if (literal.fact != Fact::None) ways.push_back(fact(literal));
  }
  return terms_.any_of(ways);
}

TermId ContextKeys::fact(const Literal& literal) {
  const auto positive = [&] {
    switch (literal.fact) {
      case Fact::Present:
        return present(key(std::string(literal.key)));
      case Fact::Absent:
        return !present(key(std::string(literal.key)));
      case Fact::Is:
        return text_in(
            key(std::string(literal.key)),
            terms_.globs().intern_set(terms_.globs().intern(glob::literal(literal.text))));
      case Fact::Call:
        return terms_.value_in(action_, actions_.matching(literal.text));
      case Fact::From:
        return callers_.in(of_kinds(literal.text));
      case Fact::ThroughEndpoint:
        return through("endpoint");
      case Fact::ThroughService:
        return through("service");
      case Fact::None:
        break;
    }
    internal_error("not a fact");
  };
  return literal.negated ? !positive() : positive();
}

TermId ContextKeys::through(std::string_view path_kind) {
  if (!speaks_of_path_) {
    speaks_of_path_ = true;
    for (const Relation& relation : relations()) {
      if (relation.key != path) continue;
      const TermId term = any_fact(relation);
      if (relation.where == Holds::Proved) {
        always(term);
      } else {
        in_witnesses(term, std::string(coverage::inferred_key) + "the network path");
      }
    }
  }
  const std::string& step = world_ ? world_->name.step : step_;
  return terms_.flag(terms_.flag_field(step + "through-" + std::string(path_kind)));
}

// REL-22
TermId ContextKeys::own_name(Key& key) {
  std::vector<TermId> all;
  std::map<std::string, Bits> names;
  for (std::size_t i = 0; i < callers_.size(); ++i) {
    const CallerClass& caller = callers_.classes()[i];
    if (caller.type != CallerType::Service || caller.name.empty()) continue;
    names.try_emplace(caller.name, callers_.none()).first->second.set(i);
  }
  for (const auto& [name, callers] : names) {
    const auto text = terms_.globs().intern_set(terms_.globs().intern(glob::literal(name)));
    all.push_back(implies(callers_.in(callers), terms_.element_in(key.text, text, true)));
  }
  return terms_.all_of(all);
}

// REL-17: region by region, so that two fields need not be compared.
TermId ContextKeys::region_of_resource(Key& key) {
  glob::GlobPool& globs = terms_.globs();
  const glob::CharSet component = glob::CharSet::except(U":");
  std::vector<TermId> all;
  for (const std::string_view region : regions()) {
    glob::Tokens arn = glob::wildcard("arn:*:*:", component);
    for (const glob::Tokens& more : {glob::literal(region), glob::wildcard(":*")}) {
      arn.insert(arn.end(), more.begin(), more.end());
    }
    const TermId there = terms_.string_in(resource_, globs.intern_set(globs.intern(arn)));
    all.push_back(
        implies(there, text_in(key, globs.intern_set(globs.intern(glob::literal(region))))));
  }
  return terms_.all_of(all);
}

// REL-20, where both keys are in use.
TermId ContextKeys::account_of_source() {
  if (!keys_.contains("aws:sourcearn") || !keys_.contains("aws:sourceaccount")) {
    return terms_.true_term();
  }
  Key& arn = key("aws:sourcearn");
  Key& account = key("aws:sourceaccount");
  glob::GlobPool& globs = terms_.globs();
  const glob::CharSet component = glob::CharSet::except(U":");
  glob::Tokens none = glob::wildcard("arn:*:*:*:", component);
  const glob::Tokens rest = glob::wildcard(":*");
  const glob::Tokens start = none;
  none.insert(none.end(), rest.begin(), rest.end());
  return terms_.any_of(
      {!present(arn), !present(account), text_in(arn, globs.intern_set(globs.intern(none))),
       terms_.string_linked(arn.text,
                            {start, formula::LinkedValue{account.text, component}, rest})});
}

// REL-21: of accounts of the snapshot, and of organizations all of whose members are known.
TermId ContextKeys::organization_of_source(Key& key) {
  glob::GlobPool& globs = terms_.globs();
  const model::World& world = world_->world;
  Key& account = this->key("aws:sourceaccount");
  const auto text = [&](const std::string& t) {
    return globs.intern_set(globs.intern(glob::literal(t)));
  };
  std::vector<TermId> all;
  std::map<std::string, std::vector<glob::GlobId>> members;
  for (const auto& [id, facts] : world.accounts) {
    if (facts.organization.empty()) continue;
    members[facts.organization].push_back(globs.intern(glob::literal(id)));
    all.push_back(terms_.any_of(
        {!text_in(account, text(id)), !present(key), text_in(key, text(facts.organization))}));
  }
  for (const auto& [id, organization] : world.organizations) {
    if (organization.units.empty()) continue;
    all.push_back(terms_.any_of({!text_in(key, text(id)), !present(account),
                                 text_in(account, globs.intern_set(members[id]))}));
  }
  return terms_.all_of(all);
}

// "what follows the separator in the key's name is an element of the key that lists such names".
TermId ContextKeys::listed(Key& key, const Relation& relation) {
  glob::GlobPool& globs = terms_.globs();
  const std::size_t prefix = relation.key.size() - 1;
  const auto same = globs.intern_set(
      globs.intern(glob::literal_ignoring_case(std::string_view(key.name).substr(prefix))));
  return some_element(this->key(std::string(relation.facts[0].key)), same, true);
}

// REL-4: "no caller who is surely not in an organization carries its id, or a path in it". Members
// are known where more of an organization is than its name; some of them are accounts of whose
// principals nothing was read.
TermId ContextKeys::other_organization(Key& key) {
  glob::GlobPool& globs = terms_.globs();
  const model::World& world = world_->world;
  Bits strangers = of_kinds("RUSTF");
  if (!key.multivalued) {
    for (const auto& [value, callers] : key.fixed) strangers.subtract(callers);
  } else {
    // A member's path may not be known, though it is one.
    strangers.subtract(callers_.where([&](const CallerClass& c) {
      const auto account = c.account.literal();
      const auto found = account ? world.accounts.find(*account) : world.accounts.end();
      return found != world.accounts.end() && !found->second.organization.empty();
    }));
  }
  Bits unknown = strangers;
  unknown &= callers_.where([](const CallerClass& c) { return c.unknown_account; });
  Bits known = strangers;
  known.subtract(unknown);
  std::vector<TermId> all;
  for (const auto& [id, organization] : world.organizations) {
    if (organization.units.empty()) continue;
    std::vector<glob::GlobId> members;
    for (const auto& [account, facts] : world.accounts) {
      if (facts.organization == id) members.push_back(globs.intern(glob::literal(account)));
    }
    const TermId outside = terms_.any_of(
        {callers_.in(known),
         terms_.all_of({callers_.in(unknown),
                        !terms_.string_in(callers_.account(), globs.intern_set(members))})});
    const auto own = globs.intern_set(
        globs.intern(key.multivalued ? glob::wildcard(id + "/*") : glob::literal(id)));
    all.push_back(!terms_.all_of(
        {outside, key.multivalued
                      ? terms_.element_in(key.text, own, true)
                      : terms_.all_of({field_present(key), terms_.string_in(key.text, own)})}));
  }
  return terms_.all_of(all);
}

// REL-9
TermId ContextKeys::role_tags(Key& key) {
  std::vector<TermId> all;
  const Bits sessions = of_kinds("ST");
  for (std::size_t i = sessions.first(); i < callers_.size(); i = sessions.next(i)) {
    const CallerClass& caller = callers_.classes()[i];
    if (caller.principal == nullptr || caller.own_tags) continue;
    Bits one = callers_.none();
    one.set(i);
    const Shape tag = tag_value(*caller.principal, key.name);
    TermId carried = !field_present(key);
    if (!tag.pieces.empty()) {
      const auto value =
          terms_.globs().intern_set(terms_.globs().intern(glob::literal(*tag.literal())));
      carried = terms_.all_of({field_present(key), terms_.string_in(key.text, value)});
    }
    all.push_back(implies(callers_.in(one), carried));
  }
  return terms_.all_of(all);
}

// Users and roles of the snapshot have the tags it says, and so have resources of which it has any.
// Of the others it is not known.
TermId ContextKeys::resource_tags(Key& key) {
  glob::GlobPool& globs = terms_.globs();
  const std::string_view name = std::string_view(key.name).substr(key.name.find('/') + 1);
  std::map<std::optional<std::string>, std::vector<glob::GlobId>> by_value;
  const auto add = [&](const std::string& arn, const std::map<std::string, std::string>& tags) {
    const auto tag = std::find_if(tags.begin(), tags.end(), [&](const auto& each) {
      return equals_ignoring_case(each.first, name);
    });
    by_value[tag == tags.end() ? std::nullopt : std::optional(tag->second)].push_back(
        globs.intern(glob::literal(arn)));
  };
  for (const auto& [arn, principal] : world_->world.principals) add(arn, principal.tags);
  for (const auto& [arn, resource] : world_->world.resources) {
    if (!resource.tags.empty()) add(arn, resource.tags);
  }
  const TermId has = field_present(key);
  const TermId carried = terms_.value_in(action_, carriers(key.name));
  std::vector<TermId> all;
  for (const auto& [value, arns] : by_value) {
    const TermId here = terms_.string_in(resource_, globs.intern_set(arns));
    if (!value) {
      all.push_back(implies(here, !has));
      continue;
    }
    const auto text = globs.intern_set(globs.intern(glob::literal(*value)));
    all.push_back(implies(terms_.all_of({here, carried}), has));
    all.push_back(implies(terms_.all_of({here, has}), terms_.string_in(key.text, text)));
  }
  return terms_.all_of(all);
}

// REL-6: a witness makes up an id of the right form, with the session's name.
TermId ContextKeys::new_unique_id(Key& key) {
  const Bits unknown = callers_.where([](const CallerClass& c) { return c.unique_id.empty(); });
  Bits users = of_kinds("U"), sessions = of_kinds("ST");
  users &= unknown;
  sessions &= unknown;
  const auto user = terms_.globs().intern_set(terms_.globs().intern(glob::literal("AIDAXEXAMPLE")));
  return terms_.all_of(
      {implies(callers_.in(users), terms_.string_in(key.text, user)),
       implies(
           callers_.in(sessions),
           terms_.string_linked(key.text, {glob::literal("AROAXEXAMPLE:"),
                                           formula::LinkedValue{callers_.session_name(), {}}}))});
}

bool ContextKeys::of_one_service(const Key& key) const {
  const auto known = actions_.catalogue().find_key(key.name);
  return known && !actions_.catalogue().key_global(*known) && !key.name.starts_with("aws:");
}

// The bearers of tokens of the issuer whose claim the key is.
Bits ContextKeys::bearers(const Key& key) {
  const std::string issuer = key.name.substr(0, key.name.rfind(':'));
  return callers_.where([&](const CallerClass& c) {
    if (c.type == CallerType::Saml) return issuer == "saml";
    const std::string provider = ascii_lower(c.provider);
    return c.type == CallerType::WebIdentity &&
           (provider == issuer || provider.ends_with("/" + issuer));
  });
}

// The actions that are authorized on a resource.
Bits ContextKeys::actions_on_resources() {
  Bits out = actions_.none();
  for (std::size_t value = 0; value < actions_.size(); ++value) {
    const auto action = actions_.id(value);
    if (action && !actions_.catalogue().resource_types(*action).empty()) out.set(value);
  }
  return out;
}

// The actions that can carry a key (REL-24).
Bits ContextKeys::carriers(std::string_view key) {
  const catalogue::Catalogue& catalogue = actions_.catalogue();
  Bits out = actions_.none();
  const auto id = catalogue.find_key(key);
  if (!id) return out;
  for (std::size_t value = 0; value < actions_.size(); ++value) {
    const auto action = actions_.id(value);
    if (!action) continue;
    const auto keys = catalogue.keys(*action);
    if (std::find(keys.begin(), keys.end(), *id) != keys.end()) out.set(value);
  }
  return out;
}

}  // namespace postern::encoder
