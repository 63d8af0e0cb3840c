// An organization as a document gives it: its tree, and what policies are attached where.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/policy.h"
#include "snapshot/read_policy.h"

namespace postern::snapshot {

/// The organization policies of one type attached to a node: nothing where the document lists none.
using Attached = std::vector<Reference>;

/// The root, a unit or an account.
struct NodeDraft {
  std::string above;  // the unit it is in; empty: it is the root, or an account's is not known
  Attached scps, rcps;
  bool all_scps = true, all_rcps = true;  // false: others may be attached
  SourceSpan where;                       // of the name of what is above, or of the node
};

struct OrganizationDraft {
  std::string id;
  std::string partition = "aws";
  std::string management_account;
  std::set<std::string> root_managers;             // delegated administrators for sts:AssumeRoot
  std::optional<bool> scps_enabled, rcps_enabled;  // nothing: the document does not say
  std::map<std::string, NodeDraft> units, accounts;
  bool all_accounts = true;  // false: there may be others; then there are no units
  std::map<std::string, ReadPolicy> policies;  // by what references name them with
  bool s3_policies = false;  // policies that block public access to S3 are attached somewhere
  SourceSpan where;
};

/// What a reference calls AWS's own policy that allows everything, of a kind and partition: its ARN
/// (SCP-11, RCP-1). Every organization has both, and they are known without a document.
std::string full_access_arn(model::PolicyKind kind, std::string_view partition);
/// Its document.
model::Policy full_access(model::PolicyKind kind);

/// True for the id of an organization (`o-`), a root (`r-`) or a unit (`ou-`): the prefix, then
/// lower-case letters, digits and `-`.
bool is_organization_id(std::string_view id, std::string_view prefix);

/// Reports what is wrong with the tree: no root or several, a unit below itself, nodes in units
/// that are not there, malformed ids, a management account that is no member. True if nothing is.
bool check_tree(const OrganizationDraft& draft, Diagnostics& diagnostics);

/// All that the draft says, as text: equal for drafts that say the same.
std::string content_of(const OrganizationDraft& draft);

}  // namespace postern::snapshot
