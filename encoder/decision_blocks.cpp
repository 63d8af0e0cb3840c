// Service-level blocks: they are not policies (step 3 of EVAL 8.2).
#include "encoder/decision.h"

namespace postern::encoder {

using formula::Bits;
using formula::TermId;
using model::CallerType;
using model::Mode;

TermId DecisionEncoder::resource_like(std::string_view pattern) {
  glob::GlobPool& globs = terms_.globs();
  return terms_.string_in(resource_, globs.intern_set(globs.intern(glob::wildcard(pattern))));
}

// Changes of what AWS made and keeps to itself, but for those that come from its services and their
// roles. Not all of it is documented: proofs do without.
TermId DecisionEncoder::kept_by_aws() {
  Bits customers = callers_.where(
      [](const CallerClass& c) { return c.type != CallerType::Service && !c.service_linked; });
  const TermId policies =
      terms_.all_of({action({"iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicy",
                             "iam:DeletePolicyVersion", "iam:SetDefaultPolicyVersion",
                             "iam:TagPolicy", "iam:UntagPolicy"}),
                     resource_like("arn:*:iam::aws:policy/*")});
  const TermId any_role =
      action({"iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole",
              "iam:DeleteRolePermissionsBoundary", "iam:DeleteRolePolicy", "iam:DetachRolePolicy",
              "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"});
  const TermId reserved_role =
      terms_.any_of({any_role, action({"iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole",
                                       "iam:PassRole", "iam:TagRole", "iam:UntagRole",
                                       "iam:UpdateRole", "iam:UpdateRoleDescription"})});
  const TermId aliases =
      terms_.all_of({action({"kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"}),
                     resource_like("arn:*:kms:*:*:alias/aws/*")});
  return terms_.all_of(
      {callers_.in(customers),
       terms_.any_of(
           {policies, aliases,
            terms_.all_of({any_role, resource_like("arn:*:iam::*:role/aws-service-role/*")}),
            terms_.all_of({reserved_role, resource_like("arn:*:iam::*:role/aws-reserved/*")})})});
}

TermId DecisionEncoder::blocked(TermId same, Mode mode) {
  const TermId has_account =
      is({CallerType::Root, CallerType::User, CallerType::RoleSession, CallerType::FederatedUser});
  const TermId foreign = terms_.all_of({has_account, !same});
  std::vector<TermId> ways;
  // EVAL-7. sts:GetServiceBearerToken and iam:PassRole are permissions, not calls; console sessions
  // may call IAM.
  TermId federated_calls =
      terms_.all_of({action({"sts:*"}), !action({"sts:GetServiceBearerToken"})});
  if (mode == Mode::Canonical) {
    federated_calls = terms_.any_of(
        {federated_calls, terms_.all_of({action({"iam:*"}), !action({"iam:PassRole"})})});
  }
  if (mode == Mode::Counterexample) federated_calls = action({"iam:*", "sts:*"});
  ways.push_back(terms_.all_of({is({CallerType::FederatedUser}), federated_calls}));
  if (mode == Mode::Counterexample) {  // EVAL-17
    ways.push_back(terms_.all_of(
        {is({CallerType::User, CallerType::Root}), keys_.present(keys_.key("aws:tokenissuetime")),
         terms_.any_of(
             {terms_.all_of({action({"iam:*"}), !says_true("aws:multifactorauthpresent")}),
              terms_.all_of({action({"sts:*"}), !assumption()})})}));
    ways.push_back(action({"sts:AssumeRoot"}));  // AMB-36
  }
  // TRUST-17: only its service assumes a service-linked role.
  ways.push_back(terms_.all_of({!is({CallerType::Service}), assumption(),
                                resource_like("arn:*:iam::*:role/aws-service-role/*")}));
  if (mode != Mode::Prove) ways.push_back(kept_by_aws());
  // EVAL-11: services and operations that take no unsigned requests. In proofs, only the certain
  // ones.
  const TermId signed_only =
      mode == Mode::Prove
          ? action({"kms:*", "secretsmanager:*", "ecr:*", "iam:*", "sts:*"})
          : !terms_.any_of({action({"s3:*", "sqs:*", "sns:*", "lambda:InvokeFunctionUrl",
                                    "execute-api:Invoke"}),
                            terms_.all_of({action({"lambda:InvokeFunction"}),
                                           says_true("lambda:invokedviafunctionurl")})});
  ways.push_back(terms_.all_of({is({CallerType::Anonymous}), signed_only}));
  ways.push_back(terms_.all_of({foreign, action({"iam:PassRole"})}));  // PASS-3
  ways.push_back(terms_.all_of(
      {foreign, action({"s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"})}));
  ways.push_back(
      terms_.all_of({foreign, terms_.value_in(action_, owner_only_queue_actions(actions_))}));
  // KMS-5
  ways.push_back(terms_.all_of({foreign, action({"kms:*"}),
                                !action({"kms:Decrypt",
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
                                         "kms:RevokeGrant"})}));
  return terms_.any_of(ways);
}

// BPA-4, AP-3.
TermId DecisionEncoder::blocked_by_s3(const ResourceSide& resource, TermId same, Mode mode) {
  std::vector<TermId> ways;
  if (resource.policy != nullptr) {
    const PublicPolicy is_public =
        resource.point == nullptr
            ? public_policy(*resource.policy)
            : public_point_policy(*resource.policy, !resource.point->vpc.empty());
    TermId inside = same;
    if (resource.s3->block.restrict_public_buckets) {
      inside = terms_.any_of({same, of_point_account(mode)});
    }
    ways.push_back(s3_.restricted(*resource.s3, is_public, inside, mode));
  }
  if (resource.point != nullptr && !resource.point->vpc.empty()) {
    ways.push_back(from_other_networks(resource.point->vpc, mode));
  }
  return terms_.any_of(ways);
}

// "the request does not come from that VPC", of which only aws:SourceVpc is sure to tell (REL-12).
TermId DecisionEncoder::from_other_networks(const std::string& vpc, Mode mode) {
  glob::GlobPool& globs = terms_.globs();
  Key& key = keys_.key("aws:sourcevpc");
  const TermId from_there =
      key.multivalued ? terms_.false_term()
                      : keys_.text_in(key, globs.intern_set(globs.intern(glob::literal(vpc))));
  if (mode != Mode::Prove) return !from_there;
  const TermId by_endpoint = terms_.any_of(
      {keys_.present(keys_.key("aws:sourcevpce")), keys_.present(keys_.key("aws:vpcsourceip"))});
  return terms_.all_of({!from_there, terms_.any_of({keys_.present(key), !by_endpoint})});
}

// "the request goes through an access point of the caller's account", as the context says. Of
// callers from unknown accounts: over in proofs, under in counterexamples.
TermId DecisionEncoder::of_point_account(Mode mode) {
  Key& key = keys_.key("s3:dataaccesspointaccount");
  if (key.multivalued) return terms_.false_term();
  std::map<Shape, Bits> by_account;
  const auto& classes = callers_.classes();
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes[i].account.pieces.empty()) continue;
    by_account.try_emplace(classes[i].account, callers_.none()).first->second.set(i);
  }
  glob::GlobPool& globs = terms_.globs();
  std::vector<TermId> ways;
  for (const auto& [account, callers] : by_account) {
    const TermId equal =
        account.literal()
            ? keys_.text_in(key, globs.intern_set(globs.intern(glob::literal(*account.literal()))))
            : (mode == Mode::Prove ? keys_.present(key) : terms_.false_term());
    ways.push_back(terms_.all_of({callers_.in(callers), equal}));
  }
  return terms_.any_of(ways);
}

}  // namespace postern::encoder
