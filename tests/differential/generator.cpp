#include "differential/generator.h"

#include "differential/generator_parts.h"

namespace postern::test {
namespace {

Json policies(const Target& target, Grammar grammar, std::size_t count) {
  Json out = Json::array();
  for (std::size_t i = 0; i < count; ++i) out.push_back(random_policy(target, grammar));
  return out;
}

Json levels(const Target& target, Grammar grammar) {
  Json out = Json::array();
  const std::size_t count = target.random.chance(5) ? 0 : 1 + target.random.below(2);
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(
        policies(target, grammar, target.random.chance(4) ? 0 : 1 + target.random.below(2)));
    if (grammar == Grammar::ResourceControl && target.random.chance(80)) {
      Json full;
      full["Version"] = "2012-10-17";
      full["Statement"] = Json::array(
          {{{"Effect", "Allow"}, {"Principal", "*"}, {"Action", "*"}, {"Resource", "*"}}});
      out.back().push_back(std::move(full));
    }
  }
  return out;
}

/// The account in the resource's ARN, else the caller's or another one.
std::string owner(Random& random, const Json& request) {
  const std::string resource = request["resource"];
  for (const std::string_view account : {account_a, account_b}) {
    if (resource.find(":" + std::string(account) + ":") != std::string::npos && random.chance(95)) {
      return std::string(account);
    }
  }
  const Json& caller = request["principal"];
  if (caller.contains("account") && random.chance(70)) return caller["account"];
  if (random.chance(4)) return "";
  return std::string(random.chance(50) ? account_a : account_b);
}

}  // namespace

Json random_case(std::uint64_t seed) {
  Random random(seed);
  Json out;
  out["id"] = "seed-" + std::to_string(seed);
  out["model"] = Json::object();
  out["request"] = random_request(random);
  const Json& request = out["request"];
  const Target target{request, random};
  const std::string type = request["principal"]["type"];
  const std::string action = request["action"];
  const std::string resource = request["resource"];
  const bool role = resource.find(":role/") != std::string::npos && action.starts_with("sts:");
  const bool key = resource.find(":key/") != std::string::npos;

  Json& model = out["model"];
  model["resource_account"] = owner(random, request);
  model["identity"] =
      policies(target, Grammar::Identity, random.chance(8) ? 0 : 1 + random.below(2));
  if (random.chance(role || key ? 90 : 60)) {
    model["resource"] = random_policy(target, role ? Grammar::Trust : Grammar::Resource);
  }
  if (random.chance(20)) model["boundary"] = random_policy(target, Grammar::Guardrail);
  if (random.chance(type == "federated_user" ? 80 : 12)) {
    model["session"] = random_policy(target, Grammar::Guardrail);
  }
  if (random.chance(20)) model["scps"] = levels(target, Grammar::Guardrail);
  if (random.chance(18)) model["rcps"] = levels(target, Grammar::ResourceControl);
  if (random.chance(12)) {
    model["vpce"] = random_policy(target, Grammar::Endpoint);
    if (random.chance(50)) model["vpce_type"] = random.chance(50) ? "gateway" : "interface";
  }
  if (action.starts_with("s3:") && random.chance(45)) model["s3"] = random_s3(target);
  if (action.starts_with("kms:") && random.chance(30)) {
    model["kms_grants"] = random_key_grants(target);
  }
  if (key && random.chance(5)) model["aws_managed_kms_key"] = true;
  if (random.chance(5)) model["principal_in_management_account"] = true;
  if (random.chance(5)) model["resource_in_management_account"] = true;
  if (random.chance(4)) model["rcp_supported_services"] = {"s3", "sqs"};
  return out;
}

}  // namespace postern::test
