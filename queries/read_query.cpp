#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <utility>

#include "queries/query.h"
#include "queries/read_claim.h"
#include "support/text.h"

namespace postern::queries {
namespace {

constexpr std::string_view upper_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// `^[A-Z][A-Z0-9-]{1,40}$`.
bool is_property_id(std::string_view text) {
  return text.size() >= 2 && text.size() <= 41 && text[0] >= 'A' && text[0] <= 'Z' &&
         text.find_first_not_of(std::string(upper_digits) + "-") == std::string_view::npos;
}

/// `30s`, `2m`, `1h`, `7d` in seconds; up to six digits.
std::optional<double> parse_duration(std::string_view text) {
  if (text.size() < 2 || text.size() > 7) return std::nullopt;
  const char unit = text.back();
  const double seconds = unit == 's'   ? 1
                         : unit == 'm' ? 60
                         : unit == 'h' ? 3600
                         : unit == 'd' ? 86400
                                       : 0;
  unsigned count = 0;
  const char* end = text.data() + text.size() - 1;
  const auto [stop, error] = std::from_chars(text.data(), end, count);
  if (seconds == 0 || error != std::errc{} || stop != end || text.front() == '0') {
    return std::nullopt;
  }
  return count * seconds;
}

std::string text_or_empty(const Reader& reader, const Fields& fields, std::string_view key) {
  const auto node = fields.find(key);
  return node ? reader.text(*node, key).value_or("") : "";
}

std::string required_text(const Reader& reader, const Fields& fields, std::string_view key) {
  const auto node = fields.require(key);
  return node ? reader.text(*node, key).value_or("") : "";
}

std::vector<std::string> read_texts(const Reader& reader, document::Node node,
                                    std::string_view what) {
  std::vector<std::string> texts;
  if (!reader.expect(node, document::Kind::Array, what)) return texts;
  for (const document::Node& entry : reader.entries(node, what)) {
    if (auto text = reader.text(entry, what)) texts.push_back(std::move(*text));
  }
  return texts;
}

void read_organization(const Reader& reader, const Fields& fields, Scope& scope) {
  const auto node = fields.find("organization");
  const auto id = node ? reader.text(*node, "organization") : std::nullopt;
  if (!id) return;
  if (!is_organization_id(*id)) {
    reader.error(codes::bad_value, node->where(), quoted(*id) + " is not the id of an organization",
                 "write it as `o-exampleorg1`");
    return;
  }
  scope.organization = *id;
  scope.organization_where = node->where();
}

void read_max_age(const Reader& reader, const Fields& fields, Scope& scope) {
  const auto node = fields.find("max_age");
  const auto text = node ? reader.text(*node, "max_age") : std::nullopt;
  if (!text) return;
  scope.max_age_seconds = parse_duration(*text);
  if (!scope.max_age_seconds) {
    reader.error(codes::bad_value, node->where(), quoted(*text) + " is not a duration",
                 "write `36h` or `7d`");
  }
  scope.max_age = *text;
  scope.max_age_where = node->where();
}

void read_scope(const Reader& reader, document::Node node, QueryFile& file) {
  if (!reader.expect(node, document::Kind::Object, "scope")) return;
  const Fields fields(reader, node, "`scope`", {"accounts", "organization", "max_age"});
  read_organization(reader, fields, file.scope);
  read_max_age(reader, fields, file.scope);
  const auto accounts = fields.find("accounts");
  if (!accounts || !reader.expect(*accounts, document::Kind::Array, "accounts")) return;
  for (const document::Node& entry : reader.entries(*accounts, "accounts")) {
    const auto id = reader.text(entry, "accounts");
    if (id && !is_account_id(*id)) {
      reader.error(codes::bad_value, entry.where(), quoted(*id) + " is not an account id",
                   "an account id is twelve digits");
    } else if (id) {
      file.trusted_accounts.push_back(*id);
    }
  }
}

void read_version(const Reader& reader, const Fields& fields) {
  const auto node = fields.require("version");
  if (!node) return;
  const bool scalar = node->is(document::Kind::Number) || node->is(document::Kind::String);
  if (scalar && node->tag().empty() && node->text() == "1") return;
  reader.error(codes::bad_version, node->where(), "the version of the format is not 1",
               "write `version: 1`");
}

/// The options of a property that are words and flags.
void read_options(const Reader& reader, const Fields& fields, Property& property) {
  if (const auto node = fields.find("controls")) {
    property.controls = read_texts(reader, *node, "controls");
  }
  if (const auto node = fields.find("allow_vacuous")) {
    property.allow_vacuous = reader.boolean(*node, "allow_vacuous").value_or(false);
  }
  if (const auto node = fields.find("waivable")) reader.boolean(*node, "waivable");
  if (const auto node = fields.find("expect")) {
    property.expect = reader.one_of(*node, "expect", {"proved", "violated"});
  }
  if (const auto node = fields.find("timeout")) {
    const auto text = reader.text(*node, "timeout");
    if (text) property.timeout_seconds = parse_duration(*text);
    if (text && !property.timeout_seconds) {
      reader.error(codes::bad_value, node->where(), quoted(*text) + " is not a duration",
                   "write `30s`, `2m` or `1h`");
    }
  }
}

std::string read_id(const Reader& reader, const Fields& fields) {
  const auto node = fields.require("id");
  if (!node) return "";
  std::string id = reader.text(*node, "id").value_or("");
  if (!id.empty() && !is_property_id(id)) {
    reader.error(codes::bad_value, node->where(), quoted(id) + " cannot be an id",
                 "2 to 41 capital letters, digits and `-`, starting with a letter: `DATA-001`");
  }
  return id;
}

std::optional<Property> read_property(const Reader& reader, Definitions& definitions,
                                      document::Node node) {
  if (!reader.expect(node, document::Kind::Object, "properties")) return std::nullopt;
  std::vector<std::string_view> keys{"id",          "title",         "severity",
                                     "description", "controls",      "timeout",
                                     "waivable",    "allow_vacuous", "expect"};
  for (std::string_view key : claim_keys()) keys.push_back(key);
  const Fields fields(reader, node, "the property", keys,
                      {"examples", "mutation", "future_actions"});
  Property property;
  property.where = node.where();
  property.id = read_id(reader, fields);
  property.title = required_text(reader, fields, "title");
  if (const auto severity = fields.require("severity")) {
    property.severity =
        reader.one_of(*severity, "severity", {"info", "low", "medium", "high", "critical"})
            .value_or("");
  }
  property.description = text_or_empty(reader, fields, "description");
  read_options(reader, fields, property);
  if (auto claim = read_claim(reader, definitions, node)) {
    property.claim = std::move(claim->claim);
    property.claim_text = std::move(claim->text);
  }
  return property;
}

void read_properties(const Reader& reader, Definitions& definitions, document::Node node,
                     QueryFile& file) {
  if (!reader.expect(node, document::Kind::Array, "properties")) return;
  std::map<std::string, SourceSpan> seen;
  for (const document::Node& entry : reader.entries(node, "properties")) {
    std::optional<Property> property = read_property(reader, definitions, entry);
    if (!property) continue;
    const auto [first, inserted] = seen.emplace(property->id, property->where);
    if (!inserted && !property->id.empty()) {
      reader.error(codes::duplicate_id, property->where,
                   "the id " + quoted(property->id) + " is taken",
                   "first used in line " + std::to_string(first->second.line));
    }
    file.properties.push_back(std::move(*property));
  }
}

}  // namespace

QueryFile read_query_text(const std::string& path, std::string_view text,
                          const catalogue::Catalogue& catalogue) {
  const document::Document parsed = document::parse_yaml(path, text);
  Diagnostics diagnostics;
  glob::GlobPool globs;
  const Reader reader{catalogue, globs, diagnostics};
  QueryFile file;
  file.path = path;
  const document::Node root = parsed.root();
  if (reader.expect(root, document::Kind::Object, "the query file")) {
    const Fields fields(reader, root, "the query file",
                        {"version", "audit", "owner", "scope", "define", "properties"},
                        {"future_actions"});
    read_version(reader, fields);
    file.audit = required_text(reader, fields, "audit");
    file.owner = text_or_empty(reader, fields, "owner");
    if (const auto scope = fields.find("scope")) read_scope(reader, *scope, file);
    Definitions definitions(reader);
    if (const auto define = fields.find("define")) definitions.read(reader, *define);
    if (const auto properties = fields.require("properties")) {
      read_properties(reader, definitions, *properties, file);
    }
  }
  diagnostics.throw_if_errors();
  return file;
}

QueryFile read_query_file(const std::string& path, const catalogue::Catalogue& catalogue) {
  return read_query_text(path, document::read_file(path), catalogue);
}

}  // namespace postern::queries
