"""Random claims, and what verdicts on claims that belong together cannot be."""
from words import (A, ALICE, APP, APPS, B, BOB, BUCKET, DEEP, ELSEWHERE, FUNCTION, HUB, KEY,
                   ORGANIZATION, POINT, PROVIDER, QUEUE, UNIT, condition)

# What says whose principals and resources are meant.
OWNERS = [f"account:{A}", f"account:{B}", f"account:{ELSEWHERE}", "in-org", "outside-org",
          f"org:{ORGANIZATION}", "org:o-otherother1", f"ou:{UNIT}", f"ou:{ORGANIZATION}/r-ab12/*",
          "tag:team=blue", "tag:Team=red"]

PRINCIPALS = ["any", "external", "public", "anonymous", *OWNERS, ALICE, BOB, APP, APPS,
              HUB, "arn:aws:iam::*:role/*",
              "arn:aws:iam::*:role/app*", "arn:aws:iam::*:user/al*", "arn:aws:iam::*:user/x/*",
              f"arn:aws:iam::{A}:*/?ob*", "service:ec2.amazonaws.com",
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
    if choices.random() < 0.15:
        resource = choices.choice(OWNERS)
    few = 1 if choices.random() < 0.8 else 2
    out = {"principal": [choices.choice(PRINCIPALS) for _ in range(few)], "action": action,
           "resource": resource}
    if choices.random() < 0.15:
        out["except"] = choices.choice(PRINCIPALS[4:])
    if choices.random() < 0.2:
        out["when"] = condition(choices)
    if choices.random() < 0.05:
        out["except_resources"] = choices.choice(OWNERS)
    return out


def make(choices, count):
    """Sets of requests, each asked about in four ways; at times sides that are to be apart."""
    out = []
    for _ in range(count):
        requests = request_set(choices)
        out += [{"forbid": requests}, {"forbid": {**requests, "via": "none"}},
                {"require": {**requests, "witness": "some", "via": "any"}}, {"require": requests}]
    if choices.random() < 0.8:  # they take long
        return out
    sides = choices.sample(OWNERS, 2)
    actions = choices.choice(["iam:*", "kms:*", "s3:Put*"])
    return out + [{"isolated": {"between": sides, "except_actions": actions}},
                  *({"forbid": {"principal": one, "action": "*", "except_actions": actions,
                                "resource": other}} for one, other in (sides, sides[::-1]))]


def contradictions(verdicts):
    """What cannot be of verdicts on claims that belong together; `unknown` contradicts nothing."""
    for at in range(0, len(verdicts) - 3, 4):
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
    if len(verdicts) % 4 == 0:
        return
    isolated, *ways = verdicts[-3:]
    worst = min(ways, key=("violated", "unknown", "proved", "vacuous").index)
    if isolated != worst:
        yield len(verdicts) - 3, f"the sides are apart: {isolated}, but between them: {worst}"
