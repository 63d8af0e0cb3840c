// Spot checks of the catalogue against AWS's documentation.
#include <algorithm>
#include <string>
#include <vector>

#include "catalogue/catalogue.h"
#include "support/catch.h"

namespace postern::catalogue {
namespace {

std::vector<std::string> type_names(const Catalogue& catalogue, std::string_view action) {
  std::vector<std::string> names;
  for (ResourceTypeId type : catalogue.resource_types(catalogue.find_action(action).value())) {
    names.emplace_back(catalogue.resource_type_name(type));
  }
  return names;
}

std::vector<std::string> formats(const Catalogue& catalogue, std::string_view action,
                                 std::string_view type_name) {
  for (ResourceTypeId type : catalogue.resource_types(catalogue.find_action(action).value())) {
    const auto all = catalogue.arn_formats(type);
    if (catalogue.resource_type_name(type) == type_name) return {all.begin(), all.end()};
  }
  return {};
}

bool carries(const Catalogue& catalogue, std::string_view action, std::string_view key) {
  const auto keys = catalogue.keys(catalogue.find_action(action).value());
  return std::ranges::find(keys, catalogue.find_key(key).value()) != keys.end();
}

AccessLevel level(const Catalogue& catalogue, std::string_view action) {
  return catalogue.level(catalogue.find_action(action).value());
}

bool resource_optional(const Catalogue& catalogue, std::string_view action) {
  return catalogue.resource_optional(catalogue.find_action(action).value());
}

using Names = std::vector<std::string>;

TEST_CASE("catalogue: access levels") {
  const Catalogue catalogue;
  CHECK(level(catalogue, "s3:GetObject") == AccessLevel::Read);
  CHECK(level(catalogue, "s3:ListBucket") == AccessLevel::List);
  CHECK(level(catalogue, "iam:PassRole") == AccessLevel::Write);
  CHECK(level(catalogue, "sts:AssumeRole") == AccessLevel::Write);
  CHECK(level(catalogue, "s3:PutObjectTagging") == AccessLevel::Tagging);
  CHECK(level(catalogue, "s3:PutBucketPolicy") == AccessLevel::PermissionsManagement);
  CHECK(level(catalogue, "kms:CreateGrant") == AccessLevel::PermissionsManagement);
}

TEST_CASE("catalogue: resource types and ARN formats", "[ARN-3][RES-9]") {
  const Catalogue catalogue;
  CHECK(type_names(catalogue, "s3:GetObject") == Names{"accesspointobject", "object"});
  CHECK(formats(catalogue, "s3:GetObject", "object") ==
        Names{"arn:${Partition}:s3:::${BucketName}/${ObjectName}"});
  CHECK(type_names(catalogue, "s3:ListAllMyBuckets").empty());
  CHECK(type_names(catalogue, "kms:CreateKey").empty());
  CHECK(type_names(catalogue, "iam:PassRole") == Names{"role"});
  CHECK(formats(catalogue, "sts:AssumeRole", "role") ==
        Names{"arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"});
}

TEST_CASE("catalogue: a resource type may have several ARN formats") {
  const Catalogue catalogue;
  CHECK(formats(catalogue, "lex:CreateBotAlias", "bot alias") ==
        Names{"arn:${Partition}:lex:${Region}:${Account}:bot-alias/${BotId}/${BotAliasId}",
              "arn:${Partition}:lex:${Region}:${Account}:bot:${BotName}:${BotAlias}"});
}

TEST_CASE("catalogue: operations whose action has another name are no actions", "[S3-3]") {
  const Catalogue catalogue;
  for (std::string_view operation :
       {"s3:HeadObject", "s3:HeadBucket", "s3:ListObjects", "s3:ListObjectsV2", "s3:ListBuckets",
        "s3:CopyObject", "s3:UploadPart", "s3:SelectObjectContent"}) {
    CAPTURE(operation);
    CHECK_FALSE(catalogue.find_action(operation));
  }
}

TEST_CASE("catalogue: where the request resource may be a star", "[RES-7]") {
  const Catalogue catalogue;
  CHECK(resource_optional(catalogue, "s3:ListAllMyBuckets"));
  CHECK(resource_optional(catalogue, "iam:ListMFADevices"));
  CHECK(resource_optional(catalogue, "sns:Publish"));
  CHECK_FALSE(resource_optional(catalogue, "s3:GetObject"));
  CHECK_FALSE(resource_optional(catalogue, "s3:ListBucket"));
  CHECK_FALSE(resource_optional(catalogue, "iam:PassRole"));
  CHECK_FALSE(resource_optional(catalogue, "kms:Decrypt"));
}

TEST_CASE("catalogue: keys of actions and of their resource types",
          "[CTX-S3][CTX-KMS][CTX-STS][CTX-OTHER][REL-24]") {
  const Catalogue catalogue;
  CHECK(carries(catalogue, "iam:PassRole", "iam:PassedToService"));
  CHECK(carries(catalogue, "sts:AssumeRole", "sts:ExternalId"));
  CHECK(carries(catalogue, "sts:AssumeRole", "sts:RoleSessionName"));
  CHECK(carries(catalogue, "sts:AssumeRole", "iam:ResourceTag/team"));
  CHECK(carries(catalogue, "kms:Decrypt", "kms:EncryptionContext:app"));
  CHECK(carries(catalogue, "kms:Decrypt", "kms:KeyOrigin"));
  CHECK(carries(catalogue, "s3:PutObject", "s3:RequestObjectTag/team"));
  CHECK(carries(catalogue, "ec2:RunInstances", "ec2:InstanceType"));
  CHECK(carries(catalogue, "ec2:RunInstances", "aws:TagKeys"));
  CHECK(carries(catalogue, "s3:InitiateReplication", "s3:TlsVersion"));
  CHECK(carries(catalogue, "s3:ListBucket", "s3:prefix"));
  CHECK(carries(catalogue, "s3:PutObjectAcl", "s3:x-amz-acl"));
  CHECK(carries(catalogue, "kms:CreateGrant", "kms:GrantOperations"));
  CHECK(carries(catalogue, "lambda:InvokeFunctionUrl", "lambda:FunctionUrlAuthType"));
  CHECK(carries(catalogue, "sns:Subscribe", "sns:Protocol"));
  CHECK(carries(catalogue, "secretsmanager:GetSecretValue", "secretsmanager:VersionStage"));
  CHECK_FALSE(carries(catalogue, "s3:GetObject", "s3:prefix"));
  CHECK_FALSE(carries(catalogue, "s3:GetObject", "aws:TagKeys"));
  CHECK_FALSE(carries(catalogue, "s3:GetObject", "s3:x-amz-acl"));
  CHECK_FALSE(carries(catalogue, "kms:Decrypt", "kms:GrantOperations"));
  CHECK_FALSE(carries(catalogue, "sts:AssumeRoleWithSAML", "sts:ExternalId"));
  CHECK_FALSE(carries(catalogue, "lambda:GetFunction", "lambda:FunctionUrlAuthType"));
  CHECK_FALSE(carries(catalogue, "sns:Publish", "sns:Protocol"));
  CHECK_FALSE(carries(catalogue, "secretsmanager:DeleteSecret", "secretsmanager:VersionStage"));
}

TEST_CASE("catalogue: checks that are part of assuming a role see the keys of that call") {
  const Catalogue catalogue;
  for (std::string_view action : {"sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"}) {
    CAPTURE(action);
    CHECK(carries(catalogue, action, "sts:ExternalId"));
    CHECK(carries(catalogue, action, "saml:aud"));
    CHECK(carries(catalogue, action, "token.actions.githubusercontent.com:sub"));
  }
}

TEST_CASE("catalogue: any issuer's claims reach AssumeRoleWithWebIdentity", "[OIDC-2][OIDC-3]") {
  const Catalogue catalogue;
  for (std::string_view key : {"token.actions.githubusercontent.com:sub",
                               "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF:aud",
                               "accounts.google.com:aud", "gitlab.com:project_id"}) {
    CAPTURE(key);
    CHECK(carries(catalogue, "sts:AssumeRoleWithWebIdentity", key));
  }
}

TEST_CASE("catalogue: types of keys") {
  const Catalogue catalogue;
  struct Row {
    std::string_view key;
    KeyType type;
    bool multivalued;
  };
  for (const Row& row :
       {Row{"aws:PrincipalArn", KeyType::Arn, false}, Row{"aws:SourceIp", KeyType::Ip, false},
        Row{"aws:VpcSourceIp", KeyType::Ip, false}, Row{"aws:CurrentTime", KeyType::Date, false},
        Row{"aws:SecureTransport", KeyType::Bool, false},
        Row{"aws:MultiFactorAuthAge", KeyType::Numeric, false},
        Row{"aws:PrincipalOrgID", KeyType::String, false},
        Row{"aws:PrincipalOrgPaths", KeyType::String, true},
        Row{"aws:TagKeys", KeyType::String, true}, Row{"aws:CalledVia", KeyType::String, true},
        Row{"aws:PrincipalTag/team", KeyType::String, false},
        Row{"s3:max-keys", KeyType::Numeric, false},
        Row{"s3:object-lock-retain-until-date", KeyType::Date, false},
        Row{"kms:GrantOperations", KeyType::String, true},
        Row{"sts:TaskPolicyArn", KeyType::Arn, false},
        Row{"sts:RequestContextProviders", KeyType::Arn, true},
        Row{"saml:edupersonaffiliation", KeyType::String, true},
        Row{"cognito-identity.amazonaws.com:amr", KeyType::String, true}}) {
    CAPTURE(row.key);
    const KeyId key = catalogue.find_key(row.key).value();
    CHECK(catalogue.key_type(key) == row.type);
    CHECK(catalogue.key_multivalued(key) == row.multivalued);
  }
}

TEST_CASE("catalogue: keys any request may carry") {
  const Catalogue catalogue;
  const auto global = [&](std::string_view key) {
    return catalogue.key_global(catalogue.find_key(key).value());
  };
  for (std::string_view key :
       {"aws:SourceIp", "aws:PrincipalTag/team", "aws:SourceArn", "aws:SignInSessionArn",
        "ec2:SourceInstanceArn", "codebuild:BuildArn", "saml:sub", "issuer.example.com:sub"}) {
    CAPTURE(key);
    CHECK(global(key));
  }
  for (std::string_view key : {"aws:RequestTag/team", "aws:TagKeys", "aws:ResourceTag/team",
                               "s3:prefix", "saml:aud", "sts:ExternalId"}) {
    CAPTURE(key);
    CHECK_FALSE(global(key));
  }
}

}  // namespace
}  // namespace postern::catalogue
