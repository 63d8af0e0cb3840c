#include "queries/compile.h"

#include "model/arn.h"
#include "support/check.h"
#include "support/strong_id.h"
#include "support/text.h"

namespace postern::queries {
namespace {

using encoder::CallerClass;
using encoder::Shape;
using formula::Bits;
using formula::TermId;
using model::CallerType;

const Shape& own_arn(const CallerClass& c) { return c.arn; }
const Shape& role_arn(const CallerClass& c) { return c.role_arn; }
const Shape& user_arn(const CallerClass& c) { return c.user_arn; }  // of federated users

glob::GlobSetId like(glob::GlobPool& globs, std::string_view pattern) {
  return globs.intern_set(globs.intern(glob::wildcard(pattern)));
}

Bits with_account(const encoder::CallerSpace& callers) {
  return callers.of_type(
      {CallerType::Root, CallerType::User, CallerType::RoleSession, CallerType::FederatedUser});
}

// Whether `word` says the provider: an ARN, or the name of one that accounts trust by ARN.
bool is_provider(const std::string& word, std::string_view provider) {
  return provider == word || provider.ends_with(":oidc-provider/" + word);
}

// Callers whose account is none of `accounts`.
TermId outside(const encoder::CallerSpace& callers, formula::TermStore& terms,
               const std::set<std::string>& accounts, const Bits& among) {
  std::vector<TermId> inside;
  for (const std::string& account : accounts) inside.push_back(callers.in_account(account));
  return terms.all_of({callers.in(among), !terms.any_of(inside)});
}

TermId principal(const PrincipalWord& word, encoder::SymbolicRequest& step,
                 formula::TermStore& terms, encoder::WorldFacts& facts, const Zone& zone) {
  const encoder::CallerSpace& callers = step.callers();
  const Bits everybody = callers.none().complement();
  const Bits unsigned_ones = callers.of_type({CallerType::Anonymous});
  switch (word.kind) {
    case PrincipalWord::Kind::Arn: {
      const glob::GlobSetId set = like(terms.globs(), word.text);
      return terms.any_of({callers.matching(own_arn, with_account(callers), set),
                           callers.matching(role_arn, with_account(callers), set),
                           callers.matching(user_arn, with_account(callers), set)});
    }
    case PrincipalWord::Kind::Account:
      return callers.in_account(word.text);
    case PrincipalWord::Kind::Any:
      return callers.in(everybody);
    case PrincipalWord::Kind::Anonymous:
      return callers.in(unsigned_ones);
    case PrincipalWord::Kind::Public: {
      const Bits unknown = callers.where([](const CallerClass& c) { return c.unknown_account; });
      return terms.any_of(
          {callers.in(unsigned_ones), outside(callers, terms, facts.accounts, unknown)});
    }
    case PrincipalWord::Kind::External:
      return terms.any_of({callers.in(unsigned_ones),
                           outside(callers, terms, zone.accounts, with_account(callers))});
    case PrincipalWord::Kind::Service:
      return callers.in(callers.where([&](const CallerClass& c) {
        return c.type == CallerType::Service && c.name == word.text;
      }));
    case PrincipalWord::Kind::Federated:
      return callers.in(callers.where([&](const CallerClass& c) {
        return (c.type == CallerType::WebIdentity || c.type == CallerType::Saml) &&
               is_provider(word.text, c.provider);
      }));
    case PrincipalWord::Kind::Tag: {
      const auto parts = split(word.text, '=', 2);
      return callers.in(callers.where([&](const CallerClass& c) {
        if (c.principal == nullptr) return false;
        for (const auto& [key, value] : c.principal->tags) {
          if (equals_ignoring_case(key, parts[0]) && value == parts[1]) return true;
        }
        return false;
      }));
    }
    case PrincipalWord::Kind::ServiceLinkedRoles:
      return callers.in(callers.where([](const CallerClass& c) { return c.service_linked; }));
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

// Whether the pattern names its resource: no wildcard before the end of the resource's name.
bool names_resource(std::string_view pattern) {
  const std::size_t wild = pattern.find_first_of("*?");
  const std::string_view literal = pattern.substr(0, wild);
  const auto arn = model::parse_arn(literal);
  if (!arn || arn->resource.empty()) return false;
  if (wild == std::string_view::npos) return true;
  // `bucket/*` names the bucket; `table/*` and `role/*` name nothing but a type.
  const std::size_t slash = arn->resource.find_first_of("/:");
  if (slash == std::string_view::npos) return false;
  return arn->service == "s3" || arn->resource.find_first_of("/:", slash + 1) != arn->resource.npos;
}

glob::GlobSetId resources(const std::vector<ResourceWord>& words, glob::GlobPool& globs,
                          const encoder::WorldFacts& facts, std::vector<glob::GlobId>* named) {
  std::vector<glob::GlobId> members;
  for (const ResourceWord& word : words) {
    if (word.kind == ResourceWord::Kind::Account) {
      glob::Tokens owned =
          glob::wildcard("arn:*:*:*:" + word.text + ":", glob::CharSet::except(U":"));
      owned.push_back({glob::CharSet::all(), glob::Repeat::Any});
      members.push_back(globs.intern(owned));
      for (const auto& [arn, resource] : facts.world.resources) {
        if (resource.account != word.text) continue;
        for (const std::string& governed : model::governed_arns(resource)) {
          members.push_back(globs.intern(glob::wildcard(governed)));
        }
      }
      continue;
    }
    members.push_back(globs.intern(glob::wildcard(word.text)));
    if (named != nullptr && names_resource(word.text)) named->push_back(members.back());
  }
  return globs.intern_set(members);
}

}  // namespace

Bits actions_of(const RequestSet& set, const encoder::WorldFacts& facts) {
  Bits out = actions(set.actions, facts);
  out.subtract(actions(set.except_actions, facts));
  return out;
}

glob::GlobSetId resources_of(const RequestSet& set, const encoder::WorldFacts& facts,
                             glob::GlobPool& globs) {
  return resources(set.resources, globs, facts, nullptr);
}

EncodedCallers encode_callers(const RequestSet& set, encoder::SymbolicRequest& step,
                              formula::TermStore& terms, encoder::WorldFacts& facts,
                              const Zone& zone) {
  const auto union_of = [&](const std::vector<PrincipalWord>& words) {
    std::vector<TermId> ways;
    for (const PrincipalWord& word : words) {
      ways.push_back(principal(word, step, terms, facts, zone));
    }
    return terms.any_of(ways);
  };
  return {union_of(set.principals), union_of(set.except)};
}

EncodedSet encode_set(const RequestSet& set, encoder::SymbolicRequest& step,
                      formula::TermStore& terms, encoder::WorldFacts& facts, const Zone& zone) {
  EncodedSet out;
  out.callers = encode_callers(set, step, terms, facts, zone);
  out.actions = actions_of(set, facts);
  std::vector<glob::GlobId> named;
  out.range.set = resources(set.resources, terms.globs(), facts, &named);
  out.range.named = terms.globs().intern_set(named);
  out.actions = step.actions_on(out.actions, out.range.set);
  const glob::GlobSetId excepted = resources(set.except_resources, terms.globs(), facts, nullptr);
  out.resource = terms.all_of({terms.string_in(step.resource(), out.range.set),
                               !terms.string_in(step.resource(), excepted)});
  out.when = step.conditions(set.when);
  return out;
}

TermId members(const EncodedSet& set, TermId caller, encoder::SymbolicRequest& step,
               formula::TermStore& terms, model::Mode mode) {
  return terms.all_of({caller, !set.callers.except, terms.value_in(step.action(), set.actions),
                       set.resource, encoder::favouring(set.when, mode)});
}

TermId anonymous(encoder::SymbolicRequest& step) {
  return step.callers().in(step.callers().of_type({CallerType::Anonymous}));
}

void collect_names(const RequestSet& set, std::set<std::string>& services,
                   std::set<std::string>& providers) {
  for (const auto* words : {&set.principals, &set.except}) {
    for (const PrincipalWord& word : *words) {
      if (word.kind == PrincipalWord::Kind::Service) services.insert(word.text);
      if (word.kind == PrincipalWord::Kind::Federated) providers.insert(word.text);
    }
  }
}

}  // namespace postern::queries
