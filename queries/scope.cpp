#include "queries/scope.h"

#include <algorithm>

#include "queries/account_set.h"
#include "queries/tag_word.h"
#include "support/text.h"

namespace postern::queries {
namespace {

using model::IamPrincipal;
using model::PrincipalKind;

// Whether some ARN of the principal, or of its sessions, may match.
bool may_match(const IamPrincipal& principal, std::string_view word, glob::GlobId pattern,
               glob::GlobPool& globs) {
  if (globs.matches(pattern, principal.arn)) return true;
  const bool role = principal.kind == PrincipalKind::Role;
  const std::string sessions = "arn:" + principal.partition + ":sts::" + principal.account +
                               (role ? ":assumed-role/" + principal.name : ":federated-user") +
                               "/*";
  const std::string_view start = word.substr(0, word.find_first_of("*?"));
  const std::size_t common = std::min(start.size(), sessions.size() - 1);
  if (start.substr(0, common) != std::string_view(sessions).substr(0, common)) return false;
  return !globs.surely_disjoint(globs.intern_set(globs.intern_wildcard(sessions)),
                                globs.intern_set(pattern));
}

std::set<std::string> surely_trusted(const Zone& zone, const model::World& world) {
  std::set<std::string> out = zone.accounts;
  for (const std::string& organization : zone.organizations) {
    out.merge(members_of(world, organization).in);
  }
  return out;
}

}  // namespace

encoder::Scope scope_of(const RequestSet& set, const encoder::WorldFacts& facts,
                        glob::GlobPool& globs) {
  encoder::Scope out;
  out.parts.push_back(
      {actions_of(set, facts), resources_of(set, facts, globs), globs.nothing_set()});
  for (const auto* words : {&set.principals, &set.except}) {
    for (const PrincipalWord& word : *words) {
      if (word.kind == PrincipalWord::Kind::Arn) out.arns.push_back(word.text);
      if (word.kind == PrincipalWord::Kind::Tag) {
        out.tag_keys.insert(ascii_lower(word.text.substr(0, word.text.find('='))));
      }
    }
  }
  for (const model::Condition& condition : set.when) out.conditions.push_back(&condition);
  return out;
}

bool names_anybody(const RequestSet& set) {
  return std::ranges::any_of(set.principals, [](const PrincipalWord& word) {
    return word.kind == PrincipalWord::Kind::Any;
  });
}

encoder::Starting starting(const RequestSet& set, const model::World& world, const Zone& zone) {
  encoder::Starting out;
  glob::GlobPool globs;
  const auto add = [&](auto test) {
    for (const auto& [arn, principal] : world.principals) {
      if (test(principal)) out.principals.insert(&principal);
    }
  };
  const auto add_accounts = [&](const AccountSet& accounts) {
    add([&](const IamPrincipal& principal) {
      return accounts.in.contains(principal.account) ||
             accounts.unknown.contains(principal.account);
    });
    out.other_users = true;
  };
  for (const PrincipalWord& word : set.principals) {
    switch (word.kind) {
      case PrincipalWord::Kind::Arn: {
        const glob::GlobId pattern = globs.intern_wildcard(word.text);
        add([&](const IamPrincipal& principal) {
          return may_match(principal, word.text, pattern, globs);
        });
        out.other_users = true;
        break;
      }
      case PrincipalWord::Kind::Account:
        add([&](const IamPrincipal& principal) { return principal.account == word.text; });
        out.other_users = true;
        break;
      case PrincipalWord::Kind::Any:
        add([](const IamPrincipal&) { return true; });
        out.other_users = out.tokens = true;
        break;
      case PrincipalWord::Kind::Anonymous:
        break;
      case PrincipalWord::Kind::Public:
        out.other_users = true;
        break;
      case PrincipalWord::Kind::External: {
        const std::set<std::string> trusted = surely_trusted(zone, world);
        add([&](const IamPrincipal& principal) { return !trusted.contains(principal.account); });
        out.other_users = true;
        break;
      }
      case PrincipalWord::Kind::Service:
      case PrincipalWord::Kind::Federated:
        out.tokens = true;
        break;
      case PrincipalWord::Kind::Tag:
        add([&](const IamPrincipal& principal) {
          return TagWord(word.text).is_among(principal.tags);
        });
        // An unknown id may be that of a user whose own id the snapshot does not say.
        out.other_users = true;
        break;
      case PrincipalWord::Kind::ServiceLinkedRoles:
        add([](const IamPrincipal& principal) { return principal.service_linked; });
        break;
      case PrincipalWord::Kind::Organization:
        add_accounts(members_of(world, word.text));
        break;
      case PrincipalWord::Kind::Unit:
        add_accounts(accounts_under(world, word.text));
        break;
      case PrincipalWord::Kind::InOrganization:
        add_accounts(members_of_any(world));
        break;
      case PrincipalWord::Kind::OutsideOrganization: {
        const std::set<std::string> inside = members_of_any(world).in;
        add([&](const IamPrincipal& principal) { return !inside.contains(principal.account); });
        out.other_users = true;
        break;
      }
    }
  }
  return out;
}

}  // namespace postern::queries
