#!/usr/bin/env python3
"""Prints which tests exercise each rule of rules.txt; fails where a rule has none, and where a test
names a rule that is not there.

A test names its rules where it is written:

  a vector, tests/data/vectors    "rules" and "amb"
  a case, tests/cases/*           `rules: [EVAL-2, PRIN-4]` in expect.yaml
  a command line, tests/cli/*     a file `rules`
  a unit test                     Catch's tags: TEST_CASE("...", "[EVAL-2][PRIN-4]"), or the first
                                  argument of a macro for one: POSTERN_RELATION("REL-2", "...", ...)

usage: run.py SOURCE
"""
import json
import pathlib
import re
import sys
import textwrap

RULE = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+")
STRINGS = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
TEST_CASE = re.compile(r"^TEST_CASE(?:_METHOD)?\((?:\w+,\s*)?" + STRINGS + r"(?:,\s*" + STRINGS +
                       r")?\)", re.M)
MACRO = re.compile(r'^POSTERN_\w+\("(' + RULE.pattern + r')",\s*"([^"]*)"', re.M)


def rules_of(path):
    """The rules in order, each with what it is about."""
    rules = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            rule, title = line.split(maxsplit=1)
            if rule in rules:
                sys.exit(f"{path}: {rule} is there twice")
            rules[rule] = title
    return rules


def joined(literals):
    """The text of adjacent string literals of C++."""
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literals or ""))


def lines_of_data(root):
    for path in sorted(root.glob("data/vectors/*.jsonl")):
        for line in path.read_text().splitlines():
            case = json.loads(line)
            yield "vectors", case["id"], [*case.get("rules", []), *case.get("amb", [])]


def folders(root, pattern, kind, marked):
    for path in sorted(root.glob(pattern)):
        lines = [line for line in path.read_text().splitlines() if line.startswith(marked)]
        yield kind, path.parent.name, RULE.findall(" ".join(lines).removeprefix(marked))


def unit_tests(root):
    for path in sorted([*root.glob("unit/**/*.cpp"), *root.glob("exhaustive/*.cpp")]):
        text = path.read_text()
        where = path.relative_to(root).as_posix().removeprefix("unit/")
        for title, tags in TEST_CASE.findall(text):
            # Tags in small letters are Catch's own business.
            yield "units", f"{where} \"{joined(title)}\"", [
                tag for tag in re.findall(r"\[([^\]]*)\]", joined(tags)) if tag != tag.lower()]
        for rule, title in MACRO.findall(text):
            yield "units", f"{where} \"{title}\"", [rule]


def tests(root):
    """Every test: of which kind, its name, the rules it names."""
    yield from lines_of_data(root)
    yield from folders(root, "cases/*/expect.yaml", "cases", "rules:")
    yield from folders(root, "cli/*/rules", "command lines", "")
    yield from unit_tests(root)


def table(rules, found):
    for rule, title in rules.items():
        yield f"{rule}  {title}"
        for kind, names in found[rule].items():
            gap = "\n" if kind == "units" else "  "
            for line in gap.join(names).splitlines():
                yield textwrap.fill(f"{kind}: {line}", 100, initial_indent="    ",
                                    subsequent_indent="      ", break_on_hyphens=False)


def main():
    root = pathlib.Path(sys.argv[1]) / "tests"
    rules = rules_of(root / "coverage/rules.txt")
    found = {rule: {} for rule in rules}
    wrong = []
    for kind, name, named in tests(root):
        for rule in dict.fromkeys(named):
            if rule in rules:
                found[rule].setdefault(kind, []).append(name)
            else:
                wrong.append(f"{kind}: {name} names {rule}, which is no rule")
    print("\n".join(table(rules, found)))
    wrong += [f"{rule} ({title}) has no test" for rule, title in rules.items() if not found[rule]]
    print(f"\n{len(rules)} rules, {sum(1 for rule in rules if found[rule])} of them exercised")
    print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
