#include <utility>

#include "snapshot/arns.h"
#include "snapshot/fields.h"
#include "snapshot/iam_collect_parts.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;
using model::PolicyKind;

// Users, roles, groups and managed policies of one account.
class IdentityReader {
 public:
  IdentityReader(Facts& facts, const CollectedAccount& account, WorldBuilder& builder)
      : facts_(facts), account_(account), builder_(builder), diagnostics_(builder.diagnostics()) {}

  void read_principal(model::PrincipalKind kind) {
    builder_.account(account_.id, account_.partition).has_identities = true;
    const bool role = kind == model::PrincipalKind::Role;
    const auto document = facts_.require("metadata.json", "folder");
    if (!document) return;
    Fields metadata(document->root(), role ? "a role" : "a user", diagnostics_);
    const std::optional<std::string> arn = iam_arn(metadata, role ? "role" : "user");
    if (!arn) return;
    const model::ArnView parts = *model::parse_arn(*arn);
    PrincipalDraft draft;
    model::IamPrincipal& principal = draft.principal;
    principal.kind = kind;
    principal.arn = *arn;
    principal.partition = parts.partition;
    principal.account = parts.account;
    principal.name = iam_name(*arn);
    principal.unique_id = metadata.text("id").value_or("");
    principal.service_linked = parts.resource.starts_with("role/aws-service-role/");
    principal.tags = read_tags(facts_, diagnostics_);
    principal.where = metadata.where();
    draft.identity = read_identity((role ? "role " : "user ") + principal.name);
    if (const auto boundary = metadata.find("permissionBoundary", Kind::String)) {
      draft.boundary = read_reference(*boundary);
    }
    if (role) {
      read_trust(draft);
    } else {
      read_groups(draft);
    }
    facts_.erase("instance-profiles.json");
    facts_.count_rest();
    builder_.add(std::move(draft));
  }

  void read_group() {
    const auto document = facts_.require("metadata.json", "folder");
    if (!document) return;
    Fields metadata(document->root(), "a group", diagnostics_);
    const std::optional<std::string> arn = iam_arn(metadata, "group");
    if (!arn) return;
    builder_.add(GroupDraft{*arn, read_identity("group " + iam_name(*arn)), metadata.where()});
    facts_.erase("tags.json");
    facts_.count_rest();
  }

  void read_managed() {
    const auto document = facts_.require("metadata.json", "folder");
    if (!document) return;
    Fields metadata(document->root(), "a managed policy", diagnostics_);
    const std::optional<std::string> arn = iam_arn(metadata, "policy");
    if (!arn) return;
    if (const auto policy = facts_.require("current-policy.json", "managed policy's folder")) {
      builder_.add_managed(builder_.read_policy(policy->root(), PolicyKind::Identity, *arn));
    }
    facts_.erase("tags.json");
    facts_.count_rest();
  }

 private:
  // The ARN that the metadata of an IAM entity give.
  std::optional<std::string> iam_arn(Fields& metadata, std::string_view type) {
    const std::optional<std::string> arn = metadata.require_text("arn");
    if (!arn) return std::nullopt;
    const SourceSpan where = metadata.find("arn")->where();
    if (!expect_iam_arn(*arn, type, where, diagnostics_)) return std::nullopt;
    const std::string account(model::parse_arn(*arn)->account);
    if (account == account_.id || (type == "policy" && account == "aws")) return arn;
    diagnostics_.error(codes::disagreement, where,
                       ticked(*arn) + " lies in the folder of account " + ticked(account_.id));
    return std::nullopt;
  }

  std::optional<Reference> read_reference(Node node) {
    if (!expect_kind(node, Kind::String, "a policy's ARN", diagnostics_)) return std::nullopt;
    if (!expect_iam_arn(node.text(), "policy", node.where(), diagnostics_)) return std::nullopt;
    return Reference{std::string(node.text()), node.where()};
  }

  IdentityDraft read_identity(const std::string& owner) {
    IdentityDraft draft;
    if (const auto document = facts_.take("inline-policies.json")) {
      for (Node node : elements(document->root(), "the list of inline policies", diagnostics_)) {
        Fields entry(node, "an inline policy", diagnostics_);
        const std::optional<std::string> name = entry.require_text("PolicyName");
        const std::optional<Node> policy = entry.require("PolicyDocument");
        if (!name || !policy) continue;
        draft.inline_policies.push_back(builder_.read_policy(
            *policy, PolicyKind::Identity, "inline policy " + *name + " of " + owner));
      }
    }
    if (const auto document = facts_.take("managed-policies.json")) {
      for (Node node : elements(document->root(), "the list of managed policies", diagnostics_)) {
        if (auto reference = read_reference(node)) draft.attached.push_back(std::move(*reference));
      }
    }
    return draft;
  }

  void read_trust(PrincipalDraft& draft) {
    if (const auto document = facts_.require("trust-policy.json", "role's folder")) {
      draft.trust = builder_.read_policy(document->root(), PolicyKind::Trust,
                                         "trust policy of role " + draft.principal.name);
    }
  }

  void read_groups(PrincipalDraft& draft) {
    const auto document = facts_.take("groups.json");
    if (!document) return;
    for (Node node : elements(document->root(), "the list of groups", diagnostics_)) {
      if (expect_kind(node, Kind::String, "a group's ARN", diagnostics_) &&
          expect_iam_arn(node.text(), "group", node.where(), diagnostics_)) {
        draft.groups.push_back({std::string(node.text()), node.where()});
      }
    }
  }

  Facts& facts_;
  const CollectedAccount& account_;
  WorldBuilder& builder_;
  Diagnostics& diagnostics_;
};

}  // namespace

void read_collected_principal(Facts& facts, model::PrincipalKind kind,
                              const CollectedAccount& account, WorldBuilder& builder) {
  IdentityReader(facts, account, builder).read_principal(kind);
}

void read_collected_group(Facts& facts, const CollectedAccount& account, WorldBuilder& builder) {
  IdentityReader(facts, account, builder).read_group();
}

void read_collected_policy(Facts& facts, const CollectedAccount& account, WorldBuilder& builder) {
  IdentityReader(facts, account, builder).read_managed();
}

}  // namespace postern::snapshot
