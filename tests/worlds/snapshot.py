"""Random snapshots: accounts whose principals are nearly alike, and resources they may use."""
import json

from words import (A, ACCOUNTS, ALICE, APP, B, BOB, BUCKET, ENDPOINTS, HUB, KEY, ORGANIZATION,
                   REGION, ROLES, TEAMS, UNIT, USERS, VPC, door, policy, role_arn, statement,
                   unique_id, user_arn)


class Snapshot:
    """The files of a snapshot by name, and its list of documents."""

    def __init__(self):
        self.files = {}
        self.documents = []

    def add(self, content, file, **entry):
        self.documents.append({**entry, "file": file})
        self.files[file] = json.dumps(content, indent=1)

    def manifest(self):
        return json.dumps({"version": 1, "documents": self.documents}, indent=1)


def make(choices):
    out = Snapshot()
    accounts = ACCOUNTS if choices.random() < 0.5 else [A]
    for account in accounts:
        out.add(details(choices, account), f"iam-{account}.json", account=account,
                kind="account-authorization-details")
    add_buckets(choices, out)
    add_others(choices, out)
    if choices.random() < 0.4:
        out.add({"VpcEndpoints": endpoints(choices)}, "endpoints.json", account=A,
                kind="vpc-endpoints")
    if choices.random() < 0.4:
        add_organization(choices, out, accounts)
    return out


def details(choices, account):
    managed = [managed_policy(choices, account, name) for name in ("first", "second", "limit")]
    likenesses = [likeness(choices, managed) for _ in range(2)]
    groups = [{"Path": "/", "GroupName": "team", "GroupId": unique_id("AGPA", account, "team"),
               "Arn": f"arn:aws:iam::{account}:group/team", "AttachedManagedPolicies": [],
               "GroupPolicyList": [inline(policy(choices, "identity"))]}]
    users = [user(choices, account, name, choices.choice(likenesses))
             for name in USERS if choices.random() < 0.8]
    trusts = [policy(choices, "trust", 2) for _ in range(2)]
    roles = [role(choices, account, path, name, choices.choice(likenesses), choices.choice(trusts))
             for path, name in ROLES if choices.random() < 0.8]
    return {"UserDetailList": users, "GroupDetailList": groups, "RoleDetailList": roles,
            "Policies": managed, "IsTruncated": choices.random() < 0.05}


def managed_policy(choices, account, name):
    version = {"VersionId": "v1", "IsDefaultVersion": True, "Document": policy(choices, "identity")}
    return {"PolicyName": name, "Arn": f"arn:aws:iam::{account}:policy/{name}", "Path": "/",
            "DefaultVersionId": "v1", "PolicyId": unique_id("ANPA", account, name),
            "PolicyVersionList": [version]}


def inline(document):
    return {"PolicyName": "own", "PolicyDocument": document}


def likeness(choices, managed):
    """What several principals have in common."""
    return {"attached": [each for each in managed[:2] if choices.random() < 0.6],
            "own": policy(choices, "identity") if choices.random() < 0.6 else None,
            "boundary": managed[2] if choices.random() < 0.15 else None,
            "tags": {"team": choices.choice(TEAMS)} if choices.random() < 0.5 else {}}


def principal(choices, like):
    out = {"AttachedManagedPolicies": [{"PolicyName": each["PolicyName"], "PolicyArn": each["Arn"]}
                                       for each in like["attached"]]}
    if like["boundary"]:
        out["PermissionsBoundary"] = {"PermissionsBoundaryType": "Policy",
                                      "PermissionsBoundaryArn": like["boundary"]["Arn"]}
    tags = dict(like["tags"])
    if choices.random() < 0.2:
        tags = {choices.choice(["team", "Team"]): choices.choice(TEAMS)}
    if tags:
        out["Tags"] = [{"Key": key, "Value": value} for key, value in tags.items()]
    return out


def own_policies(choices, like):
    own = [like["own"]] if like["own"] else []
    if choices.random() < 0.15:
        own.append({"Version": "2012-10-17", "Statement": statement(choices, "identity")})
    return [{"PolicyName": f"own{i}", "PolicyDocument": each} for i, each in enumerate(own)]


def user(choices, account, name, like):
    path = choices.choice(["/", "/", "/", "/x/"])
    out = {"Path": path, "UserName": name, "Arn": user_arn(account, name, path),
           "GroupList": ["team"] if choices.random() < 0.2 else [],
           "UserPolicyList": own_policies(choices, like), **principal(choices, like)}
    if choices.random() < 0.9:
        out["UserId"] = unique_id("AIDA", account, name)
    return out


def role(choices, account, path, name, like, trust):
    return {"Path": path, "RoleName": name, "RoleId": unique_id("AROA", account, name),
            "Arn": role_arn(account, path, name), "InstanceProfileList": [],
            "AssumeRolePolicyDocument": trust, "RolePolicyList": own_policies(choices, like),
            **principal(choices, like)}


def add_buckets(choices, out):
    for name, chance in (("data", 0.9), ("other", 0.4)):
        if choices.random() >= chance:
            continue
        opened = choices.random() < 0.4
        written = door(choices, f"arn:aws:s3:::{name}") if opened else policy(choices, "resource")
        out.add(written, f"bucket-{name}.json", kind="bucket-policy", account=A, resource=name)
        if choices.random() < 0.25:
            blocks = {each: True for each in ("RestrictPublicBuckets", "IgnorePublicAcls")
                      if choices.random() < 0.7}
            out.add({"PublicAccessBlockConfiguration": blocks}, f"blocks-{name}.json",
                    kind="public-access-block", account=A, resource=name)
        if name == "data" and choices.random() < 0.3:
            add_access_point(choices, out)


def add_access_point(choices, out):
    place = {"account": A, "region": REGION, "resource": "door"}
    out.add(policy(choices, "resource"), "door.json", kind="access-point-policy", **place)
    if choices.random() < 0.85:
        of_vpc = {"NetworkOrigin": "VPC", "VpcConfiguration": {"VpcId": VPC}}
        origin = of_vpc if choices.random() < 0.3 else {"NetworkOrigin": "Internet"}
        out.add({"Name": "door", "Bucket": "data", "BucketAccountId": A, **origin},
                "door-details.json", kind="access-point", **place)


def add_others(choices, out):
    place = {"account": A, "region": REGION}
    if choices.random() < 0.4:
        out.add(policy(choices, "resource"), "queue.json", kind="queue-policy", resource="jobs",
                **place)
    if choices.random() < 0.3:
        out.add(policy(choices, "resource"), "function.json", kind="function-policy",
                resource="run", **place)
    if choices.random() < 0.4:
        out.add(policy(choices, "resource"), "key.json", kind="key-policy", resource=KEY)
        if choices.random() < 0.5:
            grant = {"GrantId": "a" * 64, "Operations": ["Decrypt"],
                     "GranteePrincipal": choices.choice([ALICE, BOB, APP, HUB, "ec2.amazonaws.com",
                                                        f"arn:aws:iam::{A}:root"])}
            if choices.random() < 0.5:
                grant["Constraints"] = {"EncryptionContextSubset": {"a": "b"}}
            out.add({"Grants": [grant]}, "grants.json", kind="key-grants", resource=KEY)


def endpoints(choices):
    out = []
    for name, service in zip(ENDPOINTS, (choices.choice(["s3", "sts", "sqs"]), "s3")):
        kind = "Gateway" if service == "s3" else "Interface"
        endpoint = {"VpcEndpointId": name, "VpcEndpointType": kind, "VpcId": VPC, "OwnerId": A,
                    "ServiceName": f"com.amazonaws.{REGION}.{service}"}
        if choices.random() < 0.7:
            endpoint["PolicyDocument"] = json.dumps(policy(choices, "endpoint"))
        out.append(endpoint)
    return out


def add_organization(choices, out, accounts):
    manager = choices.choice([A, B, "333333333333"])
    members = sorted({manager, *(each for each in accounts if choices.random() < 0.85)})
    out.files["scp.json"] = json.dumps(policy(choices, "scp"))
    out.files["rcp.json"] = json.dumps(policy(choices, "rcp"))
    everything = ["FullAWSAccess"]
    rcps = choices.random() < 0.5
    unit = {"scps": everything, **({"rcps": ["rcp.json"]} if rcps else {})}
    units = {"r-ab12": unit, UNIT: {**unit, "parent": "r-ab12"}}
    scps = {each: everything + ["scp.json"] * (choices.random() < 0.5) for each in members}
    if choices.random() < 0.2 and A in members:
        scps[A] = ["scp.json"]
    nodes = {each: {"unit": choices.choice(sorted(units)), "scps": scps[each]} for each in members}
    out.add({"id": ORGANIZATION, "management_account": manager, "scps": "enabled",
             "rcps": "enabled" if rcps else "disabled", "units": units, "accounts": nodes},
            "organization.json", kind="organization")
