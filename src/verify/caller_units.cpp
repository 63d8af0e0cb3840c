#include "verify/caller_units.h"

#include <algorithm>
#include <set>
#include <utility>

#include "support/account_ids.h"
#include "support/text.h"
#include "verify/policies_about.h"

namespace postern::verify {
namespace {

using encoder::CallerClass;
using formula::Bits;
using model::CallerType;
using queries::PrincipalWord;

// Accounts that policies of the question name callers by, and whose principals nobody listed.
std::set<std::string> mentioned_accounts(Question& question) {
  std::set<std::string> out;
  for (const model::Policy* policy : policies_about(question)) {
    for (const model::Statement& statement : policy->statements) {
      if (statement.principal) {
        for (const model::PrincipalEntry& entry : statement.principal->entries) {
          add_account_ids(entry.value, out);
        }
      }
      for (const model::Condition& condition : statement.conditions) {
        for (const model::Pattern& value : condition.values) add_account_ids(value.text, out);
      }
    }
  }
  std::erase_if(out, [&](const std::string& id) {
    const auto account = question.world().accounts.find(id);
    return account != question.world().accounts.end() && account->second.has_identities;
  });
  return out;
}

// What the unit of the class is called; empty: of an account nobody read, or unknown altogether.
std::string name_of(const CallerClass& c) {
  if (c.principal != nullptr) return c.principal->arn;
  if (c.unknown_account) return "";
  switch (c.type) {
    case CallerType::Root:
      return c.arn.literal().value_or("");
    case CallerType::FederatedUser:
      return c.user_arn.literal().value_or("");
    case CallerType::Service:
      return c.name.empty() ? "" : "service:" + c.name;
    case CallerType::WebIdentity:
    case CallerType::Saml:
      return c.provider.empty() ? "" : "federated:" + c.provider;
    case CallerType::User:
    case CallerType::RoleSession:
    case CallerType::Anonymous:
      break;
  }
  return "";
}

PrincipalWord word_of(const CallerClass& c, const std::string& name) {
  if (c.type == CallerType::Service) return {PrincipalWord::Kind::Service, c.name, {}};
  if (!c.provider.empty()) return {PrincipalWord::Kind::Federated, c.provider, {}};
  return {PrincipalWord::Kind::Arn, name, {}};
}

}  // namespace

std::vector<CallerUnit> caller_units(Question& question,
                                     const std::map<std::string, std::vector<std::string>>* alike) {
  const encoder::CallerSpace& callers = question.steps().at(0).callers();
  formula::TermStore& terms = question.steps().terms();
  std::map<std::string, CallerUnit> named;
  Bits elsewhere = callers.none(), others = callers.none();
  for (std::size_t i = 0; i < callers.size(); ++i) {
    const CallerClass& c = callers.classes()[i];
    const std::string name = name_of(c);
    if (name.empty()) {
      (c.unknown_account ? elsewhere : others).set(i);
      continue;
    }
    const auto [at, fresh] = named.try_emplace(name);
    CallerUnit& unit = at->second;
    if (fresh) {
      unit = {name, {name}, callers.none(), {}, true, word_of(c, name)};
      if (alike != nullptr && alike->contains(name)) {
        const std::vector<std::string>& more = alike->at(name);
        unit.members.insert(unit.members.end(), more.begin(), more.end());
      }
    }
    unit.classes.set(i);
  }
  std::vector<CallerUnit> out;
  for (auto& [name, unit] : named) {
    unit.callers = callers.in(unit.classes);
    out.push_back(std::move(unit));
  }
  glob::GlobPool& globs = terms.globs();
  std::vector<glob::GlobId> ids;
  for (const std::string& id : mentioned_accounts(question)) {
    ids.push_back(globs.intern(glob::literal(id)));
    const formula::TermId there = terms.all_of(
        {callers.in(elsewhere), terms.string_in(callers.account(), globs.intern_set(ids.back()))});
    const std::string name = "account:" + id;
    out.push_back({name, {name}, elsewhere, there, false, {PrincipalWord::Kind::Account, id, {}}});
  }
  const formula::TermId rest =
      terms.any_of({callers.in(others),
                    terms.all_of({callers.in(elsewhere),
                                  !terms.string_in(callers.account(), globs.intern_set(ids))})});
  elsewhere |= others;
  out.push_back(
      {"public", {"public"}, elsewhere, rest, false, {PrincipalWord::Kind::Public, "", {}}});
  return out;
}

}  // namespace postern::verify
