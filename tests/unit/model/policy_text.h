// Reads policy text for the tests of the model.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "model/policy.h"

namespace postern::model::test {

struct ReadText {
  Policy policy;
  std::vector<std::string> diagnostics;  // as a user sees them
};

/// The policy in the JSON text `text`, which calls itself `p.json`.
inline ReadText read_text(std::string_view text, PolicyKind kind) {
  const document::Document document = document::parse_json("p.json", text);
  Diagnostics diagnostics;
  ReadText out{read_policy(document.root(), kind, "test", diagnostics), {}};
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    out.diagnostics.push_back(to_string(diagnostic));
  }
  return out;
}

/// The same for one statement of an identity policy with variables; columns count from the
/// statement's brace at column 1 of line 2.
inline ReadText read_statement_text(std::string_view statement,
                                    PolicyKind kind = PolicyKind::Identity) {
  return read_text("{\"Version\":\"2012-10-17\",\"Statement\":\n" + std::string(statement) + "}",
                   kind);
}

}  // namespace postern::model::test
