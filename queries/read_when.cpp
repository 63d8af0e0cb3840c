#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "model/policy_reader.h"
#include "queries/read_words.h"
#include "support/text.h"

namespace postern::queries {
namespace {

/// Keys any request may carry. Source: AWS global condition context keys.
constexpr std::array<std::string_view, 54> global_keys{
    "aws:AssumedRoot",
    "aws:CalledVia",
    "aws:CalledViaAWSMCP",
    "aws:CalledViaFirst",
    "aws:CalledViaLast",
    "aws:ChatbotSourceArn",
    "aws:CurrentTime",
    "aws:Ec2InstanceSourcePrivateIPv4",
    "aws:Ec2InstanceSourceVpc",
    "aws:EpochTime",
    "aws:FederatedProvider",
    "aws:IsMcpServiceAction",
    "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:PrincipalType",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:ResourceOrgPaths",
    "aws:SecureTransport",
    "aws:SignInSessionArn",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIdentity",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:TagKeys",
    "aws:TokenIssueTime",
    "aws:UserAgent",
    "aws:ViaAWSMCPService",
    "aws:ViaAWSService",
    "aws:VpcSourceIp",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
    "aws:referer",
    "aws:userid",
    "aws:username",
    "ec2:RoleDelivery",
    "ec2:SourceInstanceArn",
    "lambda:SourceFunctionArn",
    "ssm:SourceInstanceArn",
};

/// Keys that end in a name of the user's: `aws:PrincipalTag/team`.
constexpr std::array<std::string_view, 3> tag_keys{"aws:PrincipalTag/", "aws:RequestTag/",
                                                   "aws:ResourceTag/"};

/// Claims of an OpenID Connect token: `token.actions.githubusercontent.com:sub`.
bool is_token_claim(std::string_view key) {
  const std::size_t colon = key.rfind(':');
  return colon != std::string_view::npos && colon + 1 < key.size() &&
         key.substr(0, colon).find('.') != std::string_view::npos;
}

bool is_known_key(const catalogue::Catalogue& catalogue, std::string_view key) {
  const auto same = [&](std::string_view each) { return equals_ignoring_case(each, key); };
  const auto starts = [&](std::string_view each) {
    return key.size() > each.size() && equals_ignoring_case(key.substr(0, each.size()), each);
  };
  return std::any_of(global_keys.begin(), global_keys.end(), same) ||
         std::any_of(tag_keys.begin(), tag_keys.end(), starts) || is_token_claim(key) ||
         catalogue.find_key(key).has_value();
}

std::vector<std::string_view> all_key_names(const catalogue::Catalogue& catalogue) {
  std::set<std::string_view> names(global_keys.begin(), global_keys.end());
  for (std::uint32_t i = 0; i < catalogue.action_count(); ++i) {
    for (catalogue::KeyId key : catalogue.keys(catalogue::ActionId{i})) {
      names.insert(catalogue.key_name(key));
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace

std::vector<model::Condition> read_when(const Reader& reader, document::Node node) {
  if (!reader.expect(node, document::Kind::Object, "when")) return {};
  Diagnostics found;
  model::Statement statement;
  model::read_condition({model::PolicyKind::Identity, model::Variables::Yes, found}, node, statement);
  std::vector<model::Condition> conditions = std::move(statement.conditions);
  for (const Diagnostic& diagnostic : found.all()) {
    reader.diagnostics.error(diagnostic.code, diagnostic.where, diagnostic.message,
                             diagnostic.hint);
  }
  for (const model::Condition& condition : conditions) {
    if (is_known_key(reader.catalogue, condition.key)) continue;
    const std::string_view suggestion = closest(condition.spelt, all_key_names(reader.catalogue));
    reader.error(codes::unknown_condition_key, condition.where,
                 "unknown condition key " + quoted(condition.spelt),
                 suggestion.empty() ? "" : "did you mean " + quoted(suggestion) + "?");
  }
  return conditions;
}

}  // namespace postern::queries
