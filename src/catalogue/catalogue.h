// What AWS offers: services, actions, access levels, resource types with ARN formats, condition
// keys with types. Generated data, embedded in the binary (data/README.md says from what and when).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "support/strong_id.h"

namespace postern::catalogue {

using ActionId = StrongId<struct ActionTag>;  // 0 .. action_count()-1, sorted by name
using ResourceTypeId = StrongId<struct ResourceTypeTag>;
using ServiceId = StrongId<struct ServiceTag>;
using KeyId = StrongId<struct KeyTag>;

enum class AccessLevel : std::uint8_t { Read, List, Write, Tagging, PermissionsManagement };
std::string_view to_string(AccessLevel level);  // "read", ..., "permissions-management"
std::optional<AccessLevel> parse_access_level(std::string_view text);

/// The type of a condition key's value.
enum class KeyType : std::uint8_t { String, Arn, Bool, Numeric, Date, Ip, Binary };

struct Version {
  std::string_view source;  // package name
  std::string_view version;
  std::string_view date;  // YYYY-MM-DD of the data
};

class Image;

/// Read-only view of the embedded data. Cheap to construct (well under 2 ms); everything it returns
/// lives as long as the program.
class Catalogue {
 public:
  Catalogue();

  Version version() const;
  std::size_t action_count() const;
  std::size_t service_count() const;
  std::size_t resource_type_count() const;
  std::size_t key_count() const;

  /// `s3:GetObject`, in AWS's spelling.
  std::string_view name(ActionId action) const;
  /// The action of that name, ASCII case ignored (ACT-1).
  std::optional<ActionId> find_action(std::string_view name) const;
  AccessLevel level(ActionId action) const;
  ServiceId service(ActionId action) const;
  std::string_view service_prefix(ServiceId service) const;
  std::optional<ServiceId> find_service(std::string_view prefix) const;
  /// The actions of a service are consecutive: [first, last).
  std::pair<ActionId, ActionId> actions(ServiceId service) const;

  /// Resource types the action is authorized on; empty: the request resource is `*` (RES-7).
  std::span<const ResourceTypeId> resource_types(ActionId action) const;
  /// True where the action may also be authorized with request resource `*` because every resource
  /// type of it is optional, or because it has none.
  bool resource_optional(ActionId action) const;
  /// ARN formats of a type with placeholders kept: `arn:${Partition}:s3:::${BucketName}`; at least
  /// one. A placeholder stands for any text, empty or with `/` and `:` included (paths, qualifiers,
  /// regionless ARNs); so does a `*` in a format.
  std::span<const std::string_view> arn_formats(ResourceTypeId type) const;
  std::string_view resource_type_name(ResourceTypeId type) const;

  /// Condition keys the action can carry besides the global ones (key_global): its own and those of
  /// its resource types, `aws:RequestTag/*`, `aws:TagKeys` and `aws:ResourceTag/*` included.
  std::span<const KeyId> keys(ActionId action) const;
  /// As in AWS's tables, but with `*` for each placeholder: `aws:RequestTag/*`,
  /// `kms:EncryptionContext:*`, `*.*:sub` (a claim of any OpenID Connect issuer).
  std::string_view key_name(KeyId key) const;
  /// The key's entry for a concrete key name (`s3:prefix`, `aws:RequestTag/team`), case ignored.
  /// The most specific one, where a `*` of a name stands for any text but the empty one.
  std::optional<KeyId> find_key(std::string_view name) const;
  KeyType key_type(KeyId key) const;
  /// True if requests may carry several values. Where sources disagree: true.
  bool key_multivalued(KeyId key) const;
  /// True if a request may carry the key whatever its action: the global `aws:` keys and the keys
  /// that sessions keep (`saml:sub`, `ec2:SourceInstanceArn`).
  bool key_global(KeyId key) const;

  /// The catalogue's action closest to `word`, for "did you mean"; empty if none is close.
  std::string_view closest_action(std::string_view word) const;

 private:
  const Image* image_;
};

}  // namespace postern::catalogue
