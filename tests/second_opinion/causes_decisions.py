"""Causes of differences in how layers combine: callers and services with rules of their own."""

import copy

from edit import ASSUMING
from spec import NO_ACTION, NOBODY, as_list, entries

ALLOW_ALL = {"Version": "2012-10-17",
             "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
BUCKET_POLICY = {"s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy"}
RCP_SERVICES = {"s3", "sts", "kms", "sqs", "secretsmanager", "ecr", "dynamodb", "logs",
                "cognito-identity", "cognito-idp"}
KMS_ACROSS = {"kms:" + name.lower() for name in (
    "Decrypt DeriveSharedSecret Encrypt GenerateDataKey GenerateDataKeyPair "
    "GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GenerateMac ReEncryptFrom "
    "ReEncryptTo Sign Verify VerifyMac CreateGrant DescribeKey GetKeyRotationStatus GetPublicKey "
    "ListGrants RetireGrant RevokeGrant").split()}
SERVICE_LINKED_CHANGES = {"iam:" + name.lower() for name in (
    "AttachRolePolicy CreateRole DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy "
    "DetachRolePolicy PutRolePermissionsBoundary PutRolePolicy UpdateAssumeRolePolicy").split()}
UNSIGNED = {"s3", "sqs", "sns"}


def caller_of(scenario):
    return scenario["request"]["principal"]


def type_of(scenario):
    return caller_of(scenario)["type"]


def action_of(scenario):
    return scenario["request"]["action"].lower()


def is_own(scenario):
    return caller_of(scenario).get("account") == scenario["model"]["resource_account"]


def with_model(scenario, **members):
    """Gives the model other members; says whether they are other."""
    model = scenario["model"]
    new = {name: value for name, value in members.items() if model.get(name) != value}
    model.update(copy.deepcopy(new))
    if "vpce" in new and new["vpce"] is None:
        del model["vpce"]
    return bool(new)


def bare(scenario, identity=()):
    """Without any policy but the given identity policies; True."""
    with_model(scenario, identity=list(identity), resource=None, scps=None, rcps=None,
               boundary=None, session=None, vpce=None)
    return True


def without(effect, policies):
    """Keeps the statements of one effect from applying."""
    any_changed = False
    for policy in policies:
        for statement in as_list(policy["Statement"]):
            if statement["Effect"] == effect:
                any_changed = True
                statement.pop("NotAction", None)
                statement["Action"] = NO_ACTION
    return any_changed


def resource_policies(scenario):
    policy = scenario["model"]["resource"]
    return [policy] if policy else []


def without_grants(scenario):
    """Without the Allows of the resource policy; True."""
    without("Allow", resource_policies(scenario))
    return True


def without_allows(scenario):
    """Without those of the identity policies either; True."""
    without("Allow", scenario["model"]["identity"])
    return without_grants(scenario)


# --- calls that no policy decides ----------------------------------------------------------------


def partition(scenario):
    arn = scenario["request"]["resource"].split(":")
    foreign = len(arn) > 1 and arn[1] != "aws" and "account" in caller_of(scenario)
    return bare(scenario) if foreign else False


def assume_role_by(scenario):
    never = type_of(scenario) in ("root", "federated_user")
    return bare(scenario) if never and action_of(scenario) == "sts:assumerole" else False


def session_token(scenario):
    free = type_of(scenario) in ("user", "root") and action_of(scenario) == "sts:getsessiontoken"
    return bare(scenario, [ALLOW_ALL]) if free else False


# --- guardrails that do not apply ----------------------------------------------------------------


def management_account(scenario):
    model = scenario["model"]
    members = {}
    if model.get("principal_in_management_account"):
        members["scps"] = None
    if model.get("resource_in_management_account"):
        members["rcps"] = None
    return with_model(scenario, **members)


def service_linked_role(scenario):
    if not caller_of(scenario).get("service_linked"):
        return False
    return with_model(scenario, scps=None, rcps=None, boundary=None, session=None)


def scps_of_nobody(scenario):
    nobody = type_of(scenario) in ("service", "web_identity", "saml")
    return with_model(scenario, scps=None) if nobody else False


def endpoint_of_service(scenario):
    return with_model(scenario, vpce=None) if type_of(scenario) == "service" else False


def rcp_service(scenario):
    reached = action_of(scenario).split(":")[0] in RCP_SERVICES
    return False if reached else with_model(scenario, rcps=None)


def rcp_retire_grant(scenario):
    return with_model(scenario, rcps=None) if action_of(scenario) == "kms:retiregrant" else False


# --- services that refuse ------------------------------------------------------------------------


def is_foreign(scenario):
    return "account" in caller_of(scenario) and not is_own(scenario)


def kms_across(scenario):
    action = action_of(scenario)
    refused = action.startswith("kms:") and action not in KMS_ACROSS and is_foreign(scenario)
    return without_grants(scenario) if refused else False


def owner_only_across(scenario):
    """Queue administration, bucket policies and iam:PassRole stay in the account."""
    owner_only = BUCKET_POLICY | {"sqs:deletequeue", "iam:passrole"}
    refused = action_of(scenario) in owner_only and is_foreign(scenario)
    return without_grants(scenario) if refused else False


def unsigned(scenario):
    """Services that take no unsigned requests."""
    if type_of(scenario) != "anonymous":
        return False
    action, context = action_of(scenario), scenario["request"]["context"]
    by_url = {k.lower(): v for k, v in context.items()}.get("lambda:invokedviafunctionurl")
    if action.split(":")[0] in UNSIGNED or action == "lambda:invokefunctionurl":
        return False
    if action == "lambda:invokefunction" and by_url == "true":
        return False
    return without_grants(scenario)


def federated_user_calls(scenario):
    """Federated users call neither IAM nor STS."""
    if type_of(scenario) != "federated_user" or action_of(scenario) == "iam:passrole":
        return False
    if action_of(scenario).split(":")[0] not in ("iam", "sts"):
        return False
    if action_of(scenario) == "sts:getcalleridentity":
        return False
    return without_allows(scenario)


def service_linked_trust(scenario):
    linked = ":role/aws-service-role/" in scenario["request"]["resource"]
    refused = linked and action_of(scenario) in ASSUMING and type_of(scenario) != "service"
    return without_allows(scenario) if refused else False


def service_linked_change(scenario):
    """Customers do not change the roles of services."""
    linked = ":role/aws-service-role/" in scenario["request"]["resource"]
    by_aws = type_of(scenario) == "service" or caller_of(scenario).get("service_linked")
    refused = linked and action_of(scenario) in SERVICE_LINKED_CHANGES and not by_aws
    return without_allows(scenario) if refused else False


def no_trust_policy(scenario):
    assumes = action_of(scenario) in ASSUMING and ":role/" in scenario["request"]["resource"]
    if not assumes or scenario["model"]["resource"]:
        return False
    return with_model(scenario, resource={"Version": "2012-10-17", "Statement": []})


# --- who needs what ------------------------------------------------------------------------------


def root_bucket_policy(scenario):
    """An account's root user is not kept from its own bucket policies by their Denies."""
    if type_of(scenario) != "root" or action_of(scenario) not in BUCKET_POLICY:
        return False
    return is_own(scenario) and without("Deny", resource_policies(scenario))


def root_user(scenario):
    return with_model(scenario, identity=[ALLOW_ALL]) if type_of(scenario) == "root" else False


def federated_by_root(scenario):
    caller = caller_of(scenario)
    if caller["type"] != "federated_user" or not caller["user_arn"].endswith(":root"):
        return False
    if not scenario["model"]["session"]:
        return False
    scenario["model"]["identity"].append(copy.deepcopy(ALLOW_ALL))
    return True


def federated_without_session(scenario):
    """Without a session policy nothing of the calling user's reaches a federated user."""
    caller = caller_of(scenario)
    if caller["type"] != "federated_user" or scenario["model"]["session"]:
        return False

    without("Allow", scenario["model"]["identity"])
    for policy in resource_policies(scenario):
        for statement in as_list(policy["Statement"]):
            element = statement.get("Principal")
            if statement["Effect"] != "Allow" or not isinstance(element, dict):
                continue
            values = as_list(element.get("AWS", []))
            if caller["user_arn"] in values:
                element["AWS"] = [NOBODY if v == caller["user_arn"] else v for v in values]
    return True


def token_bearer_across(scenario):
    """The provider may be in any account; the package asks its account for an identity policy."""
    if type_of(scenario) not in ("web_identity", "saml"):
        return False
    arn = caller_of(scenario)["provider"].split(":")
    if len(arn) > 1 and arn[4] == scenario["model"]["resource_account"]:
        return False
    return with_model(scenario, identity=[ALLOW_ALL])


def session_and_direct_grant(scenario):
    """A session policy does not limit what a resource policy grants to the session or to `*`."""
    caller, resource = caller_of(scenario), scenario["model"]["resource"]
    if not scenario["model"]["session"] or not resource or not is_own(scenario):
        return False

    def grants(statement):
        named = {("AWS", caller["arn"]), ("AWS", "*")}
        direct = named & set(entries(statement.get("Principal", {})))
        return statement["Effect"] == "Allow" and (direct or "NotPrincipal" in statement)

    if not any(grants(statement) for statement in as_list(resource["Statement"])):
        return False

    session = scenario["model"]["session"]
    session["Statement"] = as_list(session["Statement"]) + copy.deepcopy(ALLOW_ALL["Statement"])
    return True
