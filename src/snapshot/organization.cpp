#include "snapshot/organization.h"

#include <algorithm>
#include <set>

#include "document/document.h"
#include "snapshot/fields.h"
#include "support/check.h"
#include "support/codes.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

using model::PolicyKind;

class TreeCheck {
 public:
  TreeCheck(const OrganizationDraft& draft, Diagnostics& diagnostics)
      : draft_(draft), diagnostics_(diagnostics) {}

  bool run() {
    if (!is_organization_id(draft_.id, "o-")) {
      fail(draft_.where, ticked(draft_.id) + " is not the id of an organization");
    }
    check_units();
    for (const auto& [id, account] : draft_.accounts) {
      if (!is_account_id(id)) {
        fail(account.where, ticked(id) + " is not an account id of twelve digits");
      }
      if (!account.above.empty()) check_above(account);
    }
    if (!draft_.accounts.contains(draft_.management_account)) {
      fail(draft_.where, "the management account " + ticked(draft_.management_account) +
                             " is not among the organization's accounts");
    }
    return good_;
  }

 private:
  void fail(const SourceSpan& where, std::string message) {
    diagnostics_.error(codes::bad_value, where, std::move(message));
    good_ = false;
  }

  void check_units() {
    const std::string* root = nullptr;
    for (const auto& [id, unit] : draft_.units) {
      const bool top = unit.above.empty();
      if (!is_organization_id(id, top ? "r-" : "ou-")) {
        fail(unit.where, ticked(id) + " is not the id of " +
                             (top ? "a root, and has no parent" : "an organizational unit"));
      }
      if (!top) {
        check_above(unit);
      } else if (root != nullptr) {
        fail(unit.where, "a second root " + ticked(id) + " besides " + ticked(*root));
      } else {
        root = &id;
      }
    }
    const bool placed = std::any_of(draft_.accounts.begin(), draft_.accounts.end(),
                                    [](const auto& entry) { return !entry.second.above.empty(); });
    if (root == nullptr && (placed || !draft_.units.empty())) {
      fail(draft_.where, "the organization has no root");
    }
    for (const auto& [id, unit] : draft_.units) {
      if (lies_below_itself(id)) fail(unit.where, "the unit " + ticked(id) + " lies below itself");
    }
  }

  void check_above(const NodeDraft& node) {
    if (!draft_.units.contains(node.above)) {
      fail(node.where, ticked(node.above) + " is no unit of the organization");
    }
  }

  bool lies_below_itself(const std::string& id) const {
    std::set<std::string> passed;
    for (auto at = draft_.units.find(id);
         at != draft_.units.end() && passed.insert(at->first).second;
         at = draft_.units.find(at->second.above)) {
      if (at->second.above == id) return true;
    }
    return false;
  }

  const OrganizationDraft& draft_;
  Diagnostics& diagnostics_;
  bool good_ = true;
};

void append(std::string_view text, std::string& out) {
  out += std::to_string(text.size()) + ':';
  out += text;
}

void append(const Attached& attached, std::string& out) {
  std::set<std::string> names;
  for (const Reference& reference : attached) names.insert(reference.arn);
  append(std::to_string(names.size()), out);
  for (const std::string& name : names) append(name, out);
}

void append(const std::map<std::string, NodeDraft>& nodes, std::string& out) {
  append(std::to_string(nodes.size()), out);
  for (const auto& [id, node] : nodes) {
    append(id, out);
    append(node.above, out);
    append(node.scps, out);
    append(node.rcps, out);
    append(node.all_scps ? "all" : "some", out);
    append(node.all_rcps ? "all" : "some", out);
  }
}

std::string_view word(std::optional<bool> flag) { return !flag ? "unsaid" : *flag ? "yes" : "no"; }

}  // namespace

std::string full_access_arn(PolicyKind kind, std::string_view partition) {
  const bool scp = kind == PolicyKind::ServiceControl;
  return "arn:" + std::string(partition) + ":organizations::aws:policy/" +
         (scp ? "service_control_policy/p-FullAWSAccess"
              : "resource_control_policy/p-RCPFullAWSAccess");
}

model::Policy full_access(PolicyKind kind) {
  const bool scp = kind == PolicyKind::ServiceControl;
  const std::string name =
      scp ? "service control policy FullAWSAccess" : "resource control policy RCPFullAWSAccess";
  // Customers' RCPs must not allow (RCP-11), AWS's own does: it is read as another kind.
  const document::Document document = document::parse_json(
      name, scp ? R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*",)"
                  R"("Resource":"*"}})"
                : R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*",)"
                  R"("Action":"*","Resource":"*"}})");
  Diagnostics found;
  model::Policy policy =
      model::read_policy(document.root(), scp ? kind : PolicyKind::Resource, name, found);
  POSTERN_CHECK(!found.has_errors());
  policy.kind = kind;
  return policy;
}

bool is_organization_id(std::string_view id, std::string_view prefix) {
  if (!id.starts_with(prefix) || id.size() == prefix.size()) return false;
  return id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

bool check_tree(const OrganizationDraft& draft, Diagnostics& diagnostics) {
  return TreeCheck(draft, diagnostics).run();
}

std::string content_of(const OrganizationDraft& draft) {
  std::string out;
  append(draft.partition, out);
  append(draft.management_account, out);
  for (const std::string& id : draft.root_managers) append("manages " + id, out);
  append(word(draft.scps_enabled), out);
  append(word(draft.rcps_enabled), out);
  append(draft.units, out);
  append(draft.accounts, out);
  append(draft.all_accounts ? "all" : "some", out);
  for (const auto& [name, policy] : draft.policies) {
    append(name, out);
    append(policy.fingerprint, out);
  }
  append(draft.s3_policies ? "yes" : "no", out);
  return out;
}

}  // namespace postern::snapshot
