"""Random scenarios: requests with policies of every kind that hit or just miss them.

    python3 generate.py COUNT SEED     writes COUNT lines of JSON

The same seed gives the same scenarios. S3 access control lists, object ownership and public access
blocks are not generated.
"""

import json
import sys
from random import Random

from conditions import a_condition
from values import (ACTIONS, ASSUMING, CALLERS, KEYS, WITH_RESOURCE_POLICY, A, B, a_request)

NO_PRINCIPAL = {"identity", "boundary", "session", "scp"}


def one_or_many(random, values):
    return values[0] if len(values) == 1 and random.random() < 0.6 else values


# --- actions and resources -----------------------------------------------------------------------


def hit_action(random, action, kind):
    service, name = action.split(":")
    at = random.randrange(len(name))
    shapes = [action, action, f"{service}:*", f"{service}:{name[:3]}*", f"{service}:*{name[-4:]}",
              f"{service}:{name[:at]}?{name[at + 1:]}", action.upper(), f"{service.upper()}:{name}"]
    if kind != "rcp":
        shapes += ["*", "*"]
        if random.random() < 0.02:
            shapes = [f"{service[0]}*:{name}", "*:*", f"{service}*", "**"]
    return random.choice(shapes)


def other_action(random):
    service = random.choice(list(ACTIONS))
    return f"{service}:{random.choice(ACTIONS[service])[0]}"


def actions(random, action, kind, hit):
    if random.random() < 0.004:
        return []
    count = random.choice([1, 1, 1, 2, 3])
    listed = [other_action(random) for _ in range(count)]
    if hit:
        listed[random.randrange(count)] = hit_action(random, action, kind)
    return one_or_many(random, listed)


def variable_for(random, text, context):
    """`text` with a variable in it: one that gives a part of it where there is one."""
    names = [k for k, v in context.items() if isinstance(v, str) and 1 < len(v) and v in text]
    if names and random.random() < 0.7:
        name = random.choice(names)
        return text.replace(context[name], "${" + name + "}", 1)
    names = [k.name for k in KEYS if k.type in ("string", "account")]
    name = random.choice(names + ["aws:TagKeys"])
    tail = text.rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    given = random.choice(["", "", f", '{tail}'", f",'{tail}'", ", ''", ", 'a, b'"])
    return text[: len(text) - len(tail)] + "${" + name + given + "}"


def odd_resource(random, arn):
    """Shapes that documentation refuses, leaves open, or evaluators read differently."""
    parts = arn.split(":", 5)
    at = random.randrange(2, 5)
    shapes = [
        ":".join(parts[: random.randrange(2, 6)]),
        ":".join(parts[: random.randrange(2, 5)]) + ":*",
        ":".join(parts[:3]) + "*" + parts[5][-2:],
        ":".join([*parts[:at], parts[at].upper(), *parts[at + 1:]]),
        ":".join([*parts[:2], "*", *parts[3:]]),
        ":".join([*parts[:5], parts[5][:1] + "*" + parts[5][-3:]]),
        ":".join([*parts[:5], "?" + parts[5][1:]]),
        ":".join([*parts[:4], "${aws:PrincipalAccount}", parts[5]]),
        "arn:*",
        "arn:aws:*:" + parts[5],
        "*" + parts[5],
        "**",
        arn.replace("/", "${*}", 1),
        arn + "${$}",
    ]
    return random.choice(shapes)


def hit_resource(random, request, kind):
    arn = request["resource"]
    if arn == "*" or random.random() < 0.3:
        return "*"
    if random.random() < 0.08:
        return odd_resource(random, arn)
    parts = arn.split(":", 5)
    name = parts[5]
    cut = random.randrange(1, len(name) + 1)
    shapes = [
        arn, arn, arn + "*",
        ":".join([*parts[:5], "*"]),
        ":".join([*parts[:5], name[:cut] + "*"]),
        ":".join([*parts[:3], "*", *parts[4:]]),
        ":".join([*parts[:3], "*", "*", name]),
        arn[:-1] + "?",
    ]
    if random.random() < 0.25:
        return variable_for(random, random.choice(shapes[:2]), request["context"])
    return random.choice(shapes)


def other_resource(random, request):
    if request["resource"] != "*" and random.random() < 0.1:
        return odd_resource(random, request["resource"])
    return random.choice([
        "arn:aws:s3:::other/*", "arn:aws:s3:::data/k/*/z", f"arn:aws:sqs:us-east-1:{A}:q",
        f"arn:aws:kms:us-east-1:{B}:key/*", f"arn:aws:iam::{A}:role/app",
        "arn:aws:s3:::home/${aws:username}/*", request["resource"] + "x",
    ])


def resources(random, request, kind, hit):
    if random.random() < 0.004:
        return []
    count = random.choice([1, 1, 1, 2])
    listed = [other_resource(random, request) for _ in range(count)]
    if hit:
        listed[random.randrange(count)] = hit_resource(random, request, kind)
    return one_or_many(random, listed)


# --- principals ----------------------------------------------------------------------------------


def own_principals(caller):
    """Entries that name this caller, from the most specific on."""
    found = []
    for member in ("arn", "role_arn", "user_arn", "user_id", "role_id", "account"):
        if member in caller and caller["type"] != "root":
            found.append(("AWS", caller[member]))
    if "account" in caller:
        found.append(("AWS", f"arn:aws:iam::{caller['account']}:root"))
    if "canonical_id" in caller:
        found.append(("CanonicalUser", caller["canonical_id"]))
    if "provider" in caller:
        found += [("Federated", caller["provider"])] * 4
    for name in [caller.get("name"), *caller.get("service_names", [])]:
        if name:
            found.append(("Service", name))
    return found or [("AWS", "*")]


def other_principal(random):
    account = random.choice([A, B])
    return random.choice([
        ("AWS", account),
        ("AWS", f"arn:aws:iam::{account}:user/alice"),
        ("AWS", f"arn:aws:iam::{account}:user/fed"),
        ("AWS", f"arn:aws:iam::{account}:role/app"),
        ("AWS", f"arn:aws:iam::{account}:role/eng/app"),
        ("AWS", f"arn:aws:iam::{account}:role/App"),
        ("AWS", f"arn:aws:sts::{account}:assumed-role/app/s1"),
        ("AWS", f"arn:aws:iam::{account}:role/*"),
        ("AWS", "AROAAPP"),
        ("Service", "sns.amazonaws.com"),
        ("Service", "*"),
        ("Federated", "*"),
        ("CanonicalUser", "canonical-" + account),
    ])


def principal(random, caller, hit, sparing=False):
    if hit and random.random() < (0.05 if sparing else 0.25):
        return random.choice(["*", {"AWS": "*"}])
    count = random.choice([1, 1, 2, 3])
    chosen = [other_principal(random) for _ in range(count)]
    own = own_principals(caller)
    if hit:
        chosen[random.randrange(count)] = random.choice(own)
    if sparing and random.random() < 0.5:
        chosen += own
    element = {}
    for kind, value in chosen:
        element.setdefault(kind, [])
        if value not in element[kind]:
            element[kind].append(value)
    return {kind: one_or_many(random, values) for kind, values in element.items()}


# --- policies ------------------------------------------------------------------------------------


def statement(random, kind, effect, request, aim, conditional=0.45, odd=0.06):
    """A statement that is likely to apply if `aim` is near 1."""
    def hit():
        return random.random() < aim

    made = {"Effect": effect}
    if kind not in NO_PRINCIPAL:
        if kind == "rcp":
            made["Principal"] = "*"
        elif kind == "resource" and random.random() < (0.15 if effect == "Deny" else 0.02):
            made["NotPrincipal"] = principal(random, request["principal"], not hit(), True)
        else:
            made["Principal"] = principal(random, request["principal"], hit())
    if kind != "rcp" and random.random() < 0.07:
        made["NotAction"] = actions(random, request["action"], kind, not hit())
    else:
        made["Action"] = actions(random, request["action"], kind, hit())
    if kind != "trust":
        if random.random() < 0.08:
            made["NotResource"] = resources(random, request, kind, not hit())
        else:
            made["Resource"] = resources(random, request, kind, hit())
    if random.random() < conditional:
        made["Condition"] = a_condition(random, request["context"], hit(), odd)
    return made


def policy(random, kind, request, allow=0.9, deny=0.125):
    statements = []
    if random.random() < allow:
        statements += [statement(random, kind, "Allow", request, 0.93)
                       for _ in range(random.choice([1, 1, 2]))]
    if random.random() < deny:
        statements.append(statement(random, kind, "Deny", request, 0.88))
    if not statements:
        statements.append(statement(random, kind, "Allow", request, 0.5))
    random.shuffle(statements)
    return {**version(random), "Statement": one_or_many(random, statements)}


FULL_ACCESS = {"Version": "2012-10-17",
               "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
FULL_RCP = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}


def organization(random, kind, request, full):
    """SCPs or RCPs, level by level."""
    made = []
    for _ in range(random.choice([1, 2, 3])):
        level = [full] if kind == "rcp" or random.random() < 0.85 else []
        if random.random() < 0.4 or not level:
            allow = 0 if kind == "rcp" else (0.9 if not level else 0.1)
            extra = policy(random, kind, request, allow, 0.35)
            if kind == "rcp":
                extra["Statement"] = [statement(random, kind, "Deny", request, 0.55)]
            level.append(extra)
        made.append(level)
    return made


def version(random):
    """Usually that of documents with variables; sometimes none."""
    if random.random() < 0.08:
        return {}
    return {"Version": "2012-10-17" if random.random() < 0.95 else "2008-10-17"}


def focused(random, number):
    """One statement decides, of an identity or a resource policy: its every word counts."""
    types = {type_: CALLERS[type_] for type_ in ("user", "role_session")}
    request, shape, owner = a_request(random, types, [A], 0.15)
    kind = "resource" if shape in WITH_RESOURCE_POLICY and random.random() < 0.4 else "identity"
    effect = random.choice(["Allow", "Deny"])
    alone = {**version(random), "Statement": [
        statement(random, kind, effect, request, 0.98, 0.85, 0.15)]}
    identity = [alone] if kind == "identity" else []
    if effect == "Deny":
        identity.append(FULL_ACCESS)
    return {"id": f"s{number}", "request": request, "model": {
        "principal_account": A, "resource_account": owner, "identity": identity,
        "resource": alone if kind == "resource" else None, "scps": None, "rcps": None,
        "boundary": None, "session": None}}


def layered(random, number):
    """Policies of every kind, some of them absent."""
    request, shape, owner = a_request(random, CALLERS, [A, A, A, B], 0.03)
    caller = request["principal"]
    type_ = caller["type"]
    assumes = shape == "role" and request["action"].lower() in {a.lower() for a in ASSUMING}
    has_policies = type_ in ("user", "role_session", "federated_user")
    model = {"principal_account": caller.get("account"), "resource_account": owner,
             "identity": [], "resource": None, "scps": None, "rcps": None, "boundary": None,
             "session": None}
    if has_policies and random.random() < 0.9:
        model["identity"] = [policy(random, "identity", request)
                             for _ in range(random.choice([1, 1, 2]))]
    chance = 0.95 if assumes or shape == "key" or not has_policies else 0.6
    if (assumes or shape in WITH_RESOURCE_POLICY) and random.random() < chance:
        model["resource"] = policy(random, "trust" if assumes else "resource", request, 0.92, 0.24)
    if has_policies and random.random() < 0.2:
        model["boundary"] = policy(random, "boundary", request)
    if type_ == "role_session" and random.random() < 0.25:
        model["session"] = policy(random, "session", request)
    if type_ == "federated_user" and random.random() < 0.8:
        model["session"] = policy(random, "session", request)
    if type_ != "anonymous" and random.random() < 0.25:
        model["scps"] = organization(random, "scp", request, FULL_ACCESS)
        if random.random() < 0.08:
            model["principal_in_management_account"] = True
    if random.random() < 0.2:
        model["rcps"] = organization(random, "rcp", request, FULL_RCP)
        if random.random() < 0.08:
            model["resource_in_management_account"] = True
    if random.random() < 0.12:
        model["vpce"] = policy(random, "vpce", request)
        if shape in ("object", "bucket", "table") and random.random() < 0.5:
            model["vpce_type"] = "gateway"
    return {"id": f"s{number}", "model": model, "request": request}


def scenarios(count, seed, start=0):
    """Scenario number n depends on the seed and n only."""
    for number in range(start, start + count):
        random = Random(f"{seed}/{number}")
        yield (focused if random.random() < 0.3 else layered)(random, number)


def main():
    count, seed = (int(argument) for argument in sys.argv[1:])
    for made in scenarios(count, seed):
        print(json.dumps(made))


if __name__ == "__main__":
    main()
