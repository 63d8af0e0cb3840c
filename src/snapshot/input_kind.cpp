#include "snapshot/input_kind.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "snapshot/config.h"
#include "snapshot/organization_outputs.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;

bool has_any(Node object, std::initializer_list<std::string_view> keys) {
  return std::any_of(keys.begin(), keys.end(),
                     [&](std::string_view key) { return object.find(key).has_value(); });
}

// `Policies` is also the name of a list of organisation policies, which have no versions.
bool lists_managed_policies(Node object) {
  const std::optional<Node> policies = object.find("Policies");
  if (!policies || !policies->is(Kind::Array)) return false;
  return policies->size() != 0 && (*policies)[0].is(Kind::Object) &&
         (*policies)[0].find("PolicyVersionList").has_value();
}

RecognisedInput unsupported(std::string what) {
  return {InputKind::Unsupported, std::move(what), ""};
}

constexpr std::string_view need_manifest =
    "it does not say what it belongs to: name it in a snapshot.yaml (docs/snapshot-manifest.md)";

}  // namespace

RecognisedInput recognise(Node root) {
  if (holds_config_items(root)) return {InputKind::ConfigItems, "", ""};
  if (!root.is(Kind::Object)) return {};
  if (has_any(root, {"UserDetailList", "GroupDetailList", "RoleDetailList"}) ||
      lists_managed_policies(root)) {
    return {InputKind::AuthorizationDetails, "", ""};
  }
  if (root.find("documents")) return {InputKind::Manifest, "", ""};
  if (has_any(root, {"AWSTemplateFormatVersion", "Resources"})) {
    return unsupported("a CloudFormation template");
  }
  if (has_any(root, {"format_version", "terraform_version"})) {
    return unsupported("a Terraform plan or state");
  }
  if (is_organizations_output(root)) return {InputKind::OrganizationsOutput, "", ""};
  if (root.find("Statement")) {
    return {InputKind::Unsupported, "a policy document alone", std::string(need_manifest)};
  }
  if (has_any(root, {"Policy", "Attributes", "ResourcePolicy", "policyText"})) {
    return {InputKind::Unsupported, "the policy of one resource", std::string(need_manifest)};
  }
  return {};
}

}  // namespace postern::snapshot
