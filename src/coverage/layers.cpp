// The decision, resources, and what a snapshot may lack.
#include "coverage/constructs.h"
#include "coverage/reasons.h"

namespace postern::coverage {
namespace {

using enum Treatment;

constexpr Construct of_decision[] = {
    {"identity policies, of users, their groups and roles", Exact, Exact, "", "", "EVAL-18", ""},
    {"resource policies, in one account and across", Exact, Exact, "", "",
     "EVAL-5 to EVAL-13, XACC-1 to XACC-7", ""},
    {"permissions boundaries", Exact, Exact, "", "", "PB-1 to PB-4", ""},
    {"session policies", Assumed, Assumed,
     "none of roles; of federated users one that allows everything", "", "SESS-1 to SESS-6", ""},
    {"service control policies", Exact, Exact, "", "", "SCP-1 to SCP-11, AMB-28", ""},
    {"what no service control policy stops, such as some tasks of root users", Assumed, Assumed,
     "it is stopped", "", "SCP-12", ""},
    {"resource control policies", Exact, Exact, "", "", "RCP-1 to RCP-11, AMB-27", ""},
    {"key policies and grants on keys", Exact, Exact, "", "", "KMS-1 to KMS-11, AMB-101, AMB-103",
     ""},
    {"access control lists and Object Ownership of S3", Exact, Exact, "", "",
     "ACL-1 to ACL-12, OWN-1, OWN-2, AMB-23 to AMB-25, AMB-102", ""},
    {"Block Public Access", Exact, Exact, "", "", "BPA-1 to BPA-7, AMB-22", ""},
    {"requests through S3 access points", Exact, Exact,
     "what the access point's policy and the bucket's both allow", "", "AP-1 to AP-4, AMB-21", ""},
    {"policies of VPC endpoints of the snapshot", Over, Under,
     "they count where `aws:SourceVpce` names the endpoint, for actions that it carries for "
     "certain",
     inferred_key, "VPCE-1 to VPCE-7, AMB-29, AMB-39", "endpoint_policies:ENDPOINT-13"},
    {"policies of other VPC endpoints", Assumed, Assumed,
     "they allow everything; every caller has a way to AWS without one", "", "VPCE-8", ""},
    {"requests that a service passes on for a caller", Over, Under,
     "a proof leaves their context keys open", key_kept_back, "EVAL-15, AMB-20",
     "approximations:PASSED-ON"},
    {"session tags and source identities", Over, Under,
     "exact along a chain; else a proof takes any for possible, and a witness has the tags of its "
     "role",
     inferred_key, "TAG-1 to TAG-4, TRUST-13", "session_tags_by_caller:SESSION-TAGS-BY-CALLER-3"},
    {"sessions of sts:AssumeRoot", Assumed, Assumed, "exact in a request that is given", "",
     "TRUST-18, AMB-36", ""},
    {"what a service refuses whatever policies say", Over, Under,
     "where it is not certain that it does, a proof does not rely on it", may_be_blocked,
     "EVAL-7, EVAL-17, PASS-3, S3-5, SQS-1", "kept_by_aws:KEPT-BY-AWS-1"},
    {"trust policies and chains of role assumptions", Over, Under,
     "chains are decided as a whole; calls with tokens or by services may pass anything",
     broken_chain, "TRUST-1 to TRUST-19", "chain_moment:CHAIN-MOMENT-1"},
    {"root users of member accounts, by sts:AssumeRoot from the management account", Over, Under,
     "nobody else can; RCPs do not stop it", task_of_root, "TRUST-18, AMB-36",
     "assume_root:ASSUME-ROOT-1"},
    {"other ways to act as somebody else, in `no-path`: iam:PassRole, policies, credentials, code",
     Over, Under,
     "those of `postern data --list escalation-paths`; what the snapshot does not show may be "
     "there",
     perhaps_reached, "PASS-1 to PASS-4, TRUST-19", "no_path:NO-PATH-11"},
    {"other ways to act as somebody else, in other claims; S3 Access Grants", Assumed, Assumed,
     "nobody takes them; `postern data --list escalations` names actions that open them", "",
     "PASS-1 to PASS-4, TRUST-19, SCOPE-3", ""},
    {"calls that need several permissions", Assumed, Assumed,
     "each action on each resource is a request of its own", "", "EVAL-16, AMB-26", ""},
    {"what a service answers without asking IAM: websites, open API methods, public images",
     Assumed, Assumed, "no part of a claim", "", "SCOPE-4", ""},
};

constexpr Construct of_resources[] = {
    {"S3 access points of the snapshot", Exact, Exact, "both policies count", "",
     "AP-1 to AP-4, AMB-21", ""},
    {"requests for an access point's own ARN, without its bucket's", Assumed, Assumed,
     "proofs ask the point's policy alone; no witness is such a request", "", "AP-2", ""},
    {"S3 access points of its accounts that the snapshot does not contain", Assumed, Assumed,
     "they have no policy", "", "AP-1", ""},
    {"the same, where a policy names them", Over, Under, "their policy is missing", missing_point,
     "SCOPE-1", "access_point_not_given:ACCESS-POINT-NOT-GIVEN-1"},
    {"S3 access points of other accounts, which anybody may make", Over, Under,
     "their policy allows everything", foreign_point, "AP-4, BPA-4",
     "restricted_public_bucket:RESTRICTED-PUBLIC-BUCKET-1"},
    {"S3 access points, where nothing speaks of any", Over, Under,
     "the caller's policies may allow the point's ARN", missing_points, "AP-2, AMB-21",
     "not_resource:NOT-RESOURCE-1"},
    {"resources of the snapshot, and what is in them", Exact, Exact,
     "a bucket's policy governs its objects; versions of functions have their own", "",
     "ARN-3, LMB-4", ""},
    {"resources the question names and the snapshot does not contain", Over, Under,
     "their policy is missing", missing_resource_policy, "SCOPE-1",
     "unregistered_resources:UNREGISTERED-RESOURCES-3"},
    {"resources whose owner nothing tells", Over, Under, "anybody's", missing_owner, "MOD-4, ARN-4",
     "unregistered_resources:UNREGISTERED-RESOURCES-1"},
    {"other resources that the snapshot does not contain", Assumed, Assumed,
     "without a policy; a bucket is its caller's", "", "SCOPE-1", ""},
    {"keys that the snapshot does not contain", Exact, Under,
     "that they have the default policy proves no access and shows none", missing_resource_policy,
     "KMS-2", "approximations:DEFAULT-KEY-POLICY"},
    {"what lies below a resource or near it, where the service is not known to have policies for "
     "it",
     Over, Under, "its policy is missing", missing_resource_policy, "SCOPE-1",
     "inside_a_domain:INSIDE-A-DOMAIN-1"},
    {"tags of resources", Over, Under,
     "a proof takes any for possible; a witness has those the snapshot says, and any of resources "
     "of "
     "which it says none",
     inferred_key, "14.3", "resource_tags:RESOURCE-TAGS-1"},
    {"policies of types that reach beyond their resource: of a Glue catalogue, an ECR registry",
     Over, Under, "they may count beside the policy of what they name", shared_policy, "ECR-1",
     "shared_policies:SHARED-2"},
};

constexpr Construct of_snapshots[] = {
    {"a managed policy or a group without its document", Over, Under, "it may allow, and may deny",
     missing_policy, "SCOPE-1", "missing_managed_policy:MISSING-MANAGED-POLICY-1"},
    {"AWS managed policies that the snapshot does not contain", Assumed, Assumed,
     "as built in, of the date the report names", "", "SCOPE-1", ""},
    {"a boundary without its document", Over, Under, "it may limit, and may not", missing_boundary,
     "SCOPE-1", "missing_boundary_may_deny:MISSING-BOUNDARY-MAY-DENY-1"},
    {"the trust policy of a role that the snapshot does not contain", Over, Under, "",
     missing_trust, "SCOPE-1", "account_without_identities:ACCOUNT-WITHOUT-IDENTITIES-2"},
    {"users and roles on pages that the snapshot does not contain", Over, Under,
     "they may do anything; those that were read are exact", principal_not_read, "SCOPE-1",
     "details_cut_short:DETAILS-CUT-SHORT-1"},
    {"policies that AWS Config does not record, or a query did not ask for", Over, Under,
     "they may allow, and may deny", missing_resource_policy, "SCOPE-1", "config_items:SECRET"},
    {"users and roles that AWS Config may not have recorded", Over, Under,
     "unless the manifest says that they are complete", principal_not_read, "SCOPE-1",
     "config_not_complete:WHO-ELSE"},
    {"a list of a key's grants of which more follows", Over, Exact,
     "what follows may grant anything", missing_grants, "KMS-10",
     "grants_cut_short:GRANTS-CUT-SHORT-2"},
    {"the place of an account in its organization, organization policies", Over, Under,
     "they may stop, and may not", missing_place, "SCOPE-1", "collected_gaps:PLACE"},
    {"access control lists of objects, where lists count", Over, Under, "they may grant",
     missing_object_lists, "SCOPE-1", "bucket_lists:BUCKET-LISTS-5"},
    {"a key of which iam-collect has no policy", Unsupported, Unsupported, "every key has one",
     key_without_policy, "KMS-1", "collected_gaps:KEY"},
    {"S3 policies of an organization", Unsupported, Unsupported,
     "of buckets in accounts of such an organization", organization_s3_policies, "BPA-5",
     "collected_gaps:S3-POLICIES"},
    {"shares of the Resource Access Manager", Assumed, Assumed,
     "none counts; the report counts them", "", "SCOPE-3", ""},
    {"files of iam-collect that are not read", Assumed, Assumed, "the report counts them", "",
     "SCOPE-3", ""},
    {"unknown kinds of documents in a manifest", Refused, Refused, "", "", "SCOPE-1", ""},
};

}  // namespace

constinit const Area decision{"The decision", of_decision};
constinit const Area resources{"Resources", of_resources};
constinit const Area snapshots{"What a snapshot may lack", of_snapshots};

}  // namespace postern::coverage
