#include "verify/assumptions.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "document/quoted.h"
#include "model/arn.h"
#include "support/text.h"

namespace postern::verify {
namespace {

using formula::Bits;

Bits actions_of(const model::PatternList& list, encoder::WorldFacts& facts) {
  Bits out = facts.actions.none();
  for (const model::Pattern& pattern : list.patterns) out |= facts.actions.matching(pattern.text);
  return list.negated ? out.complement() : out;
}

std::string key_of(const model::PatternList& list) {
  std::string out = list.negated ? "!" : "=";
  for (const model::Pattern& pattern : list.patterns) out += pattern.text + '\n';
  return out;
}

// With one account in place of all: which one it is, is no matter to the formats of ARNs.
std::string one_account(std::string text) {
  constexpr std::string_view some = "111122223333";
  std::size_t run = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] >= '0' && text[i] <= '9') {
      ++run;
      continue;
    }
    if (run == some.size()) text.replace(i - run, run, some);
    run = 0;
  }
  return text;
}

// ARNs somebody who wrote `text` may have meant.
std::vector<std::string> corrections(const std::string& text) {
  std::vector<std::string> out;
  const auto arn = model::parse_arn(text);
  if (!arn) return out;
  const std::string head = "arn:" + std::string(arn->partition) + ":" + std::string(arn->service);
  const std::string middle = ":" + std::string(arn->region) + ":" + std::string(arn->account) + ":";
  std::string resource(arn->resource);
  if (const std::size_t colon = resource.find(':'); colon != std::string::npos) {
    resource[colon] = '/';
    out.push_back(head + middle + resource);
  }
  out.push_back(head + ":::" + std::string(arn->resource));
  out.push_back(head + "::" + std::string(arn->account) + ":" + std::string(arn->resource));
  return out;
}

// Which organization policies count.
std::string guardrails(const model::World& world) {
  if (world.organizations.empty()) {
    return "there are no organization policies: the snapshot contains none";
  }
  std::vector<std::string> outside;
  for (const auto& [id, account] : world.accounts) {
    if (!model::scps_of(world, id).apply && account.organization.empty()) outside.push_back(id);
  }
  const std::string known = "organization policies are those of the snapshot";
  if (outside.empty()) return known;
  return known + ": none binds " + join(outside, ", ");
}

std::string ways_to_act_as_another(const model::World& world) {
  for (const auto& [id, account] : world.accounts) {
    const std::set<std::string> managers = model::root_managers_of(world, id);
    if (managers.empty()) continue;
    const bool delegated = managers.size() > 1;
    return "role assumption and, from the management accounts of organizations" +
           std::string(delegated ? " and the delegated administrators in the snapshot" : "") +
           ", sts:AssumeRoot are followed: not iam:PassRole, and no " +
           (delegated ? "other " : "") + "account is a delegated administrator for sts:AssumeRoot";
  }
  return "role assumption is followed: not iam:PassRole, not sts:AssumeRoot";
}

// Which policies of VPC endpoints count (VPCE-8).
std::string endpoints(const model::World& world) {
  const std::string ways = "every caller has a way to AWS without a VPC endpoint's policy";
  if (world.endpoints.empty()) return ways;
  return ways +
         "; the policies of the snapshot's endpoints count for what comes through them, and all "
         "other endpoints let everything through";
}

// What the words of the set rest on.
void add_words(const queries::RequestSet& set, const model::World& world,
               std::vector<std::string>& out) {
  using Resource = queries::ResourceWord::Kind;
  const auto says = [](const auto& words, auto... kinds) {
    return std::ranges::any_of(words,
                               [&](const auto& word) { return ((word.kind == kinds) || ...); });
  };
  const auto of_organizations = [&](const auto& words) {
    using Kind = decltype(words[0].kind);
    return says(words, Kind::Organization, Kind::Unit, Kind::InOrganization,
                Kind::OutsideOrganization);
  };
  const bool organizations = of_organizations(set.principals) || of_organizations(set.except) ||
                             of_organizations(set.resources) ||
                             of_organizations(set.except_resources);
  for (const auto& [id, organization] : world.organizations) {
    if (!organizations || organization.units.empty()) continue;
    out.push_back("organization " + id + " has no accounts but those the snapshot lists");
  }
  if (says(set.resources, Resource::Tag) || says(set.except_resources, Resource::Tag)) {
    out.push_back(
        "of the resources whose tags the snapshot does not contain none has two tags whose keys "
        "differ in case alone");
  }
}

}  // namespace

ArnWarnings::ArnWarnings(const model::World& world, Steps& steps) {
  glob::GlobPool& globs = steps.terms().globs();
  encoder::SymbolicRequest& step = steps.at(0);
  const auto like = [&](const std::string& text) {
    return globs.intern_set(globs.intern(glob::wildcard(text)));
  };
  // Most of what many policies say is alike.
  std::unordered_map<std::string, std::pair<Bits, std::optional<glob::GlobSetId>>> lists;
  std::map<std::pair<glob::GlobSetId, std::string>, bool> known;
  const auto impossible = [&](const std::string& text, glob::GlobSetId possible) {
    const auto [at, fresh] = known.try_emplace({possible, one_account(text)}, false);
    if (fresh) at->second = globs.disjoint(like(at->first.second), possible) == std::optional(true);
    return at->second;
  };
  for (const model::Policy& policy : world.policies) {
    const bool completes =
        policy.kind == model::PolicyKind::Identity || policy.kind == model::PolicyKind::Boundary;
    for (const model::Statement& statement : policy.statements) {
      if (!statement.resources || statement.resources->negated) continue;
      const auto [list, fresh] = lists.try_emplace(key_of(statement.actions));
      if (fresh) list->second.first = actions_of(statement.actions, steps.facts());
      auto& [actions, possible] = list->second;
      if (actions.none()) continue;
      for (const model::Pattern& pattern : statement.resources->patterns) {
        if (pattern.text == "*" || pattern.has_variables()) continue;
        if (completes && split(pattern.text, ':', 6).size() < 6) continue;
        if (!possible) possible = step.resources_of(actions);
        if (!impossible(pattern.text, *possible)) continue;
        std::string hint = "no resource of " +
                           (statement.actions.negated
                                ? std::string("its actions")
                                : document::quoted(statement.actions.patterns.front().text)) +
                           " has such an ARN";
        for (const std::string& meant : corrections(pattern.text)) {
          if (globs.disjoint(like(meant), *possible) == std::optional(false)) {
            hint = "did you mean " + document::quoted(meant) + "?";
            break;
          }
        }
        warnings_.push_back(
            {actions, to_string(Diagnostic{Severity::Warning, "POSTERN0601", pattern.where,
                                           "no action of this statement can have the resource " +
                                               document::quoted(pattern.text),
                                           hint})});
      }
    }
  }
}

std::vector<std::string> ArnWarnings::relevant(Question& question) const {
  // A chain of role assumptions is part of every question.
  Bits actions = question.steps().facts().actions.only(
      {"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"});
  actions |= question.encoded().actions;
  std::vector<std::string> out;
  for (const Warning& warning : warnings_) {
    if (warning.actions.intersects(actions)) out.push_back(warning.text);
  }
  return out;
}

void add_assumptions(verdict::Verdict& verdict, Question& question, bool required,
                     const std::string& followed) {
  const queries::RequestSet& set = question.set();
  const encoder::WorldFacts& facts = question.steps().facts();
  const model::World& world = question.world();
  std::vector<std::string>& out = verdict.assumptions;
  std::vector<std::string> complete;
  for (const auto& [id, account] : world.accounts) {
    if (account.has_identities) complete.push_back(id);
  }
  out.push_back("the snapshot is current, and contains every user and role of " +
                (complete.empty() ? std::string("no account") : join(complete, ", ")));
  out.push_back("accounts whose users and roles it does not contain may grant them anything");
  const catalogue::Version version = facts.actions.catalogue().version();
  out.push_back("actions, their resource types and condition keys are those of " +
                std::string(version.date));
  out.push_back(guardrails(world));
  out.push_back(endpoints(world));
  out.push_back(followed.empty() ? "there are no KMS grants but those of the snapshot, nobody "
                                   "changes a policy, and of the "
                                   "ways to act as another principal only " +
                                       ways_to_act_as_another(world)
                                 : followed);
  if (facts.access_points) {
    out.push_back(
        "S3 access points that are not in the snapshot have no policy, unless their account is not "
        "in it either or a policy names them");
  }
  if (required && question.has_sessions()) {
    out.push_back("roles are assumed without a session policy");
  }

  const auto outside = [](const queries::PrincipalWord& word) {
    return word.kind == queries::PrincipalWord::Kind::External ||
           word.kind == queries::PrincipalWord::Kind::Public;
  };
  if (!facts.providers.empty() &&
      std::any_of(set.principals.begin(), set.principals.end(), outside)) {
    out.push_back("whoever shows a token of " +
                  join({facts.providers.begin(), facts.providers.end()}, ", ") +
                  " is asked about with `federated:`, and is not among the principals here");
  }

  // Resources of the question that the snapshot does not contain.
  glob::GlobPool& globs = question.steps().terms().globs();
  std::vector<glob::GlobId> governed;
  for (const auto& [arn, resource] : facts.world.resources) {  // all that are near
    for (const std::string& pattern : model::governed_arns(resource)) {
      governed.push_back(globs.intern(glob::wildcard(pattern)));
    }
  }
  for (const queries::ResourceWord& word : set.resources) {
    if (!world.principals.contains(word.text)) continue;
    governed.push_back(globs.intern(glob::literal(word.text)));
  }
  const queries::EncodedSet& encoded = question.encoded();
  const glob::GlobSetId covered = globs.intern_set(governed);
  if (globs.subset(encoded.range.named, covered) != std::optional(true)) {
    for (const queries::ResourceWord& word : set.resources) {
      if (word.kind != queries::ResourceWord::Kind::Arn) continue;
      const glob::GlobSetId one = globs.intern_set(globs.intern(glob::wildcard(word.text)));
      if (!globs.surely_subset(one, encoded.range.named) ||
          globs.subset(one, covered) == std::optional(true)) {
        continue;
      }
      out.push_back(document::quoted(word.text) +
                    " is not in the snapshot: whether it has a resource policy is "
                    "not known");
    }
  }
  if (globs.subset(encoded.range.set, covered) != std::optional(true)) {
    out.push_back(
        "resources that are not in the snapshot have no resource policy (a key: the "
        "default one), and a bucket that is not in it belongs to the caller's account");
    if (!encoded.range.of_anybody) {
      out.push_back(
          "resources of accounts that are not in the snapshot are no part of a claim that "
          "does not name them");
    }
  }
  add_words(set, world, out);
  for (const std::string& note : world.notes) out.push_back(note);
}

}  // namespace postern::verify
