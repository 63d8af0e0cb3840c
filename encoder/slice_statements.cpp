#include "encoder/slice_statements.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "encoder/access_points.h"
#include "encoder/patterns.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

// Texts of policies hold no control characters that would make two of these equal by accident: each
// part is preceded by its length.
void append(std::string& key, std::string_view text) {
  key += std::to_string(text.size());
  key += ':';
  key += text;
}

std::string key_of(const model::PatternList& list) {
  std::string key = list.negated ? "!" : "=";
  for (const model::Pattern& pattern : list.patterns) append(key, pattern.text);
  return key;
}

std::string key_of(const model::PrincipalElement& principal) {
  std::string key = principal.negated ? "!" : "=";
  if (principal.everyone) key += '*';
  for (const model::PrincipalEntry& entry : principal.entries) {
    key += std::to_string(static_cast<int>(entry.type));
    append(key, entry.value);
  }
  return key;
}

std::string key_of(const model::Condition& condition) {
  std::string key;
  append(key, model::to_string(condition.op));
  append(key, condition.key);
  for (const model::Pattern& value : condition.values) append(key, value.text);
  return key;
}

// How many characters a `?` stands for is open where they are not ASCII.
glob::Tokens widened(std::string text) {
  std::ranges::replace(text, '?', '*');
  return glob::wildcard_ignoring_case(text);
}

}  // namespace

StatementIndex::StatementIndex(const model::World& world, const WorldFacts& facts,
                               glob::GlobPool& globs)
    : actions_(facts.actions),
      globs_(globs),
      access_points_(facts.access_points),
      s3_(facts.actions.matching("s3:*")),
      points_(globs.intern_set(globs.intern(access_point_arns()))) {
  for (const model::Policy& policy : world.policies) {
    auto& contents = policies_[&policy];
    for (const model::Statement& statement : policy.statements) {
      contents.push_back(content(statement, policy));
    }
  }
}

std::uint32_t StatementIndex::content(const model::Statement& statement,
                                      const model::Policy& policy) {
  std::string key = std::to_string(static_cast<int>(policy.kind));
  key += policy.has_variables ? '$' : '-';
  key += statement.effect == model::Effect::Allow ? 'A' : 'D';
  key += statement.empty_condition ? '0' : '1';
  if (statement.principal) append(key, key_of(*statement.principal));
  append(key, key_of(statement.actions));
  if (statement.resources) append(key, key_of(*statement.resources));
  for (const model::Condition& condition : statement.conditions) append(key, key_of(condition));
  const auto [at, fresh] =
      content_ids_.try_emplace(std::move(key), static_cast<std::uint32_t>(contents_.size()));
  if (fresh) contents_.push_back({action_list(statement.actions), resource_list(statement)});
  return at->second;
}

std::uint32_t StatementIndex::action_list(const model::PatternList& list) {
  const auto [at, fresh] =
      action_ids_.try_emplace(key_of(list), static_cast<std::uint32_t>(action_lists_.size()));
  if (fresh) action_lists_.push_back(&list);
  return at->second;
}

std::uint32_t StatementIndex::resource_list(const model::Statement& statement) {
  const std::string key = statement.resources ? key_of(*statement.resources) : "";
  const auto [at, fresh] =
      resource_ids_.try_emplace(key, static_cast<std::uint32_t>(resource_lists_.size()));
  if (!fresh) return at->second;
  Resources list;
  list.anything = !statement.resources || statement.resources->negated;
  if (!list.anything) {
    for (const model::Pattern& pattern : statement.resources->patterns) {
      // What is completed (RES-5), or depends on the request.
      if (component_count(pattern) < 6 || pattern.text.find("${") != std::string::npos) {
        list.anything = true;
        break;
      }
      list.patterns.push_back(globs_.intern_set(globs_.intern(widened(pattern.text))));
    }
  }
  resource_lists_.push_back(std::move(list));
  return at->second;
}

bool StatementIndex::may_match(const Resources& list, const Scope::Part& part,
                               glob::GlobSetId resources) {
  // What is asked of `*` may fall to statements about any resource (AMB-5).
  if (list.anything || globs_.contains(part.resources, "*")) return true;
  return std::ranges::any_of(list.patterns, [&](glob::GlobSetId pattern) {
    return !globs_.surely_disjoint(pattern, resources) &&
           !globs_.surely_subset(pattern, part.except);
  });
}

// A statement that covers the ARN of an access point may cover what is asked through it (AMB-21).
glob::GlobSetId StatementIndex::with_access_points(const Scope::Part& part) {
  if (!part.actions.intersects(s3_)) return part.resources;
  const auto members = globs_.members(part.resources);
  const auto points = globs_.members(points_);
  std::vector<glob::GlobId> all(members.begin(), members.end());
  all.insert(all.end(), points.begin(), points.end());
  return globs_.intern_set(all);
}

// And one that covers any bucket may cover an access point of it: see
// SymbolicRequest::by_either_name.
bool StatementIndex::asks_of_points(const Scope::Part& part) {
  return (access_points_ || globs_.surely_subset(part.resources, points_)) &&
         !globs_.surely_disjoint(part.resources, points_);
}

// Questions have much in common, above all what leads to role assumptions.
const std::vector<bool>& StatementIndex::relevant(const Scope::Part& part) {
  constexpr std::size_t most_kept = 100;
  if (relevant_.size() >= most_kept) relevant_.clear();
  const auto [at, fresh] = relevant_.try_emplace({part.actions, part.resources, part.except});
  std::vector<bool>& out = at->second;
  if (!fresh) return out;
  std::vector<bool> actions;
  for (const model::PatternList* list : action_lists_) {
    actions.push_back(actions_.may_match(*list, part.actions));
  }
  const glob::GlobSetId all = with_access_points(part);
  const bool points = asks_of_points(part);
  std::vector<std::optional<bool>> resources(resource_lists_.size());
  for (const auto& [action_list, resource_list] : contents_) {
    std::optional<bool>& matches = resources[resource_list];
    if (actions[action_list] && !matches) {
      matches = points || may_match(resource_lists_[resource_list], part, all);
    }
    out.push_back(actions[action_list] && *matches);
  }
  return out;
}

std::vector<bool> StatementIndex::relevant(const Scope& scope) {
  std::vector<bool> out(contents_.size());
  for (const Scope::Part& part : scope.parts) {
    const std::vector<bool>& some = relevant(part);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = out[i] || some[i];
  }
  return out;
}

}  // namespace postern::encoder
