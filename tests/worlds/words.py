"""What random policies are made of: names, patterns, conditions, statements.

There are few of each, so that policies, principals and claims meet; and many that look at who
calls, so that principals who are nearly alike are told apart by one thing only.
"""
import random

ACCOUNTS = ["111111111111", "222222222222"]
ELSEWHERE = "999988887777"  # an account nobody has read
ORGANIZATION = "o-exampleorg1"
UNIT = "ou-ab12-unit"
REGION = "us-east-1"
VPC = "vpc-0a1b2c3d"
ENDPOINTS = ["vpce-0a1b2c3d", "vpce-0bbbbbbb"]
USERS = ["alice", "alicia", "bob", "bobby"]
ROLES = [("/", "app"), ("/", "apps"), ("/x/", "deep"), ("/x/", "hub")]  # path and name
TEAMS = ["blue", "red", "bob"]  # one is called as a user is


def user_arn(account, name, path="/"):
    return f"arn:aws:iam::{account}:user{path}{name}"


def role_arn(account, path, name):
    return f"arn:aws:iam::{account}:role{path}{name}"


def unique_id(prefix, account, name):
    return (prefix + name.upper() + account[:3]).ljust(21, "X")


A, B = ACCOUNTS
ALICE, BOB = user_arn(A, "alice"), user_arn(A, "bob")
APP, APPS, DEEP, HUB = (role_arn(A, path, name) for path, name in ROLES)
APP_OF_B = role_arn(B, "/", "app")
PROVIDER = f"arn:aws:iam::{A}:saml-provider/idp"
BUCKET, OTHER_BUCKET = "arn:aws:s3:::data", "arn:aws:s3:::other"
QUEUE = f"arn:aws:sqs:{REGION}:{A}:jobs"
KEY = f"arn:aws:kms:{REGION}:{A}:key/k1"
FUNCTION = f"arn:aws:lambda:{REGION}:{A}:function:run"
POINT = f"arn:aws:s3:{REGION}:{A}:accesspoint/door"

ASSUMPTIONS = ["sts:AssumeRole", "sts:AssumeRole", "sts:*", "sts:TagSession", "sts:Assume*",
               "sts:AssumeRoleWithSAML", "*"]
GUARDED = ["s3:*", "sts:*", "sqs:*", "kms:*", "s3:GetObject"]

# Actions and resources of statements, by what a world is about.
TOPICS = {
    "s3": (["s3:*", "s3:GetObject", "s3:PutObject", "s3:Get*", "s3:?etObject", "s3:ListBucket",
            "s3:DeleteBucketPolicy"],
           [BUCKET, BUCKET + "/*", "arn:aws:s3:::*", BUCKET + "/a?b*", BUCKET + "/??",
            OTHER_BUCKET + "/*", BUCKET + "/${aws:username}/*", BUCKET + "/${aws:userid}",
            BUCKET + "/${aws:PrincipalTag/team}/*", "arn:aws:s3:*", POINT, POINT + "/object/*",
            "arn:aws:s3:*:*:accesspoint/*"]),
    "iam": (["sts:AssumeRole", "sts:*", "sts:TagSession", "sts:AssumeRoot",
             "sts:GetFederationToken", "iam:PassRole", "iam:GetRole", "iam:GetUser", "iam:*"],
            ["arn:aws:iam::*:role/*", APP, HUB, APP_OF_B, "arn:aws:iam::*:user/${aws:username}",
             "arn:aws:iam::*:user/al*", "arn:aws:iam::*:role/${aws:PrincipalTag/team}"]),
    "sqs": (["sqs:*", "sqs:SendMessage"], [QUEUE, "arn:aws:sqs:*:*:*"]),
    "kms": (["kms:Decrypt", "kms:*"], [KEY, "arn:aws:kms:*:*:key/*"]),
    "lambda": (["lambda:InvokeFunction", "lambda:*"], [FUNCTION, FUNCTION + ":*"]),
}

PRINCIPALS = ["*", {"AWS": "*"}, {"AWS": A}, {"AWS": B}, {"AWS": f"arn:aws:iam::{A}:root"},
              {"AWS": ELSEWHERE}, {"AWS": ALICE}, {"AWS": [BOB, user_arn(B, "alice")]},
              {"AWS": APP}, {"AWS": APPS}, {"AWS": [HUB, B]}, {"AWS": APP_OF_B},
              {"AWS": user_arn(A, "nobody")}, {"AWS": user_arn(ELSEWHERE, "someone")},
              {"AWS": unique_id("AIDA", A, "bob")}, {"AWS": unique_id("AROA", A, "apps")},
              {"AWS": unique_id("AIDA", ELSEWHERE, "gone")},
              {"AWS": f"arn:aws:sts::{A}:assumed-role/app/session"},
              {"AWS": f"arn:aws:sts::{A}:federated-user/guest"},
              {"Service": "ec2.amazonaws.com"}, {"CanonicalUser": "a" * 64},
              {"AWS": ALICE, "Service": ["logs.amazonaws.com", "ec2.amazonaws.com"]}]

# Operator, key, values that make sense together: of who calls, and of the rest of the request.
CALLERS = [
    ("StringEquals", "aws:PrincipalTag/team", TEAMS),
    ("StringLike", "aws:PrincipalTag/Team", ["b*"]),
    ("StringNotEquals", "aws:PrincipalTag/team", ["blue"]),
    ("StringEquals", "aws:PrincipalTag/team", ["${aws:username}", "${aws:ResourceTag/team}"]),
    ("Null", "aws:PrincipalTag/team", ["true", "false"]),
    ("ArnLike", "aws:PrincipalArn", ["arn:aws:iam::*:role/app*", "arn:aws:iam::*:user/al*",
                                     "arn:aws:iam::*:role/x/*", "arn:*:iam::*:*/?????"]),
    ("ArnNotLike", "aws:PrincipalArn", [APP, "arn:aws:iam::*:user/bob*"]),
    ("StringLike", "aws:PrincipalArn", ["*/alic*", "*:user/${aws:PrincipalTag/team}",
                                        "*${aws:UserAgent}"]),
    ("StringEqualsIgnoreCase", "aws:PrincipalArn", [ALICE.upper()]),
    ("StringEquals", "aws:username", ["alice", "bobby", "${aws:UserAgent}"]),
    ("StringLike", "aws:username", ["al*", "?????"]),
    ("BinaryEquals", "aws:username", ["Ym9i"]),
    ("StringLike", "aws:userid", ["*:session", unique_id("AIDA", A, "alice"), "AROAAPP*",
                                  "${aws:UserAgent}*"]),
    ("StringNotLike", "aws:userid", [unique_id("AROA", A, "app") + ":*"]),
    ("StringEquals", "aws:PrincipalAccount", ACCOUNTS),
    ("StringEquals", "aws:PrincipalOrgID", [ORGANIZATION, "o-otherother1"]),
    ("StringNotEquals", "aws:PrincipalOrgID", [ORGANIZATION]),
    ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", [ORGANIZATION + "/r-ab12/*"]),
    ("StringEquals", "aws:PrincipalType", ["User", "AssumedRole", "Account"]),
    ("Bool", "aws:PrincipalIsAWSService", ["true", "false"]),
    ("Bool", "aws:MultiFactorAuthPresent", ["true"]),
    ("StringEquals", "aws:SourceIdentity", ["bob", "${aws:username}"]),
]
CONDITIONS = CALLERS + [
    # The network.
    ("StringEquals", "aws:SourceVpce", ENDPOINTS),
    ("StringNotEquals", "aws:SourceVpce", ENDPOINTS[:1]),
    ("StringEquals", "aws:SourceVpc", [VPC]),
    ("IpAddress", "aws:SourceIp", ["10.0.0.0/8", "203.0.113.0/24"]),
    ("NotIpAddress", "aws:SourceIp", ["203.0.113.0/24"]),
    # The resource.
    ("StringEquals", "aws:ResourceAccount", ACCOUNTS),
    ("StringEquals", "aws:ResourceOrgID", [ORGANIZATION]),
    ("StringEquals", "aws:ResourceTag/team", TEAMS + ["${aws:PrincipalTag/team}"]),
    ("StringEquals", "iam:ResourceTag/team", ["blue", "${aws:PrincipalTag/team}"]),
    ("Null", "s3:DataAccessPointArn", ["true", "false"]),
    ("ArnLike", "s3:DataAccessPointArn", [POINT, f"arn:aws:s3:*:{A}:accesspoint/*"]),
    ("StringEquals", "s3:DataAccessPointAccount", ACCOUNTS),
    # The request.
    ("StringEquals", "aws:UserAgent", ["bob", "alice", "${aws:username}"]),
    ("StringEquals", "s3:prefix", ["home/", "x"]),
    ("NumericLessThan", "s3:max-keys", ["10"]),
    ("StringEquals", "sts:ExternalId", ["xyz"]),
    ("StringLike", "sts:RoleSessionName", ["${aws:username}", "s*"]),
    ("StringEquals", "aws:RequestTag/team", ["blue", "${aws:PrincipalTag/team}"]),
    ("ForAllValues:StringEquals", "aws:TagKeys", ["team"]),
    ("StringEquals", "kms:ViaService", [f"s3.{REGION}.amazonaws.com"]),
    ("StringEquals", "kms:EncryptionContext:a", ["b"]),
    ("DateLessThan", "aws:CurrentTime", ["2030-01-01T00:00:00Z"]),
    ("Bool", "aws:SecureTransport", ["false", "true"]),
    ("StringEquals", "aws:SourceAccount", [A]),
    ("StringEquals", "iam:PassedToService", ["ec2.amazonaws.com"]),
]


class Choices(random.Random):
    """Random choices, and what one world is about: few things, which are then said often."""

    def __init__(self, seed):
        super().__init__(seed)
        self.topics = {"s3" if self.random() < 0.6 else self.choice(list(TOPICS)),
                       self.choice(list(TOPICS))}
        self.actions, self.resources = ["*"], ["*"]
        for topic in sorted(self.topics):
            actions, resources = TOPICS[topic]
            self.actions += actions
            self.resources += resources
        self.conditions = self.sample(CONDITIONS, 5)


def some(choices, words, most=2):
    return [choices.choice(words) for _ in range(choices.randint(1, most))]


def condition(choices, among=None):
    operator, key, values = choices.choice(among or choices.conditions)
    one_value = operator in ("Null", "Bool")
    value = choices.choice(values) if one_value or choices.random() < 0.6 else values
    if operator != "Null" and ":" not in operator and choices.random() < 0.15:
        operator += "IfExists"
    return {operator: {key: value}}


def conditions(choices):
    out = {}
    for _ in range(choices.choice([0, 0, 0, 1, 1, 2])):
        for operator, keys in condition(choices).items():
            out.setdefault(operator, {}).update(keys)
    return out


def statement(choices, kind):
    """Of an `identity`, `resource`, `trust`, `endpoint`, `scp` or `rcp`."""
    out = {"Effect": "Allow" if choices.random() < 0.75 and kind != "rcp" else "Deny"}
    negated = choices.random() < 0.08 and kind != "rcp"
    words = {"trust": ASSUMPTIONS, "rcp": GUARDED}.get(kind, choices.actions)
    out["NotAction" if negated else "Action"] = some(choices, words)
    if kind == "rcp":
        out.update({"Principal": "*", "Resource": "*"})
    elif kind != "trust":
        negated = choices.random() < 0.08
        out["NotResource" if negated else "Resource"] = some(choices, choices.resources)
    if kind in ("resource", "trust", "endpoint"):
        bearers = [{"Federated": PROVIDER}] if kind == "trust" else []
        out["Principal"] = choices.choice(PRINCIPALS + bearers)
    if kind == "resource" and choices.random() < 0.06:
        out["NotPrincipal"] = out.pop("Principal")
        out["Effect"] = "Deny"
    if kind == "endpoint" and not {"Service", "CanonicalUser"}.isdisjoint(out["Principal"]):
        out["Principal"] = "*"
    found = conditions(choices)
    if found:
        out["Condition"] = found
    return out


def policy(choices, kind, most=3):
    return {"Version": "2012-10-17",
            "Statement": [statement(choices, kind) for _ in range(choices.randint(1, most))]}


def door(choices, bucket):
    """A policy that lets in whom one condition on the caller describes."""
    return {"Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*",
                          "Resource": [bucket, bucket + "/*"],
                          "Condition": condition(choices, CALLERS)}}
