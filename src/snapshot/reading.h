// What the readers of documents share, whatever they read: limits, policies, errors and warnings.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "document/document.h"
#include "model/policy.h"
#include "snapshot/read_policy.h"
#include "support/codes.h"
#include "support/error.h"

namespace postern::snapshot {

class Reading {
 public:
  explicit Reading(const document::Limits& limits) : limits_(limits) {}

  const document::Limits& limits() const { return limits_; }
  Diagnostics& diagnostics() { return diagnostics_; }

  /// Reads a policy document: an object, or a string that holds one. What is wrong is reported.
  ReadPolicy read_policy(document::Node node, model::PolicyKind kind, std::string name);

  void warn(Diagnostic warning) { warnings_.push_back({std::move(warning), false}); }
  /// A warning, unless the same words were a warning before.
  void warn_once(const codes::Code& code, const SourceSpan& where, std::string message);

  /// Takes over the errors and warnings of what was read apart from this.
  void absorb(Reading part);

 protected:
  std::vector<Diagnostic> take_warnings();

  document::Limits limits_;
  Diagnostics diagnostics_;

 private:
  struct Warning {
    Diagnostic text;
    bool once;
  };
  std::vector<Warning> warnings_;
  std::set<std::string> warned_;
};

}  // namespace postern::snapshot
