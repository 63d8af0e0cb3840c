#include "semantics/glob.h"

#include <algorithm>

#include "support/text.h"

namespace postern::semantics {
namespace {

using Kind = Piece::Kind;

void append_text(Pieces& pieces, std::string_view text) {
  if (pieces.empty() || pieces.back().kind != Kind::Text) pieces.push_back({Kind::Text, {}, {}});
  pieces.back().text += text;
}

/// A `${...}` read from the front of a text, and how long it is.
struct Reference {
  std::string_view name;
  std::optional<std::string_view> fallback;
  std::size_t length = 0;
};

/// False for what cannot be the name of a key: such a reference has no value and no default.
bool is_name(std::string_view text) {
  return !text.empty() && text.find_first_of("'{") == text.npos && text.front() != ' ' &&
         text.back() != ' ';
}

/// `${name, 'default'}` at the front of `text`, if that is what stands there.
std::optional<Reference> reference_with_default(std::string_view text) {
  const std::size_t comma = text.find(',');
  const std::size_t brace = text.find('}');
  if (comma == text.npos || brace == text.npos || brace < comma) return std::nullopt;
  if (!is_name(text.substr(2, comma - 2))) return std::nullopt;
  const std::size_t quote = text.find_first_not_of(" \t\r\n", comma + 1);
  if (quote == text.npos || text[quote] != '\'') return std::nullopt;
  const std::size_t end = text.find('\'', quote + 1);
  if (end == text.npos) return std::nullopt;
  const std::size_t close = text.find_first_not_of(" \t\r\n", end + 1);
  if (close == text.npos || text[close] != '}') return std::nullopt;
  return Reference{text.substr(2, comma - 2), text.substr(quote + 1, end - quote - 1), close + 1};
}

/// The reference at the front of `text`; nothing if there is none or it has no closing brace.
std::optional<Reference> reference(std::string_view text) {
  if (!text.starts_with("${")) return std::nullopt;
  if (auto found = reference_with_default(text)) return found;
  const std::size_t brace = text.find('}');
  if (brace == text.npos) return std::nullopt;
  return Reference{text.substr(2, brace - 2), std::nullopt, brace + 1};
}

/// One unit of a pattern that is ready to match: a character, or a wildcard.
struct Token {
  Kind kind;
  char32_t unit = 0;
};

/// How AMB-32 reads text: as code points (canonical), UTF-16 units or bytes.
std::u32string units(std::string_view text, const Reading& reading) {
  const int choice = reading.choice(32);
  if (choice == 2) {
    std::u32string bytes;
    for (const char c : text) bytes.push_back(static_cast<unsigned char>(c));
    return bytes;
  }
  std::u32string points = decode_utf8(text);
  if (choice == 0) return points;
  std::u32string utf16;
  for (const char32_t point : points) {
    if (point < 0x10000 || point >= 0x110000) {
      utf16.push_back(point);
    } else {
      utf16.push_back(0xD800 + ((point - 0x10000) >> 10));
      utf16.push_back(0xDC00 + ((point - 0x10000) & 0x3FF));
    }
  }
  return utf16;
}

enum class Origin { Written, Substituted };

void append_tokens(std::vector<Token>& tokens, std::string_view text, Origin origin,
                   const Reading& reading) {
  const bool wildcards = origin == Origin::Substituted && reading.choice(8) == 1;
  for (const char32_t unit : units(text, reading)) {
    if (wildcards && unit == U'*') {
      tokens.push_back({Kind::AnyRun, 0});
    } else if (wildcards && unit == U'?') {
      tokens.push_back({Kind::AnyOne, 0});
    } else {
      tokens.push_back({Kind::Text, unit});
    }
  }
}

/// The text that stands for a variable: its value, else its default.
std::optional<std::string> substitution(const Piece& variable, const model::Context& context,
                                        const Reading& reading) {
  if (auto value = variable_value(variable.text, context, reading)) return value;
  return variable.fallback;
}

bool matches(const std::vector<Token>& tokens, std::u32string_view text) {
  // Up to the first wildcard the text must be the pattern.
  auto token_at = tokens.begin();
  for (; token_at != tokens.end() && token_at->kind == Kind::Text; ++token_at) {
    if (text.empty() || text.front() != token_at->unit) return false;
    text.remove_prefix(1);
  }
  // reached[i]: the tokens so far can cover the first i units.
  std::vector<bool> reached(text.size() + 1, false);
  reached[0] = true;
  for (; token_at != tokens.end(); ++token_at) {
    const Token& token = *token_at;
    std::vector<bool> next(text.size() + 1, false);
    bool before = false;
    bool some = false;
    for (std::size_t i = 0; i <= text.size(); ++i) {
      if (token.kind == Kind::AnyRun) {
        before = before || reached[i];
        next[i] = before;
      } else if (i > 0) {
        next[i] = reached[i - 1] && (token.kind == Kind::AnyOne || token.unit == text[i - 1]);
      }
      some = some || next[i];
    }
    if (!some) return false;
    reached = std::move(next);
  }
  return reached.back();
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

Pieces cut(std::string_view text, model::Wildcards wildcards, model::Variables variables) {
  Pieces pieces;
  while (!text.empty()) {
    std::size_t length = 1;
    const auto found = variables == model::Variables::Yes ? reference(text) : std::nullopt;
    if (found) {
      length = found->length;
      if (!found->fallback && (found->name == "*" || found->name == "?" || found->name == "$")) {
        append_text(pieces, found->name);
      } else {
        Piece variable{Kind::Variable, ascii_lower(found->name), std::nullopt};
        if (found->fallback) variable.fallback = std::string(*found->fallback);
        pieces.push_back(std::move(variable));
      }
    } else if (wildcards == model::Wildcards::Yes && text.front() == '*') {
      pieces.push_back({Kind::AnyRun, {}, {}});
    } else if (wildcards == model::Wildcards::Yes && text.front() == '?') {
      pieces.push_back({Kind::AnyOne, {}, {}});
    } else {
      append_text(pieces, text.substr(0, 1));
    }
    text.remove_prefix(length);
  }
  return pieces;
}

std::vector<Pieces> components(const Pieces& pieces) {
  std::vector<Pieces> result(1);
  for (const Piece& piece : pieces) {
    if (piece.kind != Kind::Text) {
      result.back().push_back(piece);
      continue;
    }
    for (const char& c : piece.text) {
      if (c == ':' && result.size() < 6) {
        result.emplace_back();
      } else {
        append_text(result.back(), {&c, 1});
      }
    }
  }
  return result;
}

bool has_variable(const Pieces& pieces) {
  return std::any_of(pieces.begin(), pieces.end(),
                     [](const Piece& piece) { return piece.kind == Kind::Variable; });
}

std::optional<std::string> variable_value(const std::string& key, const model::Context& context,
                                          const Reading& reading) {
  const auto found = context.find(key);
  if (found == context.end() || found->second.multivalued) return std::nullopt;
  if (found->second.values.empty()) return std::nullopt;
  const std::string& value = found->second.values.front();
  if (value.empty() && reading.choice(42) == 1) return std::nullopt;
  return value;
}

bool unresolved(const Pieces& pieces, const model::Context& context, const Reading& reading) {
  return std::any_of(pieces.begin(), pieces.end(), [&](const Piece& piece) {
    return piece.kind == Kind::Variable && !substitution(piece, context, reading);
  });
}

std::vector<OpenQuestion> open_questions(const Pieces& pieces, const model::Context& context,
                                         std::string_view value) {
  bool wildcards_inside = false;
  bool empty = false;
  bool any_one = false;
  for (const Piece& piece : pieces) {
    any_one = any_one || piece.kind == Kind::AnyOne;
    if (piece.kind != Kind::Variable) continue;
    const auto present = variable_value(piece.text, context, {});
    empty = empty || (present && present->empty());
    for (const auto& text : {present, piece.fallback}) {
      if (!text || text->find_first_of("*?") == text->npos) continue;
      wildcards_inside = true;
      any_one = any_one || text->find('?') != text->npos;
    }
  }
  std::vector<OpenQuestion> open;
  if (wildcards_inside) open.push_back({8});
  if (any_one && !is_ascii(value)) open.push_back({32, 3});
  if (empty) open.push_back({42});
  return open;
}

bool covers(const Pieces& pieces, std::string_view value, const model::Context& context,
            const Reading& reading) {
  // Different texts stay different in every unit.
  if (pieces.size() == 1 && pieces.front().kind == Kind::Text) return pieces.front().text == value;
  std::vector<Token> tokens;
  for (const Piece& piece : pieces) {
    switch (piece.kind) {
      case Kind::Text:
        append_tokens(tokens, piece.text, Origin::Written, reading);
        break;
      case Kind::AnyRun:
      case Kind::AnyOne:
        tokens.push_back({piece.kind, 0});
        break;
      case Kind::Variable: {
        const auto text = substitution(piece, context, reading);
        if (!text) return false;
        append_tokens(tokens, *text, Origin::Substituted, reading);
        break;
      }
    }
  }
  return matches(tokens, units(value, reading));
}

}  // namespace postern::semantics
