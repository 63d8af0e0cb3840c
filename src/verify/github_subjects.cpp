#include "verify/github_subjects.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "verify/outside.h"

namespace postern::verify {
namespace {

constexpr std::string_view issuer = "token.actions.githubusercontent.com";

std::string_view before_wildcard(std::string_view text) {
  return text.substr(0, text.find_first_of("*?"));
}

// Whether a claim's value, or the pattern of one, belongs to somebody: no name of one's own choice
// fits it.
bool names_somebody(std::string_view claim, std::string_view value) {
  const std::string_view fixed = before_wildcard(value);
  if (claim == "sub") {
    // Organizations choose which claims make up their subjects.
    constexpr std::array<std::string_view, 4> ended_by_slash = {"repo:", "repository:"};
    constexpr std::array<std::string_view, 3> names = {
        "repository_owner:", "repository_owner_id:", "repository_id:"};
    const auto after = [&](std::string_view label) {
      return fixed.starts_with(label) ? fixed.substr(label.size()) : std::string_view{};
    };
    return std::ranges::any_of(ended_by_slash,
                               [&](std::string_view label) {
                                 return !label.empty() && after(label).find('/') + 1 > 1;
                               }) ||
           std::ranges::any_of(names, [&](std::string_view label) {
             return fixed.size() == value.size() ? !after(label).empty()
                                                 : after(label).find(':') + 1 > 1;
           });
  }
  if (claim == "repository") return fixed.find('/') + 1 > 1;
  constexpr std::array<std::string_view, 7> claims = {"repository_owner", "repository_owner_id",
                                                      "repository_id",    "enterprise",
                                                      "enterprise_id",    "actor",
                                                      "actor_id"};
  return std::ranges::find(claims, claim) != claims.end() && fixed.size() == value.size();
}

}  // namespace

bool is_github(const std::string& provider) { return provider.ends_with(issuer); }

std::vector<model::Condition> unnamed_subjects(const std::string& provider,
                                               const std::vector<model::Condition>& conditions) {
  std::vector<model::Condition> out;
  if (!is_github(provider)) return out;
  const std::string prefix = std::string(issuer) + ":";
  for (const model::Condition& condition : conditions) {
    if (!condition.key.starts_with(prefix)) continue;
    std::vector<std::string> somebody;
    for (const model::Pattern& value : condition.values) {
      if (names_somebody(std::string_view(condition.key).substr(prefix.size()), value.text)) {
        somebody.push_back(value.text);
      }
    }
    if (somebody.empty()) continue;
    out.push_back(make_condition("StringNotLike", condition.key, somebody));
    out.push_back(make_condition("Null", condition.key, {"false"}));
  }
  return out;
}

}  // namespace postern::verify
