// Resources other than buckets as AWS Config records them: where the policy of each type stands.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "model/arn.h"
#include "snapshot/arns.h"
#include "snapshot/config_item.h"
#include "snapshot/fields.h"
#include "snapshot/service_outputs.h"
#include "snapshot/service_values.h"
#include "snapshot/vpc_endpoints.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;

enum class Section { Configuration, Supplementary };
enum class Without {
  Missing,  // each has a policy, or Config does not record it: an item without is no proof
  None,     // an item that is whole and has none says that there is none
};

// A type of resources that have policies.
struct Type {
  std::string_view name;
  model::ResourceKind kind;
  Section section;
  std::string_view member;  // empty: Config does not record the policy
  Without without;
  // What is there where all of the section was asked for; none: that cannot be told.
  std::array<std::string_view, 2> witnesses{};
};

using enum Section;
using enum model::ResourceKind;
constexpr std::array types{
    Type{"AWS::Backup::BackupVault", Other, Configuration, "AccessPolicy", Without::None},
    Type{"AWS::DynamoDB::Table", Other, Configuration, "", Without::Missing},
    Type{"AWS::ECR::Repository", EcrRepository, Configuration, "RepositoryPolicyText",
         Without::None},
    Type{"AWS::EFS::FileSystem", Other, Configuration, "FileSystemPolicy", Without::None},
    Type{"AWS::Elasticsearch::Domain", Other, Configuration, "AccessPolicies", Without::None},
    Type{"AWS::Events::EventBus", Other, Configuration, "Policy", Without::None},
    Type{"AWS::KMS::Key", KmsKey, Supplementary, "Policy", Without::Missing},
    Type{"AWS::Kinesis::Stream", Other, Configuration, "", Without::Missing},
    Type{"AWS::Lambda::Function",
         LambdaFunction,
         Supplementary,
         "Policy",
         Without::None,
         {"Tags", "Tags"}},
    Type{"AWS::OpenSearch::Domain", Other, Configuration, "AccessPolicies", Without::None},
    Type{"AWS::S3::AccessPoint", AccessPoint, Configuration, "Policy", Without::None},
    Type{"AWS::SNS::Topic", SnsTopic, Configuration, "Policy", Without::Missing},
    Type{"AWS::SQS::Queue",
         SqsQueue,
         Configuration,
         "Policy",
         Without::None,
         {"QueueArn", "VisibilityTimeout"}},
    Type{"AWS::SecretsManager::Secret", Secret, Configuration, "", Without::Missing},
};

bool is_policy(const std::optional<Node>& node) {
  return node && node->is(Kind::Object) && node->find("Statement");
}

// Policies of resources say for whom their statements are; those of callers do not.
bool names_principals(Node policy) {
  const Node statements = *policy.find("Statement");
  const auto names = [](Node statement) {
    return statement.is(Kind::Object) &&
           (statement.find("Principal") || statement.find("NotPrincipal"));
  };
  if (!statements.is(Kind::Array)) return names(statements);
  const std::vector<Node> all = statements.elements();
  return std::all_of(all.begin(), all.end(), names);
}

class ResourceReader {
 public:
  ResourceReader(const ConfigItem& item, OpenedStrings& strings, WorldBuilder& builder)
      : item_(item), strings_(strings), builder_(builder), diagnostics_(builder.diagnostics()) {}

  std::optional<RecordedVersion> read() {
    if (item_.type == "AWS::S3::AccountPublicAccessBlock") return read_account_block();
    if (item_.type == "AWS::EC2::VPCEndpoint") return read_endpoint();
    const auto type = std::find_if(types.begin(), types.end(),
                                   [&](const Type& each) { return each.name == item_.type; });
    return type == types.end() ? read_other() : read_known(*type);
  }

 private:
  bool is_named() {
    if (item_.arn.empty() || item_.account.empty()) {
      report_lack(item_, item_.arn.empty() ? "`arn`" : "`accountId`", builder_);
      return false;
    }
    return expect_resource_arn(item_.arn, item_.root.where(), diagnostics_) &&
           is_of_account(item_, item_.arn, builder_);
  }

  std::optional<RecordedVersion> read_account_block() {
    if (item_.account.empty() || !item_.configuration) {
      report_lack(item_, item_.configuration ? "`accountId`" : "`configuration`", builder_);
      return std::nullopt;
    }
    const auto block = read_public_access_block(*item_.configuration, "a public access block",
                                                diagnostics_, Letters::SmallFirst);
    return version(AccountBlockDraft{item_.account,
                                     item_.partition.empty() ? "aws" : item_.partition, block,
                                     item_.root.where()});
  }

  std::optional<RecordedVersion> read_endpoint() {
    if (!item_.configuration) {
      report_lack(item_, "`configuration`", builder_);
      return std::nullopt;
    }
    const auto policy = item_.configuration->find("policyDocument");
    if (!item_.whole && (!policy || policy->is(Kind::Null))) {
      report_lack(item_, "`policyDocument`", builder_);
      return std::nullopt;
    }
    const auto account = item_.account.empty() ? std::nullopt : std::optional(item_.account);
    auto draft =
        read_described_endpoint(*item_.configuration, account, Letters::SmallFirst, builder_);
    if (!draft) return std::nullopt;
    return version(*std::move(draft));
  }

  std::optional<RecordedVersion> read_known(const Type& type) {
    if (!is_named() || !is_of_kind(item_, type.kind, diagnostics_)) return std::nullopt;
    ResourceDraft draft = config_resource(item_);
    RecordedVersion out;
    const auto& section = type.section == Configuration ? item_.configuration : item_.supplementary;
    const auto recorded = type.member.empty() ? std::nullopt : member_of(section, type.member);
    if (const auto policy = strings_.open(recorded)) {
      draft.policy =
          builder_.read_policy(*policy, model::PolicyKind::Resource, policy_name(draft.resource));
    } else {
      draft.resource.policy_missing =
          type.without == Without::Missing || !(recorded || is_whole(type, section));
    }
    if (item_.configuration && draft.resource.kind == model::ResourceKind::KmsKey) {
      const auto manager = item_.configuration->find("keyManager");
      draft.resource.aws_managed_key =
          manager && manager->is(Kind::String) && manager->text() == "AWS";
    }
    if (item_.configuration && draft.resource.kind == model::ResourceKind::AccessPoint) {
      Fields fields(*item_.configuration, "the access point", diagnostics_);
      if (auto facts = read_access_point_members(fields, item_.arn, diagnostics_)) {
        out.facts.push_back({item_.arn, item_.account, *std::move(facts), item_.root.where()});
      }
    }
    out.thing = std::move(draft);
    return out;
  }

  // Of a type that is not known, what looks like a policy of the resource is one.
  std::optional<RecordedVersion> read_other() {
    std::vector<Node> policies;
    for (const auto& section : {item_.configuration, item_.supplementary}) {
      if (!section) continue;
      for (const document::Member& member : section->members()) {
        if (ascii_lower(member.key).find("polic") == std::string::npos) continue;
        const auto opened = strings_.open_policy(member.value);
        if (!is_policy(opened)) continue;
        if (names_principals(*opened)) {
          policies.push_back(*opened);
        } else {
          builder_.read_past("policy without principals of an item of AWS Config",
                             "policies without principals of items of AWS Config");
        }
      }
    }
    if (policies.empty() || !has_short_strings(item_, builder_)) return std::nullopt;
    const std::string arn = target();
    if (policies.size() > 1 || arn.empty()) {
      const std::string of = "of type " + ticked(item_.type) + ", of which it is not known what " +
                             "they are attached to,";
      builder_.read_past("policy of an item " + of, "policies of items " + of);
      return std::nullopt;
    }
    ConfigItem of = item_;
    of.arn = arn;
    ResourceDraft draft = config_resource(of);
    draft.policy = builder_.read_policy(policies.front(), model::PolicyKind::Resource,
                                        policy_name(draft.resource));
    return version(std::move(draft));
  }

  // What the policy is attached to. An item that is nothing but a policy names it.
  std::string target() {
    const auto usable = [&](std::string_view arn) {
      const auto parts = model::parse_arn(arn);
      return parts && !parts->service.empty() && !parts->resource.empty() &&
             arn.find_first_of("*?") == std::string_view::npos && !item_.account.empty();
    };
    if (!item_.type.ends_with("Policy")) return usable(item_.arn) ? item_.arn : "";
    for (const char* name : {"ResourceArn", "ResourceARN", "ClusterArn", "SecretId"}) {
      const auto value = member_of(item_.configuration, name);
      if (value && value->is(Kind::String) && usable(value->text())) {
        return std::string(value->text());
      }
    }
    return "";
  }

  bool is_whole(const Type& type, const std::optional<Node>& section) const {
    // What supplements an item may not be there because AWS Config was not let read it.
    if (item_.whole && type.section == Configuration) return true;
    return section &&
           std::all_of(type.witnesses.begin(), type.witnesses.end(), [&](std::string_view name) {
             return !name.empty() && section->find(name).has_value();
           });
  }

  template <typename Thing>
  static RecordedVersion version(Thing thing) {
    RecordedVersion out;
    out.thing = std::move(thing);
    return out;
  }

  const ConfigItem& item_;
  OpenedStrings& strings_;
  WorldBuilder& builder_;
  Diagnostics& diagnostics_;
};

}  // namespace

bool is_known_type(std::string_view type) {
  constexpr std::array<std::string_view, 7> others{
      "AWS::EC2::VPCEndpoint", "AWS::IAM::Group", "AWS::IAM::Policy",
      "AWS::IAM::Role",        "AWS::IAM::User",  "AWS::S3::AccountPublicAccessBlock",
      "AWS::S3::Bucket"};
  return std::find(others.begin(), others.end(), type) != others.end() ||
         std::any_of(types.begin(), types.end(),
                     [&](const Type& each) { return each.name == type; });
}

std::optional<RecordedVersion> read_config_resource(const ConfigItem& item, OpenedStrings& strings,
                                                    WorldBuilder& builder) {
  return ResourceReader(item, strings, builder).read();
}

}  // namespace postern::snapshot
