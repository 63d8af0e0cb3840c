// The members of one JSON or YAML object, read by name, with what is wrong reported.
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "support/error.h"
#include "support/time.h"

namespace postern::snapshot {

/// User text as messages show it: document::quoted.
std::string ticked(std::string_view text);

/// True if the node is of that kind and has no YAML tag; reports it if not. `what` names it.
bool expect_kind(document::Node node, document::Kind kind, std::string_view what,
                 Diagnostics& diagnostics);

/// Adds a tag of a principal; reports one whose key is there already, in whatever case (REL-9).
void add_tag(std::map<std::string, std::string>& tags, std::string_view key, std::string_view value,
             const SourceSpan& where, Diagnostics& diagnostics);

/// How a document spells the names of members: as they are asked for, or with a small first letter
/// (AWS Config).
enum class Letters { AsAsked, SmallFirst };

/// A member counts as known once it was asked for. A null counts as absent.
class Fields {
 public:
  /// `what` is the object in messages: "a role". Reports a node that is no object.
  Fields(document::Node node, std::string_view what, Diagnostics& diagnostics,
         Letters letters = Letters::AsAsked);

  /// The member, unless it is absent or of another kind, which is reported.
  std::optional<document::Node> find(std::string_view name, document::Kind kind);
  /// The member of any kind, unless it is absent.
  std::optional<document::Node> find(std::string_view name);
  /// As find, but an absent member is reported too.
  std::optional<document::Node> require(std::string_view name, document::Kind kind);
  std::optional<document::Node> require(std::string_view name);

  /// A string member; nothing if it is absent or wrong.
  std::optional<std::string> text(std::string_view name);
  std::optional<std::string> require_text(std::string_view name);
  /// The elements of an array member; none if it is absent.
  std::vector<document::Node> list(std::string_view name);
  bool is_true(std::string_view name);

  /// Makes members known that nothing depends on.
  void ignore(std::initializer_list<std::string_view> names);
  /// The members nobody asked for.
  std::vector<document::Member> unknown() const;
  /// Reports them: a misspelt member must not pass for an absent one.
  void refuse_unknown() const;
  /// The known name closest to `name`, as a hint; empty if none is close.
  std::string suggest(std::string_view name) const;

  document::Node node() const { return node_; }
  SourceSpan where() const { return node_.where(); }

 private:
  void report_missing(std::string_view name);
  std::string spelled(std::string_view name) const;
  bool is_known(std::string_view key) const;

  document::Node node_;
  std::string_view what_;
  Diagnostics& diagnostics_;
  Letters letters_;
  bool object_;
  std::vector<std::string_view> known_;
};

/// A member that says a time; nothing if it is absent, or no time, which is reported.
std::optional<Time> read_time(Fields& fields, std::string_view name, Diagnostics& diagnostics);

}  // namespace postern::snapshot
