#include "snapshot/scenario_fields.h"

#include <algorithm>
#include <utility>

namespace postern::snapshot {

namespace codes = model::codes;
using document::Kind;
using document::Node;

ScenarioFields::ScenarioFields(Node node, std::string_view what, Diagnostics& diagnostics)
    : node_(node), what_(what), diagnostics_(&diagnostics) {
  if (!node.is(Kind::Object)) {
    error(codes::bad_scenario, node.where(), quoted(what) + " must be an object");
  }
}

std::optional<Node> ScenarioFields::find(std::string_view name) {
  known_.push_back(name);
  if (!node_.is(Kind::Object)) return std::nullopt;
  const std::optional<Node> value = node_.find(name);
  return value && !value->is(Kind::Null) ? value : std::nullopt;
}

std::optional<Node> ScenarioFields::find(std::string_view name, Kind kind) {
  const std::optional<Node> value = find(name);
  if (!value || value->is(kind)) return value;
  error(codes::bad_scenario, value->where(),
        quoted(name) + " must be " + std::string(document::describe(kind)) + ", not " +
            std::string(document::describe(value->kind())));
  return std::nullopt;
}

std::optional<Node> ScenarioFields::require(std::string_view name, Kind kind) {
  if (node_.is(Kind::Object) && !find(name)) report_missing(name);
  return find(name, kind);
}

std::string ScenarioFields::text(std::string_view name) {
  const std::optional<Node> value = find(name, Kind::String);
  return value ? std::string(value->text()) : std::string();
}

std::string ScenarioFields::require_text(std::string_view name) {
  const std::optional<Node> value = require(name, Kind::String);
  return value ? std::string(value->text()) : std::string();
}

bool ScenarioFields::flag(std::string_view name) {
  const std::optional<Node> value = find(name, Kind::Boolean);
  return value && value->boolean();
}

std::vector<std::string> ScenarioFields::texts(std::string_view name) {
  std::vector<std::string> out;
  const std::optional<Node> list = find(name, Kind::Array);
  if (!list) return out;
  for (const Node& entry : list->elements()) {
    if (entry.is(Kind::String)) {
      out.emplace_back(entry.text());
    } else {
      error(codes::bad_scenario, entry.where(), quoted(name) + " must list strings");
    }
  }
  return out;
}

void ScenarioFields::ignore(std::initializer_list<std::string_view> names) {
  known_.insert(known_.end(), names.begin(), names.end());
}

void ScenarioFields::finish() {
  if (!node_.is(Kind::Object)) return;
  for (const document::Member& member : node_.members()) {
    if (std::find(known_.begin(), known_.end(), member.key) != known_.end()) continue;
    const std::string_view suggestion = closest(member.key, known_);
    error(codes::unknown_scenario_field, member.key_where,
          "unknown field " + quoted(member.key) + " of " + quoted(what_),
          suggestion.empty() ? "" : "did you mean " + quoted(suggestion) + "?");
  }
}

void ScenarioFields::report_missing(std::string_view name) {
  error(codes::missing_scenario_field, node_.where(), quoted(what_) + " has no " + quoted(name));
}

void ScenarioFields::error(const codes::Code& code, const SourceSpan& where, std::string message,
                           std::string hint) {
  diagnostics_->error(code, where, std::move(message), std::move(hint));
}

std::string quoted(std::string_view text) {
  std::string out = "`";
  out.append(text).append("`");
  return out;
}

}  // namespace postern::snapshot
