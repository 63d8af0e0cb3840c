"""The few rules of the specification that tell the causes of differences: globs, variables, levels.

Written for this test alone, so that a cause is not judged by either program that is compared. Rule
ids are those of the specification (`docs/` cites them too).
"""

import re
from dataclasses import dataclass

NOBODY = "arn:aws:iam::999999999999:user/nobody"
NOWHERE = "arn:aws:none:none:999999999999:nowhere/nothing"
NO_ACTION = "none:None"


@dataclass(frozen=True)
class Piece:
    """Text, a wildcard (`*`, `?`) or a variable of a pattern."""

    kind: str
    text: str = ""
    fallback: str | None = None
    spelt: str = ""


REFERENCE = re.compile(r"\$\{([^'{},]+),\s*'([^']*)'\s*\}|\$\{([^}]*)\}")


def cut(text, variables=True):
    """The pieces of a pattern (VAR-3)."""
    pieces, at = [], 0
    while at < len(text):
        found = REFERENCE.match(text, at) if variables else None
        if found and found.group(3) in ("*", "?", "$"):
            pieces.append(Piece("text", found.group(3), None, found.group(0)))
        elif found:
            name = found.group(1) if found.group(3) is None else found.group(3)
            pieces.append(Piece("var", name.lower(), found.group(2), found.group(0)))
        elif text[at] in "*?":
            pieces.append(Piece(text[at], "", None, text[at]))
        else:
            pieces.append(Piece("text", text[at], None, text[at]))
        at = found.end() if found else at + 1
    return pieces


def lowered(context):
    return {key.lower(): value for key, value in context.items()}


def value_of(piece, context):
    """What stands for a variable, or None (VAR-4, VAR-7)."""
    value = lowered(context).get(piece.text)
    if isinstance(value, (str, int, float)):
        return str(value)
    return piece.fallback


def unresolved(pieces, context):
    return any(p.kind == "var" and value_of(p, context) is None for p in pieces)


def escaped(text):
    """Text as a pattern that stands for itself, where variables are allowed (VAR-8)."""
    return re.sub(r"[*?]|\$(?=\{)", lambda found: "${" + found.group(0) + "}", text)


def covers(pieces, value, context):
    """GLOB-1 .. GLOB-5; substituted text is literal (VAR-9)."""
    if unresolved(pieces, context):
        return False
    wild = {"*": "(?s:.*)", "?": "(?s:.)"}
    text = [
        wild.get(p.kind) or re.escape(p.text if p.kind == "text" else value_of(p, context))
        for p in pieces
    ]
    return re.fullmatch("".join(text), value) is not None


def components(pieces, most=6):
    """Split at the first five colons outside of variables (ARN-1)."""
    parts = [[]]
    for piece in pieces:
        if piece.kind == "text" and piece.text == ":" and len(parts) < most:
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts


def has_variables(policy):
    return policy.get("Version") == "2012-10-17"


def as_list(value):
    return value if isinstance(value, list) else [value]


# --- principals (section 4) ----------------------------------------------------------------------


def root_arn(account, partition="aws"):
    return f"arn:{partition}:iam::{account}:root"


HAS_ACCOUNT = {"root", "user", "role_session", "federated_user"}


def level_of(kind, value, caller):
    """The level at which one entry of a Principal element matches, or None."""
    type_, account = caller["type"], caller.get("account")
    if kind == "Service":
        names = [caller.get("name"), *caller.get("service_names", [])]
        return "direct" if type_ == "service" and value in names else None
    if kind == "Federated":
        return "direct" if value != "*" and value == caller.get("provider") else None
    if kind == "CanonicalUser":
        return "account" if value == caller.get("canonical_id") else None
    if value == "*":
        return "any"
    if type_ not in HAS_ACCOUNT:
        return None
    if value in (account, root_arn(account, caller.get("partition", "aws"))):
        return "account"
    if type_ == "user" and value in (caller["arn"], caller.get("user_id")):
        return "direct"
    if type_ in ("role_session", "federated_user") and value == caller["arn"]:
        return "direct"
    if type_ == "role_session" and value in (caller["role_arn"], caller.get("role_id")):
        return "role"
    if type_ == "federated_user" and value in (caller.get("user_arn"), caller.get("user_id")):
        return "user"
    return None


def entries(element):
    """(kind, value) of each entry of a Principal element."""
    if isinstance(element, str):
        return [("AWS", element)]
    return [(kind, value) for kind, values in element.items() for value in as_list(values)]


def levels(element, caller):
    return {level_of(kind, value, caller) for kind, value in entries(element)} - {None}


def identities(caller):
    """The levels at which NotPrincipal must list a caller to spare it (NPRIN-2)."""
    if caller["type"] == "federated_user" and caller["user_arn"].endswith(":root"):
        return {"direct", "account"}
    return {
        "root": {"account"},
        "user": {"direct", "account"},
        "role_session": {"direct", "role", "account"},
        "federated_user": {"direct", "user", "account"},
        "anonymous": set(),
    }.get(caller["type"], {"direct"})


def is_spared(element, caller):
    found, wanted = levels(element, caller), identities(caller)
    return "any" in found or (bool(wanted) and wanted <= found)


def through_endpoint(element, caller, gateway):
    """Whether an endpoint policy's Principal covers the caller (VPCE-4, VPCE-5)."""
    found = levels(element, caller)
    if gateway:
        return "any" in found or ("account" in found and caller["type"] == "root")
    return bool(found)
