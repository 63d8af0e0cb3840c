#include "snapshot/vpc_endpoints.h"

#include <algorithm>
#include <array>
#include <utility>

#include "catalogue/catalogue.h"
#include "model/arn.h"
#include "support/codes.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;

struct Renamed {
  std::string_view endpoint, prefix;
};

// Services whose endpoints are named otherwise than their actions. Of an endpoint that carries only
// part of what its service does, such as Bedrock's, nothing is known.
constexpr std::array renamed{
    Renamed{"bedrock", ""},
    Renamed{"ecr.api", "ecr"},
    Renamed{"email", "ses"},
    Renamed{"kinesis-firehose", "firehose"},
    Renamed{"kinesis-streams", "kinesis"},
    Renamed{"monitoring", "cloudwatch"},
};

// The prefix of the actions of an endpoint's service; empty where it is not known.
std::string action_prefix(std::string_view service) {
  constexpr std::string_view fips = "-fips";
  if (service.ends_with(fips)) service.remove_suffix(fips.size());
  const auto found = std::find_if(renamed.begin(), renamed.end(),
                                  [&](const Renamed& row) { return row.endpoint == service; });
  if (found != renamed.end()) return std::string(found->prefix);
  return catalogue::Catalogue().find_service(service) ? std::string(service) : std::string();
}

// `eu-west-1`, not `iam`: regions end in a number after a hyphen.
bool is_region(std::string_view text) {
  return text.size() > 2 && text.back() >= '0' && text.back() <= '9' &&
         text[text.size() - 2] == '-';
}

// Service and region by a name such as `com.amazonaws.eu-west-1.s3`. Services of others than AWS
// have no actions.
void set_service(std::string_view name, model::VpcEndpoint& endpoint) {
  constexpr std::string_view china = "cn.", own = "com.amazonaws.";
  if (name.starts_with(china)) name.remove_prefix(china.size());
  if (!name.starts_with(own)) return;
  name.remove_prefix(own.size());
  const std::string_view first = name.substr(0, name.find('.'));
  if (is_region(first) && first.size() < name.size()) {
    endpoint.region = first;
    name.remove_prefix(first.size() + 1);
  }
  endpoint.service = action_prefix(name);
}

// An id that starts so; nothing if it is absent or does not, which is reported.
std::optional<std::string> require_id(Fields& fields, std::string_view member,
                                      std::string_view prefix, Diagnostics& diagnostics) {
  const auto id = fields.require_text(member);
  if (!id || (id->starts_with(prefix) && id->size() > prefix.size())) return id;
  diagnostics.error(codes::bad_value, fields.find(member)->where(),
                    ticked(*id) + " is not an id that starts with " + ticked(prefix));
  return std::nullopt;
}

// A member of the output that looks like one that is read is a slip of the pen; of the others
// nothing depends.
void report_slips(Fields& fields, Diagnostics& diagnostics) {
  for (const document::Member& member : fields.unknown()) {
    const std::string hint = fields.suggest(member.key);
    if (hint.empty()) continue;
    diagnostics.error(codes::unknown_member, member.key_where(),
                      "unknown member " + ticked(member.key), hint);
  }
}

std::optional<std::string> owner(Fields& fields, const std::optional<std::string>& account,
                                 Diagnostics& diagnostics) {
  const auto id = fields.require_text("OwnerId");
  if (!id) return std::nullopt;
  if (!is_account_id(*id)) {
    diagnostics.error(codes::bad_value, fields.find("OwnerId")->where(),
                      ticked(*id) + " is not an account id of twelve digits");
    return std::nullopt;
  }
  if (account && *account != *id) {
    diagnostics.error(codes::disagreement, fields.find("OwnerId")->where(),
                      "the endpoint is not of account " + ticked(*account));
    return std::nullopt;
  }
  return id;
}

// The id of the VPC with that ARN.
std::optional<std::string> vpc_of(Fields& metadata, Diagnostics& diagnostics) {
  constexpr std::string_view type = "vpc/";
  const auto text = metadata.require_text("vpc");
  if (!text) return std::nullopt;
  const auto arn = model::parse_arn(*text);
  if (arn && arn->service == "ec2" && arn->resource.starts_with("vpc/vpc-")) {
    return std::string(arn->resource.substr(type.size()));
  }
  diagnostics.error(codes::bad_arn, metadata.find("vpc")->where(),
                    ticked(*text) + " is not the ARN of a VPC");
  return std::nullopt;
}

}  // namespace

std::optional<VpcEndpointDraft> read_described_endpoint(Node node,
                                                        const std::optional<std::string>& account,
                                                        Letters letters, WorldBuilder& builder) {
  Diagnostics& diagnostics = builder.diagnostics();
  Fields fields(node, "a VPC endpoint", diagnostics, letters);
  const auto id = require_id(fields, "VpcEndpointId", "vpce-", diagnostics);
  const auto vpc = require_id(fields, "VpcId", "vpc-", diagnostics);
  const auto type = fields.require_text("VpcEndpointType");
  const auto own = owner(fields, account, diagnostics);
  VpcEndpointDraft draft;
  model::VpcEndpoint& endpoint = draft.endpoint;
  const bool of_service = type == "Gateway" || type == "Interface";
  // Endpoints of other types lead to what is no service of AWS, and may not name one.
  const auto service = of_service ? fields.require_text("ServiceName") : fields.text("ServiceName");
  if (service) set_service(*service, endpoint);
  const auto policy = fields.find("PolicyDocument");
  if (policy && id) draft.policy = read_endpoint_policy(*policy, *id, builder);
  report_slips(fields, diagnostics);
  if (!id || !vpc || !type || !own) return std::nullopt;
  endpoint.id = *id;
  endpoint.vpc = *vpc;
  endpoint.account = *own;
  endpoint.gateway = type == "Gateway";
  endpoint.where = node.where();
  return draft;
}

ReadPolicy read_endpoint_policy(Node node, const std::string& id, WorldBuilder& builder) {
  return builder.read_policy(node, model::PolicyKind::Endpoint, "policy of VPC endpoint " + id);
}

std::size_t read_vpc_endpoints(const std::vector<Node>& pages,
                               const std::optional<std::string>& account, WorldBuilder& builder) {
  std::size_t count = 0;
  std::optional<MoreFollows> more;
  for (const Node& page : pages) {
    Fields fields(page, "the output", builder.diagnostics());
    fields.require("VpcEndpoints");
    const std::vector<Node> endpoints = fields.list("VpcEndpoints");
    more = more_follows(fields);
    fields.refuse_unknown();
    for (const Node& node : endpoints) {
      if (auto draft = read_described_endpoint(node, account, Letters::AsAsked, builder)) {
        builder.add(*std::move(draft));
      }
    }
    count += endpoints.size();
  }
  // Those that were not read let everything through, as all that are in no snapshot (VPCE-8).
  if (more) builder.warn_cut_short("list of VPC endpoints", *more);
  return count;
}

std::optional<VpcEndpointDraft> read_collected_endpoint(Fields& metadata,
                                                        const std::string& account,
                                                        WorldBuilder& builder) {
  Diagnostics& diagnostics = builder.diagnostics();
  const auto id = require_id(metadata, "id", "vpce-", diagnostics);
  const auto vpc = vpc_of(metadata, diagnostics);
  const auto type = metadata.require_text("type");
  const auto service = metadata.text("serviceName");
  if (!id || !vpc || !type) return std::nullopt;
  VpcEndpointDraft draft;
  draft.endpoint.id = *id;
  draft.endpoint.vpc = *vpc;
  draft.endpoint.account = account;
  draft.endpoint.gateway = type == "Gateway";
  if (service) set_service(*service, draft.endpoint);
  draft.endpoint.where = metadata.where();
  return draft;
}

}  // namespace postern::snapshot
