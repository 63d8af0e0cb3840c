#include "snapshot/fields.h"

#include <algorithm>

#include "document/quoted.h"
#include "support/codes.h"
#include "support/text.h"

namespace postern::snapshot {

using document::Kind;
using document::Node;

std::string ticked(std::string_view text) { return document::quoted(text); }

void add_tag(std::map<std::string, std::string>& tags, std::string_view key, std::string_view value,
             const SourceSpan& where, Diagnostics& diagnostics) {
  const bool repeated = std::any_of(tags.begin(), tags.end(), [&](const auto& other) {
    return equals_ignoring_case(other.first, key);
  });
  if (repeated) diagnostics.error(codes::conflict, where, "a second tag " + ticked(key));
  tags.emplace(key, value);
}

bool expect_kind(Node node, Kind kind, std::string_view what, Diagnostics& diagnostics) {
  const std::string subject(what);
  if (!node.tag().empty()) {
    diagnostics.error(codes::wrong_type, node.where(),
                      subject + " must not have the YAML tag " + ticked(node.tag()));
    return false;
  }
  if (node.is(kind)) return true;
  diagnostics.error(codes::wrong_type, node.where(),
                    subject + " must be " + std::string(document::describe(kind)) + ", not " +
                        std::string(document::describe(node.kind())));
  return false;
}

Fields::Fields(Node node, std::string_view what, Diagnostics& diagnostics, Letters letters)
    : node_(node),
      what_(what),
      diagnostics_(diagnostics),
      letters_(letters),
      object_(expect_kind(node, Kind::Object, what, diagnostics)) {}

std::optional<Node> Fields::find(std::string_view name) {
  known_.push_back(name);
  if (!object_) return std::nullopt;
  const std::optional<Node> value =
      letters_ == Letters::AsAsked ? node_.find(name) : node_.find(spelled(name));
  return value && !value->is(Kind::Null) ? value : std::nullopt;
}

std::optional<Node> Fields::find(std::string_view name, Kind kind) {
  const std::optional<Node> value = find(name);
  if (!value || (value->is(kind) && value->tag().empty())) return value;
  expect_kind(*value, kind, ticked(spelled(name)), diagnostics_);
  return std::nullopt;
}

std::optional<Node> Fields::require(std::string_view name) {
  const std::optional<Node> value = find(name);
  if (!value) report_missing(name);
  return value;
}

std::optional<Node> Fields::require(std::string_view name, Kind kind) {
  return require(name) ? find(name, kind) : std::nullopt;
}

std::optional<std::string> Fields::text(std::string_view name) {
  const std::optional<Node> value = find(name, Kind::String);
  return value ? std::optional<std::string>(value->text()) : std::nullopt;
}

std::optional<std::string> Fields::require_text(std::string_view name) {
  return require(name) ? text(name) : std::nullopt;
}

std::vector<Node> Fields::list(std::string_view name) {
  const std::optional<Node> value = find(name, Kind::Array);
  return value ? value->elements() : std::vector<Node>();
}

bool Fields::is_true(std::string_view name) {
  const std::optional<Node> value = find(name, Kind::Boolean);
  return value && value->boolean();
}

void Fields::ignore(std::initializer_list<std::string_view> names) {
  known_.insert(known_.end(), names.begin(), names.end());
}

std::vector<document::Member> Fields::unknown() const {
  std::vector<document::Member> out;
  if (!object_) return out;
  for (const document::Member& member : node_.members()) {
    if (!is_known(member.key)) out.push_back(member);
  }
  return out;
}

void Fields::refuse_unknown() const {
  for (const document::Member& member : unknown()) {
    diagnostics_.error(codes::unknown_member, member.key_where(),
                       "unknown member " + ticked(member.key), suggest(member.key));
  }
}

std::string Fields::suggest(std::string_view name) const {
  const std::string_view known = closest(name, known_);
  return known.empty() ? "" : "did you mean " + ticked(known) + "?";
}

std::optional<Time> read_time(Fields& fields, std::string_view name, Diagnostics& diagnostics) {
  const std::optional<std::string> text = fields.text(name);
  if (!text) return std::nullopt;
  const std::optional<Time> time = parse_time(*text);
  if (!time) {
    diagnostics.error(codes::bad_value, fields.find(name)->where(),
                      ticked(*text) + " is not a time",
                      "write it as `2026-11-22T09:30:00Z`, or the date alone");
  }
  return time;
}

void Fields::report_missing(std::string_view name) {
  if (!object_) return;
  diagnostics_.error(codes::missing_member, node_.where(),
                     std::string(what_) + " has no " + ticked(spelled(name)));
}

std::string Fields::spelled(std::string_view name) const {
  std::string out(name);
  if (letters_ == Letters::SmallFirst) out.replace(0, 1, ascii_lower(name.substr(0, 1)));
  return out;
}

bool Fields::is_known(std::string_view key) const {
  return std::any_of(known_.begin(), known_.end(), [&](std::string_view name) {
    return letters_ == Letters::AsAsked ? name == key : spelled(name) == key;
  });
}

}  // namespace postern::snapshot
