// What determines each context key, when it is present, and what a witness must respect
// (sections 14 and 15 of the specification). The constraints marked `always` hold in proofs too:
// they are the rows tagged [D]; `in_witnesses` narrows what may be shown as a counterexample
// (SND-4).
#include <functional>

#include "encoder/context.h"
#include "encoder/context_world.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using formula::Bits;
using formula::TermId;
using model::CallerType;

glob::GlobSetId texts(glob::GlobPool& globs, std::initializer_list<std::string_view> values) {
  std::vector<glob::GlobId> out;
  for (std::string_view v : values) out.push_back(globs.intern(glob::literal(v)));
  return globs.intern_set(out);
}

// `prefix` and eight or more characters of `alphabet` (REL-29).
glob::GlobSetId identifier(glob::GlobPool& globs, std::string_view prefix,
                           std::u32string_view alphabet, std::size_t least) {
  glob::Tokens tokens = glob::literal(prefix);
  const glob::CharSet set = glob::CharSet::any_of(alphabet);
  tokens.insert(tokens.end(), least, glob::Token{set, glob::Repeat::Once});
  tokens.push_back({set, glob::Repeat::Any});
  return globs.intern_set(globs.intern(tokens));
}

constexpr std::u32string_view hexadecimal = U"0123456789abcdef";
constexpr std::u32string_view lower_alphanumeric = U"0123456789abcdefghijklmnopqrstuvwxyz";

struct Format {
  std::string_view key;
  std::string_view prefix;
  std::u32string_view alphabet;
  std::size_t least;
  std::string_view sample;
};
constexpr Format formats[] = {
    {"aws:sourcevpc", "vpc-", hexadecimal, 8, "vpc-0a1b2c3d"},
    {"aws:sourcevpce", "vpce-", hexadecimal, 8, "vpce-0a1b2c3d"},
    {"aws:principalorgid", "o-", lower_alphanumeric, 10, "o-x1x2x3x4x5"},
    {"aws:resourceorgid", "o-", lower_alphanumeric, 10, "o-x1x2x3x4x5"},
    {"aws:sourceorgid", "o-", lower_alphanumeric, 10, "o-x1x2x3x4x5"},
    {"aws:vpceorgid", "o-", lower_alphanumeric, 10, "o-x1x2x3x4x5"},
    {"aws:sourceaccount", "", U"0123456789", 12, "999988887777"},
    {"aws:vpceaccount", "", U"0123456789", 12, "999988887777"},
    {"aws:requestedregion", "", U"abcdefghijklmnopqrstuvwxyz-0123456789", 6, "us-east-1"},
};

// Keys present in every signed and unsigned direct request (14.4).
constexpr std::string_view ever_present[] = {"aws:currenttime", "aws:epochtime",
                                             "aws:requestedregion", "aws:useragent"};

// Keys of the service-internal path: absent from a request a principal sends itself.
constexpr std::string_view forwarded_only[] = {
    "aws:calledvia",       "aws:calledviafirst",   "aws:calledvialast",     "kms:viaservice",
    "aws:calledviaawsmcp", "aws:viaawsmcpservice", "aws:ismcpserviceaction"};

// Keys of credentials or callers of a special origin.
constexpr std::string_view special_origin[] = {"aws:chatbotsourcearn", "aws:assumedroot",
                                               "aws:sourceowner", "aws:signinsessionarn"};

constexpr std::string_view source_keys[] = {"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid",
                                            "aws:sourceorgpaths"};

bool listed(std::string_view key, std::span<const std::string_view> list) {
  for (std::string_view k : list) {
    if (k == key) return true;
  }
  return false;
}

}  // namespace

void ContextKeys::define(Key& key) {
  glob::GlobPool& globs = terms_.globs();
  const catalogue::Catalogue& catalogue = actions_.catalogue();
  const auto known = catalogue.find_key(key.name);
  key.multivalued = known && catalogue.key_multivalued(*known);
  key.uncertain = !known;
  declare_field(key);

  const Bits anonymous = callers_.of_type({CallerType::Anonymous});
  const Bits tokens = callers_.of_type({CallerType::WebIdentity, CallerType::Saml});
  const Bits services = callers_.of_type({CallerType::Service});
  const Bits users = callers_.of_type({CallerType::User});
  const Bits sessions = callers_.of_type({CallerType::RoleSession});
  const Bits federated = callers_.of_type({CallerType::FederatedUser});
  const Bits roots = callers_.of_type({CallerType::Root});
  Bits signed_in = users;
  signed_in |= sessions;
  signed_in |= federated;
  signed_in |= roots;
  const auto in = [&](const Bits& bits) { return callers_.in(bits); };
  const auto joined = [](Bits a, const Bits& b) {
    a |= b;
    return a;
  };
  const TermId has =
      terms_.all_of({key.multivalued ? terms_.element_in(key.text, globs.everything_set(), true)
                                     : terms_.flag(key.flag)});
  // The key is what `shape` of the caller says for `among`; groups callers of one value.
  const auto from_caller = [&](const Bits& among,
                               const std::function<Shape(const CallerClass&)>& shape) {
    std::map<Shape, Bits> groups;
    for (std::size_t i = among.first(); i < callers_.size(); i = among.next(i)) {
      const Shape s = shape(callers_.classes()[i]);
      if (!s.pieces.empty()) groups.try_emplace(s, callers_.none()).first->second.set(i);
    }
    for (const auto& [s, bits] : groups) {
      if (const auto text = s.literal()) {
        key.fixed.try_emplace(*text, callers_.none()).first->second |= bits;
      } else {
        key.cases.push_back({in(bits), s});
      }
    }
  };
  const auto open_for = [&](const Bits& bits) { key.open = in(bits); };
  const auto never_in_witnesses = [&] { in_witnesses(!terms_.all_of({key.open, has})); };
  const auto required = [&](TermId when) { in_witnesses(terms_.any_of({!when, !key.open, has})); };
  // Callers the documentation does not settle: free in proofs, without the key in witnesses.
  const Bits unsettled = joined(tokens, services);

  for (const Format& f : formats) {
    if (f.key != key.name) continue;
    key.sample = f.sample;
    if (!key.multivalued) {
      in_witnesses(terms_.string_in(key.text, identifier(globs, f.prefix, f.alphabet, f.least)));
    }
  }
  if (known) {
    switch (catalogue.key_type(*known)) {
      case catalogue::KeyType::String:
      case catalogue::KeyType::Arn:
      case catalogue::KeyType::Binary:
        break;
      case catalogue::KeyType::Bool:
      case catalogue::KeyType::Numeric:
      case catalogue::KeyType::Date:
      case catalogue::KeyType::Ip:
        key.may_be_empty = false;
        break;
    }
  }
  if (key.name == "aws:tagkeys") {  // tag keys have a character or more (SCOPE-6)
    key.may_be_empty = false;
    always(!terms_.element_in(key.text, texts(globs, {""}), true));
  }
  if (known && !key.multivalued) {
    const auto shaped = [&](std::string_view pattern, std::string_view sample) {
      in_witnesses(
          terms_.string_in(key.text, globs.intern_set(globs.intern(glob::wildcard(pattern)))));
      key.sample = sample;
    };
    const catalogue::KeyType type = catalogue.key_type(*known);
    if (type == catalogue::KeyType::Arn) shaped("arn:?*:?*:*:*:?*", "arn:aws:s3:::x");
    if (type == catalogue::KeyType::Numeric) key.sample = "1";
  }
  if (known && catalogue.key_type(*known) == catalogue::KeyType::Date) {
    key.sample = "2026-01-01T00:00:00Z";
  }
  if (known && catalogue.key_type(*known) == catalogue::KeyType::Bool && !key.multivalued) {
    key.sample = "true";
    const TermId truth_value = terms_.string_in(key.text, texts(globs, {"true", "false"}));
    // The types of service keys are only as good as the catalogue's source.
    if (key.name.starts_with("aws:")) {
      always(truth_value);
    } else {
      in_witnesses(truth_value);
    }
  }

  if (key.name == "aws:principalarn") {
    from_caller(signed_in, [](const CallerClass& c) {
      return c.type == CallerType::RoleSession ? c.role_arn : c.arn;
    });
    open_for(unsettled);
    never_in_witnesses();
  } else if (key.name == "aws:principalaccount" || key.name == "kms:calleraccount") {
    from_caller(signed_in, [](const CallerClass& c) { return c.account; });
    from_caller(anonymous, [](const CallerClass&) { return Shape::text("anonymous"); });
    open_for(unsettled);
    never_in_witnesses();
  } else if (key.name == "aws:principaltype") {
    from_caller(joined(signed_in, anonymous), [](const CallerClass& c) {
      switch (c.type) {
        case CallerType::Root:
          return Shape::text("Account");
        case CallerType::User:
          return Shape::text("User");
        case CallerType::RoleSession:
          return Shape::text("AssumedRole");
        case CallerType::FederatedUser:
          return Shape::text("FederatedUser");
        case CallerType::Anonymous:
          return Shape::text("Anonymous");
        case CallerType::Service:
        case CallerType::WebIdentity:
        case CallerType::Saml:
          break;
      }
      return Shape{};
    });
    open_for(unsettled);
    never_in_witnesses();
  } else if (key.name == "aws:userid") {
    const auto userid = [&](const CallerClass& c) {
      if (c.type == CallerType::Root) return c.account;
      if (c.type == CallerType::FederatedUser) {
        Shape s = c.account;
        s.pieces.emplace_back(":");
        s.pieces.emplace_back(callers_.session_name());
        return s;
      }
      if (c.unique_id.empty()) return Shape{};
      if (c.type == CallerType::User) return Shape::text(c.unique_id);
      return Shape{{c.unique_id + ":", callers_.session_name()}};
    };
    from_caller(signed_in, userid);
    Bits unknown = callers_.where([](const CallerClass& c) { return c.unique_id.empty(); });
    Bits rest = joined(users, sessions);
    rest &= unknown;
    open_for(joined(joined(rest, unsettled), anonymous));
    in_witnesses(!terms_.all_of({in(joined(unsettled, anonymous)), has}));
    required(in(rest));
    // A witness makes up an id of the right form, with the session's name (REL-6).
    Bits unknown_users = users, unknown_sessions = sessions;
    unknown_users &= rest;
    unknown_sessions &= rest;
    in_witnesses(
        implies(in(unknown_users), terms_.string_in(key.text, texts(globs, {"AIDAXEXAMPLE"}))));
    in_witnesses(implies(
        in(unknown_sessions),
        terms_.string_linked(key.text, {glob::literal("AROAXEXAMPLE:"),
                                        formula::LinkedValue{callers_.session_name(), {}}})));
  } else if (key.name == "aws:username") {
    Bits exact = users;
    exact.subtract(callers_.where([](const CallerClass& c) { return c.over; }));
    from_caller(exact, [&](const CallerClass& c) {
      return c.unknown_account ? Shape::field(callers_.name()) : Shape::text(c.name);
    });
    Bits rest = users;
    open_for(rest.subtract(exact));
    required(key.open);
  } else if (key.name.starts_with("aws:principaltag/")) {
    const std::string tag = key.name.substr(std::string_view("aws:principaltag/").size());
    const auto value = [&](const CallerClass& c) {
      if (c.principal != nullptr) {
        for (const auto& [k, v] : c.principal->tags) {
          if (equals_ignoring_case(k, tag)) return Shape::text(v);
        }
      }
      return Shape{};
    };
    const Bits listed_users = callers_.where(
        [](const CallerClass& c) { return c.type == CallerType::User && c.principal != nullptr; });
    from_caller(listed_users, value);
    Bits rest = signed_in;
    rest.subtract(listed_users).subtract(roots);
    open_for(rest);  // TAG-4: whoever may tag a session chooses
    // A witness's role session carries the role's own tags and no others.
    for (std::size_t i = sessions.first(); i < callers_.size(); i = sessions.next(i)) {
      const CallerClass& c = callers_.classes()[i];
      if (c.principal == nullptr) continue;
      Bits one = callers_.none();
      one.set(i);
      const auto text = value(c).literal();
      const bool tagged = !value(c).pieces.empty();
      in_witnesses(terms_.any_of(
          {!in(one), tagged
                         ? terms_.all_of({has, terms_.string_in(key.text, texts(globs, {*text}))})
                         : !has}));
    }
  } else if (key.name == "aws:principalorgpaths") {
    Bits placed = callers_.none();
    for (const auto& [id, account] : world_->world.accounts) {
      const std::string path = model::organization_path(world_->world, id);
      if (path.empty()) continue;
      const Bits there = callers_.where(
          [&](const CallerClass& c) { return c.account.literal() == std::optional(id); });
      exactly(key, in(there), path);
      placed |= there;
    }
    Bits rest = joined(signed_in, unsettled);
    open_for(rest);
    Bits strangers = signed_in;
    strangers.subtract(placed);
    for (const auto& [id, organization] : world_->world.organizations) {
      const auto inside = globs.intern_set(globs.intern(glob::wildcard(id + "/*")));
      always(!terms_.all_of({outside(id, strangers), terms_.element_in(key.text, inside, true)}));
    }
    in_witnesses(!terms_.all_of({in(rest.subtract(placed)), has}));
  } else if (key.name == "aws:resourceorgpaths") {
    key.open = terms_.true_term();
    std::vector<TermId> placed;
    for (const auto& [when, account] : world_->owners) {
      const std::string path = model::organization_path(world_->world, account);
      if (path.empty()) continue;
      always(implies(terms_.all_of({when, has}), all_elements(key, path)));
      in_witnesses(implies(when, has));
      placed.push_back(when);
    }
    in_witnesses(terms_.any_of({terms_.any_of(placed), !has}));
  } else if (key.name == "aws:resourceorgid") {
    std::vector<TermId> placed;
    for (const auto& [when, account] : world_->owners) {
      const auto it = world_->world.accounts.find(account);
      if (it == world_->world.accounts.end() || it->second.organization.empty()) continue;
      // over: presence is free in proofs (14.3); the flag stands for it.
      key.cases.push_back(
          {terms_.all_of({when, terms_.flag(key.flag)}), Shape::text(it->second.organization)});
      in_witnesses(terms_.any_of({!when, terms_.flag(key.flag)}));
      placed.push_back(when);
    }
    key.open = !terms_.any_of(placed);
    never_in_witnesses();
  } else if (key.name == "aws:principalorgid") {
    from_caller(signed_in, [&](const CallerClass& c) {
      const auto account = c.account.literal();
      if (!account) return Shape{};
      const auto it = world_->world.accounts.find(*account);
      const bool in_organization =
          it != world_->world.accounts.end() && !it->second.organization.empty();
      return in_organization ? Shape::text(it->second.organization) : Shape{};
    });
    Bits settled = callers_.none();
    for (const auto& [value, bits] : key.fixed) settled |= bits;
    Bits rest = joined(signed_in, unsettled);
    open_for(rest.subtract(settled));
    Bits strangers = signed_in;
    strangers.subtract(settled);
    for (const auto& [id, organization] : world_->world.organizations) {
      always(!terms_.all_of(
          {outside(id, strangers), has, terms_.string_in(key.text, texts(globs, {id}))}));
    }
    never_in_witnesses();
  } else if (key.name == "aws:principalisawsservice") {
    from_caller(joined(signed_in, services), [](const CallerClass& c) {
      return Shape::text(c.type == CallerType::Service ? "true" : "false");
    });
    open_for(tokens);
    never_in_witnesses();
  } else if (key.name == "aws:principalservicename") {
    from_caller(services, [](const CallerClass& c) {
      return c.name.empty() ? Shape{} : Shape::text(c.name);
    });
    Bits unnamed = services;
    unnamed &= callers_.where([](const CallerClass& c) { return c.name.empty(); });
    open_for(unnamed);
    always(implies(in(unnamed), has));
  } else if (key.name == "aws:principalservicenameslist") {
    open_for(services);
    never_in_witnesses();
  } else if (listed(key.name, source_keys)) {
    open_for(services);  // REL-20
    if (key.multivalued) never_in_witnesses();
  } else if (key.name == "aws:tokenissuetime") {
    open_for(signed_in);
    always(terms_.any_of({!in(joined(sessions, federated)), has}));  // REL-8
  } else if (key.name == "aws:multifactorauthpresent" || key.name == "aws:multifactorauthage") {
    open_for(signed_in);
    // A witness has them only as a user's temporary credentials (AMB-19, TRUST-7).
    in_witnesses(terms_.any_of({!has, in(users)}));
    const TermId in_the_call = terms_.value_in(action_, actions_.only({"sts:AssumeRole"}));
    in_witnesses(
        terms_.any_of({!has, in_the_call, present(this->key("aws:tokenissuetime"))}));  // REL-8
    if (key.name == "aws:multifactorauthage") {
      Key& mfa = this->key("aws:multifactorauthpresent");
      always(terms_.any_of({!has, text_in(mfa, texts(globs, {"true"}))}));
    }
  } else if (key.name == "aws:sourceidentity") {
    open_for(sessions);
    never_in_witnesses();
  } else if (key.name == "aws:federatedprovider") {
    from_caller(tokens, [](const CallerClass& c) {
      return c.provider.empty() ? Shape{} : Shape::text(c.provider);
    });
    Bits unnamed = tokens;
    unnamed &= callers_.where([](const CallerClass& c) { return c.provider.empty(); });
    open_for(joined(federated_sessions(), unnamed));
    never_in_witnesses();
  } else if (key.name == "aws:resourceaccount" || key.name == "s3:resourceaccount") {
    std::vector<TermId> owned;
    for (const auto& [when, account] : world_->owners) {
      owned.push_back(when);
      // over: presence is free in proofs (14.3); the flag stands for it.
      key.cases.push_back({terms_.all_of({when, terms_.flag(key.flag)}), Shape::text(account)});
      in_witnesses(terms_.any_of({!when, terms_.flag(key.flag)}));
    }
    key.open = !terms_.any_of(owned);
    never_in_witnesses();
  } else if (key.name == "sts:rolesessionname") {
    const Bits assume = actions_.only(
        {"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"});
    const TermId assuming = terms_.value_in(action_, assume);
    key.cases.push_back({assuming, Shape::field(world_->next_session)});
    key.open = terms_.false_term();
  } else if (key.name == "aws:currenttime" || key.name == "aws:epochtime") {
    key.open = terms_.true_term();
    key.date = clock_view();  // one instant under two names (REL-16)
    if (key.name == "aws:epochtime") key.number = key.date;
    always(terms_.flag(key.flag));
  } else if (key.name == "aws:viaawsservice") {
    key.open = terms_.true_term();
    in_witnesses(
        terms_.any_of({in(joined(anonymous, tokens)),
                       terms_.all_of({has, terms_.string_in(key.text, texts(globs, {"false"}))})}));
  } else if (key.name == "aws:securetransport") {
    key.open = terms_.true_term();
    always(terms_.any_of({in(services), has}));
  } else if (listed(key.name, ever_present)) {
    key.open = terms_.true_term();
    always(has);
  } else if (listed(key.name, forwarded_only)) {
    key.open = terms_.true_term();
    never_in_witnesses();
  } else {
    key.open = terms_.true_term();
    // GRAM-12; and what only sessions of a special origin carry (REL-23, REL-30, AMB-37).
    if (!known || listed(key.name, special_origin) ||
        key.name.starts_with("aws:ec2instancesource")) {
      never_in_witnesses();
    }
    if (known && catalogue.key_global(*known) && !key.name.starts_with("aws:")) {
      // Claims of a token: with its bearer. Sessions keep some of them; no witness relies on that.
      always(terms_.any_of({!has, in(joined(tokens, federated_sessions()))}));
      const std::string issuer = key.name.substr(0, key.name.rfind(':'));
      const Bits bearers = callers_.where([&](const CallerClass& c) {
        if (c.type == CallerType::Saml) return issuer == "saml";
        const std::string provider = ascii_lower(c.provider);
        return c.type == CallerType::WebIdentity &&
               (provider == issuer || provider.ends_with("/" + issuer));
      });
      in_witnesses(terms_.any_of({!has, in(bearers)}));
    }
  }
  add_relations(key);
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

// "the caller is one of `callers` and surely not in the organization": its members are known where
// more of it is than its name. Some are accounts of whose principals nothing was read.
TermId ContextKeys::outside(const std::string& organization, const Bits& callers) {
  const model::World& world = world_->world;
  if (world.organizations.at(organization).units.empty()) return terms_.false_term();
  std::vector<glob::GlobId> members;
  for (const auto& [id, account] : world.accounts) {
    if (account.organization != organization) continue;
    members.push_back(terms_.globs().intern(glob::literal(id)));
  }
  Bits unknown = callers;
  unknown &= callers_.where([](const CallerClass& c) { return c.unknown_account; });
  Bits known = callers;
  known.subtract(unknown);
  return terms_.any_of(
      {callers_.in(known),
       terms_.all_of({callers_.in(unknown),
                      !terms_.string_in(callers_.account(), terms_.globs().intern_set(members))})});
}

// The role sessions that may come from a token: they keep some of its claims, and what is assumed
// from them does not (TRUST-14).
Bits ContextKeys::federated_sessions() {
  const Bits calls = actions_.only({"sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"});
  const auto admits = [&](const model::Policy& trust) {
    return std::any_of(trust.statements.begin(), trust.statements.end(), [&](const auto& s) {
      if (s.effect != model::Effect::Allow) return false;
      const Bits listed = actions_.matching(s.actions);
      return s.actions.negated ? !calls.subset_of(listed) : calls.intersects(listed);
    });
  };
  return callers_.where([&](const CallerClass& c) {
    return c.type == CallerType::RoleSession &&
           (c.principal == nullptr || c.principal->trust == nullptr || admits(*c.principal->trust));
  });
}

void ContextKeys::add_relations(Key& key) {
  glob::GlobPool& globs = terms_.globs();
  const TermId has = key.multivalued ? terms_.element_in(key.text, globs.everything_set(), true)
                                     : terms_.flag(key.flag);
  const std::string& name = key.name;
  // REL-11, REL-12: one network path.
  const bool endpoint =
      name == "aws:sourcevpce" || name == "aws:sourcevpc" || name == "aws:vpcsourceip";
  if (endpoint || name == "aws:sourceip") {
    const TermId through = terms_.flag(terms_.flag_field(step_ + "through-endpoint"));
    if (endpoint) {
      always(implies(has, through));
      in_witnesses(implies(through, has));
    } else {
      always(implies(has, !through));
      in_witnesses(implies(!through, has));
    }
    if (name == "aws:sourceip") {
      in_witnesses(!terms_.all_of({has, callers_.in(callers_.of_type({CallerType::Service}))}));
    }
  }
  if (name.starts_with("aws:vpce") && !endpoint) in_witnesses(!has);
  // REL-18: a tag passed in the request is among the tag keys.
  constexpr std::string_view request_tag = "aws:requesttag/";
  if (name.starts_with(request_tag)) {
    Key& tag_keys = this->key("aws:tagkeys");
    const std::string_view tag = std::string_view(name).substr(request_tag.size());
    const auto same = globs.intern_set(globs.intern(glob::literal_ignoring_case(tag)));
    in_witnesses(implies(has, some_element(tag_keys, same, true)));
  }
  // REL-24: a service's key comes only with actions that carry it.
  const auto known = actions_.catalogue().find_key(name);
  if (known && !actions_.catalogue().key_global(*known) && !name.starts_with("aws:") &&
      name != "sts:rolesessionname") {
    const TermId carried = terms_.value_in(action_, carriers(name));
    always(implies(terms_.all_of({key.open, has}), carried));
  } else if (known && (name.starts_with(request_tag) || name == "aws:tagkeys" ||
                       name.starts_with("aws:resourcetag/"))) {
    in_witnesses(implies(has, terms_.value_in(action_, carriers(name))));
  }
}

}  // namespace postern::encoder
