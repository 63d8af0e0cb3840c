// The table of context keys, row by row: who carries a key, and what its values can be (section 14
// of the specification). What is expected here was written from the specification, not from the
// table, so a row that is lost or changed fails the test of its name.
#include "encoder/context_table.h"

#include <algorithm>
#include <set>

#include "context_world.h"
#include "support/catch.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using model::Mode;

std::set<std::string>& tested_keys() {
  static std::set<std::string> keys;
  return keys;
}
struct Tested {
  explicit Tested(std::string_view key) { tested_keys().insert(ascii_lower(key)); }
};

// For each kind of caller: is the key there always `+`, never `-`, or both `b`?
std::string presence(ContextWorld& world, Mode mode, const std::string& key,
                     const std::string& action, const std::string& resource) {
  std::string out;
  for (const char letter : caller_letters) {
    const std::string_view who(&letter, 1);
    const bool with = world.possible(mode, who, {has(key)}, action, resource);
    const bool without = world.possible(mode, who, {lacks(key)}, action, resource);
    out += with ? (without ? 'b' : '+') : (without ? '-' : 'x');
  }
  return out;
}

struct Row {
  const char* key;     // as the specification writes it, with a tag where it says K
  const char* action;  // of the request; "": any
  const char* resource;
  const char* proofs;     // a letter for each kind of caller: RUSTFVWLA
  const char* witnesses;  // the same
};

void check(const Row& row) {
  ContextWorld world;
  const std::string key = ascii_lower(row.key);
  CAPTURE(key, row.action, row.resource);
  CHECK(presence(world, Mode::Prove, key, row.action, row.resource) == row.proofs);
  CHECK(presence(world, Mode::Counterexample, key, row.action, row.resource) == row.witnesses);
}

#define POSTERN_KEY(key, action, resource, proofs, witnesses)                 \
  const Tested INTERNAL_CATCH_UNIQUE_NAME(tested_key)(key);                   \
  TEST_CASE("context key " key " of " action "(" resource ")", "[context]") { \
    check({key, action, resource, proofs, witnesses});                        \
  }

// clang-format off
// 14.1                                                       RUSTFVWLA    RUSTFVWLA
POSTERN_KEY("aws:PrincipalArn",              "", "",         "+++++bbb-", "+++++----")
POSTERN_KEY("aws:PrincipalAccount",          "", "",         "+++++bbb+", "+++++---+")
POSTERN_KEY("aws:PrincipalType",             "", "",         "+++++bbb+", "+++++---+")
POSTERN_KEY("aws:userid",                    "", "",         "+++++bbbb", "+++++----")
POSTERN_KEY("aws:username",                  "", "",         "-+-------", "-+-------")
POSTERN_KEY("aws:PrincipalTag/team",         "", "",         "-bbbbbbb-", "-b+bb----")
POSTERN_KEY("aws:PrincipalOrgID",            "", "",         "bb+bbbbb-", "bb+bb----")
POSTERN_KEY("aws:PrincipalOrgPaths",         "", "",         "bb+bbbbb-", "bb+bb----")
POSTERN_KEY("aws:PrincipalIsAWSService",     "", "",         "++++++bb-", "++++++---")
POSTERN_KEY("aws:PrincipalServiceName",      "", "",         "-----+---", "-----+---")
POSTERN_KEY("aws:PrincipalServiceNamesList", "", "",         "-----+---", "-----+---")
POSTERN_KEY("aws:AssumedRoot",               "", "",         "b--------", "---------")
POSTERN_KEY("aws:FederatedProvider",         "", "",         "---b--+b-", "------+--")
POSTERN_KEY("aws:TokenIssueTime",            "", "",         "bbbbb----", "bb+++----")
POSTERN_KEY("aws:MultiFactorAuthPresent",    "", "",         "bbbbb----", "-b-------")
POSTERN_KEY("aws:MultiFactorAuthAge",        "", "",         "bbbbb----", "-b-------")
POSTERN_KEY("aws:SourceIdentity",            "", "",         "b-bb-----", "---------")
POSTERN_KEY("aws:SignInSessionArn",          "", "",         "bbbbbbbb-", "---------")
POSTERN_KEY("aws:ChatbotSourceArn",          "", "",         "bbbbbbbb-", "---------")
POSTERN_KEY("aws:Ec2InstanceSourceVpc",      "", "",         "--bb-----", "---------")
POSTERN_KEY("aws:Ec2InstanceSourcePrivateIPv4", "", "",      "--bb-----", "---------")
POSTERN_KEY("ec2:SourceInstanceArn",         "", "",         "--bb-----", "---------")
POSTERN_KEY("ec2:RoleDelivery",              "", "",         "--bb-----", "---------")
POSTERN_KEY("lambda:SourceFunctionArn",      "", "",         "--bb-----", "---------")
POSTERN_KEY("ssm:SourceInstanceArn",         "", "",         "--bb-----", "---------")
POSTERN_KEY("glue:RoleAssumedBy",            "", "",         "--bb-----", "---------")
POSTERN_KEY("glue:CredentialIssuingService", "", "",         "--bb-----", "---------")
POSTERN_KEY("codebuild:BuildArn",            "", "",         "--bb-----", "---------")
POSTERN_KEY("codebuild:ProjectArn",          "", "",         "--bb-----", "---------")
POSTERN_KEY("identitystore:UserId",          "", "",         "--bb-----", "---------")
POSTERN_KEY("s3:AccessGrantsInstanceArn",    "s3:GetObject", "", "--bb-----", "---------")
POSTERN_KEY("saml:sub",                      "", "",         "---b--bb-", "-------b-")
POSTERN_KEY("token.actions.githubusercontent.com:sub", "", "", "---b--bb-", "------b--")
POSTERN_KEY("accounts.google.com:sub",       "", "",         "---b--bb-", "---------")

// 14.2
POSTERN_KEY("aws:SourceIp",                  "", "",         "bbbbbbbbb", "bbbbb-bbb")
POSTERN_KEY("aws:VpcSourceIp",               "", "",         "bbbbbbbbb", "bbbbb-bbb")
POSTERN_KEY("aws:SourceVpc",                 "", "",         "bbbbbbbbb", "bbbbb-bbb")
POSTERN_KEY("aws:SourceVpcArn",              "", "",         "bbbbbbbbb", "---------")
POSTERN_KEY("aws:SourceVpce",                "", "",         "bbbbbbbbb", "bbbbb-bbb")
POSTERN_KEY("aws:VpceAccount",               "", "",         "bbbbbbbbb", "---------")
POSTERN_KEY("aws:VpceOrgID",                 "", "",         "bbbbbbbbb", "---------")
POSTERN_KEY("aws:VpceOrgPaths",              "", "",         "bbbbbbbbb", "---------")

// 14.3
#define QUEUE "arn:aws:sqs:us-east-1:111111111111:q"
#define FOREIGN "arn:aws:sqs:us-east-1:333333333333:q"
POSTERN_KEY("aws:ResourceAccount",           "sqs:SendMessage", QUEUE,   "bbbbbbbbb", "+++++++++")
POSTERN_KEY("aws:ResourceAccount",           "ec2:StartInstances", "arn:aws:ec2:us-east-1:111111111111:instance/i-1",
                                                                         "bbbbbbbbb", "+++++++++")
POSTERN_KEY("aws:ResourceAccount",           "sqs:SendMessage", FOREIGN, "bbbbbbbbb", "---------")
POSTERN_KEY("s3:ResourceAccount",            "s3:GetObject", "arn:aws:s3:::bucket/key", "bbbbbbbbb", "+++++++++")
POSTERN_KEY("s3:ResourceAccount",            "sqs:SendMessage", QUEUE,   "---------", "---------")
POSTERN_KEY("aws:ResourceOrgID",             "sqs:SendMessage", QUEUE,   "bbbbbbbbb", "+++++++++")
POSTERN_KEY("aws:ResourceOrgPaths",          "sqs:SendMessage", QUEUE,   "bbbbbbbbb", "+++++++++")
POSTERN_KEY("aws:ResourceTag/team",          "sqs:SendMessage", QUEUE,   "bbbbbbbbb", "bbbbbbbbb")

// 14.4
POSTERN_KEY("aws:CurrentTime",               "", "",         "+++++++++", "+++++++++")
POSTERN_KEY("aws:EpochTime",                 "", "",         "+++++++++", "+++++++++")
POSTERN_KEY("aws:RequestedRegion",           "", "",         "+++++++++", "+++++++++")
POSTERN_KEY("aws:SecureTransport",           "", "",         "bbbbbbbbb", "+++++b+++")
POSTERN_KEY("aws:UserAgent",                 "", "",         "+++++++++", "+++++++++")
POSTERN_KEY("aws:referer",                   "", "",         "bbbbbbbbb", "bbbbbbbbb")
POSTERN_KEY("aws:RequestTag/team",           "sqs:CreateQueue", "", "bbbbbbbbb", "bbbbbbbbb")
POSTERN_KEY("aws:RequestTag/team",           "sqs:SendMessage", "", "bbbbbbbbb", "---------")
POSTERN_KEY("aws:TagKeys",                   "sqs:CreateQueue", "", "bbbbbbbbb", "bbbbbbbbb")
POSTERN_KEY("aws:TagKeys",                   "sqs:SendMessage", "", "bbbbbbbbb", "---------")
POSTERN_KEY("aws:ViaAWSService",             "", "",         "bbbbbbbbb", "+++++++++")
POSTERN_KEY("aws:CalledVia",                 "", "",         "bbbbb----", "---------")
POSTERN_KEY("aws:CalledViaFirst",            "", "",         "bbbbb----", "---------")
POSTERN_KEY("aws:CalledViaLast",             "", "",         "bbbbb----", "---------")
POSTERN_KEY("aws:CalledViaAWSMCP",           "", "",         "bbbbbbbbb", "---------")
POSTERN_KEY("aws:ViaAWSMCPService",          "", "",         "bbbbbbbbb", "---------")
POSTERN_KEY("aws:IsMcpServiceAction",        "", "",         "bbbbbbbbb", "---------")
POSTERN_KEY("aws:SourceArn",                 "", "",         "-----b---", "-----b---")
POSTERN_KEY("aws:SourceAccount",             "", "",         "-----b---", "-----b---")
POSTERN_KEY("aws:SourceOrgID",               "", "",         "-----b---", "-----b---")
POSTERN_KEY("aws:SourceOrgPaths",            "", "",         "-----b---", "---------")
POSTERN_KEY("aws:SourceOwner",               "", "",         "bbbbbbbbb", "---------")

// 14.5
POSTERN_KEY("s3:signatureversion",           "s3:GetObject", "", "bbbbbbbbb", "bbbbbbbb-")
POSTERN_KEY("s3:authType",                   "s3:GetObject", "", "bbbbbbbbb", "bbbbbbbb-")
POSTERN_KEY("s3:signatureAge",               "s3:GetObject", "", "bbbbbbbbb", "bbbbbbbb-")
POSTERN_KEY("s3:DataAccessPointArn",         "s3:GetObject", "", "bbbbbbbbb", "bbbbbbbbb")
POSTERN_KEY("s3:DataAccessPointAccount",     "s3:GetObject", "", "bbbbbbbbb", "bbbbbbbbb")
POSTERN_KEY("s3:AccessPointNetworkOrigin",   "s3:GetObject", "", "bbbbbbbbb", "bbbbbbbbb")
POSTERN_KEY("s3:prefix",                     "s3:ListBucket", "", "bbbbbbbbb", "bbbbbbbbb")
POSTERN_KEY("s3:prefix",                     "s3:GetObject", "", "---------", "---------")
POSTERN_KEY("kms:CallerAccount",             "kms:Decrypt", "",  "+++++bbb+", "+++++---+")
POSTERN_KEY("kms:CallerAccount",             "kms:ListKeys", "", "bbbbbbbbb", "bbbbb---b")
POSTERN_KEY("kms:CallerAccount",             "s3:GetObject", "", "---------", "---------")
POSTERN_KEY("kms:ViaService",                "kms:Decrypt", "",  "bbbbbbbbb", "---------")
POSTERN_KEY("sts:RoleSessionName",           "sts:AssumeRole", "", "+++++++++", "+++++++++")
POSTERN_KEY("sts:RoleSessionName",           "sts:TagSession", "", "bbbbbbbbb", "---------")
POSTERN_KEY("sts:RoleSessionName",           "s3:GetObject", "", "---------", "---------")
POSTERN_KEY("sts:ExternalId",                "sts:AssumeRole", "", "bbbbbbbbb", "bbbbbbbbb")
POSTERN_KEY("sts:ExternalId",                "s3:GetObject", "", "---------", "---------")
POSTERN_KEY("sts:SourceIdentity",            "sts:AssumeRole", "", "bbbbbbbbb", "bbbbbbbbb")
POSTERN_KEY("sts:TransitiveTagKeys",         "sts:AssumeRole", "", "bbbbbbbbb", "---------")
POSTERN_KEY("iam:PassedToService",           "iam:PassRole", "", "bbbbbbbbb", "+++++++++")

// GRAM-12: a key nobody knows.
POSTERN_KEY("aws:NoSuchKey",                 "", "",         "bbbbbbbbb", "---------")
// clang-format on

// Actions that the specification says carry a key (14.5). Proofs take a key of a service for absent
// from every other action, so what the catalogue leaves out would be a wrong proof.
struct Carried {
  const char* key;
  std::vector<const char*> actions;
};
const Carried carried[] = {
    {"s3:prefix", {"s3:ListBucket", "s3:ListBucketVersions"}},
    {"s3:delimiter", {"s3:ListBucket", "s3:ListBucketVersions"}},
    {"s3:max-keys", {"s3:ListBucket", "s3:ListBucketVersions"}},
    {"s3:x-amz-acl",
     {"s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectVersionAcl", "s3:PutBucketAcl",
      "s3:CreateBucket", "s3:CreateAccessPoint"}},
    {"s3:x-amz-grant-read",
     {"s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectVersionAcl", "s3:PutBucketAcl",
      "s3:CreateBucket"}},
    {"s3:x-amz-grant-full-control",
     {"s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectVersionAcl", "s3:PutBucketAcl",
      "s3:CreateBucket"}},
    {"s3:x-amz-server-side-encryption", {"s3:PutObject", "s3:ReplicateObject"}},
    {"s3:x-amz-server-side-encryption-aws-kms-key-id", {"s3:PutObject", "s3:ReplicateObject"}},
    {"s3:x-amz-server-side-encryption-customer-algorithm", {"s3:PutObject", "s3:ReplicateObject"}},
    {"s3:x-amz-storage-class", {"s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectVersionAcl"}},
    {"s3:x-amz-website-redirect-location", {"s3:PutObject"}},
    {"s3:x-amz-copy-source", {"s3:PutObject"}},
    {"s3:x-amz-metadata-directive", {"s3:PutObject"}},
    {"s3:x-amz-object-ownership", {"s3:CreateBucket"}},
    {"s3:locationconstraint", {"s3:CreateBucket"}},
    {"s3:x-amz-content-sha256", {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"}},
    {"s3:object-lock-mode", {"s3:PutObject", "s3:PutObjectRetention"}},
    {"s3:object-lock-legal-hold", {"s3:PutObject", "s3:PutObjectLegalHold"}},
    {"s3:object-lock-remaining-retention-days", {"s3:PutObject", "s3:PutObjectRetention"}},
    {"s3:object-lock-retain-until-date", {"s3:PutObject", "s3:PutObjectRetention"}},
    {"s3:RequestObjectTag/a",
     {"s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectVersionTagging"}},
    {"s3:RequestObjectTagKeys",
     {"s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectVersionTagging"}},
    {"s3:ExistingObjectTag/a",
     {"s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging", "s3:PutObjectTagging",
      "s3:GetObjectAcl", "s3:PutObjectAcl"}},
    {"s3:versionid", {"s3:GetObjectVersion", "s3:DeleteObjectVersion"}},
    {"s3:if-match", {"s3:PutObject", "s3:DeleteObject"}},
    {"s3:if-none-match", {"s3:PutObject"}},
    {"s3:ObjectCreationOperation", {"s3:PutObject"}},
    {"s3:DataAccessPointArn", {"s3:GetObject", "s3:PutObject", "s3:ListBucket"}},
    {"s3:DataAccessPointAccount", {"s3:GetObject", "s3:PutObject", "s3:ListBucket"}},
    {"s3:AccessPointNetworkOrigin", {"s3:GetObject", "s3:PutObject", "s3:ListBucket"}},
    {"s3:ResourceAccount", {"s3:GetObject", "s3:ListBucket", "s3:PutBucketPolicy"}},
    {"s3:signatureversion", {"s3:GetObject", "s3:ListBucket", "s3:PutBucketPolicy"}},
    {"s3:authType", {"s3:GetObject", "s3:ListBucket", "s3:PutBucketPolicy"}},
    {"s3:signatureAge", {"s3:GetObject", "s3:ListBucket", "s3:PutBucketPolicy"}},
    {"s3:TlsVersion", {"s3:GetObject", "s3:ListBucket", "s3:PutBucketPolicy"}},
    {"kms:CallerAccount", {"kms:Decrypt", "kms:CreateGrant", "kms:PutKeyPolicy"}},
    {"kms:ViaService", {"kms:Decrypt", "kms:CreateGrant", "kms:GenerateDataKey"}},
    {"kms:EncryptionContext:a",
     {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:CreateGrant"}},
    {"kms:EncryptionContextKeys",
     {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:CreateGrant"}},
    {"kms:EncryptionAlgorithm", {"kms:Decrypt", "kms:Encrypt"}},
    {"kms:SigningAlgorithm", {"kms:Sign", "kms:Verify"}},
    {"kms:MessageType", {"kms:Sign", "kms:Verify"}},
    {"kms:MacAlgorithm", {"kms:GenerateMac", "kms:VerifyMac"}},
    {"kms:KeySpec", {"kms:CreateKey", "kms:Decrypt"}},
    {"kms:RequestAlias", {"kms:Decrypt", "kms:Encrypt"}},
    {"kms:ResourceAliases", {"kms:Decrypt", "kms:Encrypt"}},
    {"kms:GrantOperations", {"kms:CreateGrant"}},
    {"kms:GranteePrincipal", {"kms:CreateGrant"}},
    {"kms:RetiringPrincipal", {"kms:CreateGrant"}},
    {"kms:GrantConstraintType", {"kms:CreateGrant"}},
    {"kms:GrantIsForAWSResource", {"kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"}},
    {"kms:ReEncryptOnSameKey", {"kms:ReEncryptFrom", "kms:ReEncryptTo"}},
    {"kms:BypassPolicyLockoutSafetyCheck", {"kms:CreateKey", "kms:PutKeyPolicy"}},
    {"kms:ScheduleKeyDeletionPendingWindowInDays", {"kms:ScheduleKeyDeletion"}},
    {"kms:RecipientAttestation:ImageSha384", {"kms:Decrypt", "kms:GenerateDataKey"}},
    {"sts:ExternalId", {"sts:AssumeRole"}},
    {"sts:RoleSessionName",
     {"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"}},
    {"sts:SourceIdentity",
     {"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity",
      "sts:SetSourceIdentity"}},
    {"sts:TransitiveTagKeys",
     {"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity",
      "sts:TagSession"}},
    {"aws:RequestTag/a",
     {"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:TagSession",
      "sts:GetFederationToken"}},
    {"aws:TagKeys",
     {"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:TagSession",
      "sts:GetFederationToken"}},
    {"sts:RequestContext/a", {"sts:SetContext"}},
    {"sts:RequestContextProviders", {"sts:SetContext"}},
    {"sts:TaskPolicyArn", {"sts:AssumeRoot"}},
    {"sts:RoleAuthorizedByIdp", {"sts:AssumeRoleWithWebIdentity"}},
    {"sts:AWSServiceName", {"sts:GetServiceBearerToken"}},
    {"iam:ResourceTag/a", {"sts:AssumeRole", "iam:PassRole", "iam:GetRole"}},
    {"saml:aud", {"sts:AssumeRoleWithSAML"}},
    {"saml:edupersonaffiliation", {"sts:AssumeRoleWithSAML"}},
    {"accounts.google.com:oaud", {"sts:AssumeRoleWithWebIdentity"}},
    {"idp.example.com:email", {"sts:AssumeRoleWithWebIdentity"}},
    {"iam:PassedToService", {"iam:PassRole"}},
    {"iam:AssociatedResourceArn", {"iam:PassRole"}},
    {"iam:PermissionsBoundary",
     {"iam:CreateUser", "iam:CreateRole", "iam:PutUserPermissionsBoundary",
      "iam:AttachRolePolicy"}},
    {"iam:PolicyARN", {"iam:AttachRolePolicy", "iam:DetachUserPolicy"}},
    {"iam:AWSServiceName", {"iam:CreateServiceLinkedRole"}},
    {"sns:Endpoint", {"sns:Subscribe"}},
    {"sns:Protocol", {"sns:Subscribe"}},
    {"lambda:FunctionUrlAuthType", {"lambda:InvokeFunctionUrl", "lambda:CreateFunctionUrlConfig"}},
    {"lambda:InvokedViaFunctionUrl", {"lambda:InvokeFunction"}},
    {"lambda:Principal", {"lambda:AddPermission"}},
    {"lambda:FunctionArn", {"lambda:CreateEventSourceMapping"}},
    {"lambda:VpcIds", {"lambda:CreateFunction", "lambda:UpdateFunctionConfiguration"}},
    {"secretsmanager:SecretId", {"secretsmanager:GetSecretValue"}},
    {"secretsmanager:VersionStage", {"secretsmanager:GetSecretValue"}},
    {"secretsmanager:ResourceTag/a", {"secretsmanager:GetSecretValue"}},
    {"secretsmanager:resource/AllowRotationLambdaArn", {"secretsmanager:GetSecretValue"}},
    {"secretsmanager:BlockPublicPolicy", {"secretsmanager:PutResourcePolicy"}},
    {"secretsmanager:ForceDeleteWithoutRecovery", {"secretsmanager:DeleteSecret"}},
    {"ecr:ResourceTag/a", {"ecr:BatchGetImage"}},
};

TEST_CASE("proofs leave open the keys of services where actions carry them", "[context]") {
  ContextWorld world;
  for (const Carried& row : carried) {
    for (const char* action : row.actions) {
      CAPTURE(row.key, action);
      const std::string key = ascii_lower(row.key);
      CHECK(world.possible(Mode::Prove, caller_letters, {has(key)}, action));
    }
  }
}

TEST_CASE("every row of the key table is tested", "[context]") {
  for (const KeyRow& row : key_rows()) {
    const bool found =
        std::any_of(tested_keys().begin(), tested_keys().end(),
                    [&](const std::string& key) { return names_key(row.pattern, key); });
    CAPTURE(row.pattern);
    CHECK(found);
  }
}

}  // namespace
}  // namespace postern::encoder
