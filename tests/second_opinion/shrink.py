"""Makes a scenario small while it stays interesting."""

import copy

from spec import as_list


def smaller(scenario):
    """Copies that each lack one thing: a layer, a policy, a statement, a test, a value, a key."""
    model = scenario["model"]

    def without(*path):
        made = copy.deepcopy(scenario)
        at = made
        for name in path[:-1]:
            at = at[name]
        del at[path[-1]]
        return made

    for name in ("resource", "boundary", "session", "scps", "rcps"):
        if model.get(name) is not None:
            made = copy.deepcopy(scenario)
            made["model"][name] = None
            yield made
    optional = ("vpce", "vpce_type", "principal_in_management_account",
                "resource_in_management_account")
    for name in [name for name in optional if name in model]:
        yield without("model", name)
    for key in scenario["request"]["context"]:
        yield without("request", "context", key)
    for path in policy_paths(model):
        if isinstance(path[-1], int) and path[0] != "resource":
            yield without("model", *path)
        policy = model
        for name in path:
            policy = policy[name]
        for i, statement in enumerate(as_list(policy["Statement"])):
            for made in smaller_statements(scenario, path, i, statement):
                yield made


def policy_paths(model):
    yield from (("identity", i) for i in range(len(model["identity"])))
    yield from ((name,) for name in ("resource", "boundary", "session", "vpce") if model.get(name))
    for name in ("scps", "rcps"):
        for i, level in enumerate(model.get(name) or []):
            yield from ((name, i, j) for j in range(len(level)))


def smaller_statements(scenario, path, index, statement):
    def replaced(new):
        made = copy.deepcopy(scenario)
        policy = made["model"]
        for name in path:
            policy = policy[name]
        listed = as_list(policy["Statement"])
        policy["Statement"] = listed[:index] + new + listed[index + 1:]
        return made

    yield replaced([])
    if "Condition" in statement:
        yield replaced([{k: v for k, v in statement.items() if k != "Condition"}])
        for operator, keys in statement["Condition"].items():
            for key, values in keys.items():
                fewer = {k: v for k, v in keys.items() if k != key}
                rest = {o: k for o, k in statement["Condition"].items() if o != operator}
                yield replaced([statement | {"Condition": rest | ({operator: fewer} if fewer
                                                                  else {})}])
                for i in range(len(values) if isinstance(values, list) and len(values) > 1 else 0):
                    some = {operator: keys | {key: values[:i] + values[i + 1:]}}
                    yield replaced([statement | {"Condition": statement["Condition"] | some}])
    for name in ("Action", "NotAction", "Resource", "NotResource"):
        values = statement.get(name)
        for i in range(len(values) if isinstance(values, list) and len(values) > 1 else 0):
            yield replaced([statement | {name: values[:i] + values[i + 1:]}])
        if values not in (None, "*") and not name.startswith("Not"):
            yield replaced([statement | {name: "*"}])
    for name in ("Principal", "NotPrincipal"):
        element = statement.get(name)
        for type_ in element if isinstance(element, dict) and len(element) > 1 else ():
            yield replaced([statement | {name: {t: v for t, v in element.items() if t != type_}}])


def shrink(scenario, interesting):
    """`interesting` takes a list of scenarios and gives a list of truth values."""
    while True:
        candidates = list(smaller(scenario))
        found = next((c for c, good in zip(candidates, interesting(candidates)) if good), None)
        if found is None:
            return scenario
        scenario = found
