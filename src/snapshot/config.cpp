#include "snapshot/config.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <utility>

#include "model/arn.h"
#include "snapshot/capture_time.h"
#include "snapshot/config_item.h"
#include "snapshot/fields.h"
#include "snapshot/paging.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;

constexpr std::array<std::string_view, 3> lists{"configurationItems", "baseConfigurationItems",
                                                "BaseConfigurationItems"};
constexpr std::array<std::string_view, 2> singles{"configurationItem", "ConfigurationItem"};

bool is_item(Node node) {
  return node.is(Kind::Object) && node.find("resourceType") &&
         (node.find("configuration") || node.find("configurationItemStatus") ||
          node.find("supplementaryConfiguration"));
}

bool is_result(Node node) { return is_item(node) || (node.is(Kind::String)); }

constexpr std::string_view lacks_note =
    "AWS Config has no organization policies, resource shares, key grants and lists of objects, "
    "and no policies of API gateways, Glue catalogues, Lambda layers, Glacier vaults, table "
    "buckets and S3 Multi-Region Access Points: what the snapshot has of them is from elsewhere";

class ConfigReader {
 public:
  ConfigReader(bool complete, WorldBuilder& builder)
      : complete_(complete),
        builder_(builder),
        diagnostics_(builder.diagnostics()),
        strings_(builder, builder.limits()),
        long_strings_(builder, config_limits(builder.limits())) {}

  void collect(Node root) {
    if (root.is(Kind::Array)) {
      for (const Node& node : root.elements()) add(node, false);
      return;
    }
    if (!expect_kind(root, Kind::Object, "a document of AWS Config", diagnostics_)) return;
    if (is_item(root)) {
      add(root, false);
      return;
    }
    Fields fields(root, "the output", diagnostics_);
    for (std::string_view name : lists) {
      for (const Node& node : fields.list(name)) add(node, true);
    }
    for (const Node& node : fields.list("Results")) {
      if (const auto item = long_strings_.open(node)) add(*item, false);
    }
    for (std::string_view name : singles) {
      if (const auto item = fields.find(name, Kind::Object)) add(*item, true);
    }
    if (const auto more = more_follows(fields)) {
      lack_ = "the items of AWS Config end before the last";
      builder_.warn_once(codes::incomplete_input, more->where,
                         "the configuration items are not complete: " + ticked(more->member) +
                             " says that more follows");
      builder_.note(
          "the configuration items of AWS Config are not complete: " + to_string(more->where) +
          ": " + ticked(more->member) + " says that more follows");
    }
  }

  ConfigSummary finish() {
    std::map<std::string, std::int64_t> newest;
    std::optional<std::int64_t> newest_of_all;
    for (const ConfigItem& item : items_) {
      if (!item.time) continue;
      newest_of_all = std::max(newest_of_all, item.time);
      const auto [at, first] = newest.try_emplace(name_of(item), *item.time);
      if (!first) at->second = std::max(at->second, *item.time);
    }
    for (ConfigItem& item : items_) {
      if (!item.time || newest.at(name_of(item)) == *item.time) read(item);
    }
    if (!complete_ && lack_.empty()) lack_ = "AWS Config may not record them all";
    for (const std::string& id : accounts_) builder_.account(id, "aws");
    for (const std::string& id : with_identities_) {
      model::Account& account = builder_.account(id, "aws");
      if (lack_.empty()) {
        account.has_identities = true;
      } else if (account.identities_lack.empty()) {
        account.identities_lack = lack_;
      }
    }
    builder_.note(std::string(lacks_note));
    ConfigSummary out{items_.size(), std::move(accounts_), std::nullopt};
    if (newest_of_all) {
      out.newest = std::chrono::floor<std::chrono::seconds>(
          Time() + std::chrono::milliseconds(*newest_of_all));
    }
    return out;
  }

 private:
  // Items without an ARN are versions of nothing else.
  static std::string name_of(const ConfigItem& item) {
    return item.type + ' ' + (item.arn.empty() ? to_string(item.root.where()) : item.arn);
  }

  void add(Node node, bool whole) {
    Fields fields(node, "a configuration item", diagnostics_);
    if (!node.is(Kind::Object)) return;
    ConfigItem item(node);
    item.whole = whole || fields.find("configurationItemVersion").has_value();
    item.type = fields.require_text("resourceType").value_or("");
    for (const char* name : {"arn", "ARN"}) {
      if (const auto arn = fields.text(name)) item.arn = *arn;
    }
    const auto arn = model::parse_arn(item.arn);
    if (arn) item.partition = arn->partition;
    for (const char* name : {"accountId", "awsAccountId"}) {
      if (const auto id = fields.find(name, Kind::String)) set_account(*id, item);
    }
    if (item.account.empty() && arn && is_account_id(arn->account)) item.account = arn->account;
    if (const auto time = fields.find("configurationItemCaptureTime")) {
      item.time = read_capture_time(*time, diagnostics_);
    }
    if (!item.account.empty()) {
      accounts_.insert(item.account);
      if (arn) builder_.account(item.account, item.partition);
    }
    items_.push_back(std::move(item));
  }

  void set_account(Node id, ConfigItem& item) {
    if (is_account_id(id.text())) {
      item.account = id.text();
      return;
    }
    diagnostics_.error(codes::bad_value, id.where(),
                       ticked(id.text()) + " is not an account id of twelve digits");
  }

  void read(ConfigItem& item) {
    const std::string status(text_of(item.root, "configurationItemStatus"));
    const bool deleted = status.starts_with("ResourceDeleted");
    if (status == "ResourceNotRecorded") {
      if (item.type.starts_with("AWS::IAM::")) lack_ = "AWS Config did not record some of them";
      builder_.read_past("configuration item without a configuration, which nobody recorded,",
                         "configuration items without a configuration, which nobody recorded,");
      return;
    }
    if (deleted) {
      RecordedVersion version;
      version.time = item.time;
      version.where = item.root.where();
      if (!item.arn.empty()) builder_.add_version(name_of(item), std::move(version));
      return;
    }
    item.configuration = section(item.root, "configuration");
    item.supplementary = section(item.root, "supplementaryConfiguration");
    if (is_known_type(item.type) && !has_short_strings(item, builder_)) return;
    read_tags(item);
    std::optional<RecordedVersion> version;
    if (item.type.starts_with("AWS::IAM::")) {
      version = read_config_identity(item, builder_);
      const auto* read = version ? std::get_if<PrincipalDraft>(&version->thing) : nullptr;
      if (read != nullptr) with_identities_.insert(read->principal.account);
    } else if (item.type == "AWS::S3::Bucket") {
      version = read_config_bucket(item, strings_, builder_);
    } else {
      version = read_config_resource(item, strings_, builder_);
    }
    if (!version) return;
    version->time = item.time;
    version->where = item.root.where();
    builder_.add_version(name_of(item), *std::move(version));
  }

  static std::string_view text_of(Node object, std::string_view name) {
    const auto value = object.find(name);
    return value && value->is(Kind::String) ? value->text() : std::string_view();
  }

  std::optional<Node> section(Node root, std::string_view name) {
    const auto value = long_strings_.open(root.find(name));
    if (!value || !expect_kind(*value, Kind::Object, ticked(name), diagnostics_)) {
      return std::nullopt;
    }
    return value;
  }

  // `{"KEY": "VALUE"}`, or a list of objects with `key` and `value`.
  void read_tags(ConfigItem& item) {
    const auto tags = strings_.open(item.root.find("tags"));
    if (!tags) return;
    item.has_tags = true;
    if (tags->is(Kind::Object)) {
      for (const document::Member& tag : tags->members()) {
        if (!tag.value.is(Kind::String)) continue;
        add_tag(item.tags, tag.key, tag.value.text(), tag.key_where(), diagnostics_);
      }
      return;
    }
    if (!expect_kind(*tags, Kind::Array, "`tags`", diagnostics_)) return;
    for (const Node& node : tags->elements()) {
      Fields tag(node, "a tag", diagnostics_);
      const auto key = tag.require_text("key");
      if (!key) continue;
      add_tag(item.tags, *key, tag.text("value").value_or(""), tag.where(), diagnostics_);
    }
  }

  bool complete_;
  std::string lack_;  // why users and roles are not complete; empty: as far as is known they are
  WorldBuilder& builder_;
  Diagnostics& diagnostics_;
  OpenedStrings strings_, long_strings_;
  std::vector<ConfigItem> items_;
  std::set<std::string> accounts_, with_identities_;
};

}  // namespace

document::Limits config_limits(const document::Limits& limits) {
  constexpr std::size_t wider = 64;
  document::Limits out = limits;
  out.string *= wider;
  out.embedded *= wider;
  return out;
}

bool holds_config_items(Node root) {
  if (root.is(Kind::Array)) return root.size() != 0 && is_item(root[0]);
  if (!root.is(Kind::Object)) return false;
  const auto has = [&](std::string_view name) { return root.find(name).has_value(); };
  if (is_item(root) || std::ranges::any_of(lists, has) || std::ranges::any_of(singles, has)) {
    return true;
  }
  const auto results = root.find("Results");
  return results && results->is(Kind::Array) && (results->size() == 0 || is_result((*results)[0]));
}

ConfigSummary read_config(const std::vector<document::Document>& documents, bool complete,
                          WorldBuilder& builder) {
  ConfigReader reader(complete, builder);
  for (const document::Document& document : documents) {
    if (holds_config_items(document.root())) {
      reader.collect(document.root());
    } else {
      builder.diagnostics().error(codes::unrecognised_input, document.root().where(),
                                  "these are no configuration items of AWS Config");
    }
  }
  return reader.finish();
}

}  // namespace postern::snapshot
