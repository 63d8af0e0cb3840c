#include "semantics/blocks.h"

#include <algorithm>
#include <initializer_list>

#include "model/arn.h"
#include "semantics/actions.h"
#include "semantics/glob.h"
#include "semantics/principals.h"
#include "semantics/public_policy.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::semantics {
namespace {

using model::CallerType;

bool is_one_of(std::string_view action, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return equals_ignoring_case(action, name); });
}

std::string service_of(std::string_view action) {
  return ascii_lower(action.substr(0, action.find(':')));
}

/// The value of a single-valued key, or nothing.
std::optional<std::string> single(const model::Context& context, const std::string& key) {
  const auto found = context.find(key);
  if (found == context.end() || found->second.multivalued) return std::nullopt;
  return found->second.values.front();
}

/// KMS-5: key actions that work across accounts.
bool kms_works_across_accounts(std::string_view action) {
  return is_one_of(action, {"kms:Decrypt",
                            "kms:DeriveSharedSecret",
                            "kms:Encrypt",
                            "kms:GenerateDataKey",
                            "kms:GenerateDataKeyPair",
                            "kms:GenerateDataKeyPairWithoutPlaintext",
                            "kms:GenerateDataKeyWithoutPlaintext",
                            "kms:GenerateMac",
                            "kms:ReEncryptFrom",
                            "kms:ReEncryptTo",
                            "kms:Sign",
                            "kms:Verify",
                            "kms:VerifyMac",
                            "kms:CreateGrant",
                            "kms:DescribeKey",
                            "kms:GetKeyRotationStatus",
                            "kms:GetPublicKey",
                            "kms:ListGrants",
                            "kms:RetireGrant",
                            "kms:RevokeGrant"});
}

/// Blocks of callers that belong to another account than the resource.
void add_cross_account(const model::Request& request, std::vector<Block>& blocks) {
  const std::string& action = request.action;
  if (service_of(action) == "kms" && !kms_works_across_accounts(action)) {
    blocks.push_back(
        {Certainty::Certain, "`" + action + "` does not work across accounts (KMS-5)"});
  }
  if (is_owner_only_sqs_action(action)) {
    blocks.push_back(
        {Certainty::Certain, "`" + action + "` does not work across accounts (SQS-1)"});
  }
  if (is_bucket_policy_action(action)) {
    blocks.push_back({Certainty::Certain, "bucket policies belong to the bucket's account (S3-5)"});
  }
  if (is_one_of(action, {"iam:PassRole"})) {
    blocks.push_back({Certainty::Certain, "roles are passed in their own account only (PASS-3)"});
  }
}

/// EVAL-7: what credentials from GetFederationToken cannot call.
void add_federated(const model::Request& request, std::vector<Block>& blocks) {
  const std::string service = service_of(request.action);
  if (service == "sts") {
    // A permission that services check, not an STS operation.
    const bool operation = !is_one_of(request.action, {"sts:GetServiceBearerToken"});
    blocks.push_back({operation ? Certainty::Certain : Certainty::Possible,
                      "federated users cannot call STS (EVAL-7)"});
  }
  // The limit is one of API and CLI calls: console sessions are free of it, and iam:PassRole is
  // a permission, not a call (PASS-1).
  if (service == "iam") {
    const bool call = !is_one_of(request.action, {"iam:PassRole"});
    blocks.push_back({call ? Certainty::Likely : Certainty::Possible,
                      "federated users cannot call IAM (EVAL-7)"});
  }
}

/// EVAL-17: credentials from GetSessionToken, told by the time their token was issued.
void add_session_token(const model::Request& request, std::vector<Block>& blocks) {
  const auto issued = request.context.find("aws:tokenissuetime");
  if (issued == request.context.end() || issued->second.values.empty()) return;
  const std::string service = service_of(request.action);
  const bool mfa = single(request.context, "aws:multifactorauthpresent") == "true";
  const bool iam = service == "iam" && !mfa;
  const bool sts = service == "sts" && !is_role_assumption(request.action);
  if (iam || sts) {
    blocks.push_back(
        {Certainty::Possible, "session tokens cannot call IAM without MFA, nor STS (EVAL-17)"});
  }
}

/// TRUST-18: that a policy allows sts:AssumeRoot is not all it takes.
void add_assume_root(const model::Request& request, std::vector<Block>& blocks) {
  if (!is_one_of(request.action, {"sts:AssumeRoot"})) return;
  blocks.push_back(
      {Certainty::Possible, "what sessions of sts:AssumeRoot may do is open (AMB-36)", {36}});
}

/// TRUST-18: who has become root by sts:AssumeRoot has a task to do, which is its session policy.
void add_assumed_root(const model::Scenario& scenario, std::vector<Block>& blocks) {
  if (!scenario.session) return;
  blocks.push_back(
      {Certainty::Possible, "what sessions of sts:AssumeRoot may do is open (AMB-36)", {36}});
}

/// EVAL-11: which services take unsigned requests. Section 11 says of some that they do and of some
/// that they do not; of the others nothing is certain.
void add_anonymous(const model::Request& request, std::vector<Block>& blocks) {
  const std::string service = service_of(request.action);
  const bool by_url = is_one_of(request.action, {"lambda:InvokeFunctionUrl"}) ||
                      (is_one_of(request.action, {"lambda:InvokeFunction"}) &&
                       single(request.context, "lambda:invokedviafunctionurl") == "true");
  if (service == "s3" || service == "sqs" || service == "sns" || by_url ||
      is_one_of(request.action, {"execute-api:Invoke"})) {
    return;
  }
  const bool never = service == "kms" || service == "secretsmanager" || service == "ecr" ||
                     service == "iam" || service == "sts";
  blocks.push_back({never ? Certainty::Certain : Certainty::Likely,
                    "`" + service + "` takes no unsigned requests (EVAL-11)"});
}

/// TRUST-17: roles of services are assumed by their service alone.
void add_service_linked(const model::Request& request, std::vector<Block>& blocks) {
  const auto arn = model::parse_arn(request.resource);
  if (arn && arn->resource.starts_with("role/aws-service-role/") &&
      is_role_assumption(request.action) && request.caller.type != CallerType::Service) {
    blocks.push_back(
        {Certainty::Certain, "only its service assumes a service-linked role (TRUST-17)"});
  }
}

/// What AWS made and keeps to itself: its managed policies, service-linked roles, the roles of
/// Identity Center, and the names of its KMS keys. Whose work it is, services and their roles, may
/// change them. Not every operation is documented to be refused, so that no proof relies on it.
void add_kept_by_aws(const model::Request& request, std::vector<Block>& blocks) {
  if (request.caller.type == CallerType::Service || request.caller.service_linked) return;
  const auto is = [&](std::initializer_list<std::string_view> actions, std::string_view resources) {
    return is_one_of(request.action, actions) &&
           covers(cut(resources, model::Wildcards::Yes, model::Variables::No), request.resource, {},
                  {});
  };
  if (is({"iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicy",
          "iam:DeletePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:TagPolicy",
          "iam:UntagPolicy"},
         "arn:*:iam::aws:policy/*") ||
      is({"iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole",
          "iam:DeleteRolePermissionsBoundary", "iam:DeleteRolePolicy", "iam:DetachRolePolicy",
          "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"},
         "arn:*:iam::*:role/aws-service-role/*") ||
      is({"iam:AttachRolePolicy", "iam:CreateRole", "iam:CreateServiceLinkedRole", "iam:DeleteRole",
          "iam:DeleteRolePermissionsBoundary", "iam:DeleteRolePolicy",
          "iam:DeleteServiceLinkedRole", "iam:DetachRolePolicy", "iam:PassRole",
          "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:TagRole", "iam:UntagRole",
          "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription"},
         "arn:*:iam::*:role/aws-reserved/*") ||
      is({"kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"}, "arn:*:kms:*:*:alias/aws/*")) {
    blocks.push_back({Certainty::Likely, "AWS keeps `" + request.resource + "` to itself"});
  }
}

/// Whether the caller is of an account that a public policy is left to: the resource's, the
/// bucket's, the access point's.
bool is_insider(const model::Scenario& scenario, const model::Request& request, Accounts accounts) {
  if (!has_account(request.caller.type)) return false;
  const auto& also = scenario.s3->also_inside;
  return accounts == Accounts::Same ||
         std::find(also.begin(), also.end(), request.caller.account) != also.end() ||
         single(request.context, "s3:dataaccesspointaccount") == request.caller.account;
}

/// BPA-4: a public policy leaves the bucket to services and to the principals of its account.
void add_public_bucket(const model::Scenario& scenario, const model::Request& request,
                       Accounts accounts, std::vector<Block>& blocks) {
  if (!scenario.s3 || !scenario.s3->block.restrict_public_buckets || !scenario.resource_policy ||
      is_insider(scenario, request, accounts) || request.caller.type == CallerType::Service) {
    return;
  }
  const Truth is = scenario.access_point ? is_public_at(*scenario.resource_policy,
                                                        !scenario.access_point->point.vpc.empty())
                                         : is_public(*scenario.resource_policy);
  if (is.is(Truth::Value::False)) return;
  const Certainty certainty = is.is(Truth::Value::True) ? Certainty::Certain
                              : is.canonical            ? Certainty::Likely
                                                        : Certainty::Possible;
  blocks.push_back({certainty,
                    std::string(scenario.access_point ? "the access point's" : "the bucket's") +
                        " policy is public, and RestrictPublicBuckets is on",
                    is.ambiguities});
}

/// AP-3. That a request from the VPC carries `aws:SourceVpc` is likely only (REL-12).
void add_network_origin(const model::AccessPoint& point, const model::Request& request,
                        std::vector<Block>& blocks) {
  if (point.vpc.empty() || single(request.context, "aws:sourcevpc") == point.vpc) return;
  const auto says = [&](const char* key) {
    const auto value = request.context.find(key);
    return value != request.context.end() && !value->second.values.empty();
  };
  const bool may_come_from_there =
      !says("aws:sourcevpc") && (says("aws:sourcevpce") || says("aws:vpcsourceip"));
  blocks.push_back({may_come_from_there ? Certainty::Likely : Certainty::Certain,
                    "the access point takes requests from " + point.vpc + " only (AP-3)"});
}

}  // namespace

std::optional<HardStop> hard_stop(const model::Request& request) {
  using model::Decision;
  const model::Caller& caller = request.caller;
  const auto arn = model::parse_arn(request.resource);
  // Services, anonymous callers and token bearers belong to no partition that is known.
  if (has_account(caller.type) && arn && !arn->partition.empty() &&
      arn->partition != caller.partition) {
    return HardStop{Decision::ImplicitDeny, "caller and resource are in different partitions"};
  }
  const bool bearer_of_credentials = has_account(caller.type) || caller.type == CallerType::Service;
  if (is_one_of(request.action, {"sts:GetCallerIdentity"}) && bearer_of_credentials) {
    return HardStop{Decision::Allowed, "sts:GetCallerIdentity needs no permission (STS-1)"};
  }
  if (is_one_of(request.action, {"sts:GetSessionToken"}) &&
      (caller.type == CallerType::User || caller.type == CallerType::Root)) {
    return HardStop{Decision::Allowed, "sts:GetSessionToken needs no permission (STS-1)"};
  }
  if (is_one_of(request.action, {"sts:AssumeRole"}) &&
      (caller.type == CallerType::Root || caller.type == CallerType::FederatedUser)) {
    return HardStop{Decision::ImplicitDeny,
                    "root and federated users cannot call sts:AssumeRole (TRUST-11)"};
  }
  if (is_one_of(request.action, {"sts:AssumeRoot"}) && caller.type == CallerType::Root) {
    return HardStop{Decision::ImplicitDeny, "root users cannot call sts:AssumeRoot (TRUST-18)"};
  }
  return std::nullopt;
}

std::vector<Block> service_blocks(const model::Scenario& scenario, const model::Request& request,
                                  Accounts accounts) {
  std::vector<Block> blocks;
  switch (request.caller.type) {
    case CallerType::FederatedUser:
      add_federated(request, blocks);
      break;
    case CallerType::Root:
      add_assumed_root(scenario, blocks);
      add_session_token(request, blocks);
      break;
    case CallerType::User:
      add_session_token(request, blocks);
      break;
    case CallerType::Anonymous:
      add_anonymous(request, blocks);
      break;
    case CallerType::RoleSession:
    case CallerType::Service:
    case CallerType::WebIdentity:
    case CallerType::Saml:
      break;
  }
  if (has_account(request.caller.type) && accounts == Accounts::Cross) {
    add_cross_account(request, blocks);
  }
  add_assume_root(request, blocks);
  add_service_linked(request, blocks);
  add_kept_by_aws(request, blocks);
  add_public_bucket(scenario, request, accounts, blocks);
  if (scenario.access_point) add_network_origin(scenario.access_point->point, request, blocks);
  return blocks;
}

bool holds(const Block& block, model::Mode mode) {
  switch (mode) {
    case model::Mode::Canonical:
      return block.certainty != Certainty::Possible;
    case model::Mode::Prove:
      return block.certainty == Certainty::Certain;
    case model::Mode::Counterexample:
      return true;
  }
  internal_error("mode out of range");
}

bool is_role_assumption(std::string_view action) {
  return is_one_of(action,
                   {"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"}) ||
         accompanies_assumption(action);
}

bool accompanies_assumption(std::string_view action) {
  return is_one_of(action, {"sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"});
}

bool is_bucket_policy_action(std::string_view action) {
  return is_one_of(action, {"s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"});
}

}  // namespace postern::semantics
