#include "snapshot/iam_entities.h"

#include <map>
#include <utility>

#include "snapshot/arns.h"

namespace postern::snapshot {

using document::Kind;
using document::Node;
using model::PolicyKind;

void IamEntityReader::report_unknown(const Fields& fields, std::string_view what) {
  for (const document::Member& member : fields.unknown()) {
    reading_.warn_once(
        codes::unknown_member, member.key_where(),
        "unknown member " + ticked(member.key) + " of " + std::string(what) + " is read past");
  }
}

// The ARN of an entity, if it is one of `type`.
std::optional<std::string> IamEntityReader::read_arn(Fields& fields, std::string_view type,
                                                     std::string_view name_member) {
  const std::optional<std::string> arn = fields.require_text("Arn");
  const std::optional<std::string> name = fields.text(name_member);
  if (!arn || !expect_iam_arn(*arn, type, fields.find("Arn")->where(), diagnostics_)) {
    return std::nullopt;
  }
  if (name && *name != iam_name(*arn)) {
    diagnostics_.error(codes::disagreement, fields.find(name_member)->where(),
                       "the name " + ticked(*name) + " is not that of " + ticked(*arn));
  }
  return arn;
}

IdentityDraft IamEntityReader::read_identity(Fields& fields, std::string_view inline_list,
                                             const std::string& owner) {
  IdentityDraft draft;
  for (Node node : fields.list(inline_list)) {
    Fields entry = fields_of(node, "an inline policy");
    const std::optional<std::string> name = entry.require_text("PolicyName");
    const std::optional<Node> document = entry.require("PolicyDocument");
    if (name && document) {
      draft.inline_policies.push_back(reading_.read_policy(
          *document, PolicyKind::Identity, "inline policy " + *name + " of " + owner));
    }
    report_unknown(entry, "an inline policy");
  }
  for (Node node : fields.list("AttachedManagedPolicies")) {
    Fields entry = fields_of(node, "an attached policy");
    entry.ignore({"PolicyName"});
    if (auto reference = read_reference(entry, "PolicyArn")) {
      draft.attached.push_back(std::move(*reference));
    }
    report_unknown(entry, "an attached policy");
  }
  return draft;
}

std::optional<Reference> IamEntityReader::read_reference(Fields& fields, std::string_view member) {
  const std::optional<std::string> arn = fields.require_text(member);
  if (!arn) return std::nullopt;
  const SourceSpan where = fields.find(member)->where();
  if (!expect_iam_arn(*arn, "policy", where, diagnostics_)) return std::nullopt;
  return Reference{*arn, where};
}

std::map<std::string, std::string> IamEntityReader::read_tags(Fields& fields) {
  std::map<std::string, std::string> tags;
  for (Node node : fields.list("Tags")) {
    Fields tag = fields_of(node, "a tag");
    const std::optional<std::string> key = tag.require_text("Key");
    const std::optional<std::string> value = tag.require_text("Value");
    if (key && value) add_tag(tags, *key, *value, tag.where(), diagnostics_);
  }
  return tags;
}

// What users and roles have in common.
PrincipalDraft IamEntityReader::read_principal(Fields& fields, model::PrincipalKind kind,
                                               const std::string& arn, std::string_view id_member,
                                               std::string_view inline_list) {
  const model::ArnView parts = *model::parse_arn(arn);
  const bool role = kind == model::PrincipalKind::Role;
  PrincipalDraft draft;
  draft.principal.kind = kind;
  draft.principal.arn = arn;
  draft.principal.partition = parts.partition;
  draft.principal.account = parts.account;
  draft.principal.name = iam_name(arn);
  draft.principal.unique_id = fields.text(id_member).value_or("");
  draft.principal.tags = read_tags(fields);
  draft.principal.service_linked = parts.resource.starts_with("role/aws-service-role/");
  draft.principal.where = fields.where();
  draft.identity =
      read_identity(fields, inline_list, (role ? "role " : "user ") + draft.principal.name);
  if (const std::optional<Node> node = fields.find("PermissionsBoundary", Kind::Object)) {
    Fields boundary = fields_of(*node, "a permissions boundary");
    boundary.ignore({"PermissionsBoundaryType"});
    draft.boundary = read_reference(boundary, "PermissionsBoundaryArn");
    report_unknown(boundary, "a permissions boundary");
  }
  fields.ignore({"Path", "CreateDate"});
  return draft;
}

std::optional<PrincipalDraft> IamEntityReader::read_user(Node node) {
  Fields fields = fields_of(node, "a user");
  const std::optional<std::string> arn = read_arn(fields, "user", "UserName");
  if (!arn) return std::nullopt;
  PrincipalDraft draft =
      read_principal(fields, model::PrincipalKind::User, *arn, "UserId", "UserPolicyList");
  const model::ArnView parts = *model::parse_arn(*arn);
  for (Node group : fields.list("GroupList")) {
    if (!expect_kind(group, Kind::String, "a group's name", diagnostics_)) continue;
    draft.groups.push_back({"arn:" + std::string(parts.partition) + ":iam::" +
                                std::string(parts.account) + ":group/" + std::string(group.text()),
                            group.where()});
  }
  fields.ignore({"PasswordLastUsed"});
  report_unknown(fields, "a user");
  return draft;
}

std::optional<PrincipalDraft> IamEntityReader::read_role(Node node) {
  Fields fields = fields_of(node, "a role");
  const std::optional<std::string> arn = read_arn(fields, "role", "RoleName");
  if (!arn) return std::nullopt;
  PrincipalDraft draft =
      read_principal(fields, model::PrincipalKind::Role, *arn, "RoleId", "RolePolicyList");
  if (const std::optional<Node> trust = fields.require("AssumeRolePolicyDocument")) {
    draft.trust = reading_.read_policy(*trust, PolicyKind::Trust,
                                       "trust policy of role " + draft.principal.name);
  }
  fields.ignore({"InstanceProfileList", "RoleLastUsed", "Description", "MaxSessionDuration"});
  report_unknown(fields, "a role");
  return draft;
}

std::optional<GroupDraft> IamEntityReader::read_group(Node node) {
  Fields fields = fields_of(node, "a group");
  const std::optional<std::string> arn = read_arn(fields, "group", "GroupName");
  if (!arn) return std::nullopt;
  fields.ignore({"GroupId", "Path", "CreateDate"});
  GroupDraft draft{*arn, read_identity(fields, "GroupPolicyList", "group " + iam_name(*arn)),
                   node.where()};
  report_unknown(fields, "a group");
  return draft;
}

std::optional<ReadPolicy> IamEntityReader::read_managed(Node node) {
  Fields fields = fields_of(node, "a managed policy");
  const std::optional<std::string> arn = read_arn(fields, "policy", "PolicyName");
  if (!arn) return std::nullopt;
  fields.ignore({"PolicyId", "Path", "AttachmentCount", "PermissionsBoundaryUsageCount",
                 "IsAttachable", "Description", "CreateDate", "UpdateDate", "Tags"});
  const std::optional<Node> document = default_version(fields);
  report_unknown(fields, "a managed policy");
  if (!document) return std::nullopt;
  return reading_.read_policy(*document, PolicyKind::Identity, *arn);
}

// The document of the version in force.
std::optional<Node> IamEntityReader::default_version(Fields& policy) {
  const std::optional<std::string> default_id = policy.text("DefaultVersionId");
  std::optional<Node> found;
  for (Node node : policy.list("PolicyVersionList")) {
    Fields version = fields_of(node, "a policy version");
    version.ignore({"CreateDate"});
    const std::optional<Node> document = version.find("Document");
    const std::optional<std::string> id = version.text("VersionId");
    const bool is_default = version.is_true("IsDefaultVersion");
    report_unknown(version, "a policy version");
    if (!is_default) continue;
    if (found || (default_id && id && *default_id != *id)) {
      diagnostics_.error(codes::disagreement, node.where(),
                         "a managed policy has two default versions");
      return std::nullopt;
    }
    found = document;
  }
  if (!found) {
    diagnostics_.error(codes::missing_member, policy.where(),
                       "a managed policy has no document of its default version");
  }
  return found;
}

}  // namespace postern::snapshot
