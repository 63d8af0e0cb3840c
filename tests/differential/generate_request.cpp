#include <algorithm>
#include <array>

#include "differential/generator_parts.h"

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
    if (random.chance(50)) out["canonical_id"] = "canonical-" + account;
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

Json context(Random& random) {
  Json out = Json::object();
  const std::size_t count = random.below(6);
  for (std::size_t i = 0; i < count; ++i) {
    const KeyChoice& key = random.pick(keys());
    if (key.multivalued ? random.chance(90) : random.chance(8)) {
      Json values = Json::array();
      const std::size_t size = random.chance(10) ? 0 : 1 + random.below(2);
      for (std::size_t j = 0; j < size; ++j) values.push_back(random_value(random, key.type));
      out[std::string(key.name)] = std::move(values);
    } else {
      out[std::string(key.name)] = random_value(random, key.type);
    }
  }
  return out;
}

}  // namespace

std::string random_resource(Random& random) {
  return std::string(random.pick(random.pick(services()).resources));
}

std::string random_action(Random& random) {
  return std::string(random.pick(random.pick(services()).actions));
}

Json random_request(Random& random) {
  Json out;
  out["principal"] = caller(random);
  const std::string type = out["principal"]["type"];
  const bool token = type == "web_identity" || type == "saml";
  const Service& service =
      token && random.chance(80) ? services()[13] : services()[random.below(services().size())];
  std::string action(random.pick(service.actions));
  if (token && random.chance(70)) {
    action = type == "saml" ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity";
  }
  if (random.chance(3)) {
    std::transform(action.begin(), action.end(), action.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  }
  out["action"] = action;
  std::string resource =
      random.chance(93) ? std::string(random.pick(service.resources)) : random_resource(random);
  if (out["principal"].contains("partition") && random.chance(70) && resource != "*") {
    resource.replace(0, 7, "arn:aws-cn");
  }
  out["resource"] = std::move(resource);
  out["context"] = context(random);
  return out;
}

}  // namespace postern::test
