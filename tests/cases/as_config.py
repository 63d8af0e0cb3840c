#!/usr/bin/env python3
"""Checks that AWS Config says the same as account authorization details: each case whose snapshot
has them is run again with configuration items in their place, and its verdicts must not change.

usage: as_config.py BINARY [CASE...]
"""
import json
import pathlib
import re
import shutil
import sys
import tempfile
import urllib.parse

import run

CASES = pathlib.Path(__file__).parent
KIND = "kind: account-authorization-details"
LISTS = {
    "UserDetailList": ("User", ["UserPolicyList", "AttachedManagedPolicies", "GroupList", "Tags"]),
    "GroupDetailList": ("Group", ["GroupPolicyList", "AttachedManagedPolicies"]),
    "RoleDetailList": ("Role", ["RolePolicyList", "AttachedManagedPolicies", "Tags"]),
    "Policies": ("Policy", []),
}
DOCUMENTS = ("PolicyDocument", "AssumeRolePolicyDocument", "Document")


def recorded(value):
    """The value with its members as AWS Config spells them, and documents percent-encoded."""
    if isinstance(value, list):
        return [recorded(each) for each in value]
    if not isinstance(value, dict):
        return value
    out = {}
    for key, each in value.items():
        if key in DOCUMENTS:
            text = each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)
            each = text if text.startswith("%") else urllib.parse.quote(text, safe="")
        else:
            each = recorded(each)
        out[key[:1].lower() + key[1:]] = each
    return out


def items_of(details):
    for name, (kind, lists) in LISTS.items():
        for entity in details.get(name, []):
            entity = {**{each: [] for each in lists}, **entity}
            yield {"resourceType": "AWS::IAM::" + kind, "configurationItemVersion": "1.3",
                   "awsAccountId": entity["Arn"].split(":")[4], "ARN": entity["Arn"],
                   "configurationItemStatus": "OK", "tags": {},
                   "configuration": recorded(entity), "supplementaryConfiguration": {}}


def as_items(path):
    """Writes items into the file in place of details; false if it has other than one whole output."""
    try:
        details = json.loads(path.read_text())
    except json.JSONDecodeError:  # YAML, or several documents
        return False
    if details.get("IsTruncated"):
        return False
    path.write_text(json.dumps({"configurationItems": list(items_of(details))}))
    return True


def convert(folder):
    """Whether every entry of the manifest that has details could be made one of items."""
    manifest = folder / "snapshot.yaml"
    if not manifest.exists():
        return False
    found = False
    entries = re.split(r"(?m)^(?=\s*- )", manifest.read_text())
    for i, entry in enumerate(entries):
        if KIND not in entry:
            continue
        found = True
        named = re.search(r"file: [\"']?([^\s,}\"']+\.json)", entry)
        if not named or not as_items(folder / named[1]):
            return False
        separator = ", " if "{" in entry else "\n  "
        entries[i] = entry.replace(KIND, f"kind: config{separator}identities: complete")
    manifest.write_text("".join(entries))
    return found


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    wrong, count = [], 0
    for mark in sorted(CASES.glob("*/expect.yaml")):
        case = mark.parent
        if sys.argv[2:] and case.name not in sys.argv[2:]:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            copy = pathlib.Path(scratch) / case.name
            shutil.copytree(case, copy)
            if not convert(copy / "snapshot"):
                continue
            count += 1
            wrong += run.check_case(binary, copy)
    sys.stdout.writelines(wrong)
    print(f"{count} cases say the same of items of AWS Config, but for {len(wrong)} properties")
    return bool(wrong) or not count


if __name__ == "__main__":
    sys.exit(main())
