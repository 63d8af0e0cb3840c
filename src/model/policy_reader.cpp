#include "model/policy_reader.h"

#include <optional>
#include <utility>

#include "model/variable.h"

namespace postern::model {

void PolicyReader::error(const codes::Code& code, const SourceSpan& where, std::string message,
                         std::string hint) const {
  diagnostics.error(code, where, std::move(message), std::move(hint));
}

void PolicyReader::warning(const codes::Code& code, const SourceSpan& where, std::string message,
                           std::string hint) const {
  diagnostics.warning(code, where, std::move(message), std::move(hint));
}

bool PolicyReader::expect(document::Node node, document::Kind wanted, std::string_view what) const {
  // A template function stands for a value nobody here knows: its argument must not pass for it.
  if (!node.tag().empty()) {
    error(codes::template_function, node.where(),
          "the template function " + quoted(node.tag()) + " is not resolved",
          "analyse the deployed policy");
    return false;
  }
  if (node.is(wanted)) return true;
  error(codes::wrong_type, node.where(),
        quoted(what) + " must be " + std::string(document::describe(wanted)) + ", not " +
            std::string(document::describe(node.kind())));
  return false;
}

void PolicyReader::unknown_name(const codes::Code& code, const SourceSpan& where,
                                std::string_view what, std::string_view name,
                                const std::vector<std::string_view>& known) const {
  const std::string_view suggestion = closest(name, known);
  error(code, where, "unknown " + std::string(what) + " " + quoted(name),
        suggestion.empty() ? "" : "did you mean " + quoted(suggestion) + "?");
}

std::vector<document::Node> one_or_many(document::Node node) {
  if (node.is(document::Kind::Array) && node.tag().empty()) return node.elements();
  return {node};
}

void check_variables(const PolicyReader& reader, const Pattern& pattern) {
  if (reader.variables == Variables::No) {
    if (!variable_in(pattern.text)) return;
    reader.warning(codes::inactive_variable, pattern.where,
                   quoted(pattern.text) + " is plain text in a document without variables",
                   "write `\"Version\": \"2012-10-17\"` for policy variables");
  } else if (const std::optional<std::string_view> bad = malformed_variable(pattern.text)) {
    reader.error(codes::malformed_variable, pattern.where,
                 "malformed policy variable " + quoted(*bad),
                 "write `${key}` or `${key, 'default'}`");
  }
}

}  // namespace postern::model
