// A text with wildcards and policy variables, kept as parsed parts (GLOB, VAR).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "support/source_span.h"

namespace postern::model {

struct Literal {
  std::string text;
  bool operator==(const Literal&) const = default;
};
/// `*`: any run of characters (GLOB-1).
struct AnyRun {
  bool operator==(const AnyRun&) const = default;
};
/// `?`: one character (GLOB-2).
struct AnyOne {
  bool operator==(const AnyOne&) const = default;
};
/// `${key}` or `${key, 'default'}` (VAR-3). `key` is lower-cased.
struct Variable {
  std::string key;
  std::optional<std::string> fallback;
  bool operator==(const Variable&) const = default;
};
using Part = std::variant<Literal, AnyRun, AnyOne, Variable>;

/// One entry of a Resource list, one condition value, one action pattern.
/// `parts` has no two adjacent Literals. Whether `*` and `?` are wildcards or plain characters in a
/// condition value depends on the operator (COND-8): condition values are parsed with Wildcards::No
/// or ::Yes accordingly, so `parts` is always ready to match.
struct Pattern {
  std::string text;  // as written
  std::vector<Part> parts;
  SourceSpan where;

  bool has_variables() const;
};

enum class Wildcards { No, Yes };
enum class Variables { No, Yes };  // VAR-1: Yes only in documents of version 2012-10-17

/// Splits `text` into parts. With Variables::Yes, `${*}`, `${?}` and `${$}` become literal
/// characters (GLOB-4, VAR-8); a `${` without closing brace is literal text (VAR-3).
std::vector<Part> parse_pattern(std::string_view text, Wildcards wildcards, Variables variables);

}  // namespace postern::model
