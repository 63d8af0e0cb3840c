"""Random conditions that hold, fail, or are of no meaning in a given context."""

from values import KEYS, a_value

OPERATORS = {
    "string": ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase",
               "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike"],
    "arn": ["ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals", "StringLike", "StringEquals"],
    "ip": ["IpAddress", "NotIpAddress"],
    "date": ["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals",
             "DateGreaterThan", "DateGreaterThanEquals"],
    "bool": ["Bool"],
    "number": ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
               "NumericGreaterThan", "NumericGreaterThanEquals"],
    "binary": ["BinaryEquals"],
}
OPERATORS["epoch"] = OPERATORS["date"] + OPERATORS["number"]
OPERATORS["account"] = OPERATORS["path"] = OPERATORS["string"]
ALL = sorted({op for ops in OPERATORS.values() for op in ops} | {"Null"})
BLOCKS = ["203.0.113.0/24", "203.0.113.77/25", "0.0.0.0/0", "10.0.0.0/8", "203.0.113.5",
          "203.0.113.5/32", "2001:db8::/32", "2001:db8::1", "2001:0db8::0001", "::/0", "::1/128"]
VARIABLES = ["aws:username", "aws:PrincipalTag/team", "aws:userid", "aws:PrincipalAccount",
             "AWS:USERNAME", "aws:TagKeys", "s3:prefix", "aws:SecureTransport"]


def a_reference(random):
    name = random.choice(VARIABLES)
    given = random.choice(["", "", "", ", 'alice'", ",'alice'", ", ''", ", 'x, y'", ", 'a*'"])
    return "${" + name + given + "}"


def pattern_near(random, value):
    """A value of a pattern operator that covers `value`, or nearly."""
    if not value:
        return random.choice(["", "*", "?"])
    at = random.randrange(len(value))
    if not value.isascii() and random.random() < 0.5:
        return "".join(c if c.isascii() else "?" for c in value)
    return random.choice([value, value[:at] + "*", "*" + value[at:], value[:at] + "?" +
                          value[at + 1:], value + "*", value[:at] + "**" + value[at + 1:]])


def arn_near(random, value):
    parts = value.split(":", 5)
    if len(parts) < 6:
        return value
    at = random.randrange(6)
    if at == 0:
        return random.choice([value, "arn:*", "arn:aws:*:*"])
    changed = random.choice(["*", "*", pattern_near(random, parts[at]), "${aws:PrincipalAccount}"])
    return ":".join([*parts[:at], changed, *parts[at + 1:]])


def policy_value(random, base, type_, actual, odd):
    """A value to compare `actual` (which may be None) with."""
    value = actual if actual is not None and random.random() < 0.6 else a_value(random, type_, odd)
    if base == "Null":
        return random.choice(["true", "false", "True", True, False])
    if base.endswith("IpAddress"):
        return value if random.random() < 0.3 else random.choice(BLOCKS)
    if base.startswith("Arn"):
        return arn_near(random, value) if random.random() < 0.7 else value
    if base.endswith("Like"):
        value = pattern_near(random, value) if random.random() < 0.7 else value
    if base.endswith("IgnoreCase") and random.random() < 0.4:
        value = value.swapcase()
    if base.startswith("Numeric") and len(value) > 15 and random.random() < 0.5:
        return value[:-1] + str(random.randrange(10))
    if base.startswith("String") and random.random() < 0.3:
        return value.replace("*", "${*}").replace("?", "${?}")
    if base == "Bool" and random.random() < 0.3:
        return random.choice([True, False, "TRUE", "${aws:SecureTransport}"])
    if base.startswith("Numeric") and random.random() < 0.15:
        return random.choice([0, 1, 5, 10, 100])
    if base.startswith(("String", "Arn")) and random.random() < 0.12:
        at = random.randrange(len(value) + 1)
        special = random.choice(["${*}", "${?}", "${$}"])
        return random.choice([a_reference(random), value[:at] + a_reference(random),
                              value[:at] + special + value[at + 1:]])
    return value


def an_operator(random, key):
    if random.random() < 0.07:
        base = "Null"
    else:
        base = random.choice(OPERATORS[key.type] if random.random() < 0.9 else ALL)
    full = base
    if random.random() < (0.85 if key.many else 0.12):
        full = random.choice(["ForAllValues:", "ForAnyValue:"]) + full
    if base != "Null" and random.random() < 0.12:
        full += "IfExists"
    return base, full.lower() if random.random() < 0.03 else full


def a_test(random, key, actual, hit, odd):
    """Operator and values; where `hit`, one of a few that is likelier to hold."""
    values = actual if isinstance(actual, list) else ([] if actual is None else [actual])
    base, full = an_operator(random, key)
    negated = "Not" in base
    if hit and negated and random.random() < 0.5:
        base = base.replace("Not", "")
        full = full.replace("Not", "").replace("not", "")
        if base == "IpAddress":
            full = full.replace("ipaddress", "IpAddress")
    count = random.choice([1, 1, 1, 2, 3]) if base not in ("Null", "Bool") else 1
    if random.random() < 0.005:
        return full, []
    listed = [policy_value(random, base, key.type, random.choice(values) if values else None, odd)
              for _ in range(count)]
    return full, listed[0] if count == 1 and random.random() < 0.6 else listed


def a_condition(random, context, hit, odd):
    present = {key.lower(): value for key, value in context.items()}
    if random.random() < 0.005:
        return random.choice([{}, {"StringEquals": {}}])
    condition, used = {}, set()
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        known = [key for key in KEYS if key.name.lower() in present]
        key = random.choice(known if known and random.random() < 0.8 else KEYS)
        actual = present.get(key.name.lower())
        operator, values = a_test(random, key, actual, hit, odd)
        if (operator.lower(), key.name.lower()) in used:
            continue
        used.add((operator.lower(), key.name.lower()))
        spelt = next((op for op in condition if op.lower() == operator.lower()), operator)
        name = key.name if random.random() < 0.95 else key.name.lower()
        condition.setdefault(spelt, {})[name] = values
    return condition
