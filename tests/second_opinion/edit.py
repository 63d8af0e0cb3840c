"""Changing parts of a scenario, in place: each function says whether anything changed."""

from dataclasses import dataclass, field

from spec import as_list, entries, has_variables, lowered

OPERATORS = {
    name.lower(): name
    for name in (
        "StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike "
        "StringNotLike NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals "
        "NumericGreaterThan NumericGreaterThanEquals DateEquals DateNotEquals DateLessThan "
        "DateLessThanEquals DateGreaterThan DateGreaterThanEquals Bool BinaryEquals IpAddress "
        "NotIpAddress ArnLike ArnEquals ArnNotLike ArnNotEquals Null"
    ).split()
}
NEVER = ("StringEquals", "x:never", ["never"])
ASSUMING = {"sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity",
            "sts:tagsession", "sts:setsourceidentity", "sts:setcontext"}


def policies(scenario):
    """(kind, policy) of every policy of a scenario; `trust` for a role's."""
    model = scenario["model"]
    action, resource = scenario["request"]["action"].lower(), scenario["request"]["resource"]
    trust = action in ASSUMING and ":role/" in resource
    found = [("identity", policy) for policy in model["identity"]]
    for name, kind in (("resource", "trust" if trust else "resource"), ("boundary", "boundary"),
                       ("session", "session"), ("vpce", "vpce")):
        if model.get(name):
            found.append((kind, model[name]))
    for name, kind in (("scps", "scp"), ("rcps", "rcp")):
        for level in model.get(name) or []:
            found += [(kind, policy) for policy in level]
    return found


def statements(scenario):
    """(kind, policy, statement) of every statement; lone statements become lists."""
    for kind, policy in policies(scenario):
        policy["Statement"] = as_list(policy["Statement"])
        for statement in policy["Statement"]:
            yield kind, policy, statement


# --- lists of patterns ---------------------------------------------------------------------------


def map_entries(scenario, names, function):
    """Replaces entries of Action or Resource elements by what `function` gives, unless None."""
    any_changed = False
    for kind, policy, statement in statements(scenario):
        for name in names:
            if name not in statement:
                continue
            old = as_list(statement[name])
            new = [function(kind, policy, entry, scenario["request"]) for entry in old]
            if any(entry is not None for entry in new):
                any_changed = True
                statement[name] = [o if n is None else n for o, n in zip(old, new)]
    return any_changed


def map_principals(scenario, function):
    """Replaces (type, value) entries of principals by what `function` gives, unless None."""
    caller = scenario["request"]["principal"]
    any_changed = False
    for kind, _, statement in statements(scenario):
        for name in ("Principal", "NotPrincipal"):
            element = statement.get(name)
            if element is None or kind == "rcp":
                continue
            new, here = {}, False
            for type_, value in entries(element):
                found = function(kind, statement, type_, value, caller)
                here = here or found is not None
                to, text_ = found or (type_, value)
                new.setdefault(to, []).append(text_)
            if here:
                statement[name] = new
                any_changed = True
    return any_changed


# --- conditions ----------------------------------------------------------------------------------


@dataclass
class Test:
    """One operator, key and value list, with what the context has for the key."""

    operator: str
    key: str
    values: list
    context: dict
    variables: bool
    copies: dict = field(default_factory=dict)

    def __post_init__(self):
        prefix, _, rest = self.operator.rpartition(":")
        sets = {"forallvalues": "ForAllValues", "foranyvalue": "ForAnyValue"}
        self.set = sets.get(prefix.lower())
        self.if_exists = rest.lower().endswith("ifexists")
        self.base = OPERATORS[(rest[:-8] if self.if_exists else rest).lower()]
        self.negated = "Not" in self.base
        actual = lowered(self.context).get(self.key.lower())
        self.many = isinstance(actual, list)
        self.actual = [] if actual is None else [text(value) for value in as_list(actual)]

    @property
    def family(self):
        for name in ("String", "Numeric", "Date", "Arn", "Bool", "Binary", "Null"):
            if self.base.startswith(name):
                return name
        return "Ip"

    @property
    def takes_variables(self):
        return self.variables and self.family in ("String", "Arn", "Bool")

    @property
    def is_pattern(self):
        return self.family == "Arn" or self.base in ("StringLike", "StringNotLike")

    @property
    def compares(self):
        """Whether context values are compared: the key is present, and one value or a set."""
        return bool(self.actual) and (self.set is not None or not self.many)

    def with_values(self, values):
        """This test with other values; a constant where none is left (COND-3, COND-4)."""
        if not values:
            return self.negated
        return [(self.operator, self.key, values)]

    def with_actual(self, actual):
        """This test against other context values, under a key of its own."""
        name = f"x:copy-{len(self.copies)}"
        self.copies[name] = list(actual) if self.many else actual[0]
        return [(self.operator, name, self.values)]


def text(value):
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def put(condition, operator, key, values):
    spelt = next((op for op in condition if op.lower() == operator.lower()), operator)
    condition.setdefault(spelt, {})[key] = values


def map_tests(scenario, function):
    """Replaces tests of conditions: by True or False, or a list of tests; None leaves a test."""
    context, any_changed = scenario["request"]["context"], False
    copies = {key: value for key, value in context.items() if key.startswith("x:copy-")}
    for _, policy, statement in statements(scenario):
        if "Condition" not in statement:
            continue
        new, here = {}, False
        for operator, keys in statement["Condition"].items():
            for key, values in keys.items():
                listed = [text(value) for value in as_list(values)]
                variables = has_variables(policy)
                found = function(Test(operator, key, listed, context, variables, copies))
                here = here or found is not None
                if found is None:
                    put(new, operator, key, values)
                elif found is False:
                    put(new, *NEVER)
                elif found is not True:
                    for one in found:
                        put(new, *one)
        if here:
            any_changed = True
            statement["Condition"] = new
            if not new:
                del statement["Condition"]
    context.update(copies)
    return any_changed
