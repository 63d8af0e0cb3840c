#include <algorithm>
#include <array>

#include "differential/generator_parts.h"
#include "model/request.h"
#include "support/text.h"

namespace postern::test {
namespace {

struct Service {
  std::vector<std::string_view> actions;
  std::vector<std::string_view> resources;
};

const std::vector<Service>& services() {
  static const std::vector<Service> all{
      {{"s3:GetObject", "s3:PutObject", "s3:DeleteObject"},
       {"arn:aws:s3:::b/k", "arn:aws:s3:::b/a", "arn:aws:s3:::b/a/b", "arn:aws:s3:::b/a*",
        "arn:aws:s3:::b/", "arn:aws:s3:::c/k:l", "arn:aws:s3:::b/\u00e9"}},
      {{"s3:ListBucket", "s3:PutBucketPolicy", "s3:GetBucketPolicy", "s3:DeleteBucketPolicy"},
       {"arn:aws:s3:::b", "arn:aws:s3:::c"}},
      {{"s3:ListAllMyBuckets", "kms:CreateKey", "sqs:ListQueues", "ec2:DescribeInstances"}, {"*"}},
      {{"sqs:SendMessage", "sqs:AddPermission", "sqs:GetQueueUrl", "sqs:CreateQueue"},
       {"arn:aws:sqs:us-east-1:111111111111:q", "arn:aws:sqs:us-east-1:222222222222:q"}},
      {{"sns:Publish", "sns:Subscribe"}, {"arn:aws:sns:us-east-1:111111111111:t"}},
      {{"lambda:InvokeFunction", "lambda:InvokeFunctionUrl", "lambda:GetFunction"},
       {"arn:aws:lambda:us-east-1:111111111111:function:f",
        "arn:aws:lambda:us-east-1:111111111111:function:f:1"}},
      {{"kms:Decrypt", "kms:Encrypt", "kms:ScheduleKeyDeletion", "kms:RetireGrant",
        "kms:CreateGrant", "kms:PutKeyPolicy"},
       {"arn:aws:kms:us-east-1:111111111111:key/k", "arn:aws:kms:us-east-1:222222222222:key/k",
        "arn:aws:kms:us-east-1:111111111111:alias/a"}},
      {{"secretsmanager:GetSecretValue"},
       {"arn:aws:secretsmanager:us-east-1:111111111111:secret:s-AbCdEf"}},
      {{"ecr:BatchGetImage"}, {"arn:aws:ecr:us-east-1:111111111111:repository/r"}},
      {{"logs:PutLogEvents"},
       {"arn:aws:logs:us-east-1:111111111111:log-group:g",
        "arn:aws:logs:us-east-1:111111111111:log-group:g:*"}},
      {{"iam:GetUser", "iam:ListUsers"},
       {"arn:aws:iam::111111111111:user/alice", "arn:aws:iam::111111111111:user/p/bob"}},
      {{"iam:PassRole", "iam:GetRole"},
       {"arn:aws:iam::111111111111:role/dev", "arn:aws:iam::222222222222:role/ext"}},
      {{"iam:PassRole", "iam:PutRolePolicy", "iam:TagRole", "iam:CreatePolicyVersion",
        "kms:UpdateAlias"},
       {"arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_A_1",
        "arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX",
        "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:kms:us-east-1:111111111111:alias/aws/s3",
        "arn:aws:iam::111111111111:role/dev"}},
      {{"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity",
        "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"},
       {"arn:aws:iam::111111111111:role/dev", "arn:aws:iam::111111111111:role/p/ops",
        "arn:aws:iam::222222222222:role/ext",
        "arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"}},
      {{"sts:GetCallerIdentity", "sts:GetSessionToken", "sts:GetServiceBearerToken"}, {"*"}},
      {{"execute-api:Invoke"}, {"arn:aws:execute-api:us-east-1:111111111111:api/s/GET/x"}},
      {{"s3:GetObject", "s3:GetObjectAcl", "s3:PutObjectAcl", "s3:GetObjectVersion",
        "s3:DeleteObjectVersion", "s3:RestoreObject", "s3:PutObjectVersionAcl",
        "s3:GetObjectTagging"},
       {"arn:aws:s3:::b/k", "arn:aws:s3:::b/a/b", "arn:aws:s3:::b"}},
      {{"s3:ListBucketVersions", "s3:GetBucketAcl", "s3:PutBucketAcl",
        "s3:ListBucketMultipartUploads", "s3:ListBucket"},
       {"arn:aws:s3:::b", "arn:aws:s3:::c", "arn:aws:s3:::b/k"}},
      {{"s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:PutAccessPointPolicy"},
       {"arn:aws:s3:us-east-1:111111111111:accesspoint/p",
        "arn:aws:s3:us-east-1:111111111111:accesspoint/p/object/k",
        "arn:aws:s3:us-east-1:222222222222:accesspoint/q/object/a/b", "arn:aws:s3:::b/k"}},
      {{"foo:Bar", "ec2:RunInstances"}, {"arn:aws:ec2:us-east-1:111111111111:instance/i-1", "*"}},
  };
  return all;
}

Json caller(Random& random) {
  const std::string account(random.chance(75) ? account_a : account_b);
  const std::string partition = random.chance(3) ? "aws-cn" : "aws";
  const std::string iam = "arn:" + partition + ":iam::" + account + ":";
  const std::string sts = "arn:" + partition + ":sts::" + account + ":";
  const std::string name = random.chance(70) ? "alice" : random.chance(50) ? "bob" : "p/bob";
  Json out;
  const auto own_account = [&](const char* type) {
    out["type"] = type;
    out["account"] = account;
    if (partition != "aws") out["partition"] = partition;
  };
  switch (random.below(12)) {
    case 0:
      own_account("root");
      out["arn"] = iam + "root";
      break;
    case 1:
      out["type"] = "service";
      out["name"] = random.pick(std::vector<Json>{"x.amazonaws.com", "x.amazonaws.com",
                                                  "sns.amazonaws.com", "logging.s3.amazonaws.com"});
      if (random.chance(30)) {
        out["service_names"] = {out["name"], "x.us-east-1.amazonaws.com"};
      }
      break;
    case 2:
      out["type"] = "anonymous";
      break;
    case 3:
      out["type"] = "web_identity";
      out["provider"] = random.chance(60)
                            ? "arn:aws:iam::111111111111:oidc-provider/idp.example.com"
                            : "accounts.google.com";
      break;
    case 4:
      out["type"] = "saml";
      out["provider"] = "arn:aws:iam::111111111111:saml-provider/corp";
      break;
    case 5:
    case 6:
      own_account("federated_user");
      out["arn"] = sts + "federated-user/fred";
      if (random.chance(85))
        out["user_arn"] = random.chance(80) ? iam + "user/alice" : iam + "root";
      if (random.chance(30)) out["user_id"] = "AIDAALICEEXAMPLE";
      break;
    case 7:
    case 8:
    case 9: {
      own_account("role_session");
      const std::string role = random.chance(70) ? "dev" : "ops";
      const std::string path = role == "ops" ? "p/" : "";
      out["arn"] = sts + "assumed-role/" + role + "/s";
      out["role_arn"] = iam + "role/" + path + role;
      out["role_id"] = role == "dev" ? "AROADEVEXAMPLE" : "AROAOPSEXAMPLE";
      out["session_name"] = "s";
      if (random.chance(7)) out["service_linked"] = true;
      break;
    }
    default:
      own_account("user");
      out["arn"] = iam + "user/" + name;
      out["username"] = name.substr(name.find('/') == std::string::npos ? 0 : 2);
      out["user_id"] = name == "alice" ? "AIDAALICEEXAMPLE" : "AIDABOBEXAMPLE";
  }
  return out;
}

Json context_value(Random& random, const KeyChoice& key) {
  if (key.multivalued ? !random.chance(90) : !random.chance(8)) {
    return random_value(random, key.type);
  }
  Json values = Json::array();
  const std::size_t size = random.chance(10) ? 0 : 1 + random.below(2);
  for (std::size_t j = 0; j < size; ++j) values.push_back(random_value(random, key.type));
  return values;
}

Json context(Random& random) {
  Json out = Json::object();
  const std::size_t count = random.below(6);
  for (std::size_t i = 0; i < count; ++i) {
    const KeyChoice& key = random.pick(keys());
    out[std::string(key.name)] = context_value(random, key);
  }
  return out;
}

// --- requests near one ---------------------------------------------------------------------------

/// A key left out, given another value, or one more.
Json context_near(Random& random, const Json& context) {
  Json out = context;
  const KeyChoice* key = &random.pick(keys());
  if (!out.empty() && random.chance(80)) {
    auto entry = out.begin();
    std::advance(entry, static_cast<std::ptrdiff_t>(random.below(out.size())));
    if (random.chance(40)) {
      out.erase(entry);
      return out;
    }
    key = &*std::find_if(keys().begin(), keys().end(),
                         [&](const KeyChoice& k) { return k.name == entry.key(); });
  }
  out[std::string(key->name)] = context_value(random, *key);
  return out;
}

/// `text` with every `from` replaced.
std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// The same kind of caller by another name or of another account, or any.
Json caller_near(Random& random, const Json& near) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> names{
      {{"alice", "bob"},
       {"dev", "ext"},
       {"assumed-role/dev/s", "assumed-role/dev/t"},
       {"federated-user/fred", "federated-user/joe"},
       {"x.amazonaws.com", "sns.amazonaws.com"},
       {"idp.example.com", "idp2.example.com"}}};
  const std::string text = near.dump();
  std::vector<std::string> others;
  for (const auto& [from, to] : names) {
    std::string other = replaced(text, from, to);
    if (other != text) others.push_back(std::move(other));
  }
  if (!others.empty() && random.chance(60)) return Json::parse(random.pick(others));
  const bool first = text.find(account_a) != std::string::npos;
  std::string foreign =
      replaced(text, first ? account_a : account_b, first ? account_b : account_a);
  return foreign != text && random.chance(40) ? Json::parse(foreign) : caller(random);
}

/// snapshot::role_of_resource, said of the generator's alphabet.
model::ResourceRole role(const Json& action, const Json& resource) {
  const auto within = [](const Json& text, std::string_view part) {
    return text.get_ref<const std::string&>().find(part) != std::string::npos;
  };
  if (within(resource, ":key/")) return model::ResourceRole::KmsKey;
  const std::string lower = ascii_lower(action.get_ref<const std::string&>());
  const bool assumes = lower.starts_with("sts:") && !lower.starts_with("sts:get");
  return assumes && within(resource, ":role/") ? model::ResourceRole::IamRole
                                               : model::ResourceRole::Plain;
}

}  // namespace

std::string random_resource(Random& random) {
  return std::string(random.pick(random.pick(services()).resources));
}

std::string random_action(Random& random) {
  return std::string(random.pick(random.pick(services()).actions));
}

namespace {

const Service& random_service(Random& random, bool token) {
  return token && random.chance(80) ? services()[13] : random.pick(services());
}

std::string action_of(Random& random, const Service& service, const std::string& type) {
  std::string out(random.pick(service.actions));
  if ((type == "saml" || type == "web_identity") && random.chance(70)) {
    out = type == "saml" ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity";
  }
  return random.chance(3) ? ascii_lower(out) : out;
}

std::string resource_of(Random& random, const Service& service, const Json& caller) {
  std::string out =
      random.chance(93) ? std::string(random.pick(service.resources)) : random_resource(random);
  if (caller.contains("partition") && random.chance(70) && out != "*") {
    out.replace(0, 7, "arn:aws-cn");
  }
  return out;
}

/// Another of the service's; after a few tries, what lies below the first, or any.
std::string resource_near(Random& random, const Service& service, const Json& first,
                          std::size_t tries) {
  if (tries < 5) return resource_of(random, service, first["principal"]);
  if (first["resource"] == "*") return random_resource(random);
  return first["resource"].get<std::string>() + "/" + std::to_string(tries);
}

}  // namespace

std::vector<Json> random_requests(Random& random, std::size_t count) {
  Json first;
  first["principal"] = caller(random);
  const std::string type = first["principal"]["type"];
  const Service& service = random_service(random, type == "web_identity" || type == "saml");
  first["action"] = action_of(random, service, type);
  first["resource"] = resource_of(random, service, first["principal"]);
  first["context"] = context(random);
  maybe_through_access_point(random, first);
  const std::optional<std::string> point = access_point_of(first);
  std::vector<Json> out{first};

  const auto fresh = [&](const char* part, const Json& value) {
    return std::none_of(out.begin(), out.end(), [&](const Json& r) { return r[part] == value; });
  };
  const auto kind = role(first["action"], first["resource"]);
  const auto good_action = [&](const Json& action) {
    return fresh("action", action) && std::all_of(out.begin(), out.end(), [&](const Json& r) {
             return role(action, r["resource"]) == kind &&
                    (!point || goes_through(*point, action, r["resource"]));
           });
  };
  const auto good_resource = [&](const Json& resource, const Json& action) {
    return fresh("resource", resource) && role(action, resource) == kind &&
           (!point || goes_through(*point, action, resource)) &&
           std::all_of(out.begin(), out.end(),
                       [&](const Json& r) { return role(r["action"], resource) == kind; });
  };
  while (out.size() < count) {
    Json next;
    do next["principal"] = caller_near(random, first["principal"]);
    while (!fresh("principal", next["principal"]));
    std::size_t tries = 0;
    do next["action"] = ++tries < 5 ? action_of(random, service, type) : random_action(random);
    while (!good_action(next["action"]));
    tries = 0;
    do next["resource"] = resource_near(random, service, first, ++tries);
    while (!good_resource(next["resource"], next["action"]));
    do {
      next["context"] =
          random.chance(75) ? context_near(random, first["context"]) : context(random);
      if (point) name_access_point(next["context"], *point);
    } while (!fresh("context", next["context"]));
    out.push_back(std::move(next));
  }
  // Whose canonical id is not given may have any that nobody else of these has: the callers belong
  // to one world.
  if (random.chance(50)) {
    for (Json& request : out) {
      Json& caller = request["principal"];
      if (!caller.contains("account")) continue;
      caller["canonical_id"] = "canonical-" + caller["account"].get<std::string>();
    }
  }
  return out;
}

}  // namespace postern::test
