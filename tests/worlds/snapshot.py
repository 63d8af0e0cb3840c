"""Random snapshots: accounts whose principals are nearly alike, and resources they may use."""
import json

from words import (A, ACCOUNTS, ALICE, APP, B, BOB, BUCKET, ENDPOINTS, HUB, KEY, ORGANIZATION,
                   REGION, ROLES, TEAMS, USERS, VPC, policy, role_arn, statement, unique_id,
                   user_arn)


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


def make(random):
    out = Snapshot()
    accounts = ACCOUNTS if random.random() < 0.5 else [A]
    for account in accounts:
        out.add(details(random, account), f"iam-{account}.json", account=account,
                kind="account-authorization-details")
    add_buckets(random, out)
    add_others(random, out)
    if random.random() < 0.4:
        out.add({"VpcEndpoints": endpoints(random)}, "endpoints.json", account=A,
                kind="vpc-endpoints")
    if random.random() < 0.4:
        add_organization(random, out, accounts)
    return out


def details(random, account):
    managed = [managed_policy(random, account, name) for name in ("first", "second", "limit")]
    likenesses = [likeness(random, managed) for _ in range(2)]
    groups = [{"Path": "/", "GroupName": "team", "GroupId": unique_id("AGPA", account, "team"),
               "Arn": f"arn:aws:iam::{account}:group/team", "AttachedManagedPolicies": [],
               "GroupPolicyList": [inline(policy(random, "identity"))]}]
    users = [user(random, account, name, random.choice(likenesses))
             for name in USERS if random.random() < 0.8]
    trusts = [policy(random, "trust", 2) for _ in range(2)]
    roles = [role(random, account, path, name, random.choice(likenesses), random.choice(trusts))
             for path, name in ROLES if random.random() < 0.8]
    return {"UserDetailList": users, "GroupDetailList": groups, "RoleDetailList": roles,
            "Policies": managed, "IsTruncated": random.random() < 0.05}


def managed_policy(random, account, name):
    version = {"VersionId": "v1", "IsDefaultVersion": True, "Document": policy(random, "identity")}
    return {"PolicyName": name, "Arn": f"arn:aws:iam::{account}:policy/{name}", "Path": "/",
            "DefaultVersionId": "v1", "PolicyId": unique_id("ANPA", account, name),
            "PolicyVersionList": [version]}


def inline(document):
    return {"PolicyName": "own", "PolicyDocument": document}


def likeness(random, managed):
    """What several principals have in common."""
    return {"attached": [each for each in managed[:2] if random.random() < 0.6],
            "own": policy(random, "identity") if random.random() < 0.6 else None,
            "boundary": managed[2] if random.random() < 0.15 else None,
            "tags": {"team": random.choice(TEAMS)} if random.random() < 0.5 else {}}


def principal(random, like):
    out = {"AttachedManagedPolicies": [{"PolicyName": each["PolicyName"], "PolicyArn": each["Arn"]}
                                       for each in like["attached"]]}
    if like["boundary"]:
        out["PermissionsBoundary"] = {"PermissionsBoundaryType": "Policy",
                                      "PermissionsBoundaryArn": like["boundary"]["Arn"]}
    tags = dict(like["tags"])
    if random.random() < 0.2:
        tags = {random.choice(["team", "Team"]): random.choice(TEAMS)}
    if tags:
        out["Tags"] = [{"Key": key, "Value": value} for key, value in tags.items()]
    return out


def own_policies(random, like):
    own = [like["own"]] if like["own"] else []
    if random.random() < 0.15:
        own.append({"Version": "2012-10-17", "Statement": statement(random, "identity")})
    return [{"PolicyName": f"own{i}", "PolicyDocument": each} for i, each in enumerate(own)]


def user(random, account, name, like):
    path = random.choice(["/", "/", "/", "/x/"])
    out = {"Path": path, "UserName": name, "Arn": user_arn(account, name, path),
           "GroupList": ["team"] if random.random() < 0.2 else [],
           "UserPolicyList": own_policies(random, like), **principal(random, like)}
    if random.random() < 0.9:
        out["UserId"] = unique_id("AIDA", account, name)
    return out


def role(random, account, path, name, like, trust):
    return {"Path": path, "RoleName": name, "RoleId": unique_id("AROA", account, name),
            "Arn": role_arn(account, path, name), "InstanceProfileList": [],
            "AssumeRolePolicyDocument": trust, "RolePolicyList": own_policies(random, like),
            **principal(random, like)}


def add_buckets(random, out):
    for name, chance in (("data", 0.9), ("other", 0.4)):
        if random.random() >= chance:
            continue
        out.add(policy(random, "resource"), f"bucket-{name}.json", kind="bucket-policy", account=A,
                resource=name)
        if random.random() < 0.25:
            blocks = {each: True for each in ("RestrictPublicBuckets", "IgnorePublicAcls")
                      if random.random() < 0.7}
            out.add({"PublicAccessBlockConfiguration": blocks}, f"blocks-{name}.json",
                    kind="public-access-block", account=A, resource=name)
        if name == "data" and random.random() < 0.3:
            add_access_point(random, out)


def add_access_point(random, out):
    place = {"account": A, "region": REGION, "resource": "door"}
    out.add(policy(random, "resource"), "door.json", kind="access-point-policy", **place)
    if random.random() < 0.85:
        of_vpc = {"NetworkOrigin": "VPC", "VpcConfiguration": {"VpcId": VPC}}
        origin = of_vpc if random.random() < 0.3 else {"NetworkOrigin": "Internet"}
        out.add({"Name": "door", "Bucket": "data", "BucketAccountId": A, **origin},
                "door-details.json", kind="access-point", **place)


def add_others(random, out):
    place = {"account": A, "region": REGION}
    if random.random() < 0.4:
        out.add(policy(random, "resource"), "queue.json", kind="queue-policy", resource="jobs",
                **place)
    if random.random() < 0.3:
        out.add(policy(random, "resource"), "function.json", kind="function-policy", resource="run",
                **place)
    if random.random() < 0.4:
        out.add(policy(random, "resource"), "key.json", kind="key-policy", resource=KEY)
        if random.random() < 0.5:
            grant = {"GrantId": "a" * 64, "Operations": ["Decrypt"],
                     "GranteePrincipal": random.choice([ALICE, BOB, APP, HUB, "ec2.amazonaws.com",
                                                        f"arn:aws:iam::{A}:root"])}
            if random.random() < 0.5:
                grant["Constraints"] = {"EncryptionContextSubset": {"a": "b"}}
            out.add({"Grants": [grant]}, "grants.json", kind="key-grants", resource=KEY)


def endpoints(random):
    out = []
    for name, service in zip(ENDPOINTS, (random.choice(["s3", "sts", "sqs"]), "s3")):
        kind = "Gateway" if service == "s3" else "Interface"
        endpoint = {"VpcEndpointId": name, "VpcEndpointType": kind, "VpcId": VPC, "OwnerId": A,
                    "ServiceName": f"com.amazonaws.{REGION}.{service}"}
        if random.random() < 0.7:
            endpoint["PolicyDocument"] = json.dumps(policy(random, "endpoint"))
        out.append(endpoint)
    return out


def add_organization(random, out, accounts):
    manager = random.choice([A, B, "333333333333"])
    members = sorted({manager, *accounts})
    out.files["scp.json"] = json.dumps(policy(random, "scp"))
    out.files["rcp.json"] = json.dumps(policy(random, "rcp"))
    everything = ["FullAWSAccess"]
    rcps = random.random() < 0.5
    unit = {"scps": everything, **({"rcps": ["rcp.json"]} if rcps else {})}
    scps = {each: everything + ["scp.json"] * (random.random() < 0.5) for each in members}
    if random.random() < 0.2:
        scps[A] = ["scp.json"]
    out.add({"id": ORGANIZATION, "management_account": manager, "scps": "enabled",
             "rcps": "enabled" if rcps else "disabled", "units": {"r-ab12": unit},
             "accounts": {each: {"unit": "r-ab12", "scps": scps[each]} for each in members}},
            "organization.json", kind="organization")
