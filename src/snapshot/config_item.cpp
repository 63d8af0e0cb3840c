#include "snapshot/config_item.h"

#include <array>
#include <string_view>
#include <utility>

#include "model/arn.h"
#include "snapshot/arns.h"
#include "snapshot/fields.h"
#include "snapshot/iam_entities.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;

constexpr std::string_view select_all =
    "a query selects the whole of `configuration`, `supplementaryConfiguration` and `tags`";

// What an entity has even where it is empty. Without it, it was not asked for.
struct Lists {
  std::string_view type;
  std::array<std::string_view, 3> names;
};
constexpr std::array lists{
    Lists{"AWS::IAM::User", {"userPolicyList", "attachedManagedPolicies", "groupList"}},
    Lists{"AWS::IAM::Group",
          {"groupPolicyList", "attachedManagedPolicies", "attachedManagedPolicies"}},
    Lists{"AWS::IAM::Role",
          {"rolePolicyList", "attachedManagedPolicies", "assumeRolePolicyDocument"}},
    Lists{"AWS::IAM::Policy", {"policyVersionList", "policyVersionList", "policyVersionList"}},
};

bool is_complete(const ConfigItem& item, WorldBuilder& builder) {
  for (const Lists& of : lists) {
    if (of.type != item.type) continue;
    if (!item.configuration) {
      report_lack(item, "`configuration`", builder);
      return false;
    }
    for (std::string_view name : of.names) {
      const auto list = item.configuration->find(name);
      if (list && !list->is(Kind::Null)) continue;
      report_lack(item, ticked(name), builder);
      return false;
    }
  }
  return true;
}

// A principal's tags decide too: none is not the same as not asked for.
std::optional<RecordedVersion> with_tags(const ConfigItem& item, std::optional<PrincipalDraft> read,
                                         WorldBuilder& builder) {
  if (!read) return std::nullopt;
  const auto own = item.configuration->find("tags");
  if (!own || own->is(Kind::Null)) {
    if (!item.has_tags) {
      report_lack(item, "`tags`", builder);
      return std::nullopt;
    }
    read->principal.tags = item.tags;
  }
  RecordedVersion version;
  version.thing = *std::move(read);
  return version;
}

// As parsing does it, under limits for items.
void check_strings(Node node, const document::Limits& limits) {
  if (node.is(Kind::Array)) {
    for (const Node& element : node.elements()) check_strings(element, limits);
  } else if (node.is(Kind::Object)) {
    for (const document::Member& member : node.members()) check_strings(member.value, limits);
  } else if (node.is(Kind::String) && node.text().size() > limits.string) {
    const char first = node.text().front();
    const std::size_t most = first == '{' || first == '%' ? limits.embedded : limits.string;
    if (node.text().size() <= most) return;
    throw Error(codes::long_string, node.where(),
                "a string of more than " + std::to_string(most) + " bytes");
  }
}

}  // namespace

bool has_short_strings(const ConfigItem& item, WorldBuilder& builder) {
  try {
    check_strings(item.root, builder.limits());
    for (const auto& section : {item.configuration, item.supplementary}) {
      if (section) check_strings(*section, builder.limits());
    }
    return true;
  } catch (const Error& error) {
    builder.diagnostics().add(error);
    return false;
  }
}

std::optional<Node> OpenedStrings::open(std::optional<Node> value) {
  try {
    for (int layer = 0; value && value->is(Kind::String) && layer < 3; ++layer) {
      const std::string_view text = value->text();
      if (text.empty() || text == "null") return std::nullopt;
      if (std::string_view("{[\"%").find(text.front()) == std::string_view::npos) break;
      documents_.push_back(document::parse_embedded(*value, limits_));
      value = documents_.back().root();
    }
  } catch (const Error& error) {
    builder_.diagnostics().add(error);
    return std::nullopt;
  }
  return value && value->is(Kind::Null) ? std::nullopt : value;
}

std::optional<Node> OpenedStrings::open_policy(Node value) {
  if (!value.is(Kind::String)) return value;
  const std::string_view text = value.text();
  if (!text.starts_with('{') && !text.starts_with('%')) return std::nullopt;
  try {
    documents_.push_back(document::parse_embedded(value, limits_));
    return documents_.back().root();
  } catch (const Error&) {
    return std::nullopt;
  }
}

void report_lack(const ConfigItem& item, std::string_view what, WorldBuilder& builder) {
  const std::string name = item.arn.empty() ? ticked(item.type) : ticked(item.arn);
  builder.diagnostics().error(codes::missing_member, item.root.where(),
                              "the configuration item of " + name + " has no " + std::string(what),
                              std::string(select_all));
}

std::optional<Node> member_of(const std::optional<Node>& object, std::string_view name) {
  if (!object) return std::nullopt;
  if (const auto value = object->find(name)) return value;
  std::string other(name);
  other.replace(0, 1, ascii_lower(name.substr(0, 1)));
  return object->find(other);
}

bool is_of_account(const ConfigItem& item, std::string_view arn, WorldBuilder& builder) {
  const auto parts = model::parse_arn(arn);
  const bool other = parts && is_account_id(parts->account) && !item.account.empty() &&
                     parts->account != item.account;
  if (other) {
    builder.diagnostics().error(codes::disagreement, item.root.where(),
                                ticked(arn) + " is in an item of account " + ticked(item.account));
  }
  return !other;
}

bool is_of_kind(const ConfigItem& item, model::ResourceKind kind, Diagnostics& diagnostics) {
  if (resource_kind(*model::parse_arn(item.arn)) == kind) return true;
  diagnostics.error(codes::bad_arn, item.root.where(),
                    ticked(item.arn) + " is not the ARN of an " + ticked(item.type));
  return false;
}

ResourceDraft config_resource(const ConfigItem& item) {
  ResourceDraft draft;
  draft.resource.arn = item.arn;
  draft.resource.kind = resource_kind(*model::parse_arn(item.arn));
  draft.resource.account = item.account;
  draft.resource.tags = item.tags;
  draft.resource.where = item.root.where();
  return draft;
}

std::optional<RecordedVersion> read_config_identity(const ConfigItem& item, WorldBuilder& builder) {
  if (!is_complete(item, builder)) return std::nullopt;
  if (const auto arn = item.configuration ? item.configuration->find("arn") : std::nullopt;
      arn && arn->is(Kind::String) && !is_of_account(item, arn->text(), builder)) {
    return std::nullopt;
  }
  IamEntityReader reader(Letters::SmallFirst, builder);
  RecordedVersion version;
  if (item.type == "AWS::IAM::User") {
    return with_tags(item, reader.read_user(*item.configuration), builder);
  }
  if (item.type == "AWS::IAM::Role") {
    return with_tags(item, reader.read_role(*item.configuration), builder);
  }
  if (item.type == "AWS::IAM::Group") {
    auto group = reader.read_group(*item.configuration);
    if (!group) return std::nullopt;
    version.thing = *std::move(group);
    return version;
  }
  if (item.type == "AWS::IAM::Policy") {
    auto policy = reader.read_managed(*item.configuration);
    if (!policy) return std::nullopt;
    version.thing = *std::move(policy);
    return version;
  }
  return std::nullopt;  // providers, certificates: they have no policies
}

}  // namespace postern::snapshot
