// The text between `${` and `}`: what a policy variable looks like (VAR-3). Internal to the layer.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace postern::model {

/// One `${...}` at the start of a text.
struct VariableText {
  std::string_view name;                // as written
  std::optional<std::string> fallback;  // the text between the quotes
  bool well_formed = true;              // false: `name` is all that stands between the braces
  std::size_t length = 0;               // of the whole, from `$` to `}`
};

/// The variable `text` starts with; nothing if it does not start with `${` or no brace closes it.
std::optional<VariableText> variable_at(std::string_view text);

/// The first `${...}` of `text` that follows no known form, if there is one.
std::optional<std::string_view> malformed_variable(std::string_view text);

/// Whether a `${...}` occurs anywhere in `text`.
bool variable_in(std::string_view text);

}  // namespace postern::model
