"""Policies and names of the made-up organization."""

ORGANIZATION = "o-benchmark1"
REGION = "eu-central-1"
PROVIDER = "token.actions.githubusercontent.com"
ROOT, PRODUCTION, TEST, SANDBOX = "r-bm01", "ou-bm01-prod0000", "ou-bm01-test0000", "ou-bm01-sand0000"


def account_id(i):
    return f"{100000000001 + 7919 * i:012d}"


def unit_of(i):
    """The first three accounts manage the others: the payer, the one people come from, auditors."""
    return ROOT if i < 3 else (PRODUCTION, TEST, SANDBOX)[i % 3]


def role_arn(account, name):
    return f"arn:aws:iam::{account}:role/{name}"


def user_arn(account, name):
    return f"arn:aws:iam::{account}:user/{name}"


def bucket(name):
    return [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"]


def policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action, resource, **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action, resource, **more):
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


def trust(principal, action="sts:AssumeRole", **more):
    return policy({"Effect": "Allow", "Principal": principal, "Action": action, **more})


def trust_tokens(account, subject):
    return trust({"Federated": f"arn:aws:iam::{account}:oidc-provider/{PROVIDER}"},
                 "sts:AssumeRoleWithWebIdentity",
                 Condition={"StringEquals": {f"{PROVIDER}:aud": "sts.amazonaws.com"},
                            "StringLike": {f"{PROVIDER}:sub": subject}})


def attached(*arns):
    return [{"PolicyName": arn.rsplit("/", 1)[1], "PolicyArn": arn} for arn in arns]


def aws_managed(name):
    return f"arn:aws:iam::aws:policy/{name}"


def _entity(kind, prefix, account, name, own, managed, boundary, tags):
    unique = "".join(c for c in name.upper() if c.isalnum())
    out = {"Path": "/", f"{kind}Name": name, f"{kind}Id": f"{prefix}{account}{unique}",
           "Arn": f"arn:aws:iam::{account}:{kind.lower()}/{name}",
           "CreateDate": "2025-03-01T09:00:00+00:00", "AttachedManagedPolicies": attached(*managed),
           f"{kind}PolicyList": [{"PolicyName": "own", "PolicyDocument": own}] if own else []}
    if boundary:
        out["PermissionsBoundary"] = {"PermissionsBoundaryType": "Policy",
                                      "PermissionsBoundaryArn": boundary}
    if tags:
        out["Tags"] = [{"Key": key, "Value": value} for key, value in sorted(tags.items())]
    return out


def user(account, name, own=None, managed=(), groups=(), boundary=None, tags=None):
    out = _entity("User", "AIDA", account, name, own, managed, boundary, tags)
    return {**out, "GroupList": list(groups)}


def role(account, name, trusted, own=None, managed=(), boundary=None, tags=None):
    out = _entity("Role", "AROA", account, name, own, managed, boundary, tags)
    return {**out, "AssumeRolePolicyDocument": trusted, "InstanceProfileList": []}


def managed_policy(account, name, document):
    version = {"VersionId": "v1", "IsDefaultVersion": True, "Document": document}
    return {"PolicyName": name, "PolicyId": f"ANPA{account}{name.upper()}",
            "Arn": f"arn:aws:iam::{account}:policy/{name}", "Path": "/", "DefaultVersionId": "v1",
            "IsAttachable": True, "PolicyVersionList": [version]}
