#include "snapshot/iam_collect.h"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <utility>

#include "snapshot/arns.h"
#include "snapshot/fields.h"
#include "snapshot/folder.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

using document::Document;
using document::Kind;
using document::Node;
using model::PolicyKind;

// The files of one folder: the facts about one thing.
class Facts {
 public:
  Facts(std::string folder, std::vector<std::string> names, WorldBuilder& builder)
      : folder_(std::move(folder)), names_(std::move(names)), builder_(builder) {}

  const std::string& folder() const { return folder_; }
  std::string path(const std::string& name) const { return join_path(folder_, name); }
  SourceSpan where() const { return {std::make_shared<const std::string>(folder_), 0, 0}; }

  /// The document of that name, or nothing if there is none or it cannot be read, which is
  /// reported.
  std::optional<Document> take(const std::string& name) {
    if (!erase(name)) return std::nullopt;
    try {
      const std::string bytes = document::read_file(path(name), builder_.limits());
      Document document = document::parse_json(path(name), bytes, builder_.limits());
      const Node root = document.root();
      builder_.add_input(path(name), "iam-collect", bytes, root.is(Kind::Array) ? root.size() : 1);
      return document;
    } catch (const Error& error) {
      builder_.diagnostics().add(error);
      return std::nullopt;
    }
  }

  /// Leaves a file out. Returns whether it is there.
  bool erase(const std::string& name) {
    const auto at = std::find(names_.begin(), names_.end(), name);
    if (at == names_.end()) return false;
    names_.erase(at);
    return true;
  }

  /// The files nobody took.
  const std::vector<std::string>& rest() const { return names_; }

 private:
  std::string folder_;
  std::vector<std::string> names_;
  WorldBuilder& builder_;
};

// `parts` from `from` on begin with these words.
bool starts(const std::vector<std::string_view>& parts, std::size_t from,
            std::initializer_list<std::string_view> words) {
  return parts.size() >= from + words.size() &&
         std::equal(words.begin(), words.end(), parts.begin() + static_cast<std::ptrdiff_t>(from));
}

class CollectReader {
 public:
  explicit CollectReader(WorldBuilder& builder)
      : builder_(builder), diagnostics_(builder.diagnostics()) {}

  void read_partition(const std::string& folder, const std::string& partition) {
    partition_ = partition;
    std::map<std::string, std::vector<std::string>> folders;
    for (const std::string& file : files_below(folder)) {
      const std::size_t slash = file.rfind('/');
      const std::string parent = slash == std::string::npos ? "" : file.substr(0, slash);
      folders[parent].push_back(slash == std::string::npos ? file : file.substr(slash + 1));
    }
    for (auto& [name, files] : folders) {
      Facts facts(join_path(folder, name), std::move(files), builder_);
      const std::vector<std::string_view> parts =
          split(name, '/', std::numeric_limits<std::size_t>::max());
      if (starts(parts, 0, {"accounts"}) && parts.size() >= 2) {
        read_account_part(parts, facts);
      } else if (starts(parts, 0, {"organizations"})) {
        count_organization_part(parts, facts);
      } else if (name == "indexes") {
        continue;  // made from the rest
      } else {
        count_rest(facts);
      }
    }
  }

 private:
  void read_account_part(const std::vector<std::string_view>& parts, Facts& facts) {
    const std::string_view account = parts[1];
    if (!is_account_id(account)) {
      diagnostics_.error(codes::bad_value, facts.where(),
                         ticked(account) + " is not an account id of twelve digits");
      return;
    }
    if (account_ != account) account_block_ = false;
    account_ = account;
    builder_.account(account_, partition_);
    if (parts.size() == 2) {
      read_account(facts);
    } else if (starts(parts, 2, {"iam", "role"})) {
      read_principal(facts, model::PrincipalKind::Role);
    } else if (starts(parts, 2, {"iam", "user"})) {
      read_principal(facts, model::PrincipalKind::User);
    } else if (starts(parts, 2, {"iam", "group"})) {
      read_group(facts);
    } else if (starts(parts, 2, {"iam", "policy"}) || starts(parts, 2, {"iam", "aws", "policy"})) {
      read_managed(facts);
    } else if (starts(parts, 2, {"ram"})) {
      for (std::size_t i = 0; i < facts.rest().size(); ++i) {
        builder_.read_past("resource share", "resource shares");
      }
    } else {
      read_resource(facts);
    }
  }

  void read_account(Facts& facts) {
    facts.erase("metadata.json");
    if (const auto document = facts.take("organization.json")) {
      Fields fields(document->root(), "an account's organization", diagnostics_);
      if (const auto id = fields.require_text("organizationId")) {
        builder_.account(account_, partition_).organization = *id;
      }
    }
    account_block_ = takes_public_access_block(facts, "s3-bpa.json");
    count_rest(facts);
  }

  // The ARN that the metadata of an IAM entity give.
  std::optional<std::string> iam_arn(Fields& metadata, std::string_view type) {
    const std::optional<std::string> arn = metadata.require_text("arn");
    if (!arn) return std::nullopt;
    const SourceSpan where = metadata.find("arn")->where();
    if (!expect_iam_arn(*arn, type, where, diagnostics_)) return std::nullopt;
    const std::string account(model::parse_arn(*arn)->account);
    if (account == account_ || (type == "policy" && account == "aws")) return arn;
    diagnostics_.error(codes::disagreement, where,
                       ticked(*arn) + " lies in the folder of account " + ticked(account_));
    return std::nullopt;
  }

  std::optional<Document> take_metadata(Facts& facts) {
    std::optional<Document> metadata = facts.take("metadata.json");
    if (!metadata && !exists(facts.path("metadata.json"))) {
      diagnostics_.error(codes::missing_member, facts.where(), "the folder has no `metadata.json`");
    }
    return metadata;
  }

  std::optional<Reference> read_reference(Node node) {
    if (!expect_kind(node, Kind::String, "a policy's ARN", diagnostics_)) return std::nullopt;
    if (!expect_iam_arn(node.text(), "policy", node.where(), diagnostics_)) return std::nullopt;
    return Reference{std::string(node.text()), node.where()};
  }

  std::vector<Node> elements(Node node, std::string_view what) {
    if (!expect_kind(node, Kind::Array, what, diagnostics_)) return {};
    return node.elements();
  }

  IdentityDraft read_identity(Facts& facts, const std::string& owner) {
    IdentityDraft draft;
    if (const auto document = facts.take("inline-policies.json")) {
      for (Node node : elements(document->root(), "the list of inline policies")) {
        Fields entry(node, "an inline policy", diagnostics_);
        const std::optional<std::string> name = entry.require_text("PolicyName");
        const std::optional<Node> policy = entry.require("PolicyDocument");
        if (!name || !policy) continue;
        draft.inline_policies.push_back(builder_.read_policy(
            *policy, PolicyKind::Identity, "inline policy " + *name + " of " + owner));
      }
    }
    if (const auto document = facts.take("managed-policies.json")) {
      for (Node node : elements(document->root(), "the list of managed policies")) {
        if (auto reference = read_reference(node)) draft.attached.push_back(std::move(*reference));
      }
    }
    return draft;
  }

  std::map<std::string, std::string> read_tags(Facts& facts) {
    std::map<std::string, std::string> tags;
    const auto document = facts.take("tags.json");
    if (!document || !expect_kind(document->root(), Kind::Object, "the tags", diagnostics_)) {
      return tags;
    }
    for (const document::Member& tag : document->root().members()) {
      if (!expect_kind(tag.value, Kind::String, "a tag's value", diagnostics_)) continue;
      tags.emplace(tag.key, tag.value.text());
    }
    return tags;
  }

  void read_principal(Facts& facts, model::PrincipalKind kind) {
    builder_.account(account_, partition_).has_identities = true;
    const bool role = kind == model::PrincipalKind::Role;
    const auto document = take_metadata(facts);
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
    principal.tags = read_tags(facts);
    principal.where = metadata.where();
    draft.identity = read_identity(facts, (role ? "role " : "user ") + principal.name);
    if (const auto boundary = metadata.find("permissionBoundary", Kind::String)) {
      draft.boundary = read_reference(*boundary);
    }
    if (role) {
      read_trust(facts, draft);
    } else {
      read_groups(facts, draft);
    }
    facts.erase("instance-profiles.json");
    count_rest(facts);
    builder_.add(std::move(draft));
  }

  void read_trust(Facts& facts, PrincipalDraft& draft) {
    if (const auto document = facts.take("trust-policy.json")) {
      draft.trust = builder_.read_policy(document->root(), PolicyKind::Trust,
                                         "trust policy of role " + draft.principal.name);
    } else if (!exists(facts.path("trust-policy.json"))) {
      diagnostics_.error(codes::missing_member, facts.where(),
                         "the role's folder has no `trust-policy.json`");
    }
  }

  void read_groups(Facts& facts, PrincipalDraft& draft) {
    const auto document = facts.take("groups.json");
    if (!document) return;
    for (Node node : elements(document->root(), "the list of groups")) {
      if (expect_kind(node, Kind::String, "a group's ARN", diagnostics_) &&
          expect_iam_arn(node.text(), "group", node.where(), diagnostics_)) {
        draft.groups.push_back({std::string(node.text()), node.where()});
      }
    }
  }

  void read_group(Facts& facts) {
    const auto document = take_metadata(facts);
    if (!document) return;
    Fields metadata(document->root(), "a group", diagnostics_);
    const std::optional<std::string> arn = iam_arn(metadata, "group");
    if (!arn) return;
    builder_.add(
        GroupDraft{*arn, read_identity(facts, "group " + iam_name(*arn)), metadata.where()});
    facts.erase("tags.json");
    count_rest(facts);
  }

  void read_managed(Facts& facts) {
    const auto document = take_metadata(facts);
    if (!document) return;
    Fields metadata(document->root(), "a managed policy", diagnostics_);
    const std::optional<std::string> arn = iam_arn(metadata, "policy");
    if (!arn) return;
    if (const auto policy = facts.take("current-policy.json")) {
      builder_.add_managed(builder_.read_policy(policy->root(), PolicyKind::Identity, *arn));
    } else if (!exists(facts.path("current-policy.json"))) {
      diagnostics_.error(codes::missing_member, facts.where(),
                         "the managed policy's folder has no `current-policy.json`");
    }
    facts.erase("tags.json");
    count_rest(facts);
  }

  void read_resource(Facts& facts) {
    if (facts.erase("endpoint-policy.json")) {
      builder_.read_past("endpoint policy", "endpoint policies");
    }
    const auto document = take_metadata(facts);
    if (!document) return;
    Fields metadata(document->root(), "a resource", diagnostics_);
    const std::optional<std::string> arn = metadata.require_text("arn");
    if (!arn || !expect_resource_arn(*arn, metadata.find("arn")->where(), diagnostics_)) return;
    const model::ArnView parts = *model::parse_arn(*arn);
    if (!parts.account.empty() && parts.account != account_) {
      diagnostics_.error(codes::disagreement, metadata.find("arn")->where(),
                         ticked(*arn) + " lies in the folder of account " + ticked(account_));
      return;
    }
    ResourceDraft draft;
    model::Resource& resource = draft.resource;
    resource.kind = resource_kind(parts);
    resource.arn = *arn;
    resource.account = account_;
    resource.tags = read_tags(facts);
    resource.where = metadata.where();
    if (const auto policy = facts.take("policy.json")) {
      draft.policy =
          builder_.read_policy(policy->root(), PolicyKind::Resource, policy_name(resource));
    } else if (resource.kind == model::ResourceKind::KmsKey) {
      resource.unmodelled.push_back("every key has a policy, but the snapshot has none of it");
    }
    if (takes_public_access_block(facts, "bpa.json")) {
      resource.unmodelled.push_back("public access block");
    }
    if (account_block_ && resource.kind == model::ResourceKind::S3Bucket) {
      resource.unmodelled.push_back("public access block of its account");
    }
    facts.erase("encryption.json");  // decides about keys, not about access to the bucket
    count_rest(facts);
    builder_.add(std::move(draft));
  }

  // Takes a public access block and tells whether any of its settings is on.
  bool takes_public_access_block(Facts& facts, const std::string& name) {
    const auto document = facts.take(name);
    if (!document ||
        !expect_kind(document->root(), Kind::Object, "a public access block", diagnostics_)) {
      return false;
    }
    const std::vector<document::Member> members = document->root().members();
    const bool any = std::any_of(members.begin(), members.end(), [](const auto& member) {
      return member.value.is(Kind::Boolean) && member.value.boolean();
    });
    if (any) builder_.read_past("public access block of S3", "public access blocks of S3");
    return any;
  }

  void count_organization_part(const std::vector<std::string_view>& parts, Facts& facts) {
    if (!starts(parts, 0, {"organizations"}) || parts.size() < 4) return;  // the tree itself
    if (parts[2] == "scps") {
      builder_.read_past("service control policy", "service control policies");
      if (parts[3] != "p-fullawsaccess") builder_.unmodelled_guardrail("service control policies");
    } else if (parts[2] == "rcps") {
      builder_.read_past("resource control policy", "resource control policies");
      if (parts[3] != "p-rcpfullawsaccess") {
        builder_.unmodelled_guardrail("resource control policies");
      }
    } else if (parts[2] == "ous") {
      builder_.read_past("organizational unit", "organizational units");
    } else {
      count_rest(facts);
    }
  }

  void count_rest(const Facts& facts) {
    for (const std::string& file : facts.rest()) {
      builder_.read_past("file named " + ticked(file), "files named " + ticked(file));
    }
  }

  WorldBuilder& builder_;
  Diagnostics& diagnostics_;
  std::string partition_;
  std::string account_;         // of the folder that is read
  bool account_block_ = false;  // its public access block does something
};

}  // namespace

bool is_iam_collect(const std::string& folder) {
  const std::vector<std::string> partitions = folders_in(join_path(folder, "aws"));
  return std::any_of(partitions.begin(), partitions.end(), [&](const std::string& partition) {
    return is_folder(join_path(folder, "aws/" + partition + "/accounts"));
  });
}

void read_iam_collect(const std::string& folder, WorldBuilder& builder) {
  for (const std::string& partition : folders_in(join_path(folder, "aws"))) {
    CollectReader(builder).read_partition(join_path(folder, "aws/" + partition), partition);
  }
}

}  // namespace postern::snapshot
