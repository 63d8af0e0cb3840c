#include "differential/generator.h"

#include <algorithm>
#include <set>

#include "differential/generator_parts.h"

namespace postern::test {
namespace {

constexpr std::size_t base_count = 4;

/// Makes policies about the first of the requests, and about others.
class PolicyMaker {
 public:
  PolicyMaker(Random& random, const RandomScenario& scenario)
      : random_(random), scenario_(scenario) {}

  Json one(Grammar grammar) {
    Json policy = about(random_.chance(85) ? Combination{} : mixture(random_), grammar);
    const bool grants =
        grammar == Grammar::Identity || grammar == Grammar::Resource || grammar == Grammar::Trust;
    if (grants && random_.chance(60)) {
      for (Json& statement : about(mixture(random_), grammar)["Statement"]) {
        policy["Statement"].push_back(std::move(statement));
      }
    }
    for (Json& statement : policy["Statement"]) {
      if (grants && statement["Effect"] == "Allow" && random_.chance(60)) widen(statement);
    }
    return policy;
  }

  /// Lets the lists of the statement cover more of the requests.
  void widen(Json& statement) {
    const Json other = scenario_.request(mixture(random_));
    for (const auto& [element, part] : {std::pair("Action", "action"), {"Resource", "resource"}}) {
      const auto list = statement.find(element);
      if (list == statement.end()) continue;
      if (!list->is_array()) *list = Json::array({*list});
      list->push_back(other[part]);
    }
  }

  Json many(Grammar grammar, std::size_t count) {
    Json out = Json::array();
    for (std::size_t i = 0; i < count; ++i) out.push_back(one(grammar));
    return out;
  }

  Json levels(Grammar grammar) {
    Json out = Json::array();
    const std::size_t count = random_.chance(5) ? 0 : 1 + random_.below(2);
    for (std::size_t i = 0; i < count; ++i) {
      out.push_back(many(grammar, random_.chance(4) ? 0 : 1 + random_.below(2)));
      if (grammar == Grammar::ResourceControl && random_.chance(80)) {
        Json full;
        full["Version"] = "2012-10-17";
        full["Statement"] = Json::array(
            {{{"Effect", "Allow"}, {"Principal", "*"}, {"Action", "*"}, {"Resource", "*"}}});
        out.back().push_back(std::move(full));
      }
    }
    return out;
  }

  Json about(const Combination& parts, Grammar grammar) {
    const Json request = scenario_.request(parts);
    return random_policy({request, random_}, grammar);
  }

  static Combination mixture(Random& random) {
    const auto part = [&](unsigned first) {
      return random.chance(first) ? 0 : random.below(base_count);
    };
    const std::size_t caller = part(85);  // most policies are the first caller's
    const std::size_t action = part(75);
    const std::size_t resource = part(75);
    return {caller, action, resource, part(75)};
  }

 private:
  Random& random_;
  const RandomScenario& scenario_;
};

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

Json random_model(Random& random, const RandomScenario& scenario) {
  const Json& request = scenario.bases.front();
  const Target target{request, random};
  PolicyMaker make(random, scenario);
  const std::string type = request["principal"]["type"];
  const std::string action = request["action"];
  const std::string resource = request["resource"];
  const bool role = resource.find(":role/") != std::string::npos && action.starts_with("sts:");
  const bool key = resource.find(":key/") != std::string::npos;

  Json model;
  model["resource_account"] = owner(random, request);
  model["identity"] = make.many(Grammar::Identity, random.chance(8) ? 0 : 1 + random.below(2));
  if (random.chance(role || key ? 90 : 60)) {
    model["resource"] = make.one(role ? Grammar::Trust : Grammar::Resource);
  }
  if (random.chance(20)) model["boundary"] = make.one(Grammar::Guardrail);
  if (random.chance(type == "federated_user" ? 80 : 12)) {
    model["session"] = make.one(Grammar::Guardrail);
  }
  if (random.chance(20)) model["scps"] = make.levels(Grammar::Guardrail);
  if (random.chance(18)) model["rcps"] = make.levels(Grammar::ResourceControl);
  if (const auto point = access_point_of(request)) {
    Json& facts = model["access_point"] = random_access_point(target, *point);
    if (random.chance(85)) facts["policy"] = make.one(Grammar::Resource);
    if (random.chance(18)) facts["rcps"] = make.levels(Grammar::ResourceControl);
  }
  if (random.chance(12)) {
    model["vpce"] = make.one(Grammar::Endpoint);
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
  return model;
}

}  // namespace

Json RandomScenario::request(const Combination& parts) const {
  Json out;
  out["principal"] = bases[parts.caller]["principal"];
  out["action"] = bases[parts.action]["action"];
  out["resource"] = bases[parts.resource]["resource"];
  out["context"] = bases[parts.context]["context"];
  return out;
}

Json RandomScenario::pair(std::size_t number) const {
  Json out;
  out["id"] = "seed-" + std::to_string(seed) + "-" + std::to_string(number);
  out["model"] = model;
  out["request"] = request(requests[number]);
  return out;
}

RandomScenario random_scenario(std::uint64_t seed, std::size_t requests) {
  Random random(seed);
  RandomScenario out;
  out.seed = seed;
  out.bases = random_requests(random, base_count);
  out.model = random_model(random, out);
  std::set<Combination> chosen{Combination{}};
  for (std::size_t i = 1; chosen.size() < requests; ++i) {
    Combination next = PolicyMaker::mixture(random);
    next.context = i % base_count;
    chosen.insert(next);
  }
  out.requests.assign(chosen.begin(), chosen.end());
  std::stable_sort(out.requests.begin(), out.requests.end(),
                   [](const auto& a, const auto& b) { return a.context < b.context; });
  return out;
}

}  // namespace postern::test
