// One configuration item of AWS Config, and what becomes of it. Internal to the reader.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "document/document.h"
#include "snapshot/world_builder.h"

namespace postern::snapshot {

/// JSON that stands in strings: opened, and kept for as long as the file is read.
class OpenedStrings {
 public:
  OpenedStrings(WorldBuilder& builder, const document::Limits& limits)
      : builder_(builder), limits_(limits) {}

  /// The value, or what it holds if it is a string of JSON. Nothing for null, for an empty string,
  /// and for text that is malformed, which is reported.
  std::optional<document::Node> open(std::optional<document::Node> value);
  /// The same of what may be a policy, and may be any other text: nothing is reported.
  std::optional<document::Node> open_policy(document::Node value);

 private:
  WorldBuilder& builder_;
  document::Limits limits_;
  std::deque<document::Document> documents_;
};

struct ConfigItem {
  explicit ConfigItem(document::Node node) : root(node) {}

  document::Node root;
  bool whole = false;  // it has all that was recorded, not only what a query asked for
  std::optional<std::int64_t> time;
  std::string type, arn, account, partition;
  std::optional<document::Node> configuration, supplementary;  // objects
  bool has_tags = false;
  std::map<std::string, std::string> tags;
};

/// What makes an item of IAM, of a resource or of an endpoint a version of it; nothing if it is
/// none of these, or wrong, which is reported.
std::optional<RecordedVersion> read_config_identity(const ConfigItem& item, WorldBuilder& builder);
std::optional<RecordedVersion> read_config_resource(const ConfigItem& item, OpenedStrings& strings,
                                                    WorldBuilder& builder);
std::optional<RecordedVersion> read_config_bucket(const ConfigItem& item, OpenedStrings& strings,
                                                  WorldBuilder& builder);

/// False if `arn` is of another account than the item, which is reported.
bool is_of_account(const ConfigItem& item, std::string_view arn, WorldBuilder& builder);
/// False if the item's ARN, a well-formed one, is of a resource of another kind than its type,
/// which is reported.
bool is_of_kind(const ConfigItem& item, model::ResourceKind kind, Diagnostics& diagnostics);
/// True for types whose items may say who has access; false for what is not known of.
bool is_known_type(std::string_view type);
/// False if a string of the item is longer than those of other inputs may be, which is reported.
bool has_short_strings(const ConfigItem& item, WorldBuilder& builder);
/// A resource without its policy.
ResourceDraft config_resource(const ConfigItem& item);
/// The member of the object, whatever the case of its first letter.
std::optional<document::Node> member_of(const std::optional<document::Node>& object,
                                        std::string_view name);
/// Reports that an item lacks what it cannot be read without.
void report_lack(const ConfigItem& item, std::string_view what, WorldBuilder& builder);

}  // namespace postern::snapshot
