"""Causes of differences in actions, resources and variables."""

import json
import re

from causes_conditions import is_empty_value, substitute_in_tests, substituted
from edit import map_entries, map_tests, statements
from spec import (NO_ACTION, NOWHERE, as_list, components, covers, cut, escaped, has_variables,
                  unresolved)

RESOURCES = ("Resource", "NotResource")
ACTIONS = ("Action", "NotAction")

# --- actions -------------------------------------------------------------------------------------


def covers_action(entry, request):
    pattern = [p for p in cut(entry.lower(), variables=False)]
    return covers(pattern, request["action"].lower(), {})


def action_prefix(scenario):
    """Wildcards in the service prefix of an action, or no colon at all."""

    def take_out(kind, policy, entry, request):
        prefix, colon, _ = entry.partition(":")
        if re.fullmatch(r"\*+", entry) or (colon and not re.search(r"[*?]", prefix)):
            return None
        return request["action"] if covers_action(entry, request) else NO_ACTION

    return map_entries(scenario, ACTIONS, take_out)


OWNER_ONLY_SQS = {"sqs:addpermission", "sqs:cancelmessagemovetask", "sqs:listmessagemovetasks",
                  "sqs:createqueue", "sqs:startmessagemovetask", "sqs:removepermission",
                  "sqs:deletequeue", "sqs:listqueues", "sqs:listqueuetags", "sqs:tagqueue",
                  "sqs:setqueueattributes", "sqs:untagqueue"}


def queue_policy_wildcard(scenario):
    """Wildcards of a queue policy cover only what may be shared."""
    if scenario["request"]["action"].lower() not in OWNER_ONLY_SQS:
        return False

    def take_out(kind, policy, entry, request):
        if kind != "resource" or entry == "*" or not re.search(r"[*?]", entry):
            return None
        return NO_ACTION if covers_action(entry, request) else None

    return map_entries(scenario, ACTIONS, take_out)


# --- resources -----------------------------------------------------------------------------------


def pieces_of(policy, entry):
    return cut(entry, has_variables(policy))


def is_incomplete(policy, entry):
    return entry.startswith("arn:") and len(components(pieces_of(policy, entry))) < 6


def has_wildcard(pieces):
    return any(piece.kind in "*?" for piece in pieces)


def has_early_variable(parts):
    return any(piece.kind == "var" for part in parts[:5] for piece in part)


def decided(entry, policy, request):
    """An entry that covers what this one covers of the request, in the plainest words."""
    resource, context = request["resource"], request["context"]
    pieces = pieces_of(policy, entry)
    if has_early_variable(components(pieces)) or not covers(pieces, resource, context):
        return NOWHERE
    if resource == "*":
        return "*"
    return escaped(resource) if has_variables(policy) else resource


def is_all(entry):
    return re.fullmatch(r"\*+", entry) is not None


def decide_entries(scenario, fits):
    def take_out(kind, policy, entry, request):
        if is_all(entry) or not fits(kind, policy, entry, request):
            return None
        return decided(entry, policy, request)

    return map_entries(scenario, RESOURCES, take_out)


def resource_not_an_arn(scenario):
    return decide_entries(scenario, lambda kind, policy, entry, _: not entry.startswith("arn:"))


def resource_completed(scenario):
    """Incomplete ARNs of identity policies and boundaries, completed."""

    def take_out(kind, policy, entry, request):
        if kind not in ("identity", "boundary") or not is_incomplete(policy, entry):
            return None
        return entry + ":*" * (6 - len(components(pieces_of(policy, entry))))

    return map_entries(scenario, RESOURCES, take_out)


def resource_incomplete(scenario):
    return decide_entries(
        scenario, lambda kind, policy, entry, _: kind not in ("identity", "boundary")
        and is_incomplete(policy, entry))


def resource_segment_case(scenario):
    """Upper-case letters in the first five components, which a request never has."""

    def fits(kind, policy, entry, request):
        parts = components(pieces_of(policy, entry))
        return len(parts) == 6 and any(
            piece.kind == "text" and piece.text.isupper() for part in parts[:5] for piece in part)

    return decide_entries(scenario, fits)


def resource_flat(scenario):
    """Wildcards that run across the first five colons."""

    def fits(kind, policy, entry, request):
        resource, context = request["resource"], request["context"]
        pieces = pieces_of(policy, entry)
        if not covers(pieces, resource, context):
            return False
        parts, given = components(pieces), resource.split(":", 5)
        return len(parts) != 6 or not all(
            covers(part, text, context) for part, text in zip(parts, given))

    return decide_entries(scenario, fits)


def first_part(policy, entry):
    """The pieces of the resource component up to its first separator, variables included."""
    parts = components(pieces_of(policy, entry))
    if len(parts) < 6 or ("".join(p.spelt for p in parts[2]) == "s3"
                          and not parts[3] and not parts[4]):
        return []
    spelt = "".join(piece.spelt for piece in parts[5])
    end = next((i for i, c in enumerate(spelt) if c in ":/"), None)
    if end is None:
        return []
    out, at = [], 0
    for piece in parts[5]:
        if at <= end:
            out.append(piece)
        at += len(piece.spelt)
    return out


def resource_type_wildcard(scenario):
    """Wildcards before the first separator of the resource component."""

    def fits(kind, policy, entry, request):
        first = first_part(policy, entry)
        return has_wildcard(first) or any(p.spelt in ("${*}", "${?}", "${$}") for p in first)

    return decide_entries(scenario, fits)


def resource_type_variable(scenario):
    """Variables before the first separator of the resource component, or with one inside."""

    def fits(kind, policy, entry, request):
        return any(piece.kind == "var" for piece in first_part(policy, entry))

    return decide_entries(scenario, fits)


# --- variables -----------------------------------------------------------------------------------


def in_entries(scenario, choose):
    def take_out(kind, policy, entry, request):
        if not has_variables(policy) or has_early_variable(components(cut(entry))):
            return None
        return substituted(entry, request["context"], choose(request["context"]), True)

    return map_entries(scenario, RESOURCES, take_out)


def everywhere(scenario, choose):
    """Chosen references, in resources and in conditions."""
    in_tests = substitute_in_tests(scenario, choose(scenario["request"]["context"]))
    return in_entries(scenario, choose) or in_tests


def variable_default(scenario):
    """Defaults that are empty, hold a comma and a blank, or are not set off by one blank."""

    def odd(piece):
        if piece.fallback is None:
            return False
        usual = re.fullmatch(r"\$\{[^,]+, '[^']*'\}", piece.spelt)
        return not usual or not piece.fallback or ", " in piece.fallback

    return everywhere(scenario, lambda context: odd)


def variable_empty_value(scenario):
    return everywhere(scenario, is_empty_value)


def variable_unresolved_not_resource(scenario):
    def take_out(kind, policy, entry, request):
        pieces = pieces_of(policy, entry)
        if has_early_variable(components(pieces)) or not unresolved(pieces, request["context"]):
            return None
        return NOWHERE

    return map_entries(scenario, ("NotResource",), take_out)


def variable_in_old_document(scenario):
    """Documents without variables, written as documents with variables that have none."""

    def plain(text):
        return text.replace("${", "${$}{")

    def take_out(test):
        if test.variables or test.family not in ("String", "Arn", "Bool"):
            return None
        if not any("${" in value for value in test.values):
            return None
        if test.is_pattern:
            return test.with_values([plain(value) for value in test.values])
        # No context value of a generated scenario has `${`.
        if not test.compares:
            return None
        return test.with_values([value for value in test.values if "${" not in value])

    in_tests = map_tests(scenario, take_out)
    old = {}
    for _, policy, statement in statements(scenario):
        if has_variables(policy) or "${" not in json.dumps(policy):
            continue
        old[id(policy)] = policy
        for name in RESOURCES:
            if name in statement:
                statement[name] = [plain(entry) for entry in as_list(statement[name])]
    for policy in old.values():
        policy["Version"] = "2012-10-17"
    return in_tests or bool(old)


def beyond_the_plane(scenario):
    """Characters that are two units of UTF-16, replaced by one that is one."""

    text = json.dumps(scenario, ensure_ascii=False)
    new = re.sub("[\U00010000-\U0010ffff]", "\ua66e", text)
    if new == text:
        return False
    scenario.update(json.loads(new))
    return True
