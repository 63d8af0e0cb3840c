#include "catalogue/catalogue.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "catalogue/image.h"
#include "catalogue/lookup.h"
#include "support/error.h"

namespace postern::catalogue {
namespace {

constexpr std::array<std::string_view, 5> level_names = {"read", "list", "write", "tagging",
                                                         "permissions-management"};

std::size_t literal_length(std::string_view key_template) {
  return key_template.size() -
         static_cast<std::size_t>(std::count(key_template.begin(), key_template.end(), '*'));
}

}  // namespace

std::string_view to_string(AccessLevel level) {
  return level_names[static_cast<std::size_t>(level)];
}

std::optional<AccessLevel> parse_access_level(std::string_view text) {
  const auto found = std::find(level_names.begin(), level_names.end(), text);
  if (found == level_names.end()) return std::nullopt;
  return static_cast<AccessLevel>(found - level_names.begin());
}

Catalogue::Catalogue() : image_(&Image::embedded()) {}

Version Catalogue::version() const {
  const auto meta = image_->meta();
  return {image_->text(meta[0]), image_->text(meta[1]), image_->text(meta[2])};
}

std::size_t Catalogue::action_count() const { return image_->actions().size(); }
std::size_t Catalogue::service_count() const { return image_->services().size(); }
std::size_t Catalogue::resource_type_count() const { return image_->types().size(); }
std::size_t Catalogue::key_count() const { return image_->keys().size(); }

std::string_view Catalogue::name(ActionId action) const {
  return image_->text(image_->actions()[action.value].name);
}

std::optional<ActionId> Catalogue::find_action(std::string_view name) const {
  const auto row = find_row(image_->actions(), name,
                            [this](const ActionRow& action) { return image_->text(action.name); });
  if (!row) return std::nullopt;
  return ActionId{*row};
}

AccessLevel Catalogue::level(ActionId action) const {
  return static_cast<AccessLevel>(image_->actions()[action.value].level);
}

ServiceId Catalogue::service(ActionId action) const {
  return {image_->actions()[action.value].service};
}

std::string_view Catalogue::service_prefix(ServiceId service) const {
  return image_->text(image_->services()[service.value].prefix);
}

std::optional<ServiceId> Catalogue::find_service(std::string_view prefix) const {
  const auto row = find_row(image_->services(), prefix, [this](const ServiceRow& service) {
    return image_->text(service.prefix);
  });
  if (!row) return std::nullopt;
  return ServiceId{*row};
}

std::pair<ActionId, ActionId> Catalogue::actions(ServiceId service) const {
  const ServiceRow& row = image_->services()[service.value];
  return {{row.first_action}, {row.end_action}};
}

std::span<const ResourceTypeId> Catalogue::resource_types(ActionId action) const {
  return image_->list<ResourceTypeId>(image_->actions()[action.value].types);
}

bool Catalogue::resource_optional(ActionId action) const {
  return image_->actions()[action.value].resource_optional != 0;
}

std::span<const std::string_view> Catalogue::arn_formats(ResourceTypeId type) const {
  return image_->formats(image_->types()[type.value]);
}

std::string_view Catalogue::resource_type_name(ResourceTypeId type) const {
  return image_->text(image_->types()[type.value].name);
}

std::span<const KeyId> Catalogue::keys(ActionId action) const {
  return image_->list<KeyId>(image_->actions()[action.value].keys);
}

std::string_view Catalogue::key_name(KeyId key) const {
  return image_->text(image_->keys()[key.value].name);
}

std::optional<KeyId> Catalogue::find_key(std::string_view name) const {
  const auto row =
      find_row(image_->keys(), name, [this](const KeyRow& key) { return image_->text(key.name); });
  if (row) return KeyId{*row};
  std::optional<KeyId> best;
  for (KeyId key : image_->templates()) {
    if (best && literal_length(key_name(key)) <= literal_length(key_name(*best))) continue;
    if (matches_template(key_name(key), name)) best = key;
  }
  return best;
}

KeyType Catalogue::key_type(KeyId key) const {
  return static_cast<KeyType>(image_->keys()[key.value].type);
}

bool Catalogue::key_multivalued(KeyId key) const {
  return image_->keys()[key.value].multivalued != 0;
}

bool Catalogue::key_global(KeyId key) const { return image_->keys()[key.value].global != 0; }

std::string_view Catalogue::closest_action(std::string_view word) const {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos) return {};
  std::optional<ServiceId> service = find_service(word.substr(0, colon));
  if (!service) {
    std::vector<std::string_view> prefixes;
    for (const ServiceRow& row : image_->services()) prefixes.push_back(image_->text(row.prefix));
    service = find_service(closest(word.substr(0, colon), prefixes));
    if (!service) return {};
  }
  const std::string corrected =
      std::string(service_prefix(*service)) + std::string(word.substr(colon));
  std::vector<std::string_view> names;
  const auto [first, last] = actions(*service);
  for (ActionId action = first; action < last; ++action.value) names.push_back(name(action));
  return closest(corrected, names);
}

}  // namespace postern::catalogue
