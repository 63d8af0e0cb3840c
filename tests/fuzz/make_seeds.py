#!/usr/bin/env python3
"""Fills a folder with what the fuzz targets start from: the project's own examples, cases and test
vectors, one folder a target, each text once under the hash of its content.

usage: make_seeds.py ROOT FOLDER
"""
import gzip
import hashlib
import json
import pathlib
import re
import sys
import urllib.parse

LARGEST = 16 << 10  # bytes: long inputs are slow and teach nothing new
POLICY_KINDS = {  # member of a scenario's model -> first byte of the target's input
    "identity": "0", "boundary": "1", "session": "2", "resource": "3", "scps": "5", "rcps": "6",
    "resource_account_scps": "5", "vpce": "7"}


def texts(root, *patterns):
    for pattern in patterns:
        for path in sorted(path for path in root.glob(pattern) if path.is_file()):
            yield path.read_bytes()


def scenario_lines(root):
    for text in texts(root, "tests/data/vectors/*.jsonl", "tests/differential/found/*.jsonl"):
        yield from text.splitlines()


def leaves(value):
    """The policies in a list of policies or of levels."""
    return [leaf for each in value for leaf in leaves(each)] if isinstance(value, list) else [value]


def documents(root):
    yield from texts(root, "examples/*/*.yaml", "examples/*/*/*", "tests/cases/*/*/*",
                     "tests/cli/**/*.json", "tests/cli/**/*.yaml", "tests/cli/**/*.jsonl")
    lines = list(scenario_lines(root))
    yield from lines[::10]
    yield b"\n".join(lines[:3])
    for policy in list(policies(root))[::10]:
        yield json.dumps({"Policy": urllib.parse.quote(policy[1:])}).encode()
    for text in texts(root, "examples/bucket-a/snapshot/*"):
        yield gzip.compress(text, mtime=0)


def policies(root):
    for line in scenario_lines(root):
        scenario = json.loads(line)
        trust = scenario["request"]["action"].startswith("sts:")
        for member, kind in POLICY_KINDS.items():
            for policy in leaves(scenario.get("model", {}).get(member) or []):
                kind = "4" if trust and member == "resource" else kind
                text = json.dumps(policy)
                yield (kind + text).encode()
                yield (chr(ord(kind) + 0x10) + text).encode()  # the same as YAML
    for text in texts(root, "examples/*/*/*-policy.json"):
        yield b"3" + text
        yield b"8" + text


def scenarios(root):
    lines = list(scenario_lines(root))
    yield from lines
    yield b"\n".join(lines[:3])
    yield from texts(root, "examples/*/*/*.json", "examples/*/*/*.yaml", "tests/cases/*/snapshot/*",
                     "tests/cases/*/snapshot/organizations/*", "tests/cli/**/*.jsonl",
                     "tests/cli/**/*.json")


def queries(root):
    yield from texts(root, "examples/*/*.yaml", "tests/cases/*/*.audit.yaml", "tests/cli/**/*.yaml")
    for text in texts(root, "docs/query-files.md", "README.md"):
        yield from re.findall(rb"^```yaml\n(.*?)^```$", text, re.M | re.S)


def main():
    root, folder = map(pathlib.Path, sys.argv[1:])
    for target, seeds in {"document": documents, "policy": policies, "scenario": scenarios,
                          "query": queries}.items():
        place = folder / target
        place.mkdir(parents=True, exist_ok=True)
        for seed in seeds(root):
            file = place / hashlib.sha256(seed).hexdigest()[:16]
            if len(seed) <= LARGEST and not file.exists():
                file.write_bytes(seed)


if __name__ == "__main__":
    main()
