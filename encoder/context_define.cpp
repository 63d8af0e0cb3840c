// From the rows of the key table to what a key is in every possible request.
#include <algorithm>

#include "coverage/reasons.h"
#include "encoder/context.h"
#include "encoder/context_domains.h"
#include "encoder/context_world.h"
#include "support/check.h"

namespace postern::encoder {

using formula::Bits;
using formula::TermId;
using model::CallerType;

namespace {

CallerKind kind_of(const CallerClass& caller, bool token_session) {
  switch (caller.type) {
    case CallerType::Root:
      return CallerKind::Root;
    case CallerType::User:
      return CallerKind::User;
    case CallerType::RoleSession:
      return token_session ? CallerKind::TokenSession : CallerKind::Session;
    case CallerType::FederatedUser:
      return CallerKind::FederatedUser;
    case CallerType::Service:
      return CallerKind::Service;
    case CallerType::WebIdentity:
      return CallerKind::WebIdentity;
    case CallerType::Saml:
      return CallerKind::Saml;
    case CallerType::Anonymous:
      return CallerKind::Anonymous;
  }
  internal_error("not a type of callers");
}

}  // namespace

const std::vector<CallerKind>& ContextKeys::kinds() {
  if (kinds_.empty()) {
    const Bits by_token = token_sessions();
    for (std::size_t i = 0; i < callers_.size(); ++i) {
      kinds_.push_back(kind_of(callers_.classes()[i], by_token.test(i)));
    }
  }
  return kinds_;
}

Bits ContextKeys::of_kinds(std::string_view letters) {
  Bits out = callers_.none();
  for (std::size_t i = 0; i < callers_.size(); ++i) {
    const char letter = caller_letters[static_cast<std::size_t>(kinds()[i])];
    if (letters.find(letter) != std::string_view::npos) out.set(i);
  }
  return out;
}

// The role sessions that may come from a token: they keep some of its claims, and what is assumed
// from them does not (TRUST-14).
Bits ContextKeys::token_sessions() {
  const Bits calls = actions_.only({"sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"});
  const auto admits = [&](const model::Policy& trust) {
    return std::any_of(trust.statements.begin(), trust.statements.end(), [&](const auto& s) {
      return s.effect == model::Effect::Allow && actions_.may_match(s.actions, calls);
    });
  };
  return callers_.where([&](const CallerClass& c) {
    return c.type == CallerType::RoleSession &&
           (c.principal == nullptr || c.principal->trust == nullptr || admits(*c.principal->trust));
  });
}

void ContextKeys::define(Key& key) {
  const catalogue::Catalogue& catalogue = actions_.catalogue();
  const auto known = catalogue.find_key(key.name);
  key.multivalued = known && catalogue.key_multivalued(*known);
  key.uncertain = !known;
  declare_field(key);
  const KeyRow& row = key_row(key.name, catalogue);
  if (known) keep_to_domain(key, domain_of_key(key));
  if (row.source == Source::NewSessionName) {
    define_session_name(key);
  } else if (row.source == Source::OwnerAccount || row.source == Source::OwnerOrganization ||
             row.source == Source::OwnerOrganizationPath) {
    define_by_owner(key, row);
  } else {
    define_by_caller(key, row);
  }
  if (key.name.starts_with("aws:principaltag/")) define_session_tag(key);
  if (key.name.starts_with("aws:requesttag/")) define_passed_tag(key);
  if (key.name == "aws:multifactorauthpresent") {  // TRUST-7
    const auto yes = terms_.globs().intern_set(terms_.globs().intern(glob::literal("true")));
    always(
        implies(assumed(), !terms_.all_of({field_present(key), terms_.string_in(key.text, yes)})));
  }
  if (key.name == "aws:currenttime" || key.name == "aws:epochtime") {
    key.date = clock_view();  // one instant under two names (REL-16)
    if (key.name == "aws:epochtime") key.number = key.date;
  }
  for (const Relation& relation : relations()) {
    if (relation.key != path && names_key(relation.key, key.name)) relate(key, relation);
  }
}

Domain ContextKeys::domain_of_key(const Key& key) const {
  const catalogue::Catalogue& catalogue = actions_.catalogue();
  const Domain domain = key_row(key.name, catalogue).domain;
  const auto known = catalogue.find_key(key.name);
  return domain == Domain::ByType && known ? domain_of(catalogue.key_type(*known)) : domain;
}

void ContextKeys::keep_to_domain(Key& key, Domain domain) {
  key.may_be_empty = may_be_empty(domain);
  key.sample = sample(domain);
  const auto values = language(terms_.globs(), domain);
  if (key.multivalued || !values) return;
  const TermId in_domain = terms_.string_in(key.text, *values);
  // The types of service keys are only as good as the catalogue's source.
  if ((domain == Domain::Truth || domain == Domain::Yes) && key.name.starts_with("aws:")) {
    always(in_domain);
  } else {
    in_witnesses(in_domain, named(coverage::inferred_key, key));
  }
}

// The name that an assumption gives the session. Whether the checks that are part of one carry it
// (sts:TagSession and the like) is not documented.
void ContextKeys::define_session_name(Key& key) {
  const Bits assuming =
      actions_.only({"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"});
  key.cases.push_back({terms_.value_in(action_, assuming), Shape::field(world_->next_session)});
  always(terms_.string_in(world_->next_session, session_names(terms_.globs())));
  Bits parts = carriers(key.name);
  key.open = key.unsure = terms_.value_in(action_, parts.subtract(assuming));
  in_witnesses(!terms_.all_of({key.open, field_present(key)}), named(coverage::key_kept_back, key));
}

// "the key's own field says that it is there".
TermId ContextKeys::field_present(const Key& key) {
  return key.multivalued ? terms_.element_in(key.text, terms_.globs().everything_set(), true)
                         : terms_.flag(key.flag);
}

void ContextKeys::define_by_caller(Key& key, const KeyRow& row) {
  Bits open = callers_.none(), there = open, shown = open, hidden = open, untold = open;
  std::map<Shape, Bits> known;  // callers of one value
  for (std::size_t i = 0; i < callers_.size(); ++i) {
    char cell = row.cell(kinds()[i]);
    if (cell == '=') {
      const std::optional<Shape> value = caller_value(row.source, callers_.classes()[i], key.name);
      if (value) {
        if (!value->pieces.empty()) known.try_emplace(*value, callers_.none()).first->second.set(i);
        continue;
      }
      cell = row.unknown;
      // What the snapshot could say of its own principals, and does not; not what others choose.
      if (cell != 'o' && callers_.classes()[i].account.literal()) untold.set(i);
    }
    if (cell == '-') continue;
    open.set(i);
    if (cell == '+') there.set(i);
    if (cell == 'w') shown.set(i);
    if (cell == 'p') hidden.set(i);
  }
  // A key of a service: on the actions that carry it, and always there on those on a resource.
  const bool with_actions = of_one_service(key);
  TermId carried = terms_.true_term();
  if (with_actions && !known.empty()) {
    const Bits on_any = carriers(key.name);
    Bits on_none = on_any;
    on_none.subtract(actions_on_resources());
    carried =
        terms_.all_of({terms_.value_in(action_, on_any),
                       terms_.any_of({!terms_.value_in(action_, on_none), field_present(key)})});
    key.unsure = terms_.value_in(action_, on_none);
  }
  for (const auto& [value, callers] : known) {
    const auto text = value.literal();
    if (key.multivalued) {
      open |= callers;
      exactly(key, callers_.in(callers), *text);
    } else if (with_actions) {
      key.cases.push_back({terms_.all_of({callers_.in(callers), carried}), value});
    } else if (text) {
      key.fixed.try_emplace(*text, callers_.none()).first->second |= callers;
    } else {
      key.cases.push_back({callers_.in(callers), value});
    }
  }
  const Bits members = others_organizations(row.source);
  hidden.subtract(members);
  key.open = callers_.in(open);
  key.unsure = terms_.any_of({key.unsure, callers_.in(untold)});
  const TermId has = field_present(key);
  if (!members.none()) define_for_members(key, row.source, members);
  always(implies(callers_.in(there), has));
  in_witnesses(implies(callers_.in(shown), has), named(coverage::inferred_key, key));
  TermId kept_back = callers_.in(hidden);
  if (key.name == "aws:sourceidentity") kept_back = terms_.all_of({kept_back, !assumed()});
  if (key.name == "sts:transitivetagkeys" && world_->name.next) kept_back = terms_.false_term();
  in_witnesses(!terms_.all_of({kept_back, has}),
               named(key.uncertain ? coverage::unknown_key : coverage::key_kept_back, key));
}

// Callers of accounts nobody knows, of whom a witness may say which organization is theirs: none
// that the snapshot has anything of, which is certain only if it says of each of its accounts where
// it belongs.
Bits ContextKeys::others_organizations(Source source) const {
  const bool about_it =
      source == Source::CallerOrganization || source == Source::CallerOrganizationPath;
  const bool placed = std::ranges::all_of(world_->world.accounts, [](const auto& account) {
    return !account.second.organization.empty();
  });
  if (!about_it || !placed || world_->world.organizations.empty()) return callers_.none();
  return callers_.where([](const CallerClass& c) { return c.unknown_account; });
}

// A witness makes up the account with its organization, so it is none that a policy names. Where in
// the organization it is stays open.
void ContextKeys::define_for_members(Key& key, Source source, const Bits& members) {
  if (source == Source::CallerOrganizationPath) {
    const TermId member = terms_.all_of(
        {callers_.in(members), present(this->key("aws:principalorgid")), for_witness()});
    key.unsure = terms_.any_of({key.unsure, member});
    in_witnesses(!terms_.all_of({callers_.in(members), field_present(key)}),
                 named(coverage::key_kept_back, key));
    return;
  }
  glob::GlobPool& globs = terms_.globs();
  std::vector<glob::GlobId> ids;
  for (const std::string& id : world_->accounts) ids.push_back(globs.intern(glob::literal(id)));
  in_witnesses(!terms_.all_of({callers_.in(members), field_present(key),
                               terms_.string_in(callers_.account(), globs.intern_set(ids))}),
               named(coverage::key_kept_back, key));
}

// The keys of the resource's owner: where the owner is known a witness has them; proofs leave open
// whether they are there (14.3).
void ContextKeys::define_by_owner(Key& key, const KeyRow& row) {
  const TermId has = field_present(key);
  const TermId carried =
      of_one_service(key) ? terms_.value_in(action_, carriers(key.name)) : terms_.true_term();
  std::vector<TermId> placed;
  for (const auto& [owned, account] : world_->owners) {
    const TermId when = terms_.all_of({owned, carried});
    const std::string value = owner_value(row.source, account);
    if (value.empty()) continue;
    if (key.multivalued) {
      always(implies(terms_.all_of({when, has}), all_elements(key, value)));
    } else {
      key.cases.push_back({terms_.all_of({when, has}), Shape::text(value)});
    }
    in_witnesses(implies(when, has), named(coverage::inferred_key, key));
    placed.push_back(when);
  }
  const TermId elsewhere = !terms_.any_of(placed);
  key.open = key.multivalued ? terms_.true_term() : elsewhere;
  key.unsure = terms_.any_of(
      {terms_.all_of({elsewhere, carried}), terms_.all_of({through_point_of_another(), carried})});
  in_witnesses(!terms_.all_of({elsewhere, has}), named(coverage::key_kept_back, key));
}

// "the request goes through an access point of another account than the bucket's": the point's
// decision may be about its owner, not the bucket's (REL-10).
TermId ContextKeys::through_point_of_another() {
  if (!world_->access_points) return terms_.false_term();
  glob::GlobPool& globs = terms_.globs();
  Key& point = key("s3:dataaccesspointaccount");
  std::vector<TermId> ways;
  for (const auto& [owned, account] : world_->owners) {
    const auto same = globs.intern_set(globs.intern(glob::literal(account)));
    ways.push_back(terms_.all_of({owned, present(point), !text_in(point, same)}));
  }
  return terms_.any_of(ways);
}

// "every element is `text`".
TermId ContextKeys::all_elements(const Key& key, const std::string& text) {
  const auto set = terms_.globs().intern_set(terms_.globs().intern(glob::literal(text)));
  return !terms_.element_in(key.text, set, false);
}

// Where `when` holds, the key holds `text` and nothing else.
void ContextKeys::exactly(const Key& key, TermId when, const std::string& text) {
  const auto set = terms_.globs().intern_set(terms_.globs().intern(glob::literal(text)));
  always(implies(when,
                 terms_.all_of({terms_.element_in(key.text, set, true), all_elements(key, text)})));
}

}  // namespace postern::encoder
