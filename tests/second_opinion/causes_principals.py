"""Causes of differences in Principal and NotPrincipal elements."""

from edit import map_principals, statements
from spec import NO_ACTION, NOBODY, identities, is_spared, levels, root_arn, through_endpoint


def role_of_other_path(scenario):
    """Roles that share the name of the caller's, letter case aside, and are not it."""

    def take_out(kind, statement, type_, value, caller):
        if type_ != "AWS" or caller["type"] != "role_session" or value == caller["role_arn"]:
            return None
        if not value.startswith(f"arn:aws:iam::{caller['account']}:role/"):
            return None
        same = value.rsplit("/", 1)[1].lower() == caller["arn"].split("/")[1].lower()
        return (type_, NOBODY) if same else None

    return map_principals(scenario, take_out)


def unique_id(scenario):
    def take_out(kind, statement, type_, value, caller):
        if type_ != "AWS" or value not in (caller.get("user_id"), caller.get("role_id")):
            return None
        return type_, caller["arn"] if value == caller.get("user_id") else caller["role_arn"]

    return map_principals(scenario, take_out)


def canonical_user(scenario):
    def take_out(kind, statement, type_, value, caller):
        if type_ != "CanonicalUser" or value != caller.get("canonical_id"):
            return None
        return "AWS", root_arn(caller["account"])

    return map_principals(scenario, take_out)


def service_names(scenario):
    def take_out(kind, statement, type_, value, caller):
        other = value in caller.get("service_names", []) and value != caller["name"]
        return (type_, caller["name"]) if type_ == "Service" and other else None

    return map_principals(scenario, take_out)


def federated_user_name(scenario):
    """Federated users named otherwise than the IAM user who called GetFederationToken."""
    caller = scenario["request"]["principal"]
    if caller["type"] != "federated_user":
        return False
    derived = caller["arn"].replace(":sts:", ":iam:").replace(":federated-user/", ":user/")
    if derived == caller["user_arn"]:
        return False
    other = map_principals(scenario, lambda kind, statement, type_, value, _:
                           (type_, NOBODY) if value == derived else None)
    if caller["user_arn"].endswith(":root"):
        return other
    arn = caller["user_arn"].replace(":iam:", ":sts:").replace(":user/", ":federated-user/")
    map_principals(scenario, lambda kind, statement, type_, value, _:
                   (type_, arn) if value == caller["arn"] else None)
    caller["arn"] = arn
    return True


def not_principal_partial(scenario):
    """NotPrincipal that lists some of the caller's identities only."""
    caller, any_changed = scenario["request"]["principal"], False
    for _, _, statement in statements(scenario):
        element = statement.get("NotPrincipal")
        if element is None or is_spared(element, caller):
            continue
        if levels(element, caller) & (identities(caller) | {"account"}):
            any_changed = True
            del statement["NotPrincipal"]
            statement["Principal"] = "*"
    return any_changed


def endpoint_principal(scenario):
    """Principal elements of endpoint policies, decided for this caller."""
    caller, any_changed = scenario["request"]["principal"], False
    gateway = scenario["model"].get("vpce_type") == "gateway"
    for kind, _, statement in statements(scenario):
        if kind != "vpce" or through_endpoint(statement["Principal"], caller, gateway):
            continue
        any_changed = True
        statement.pop("NotAction", None)
        statement.update({"Principal": "*", "Action": NO_ACTION})
    return any_changed


def token_bearer_principal(scenario):
    """Bearers of tokens belong to no account, and `*` in a resource policy does not admit them."""
    if scenario["request"]["principal"]["type"] not in ("web_identity", "saml"):
        return False

    def take_out(kind, statement, type_, value, caller):
        if type_ != "AWS" or value == NOBODY:
            return None
        admits = statement["Effect"] == "Allow" and kind in ("resource", "trust")
        return (type_, NOBODY) if value != "*" or admits else None

    everyone_else = False
    for _, _, statement in statements(scenario):
        if statement["Effect"] == "Allow" and "NotPrincipal" in statement:
            everyone_else = True
            del statement["NotPrincipal"]
            statement["Principal"] = {"AWS": NOBODY}
    return map_principals(scenario, take_out) or everyone_else
