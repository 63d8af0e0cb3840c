"""Random requests: who asks for what, in which context. Few values, so that policies hit them."""

from dataclasses import dataclass

A, B = "111111111111", "222222222222"


@dataclass(frozen=True)
class Key:
    name: str
    type: str
    many: bool = False


KEYS = [
    Key("aws:PrincipalArn", "arn"),
    Key("aws:SourceArn", "arn"),
    Key("aws:username", "string"),
    Key("aws:userid", "string"),
    Key("aws:PrincipalTag/team", "string"),
    Key("aws:RequestTag/Env", "string"),
    Key("aws:ResourceTag/env", "string"),
    Key("aws:PrincipalAccount", "account"),
    Key("aws:SourceAccount", "account"),
    Key("kms:CallerAccount", "account"),
    Key("aws:PrincipalOrgID", "string"),
    Key("s3:prefix", "string"),
    Key("sts:ExternalId", "string"),
    Key("aws:SourceIp", "ip"),
    Key("aws:VpcSourceIp", "ip"),
    Key("aws:CurrentTime", "date"),
    Key("aws:TokenIssueTime", "date"),
    Key("aws:EpochTime", "epoch"),
    Key("aws:SecureTransport", "bool"),
    Key("aws:MultiFactorAuthPresent", "bool"),
    Key("lambda:InvokedViaFunctionUrl", "bool"),
    Key("aws:MultiFactorAuthAge", "number"),
    Key("s3:max-keys", "number"),
    Key("x:binary", "binary"),
    Key("aws:TagKeys", "string", True),
    Key("aws:PrincipalOrgPaths", "path", True),
    Key("aws:ResourceOrgPaths", "path", True),
    Key("aws:CalledVia", "string", True),
    Key("kms:EncryptionContextKeys", "string", True),
    Key("x:arns", "arn", True),
    Key("x:numbers", "number", True),
    Key("x:dates", "date", True),
    Key("x:addresses", "ip", True),
    Key("x:flags", "bool", True),
]

KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab"

VALUES = {
    "string": ["alice", "bob", "Alice", "eng", "eng-1", "ops/a", "data*", "a?c", "abc", "", "q.r"],
    "account": [A, B],
    "arn": [
        f"arn:aws:iam::{A}:user/alice",
        f"arn:aws:iam::{A}:role/app",
        f"arn:aws:sns:us-east-1:{A}:topic",
        f"arn:aws:sns:us-east-1:{B}:topic:sub",
        "arn:aws:s3:::data/k/1",
        f"arn:aws:sts::{B}:assumed-role/app/s1",
    ],
    "path": ["o-a1/r-x/ou-1/", "o-a1/r-x/", "o-b2/r-y/ou-9/"],
    "ip": ["203.0.113.5", "203.0.113.200", "10.0.0.1", "2001:db8::1", "2001:DB8:0:0:0:0:0:1",
           "::1"],
    "date": [
        "2024-01-01T00:00:00Z",
        "2024-06-30T12:30:00.5Z",
        "2024-06-30T12:30:00+02:00",
        "2023-12-31",
        "2024-02-29T23:59Z",
        "1704067200",
    ],
    "epoch": ["1704067200", "1719750600", "946684800"],
    "bool": ["true", "false", "true", "false", "True"],
    "number": ["0", "1", "5", "10", "10.0", "9.5", "-3", "-10.5", "100", "0.25"],
    "binary": ["aGVsbG8=", "d29ybGQ=", "QQ=="],
}

# What no operator of the type can read, or only a lenient reader can.
ODD = {
    "ip": ["300.1.1.1", "203.0.113.0/33", "localhost", "2001:db8::g"],
    "date": ["yesterday", "2024-13-01", "2024-02-30", "2024-01-01T00:00:00", "Jan 1 2024", "2024"],
    "epoch": ["17040672x0", "1e9"],
    "bool": ["yes", "1", ""],
    "number": ["ten", "10x", "1e1", "+5", "0x10", "", "9007199254740993", "9007199254740992"],
    "binary": ["?", "aGVsbG8"],
    "arn": ["alice", "arn:aws:s3", "*", ""],
    "string": ["caf\u00e9", "CAF\u00c9", "x\U0001f600y", "a.c", "tr$x"],
    "account": ["1111"],
    "path": [""],
}


def a_value(random, type_, odd):
    return random.choice((ODD if random.random() < odd else VALUES)[type_])


# Action, and how its resource looks; "*" for actions without resource types.
ACTIONS = {
    "s3": [("GetObject", "object"), ("PutObject", "object"), ("DeleteObject", "object"),
           ("ListBucket", "bucket"), ("GetBucketPolicy", "bucket"), ("PutBucketPolicy", "bucket"),
           ("ListAllMyBuckets", "*")],
    "sqs": [("SendMessage", "queue"), ("ReceiveMessage", "queue"), ("DeleteQueue", "queue"),
            ("ListQueues", "*")],
    "sns": [("Publish", "topic"), ("Subscribe", "topic"), ("ListTopics", "*")],
    "kms": [("Decrypt", "key"), ("GenerateDataKey", "key"), ("ScheduleKeyDeletion", "key"),
            ("RetireGrant", "key"), ("CreateAlias", "alias"), ("ListKeys", "*")],
    "iam": [("GetUser", "user"), ("PassRole", "role"), ("DeleteRole", "role"), ("ListUsers", "*")],
    "sts": [("AssumeRole", "role"), ("AssumeRoleWithWebIdentity", "role"),
            ("AssumeRoleWithSAML", "role"), ("TagSession", "role"), ("GetCallerIdentity", "*"),
            ("GetSessionToken", "*")],
    "lambda": [("InvokeFunction", "function"), ("InvokeFunctionUrl", "function"),
               ("UpdateFunctionCode", "function"), ("ListFunctions", "*")],
    "secretsmanager": [("GetSecretValue", "secret"), ("PutSecretValue", "secret"),
                       ("ListSecrets", "*")],
    "ec2": [("StartInstances", "instance"), ("TerminateInstances", "instance"),
            ("DescribeInstances", "*")],
    "dynamodb": [("GetItem", "table"), ("Query", "table"), ("ListTables", "*")],
}
ASSUMING = {"sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML",
            "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"}
WITH_RESOURCE_POLICY = {"object", "bucket", "queue", "topic", "key", "function", "secret", "table"}


def a_resource(random, shape, account, partition):
    region = random.choice(["us-east-1", "eu-west-1"])
    names = {
        "object": lambda: ("s3", "", "", random.choice(["data/k", "data/k/1", "data/alice/x",
                                                        "logs/2024/a:b"])),
        "bucket": lambda: ("s3", "", "", random.choice(["data", "logs"])),
        "queue": lambda: ("sqs", region, account, random.choice(["q", "alice-q"])),
        "topic": lambda: ("sns", region, account, "topic"),
        "key": lambda: ("kms", region, account, "key/" + KEY_ID),
        "alias": lambda: ("kms", region, account, "alias/main"),
        "user": lambda: ("iam", "", account, random.choice(["user/alice", "user/eng/bob"])),
        "role": lambda: ("iam", "", account, random.choice(
            ["role/app", "role/eng/app", "role/target",
             "role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"])),
        "function": lambda: ("lambda", region, account, random.choice(
            ["function:f", "function:f:prod"])),
        "secret": lambda: ("secretsmanager", region, account, "secret:db/main-AbC123"),
        "instance": lambda: ("ec2", region, account, "instance/i-0abc"),
        "table": lambda: ("dynamodb", region, account, random.choice(["table/t", "table/alice"])),
    }
    if shape == "*":
        return "*"
    service, region_, owner, name = names[shape]()
    return f"arn:{partition}:{service}:{region_}:{owner}:{name}"


def a_caller(random, type_, account):
    if type_ == "anonymous":
        return {"type": type_}
    if type_ == "service":
        name = random.choice(["sns.amazonaws.com", "lambda.amazonaws.com"])
        caller = {"type": type_, "name": name}
        if random.random() < 0.3:
            caller["service_names"] = [name, "sns.eu-south-1.amazonaws.com"]
        return caller
    if type_ == "saml":
        return {"type": type_, "provider": f"arn:aws:iam::{account}:saml-provider/corp"}
    if type_ == "web_identity":
        return {"type": type_, "provider": random.choice(
            [f"arn:aws:iam::{account}:oidc-provider/id.example.com", "accounts.google.com"])}
    caller = {"type": type_, "account": account}
    if random.random() < 0.2:
        caller["canonical_id"] = "canonical-" + account
    if type_ == "root":
        return caller | {"arn": f"arn:aws:iam::{account}:root"}
    if type_ == "user":
        name = random.choice(["alice", "bob"])
        path = random.choice(["", "", "eng/"])
        return caller | {"arn": f"arn:aws:iam::{account}:user/{path}{name}", "username": name,
                         "user_id": "AIDA" + name.upper()}
    if type_ == "federated_user":
        name, user = random.choice(["alice", "fed"]), random.choice(["alice", "bob", "eng/bob"])
        behind = f"arn:aws:iam::{account}:user/{user}"
        if random.random() < 0.15:
            behind = f"arn:aws:iam::{account}:root"
        return caller | {"arn": f"arn:aws:sts::{account}:federated-user/{name}", "user_arn": behind}
    linked = random.random() < 0.12
    name = "AWSServiceRoleForX" if linked else random.choice(["app", "App", "ops"])
    path = "aws-service-role/x.amazonaws.com/" if linked else random.choice(["", "", "eng/"])
    session = random.choice(["s1", "alice"])
    return caller | {
        "arn": f"arn:aws:sts::{account}:assumed-role/{name}/{session}",
        "role_arn": f"arn:aws:iam::{account}:role/{path}{name}",
        "role_id": "AROA" + name.upper(),
        "session_name": session,
        **({"service_linked": True} if linked else {}),
    }


CALLERS = {"user": 34, "role_session": 36, "federated_user": 7, "root": 6, "service": 6,
           "anonymous": 6, "web_identity": 3, "saml": 2}


def a_context(random, odd):
    context = {}
    for key in KEYS:
        if random.random() > 0.4:
            continue
        name = key.name if random.random() < 0.9 else key.name.upper()
        if key.many or random.random() < 0.02:
            count = random.choice([0, 1, 1, 2, 2, 3])
            context[name] = [a_value(random, key.type, odd) for _ in range(count)]
        else:
            context[name] = a_value(random, key.type, odd)
    return context


def a_request(random, types, accounts, odd):
    """A request by one of `types`, the shape of its resource and the account that owns that."""
    type_ = random.choices(list(types), list(types.values()))[0]
    account = random.choice(accounts)
    caller = a_caller(random, type_, account)
    owner = A
    service = random.choice(list(ACTIONS))
    if type_ in ("web_identity", "saml") and random.random() < 0.85:
        service = "sts"
    name, shape = random.choice(ACTIONS[service])
    if service == "sts" and type_ in ("web_identity", "saml"):
        kind = {"web_identity": "WebIdentity", "saml": "SAML"}[type_]
        name, shape = "AssumeRoleWith" + kind, "role"
    if type_ == "anonymous" and random.random() < 0.7:
        service = random.choice(["s3", "sqs", "sns"])
        name, shape = ACTIONS[service][0]
    partition = "aws-cn" if random.random() < 0.004 else "aws"
    action = f"{service}:{name}"
    if random.random() < 0.03:
        action = action.lower()
    request = {
        "principal": caller,
        "action": action,
        "resource": a_resource(random, shape, owner, partition),
        "context": a_context(random, odd),
    }
    if shape == "*":
        owner = caller.get("account", A)
    return request, shape, owner
