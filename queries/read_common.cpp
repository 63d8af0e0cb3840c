#include "queries/read_common.h"

#include <algorithm>
#include <utility>

namespace postern::queries {

void Reader::error(const codes::Code& code, const SourceSpan& where, std::string message,
                   std::string hint) const {
  diagnostics.error(code, where, std::move(message), std::move(hint));
}

void Reader::not_supported(const SourceSpan& where, std::string_view what) const {
  error(codes::not_supported, where, quoted(what) + " is not supported by this version",
        "docs/query-files.md says what is");
}

void Reader::not_one_of(const codes::Code& code, const SourceSpan& where, std::string_view what,
                        std::string_view word, const std::vector<std::string_view>& known) const {
  std::string hint;
  if (const std::string_view suggestion = closest(word, known); !suggestion.empty()) {
    hint = "did you mean " + quoted(suggestion) + "?";
  } else {
    for (std::string_view each : known) hint += (hint.empty() ? "one of " : ", ") + quoted(each);
  }
  error(code, where, "unknown " + std::string(what) + " " + quoted(word), std::move(hint));
}

bool Reader::expect(document::Node node, document::Kind wanted, std::string_view what) const {
  if (!node.tag().empty()) {
    error(codes::wrong_type, node.where(),
          "the YAML tag " + quoted(node.tag()) + " has no meaning in a query file");
    return false;
  }
  if (node.is(wanted)) return true;
  const bool unquoted = wanted == document::Kind::String &&
                        (node.is(document::Kind::Number) || node.is(document::Kind::Boolean));
  error(codes::wrong_type, node.where(),
        quoted(what) + " must be " + std::string(document::describe(wanted)) + ", not " +
            std::string(document::describe(node.kind())),
        unquoted ? "put it in quotes: \"" + std::string(node.text()) + "\"" : "");
  return false;
}

std::optional<std::string> Reader::text(document::Node node, std::string_view what) const {
  if (!expect(node, document::Kind::String, what)) return std::nullopt;
  if (node.text().empty()) {
    error(codes::bad_value, node.where(), quoted(what) + " is empty");
    return std::nullopt;
  }
  return std::string(node.text());
}

std::optional<bool> Reader::boolean(document::Node node, std::string_view what) const {
  if (!expect(node, document::Kind::Boolean, what)) return std::nullopt;
  return node.boolean();
}

std::optional<std::string> Reader::one_of(document::Node node, std::string_view what,
                                          const std::vector<std::string_view>& known) const {
  std::optional<std::string> word = text(node, what);
  if (!word) return std::nullopt;
  if (std::find(known.begin(), known.end(), *word) != known.end()) return word;
  not_one_of(codes::bad_value, node.where(), what, *word, known);
  return std::nullopt;
}

std::vector<document::Node> Reader::entries(document::Node node, std::string_view what) const {
  if (!node.is(document::Kind::Array)) return {node};
  if (!expect(node, document::Kind::Array, what)) return {};
  if (node.size() == 0) error(codes::empty_list, node.where(), quoted(what) + " lists nothing");
  return node.elements();
}

Fields::Fields(const Reader& reader, document::Node object, std::string_view what,
               const std::vector<std::string_view>& known,
               const std::vector<std::string_view>& later)
    : reader_(reader), object_(object), what_(what) {
  for (const document::Member& member : object.members()) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    if (std::find(later.begin(), later.end(), member.key) != later.end()) {
      reader.not_supported(member.key_where(), member.key);
    } else {
      reader.not_one_of(codes::unknown_key, member.key_where(), "key", member.key, known);
    }
  }
}

std::optional<document::Node> Fields::require(std::string_view key) const {
  std::optional<document::Node> node = object_.find(key);
  if (!node) {
    reader_.error(codes::missing_key, object_.where(), what_ + " has no " + quoted(key));
  }
  return node;
}

}  // namespace postern::queries
