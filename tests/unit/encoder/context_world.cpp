#include "context_world.h"

#include <set>

#include "encoder/values.h"
#include "support/check.h"

namespace postern::encoder {
namespace {

using formula::Bits;
using formula::TermId;
using model::CallerType;

constexpr std::string_view home = "111111111111";
constexpr std::string_view other = "222222222222";
constexpr std::string_view organization = "o-exampleorg";

const model::Policy* trust(model::World& world, std::string action) {
  model::Policy policy;
  policy.kind = model::PolicyKind::Trust;
  model::Statement statement;
  model::Pattern pattern;
  pattern.text = action;
  pattern.parts = {model::Literal{action}};
  statement.actions.patterns.push_back(pattern);
  policy.statements.push_back(statement);
  world.policies.push_back(policy);
  return &world.policies.back();
}

model::IamPrincipal& add(model::World& world, model::PrincipalKind kind, std::string_view account,
                         std::string name) {
  model::IamPrincipal p;
  p.kind = kind;
  p.partition = "aws";
  p.account = account;
  p.name = name;
  p.arn = "arn:aws:iam::" + p.account +
          (kind == model::PrincipalKind::User ? ":user/team/" : ":role/team/") + name;
  return world.principals[p.arn] = p;
}

model::World small_world() {
  model::World world;
  for (const std::string_view id : {home, other}) {
    model::Account& account = world.accounts[std::string(id)];
    account.id = id;
    account.has_identities = true;
  }
  model::Account& member = world.accounts[std::string(home)];
  member.organization = organization;
  member.unit = "r-root";
  model::Organization& known = world.organizations[std::string(organization)];
  known.id = organization;
  known.units["r-root"].id = "r-root";

  using model::PrincipalKind;
  model::IamPrincipal& alice = add(world, PrincipalKind::User, home, "alice");
  alice.unique_id = "AIDAALICE";
  alice.tags = {{"team", "blue"}};
  add(world, PrincipalKind::User, home, "bob");
  add(world, PrincipalKind::User, other, "carol");
  model::IamPrincipal& app = add(world, PrincipalKind::Role, home, "app");
  app.unique_id = "AROAAPP";
  app.tags = {{"team", "red"}};
  app.trust = trust(world, "sts:AssumeRole");
  add(world, PrincipalKind::Role, home, "web").trust =
      trust(world, "sts:AssumeRoleWithWebIdentity");
  add(world, PrincipalKind::Role, home, "saml").trust = trust(world, "sts:AssumeRoleWithSAML");
  return world;
}

}  // namespace

ContextWorld::ContextWorld()
    : world_(small_world()),
      terms_(globs_),
      actions_(catalogue_),
      facts_(world_, actions_, {"cloudtrail.amazonaws.com"},
             {"arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com",
              "arn:aws:iam::111111111111:saml-provider/corp"}),
      solver_(terms_) {
  for (const auto& [arn, principal] : world_.principals) {
    facts_.taggable.insert(arn);  // as if every trust policy allowed it (TAG-4)
    facts_.federating.insert(arn);
  }
  callers_ = std::make_unique<CallerSpace>(terms_, facts_, "");
  action_ = terms_.enumerated_field("action", actions_.size());
  resource_ = terms_.string_field("resource");
  next_session_ = terms_.string_field("new.session");
}

std::unique_ptr<ContextKeys> ContextWorld::keys() {
  const auto owned = [&](std::string_view account) {
    glob::Tokens arn = glob::wildcard("arn:*:*:*:", glob::CharSet::except(U":"));
    for (const glob::Tokens& more : {glob::literal(account), glob::wildcard(":*")}) {
      arn.insert(arn.end(), more.begin(), more.end());
    }
    std::vector<glob::GlobId> members = {globs_.intern(arn)};
    if (account == home) members.push_back(globs_.intern(glob::wildcard("arn:aws:s3:::bucket*")));
    return std::pair(terms_.string_in(resource_, globs_.intern_set(members)), std::string(account));
  };
  return std::make_unique<ContextKeys>(terms_, *callers_, actions_, action_, resource_, facts_,
                                       std::vector{owned(home), owned(other)}, next_session_,
                                       RequestName{std::to_string(++asked_) + ".", {}});
}

Bits ContextWorld::callers(std::string_view who) const {
  const auto token_session = [](const CallerClass& c) {
    return c.principal == nullptr || c.name == "web" || c.name == "saml";
  };
  return callers_->where([&](const CallerClass& c) {
    if (who == "stranger") return c.unknown_account && c.type == CallerType::User && !c.over;
    const bool named = c.principal != nullptr && c.name == who;
    if (named && c.type != CallerType::FederatedUser) return true;
    const auto among = [&](char letter) { return who.find(letter) != std::string_view::npos; };
    if (who.find_first_not_of(caller_letters) != std::string_view::npos) return false;
    switch (c.type) {
      case CallerType::Root:
        return among('R');
      case CallerType::User:
        return among('U');
      case CallerType::RoleSession:
        return among(token_session(c) ? 'T' : 'S');
      case CallerType::FederatedUser:
        return among('F');
      case CallerType::Service:
        return among('V') && !c.over;
      case CallerType::WebIdentity:
        return among('W') && !c.over;
      case CallerType::Saml:
        return among('L') && !c.over;
      case CallerType::Anonymous:
        return among('A');
    }
    return false;
  });
}

glob::GlobSetId ContextWorld::text(std::string_view text) {
  return globs_.intern_set(globs_.intern(glob::literal(text)));
}

TermId ContextWorld::term(ContextKeys& keys, const Asked& asked) {
  Key& key = keys.key(asked.key);
  if (!asked.present) return !keys.present(key);
  std::vector<TermId> all = {keys.present(key)};
  if (key.multivalued) {
    std::vector<glob::GlobId> elements;
    for (const std::string& value : asked.values) {
      elements.push_back(globs_.intern(glob::literal(value)));
      all.push_back(keys.some_element(key, text(value), true));
    }
    if (!elements.empty())
      all.push_back(!keys.some_element(key, globs_.intern_set(elements), false));
    return terms_.all_of(all);
  }
  for (const std::string& value : asked.values) {
    const auto id = catalogue_.find_key(asked.key);
    const auto type = id ? catalogue_.key_type(*id) : catalogue::KeyType::String;
    if (type == catalogue::KeyType::Numeric) {
      all.push_back(keys.number(key, formula::Comparison::Equal, *read_number(value).canonical));
    } else if (type == catalogue::KeyType::Date) {
      all.push_back(keys.date(key, formula::Comparison::Equal, *read_date(value).canonical));
    } else if (type == catalogue::KeyType::Ip) {
      all.push_back(keys.in_range(key, *formula::parse_cidr(value)));
    } else {
      all.push_back(keys.text_in(key, text(value)));
    }
  }
  return terms_.all_of(all);
}

std::vector<TermId> ContextWorld::request(std::string_view who, std::string_view action,
                                          std::string_view resource) {
  std::vector<TermId> out = {callers_->in(callers(who)), callers_->constraints()};
  if (!action.empty()) {
    const Bits actions = actions_.matching(action);
    POSTERN_CHECK(!actions.none());
    out.push_back(terms_.value_in(action_, actions));
  }
  if (!resource.empty()) out.push_back(terms_.string_in(resource_, text(resource)));
  return out;
}

bool ContextWorld::possible(model::Mode mode, std::string_view who, const std::vector<Asked>& asked,
                            std::string_view action, std::string_view resource) {
  const auto keys = this->keys();
  std::vector<TermId> all = request(who, action, resource);
  for (const Asked& a : asked) all.push_back(term(*keys, a));
  all.push_back(keys->constraints(mode));
  const solver::Outcome outcome = solver_.solve(all);
  POSTERN_CHECK(outcome.kind != solver::Outcome::Kind::Undecided);
  return outcome.kind == solver::Outcome::Kind::Sat;
}

std::string ContextWorld::possible(std::string_view who, const std::vector<Asked>& asked,
                                   std::string_view action, std::string_view resource) {
  std::string out;
  out += possible(model::Mode::Prove, who, asked, action, resource) ? 'P' : '-';
  out += possible(model::Mode::Counterexample, who, asked, action, resource) ? 'C' : '-';
  return out;
}

bool ContextWorld::sure(std::string_view who, const std::string& key, std::string_view action,
                        std::string_view resource) {
  const auto keys = this->keys();
  std::vector<TermId> all = request(who, action, resource);
  const TermId unsure = keys->key(key).unsure;
  all.push_back(unsure);
  all.push_back(keys->constraints(model::Mode::Counterexample));
  return solver_.solve(all).kind == solver::Outcome::Kind::Unsat;
}

}  // namespace postern::encoder
