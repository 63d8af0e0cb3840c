// Puts a World together from what the readers of the input formats find: merges the same thing read
// twice, reports contradictions, and at the end resolves what documents name in each other.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "catalogue/managed_policies.h"
#include "document/document.h"
#include "model/arn.h"
#include "model/world.h"
#include "snapshot/organization.h"
#include "snapshot/organization_outputs.h"
#include "snapshot/paging.h"
#include "snapshot/read_policy.h"
#include "snapshot/reading.h"
#include "snapshot/resource_facts.h"
#include "support/codes.h"
#include "support/error.h"

namespace postern::snapshot {

/// What users, roles and groups have in common.
struct IdentityDraft {
  std::vector<ReadPolicy> inline_policies;
  std::vector<Reference> attached;  // managed policies
};

struct PrincipalDraft {
  model::IamPrincipal principal;  // but for its policies
  IdentityDraft identity;
  std::optional<ReadPolicy> trust;
  std::optional<Reference> boundary;
  std::vector<Reference> groups;
};

struct GroupDraft {
  std::string arn;
  IdentityDraft identity;
  SourceSpan where;
};

struct ResourceDraft {
  model::Resource resource;  // but for its policy
  std::optional<ReadPolicy> policy;
};

/// The public access block of an account.
struct AccountBlockDraft {
  std::string account, partition;
  model::PublicAccessBlock block;
  SourceSpan where;
};

struct VpcEndpointDraft {
  model::VpcEndpoint endpoint;  // but for its policy
  std::optional<ReadPolicy> policy;
};

/// What AWS Config recorded of a resource at one time.
struct RecordedVersion {
  std::optional<std::int64_t> time;  // of the capture, in milliseconds; nothing: it does not say
  std::variant<std::monostate, PrincipalDraft, GroupDraft, ReadPolicy, ResourceDraft,
               VpcEndpointDraft, AccountBlockDraft>
      thing;  // monostate: it was deleted
  std::vector<ResourceFactDraft> facts;
  SourceSpan where;
};

/// What the authorization details of one account in one file say of their own completeness.
struct IdentityPages {
  std::string account;                                // empty: the pages do not tell
  bool users = false, groups = false, roles = false;  // whether they have these lists
  std::optional<MoreFollows> more;                    // of the last page
  std::vector<std::string> entities;                  // ARNs of users, groups and roles
  SourceSpan where;                                   // of the last page
};

class WorldBuilder : public Reading {
 public:
  using Reading::Reading;

  /// The account of that id, made if need be.
  model::Account& account(std::string_view id, std::string_view partition);

  void add(PrincipalDraft draft);
  void add(IdentityPages pages);
  void add(GroupDraft draft);
  /// A resource whose policy is missing (Resource::policy_missing) gives way to another of that
  /// ARN.
  void add(ResourceDraft draft);
  void add(VpcEndpointDraft draft);
  /// Precondition: the ARN of a resource; of a bucket, unless the fact is about a key.
  void add(ResourceFactDraft draft);
  void add(OrganizationDraft draft);
  /// What outputs of `aws organizations` say so far; finish() makes organizations of it.
  OrganizationOutputs& organization_outputs() { return organization_outputs_; }
  /// One of the versions of what `name` names, of which the newest counts.
  void add_version(const std::string& name, RecordedVersion version);
  /// A managed policy, under its ARN (the policy's name).
  void add_managed(ReadPolicy policy);
  /// The public access block of an account (BPA-5).
  void add_account_block(std::string_view id, std::string_view partition,
                         const model::PublicAccessBlock& block, const SourceSpan& where);
  /// The canonical id of an account (ACL-1).
  void add_canonical_id(const std::string& account, std::string_view partition,
                        const std::string& id, const SourceSpan& where);
  /// A document that is not the organization's own says that an account is in it.
  void claim_organization(std::string_view account, std::string_view partition,
                          std::string organization, const SourceSpan& where);

  /// When the files that are added from now on were collected, as their manifest says; nothing if
  /// none does.
  void set_collected(std::optional<Time> collected) { collected_ = collected; }
  void add_input(std::string path, std::string_view kind, std::string sha256, std::size_t count,
                 std::optional<Time> captured = std::nullopt);
  void note(std::string text) { notes_.insert(std::move(text)); }
  /// Counts something that is read past; finish() makes one note of each kind: "3 PLURAL were ...".
  void read_past(std::string_view singular, std::string_view plural);
  /// A warning and a note that `what` ends although more follows.
  void warn_cut_short(const std::string& what, const MoreFollows& more);

  /// Resolves references and returns the World. Throws Error if anything was wrong.
  model::World finish();

 private:
  struct Seen {
    std::string content;
    SourceSpan where;
  };
  struct Claim {
    std::string account, organization;
    SourceSpan where;
  };
  struct Group {
    std::string arn;
    std::vector<const model::Policy*> policies;
    std::vector<Reference> attached;
  };

  // True for the first of that name; false for another, which must have the same content.
  bool is_new(std::string_view what, const std::string& arn, const std::string& content,
              const SourceSpan& where);
  const model::Policy* keep(ReadPolicy policy);
  std::vector<const model::Policy*> keep(std::vector<ReadPolicy> policies);
  void link(PrincipalDraft draft);
  void attach(const std::vector<Reference>& references, model::IamPrincipal& principal);
  // The managed policy of that ARN, or null: the snapshot's, or, of AWS's own, the built-in one.
  const model::Policy* managed(const std::string& arn);
  const model::Policy* read_built_in(const catalogue::ManagedPolicy& policy);
  const model::Policy* boundary(const std::string& arn);
  void settle_versions();
  void settle_missing_policies();
  void settle_identities();
  void settle_organizations();
  void settle_facts();
  void settle_lists(const std::vector<ResourceFactDraft>& drafts, model::S3Access& s3);
  void write_notes();
  void note_dates();
  void note_lists();
  void note_built_in();

  model::World world_;
  std::optional<Time> collected_;
  std::map<std::string, PrincipalDraft> principals_;              // by ARN
  std::map<std::string, std::vector<RecordedVersion>> versions_;  // the newest, by name
  std::map<std::string, model::Resource> without_policy_;  // by ARN: of those whose is missing
  std::vector<IdentityPages> identity_pages_;
  std::map<std::string, Group> groups_;  // by account and name
  std::map<std::string, const model::Policy*> boundaries_;
  catalogue::ManagedPolicies aws_policies_;
  std::map<std::string, const model::Policy*> built_in_;  // asked for so far; null: not in the set
  std::map<std::string, Seen> seen_;
  std::set<std::string> notes_;
  std::map<std::string, std::vector<ResourceFactDraft>> facts_;  // by ARN
  OrganizationOutputs organization_outputs_;
  std::vector<Claim> claims_;
  std::set<std::string> open_organizations_;  // that do not list all of their accounts
  std::set<std::string> s3_policies_;         // organizations that have some
  std::map<std::string, std::pair<std::size_t, std::string>> read_past_;  // plural: count, singular
};

}  // namespace postern::snapshot
