#include "model/gaps.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "coverage/reasons.h"
#include "support/text.h"

namespace postern::model {
namespace {

std::string ticked(std::string_view text) { return "`" + std::string(text) + "`"; }

constexpr std::array kinds{ResourceKind::S3Bucket,     ResourceKind::SqsQueue,
                           ResourceKind::SnsTopic,     ResourceKind::LambdaFunction,
                           ResourceKind::KmsKey,       ResourceKind::Secret,
                           ResourceKind::EcrRepository};

class Collector {
 public:
  explicit Collector(const World& world) : world_(world) {}

  std::vector<Gap> run() && {
    for (const auto& [id, account] : world_.accounts) look_at(account);
    for (const auto& [arn, principal] : world_.principals) look_at(principal);
    for (const auto& [arn, resource] : world_.resources) look_at(resource);
    for (const auto& [id, account] : world_.accounts) look_for_kinds(account);
    if (world_.organizations.empty()) {
      add(Gap::Effect::Assumed, "", "organization policies", "there are none");
    }
    std::stable_sort(gaps_.begin(), gaps_.end(), [](const Gap& a, const Gap& b) {
      return std::tie(a.effect, a.account) < std::tie(b.effect, b.account);
    });
    return std::move(gaps_);
  }

 private:
  void add(Gap::Effect effect, const std::string& account, std::string what, std::string needed) {
    gaps_.push_back({effect, account, std::move(what), std::move(needed)});
  }
  void add_unknown(const std::string& account, const std::string& what) {
    add(Gap::Effect::Unknown, account, what, what);
  }

  void look_at(const Account& account) {
    const std::string identities = "users and roles of account " + account.id;
    if (!account.identities_lack.empty()) {
      add(Gap::Effect::Unknown, account.id,
          std::string(coverage::missing_principals) + account.id + ": " + account.identities_lack,
          std::string(coverage::principal_not_read));
    } else if (!account.has_identities && !account.organization.empty()) {
      add(Gap::Effect::Unknown, account.id, identities, std::string(coverage::member_not_read));
    } else if (!account.has_identities) {
      add(Gap::Effect::Assumed, account.id, identities,
          "its administrators may let them do anything");
    }
    for (const Guardrails& guardrails :
         {scps_of(world_, account.id), rcps_of(world_, account.id)}) {
      for (const std::string& missing : guardrails.missing) add_unknown(account.id, missing);
    }
  }

  void look_at(const IamPrincipal& principal) {
    const std::string of = " of " + ticked(principal.arn);
    for (const std::string& document : principal.missing) {
      add(Gap::Effect::Unknown, principal.account, "document of " + ticked(document),
          std::string(coverage::missing_policy) + ticked(document) + of);
    }
    if (principal.boundary_missing) {
      add(Gap::Effect::Unknown, principal.account, "document of " + ticked(principal.boundary_arn),
          std::string(coverage::missing_boundary) + ticked(principal.arn));
    }
    if (principal.kind == PrincipalKind::Role && principal.trust == nullptr) {
      add_unknown(principal.account, std::string(coverage::missing_trust) + ticked(principal.arn));
    }
  }

  void look_at(const Resource& resource) {
    there_[resource.account].insert(resource.kind);
    const std::string of = " of " + ticked(resource.arn);
    if (resource.policy_missing) {
      add_unknown(resource.account,
                  std::string(coverage::missing_resource_policy) + ticked(resource.arn));
    }
    for (const std::string& part : resource.missing) add_unknown(resource.account, part + of);
    for (const std::string& part : resource.unmodelled) add_unknown(resource.account, part + of);
    if (resource.account.empty()) {
      add_unknown("", std::string(coverage::missing_owner) + ticked(resource.arn));
    }
    if (resource.s3 && resource.s3->object_acls_missing) {
      add_unknown(resource.account,
                  std::string(coverage::missing_object_lists) + ticked(resource.arn));
    }
    if (resource.s3 && resource.s3->lists_unread) {
      add(Gap::Effect::Assumed, resource.account, "access control list and ownership controls" + of,
          "lists are disabled");
    }
    if (resource.kind == ResourceKind::AccessPoint && !resource.point) {
      add_unknown(resource.account,
                  std::string(coverage::missing_point_facts) + ticked(resource.arn));
    }
  }

  // Whether there are any, only the account knows; a claim that names one hangs on its policy.
  void look_for_kinds(const Account& account) {
    const std::set<ResourceKind>& there = there_[account.id];
    if (there.empty() && !account.has_some_identities()) return;
    std::vector<std::string> absent;
    for (const ResourceKind kind : kinds) {
      if (!there.contains(kind)) absent.emplace_back(to_string(kind));
    }
    if (absent.empty()) return;
    add(Gap::Effect::Unknown, account.id,
        "policies of any " + join(absent, ", ") + " of account " + account.id,
        std::string(coverage::missing_resource_policy) + "those that a claim names");
  }

  const World& world_;
  std::map<std::string, std::set<ResourceKind>> there_;  // kinds of resources, by account
  std::vector<Gap> gaps_;
};

}  // namespace

std::vector<Gap> gaps_of(const World& world) { return Collector(world).run(); }

}  // namespace postern::model
