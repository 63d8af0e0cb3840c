#include "model/variable.h"

namespace postern::model {
namespace {

/// Reads `, 'default'}` from `text`, which starts with the comma: the default and the length up to
/// and including the brace.
struct Fallback {
  std::string_view text;
  std::size_t length;
};
std::optional<Fallback> fallback_at(std::string_view text) {
  const std::size_t open = text.find_first_not_of(' ', 1);
  if (open == std::string_view::npos || text[open] != '\'') return std::nullopt;
  const std::size_t close = text.find('\'', open + 1);
  if (close == std::string_view::npos) return std::nullopt;
  const std::size_t brace = text.find_first_not_of(' ', close + 1);
  if (brace == std::string_view::npos || text[brace] != '}') return std::nullopt;
  return Fallback{text.substr(open + 1, close - open - 1), brace + 1};
}

/// A name with a quote, a brace or blanks around it is not the name of a key.
bool plausible(std::string_view name) {
  return !name.empty() && name.find_first_of("'{") == std::string_view::npos &&
         name.front() != ' ' && name.back() != ' ';
}

}  // namespace

std::optional<VariableText> variable_at(std::string_view text) {
  if (!text.starts_with("${")) return std::nullopt;
  const std::size_t close = text.find('}', 2);
  if (close == std::string_view::npos) return std::nullopt;
  const std::string_view inside = text.substr(2, close - 2);
  const std::size_t comma = inside.find(',');
  if (comma != std::string_view::npos) {
    const std::string_view name = inside.substr(0, comma);
    const std::optional<Fallback> fallback = fallback_at(text.substr(2 + comma));
    if (fallback && plausible(name)) {
      return VariableText{name, std::string(fallback->text), true, 2 + comma + fallback->length};
    }
    return VariableText{inside, std::nullopt, false, close + 1};
  }
  return VariableText{inside, std::nullopt, plausible(inside), close + 1};
}

std::optional<std::string_view> malformed_variable(std::string_view text) {
  while (!text.empty()) {
    const std::optional<VariableText> variable = variable_at(text);
    if (variable && !variable->well_formed) return text.substr(0, variable->length);
    text.remove_prefix(variable ? variable->length : 1);
  }
  return std::nullopt;
}

bool variable_in(std::string_view text) {
  const std::size_t start = text.find("${");
  return start != std::string_view::npos && text.find('}', start) != std::string_view::npos;
}

}  // namespace postern::model
