#!/usr/bin/env python3
"""Checks that what the program says of itself is so: each construct that it says to be approximated
or not supported, and each open question, has a case that ends as unknown with exactly that reason
and exit code 3.

usage: reasons.py BINARY
"""
import collections
import json
import pathlib
import subprocess
import sys

CASES = pathlib.Path(__file__).parent
INEXACT = {"over", "under", "unsupported"}


def entries(binary, name):
    done = subprocess.run([binary, "data", "--list", name, "--format", "json"], check=True,
                          capture_output=True, text=True)
    return json.loads(done.stdout)["entries"]


def verdict(binary, case):
    """(exit code, the property's record) of `folder:PROPERTY`."""
    folder, name = case.split(":")
    queries = sorted(path.name for path in (CASES / folder).glob("*.audit.yaml"))
    done = subprocess.run([binary, "verify", *queries, "-s", "snapshot", "--id", name, "--format",
                           "jsonl"], cwd=CASES / folder, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    return done.returncode, json.loads(lines[0]) if len(lines) == 1 else None


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    wanted = collections.defaultdict(list)  # case: what is wrong unless it holds
    wrong = []
    for row in entries(binary, "semantics"):
        inexact = INEXACT & {row["proof"], row["counterexample"]}
        if inexact and not (row["reason"] and row["case"]):
            wrong.append(f"{row['construct']}: {', '.join(sorted(inexact))}, without a reason or a case")
        elif row["case"]:
            wanted[row["case"]].append(
                (f"says `{row['reason']}`", lambda record, row=row: row["reason"] in record["explanation"]))
    for row in entries(binary, "ambiguities"):
        if row["case"]:
            wanted[row["case"]].append(
                (f"names {row['id']}", lambda record, row=row: row["id"] in record["ambiguities"]))
    for case, checks in wanted.items():
        code, record = verdict(binary, case)
        if record is None or (code, record["verdict"]) != (3, "unknown"):
            wrong.append(f"{case}: exit {code}, {record and record['verdict']}")
            continue
        wrong += [f"{case}: none {what}: {record['explanation']}" for what, holds in checks
                  if not holds(record)]
    print("\n".join(wrong) or f"{len(wanted)} cases show what they should")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
