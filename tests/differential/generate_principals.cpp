#include <array>

#include "differential/generator_parts.h"

namespace postern::test {
namespace {

/// Everything the caller can be named by, with the type of the entry.
std::vector<std::pair<std::string, std::string>> own_names(const Json& caller) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto add = [&](const char* type, const char* field) {
    if (caller.contains(field)) out.emplace_back(type, caller[field]);
  };
  add("AWS", "arn");
  add("AWS", "role_arn");
  add("AWS", "user_arn");
  add("AWS", "user_id");
  add("AWS", "role_id");
  add("AWS", "account");
  add("CanonicalUser", "canonical_id");
  add("Federated", "provider");
  if (caller["type"] == "service") {
    add("Service", "name");
    out.emplace_back("Service", "x.us-east-1.amazonaws.com");
  }
  if (caller.contains("account")) {
    const std::string partition = caller.value("partition", "aws");
    out.emplace_back(
        "AWS", "arn:" + partition + ":iam::" + caller["account"].get<std::string>() + ":root");
  }
  return out;
}

const std::vector<std::pair<std::string, std::string>>& other_names() {
  static const std::vector<std::pair<std::string, std::string>> all{
      {"AWS", "222222222222"},
      {"AWS", "111111111111"},
      {"AWS", "arn:aws:iam::111111111111:root"},
      {"AWS", "arn:aws:iam::111111111111:user/alice"},
      {"AWS", "arn:aws:iam::111111111111:user/*"},
      {"AWS", "arn:aws:iam::111111111111:group/g"},
      {"AWS", "arn:aws:iam::111111111111:role/dev"},
      {"AWS", "arn:aws:sts::111111111111:assumed-role/dev/*"},
      {"AWS", "AROADEVEXAMPLE"},
      {"AWS", "AIDAOTHEREXAMPLE"},
      {"Service", "x.amazonaws.com"},
      {"Service", "*"},
      {"Federated", "accounts.google.com"},
      {"Federated", "*"},
      {"Federated", "arn:aws:iam::111111111111:saml-provider/corp"},
      {"CanonicalUser", "canonical-111111111111"},
      {"AWS", "*"},
  };
  return all;
}

}  // namespace

Json random_principal(const Target& target) {
  Random& random = target.random;
  if (random.chance(20)) return "*";
  const auto own = own_names(target.request["principal"]);
  std::vector<std::pair<std::string, std::string>> chosen;
  const std::size_t count = random.chance(2) ? 0 : 1 + (random.chance(40) ? random.below(4) : 0);
  for (std::size_t i = 0; i < count; ++i) {
    chosen.push_back(!own.empty() && random.chance(70) ? random.pick(own)
                                                       : random.pick(other_names()));
  }
  Json out = Json::object();
  for (const std::string type : {"AWS", "Service", "Federated", "CanonicalUser"}) {
    std::vector<Json> values;
    for (const auto& [kind, value] : chosen) {
      if (kind == type) values.emplace_back(value);
    }
    if (!values.empty()) out[type] = one_or_many(random, std::move(values));
  }
  if (out.empty()) out["AWS"] = Json::array();
  return out;
}

}  // namespace postern::test
