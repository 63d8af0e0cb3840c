// What a scenario says of one service: S3 lists, owners and blocks, grants on keys.
#include "differential/generator_parts.h"

namespace postern::test {
namespace {

constexpr std::string_view groups = "http://acs.amazonaws.com/groups/";

Json random_list(const Target& target, const std::string& owner) {
  Random& random = target.random;
  if (random.chance(15)) {
    return random.pick(std::vector<Json>{"private", "public-read", "public-read-write",
                                         "authenticated-read", "log-delivery-write"});
  }
  std::vector<std::string> grantees{"owner-canonical", "canonical-of-other",
                                    "canonical-" + std::string(account_a),
                                    "canonical-" + std::string(account_b)};
  for (const char* group : {"global/AllUsers", "global/AuthenticatedUsers", "s3/LogDelivery"}) {
    grantees.push_back(std::string(groups) + group);
  }
  Json out = Json::object();
  if (random.chance(80)) out["owner"] = owner;
  out["grants"] = Json::array();
  const std::size_t count = random.below(4);
  for (std::size_t i = 0; i < count; ++i) {
    Json grant;
    grant["grantee"] = random.pick(grantees);
    grant["permission"] =
        random.pick(std::vector<Json>{"READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"});
    out["grants"].push_back(std::move(grant));
  }
  return out;
}

}  // namespace

Json random_s3(const Target& target) {
  Random& random = target.random;
  Json out = Json::object();
  const std::string own = "canonical-" + std::string(random.chance(50) ? account_a : account_b);
  const std::string owner = random.chance(50) ? own : "owner-canonical";
  if (owner == own) out["owner"] = owner;
  if (random.chance(85)) {
    out["object_ownership"] = random.pick(std::vector<Json>{
        "ObjectWriter", "ObjectWriter", "BucketOwnerPreferred", "BucketOwnerEnforced"});
  }
  if (random.chance(60)) out["bucket_acl"] = random_list(target, owner);
  if (random.chance(60)) {
    const bool foreign = random.chance(35);
    out["object_acl"] =
        random_list(target, !foreign            ? owner
                            : random.chance(50) ? "canonical-of-other"
                                                : "canonical-" + std::string(account_b));
  }
  if (random.chance(50)) {
    Json flags = Json::object();
    for (const char* flag : {"IgnorePublicAcls", "RestrictPublicBuckets", "BlockPublicAcls"}) {
      if (random.chance(50)) flags[flag] = random.chance(85);
    }
    out["block_public_access"] = Json::object();
    out["block_public_access"][random.chance(50) ? "bucket" : "account"] = std::move(flags);
  }
  return out;
}

Json random_key_grants(const Target& target) {
  Random& random = target.random;
  Json out = Json::array();
  const std::size_t count = 1 + random.below(2);
  for (std::size_t i = 0; i < count; ++i) {
    const Json& caller = target.request["principal"];
    std::vector<std::string> grantees{"arn:aws:iam::111111111111:root",
                                      "arn:aws:iam::111111111111:user/alice", "x.amazonaws.com",
                                      "arn:aws:iam::111111111111:role/dev"};
    for (const char* field : {"arn", "role_arn", "name"}) {
      if (caller.contains(field)) grantees.push_back(caller[field]);
      if (caller.contains(field)) grantees.push_back(caller[field]);
    }
    Json grant;
    grant["id"] = "g" + std::to_string(i);
    grant["grantee"] = random.pick(grantees);
    grant["operations"] = Json::array();
    for (const char* operation : {"Decrypt", "Encrypt", "RetireGrant", "CreateGrant"}) {
      if (random.chance(60)) grant["operations"].push_back(operation);
    }
    if (random.chance(30)) {
      grant[random.chance(50) ? "encryption_context_equals" : "encryption_context_subset"]["App"] =
          random.chance(70) ? "a" : "ab";
    }
    out.push_back(std::move(grant));
  }
  return out;
}

}  // namespace postern::test
