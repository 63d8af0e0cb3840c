#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "queries/read_words.h"
#include "support/text.h"

namespace postern::queries {
namespace {

using Words = Sets<ActionWord>::Words;
using catalogue::AccessLevel;
using catalogue::ActionId;
using catalogue::Catalogue;
using catalogue::ServiceId;

std::vector<std::string_view> level_names() {
  std::vector<std::string_view> names;
  for (AccessLevel level : {AccessLevel::Read, AccessLevel::List, AccessLevel::Write,
                            AccessLevel::Tagging, AccessLevel::PermissionsManagement}) {
    names.push_back(catalogue::to_string(level));
  }
  return names;
}

std::string did_you_mean(std::string_view suggestion) {
  return suggestion.empty() ? "" : "did you mean " + quoted(suggestion) + "?";
}

void report_unknown_service(const Reader& reader, const SourceSpan& where, std::string_view name) {
  std::vector<std::string_view> known;
  for (std::uint32_t i = 0; i < reader.catalogue.service_count(); ++i) {
    known.push_back(reader.catalogue.service_prefix(ServiceId{i}));
  }
  reader.error(codes::unknown_service, where, "no service " + quoted(name) + " in the catalogue",
               did_you_mean(closest(name, known)));
}

/// Whether some action of the catalogue matches `glob`.
bool matches_some_action(const Reader& reader, std::string_view glob) {
  ActionId first{0};
  ActionId last{static_cast<std::uint32_t>(reader.catalogue.action_count())};
  const std::string_view prefix = glob.substr(0, glob.find(':'));
  if (prefix.find_first_of("*?") == std::string_view::npos) {
    const std::optional<ServiceId> service = reader.catalogue.find_service(ascii_lower(prefix));
    if (!service) return false;
    std::tie(first, last) = reader.catalogue.actions(*service);
  }
  const glob::GlobId id = reader.globs.intern(glob::wildcard_ignoring_case(glob));
  for (; first < last; ++first.value) {
    if (reader.globs.matches(id, reader.catalogue.name(first))) return true;
  }
  return false;
}

Words read_glob(const Reader& reader, document::Node node) {
  const std::optional<std::string> text = reader.text(node, "action");
  if (!text) return {};
  Words words{{*text, {ActionWord::Glob{*text}, node.where()}}};
  if (*text == "*") return words;
  const std::size_t colon = text->find(':');
  if (colon == std::string::npos) {
    reader.error(codes::bad_action, node.where(), quoted(*text) + " does not name actions",
                 "write `service:Action`, such as `s3:GetObject`, or `*`");
    return {};
  }
  const std::string_view service = std::string_view(*text).substr(0, colon);
  if (service.find_first_of("*?") == std::string_view::npos &&
      !reader.catalogue.find_service(ascii_lower(service))) {
    report_unknown_service(reader, node.where(), service);
    return {};
  }
  if (text->find_first_of("*?") == std::string::npos) {
    if (reader.catalogue.find_action(*text)) return words;
    reader.error(codes::unknown_action, node.where(),
                 "no action " + quoted(*text) + " in the catalogue",
                 did_you_mean(reader.catalogue.closest_action(*text)));
    return {};
  }
  if (matches_some_action(reader, *text)) return words;
  reader.error(codes::unknown_action, node.where(),
               "no action in the catalogue matches " + quoted(*text));
  return {};
}

bool has_action_of(const Catalogue& catalogue, ServiceId service,
                   const std::vector<AccessLevel>& levels) {
  const auto [first, last] = catalogue.actions(service);
  for (ActionId action = first; action < last; ++action.value) {
    if (std::find(levels.begin(), levels.end(), catalogue.level(action)) != levels.end()) {
      return true;
    }
  }
  return false;
}

/// `{service: s3, level: [write, tagging]}`.
Words read_levels(const Reader& reader, document::Node node) {
  if (!reader.expect(node, document::Kind::Object, "action")) return {};
  const Fields fields(reader, node, "the set of actions", {"service", "level"});
  const std::optional<document::Node> service_node = fields.require("service");
  const std::optional<document::Node> level_node = fields.require("level");
  if (!service_node || !level_node) return {};
  ActionWord::Levels levels;
  std::vector<std::string> level_texts;
  for (const document::Node& entry : reader.entries(*level_node, "level")) {
    const std::optional<std::string> text = reader.one_of(entry, "level", level_names());
    if (!text) continue;
    levels.levels.push_back(catalogue::parse_access_level(*text).value());
    level_texts.push_back(*text);
  }
  for (const document::Node& entry : reader.entries(*service_node, "service")) {
    const std::optional<std::string> text = reader.text(entry, "service");
    if (!text) continue;
    const std::optional<ServiceId> service = reader.catalogue.find_service(*text);
    if (!service) {
      report_unknown_service(reader, entry.where(), *text);
    } else if (!level_texts.empty() && !has_action_of(reader.catalogue, *service, levels.levels)) {
      reader.error(codes::unknown_action, entry.where(),
                   quoted(*text) + " has no action of level " + quoted(join(level_texts, ", ")));
    } else {
      levels.services.push_back(*text);
    }
  }
  if (levels.levels.empty() || levels.services.empty()) return {};
  std::string text = join(levels.services, ", ") + "[" + join(level_texts, ", ") + "]";
  return {{std::move(text), {std::move(levels), node.where()}}};
}

}  // namespace

Words read_action(const Reader& reader, document::Node node) {
  return node.is(document::Kind::Object) ? read_levels(reader, node) : read_glob(reader, node);
}

}  // namespace postern::queries
