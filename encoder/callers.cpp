#include "encoder/callers.h"

#include <algorithm>

#include "model/arn.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using formula::Bits;
using formula::FieldId;
using formula::TermId;
using model::CallerType;

constexpr std::string_view example_account = "999988887777";

glob::Tokens digits(std::size_t count) {
  return glob::Tokens(count, glob::Token{glob::CharSet::any_of(U"0123456789"), glob::Repeat::Once});
}

// One or more of the characters IAM names are made of (SCOPE-6).
glob::Tokens name_tokens() {
  const glob::CharSet set = glob::CharSet::any_of(
      U"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-");
  return {{set, glob::Repeat::Once}, {set, glob::Repeat::Any}};
}

// A path without its first slash, and a name. Paths may have any visible character of ASCII.
glob::Tokens path_and_name_tokens() {
  std::u32string visible;
  for (char32_t c = U'!'; c <= U'~'; ++c) visible += c;
  const glob::CharSet set = glob::CharSet::any_of(visible);
  glob::Tokens out = {{set, glob::Repeat::Once}, {set, glob::Repeat::Any}};
  for (const glob::Tokens& more : {glob::literal("/"), name_tokens()}) {
    out.insert(out.end(), more.begin(), more.end());
  }
  return out;
}

CallerClass of_principal(const model::IamPrincipal& principal, FieldId session) {
  CallerClass c;
  c.partition = principal.partition;
  c.account = Shape::text(principal.account);
  c.unique_id = principal.unique_id;
  c.name = principal.name;
  c.service_linked = principal.service_linked;
  c.principal = &principal;
  if (principal.kind == model::PrincipalKind::User) {
    c.type = CallerType::User;
    c.arn = Shape::text(principal.arn);
  } else {
    c.type = CallerType::RoleSession;
    c.role_arn = Shape::text(principal.arn);
    c.arn = {{"arn:" + principal.partition + ":sts::" + principal.account + ":assumed-role/" +
                  principal.name + "/",
              session}};
  }
  return c;
}

CallerClass of_caller(const model::Caller& caller) {
  CallerClass c;
  c.type = caller.type;
  c.partition = caller.partition;
  if (!caller.account.empty()) c.account = Shape::text(caller.account);
  if (!caller.arn.empty()) c.arn = Shape::text(caller.arn);
  if (!caller.role_arn.empty()) c.role_arn = Shape::text(caller.role_arn);
  if (!caller.user_arn.empty()) c.user_arn = Shape::text(caller.user_arn);
  c.unique_id = caller.type == CallerType::RoleSession ? caller.role_id : caller.user_id;
  c.name = caller.name;
  c.service_names = caller.service_names;
  if (caller.type == CallerType::Service && c.service_names.empty()) c.service_names = {c.name};
  c.provider = caller.provider;
  c.canonical_id = caller.canonical_id;
  c.service_linked = caller.service_linked;
  return c;
}

}  // namespace

glob::GlobSetId session_names(glob::GlobPool& globs) {
  glob::Tokens tokens = name_tokens();
  tokens.insert(tokens.begin(), tokens.front());
  return globs.intern_set(globs.intern(tokens));
}

void CallerSpace::declare(std::string_view step, const model::World& world) {
  glob::GlobPool& globs = terms_->globs();
  const auto name = [&](std::string_view part) { return std::string(step) + std::string(part); };
  const glob::GlobSetId example = globs.intern_set(globs.intern(glob::literal(example_account)));
  session_ = terms_->string_field(name("caller.session"),
                                  {globs.intern_set(globs.intern(glob::literal("session")))});
  account_ = terms_->string_field(name("caller.account"), {example});
  name_ = terms_->string_field(name("caller.name"),
                               {globs.intern_set(globs.intern(glob::literal("someone")))});
  path_name_ = terms_->string_field(name("caller.path_name"));
  std::vector<glob::GlobId> listed;
  for (const auto& [id, account] : world.accounts) {
    if (!account.has_identities) continue;
    listed.push_back(globs.intern(glob::literal(id)));
    listed_.insert(id);
  }
  constraints_ = terms_->all_of(
      {terms_->string_in(account_, globs.intern_set(globs.intern(digits(12)))),
       !terms_->string_in(account_, globs.intern_set(listed)),
       terms_->string_in(session_, session_names(globs)),
       terms_->string_in(name_, globs.intern_set(globs.intern(name_tokens()))),
       terms_->string_in(path_name_, globs.intern_set(globs.intern(path_and_name_tokens())))});
}

// over: whether the user may call GetFederationToken, and how it names the session, is left open.
CallerClass CallerSpace::federated_from(const CallerClass& user, const Shape& user_arn) const {
  CallerClass out = user;
  out.type = CallerType::FederatedUser;
  out.over = true;
  out.unique_id.clear();
  out.user_arn = user_arn;
  out.arn = {{"arn:" + user.partition + ":sts::" + user.account.literal().value_or("") +
                  ":federated-user/",
              session_}};
  return out;
}

void CallerSpace::add_unknown_account(std::string_view partition) {
  const std::string iam = "arn:" + std::string(partition) + ":iam::";
  const std::string sts = "arn:" + std::string(partition) + ":sts::";
  CallerClass root;
  root.unknown_account = true;
  root.partition = partition;
  root.account = Shape::field(account_);
  root.type = CallerType::Root;
  root.arn = {{iam, account_, ":root"}};
  classes_.push_back(root);
  for (const bool with_path : {false, true}) {
    // over: the path in the ARN and the name in the session ARN are independent of each other.
    const FieldId full = with_path ? path_name_ : name_;
    CallerClass user = root;
    user.over = with_path;
    user.type = CallerType::User;
    user.arn = {{iam, account_, ":user/", full}};
    CallerClass role = root;
    role.over = with_path;
    role.type = CallerType::RoleSession;
    role.role_arn = {{iam, account_, ":role/", full}};
    role.arn = {{sts, account_, ":assumed-role/", name_, "/", session_}};
    CallerClass federated = user;
    federated.type = CallerType::FederatedUser;
    federated.arn = {{sts, account_, ":federated-user/", session_}};
    federated.user_arn = user.arn;
    classes_.insert(classes_.end(), {user, role, federated});
  }
  // over: AWS decides what such a role is called and what it may do.
  CallerClass linked = root;
  linked.over = true;
  linked.service_linked = true;
  linked.type = CallerType::RoleSession;
  linked.role_arn = {{iam, account_, ":role/aws-service-role/", path_name_}};
  linked.arn = {{sts, account_, ":assumed-role/", name_, "/", session_}};
  classes_.push_back(linked);
}

CallerSpace::CallerSpace(formula::TermStore& terms, const WorldFacts& facts, std::string_view step)
    : terms_(&terms) {
  const model::World& world = facts.world;
  declare(step, world);
  std::set<std::string> partitions = {"aws"};
  for (const auto& [id, account] : world.accounts) {
    partitions.insert(account.partition);
    if (!account.has_some_identities()) continue;
    CallerClass root;
    root.type = CallerType::Root;
    root.partition = account.partition;
    root.account = Shape::text(id);
    root.arn = Shape::text(model::root_arn(account.partition, id));
    root.canonical_id = account.canonical_id;
    classes_.push_back(root);
    classes_.push_back(federated_from(root, root.arn));
  }
  for (const auto& [arn, principal] : world.principals) {
    if (facts.represented.contains(arn)) continue;
    classes_.push_back(of_principal(principal, session_));
    classes_.back().own_tags =
        principal.kind == model::PrincipalKind::Role && !facts.taggable.contains(arn);
    if (const auto at = world.accounts.find(principal.account); at != world.accounts.end()) {
      classes_.back().canonical_id = at->second.canonical_id;
    }
    if (principal.kind == model::PrincipalKind::User && facts.federating.contains(arn)) {
      const CallerClass user = classes_.back();
      classes_.push_back(federated_from(user, user.arn));
    }
  }
  for (const std::string& partition : partitions) add_unknown_account(partition);
  for (const std::string& service : facts.services) {
    CallerClass c;
    c.type = CallerType::Service;
    c.name = service;
    c.service_names = {service};
    classes_.push_back(c);
  }
  for (const std::string& provider : facts.providers) {
    CallerClass c;
    c.type = provider.find(":saml-provider/") != std::string::npos ? CallerType::Saml
                                                                   : CallerType::WebIdentity;
    c.provider = provider;
    classes_.push_back(c);
  }
  for (const CallerType type : {CallerType::Service, CallerType::WebIdentity, CallerType::Saml}) {
    CallerClass unnamed;
    unnamed.type = type;
    unnamed.over = true;
    classes_.push_back(unnamed);
  }
  classes_.push_back(CallerClass{});  // anonymous
  field_ = terms.enumerated_field(std::string(step) + "caller", classes_.size());
  constraints_ = terms.all_of({constraints_, read_once(world)});
}

// Of an account of whose identities only some were read, those are nobody else.
TermId CallerSpace::read_once(const model::World& world) const {
  glob::GlobPool& globs = terms_->globs();
  std::vector<glob::GlobId> roots, principals;
  for (const auto& [id, account] : world.accounts) {
    if (account.identities_lack.empty()) continue;
    roots.push_back(globs.intern(glob::literal(model::root_arn(account.partition, id))));
  }
  if (roots.empty()) return terms_->true_term();
  for (const auto& [arn, principal] : world.principals) {
    const auto account = world.accounts.find(principal.account);
    if (account == world.accounts.end() || account->second.has_identities) continue;
    principals.push_back(globs.intern(glob::literal(arn)));
  }
  const auto known = [&](CallerType type, const Shape CallerClass::*shape,
                         const std::vector<glob::GlobId>& arns) {
    const Bits unknown =
        where([&](const CallerClass& c) { return c.unknown_account && c.type == type; });
    return matching([&](const CallerClass& c) -> const Shape& { return c.*shape; }, unknown,
                    globs.intern_set(arns));
  };
  return !terms_->any_of({known(CallerType::Root, &CallerClass::arn, roots),
                          known(CallerType::User, &CallerClass::arn, principals),
                          known(CallerType::RoleSession, &CallerClass::role_arn, principals),
                          known(CallerType::FederatedUser, &CallerClass::user_arn, principals)});
}

CallerSpace::CallerSpace(formula::TermStore& terms, std::span<const model::Caller> callers)
    : terms_(&terms) {
  declare("", model::World{});
  for (const model::Caller& caller : callers) classes_.push_back(of_caller(caller));
  field_ = terms.enumerated_field("caller", classes_.size());
  constraints_ = terms.true_term();
}

Bits CallerSpace::where(const std::function<bool(const CallerClass&)>& test) const {
  Bits out(size());
  for (std::size_t i = 0; i < size(); ++i) {
    if (test(classes_[i])) out.set(i);
  }
  return out;
}

Bits CallerSpace::of_type(std::initializer_list<CallerType> types) const {
  return where([&](const CallerClass& c) {
    for (CallerType t : types) {
      if (c.type == t) return true;
    }
    return false;
  });
}

TermId CallerSpace::matching(const std::function<const Shape&(const CallerClass&)>& shape,
                             const Bits& among, glob::GlobSetId set) const {
  Bits fixed = none();
  std::map<Shape, Bits> open;  // classes that share a shape share its term
  for (std::size_t i = among.first(); i < size(); i = among.next(i)) {
    const Shape& s = shape(classes_[i]);
    if (s.pieces.empty()) continue;
    if (const auto text = s.literal()) {
      if (terms_->globs().contains(set, *text)) fixed.set(i);
    } else {
      open.try_emplace(s, none()).first->second.set(i);
    }
  }
  std::vector<TermId> ways = {in(fixed)};
  for (const auto& [s, bits] : open) {
    ways.push_back(terms_->all_of({in(bits), shape_in(*terms_, s, set)}));
  }
  return terms_->any_of(ways);
}

TermId CallerSpace::matching_text(const std::function<const Shape&(const CallerClass&)>& shape,
                                  const Bits& among, std::string_view text) const {
  glob::GlobPool& globs = terms_->globs();
  Bits who = among;
  if (names_listed_account(text)) {
    who.subtract(where([&](const CallerClass& c) {
      const auto& pieces = shape(c).pieces;
      return std::find(pieces.begin(), pieces.end(), decltype(pieces.front()){account_}) !=
             pieces.end();
    }));
  }
  return matching(shape, who, globs.intern_set(globs.intern(glob::literal(text))));
}

// An account id, or the ARN of something in that account.
bool CallerSpace::names_listed_account(std::string_view text) const {
  if (is_account_id(text)) return listed_.contains(text);
  const auto arn = model::parse_arn(text);
  return arn && listed_.contains(arn->account);
}

TermId CallerSpace::in_account(std::string_view account) const {
  return matching_text([](const CallerClass& c) -> const Shape& { return c.account; },
                       none().complement(), account);
}

model::Caller CallerSpace::decode(const formula::Assignment& assignment) const {
  const auto at = assignment.values.find(field_);
  const CallerClass& c = classes_[at == assignment.values.end() ? 0 : at->second];
  formula::Assignment values = assignment;
  values.strings.try_emplace(session_, "session");
  values.strings.try_emplace(account_, example_account);
  values.strings.try_emplace(name_, "someone");
  const auto text = [&](const Shape& s) { return shape_value(s, values).value_or(""); };
  model::Caller caller;
  caller.type = c.type;
  caller.partition = c.partition;
  caller.account = text(c.account);
  caller.arn = text(c.arn);
  caller.role_arn = text(c.role_arn);
  caller.user_arn = text(c.user_arn);
  caller.name = c.name;
  caller.service_names = c.service_names;
  caller.provider = c.provider;
  caller.canonical_id = c.canonical_id;
  caller.service_linked = c.service_linked;
  if (c.type == CallerType::RoleSession) {
    caller.session_name = values.strings.at(session_);
    caller.role_id = c.unique_id;
    if (c.unknown_account) caller.name = values.strings.at(name_);
  } else if (c.type == CallerType::User) {
    caller.user_id = c.unique_id;
    if (c.unknown_account) caller.name = values.strings.at(name_);
  }
  return caller;
}

}  // namespace postern::encoder
