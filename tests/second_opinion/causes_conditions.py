"""Causes of differences that lie in conditions: how each is taken out of a scenario."""

import re
from datetime import datetime, timedelta
from fractions import Fraction
from ipaddress import ip_address, ip_network

from edit import map_tests
from spec import components, cut, escaped, lowered, unresolved, value_of

# --- well-formed values (COND-9) -----------------------------------------------------------------


def is_number(value):
    return re.fullmatch(r"-?\d+(\.\d+)?", value) is not None


def is_epoch(value):
    return re.fullmatch(r"-?\d{1,18}", value) is not None


def is_date(value):
    if is_epoch(value):
        return True
    found = re.fullmatch(
        r"\d{4}-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?", value)
    if not found:
        return False
    day = value[:10] if len(value) >= 10 else value + "-01"
    time = re.search(r"T(\d\d:\d\d)", value)
    try:
        datetime.strptime(day + " " + (time.group(1) if time else "00:00"), "%Y-%m-%d %H:%M")
    except ValueError:
        return False
    return True


def is_address(value):
    try:
        ip_network(value, strict=False)
    except ValueError:
        return False
    return True


def is_arn(value):
    return len(components(cut(value))) == 6


def without_malformed(family, good, only_negated=False):
    """Values that cannot be read match nothing: positive tests fail, negated ones hold."""

    def take_out(test):
        if test.family != family or not test.compares or (only_negated and not test.negated):
            return None
        values = [value for value in test.values if good(value)]
        actual = [value for value in test.actual if good(value)]
        if len(values) == len(test.values) and len(actual) == len(test.actual):
            return None
        if len(actual) < len(test.actual):
            # Each of those is a mismatch: decided, unless only the others count.
            if test.set is None or not actual or (test.set == "ForAnyValue") == test.negated:
                return test.negated
        if not values:
            return test.negated
        if len(actual) < len(test.actual):
            test.values = values
            return test.with_actual(actual)
        return test.with_values(values)

    return lambda scenario: map_tests(scenario, take_out)


number_malformed = without_malformed("Numeric", is_number)
date_malformed = without_malformed("Date", is_date)
address_malformed = without_malformed("Ip", is_address, only_negated=True)
arn_incomplete = without_malformed("Arn", is_arn, only_negated=True)


# --- numbers, dates, addresses -------------------------------------------------------------------


def number_precision(scenario):
    """Numbers of many digits by their rank among the numbers of the test."""

    def take_out(test):
        numbers = {v for v in [*test.values, *test.actual] if is_number(v)}
        if test.family != "Numeric" or not test.compares:
            return None
        if all(len(re.sub(r"\D", "", number)) <= 15 for number in numbers):
            return None
        order = sorted({Fraction(number) for number in numbers})
        rank = {number: str(order.index(Fraction(number))) for number in numbers}
        test.values = [rank.get(value, value) for value in test.values]
        return test.with_actual([rank.get(value, value) for value in test.actual])

    return map_tests(scenario, take_out)


def date_epoch(scenario):
    """Seconds since 1970, and bare years, as dates written out."""

    last = 253402300799  # of the year 9999

    def written(value, late):
        if not is_epoch(value):
            return value
        if re.fullmatch(r"\d{4}", value):
            return value + "-01-01"
        if int(value) >= last:
            return f"9999-12-31T23:59:59.{late.index(int(value)):03}Z"
        return (datetime(1970, 1, 1) + timedelta(seconds=int(value))).isoformat() + "Z"

    def take_out(test):
        if test.family != "Date" or not test.compares:
            return None
        epochs = [int(value) for value in [*test.values, *test.actual] if is_epoch(value)]
        if not epochs:
            return None
        late = sorted({epoch for epoch in epochs if epoch >= last})
        test.values = [written(value, late) for value in test.values]
        return test.with_actual([written(value, late) for value in test.actual])

    return map_tests(scenario, take_out)


def rewritten_values(test, pattern, function):
    """`test` with the values that `pattern` fits replaced by the list `function` gives."""
    if not any(re.fullmatch(pattern, value) for value in test.values):
        return None
    out = []
    for value in test.values:
        out += function(value) if re.fullmatch(pattern, value) else [value]
    return test.with_values(out)


def address_zero_prefix(scenario):
    def take_out(test):
        if test.family != "Ip" or not test.compares:
            return None
        return rewritten_values(test, r"[\d.]+/0", lambda _: ["0.0.0.0/1", "128.0.0.0/1"])

    return map_tests(scenario, take_out)


def versions(values):
    return {ip_address(value).version for value in values if "/" not in value and is_address(value)}


def address_bare_v4(scenario):
    def take_out(test):
        if test.family != "Ip" or not test.negated or 6 not in versions(test.actual):
            return None
        return rewritten_values(test, r"[\d.]+", lambda value: [value + "/32"])

    return map_tests(scenario, take_out)


def address_bare_v6(scenario):
    def take_out(test):
        if test.family != "Ip" or not test.compares:
            return None
        return rewritten_values(test, r"[\da-fA-F:]*:[\da-fA-F:]*", lambda value: [value + "/128"])

    return map_tests(scenario, take_out)


# --- variables -----------------------------------------------------------------------------------


def substituted(text, context, chosen, pattern):
    """`text` with the chosen references replaced by what they stand for; None if none is chosen."""
    out, any_chosen = "", False
    for piece in cut(text):
        value = value_of(piece, context) if piece.kind == "var" and chosen(piece) else None
        any_chosen = any_chosen or value is not None
        out += piece.spelt if value is None else (escaped(value) if pattern else value)
    return out if any_chosen else None


def substitute_in_tests(scenario, chosen, fits=lambda test, value: True):
    def take_out(test):
        if not test.takes_variables:
            return None
        new = [substituted(value, test.context, chosen, test.is_pattern)
               if fits(test, value) else None for value in test.values]
        if all(value is None for value in new):
            return None
        return test.with_values([o if n is None else n for o, n in zip(test.values, new)])

    return map_tests(scenario, take_out)


def arn_variable_early(scenario):
    """Variables before the fifth colon of an ARN: their values, literally."""

    def take_out(test):
        if test.family != "Arn" or not test.takes_variables or not test.compares:
            return None
        out, here = [], False
        for value in test.values:
            parts = components(cut(value))
            if not any(piece.kind == "var" for part in parts[:5] for piece in part):
                out.append(value)
                continue
            here = True
            early = [piece for part in parts[:5] for piece in part if piece.kind == "var"]
            texts = [value_of(piece, test.context) for piece in early]
            # A value with a colon is in no component.
            if all(text is not None and ":" not in text for text in texts):
                out.append(substituted(value, test.context, lambda piece: piece in early, True))
        return test.with_values(out) if here else None

    return map_tests(scenario, take_out)


def variable_unresolved_negated(scenario):
    def take_out(test):
        if not test.negated or not test.takes_variables or not test.compares:
            return None
        values = [v for v in test.values if not unresolved(cut(v), test.context)]
        return test.with_values(values) if len(values) < len(test.values) else None

    return map_tests(scenario, take_out)


def special_in_exact(scenario):
    """`${*}` and its like where there are no wildcards anyway."""

    def take_out(test):
        if test.family != "String" or test.is_pattern or not test.takes_variables:
            return None
        new = [re.sub(r"\$\{([*?$])\}", r"\1", value) for value in test.values]
        return test.with_values(new) if new != test.values else None

    return map_tests(scenario, take_out)


# --- presence and sets ---------------------------------------------------------------------------


def empty_set(scenario):
    context = scenario["request"]["context"]
    empty = [key for key, value in context.items() if value == []]
    for key in empty:
        del context[key]
    return bool(empty)


def null_with_prefix(scenario):
    def take_out(test):
        return test.set == "ForAllValues" if test.base == "Null" and test.set else None

    return map_tests(scenario, take_out)


def any_value_if_exists(scenario):
    def take_out(test):
        return True if test.set == "ForAnyValue" and test.if_exists and not test.actual else None

    return map_tests(scenario, take_out)


def case_beyond_ascii(scenario):
    def folds_apart(one, other):
        def fold(text):
            return "".join(c.lower() if c.isascii() else c for c in text)

        return one.lower() == other.lower() and fold(one) != fold(other)

    def take_out(test):
        if not test.base.endswith("IgnoreCase") or not test.compares:
            return None
        values = [value for value in test.values
                  if not any(folds_apart(value, actual) for actual in test.actual)]
        return test.with_values(values) if len(values) < len(test.values) else None

    return map_tests(scenario, take_out)


def is_empty_value(context):
    return lambda piece: lowered(context).get(piece.text) == ""
