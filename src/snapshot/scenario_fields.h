// One JSON object of a scenario, read member by member. Internal to the scenario reader.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "model/codes.h"
#include "support/error.h"

namespace postern::snapshot {

/// The members of one object. A member counts as known once it was asked for; finish() reports the
/// others, so that a misspelt layer does not pass for an absent one. A null counts as absent.
class ScenarioFields {
 public:
  /// `what` is the object's name in messages; it must outlive this.
  ScenarioFields(document::Node node, std::string_view what, Diagnostics& diagnostics);

  /// The member, unless it is absent.
  std::optional<document::Node> find(std::string_view name);
  /// The member, unless it is absent or of another kind, which is reported.
  std::optional<document::Node> find(std::string_view name, document::Kind kind);
  /// As find, but an absent member is reported too.
  std::optional<document::Node> require(std::string_view name, document::Kind kind);

  /// The text of a string member; empty if there is none.
  std::string text(std::string_view name);
  std::string require_text(std::string_view name);
  /// A Boolean member; false if there is none.
  bool flag(std::string_view name);
  /// A list of strings; empty if there is none.
  std::vector<std::string> texts(std::string_view name);

  /// Makes members known that are there for people only.
  void ignore(std::initializer_list<std::string_view> names);
  /// Reports members nobody asked for.
  void finish();

  void report_missing(std::string_view name);
  void error(const codes::Code& code, const SourceSpan& where, std::string message,
             std::string hint = {});

 private:
  document::Node node_;
  std::string_view what_;
  Diagnostics* diagnostics_;
  std::vector<std::string_view> known_;
};

/// `text` in backticks, as messages quote what the user wrote.
std::string quoted(std::string_view text);

}  // namespace postern::snapshot
