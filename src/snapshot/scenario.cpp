#include "snapshot/scenario.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "model/arn.h"
#include "model/codes.h"
#include "snapshot/fields.h"
#include "snapshot/scenario_policies.h"
#include "snapshot/scenario_services.h"
#include "support/codes.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;
using model::CallerType;
using model::PolicyKind;

/// The text of a string member; empty if there is none.
std::string text_of(Fields& fields, std::string_view name) {
  return fields.text(name).value_or("");
}

/// A list of strings; empty if there is none.
std::vector<std::string> texts_of(Fields& fields, std::string_view name, Diagnostics& diagnostics) {
  std::vector<std::string> out;
  for (const Node& entry : fields.list(name)) {
    if (expect_kind(entry, Kind::String, "an entry of " + ticked(name), diagnostics)) {
      out.emplace_back(entry.text());
    }
  }
  return out;
}

// --- context -------------------------------------------------------------------------------------

bool is_scalar(Node node) {
  return node.is(Kind::String) || node.is(Kind::Number) || node.is(Kind::Boolean);
}

/// A JSON array is a multi-valued key; numbers and booleans count as their text.
std::optional<model::ContextValue> read_context_value(Node node) {
  if (is_scalar(node)) return model::ContextValue{false, {std::string(node.text())}};
  if (!node.is(Kind::Array)) return std::nullopt;
  model::ContextValue value{true, {}};
  for (const Node& entry : node.elements()) {
    if (!is_scalar(entry)) return std::nullopt;
    value.values.emplace_back(entry.text());
  }
  return value;
}

model::Context read_context(Node node, Diagnostics& diagnostics) {
  model::Context context;
  std::map<std::string, std::string> spelt;
  for (const document::Member& member : node.members()) {
    const std::string key = ascii_lower(member.key);
    const auto [first, inserted] = spelt.emplace(key, member.key);
    if (!inserted) {
      diagnostics.error(
          model::codes::duplicate_name, member.key_where(),
          "the context key " + ticked(member.key) + " repeats " + ticked(first->second),
          "context keys do not depend on letter case");
      continue;
    }
    if (std::optional<model::ContextValue> value = read_context_value(member.value)) {
      context.emplace(key, *std::move(value));
    } else {
      diagnostics.error(codes::wrong_type, member.value.where(),
                        ticked(member.key) + " must be a string or a list of strings");
    }
  }
  return context;
}

// --- caller --------------------------------------------------------------------------------------

/// The fields a caller of this type is matched by (MOD-2): without them nothing would match, in
/// silence.
std::vector<std::string_view> identifying_fields(CallerType type) {
  switch (type) {
    case CallerType::Root:
      return {"account"};
    case CallerType::User:
      return {"account", "arn"};
    case CallerType::RoleSession:
      return {"account", "arn", "role_arn"};
    case CallerType::FederatedUser:
      return {"account", "arn"};
    case CallerType::Service:
      return {"name"};
    case CallerType::Anonymous:
      return {};
    case CallerType::WebIdentity:
    case CallerType::Saml:
      return {"provider"};
  }
  return {};
}

model::Caller read_caller(Node node, Diagnostics& diagnostics) {
  Fields fields(node, "the principal", diagnostics);
  model::Caller caller;
  const std::optional<Node> type_node = fields.require("type", Kind::String);
  if (type_node) {
    if (const std::optional<CallerType> type = model::parse_caller_type(type_node->text())) {
      caller.type = *type;
      for (const std::string_view name : identifying_fields(*type)) {
        fields.require(name);
      }
    } else {
      diagnostics.error(codes::bad_value, type_node->where(),
                        "unknown principal type " + ticked(type_node->text()),
                        "write `root`, `user`, `role_session`, `federated_user`, `service`, "
                        "`anonymous`, `web_identity` or `saml`");
    }
  }
  caller.account = text_of(fields, "account");
  caller.arn = text_of(fields, "arn");
  caller.partition = fields.text("partition").value_or("aws");
  caller.role_arn = text_of(fields, "role_arn");
  caller.role_id = text_of(fields, "role_id");
  caller.session_name = text_of(fields, "session_name");
  caller.user_arn = text_of(fields, "user_arn");
  caller.user_id = text_of(fields, "user_id");
  caller.provider = text_of(fields, "provider");
  caller.canonical_id = text_of(fields, "canonical_id");
  caller.service_linked = fields.is_true("service_linked");
  const std::string username = text_of(fields, "username");
  const std::string name = text_of(fields, "name");
  caller.service_names = texts_of(fields, "service_names", diagnostics);
  if (caller.type == CallerType::Service) {
    caller.name = name;
    if (std::find(caller.service_names.begin(), caller.service_names.end(), name) ==
        caller.service_names.end()) {
      caller.service_names.push_back(name);
    }
  } else {
    caller.name = username.empty() ? name : username;
  }
  if (caller.type == CallerType::Root && caller.arn.empty()) {
    caller.arn = model::root_arn(caller.partition, caller.account);
  }
  fields.ignore({"acl_groups"});  // told by the type and the name
  fields.refuse_unknown();
  return caller;
}

model::Request read_request_node(Node node, Diagnostics& diagnostics) {
  Fields fields(node, "the request", diagnostics);
  model::Request request;
  if (const std::optional<Node> caller = fields.require("principal", Kind::Object)) {
    request.caller = read_caller(*caller, diagnostics);
  }
  if (const std::optional<Node> action = fields.require("action", Kind::String)) {
    request.action = std::string(action->text());
    if (request.action.find(':') == std::string::npos) {
      diagnostics.error(codes::bad_value, action->where(),
                        ticked(request.action) + " is not an action", "write `service:Name`");
    }
  }
  if (const std::optional<Node> resource = fields.require("resource", Kind::String)) {
    request.resource = std::string(resource->text());
    if (request.resource != "*" && !model::parse_arn(request.resource)) {
      diagnostics.error(codes::bad_value, resource->where(),
                        ticked(request.resource) + " is neither an ARN nor `*`");
    }
  }
  if (const std::optional<Node> context = fields.require("context", Kind::Object)) {
    request.context = read_context(*context, diagnostics);
  }
  fields.refuse_unknown();
  return request;
}

// --- model ---------------------------------------------------------------------------------------

// Without a list of its own, the documented one; a list that repeats it says no more than none.
void read_rcp_services(Fields& fields, model::Scenario& scenario, Diagnostics& diagnostics) {
  const std::vector<std::string> documented{"s3",
                                            "sts",
                                            "kms",
                                            "sqs",
                                            "secretsmanager",
                                            "ecr",
                                            "dynamodb",
                                            "logs",
                                            "cognito-identity",
                                            "cognito-idp"};
  scenario.rcp_services = documented;
  if (!fields.find("rcp_supported_services")) return;
  scenario.rcp_services = texts_of(fields, "rcp_supported_services", diagnostics);
  scenario.rcp_services_vouched =
      !std::is_permutation(documented.begin(), documented.end(), scenario.rcp_services.begin(),
                           scenario.rcp_services.end());
}

void read_model(Node node, ScenarioCase& out, Diagnostics& diagnostics) {
  Fields fields(node, "the model", diagnostics);
  PolicyLoader load(out, diagnostics);
  model::Scenario& scenario = out.scenario;
  scenario.resource_role = role_of_resource(out.request);
  scenario.resource_account = text_of(fields, "resource_account");
  if (const std::optional<Node> account = fields.find("principal_account", Kind::String);
      account && account->text() != out.request.caller.account) {
    diagnostics.error(codes::bad_value, account->where(),
                      "`principal_account` differs from the account of the request's principal");
  }
  if (const std::optional<Node> identity = fields.find("identity", Kind::Array)) {
    scenario.identity = load.many(*identity, PolicyKind::Identity, "identity");
  }
  const bool trust = scenario.resource_role == model::ResourceRole::IamRole;
  scenario.resource_policy = load.one(fields.find("resource"),
                                      trust ? PolicyKind::Trust : PolicyKind::Resource, "resource");
  scenario.boundary = load.one(fields.find("boundary"), PolicyKind::Boundary, "boundary");
  scenario.session = load.one(fields.find("session"), PolicyKind::Session, "session");
  scenario.scps = load.levels(fields, "scps", PolicyKind::ServiceControl);
  scenario.rcps = load.levels(fields, "rcps", PolicyKind::ResourceControl);
  // The SCPs of the resource's account bind its own principals only: checked, then left out.
  load.levels(fields, "resource_account_scps", PolicyKind::ServiceControl);
  scenario.endpoint = load.one(fields.find("vpce"), PolicyKind::Endpoint, "vpce");
  if (const std::optional<Node> type = fields.find("vpce_type", Kind::String)) {
    scenario.gateway_endpoint = type->text() == "gateway";
    if (!scenario.gateway_endpoint && type->text() != "interface") {
      diagnostics.error(codes::bad_value, type->where(),
                        "unknown endpoint type " + ticked(type->text()),
                        "write `interface` or `gateway`");
    }
  }
  scenario.caller_in_management_account = fields.is_true("principal_in_management_account");
  scenario.resource_in_management_account = fields.is_true("resource_in_management_account");
  read_rcp_services(fields, scenario, diagnostics);
  read_services(fields, scenario, diagnostics);
  if (const std::optional<Node> point = fields.find("access_point", Kind::Object)) {
    scenario.access_point = read_passage(*point, load, scenario, out.request, diagnostics);
  }
  if (const std::optional<Node> flag = fields.find("bucket_policy_public", Kind::Boolean)) {
    out.bucket_policy_public = flag->boolean();
  }
  fields.refuse_unknown();
}

// --- cases ---------------------------------------------------------------------------------------

std::optional<std::string> read_expected(Fields& fields, std::string_view name,
                                         Diagnostics& diagnostics) {
  constexpr std::array<std::string_view, 5> words{"allowed", "explicit_deny", "implicit_deny",
                                                  "denied", "unspecified"};
  const std::optional<Node> value = fields.find(name, Kind::String);
  if (!value) return std::nullopt;
  if (std::find(words.begin(), words.end(), value->text()) == words.end()) {
    diagnostics.error(codes::bad_value, value->where(),
                      "unknown expectation " + ticked(value->text()),
                      "write `allowed`, `explicit_deny`, `implicit_deny` or `denied`");
  }
  return std::string(value->text());
}

ScenarioCase read_case(Node node, Diagnostics& diagnostics) {
  ScenarioCase out;
  out.where = node.where();
  Fields fields(node, "the scenario", diagnostics);
  out.id = fields.require_text("id").value_or("");
  out.rules = texts_of(fields, "rules", diagnostics);
  out.ambiguities = texts_of(fields, "amb", diagnostics);
  if (const std::optional<Node> request = fields.require("request", Kind::Object)) {
    out.request = read_request_node(*request, diagnostics);
  }
  if (const std::optional<Node> model = fields.require("model", Kind::Object)) {
    read_model(*model, out, diagnostics);
  }
  out.expected = read_expected(fields, "expected", diagnostics);
  out.expected_canonical = read_expected(fields, "expected_canonical", diagnostics);
  out.expected_prove = read_expected(fields, "expected_prove", diagnostics);
  out.expected_counterexample = read_expected(fields, "expected_cex", diagnostics);
  fields.ignore({"why", "name", "source"});
  fields.refuse_unknown();
  return out;
}

}  // namespace

model::ResourceRole role_of_resource(const model::Request& request) {
  constexpr std::array<std::string_view, 6> assuming{
      "sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity",
      "sts:TagSession", "sts:SetSourceIdentity",  "sts:SetContext"};
  const std::optional<model::ArnView> arn = model::parse_arn(request.resource);
  if (!arn) return model::ResourceRole::Plain;
  if (arn->service == "kms" && arn->resource.starts_with("key/")) {
    return model::ResourceRole::KmsKey;
  }
  const bool assumes = std::any_of(assuming.begin(), assuming.end(), [&](std::string_view action) {
    return equals_ignoring_case(action, request.action);
  });
  return arn->service == "iam" && arn->resource.starts_with("role/") && assumes
             ? model::ResourceRole::IamRole
             : model::ResourceRole::Plain;
}

std::vector<ScenarioCase> read_scenarios(std::string_view file, std::string_view text,
                                         Diagnostics& diagnostics, const document::Limits& limits) {
  std::vector<ScenarioCase> cases;
  for (const document::Document& line : document::parse_json_stream(file, text, limits)) {
    Diagnostics found;
    ScenarioCase next = read_case(line.root(), found);
    if (found.has_errors()) {
      diagnostics.add(Error(found.all()));
    } else {
      next.warnings = found.all();
      cases.push_back(std::move(next));
    }
  }
  return cases;
}

std::vector<ScenarioCase> read_scenarios(std::string_view file, std::string_view text,
                                         const document::Limits& limits) {
  Diagnostics diagnostics;
  std::vector<ScenarioCase> cases = read_scenarios(file, text, diagnostics, limits);
  diagnostics.throw_if_errors();
  return cases;
}

model::Request read_request(std::string_view file, std::string_view text,
                            const document::Limits& limits) {
  const document::Document parsed = document::parse_json(file, text, limits);
  Diagnostics diagnostics;
  model::Request request;
  if (expect_kind(parsed.root(), Kind::Object, "the request", diagnostics)) {
    request = read_request_node(parsed.root(), diagnostics);
  }
  diagnostics.throw_if_errors();
  return request;
}

}  // namespace postern::snapshot
