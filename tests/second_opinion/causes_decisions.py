"""Causes of differences in how layers combine: callers and services with rules of their own."""

from edit import ASSUMING, changed
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
    """A copy with other members of the model; None if they are so already."""

    def edit(made):
        model = made["model"]
        new = {name: value for name, value in members.items() if model.get(name) != value}
        model.update(new)
        for name in [name for name, value in new.items() if value is None and name == "vpce"]:
            del model[name]
        return bool(new)

    return changed(scenario, edit)


def bare(scenario, identity=()):
    """Without any policy but the given identity policies."""
    return with_model(scenario, identity=list(identity), resource=None, scps=None, rcps=None,
                      boundary=None, session=None, vpce=None)


def without_allows(scenario, layers):
    """Without the Allows of `layers` (`identity`, `resource`)."""

    def edit(made):
        any_changed = False
        lists = {"identity": made["model"]["identity"],
                 "resource": [made["model"]["resource"]] if made["model"]["resource"] else []}
        for layer in layers:
            for policy in lists[layer]:
                for statement in as_list(policy["Statement"]):
                    if statement["Effect"] == "Allow":
                        any_changed = True
                        statement.pop("NotAction", None)
                        statement["Action"] = NO_ACTION
        return any_changed

    return changed(scenario, edit)


# --- calls that no policy decides ----------------------------------------------------------------


def partition(scenario):
    arn = scenario["request"]["resource"].split(":")
    foreign = len(arn) > 1 and arn[1] != "aws" and "account" in caller_of(scenario)
    return bare(scenario) if foreign else None


def assume_role_by(scenario):
    never = type_of(scenario) in ("root", "federated_user")
    return bare(scenario) if never and action_of(scenario) == "sts:assumerole" else None


def session_token(scenario):
    free = type_of(scenario) in ("user", "root") and action_of(scenario) == "sts:getsessiontoken"
    return bare(scenario, [ALLOW_ALL]) if free else None


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
        return None
    return with_model(scenario, scps=None, rcps=None, boundary=None, session=None)


def scps_of_nobody(scenario):
    nobody = type_of(scenario) in ("service", "web_identity", "saml")
    return with_model(scenario, scps=None) if nobody else None


def endpoint_of_service(scenario):
    return with_model(scenario, vpce=None) if type_of(scenario) == "service" else None


def rcp_service(scenario):
    reached = action_of(scenario).split(":")[0] in RCP_SERVICES
    return None if reached else with_model(scenario, rcps=None)


def rcp_retire_grant(scenario):
    return with_model(scenario, rcps=None) if action_of(scenario) == "kms:retiregrant" else None


# --- services that refuse ------------------------------------------------------------------------


def is_foreign(scenario):
    return "account" in caller_of(scenario) and not is_own(scenario)


def kms_across(scenario):
    action = action_of(scenario)
    refused = action.startswith("kms:") and action not in KMS_ACROSS and is_foreign(scenario)
    return without_allows(scenario, ["resource"]) if refused else None


def owner_only_across(scenario):
    """Queue administration, bucket policies and iam:PassRole stay in the account."""
    owner_only = BUCKET_POLICY | {"sqs:deletequeue", "iam:passrole"}
    refused = action_of(scenario) in owner_only and is_foreign(scenario)
    return without_allows(scenario, ["resource"]) if refused else None


def unsigned(scenario):
    """Services that take no unsigned requests."""
    if type_of(scenario) != "anonymous":
        return None
    action, context = action_of(scenario), scenario["request"]["context"]
    by_url = {k.lower(): v for k, v in context.items()}.get("lambda:invokedviafunctionurl")
    if action.split(":")[0] in UNSIGNED or action == "lambda:invokefunctionurl":
        return None
    if action == "lambda:invokefunction" and by_url == "true":
        return None
    return without_allows(scenario, ["resource"])


def federated_user_calls(scenario):
    """Federated users call neither IAM nor STS."""
    if type_of(scenario) != "federated_user" or action_of(scenario) == "iam:passrole":
        return None
    if action_of(scenario).split(":")[0] not in ("iam", "sts"):
        return None
    if action_of(scenario) == "sts:getcalleridentity":
        return None
    return without_allows(scenario, ["identity", "resource"])


def service_linked_trust(scenario):
    linked = ":role/aws-service-role/" in scenario["request"]["resource"]
    refused = linked and action_of(scenario) in ASSUMING and type_of(scenario) != "service"
    return without_allows(scenario, ["identity", "resource"]) if refused else None


def no_trust_policy(scenario):
    assumes = action_of(scenario) in ASSUMING and ":role/" in scenario["request"]["resource"]
    if not assumes or scenario["model"]["resource"]:
        return None
    return without_allows(scenario, ["identity"])


# --- who needs what ------------------------------------------------------------------------------


def root_bucket_policy(scenario):
    """An account's root user is not kept from its own bucket policies by their Denies."""
    if type_of(scenario) != "root" or action_of(scenario) not in BUCKET_POLICY:
        return None
    if not is_own(scenario) or not scenario["model"]["resource"]:
        return None

    def edit(made):
        denies = [s for s in as_list(made["model"]["resource"]["Statement"])
                  if s["Effect"] == "Deny"]
        for statement in denies:
            statement.pop("NotAction", None)
            statement["Action"] = NO_ACTION
        return bool(denies)

    return changed(scenario, edit)


def root_user(scenario):
    return with_model(scenario, identity=[ALLOW_ALL]) if type_of(scenario) == "root" else None


def federated_by_root(scenario):
    caller = caller_of(scenario)
    if caller["type"] != "federated_user" or not caller["user_arn"].endswith(":root"):
        return None
    if not scenario["model"]["session"]:
        return None

    def edit(made):
        made["model"]["identity"].append(ALLOW_ALL)
        return True

    return changed(scenario, edit)


def federated_without_session(scenario):
    """Without a session policy nothing of the calling user's reaches a federated user."""
    caller = caller_of(scenario)
    if caller["type"] != "federated_user" or scenario["model"]["session"]:
        return None

    def edit(made):
        policy = made["model"]["resource"]
        for statement in as_list(policy["Statement"]) if policy else []:
            element = statement.get("Principal")
            if statement["Effect"] != "Allow" or not isinstance(element, dict):
                continue
            values = as_list(element.get("AWS", []))
            if caller["user_arn"] in values:
                element["AWS"] = [NOBODY if v == caller["user_arn"] else v for v in values]
        return True

    made = without_allows(scenario, ["identity"]) or scenario
    return changed(made, edit)


def token_bearer_across(scenario):
    """The provider may be in any account; the package asks its account for an identity policy."""
    if type_of(scenario) not in ("web_identity", "saml"):
        return None
    arn = caller_of(scenario)["provider"].split(":")
    if len(arn) > 1 and arn[4] == scenario["model"]["resource_account"]:
        return None
    return with_model(scenario, identity=[ALLOW_ALL])


def session_and_direct_grant(scenario):
    """A session policy does not limit what a resource policy grants to the session or to `*`."""
    caller, resource = caller_of(scenario), scenario["model"]["resource"]
    if not scenario["model"]["session"] or not resource or not is_own(scenario):
        return None

    def grants(statement):
        named = {("AWS", caller["arn"]), ("AWS", "*")}
        direct = named & set(entries(statement.get("Principal", {})))
        return statement["Effect"] == "Allow" and (direct or "NotPrincipal" in statement)

    if not any(grants(statement) for statement in as_list(resource["Statement"])):
        return None

    def edit(made):
        session = made["model"]["session"]
        session["Statement"] = as_list(session["Statement"]) + ALLOW_ALL["Statement"]
        return True

    return changed(scenario, edit)
