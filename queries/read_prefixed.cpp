#include <string>
#include <string_view>

#include "queries/read_words.h"

namespace postern::queries {

bool is_organization_id(std::string_view text) {
  return text.starts_with("o-") && text.size() > 2 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == text.npos;
}

std::optional<std::string> wrong_tag(std::string_view text) {
  const std::size_t key = text.find('=');
  if (key != text.npos && key != 0 && text.find_first_of("*?") == text.npos) return std::nullopt;
  return "write `tag:KEY=VALUE`, without wildcards";
}

std::optional<std::string> wrong_organization(std::string_view text) {
  if (is_organization_id(text)) return std::nullopt;
  return "write the id of an organization: `org:o-exampleorg1`";
}

std::optional<std::string> wrong_unit(std::string_view text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789-";
  const auto only = [&](std::string_view part, const std::string& allowed) {
    return part.find_first_not_of(allowed) == part.npos;
  };
  for (const std::string_view prefix : {"ou-", "r-"}) {
    if (text.starts_with(prefix) && text.size() > prefix.size() && only(text, std::string(letters)))
      return std::nullopt;
  }
  const bool path = text.starts_with("o-") && text.find('/') != text.npos;
  if (path && only(text, std::string(letters) + "/*?")) return std::nullopt;
  return "write the id of a unit, `ou:ou-ab12-cdefgh34`, or a path, `ou:o-exampleorg1/r-ab12/*`";
}

}  // namespace postern::queries
