// Prints a document's tree with the place of every value, and an Error's diagnostics, as one line.
#pragma once

#include <string>

#include "document/document.h"

namespace postern::document {

/// `{a@1:2: [1@1:7, "x"@1:10]@1:6}@1:1`.
inline std::string outline(const Node& node) {
  const auto place = [](const SourceSpan& where) {
    return "@" + std::to_string(where.line) + ":" + std::to_string(where.column);
  };
  std::string out;
  if (!node.tag().empty()) out += std::string(node.tag()) + " ";
  switch (node.kind()) {
    case Kind::Null:
      out += "null";
      break;
    case Kind::Boolean:
    case Kind::Number:
      out += node.text();
      break;
    case Kind::String:
      out += '"' + std::string(node.text()) + '"';
      break;
    case Kind::Array:
      for (std::size_t i = 0; i < node.size(); ++i) out += (i ? ", " : "") + outline(node[i]);
      out = "[" + out + "]";
      break;
    case Kind::Object: {
      std::string inner;
      for (const Member& member : node.members()) {
        if (!inner.empty()) inner += ", ";
        inner += std::string(member.key) + place(member.key_where()) + ": " + outline(member.value);
      }
      out += "{" + inner + "}";
      break;
    }
  }
  return out + place(node.where());
}

/// The diagnostics an action throws, one a line; `reads` if it throws nothing.
template <typename Action>
std::string errors_of(Action&& action) {
  try {
    action();
  } catch (const Error& error) {
    std::string out;
    for (const Diagnostic& d : error.diagnostics()) out += (out.empty() ? "" : "\n") + to_string(d);
    return out;
  }
  return "reads";
}

}  // namespace postern::document
