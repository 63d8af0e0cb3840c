#include "document/json_syntax_error.h"

#include <cstdint>
#include <optional>

#include "document/json_lexis.h"
#include "document/utf8.h"

namespace postern::document {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string hex(unsigned value, int digits) {
  std::string out;
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
    out.push_back("0123456789abcdef"[(value >> shift) & 0xFu]);
  }
  return out;
}

// The token at `at` as a message shows it: a word, one visible character, or a byte.
std::string shown(std::string_view text, std::size_t at) {
  constexpr std::size_t longest = 24;
  const auto byte = static_cast<std::uint8_t>(text[at]);
  if (byte <= 0x20 || byte >= 0x7F) return "byte 0x" + hex(byte, 2);
  std::size_t end = at;
  while (end < text.size() && end - at < longest &&
         (is_letter(text[end]) || is_digit(text[end]) || text[end] == '_')) {
    ++end;
  }
  if (end == at) end = at + 1;
  return "`" + std::string(text.substr(at, end - at)) + "`";
}

std::string hint_for(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '\0') return "bytes of zero suggest UTF-16: save the file as UTF-8";
  if (c == '\'') return "strings are written in double quotes";
  if (c == '/' || c == '#') return "JSON has no comments";
  if (text.substr(at, 4) == "True" || text.substr(at, 5) == "False" ||
      text.substr(at, 4) == "None" || text.substr(at, 3) == "NaN") {
    return "JSON has `true`, `false` and `null` only";
  }
  return "";
}

// The four hexadecimal digits at `at`, if they are there.
std::optional<unsigned> hex4(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return std::nullopt;
  unsigned value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const char c = text[i];
    if (is_digit(c)) {
      value = value * 16 + static_cast<unsigned>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      value = value * 16 + static_cast<unsigned>(c - 'a' + 10);
    } else if (c >= 'A' && c <= 'F') {
      value = value * 16 + static_cast<unsigned>(c - 'A' + 10);
    } else {
      return std::nullopt;
    }
  }
  return value;
}

// What is wrong with the string that starts at `quote`; nothing if it is well formed.
std::optional<JsonSyntaxError> explain_string(std::string_view text, std::size_t quote) {
  for (std::size_t i = quote + 1; i < text.size();) {
    const auto byte = static_cast<std::uint8_t>(text[i]);
    if (byte == '"') return std::nullopt;
    if (byte < 0x20) {
      return JsonSyntaxError{codes::bad_string, i,
                             "a control character (byte 0x" + hex(byte, 2) + ") in a string",
                             "write it as `\\u" + hex(byte, 4) + "`, or close the string"};
    }
    if (byte != '\\') {
      const std::size_t length = utf8_length(text, i);
      if (length == 0) {
        return JsonSyntaxError{codes::bad_encoding, i,
                               "byte 0x" + hex(byte, 2) + " is not UTF-8 here",
                               "save the file as UTF-8"};
      }
      i += length;
      continue;
    }
    const char escaped = i + 1 < text.size() ? text[i + 1] : '"';
    if (escaped != 'u') {
      if (std::string_view("\"\\/bfnrt").find(escaped) == std::string_view::npos) {
        return JsonSyntaxError{codes::bad_string, i, "unknown escape in a string",
                               "a backslash itself is written `\\\\`"};
      }
      i += 2;
      continue;
    }
    const std::optional<unsigned> unit = hex4(text, i + 2);
    if (!unit) {
      return JsonSyntaxError{codes::bad_string, i, "`\\u` needs four hexadecimal digits", ""};
    }
    const bool high = *unit >= 0xD800 && *unit <= 0xDBFF;
    const bool low = *unit >= 0xDC00 && *unit <= 0xDFFF;
    if (low || high) {
      const std::optional<unsigned> second =
          high && text.substr(i + 6, 2) == "\\u" ? hex4(text, i + 8) : std::nullopt;
      if (!second || *second < 0xDC00 || *second > 0xDFFF) {
        return JsonSyntaxError{codes::bad_string, i,
                               "`\\u" + hex(*unit, 4) + "` is half of a surrogate pair", ""};
      }
      i += 6;
    }
    i += 6;
  }
  return JsonSyntaxError{codes::text_ends, quote, "the string is not closed", ""};
}

// What is wrong with the number that starts at `at`: its form, else its size.
JsonSyntaxError explain_number(std::string_view text, std::size_t at) {
  const JsonNumber number = scan_json_number(text, at);
  if (number.well_formed) return {codes::bad_number, at, "the number is out of range", ""};
  if (number.end == text.size()) {
    return {codes::text_ends, number.end, "the text ends within a number", ""};
  }
  return {codes::bad_number, number.end, "expected a digit, found " + shown(text, number.end), ""};
}

enum class Wanted {
  Value,
  ValueAfterComma,
  ValueOrEnd,
  Key,
  KeyOrEnd,
  Colon,
  CommaInObject,
  CommaInArray
};

std::string_view words(Wanted wanted) {
  switch (wanted) {
    case Wanted::Value:
      return "a value";
    case Wanted::ValueAfterComma:
      return "a value after `,`";
    case Wanted::ValueOrEnd:
      return "a value or `]`";
    case Wanted::Key:
      return "a member name in double quotes after `,`";
    case Wanted::KeyOrEnd:
      return "a member name in double quotes or `}`";
    case Wanted::Colon:
      return "`:` after the member name";
    case Wanted::CommaInObject:
      return "`,` or `}`";
    case Wanted::CommaInArray:
      return "`,` or `]`";
  }
  return "";
}

}  // namespace

JsonSyntaxError explain_json(std::string_view text, std::size_t from, JsonContext context) {
  std::size_t at = skip_json_space(text, from);
  const auto skip = [&](char c) {
    if (at == text.size() || text[at] != c) return false;
    at = skip_json_space(text, at + 1);
    return true;
  };
  Wanted wanted = Wanted::Value;
  switch (context) {
    case JsonContext::Nothing:
      break;
    case JsonContext::ObjectStart:
      wanted = Wanted::KeyOrEnd;
      break;
    case JsonContext::ArrayStart:
      wanted = Wanted::ValueOrEnd;
      break;
    case JsonContext::Key:
      wanted = skip(':') ? Wanted::Value : Wanted::Colon;
      break;
    case JsonContext::ValueInObject:
      wanted = skip(',') ? Wanted::Key : Wanted::CommaInObject;
      break;
    case JsonContext::ValueInArray:
      wanted = skip(',') ? Wanted::ValueAfterComma : Wanted::CommaInArray;
      break;
  }
  const std::string expected = "expected " + std::string(words(wanted));
  if (at == text.size()) return {codes::text_ends, at, expected + ", but the text ends", ""};

  const bool value =
      wanted == Wanted::Value || wanted == Wanted::ValueAfterComma || wanted == Wanted::ValueOrEnd;
  const bool key = wanted == Wanted::Key || wanted == Wanted::KeyOrEnd;
  if ((value || key) && text[at] == '"') {
    if (auto error = explain_string(text, at)) return *error;
  }
  if (value && (is_digit(text[at]) || text[at] == '-')) return explain_number(text, at);
  if (utf8_length(text, at) == 0) {
    return {codes::bad_encoding, at,
            "byte 0x" + hex(static_cast<std::uint8_t>(text[at]), 2) + " is not UTF-8 here",
            "save the file as UTF-8"};
  }
  std::string hint = hint_for(text, at);
  if ((wanted == Wanted::ValueAfterComma || wanted == Wanted::Key) &&
      (text[at] == ']' || text[at] == '}')) {
    hint = "remove the comma before it";
  }
  return {codes::json_syntax, at, expected + ", found " + shown(text, at), std::move(hint)};
}

}  // namespace postern::document
