#include <array>
#include <utility>

#include "snapshot/fields.h"
#include "snapshot/iam_collect_parts.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;
using model::PolicyKind;

// A sort of organization policies.
struct Sort {
  std::string_view folder;  // and member of a node
  PolicyKind kind;
  std::string_view name;
};
constexpr std::array sorts{
    Sort{"scps", PolicyKind::ServiceControl, "service control policy"},
    Sort{"rcps", PolicyKind::ResourceControl, "resource control policy"},
};

class OrganizationReader {
 public:
  OrganizationReader(OrganizationFolders& folders, const std::string& id,
                     const std::string& partition, WorldBuilder& builder)
      : folders_(folders), builder_(builder), diagnostics_(builder.diagnostics()) {
    draft_.id = id;
    draft_.partition = partition;
  }

  void read() {
    const auto own = folders_.find("");
    if (own == folders_.end()) {
      diagnostics_.error(
          codes::missing_member, folders_.begin()->second.where(),
          "the folder of organization " + ticked(draft_.id) + " has no `metadata.json`");
      return;
    }
    Facts& facts = own->second;
    const auto metadata = facts.require("metadata.json", "organization's folder");
    const auto units = facts.require("ous.json", "organization's folder");
    const auto accounts = facts.require("accounts.json", "organization's folder");
    if (!metadata || !units || !accounts) return;
    const bool named = read_metadata(metadata->root());
    read_nodes(units->root(), "parent", draft_.units);
    read_nodes(accounts->root(), "ou", draft_.accounts);
    facts.erase("structure.json");  // the tree once more
    if (const auto administrators = facts.take("delegated-admins.json")) {
      read_root_managers(administrators->root());
    }
    facts.count_rest();
    for (auto& [name, folder] : folders_) {
      if (!name.empty()) read_folder(name, folder);
    }
    if (named) builder_.add(std::move(draft_));
  }

 private:
  bool read_metadata(Node root) {
    Fields fields(root, "an organization", diagnostics_);
    draft_.where = root.where();
    const auto id = fields.require_text("id");
    const auto management = fields.require_text("rootAccountId");
    if (id && *id != draft_.id) {
      diagnostics_.error(codes::disagreement, fields.find("id")->where(),
                         ticked(*id) + " lies in the folder of organization " + ticked(draft_.id));
    }
    if (const auto node = fields.find("features", Kind::Object)) {
      Fields features(*node, "the features", diagnostics_);
      if (features.find("SERVICE_CONTROL_POLICY")) {
        draft_.scps_enabled = features.is_true("SERVICE_CONTROL_POLICY");
      }
      if (features.find("RESOURCE_CONTROL_POLICY")) {
        draft_.rcps_enabled = features.is_true("RESOURCE_CONTROL_POLICY");
      }
    }
    draft_.management_account = management.value_or("");
    return id && management && *id == draft_.id;
  }

  // Who administers IAM for the organization can become root user of its members (TRUST-18). No
  // delegated administrator is exempt from SCPs (SCP-7).
  void read_root_managers(Node root) {
    if (!expect_kind(root, Kind::Object, "the delegated administrators", diagnostics_)) return;
    Fields fields(root, "the delegated administrators", diagnostics_);
    for (Node node : fields.list("iam.amazonaws.com")) {
      if (!expect_kind(node, Kind::String, "an account id", diagnostics_)) continue;
      if (is_account_id(node.text())) {
        draft_.root_managers.emplace(node.text());
      } else {
        diagnostics_.error(codes::bad_value, node.where(),
                           ticked(node.text()) + " is not an account id of twelve digits");
      }
    }
  }

  void read_nodes(Node root, std::string_view above, std::map<std::string, NodeDraft>& nodes) {
    if (!expect_kind(root, Kind::Object, "the list of nodes", diagnostics_)) return;
    for (const document::Member& member : root.members()) {
      Fields fields(member.value, "a node", diagnostics_);
      NodeDraft node;
      node.where = member.key_where();
      if (const auto parent = fields.find(above, Kind::String)) {
        node.above = parent->text();
        node.where = parent->where();
      } else if (above == "ou") {
        fields.require(above);
      }
      node.scps = read_attached(fields, "scps");
      node.rcps = read_attached(fields, "rcps");
      draft_.s3_policies = draft_.s3_policies || !fields.list("s3Policies").empty();
      nodes.emplace(member.key, std::move(node));
    }
  }

  Attached read_attached(Fields& fields, std::string_view name) {
    Attached out;
    for (Node node : fields.list(name)) {
      if (expect_kind(node, Kind::String, "a policy's ARN", diagnostics_)) {
        out.push_back({std::string(node.text()), node.where()});
      }
    }
    return out;
  }

  void read_folder(const std::string& name, Facts& facts) {
    const std::string top = name.substr(0, name.find('/'));
    for (const Sort& sort : sorts) {
      if (top == sort.folder) {
        read_policy(facts, sort);
        return;
      }
    }
    if (top == "s3-policies") {
      builder_.read_past("S3 policy of an organization", "S3 policies of an organization");
    } else if (top != "ous") {  // names and tags of units
      facts.count_rest();
    }
  }

  void read_policy(Facts& facts, const Sort& sort) {
    const auto document = facts.require("metadata.json", "folder");
    if (!document) return;
    Fields metadata(document->root(), "an organization policy", diagnostics_);
    const auto arn = metadata.require_text("arn");
    if (!arn) return;
    if (*arn == full_access_arn(sort.kind, draft_.partition)) return;  // known
    const auto policy = facts.require("policy.json", "organization policy's folder");
    if (!policy) return;
    const std::string name = metadata.text("name").value_or(*arn);
    draft_.policies.emplace(
        *arn, builder_.read_policy(policy->root(), sort.kind, std::string(sort.name) + ' ' + name));
    facts.erase("tags.json");
    facts.count_rest();
  }

  OrganizationFolders& folders_;
  WorldBuilder& builder_;
  Diagnostics& diagnostics_;
  OrganizationDraft draft_;
};

}  // namespace

void read_collected_organization(OrganizationFolders& folders, const std::string& id,
                                 const std::string& partition, WorldBuilder& builder) {
  OrganizationReader(folders, id, partition, builder).read();
}

}  // namespace postern::snapshot
