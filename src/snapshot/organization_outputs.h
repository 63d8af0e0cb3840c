// What the commands of `aws organizations` print, collected over all files of a snapshot, and what
// it says together. Each output holds a piece only: members, a parent, the policies of one target.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document/document.h"
#include "snapshot/organization.h"
#include "snapshot/read_policy.h"
#include "support/error.h"

namespace postern::snapshot {

class WorldBuilder;

/// The ids that one list of a command has.
struct ListedIds {
  std::map<std::string, SourceSpan> ids;
  bool complete = true;  // its last page does not say that more follows
  SourceSpan where;
};

/// The pieces. Policies are known by id (`p-...`); of AWS's own, organizations share the ids.
struct OrganizationOutputs {
  struct Organization {
    std::string partition, management_account;
    bool all_features = true;
    SourceSpan where;
  };
  struct Node {
    std::string organization;  // empty: the outputs so far do not say
    SourceSpan where;
  };
  struct Summary {
    std::string id, arn, name, type;
    SourceSpan where;
  };
  using Pair = std::pair<std::string, std::string>;

  std::map<std::string, Organization> organizations;                       // by id
  std::map<std::string, Node> nodes;                                       // by id
  std::map<std::string, Reference> parents;                                // by child
  std::map<std::string, std::map<std::string, std::string>> policy_types;  // of a root: status
  std::map<std::string, ListedIds> accounts;                               // of an organization
  std::map<std::string, ListedIds> units;                                  // in a parent
  std::map<std::string, Summary> policies;                                 // by id
  std::map<Pair, ListedIds> policy_lists;                                  // organization, type
  std::map<Pair, ListedIds> attached;                                      // target, type
  std::map<Pair, ListedIds> targets;                                       // policy, organization
  std::map<std::string, std::set<std::string>> administrators;             // of an organization
  std::map<std::string, ReadPolicy> documents;                             // by ARN
};

/// The organization that the ARN of a part of it names; empty for policies of AWS's own.
std::string organization_in_arn(std::string_view arn);

/// True for the output of one of the commands that are read: describe-organization,
/// describe-policy, list-accounts, list-accounts-for-parent, list-delegated-administrators,
/// list-organizational-units-for-parent, list-parents, list-policies, list-policies-for-target,
/// list-roots, list-targets-for-policy.
bool is_organizations_output(document::Node root);

/// What an output that is not complete without it is about: the target, parent, child or policy
/// that the command was asked for.
struct OutputSubject {
  std::optional<Reference> id;  // as a manifest says
  std::string_view path;        // else the file's, from the folder that is read; empty: not used
};

struct OutputsSummary {
  std::size_t count = 0;  // things that were read
  std::string subject;    // the id that was used; empty: none was
};

/// Adds one file's outputs to what `builder` has of organizations. Several documents may be pages
/// of one list.
OutputsSummary read_organizations_outputs(const std::vector<document::Node>& documents,
                                          const OutputSubject& subject, WorldBuilder& builder);

/// The organizations that the outputs describe together. What they leave open is open in the draft;
/// contradictions are reported.
std::vector<OrganizationDraft> assemble_organizations(OrganizationOutputs& outputs,
                                                      WorldBuilder& builder);

}  // namespace postern::snapshot
