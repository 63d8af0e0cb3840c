"""Random tiny worlds about chains of role assumptions: users, roles, one bucket, and conditions."""
import json

A, B = "111111111111", "222222222222"
BUCKET = "arn:aws:s3:::data"
TAGS = ["K", "L"]
VALUES = {"source": ["alice", "two"], "tag": ["blue", "red"], "name": ["alice", "bob", "nn"],
          "external": ["xx", "yy"]}
OPERATORS = ["StringEquals", "StringEquals", "StringNotEquals", "StringLike",
             "StringEqualsIfExists", "StringNotEqualsIfExists", "Null"]
SINGLE = [("sts:SourceIdentity", "source"), ("aws:SourceIdentity", "source"),
          ("sts:SourceIdentity", "source"), ("aws:SourceIdentity", "source"),
          ("aws:RequestTag/K", "tag"), ("aws:PrincipalTag/K", "tag"), ("aws:RequestTag/K", "tag"),
          ("aws:PrincipalTag/K", "tag"), ("aws:RequestTag/L", "tag"), ("aws:PrincipalTag/L", "tag"),
          ("sts:RoleSessionName", "name"), ("aws:userid", "userid"), ("sts:ExternalId", "external"),
          ("aws:PrincipalArn", "arn"), ("aws:MultiFactorAuthPresent", "mfa")]
SETS = ["aws:TagKeys", "sts:TransitiveTagKeys"]


def entity(kind, account, name, tags, policies):
    prefix = "AIDA" if kind == "user" else "AROA"
    return {"kind": kind, "account": account, "name": name, "tags": tags, "policies": policies,
            "arn": f"arn:aws:iam::{account}:{kind}/{name}",
            "id": (prefix + name.upper() + account[:3]).ljust(21, "X")}


def condition(rng, last):
    """One operator with one key; `last` if it is about a request that is no assumption."""
    if not last and rng.random() < 0.25:
        key = rng.choice(SETS)
        if rng.random() < 0.3:
            return {"Null": {key: rng.choice(["true", "false"])}}
        operator = rng.choice(["ForAllValues:", "ForAnyValue:"]) + rng.choice(
            ["StringEquals", "StringLike", "StringNotEquals"])
        return {operator: {key: rng.choice([["K"], ["L"], ["K", "L"]])}}
    key, kind = rng.choice([each for each in SINGLE if not last or each[0] in (
        "aws:SourceIdentity", "aws:PrincipalTag/K", "aws:PrincipalTag/L", "aws:userid",
        "aws:PrincipalArn", "aws:MultiFactorAuthPresent")])
    if kind == "mfa":
        return {rng.choice(["Bool", "BoolIfExists"]): {key: rng.choice(["true", "false"])}}
    operator = rng.choice(OPERATORS)
    if operator == "Null":
        return {operator: {key: rng.choice(["true", "false"])}}
    if kind == "userid":
        return {rng.choice(["StringLike", "StringNotLike"]): {key: rng.choice(
            ["*:alice", "*:nn", "AIDA*", "AROAR0*"])}}
    if kind == "arn":
        return {operator.replace("String", "Arn") if rng.random() < 0.3 else operator: {
            key: f"arn:aws:iam::{A}:" + rng.choice(["role/r0", "role/r1", "user/alice"])}}
    if kind in ("name", "source") and rng.random() < 0.3:
        return {operator: {key: "${aws:username}"}}
    if kind == "tag" and rng.random() < 0.15 and key.startswith("aws:RequestTag"):
        return {operator: {key: "${aws:PrincipalTag/" + key[-1] + "}"}}
    value = rng.choice(VALUES[kind])
    return {operator: {key: value[:2] + "*" if operator == "StringLike" else value}}


def conditions(rng, last=False, chance=0.7):
    out = {}
    while rng.random() < chance and len(out) < 2:
        out.update(condition(rng, last))
    return {"Condition": out} if out else {}


def assuming(rng):
    return ["sts:AssumeRole"] + [each for each in ("sts:TagSession", "sts:SetSourceIdentity")
                                 if rng.random() < 0.75]


def policy(statements):
    return {"Version": "2012-10-17", "Statement": statements}


def trust(rng, callers):
    some = sorted(each for each in rng.sample(callers, min(len(callers), rng.choice([1, 1, 2]))))
    principal = {"AWS": rng.choice([some, some, some, [A]])}
    out = [{"Effect": "Allow", "Principal": principal, "Action": assuming(rng),
            **conditions(rng, chance=0.75)}]
    if rng.random() < 0.3:
        out.append({"Effect": "Deny", "Principal": {"AWS": "*"}, "Resource": None,
                    "Action": rng.choice(assuming(rng)), **conditions(rng, chance=1)})
    for each in out:
        each.pop("Resource", None)
    return policy(out)


def identity(rng, reads):
    out = [{"Effect": "Allow", "Action": assuming(rng), "Resource": "arn:aws:iam::*:role/*",
            **conditions(rng, chance=0.25)}]
    if rng.random() < 0.2:
        out.append({"Effect": "Deny", "Action": rng.choice(["sts:AssumeRole", "sts:TagSession"]),
                    "Resource": "*", **conditions(rng, chance=1)})
    if reads:
        out.append({"Effect": "Allow", "Action": "s3:GetObject", "Resource": BUCKET + "/*",
                    **conditions(rng, True)})
    return policy(out)


def make(rng):
    """{users, roles, bucket}: entities with policies, roles with `trust`; a bucket policy or None."""
    tags = lambda: {tag: rng.choice(VALUES["tag"]) for tag in TAGS if rng.random() < 0.15}
    users = [entity("user", A, name, tags(), [identity(rng, False)])
             for name in ["alice", "bob"][:rng.choice([1, 1, 2])]]
    count = rng.choice([2, 2, 3, 3, 4])
    other = rng.random() < 0.25
    roles = [entity("role", B if other and rng.random() < 0.4 else A, f"r{i}", tags(),
                    [identity(rng, i == count - 1)]) for i in range(count)]
    arns = [each["arn"] for each in users + roles]
    for at, role in enumerate(roles):
        before = [users[0]["arn"]] if at == 0 else [roles[at - 1]["arn"]]
        role["trust"] = trust(rng, before * 3 + arns if rng.random() < 0.3 else before)
    bucket = None
    if rng.random() < 0.4:
        bucket = policy([{"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject",
                          "Resource": BUCKET + "/*", **conditions(rng, True, 1)}])
    if roles[-1]["account"] == B:
        allow = {"Effect": "Allow", "Principal": {"AWS": roles[-1]["arn"]},
                 "Action": "s3:GetObject", "Resource": BUCKET + "/*"}
        bucket = policy([allow] + (bucket["Statement"] if bucket else []))
    return {"users": users, "roles": roles, "bucket": bucket}


def details(world, account):
    def common(each):
        name = "UserName" if each["kind"] == "user" else "RoleName"
        ident = "UserId" if each["kind"] == "user" else "RoleId"
        list_name = "UserPolicyList" if each["kind"] == "user" else "RolePolicyList"
        return {"Path": "/", name: each["name"], ident: each["id"], "Arn": each["arn"],
                list_name: [{"PolicyName": f"own{i}", "PolicyDocument": document}
                            for i, document in enumerate(each["policies"])],
                "AttachedManagedPolicies": [],
                "Tags": [{"Key": key, "Value": value} for key, value in each["tags"].items()]}
    return {"UserDetailList": [{**common(each), "GroupList": []} for each in world["users"]
                               if each["account"] == account],
            "GroupDetailList": [], "Policies": [], "IsTruncated": False,
            "RoleDetailList": [{**common(each), "InstanceProfileList": [],
                                "AssumeRolePolicyDocument": each["trust"]}
                               for each in world["roles"] if each["account"] == account]}


def write(world, folder):
    """The snapshot of the world and a claim for each user."""
    documents = []
    for account in (A, B):
        (folder / f"iam-{account}.json").write_text(json.dumps(details(world, account), indent=1))
        documents.append({"kind": "account-authorization-details", "account": account,
                          "file": f"iam-{account}.json"})
    if world["bucket"]:
        (folder / "bucket.json").write_text(json.dumps(world["bucket"], indent=1))
        documents.append({"kind": "bucket-policy", "account": A, "resource": "data",
                          "file": "bucket.json"})
    else:
        documents.append({"kind": "none", "account": A, "resource": BUCKET})
    (folder / "snapshot.yaml").write_text(
        json.dumps({"version": 1, "documents": documents}, indent=1))
    claims = [{"id": each["name"].upper() + "-1", "title": "a claim", "severity": "low",
               "timeout": "20s", "forbid": {"principal": each["arn"], "action": "s3:GetObject",
                                            "resource": BUCKET + "/*", "via": "any"}}
              for each in world["users"]]
    (folder / "claims.audit.yaml").write_text(
        json.dumps({"version": 1, "audit": "chains", "properties": claims}, indent=1))
