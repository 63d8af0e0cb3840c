// From the pieces that outputs of `aws organizations` hold to organizations.
#include <algorithm>
#include <set>
#include <utility>

#include "snapshot/fields.h"
#include "snapshot/organization_outputs.h"
#include "snapshot/organization_subject.h"
#include "snapshot/world_builder.h"

namespace postern::snapshot {
namespace {

using model::PolicyKind;

std::string_view type_of(PolicyKind kind) {
  return kind == PolicyKind::ServiceControl ? "SERVICE_CONTROL_POLICY" : "RESOURCE_CONTROL_POLICY";
}

enum class Enabled { Yes, No, Unknown };

class Assembly {
 public:
  Assembly(OrganizationOutputs& outputs, WorldBuilder& builder)
      : out_(outputs), builder_(builder), diagnostics_(builder.diagnostics()) {
    for (const auto& [policy, targets] : out_.targets) {
      for (const auto& [id, where] : targets.ids)
        policies_at_[id].emplace_back(policy.first, where);
    }
    for (const auto& [id, organization] : out_.organizations) {
      for (const PolicyKind kind : {PolicyKind::ServiceControl, PolicyKind::ResourceControl}) {
        if (all_targets_known(kind, id)) all_targets_.emplace(id, kind);
      }
    }
  }

  std::vector<OrganizationDraft> run() {
    std::vector<OrganizationDraft> drafts;
    for (const auto& [id, organization] : out_.organizations) {
      drafts.push_back(head(id, organization));
    }
    for (const auto& [id, node] : out_.nodes) {
      const std::string organization = organization_of(id);
      const auto draft =
          std::find_if(drafts.begin(), drafts.end(),
                       [&](const OrganizationDraft& each) { return each.id == organization; });
      if (draft != drafts.end()) {
        add_node(id, node, *draft);
      } else {
        diagnostics_.error(codes::missing_member, node.where,
                           "nothing says which organization " + ticked(id) + " is in",
                           "add what `aws organizations list-accounts` prints");
      }
    }
    for (OrganizationDraft& draft : drafts) finish(draft);
    return drafts;
  }

 private:
  OrganizationDraft head(const std::string& id,
                         const OrganizationOutputs::Organization& organization) {
    OrganizationDraft draft;
    draft.id = id;
    draft.partition = organization.partition;
    draft.management_account = organization.management_account;
    draft.where = organization.where;
    draft.scps_enabled = enabled(PolicyKind::ServiceControl, draft) != Enabled::No;
    draft.rcps_enabled = enabled(PolicyKind::ResourceControl, draft) != Enabled::No;
    const auto accounts = out_.accounts.find(id);
    if (const auto at = out_.administrators.find(id); at != out_.administrators.end()) {
      draft.root_managers = at->second;
    }
    draft.s3_policies = uses_s3_policies(id);
    draft.all_accounts = accounts != out_.accounts.end() && accounts->second.complete;
    return draft;
  }

  // By its ARN; else that of what it is in; else the only one there is.
  std::string organization_of(const std::string& id) const {
    std::string at = id;
    for (std::size_t steps = 0; steps <= out_.nodes.size(); ++steps) {
      const auto node = out_.nodes.find(at);
      if (node != out_.nodes.end() && !node->second.organization.empty()) {
        return node->second.organization;
      }
      const auto parent = out_.parents.find(at);
      if (parent == out_.parents.end()) break;
      at = parent->second.arn;
    }
    return out_.organizations.size() == 1 ? out_.organizations.begin()->first : std::string();
  }

  // Whether what is above it is known up to the root. Below itself counts: the tree's check says
  // so.
  bool is_placed(const std::string& id) const {
    std::string at = id;
    for (std::size_t steps = 0; steps <= out_.nodes.size(); ++steps) {
      const auto parent = out_.parents.find(at);
      if (parent == out_.parents.end()) return is_id(at, id_of_root);
      at = parent->second.arn;
    }
    return true;
  }

  void add_node(const std::string& id, const OrganizationOutputs::Node& node,
                OrganizationDraft& draft) {
    NodeDraft out;
    out.where = node.where;
    const bool placed = is_placed(id);
    if (const auto parent = out_.parents.find(id); parent != out_.parents.end()) {
      check_parent(id, parent->second, draft);
      out.where = parent->second.where;
      if (placed) out.above = parent->second.arn;
    }
    out.scps = attached(PolicyKind::ServiceControl, id, draft, out.all_scps);
    out.rcps = attached(PolicyKind::ResourceControl, id, draft, out.all_rcps);
    if (is_id(id, id_of_account)) {
      check_listed(id, node, draft);
      draft.accounts.emplace(id, std::move(out));
    } else if (placed) {
      draft.units.emplace(id, std::move(out));
    }
  }

  void check_parent(const std::string& id, const Reference& parent,
                    const OrganizationDraft& draft) {
    const auto units = out_.units.find(parent.arn);
    const bool other = organization_of(parent.arn) != draft.id;
    const bool not_listed = is_id(id, id_of_unit) && units != out_.units.end() &&
                            units->second.complete && !units->second.ids.contains(id);
    if (!other && !not_listed) return;
    diagnostics_.error(codes::disagreement, parent.where,
                       ticked(id) + " is said to be in " + ticked(parent.arn) +
                           (other ? ", which is in another organization"
                                  : ", and is not in the list of its units"),
                       other ? "" : "the list is at " + to_string(units->second.where));
  }

  void check_listed(const std::string& id, const OrganizationOutputs::Node& node,
                    const OrganizationDraft& draft) {
    if (!draft.all_accounts) return;
    const ListedIds& list = out_.accounts.at(draft.id);
    if (list.ids.contains(id)) return;
    diagnostics_.error(
        codes::disagreement, node.where,
        "account " + ticked(id) + " is not among the accounts of organization " + ticked(draft.id),
        "their list is at " + to_string(list.where));
  }

  // The root says which types are in use (SCP-11); one that is about to change may be, or not.
  Enabled enabled(PolicyKind kind, const OrganizationDraft& draft) const {
    if (!out_.organizations.at(draft.id).all_features) return Enabled::No;
    const auto types = types_of(draft.id);
    if (types == out_.policy_types.end()) return Enabled::Unknown;
    const auto status = types->second.find(std::string(type_of(kind)));
    if (status == types->second.end()) return Enabled::No;
    return status->second == "ENABLED" ? Enabled::Yes : Enabled::Unknown;
  }

  // The policies of a node, by both kinds of lists: those of its policies, and of a policy's
  // targets. `all`: there can be no others.
  Attached attached(PolicyKind kind, const std::string& id, const OrganizationDraft& draft,
                    bool& all) {
    const std::string type(type_of(kind));
    const auto own = out_.attached.find({id, type});
    std::map<std::string, SourceSpan> found;
    if (own != out_.attached.end()) found = own->second.ids;
    const bool complete = own != out_.attached.end() && own->second.complete;
    bool strangers = false;  // a policy of which only its targets are known may be of this type
    for (const auto& [name, where] : policies_at_[id]) {
      const auto policy = out_.policies.find(name);
      strangers = strangers || policy == out_.policies.end();
      if (policy == out_.policies.end() || policy->second.type != type) continue;
      if (complete && !found.contains(name)) contradict(name, id, own->second, where);
      found.emplace(name, where);
    }
    Attached out;
    for (const auto& [policy, where] : found) {
      const ListedIds* targets = targets_of(policy, draft.id);
      if (targets != nullptr && targets->complete && !targets->ids.contains(id)) {
        contradict(policy, id, *targets, where);
      }
      out.push_back({out_.policies.at(policy).arn, where});
    }
    all = enabled(kind, draft) == Enabled::Yes &&
          (complete || (!strangers && all_targets_.contains({draft.id, kind})));
    return out;
  }

  void contradict(const std::string& policy, const std::string& target, const ListedIds& list,
                  const SourceSpan& where) {
    diagnostics_.error(codes::disagreement, where,
                       "the policy " + ticked(policy) + " is attached to " + ticked(target) +
                           " here, and in another list it is not",
                       "the list is at " + to_string(list.where));
  }

  const ListedIds* targets_of(const std::string& policy, const std::string& organization) const {
    for (const std::string& of : {organization, std::string()}) {
      const auto at = out_.targets.find({policy, of});
      if (at != out_.targets.end()) return &at->second;
    }
    return nullptr;
  }

  // All policies of the type are listed, and of each all targets.
  bool all_targets_known(PolicyKind kind, const std::string& organization) const {
    const std::string type(type_of(kind));
    auto list = out_.policy_lists.find({organization, type});
    if (list == out_.policy_lists.end() && out_.organizations.size() == 1) {
      list = out_.policy_lists.find({"", type});  // of policies of AWS's alone
    }
    if (list == out_.policy_lists.end() || !list->second.complete) return false;
    return std::all_of(list->second.ids.begin(), list->second.ids.end(), [&](const auto& policy) {
      const ListedIds* targets = targets_of(policy.first, organization);
      return targets != nullptr && targets->complete;
    });
  }

  // What the root of an organization says of the types of policies.
  std::map<std::string, std::map<std::string, std::string>>::const_iterator types_of(
      const std::string& organization) const {
    return std::find_if(out_.policy_types.begin(), out_.policy_types.end(), [&](const auto& root) {
      return organization_of(root.first) == organization;
    });
  }

  // Whether policies that block public access to S3 (BPA-5) may be attached somewhere.
  bool uses_s3_policies(const std::string& organization) const {
    constexpr std::string_view type = "S3_POLICY";
    const auto types = types_of(organization);
    if (types != out_.policy_types.end()) return types->second.contains(std::string(type));
    return std::any_of(out_.policies.begin(), out_.policies.end(),
                       [&](const auto& policy) { return policy.second.type == type; });
  }

  void note_places(const OrganizationDraft& draft) {
    const auto count = std::count_if(draft.accounts.begin(), draft.accounts.end(),
                                     [](const auto& each) { return each.second.above.empty(); });
    if (count == 0) return;
    builder_.note("organization " + draft.id + ": where " + std::to_string(count) +
                  (count == 1 ? " account is" : " accounts are") +
                  " in it is not known (`aws organizations list-parents`)");
  }

  void finish(OrganizationDraft& draft) {
    if (!draft.all_accounts) {
      // Who is in it, and where, is not known: then only its name counts.
      draft.units.clear();
      for (auto& [id, account] : draft.accounts) account.above.clear();
      draft.accounts.try_emplace(draft.management_account).first->second.where = draft.where;
      builder_.note(
          "organization " + draft.id +
          ": the list of its accounts is missing or not complete, so its policies are not "
          "known (`aws organizations list-accounts`)");
    } else {
      note_places(draft);
    }
    for (const PolicyKind kind : {PolicyKind::ServiceControl, PolicyKind::ResourceControl}) {
      if (enabled(kind, draft) == Enabled::Unknown) {
        builder_.note("organization " + draft.id + ": whether policies of type " +
                      std::string(type_of(kind)) +
                      " are enabled is not known (`aws organizations list-roots`)");
      }
    }
    for (const auto& [arn, policy] : out_.documents) {
      const std::string own = organization_in_arn(arn);
      if (own.empty() || own == draft.id) draft.policies.emplace(arn, policy);
    }
  }

  const OrganizationOutputs& out_;
  std::map<std::string, std::vector<std::pair<std::string, SourceSpan>>> policies_at_;  // by target
  std::set<std::pair<std::string, PolicyKind>> all_targets_;  // organization, type
  WorldBuilder& builder_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::vector<OrganizationDraft> assemble_organizations(OrganizationOutputs& outputs,
                                                      WorldBuilder& builder) {
  return Assembly(outputs, builder).run();
}

}  // namespace postern::snapshot
