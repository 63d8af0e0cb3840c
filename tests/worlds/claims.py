"""Random claims, and what verdicts on claims that belong together cannot be."""
from words import (A, ALICE, APP, APPS, B, BOB, BUCKET, DEEP, ELSEWHERE, FUNCTION, HUB, KEY, POINT,
                   PROVIDER, QUEUE, condition)

PRINCIPALS = ["any", "external", "public", "anonymous", f"account:{A}", f"account:{B}",
              f"account:{ELSEWHERE}", ALICE, BOB, APP, APPS, HUB, "arn:aws:iam::*:role/*",
              "arn:aws:iam::*:role/app*", "arn:aws:iam::*:user/al*", "arn:aws:iam::*:user/x/*",
              f"arn:aws:iam::{A}:*/?ob*", "service:ec2.amazonaws.com", "tag:team=blue",
              f"federated:{PROVIDER}", "service-linked-roles",
              f"arn:aws:sts::{A}:assumed-role/app/session", f"arn:aws:sts::{A}:assumed-role/a*",
              f"arn:aws:sts::{A}:federated-user/*"]
# By what a world is about.
REQUESTS = {
    "s3": [("s3:GetObject", BUCKET + "/*"), ("s3:*", [BUCKET, BUCKET + "/*"]),
           ("s3:ListBucket", BUCKET), ("s3:PutObject", BUCKET + "/home/*"), ("s3:GetObject", "*"),
           ("s3:GetObject", BUCKET + "/alice/*"), ("s3:GetObject", BUCKET + "/\u00e9"),
           ("s3:DeleteBucketPolicy", BUCKET), ("s3:GetObject", POINT + "/object/*")],
    "iam": [("sts:AssumeRole", APP), ("sts:AssumeRole", DEEP), ("sts:TagSession", APP),
            ("iam:PassRole", APP), ("iam:GetRole", HUB), ("iam:GetUser", ALICE),
            ("iam:GetUser", "arn:aws:iam::*:user/*")],
    "sqs": [("sqs:SendMessage", QUEUE), ("sqs:*", f"account:{A}")],
    "kms": [("kms:Decrypt", KEY), ("kms:CreateGrant", KEY)],
    "lambda": [("lambda:InvokeFunction", FUNCTION)],
}


def request_set(choices):
    action, resource = choices.choice(REQUESTS[choices.choice(sorted(choices.topics))])
    few = 1 if choices.random() < 0.8 else 2
    out = {"principal": [choices.choice(PRINCIPALS) for _ in range(few)], "action": action,
           "resource": resource}
    if choices.random() < 0.15:
        out["except"] = choices.choice(PRINCIPALS[4:])
    if choices.random() < 0.2:
        out["when"] = condition(choices)
    return out


def make(choices, count):
    """Sets of requests, each asked about in four ways."""
    out = []
    for _ in range(count):
        requests = request_set(choices)
        out += [{"forbid": requests}, {"forbid": {**requests, "via": "none"}},
                {"require": {**requests, "witness": "some", "via": "any"}}, {"require": requests}]
    return out


def contradictions(verdicts):
    """Of each four verdicts what cannot be; `unknown` contradicts nothing."""
    for at in range(0, len(verdicts), 4):
        forbid, direct, some, _ = verdicts[at:at + 4]
        if forbid == "proved" and direct not in ("proved", "vacuous"):
            yield at, f"nobody may in the end, but directly it is {direct}"
        if direct == "violated" and forbid != "violated":
            yield at, f"somebody may directly, but in the end it is {forbid}"
        if forbid == "proved" and some == "proved":
            yield at, "nobody may, and somebody may"
        if forbid == "violated" and some == "violated":
            yield at, "somebody may, and nobody may"
        if some == "proved" and forbid != "violated":
            yield at, f"somebody may, but that nobody may is {forbid}"
