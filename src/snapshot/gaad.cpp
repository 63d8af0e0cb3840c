#include "snapshot/gaad.h"

#include <map>
#include <utility>

#include "snapshot/arns.h"
#include "snapshot/fields.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;
using model::PolicyKind;

class GaadReader {
 public:
  GaadReader(const std::optional<std::string>& account, WorldBuilder& builder)
      : builder_(builder), diagnostics_(builder.diagnostics()) {
    if (account) last_accounts_ = {*account};
  }

  void read_page(Node node) {
    Fields page(node, "the authorization details", diagnostics_);
    page_accounts_.clear();
    policy_accounts_.clear();
    for (Node user : page.list("UserDetailList")) read_user(user);
    for (Node group : page.list("GroupDetailList")) read_group(group);
    for (Node role : page.list("RoleDetailList")) read_role(role);
    for (Node policy : page.list("Policies")) read_managed(policy);
    const std::optional<MoreFollows> more = more_follows(page);
    report_unknown(page, "the authorization details");
    // A page without entities belongs to the account of the page before; if there is none, to that
    // of its policies.
    if (!page_accounts_.empty()) last_accounts_ = page_accounts_;
    if (last_accounts_.empty()) last_accounts_ = policy_accounts_;
    if (last_accounts_.empty()) last_accounts_ = {""};
    for (const std::string& account : last_accounts_) {
      IdentityPages& pages = pages_[account];
      pages.account = account;
      pages.users |= page.find("UserDetailList").has_value();
      pages.groups |= page.find("GroupDetailList").has_value();
      pages.roles |= page.find("RoleDetailList").has_value();
      pages.more = more;
      pages.where = node.where();
    }
  }

  GaadSummary finish() {
    GaadSummary summary{entities_, {}};
    if (pages_.size() > 1) pages_.erase("");  // of the pages before the first that tells
    for (auto& [id, pages] : pages_) {
      if (!id.empty()) summary.accounts.insert(id);
      builder_.add(std::move(pages));
    }
    return summary;
  }

 private:
  void report_unknown(const Fields& fields, std::string_view what) {
    for (const document::Member& member : fields.unknown()) {
      builder_.warn_once(
          codes::unknown_member, member.key_where,
          "unknown member " + ticked(member.key) + " of " + std::string(what) + " is read past");
    }
  }

  // The ARN of an entity, if it is one of `type`; counts the entity and its account.
  std::optional<std::string> read_arn(Fields& fields, std::string_view type,
                                      std::string_view name_member) {
    const std::optional<std::string> arn = fields.require_text("Arn");
    const std::optional<std::string> name = fields.text(name_member);
    ++entities_;
    if (!arn || !expect_iam_arn(*arn, type, fields.find("Arn")->where(), diagnostics_)) {
      return std::nullopt;
    }
    if (name && *name != iam_name(*arn)) {
      diagnostics_.error(codes::disagreement, fields.find(name_member)->where(),
                         "the name " + ticked(*name) + " is not that of " + ticked(*arn));
    }
    const model::ArnView parts = *model::parse_arn(*arn);
    const std::string account(parts.account);
    if (type != "policy") {
      page_accounts_.insert(account);
      builder_.account(account, parts.partition);
      pages_[account].entities.push_back(*arn);
    } else if (account != "aws") {
      policy_accounts_.insert(account);
    }
    return arn;
  }

  IdentityDraft read_identity(Fields& fields, std::string_view inline_list,
                              const std::string& owner) {
    IdentityDraft draft;
    for (Node node : fields.list(inline_list)) {
      Fields entry(node, "an inline policy", diagnostics_);
      const std::optional<std::string> name = entry.require_text("PolicyName");
      const std::optional<Node> document = entry.require("PolicyDocument");
      if (name && document) {
        draft.inline_policies.push_back(builder_.read_policy(
            *document, PolicyKind::Identity, "inline policy " + *name + " of " + owner));
      }
      report_unknown(entry, "an inline policy");
    }
    for (Node node : fields.list("AttachedManagedPolicies")) {
      Fields entry(node, "an attached policy", diagnostics_);
      entry.ignore({"PolicyName"});
      if (auto reference = read_reference(entry, "PolicyArn")) {
        draft.attached.push_back(std::move(*reference));
      }
      report_unknown(entry, "an attached policy");
    }
    return draft;
  }

  std::optional<Reference> read_reference(Fields& fields, std::string_view member) {
    const std::optional<std::string> arn = fields.require_text(member);
    if (!arn) return std::nullopt;
    const SourceSpan where = fields.find(member)->where();
    if (!expect_iam_arn(*arn, "policy", where, diagnostics_)) return std::nullopt;
    return Reference{*arn, where};
  }

  std::map<std::string, std::string> read_tags(Fields& fields) {
    std::map<std::string, std::string> tags;
    for (Node node : fields.list("Tags")) {
      Fields tag(node, "a tag", diagnostics_);
      const std::optional<std::string> key = tag.require_text("Key");
      const std::optional<std::string> value = tag.require_text("Value");
      if (key && value) add_tag(tags, *key, *value, tag.where(), diagnostics_);
    }
    return tags;
  }

  // What users and roles have in common.
  PrincipalDraft read_principal(Fields& fields, model::PrincipalKind kind, const std::string& arn,
                                std::string_view id_member, std::string_view inline_list) {
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
      Fields boundary(*node, "a permissions boundary", diagnostics_);
      boundary.ignore({"PermissionsBoundaryType"});
      draft.boundary = read_reference(boundary, "PermissionsBoundaryArn");
      report_unknown(boundary, "a permissions boundary");
    }
    fields.ignore({"Path", "CreateDate"});
    return draft;
  }

  void read_user(Node node) {
    Fields fields(node, "a user", diagnostics_);
    const std::optional<std::string> arn = read_arn(fields, "user", "UserName");
    if (!arn) return;
    PrincipalDraft draft =
        read_principal(fields, model::PrincipalKind::User, *arn, "UserId", "UserPolicyList");
    const model::ArnView parts = *model::parse_arn(*arn);
    for (Node group : fields.list("GroupList")) {
      if (!expect_kind(group, Kind::String, "a group's name", diagnostics_)) continue;
      draft.groups.push_back({"arn:" + std::string(parts.partition) +
                                  ":iam::" + std::string(parts.account) + ":group/" +
                                  std::string(group.text()),
                              group.where()});
    }
    fields.ignore({"PasswordLastUsed"});
    report_unknown(fields, "a user");
    builder_.add(std::move(draft));
  }

  void read_role(Node node) {
    Fields fields(node, "a role", diagnostics_);
    const std::optional<std::string> arn = read_arn(fields, "role", "RoleName");
    if (!arn) return;
    PrincipalDraft draft =
        read_principal(fields, model::PrincipalKind::Role, *arn, "RoleId", "RolePolicyList");
    if (const std::optional<Node> trust = fields.require("AssumeRolePolicyDocument")) {
      draft.trust = builder_.read_policy(*trust, PolicyKind::Trust,
                                         "trust policy of role " + draft.principal.name);
    }
    fields.ignore({"InstanceProfileList", "RoleLastUsed", "Description", "MaxSessionDuration"});
    report_unknown(fields, "a role");
    builder_.add(std::move(draft));
  }

  void read_group(Node node) {
    Fields fields(node, "a group", diagnostics_);
    const std::optional<std::string> arn = read_arn(fields, "group", "GroupName");
    if (!arn) return;
    fields.ignore({"GroupId", "Path", "CreateDate"});
    GroupDraft draft{*arn, read_identity(fields, "GroupPolicyList", "group " + iam_name(*arn)),
                     node.where()};
    report_unknown(fields, "a group");
    builder_.add(std::move(draft));
  }

  void read_managed(Node node) {
    Fields fields(node, "a managed policy", diagnostics_);
    const std::optional<std::string> arn = read_arn(fields, "policy", "PolicyName");
    if (!arn) return;
    fields.ignore({"PolicyId", "Path", "AttachmentCount", "PermissionsBoundaryUsageCount",
                   "IsAttachable", "Description", "CreateDate", "UpdateDate", "Tags"});
    if (const std::optional<Node> document = default_version(fields)) {
      builder_.add_managed(builder_.read_policy(*document, PolicyKind::Identity, *arn));
    }
    report_unknown(fields, "a managed policy");
  }

  // The document of the version in force.
  std::optional<Node> default_version(Fields& policy) {
    const std::optional<std::string> default_id = policy.text("DefaultVersionId");
    std::optional<Node> found;
    for (Node node : policy.list("PolicyVersionList")) {
      Fields version(node, "a policy version", diagnostics_);
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

  WorldBuilder& builder_;
  Diagnostics& diagnostics_;
  std::size_t entities_ = 0;
  std::set<std::string> page_accounts_;    // whose users, groups and roles the page has
  std::set<std::string> policy_accounts_;  // whose managed policies
  std::set<std::string> last_accounts_;
  std::map<std::string, IdentityPages> pages_;  // by account
};

}  // namespace

GaadSummary read_gaad(const std::vector<Node>& pages, const std::optional<std::string>& account,
                      WorldBuilder& builder) {
  GaadReader reader(account, builder);
  for (Node page : pages) reader.read_page(page);
  return reader.finish();
}

}  // namespace postern::snapshot
