#include "snapshot/reading.h"

#include <optional>
#include <utility>

#include "model/policy_reader.h"
#include "snapshot/fingerprint.h"

namespace postern::snapshot {

ReadPolicy Reading::read_policy(document::Node node, model::PolicyKind kind, std::string name) {
  ReadPolicy out;
  out.policy.name = name;  // whatever becomes of the document
  Diagnostics found;
  try {
    std::optional<document::Document> embedded;
    if (node.is(document::Kind::String) && node.tag().empty()) {
      embedded = document::parse_embedded(node, limits_);
      // A policy in a string in a string is none: the policy reader says so of any other kind.
      if (embedded->root().is(document::Kind::Object)) node = embedded->root();
    }
    out.policy = model::read_policy(node, kind, std::move(name), found);
    out.fingerprint = fingerprint(node);
  } catch (const Error& error) {
    diagnostics_.add(error);
  }
  for (const Diagnostic& d : found.all()) {
    if (d.severity == Severity::Error) {
      diagnostics_.error(d.code, d.where, d.message, d.hint);
    } else {
      warn(d);
    }
  }
  return out;
}

void Reading::warn_once(const codes::Code& code, const SourceSpan& where, std::string message) {
  if (!warned_.insert(message).second) return;
  warnings_.push_back(
      {{Severity::Warning, std::string(code.id), where, std::move(message), ""}, true});
}

void Reading::absorb(Reading part) {
  diagnostics_.add(part.diagnostics_);
  for (Warning& warning : part.warnings_) {
    if (warning.once && !warned_.insert(warning.text.message).second) continue;
    warnings_.push_back(std::move(warning));
  }
}

std::vector<Diagnostic> Reading::take_warnings() {
  std::vector<Diagnostic> out;
  for (Warning& warning : warnings_) out.push_back(std::move(warning.text));
  return out;
}

}  // namespace postern::snapshot
