#!/usr/bin/env python3
"""Puts authorization cases of other tools to both engines, and explains where they differ.

usage: peer_cases.py POSTERN CASES.jsonl

The cases are scenarios with `expected`: `allowed` or `denied`. They are under licences of their own
and no part of this project. Each case must be decided as expected, or be in one class of
docs/decisions/0016-peer-cases.md: then it must differ as it stands, and agree once it is mended, or
the evaluator must name the open question it rests on. Prints a line a class; exits with 1 on a case
that is not explained, and on an explanation that is no longer needed or does not help.
"""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile

from edit import statements

ENGINES = ("evaluator", "solver")


def drop(element, *kinds):
    """A mender that takes an element out of policies of these kinds."""
    def mend(case):
        for kind, _, statement in statements(case):
            if kind in kinds:
                statement.pop(element, None)
    return mend


def endpoint_for_everybody(case):
    for kind, _, statement in statements(case):
        if kind == "vpce":
            statement.setdefault("Principal", "*")


def without_statements_for_nobody(case):
    policy = case["model"]["resource"]
    policy["Statement"] = [s for s in policy["Statement"] if "Principal" in s]
    if not policy["Statement"]:
        case["model"]["resource"] = None


def principal_as_object(case):
    for _, _, statement in statements(case):
        if statement.get("Principal", "*") != "*":
            statement["Principal"] = {"AWS": statement["Principal"]}


def no_tags_of_the_bucket(case):
    context = case["request"]["context"]
    for key in [key for key in context if key.startswith("aws:ResourceTag/")]:
        del context[key]


def public_buckets_restricted(case):
    case["model"]["s3"] = {"block_public_access": {"bucket": {"RestrictPublicBuckets": True}}}


def ids(prefix, numbers):
    return [f"{prefix}/{number}" for number in numbers.split()]


# What makes a case of the class agree, or the open question, and the cases.
CLASSES = {
    "endpoint-without-principal": (
        endpoint_for_everybody, ids("iam-simulate/core", "0065 0066 0069 0070 0072")),
    "statement-without-principal": (
        without_statements_for_nobody,
        ids("iam-simulate/core", "0198 0199 0200") + ids("iam-lens/simulate", "0022 0023")),
    "principal-as-text": (
        principal_as_object,
        ids("iam-simulate/core", "0212 0214 0218 0225 0226 0227 0228 0229 0230 0232")),
    "identity-with-principal": (
        drop("Principal", "identity"), ids("iam-simulate/core", "0269 0270")),
    "trust-with-resource": (
        drop("Resource", "trust"),
        ids("iam-simulate/core", "0274 0275 0276 0279 0281 0283 0284 0285 0288")),
    "bucket-without-abac": (no_tags_of_the_bucket, ids("iam-lens/simulate", "0026")),
    "block-left-out": (public_buckets_restricted, ids("iam-lens/simulate", "0038")),
    "not-principal-partial": ("AMB-17", ids("iam-simulate/core", "0204")),
    "arn-incomplete": ("AMB-2", ids("pmapper/authorize", "0016")),
    "null-with-prefix": ("AMB-43", ids("pmapper/authorize", "0065 0069")),
}


def decide(postern, cases):
    """{engine: {id: answer}}; a case that is refused has no answer."""
    answers = {}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "cases.jsonl"
        path.write_text("".join(json.dumps(case) + "\n" for case in cases))
        for engine in ENGINES:
            done = subprocess.run(
                [postern, "simulate", path, "--format", "jsonl", "--engine", engine], text=True,
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            lines = [json.loads(line) for line in done.stdout.splitlines()]
            answers[engine] = {answer["id"]: answer for answer in lines}
    return answers


def agrees(case, answers):
    """Whether both engines decide a case as expected; `denied` is either kind of denial."""
    found = [answers[engine].get(case["id"], {}).get("decision", "refused") for engine in ENGINES]
    return all(decision == case["expected"] or
               (case["expected"] == "denied" and decision in ("implicit_deny", "explicit_deny"))
               for decision in found)


def main():
    postern, path = sys.argv[1:]
    cases = {}
    for line in pathlib.Path(path).read_text().splitlines():
        case = json.loads(line)
        cases[case["id"]] = case
    given = decide(postern, cases.values())
    differing = {key for key, case in cases.items() if not agrees(case, given)}
    print(f"{len(cases) - len(differing)} of {len(cases)} cases agree in both engines")

    faults = []
    for name, (cause, members) in CLASSES.items():
        faults += [f"{key}: explained as {name}, and not in the file"
                   for key in members if key not in cases]
        present = [key for key in members if key in cases]
        stale = [key for key in present if key not in differing]
        faults += [f"{key}: agrees, and is explained as {name} all the same" for key in stale]
        if isinstance(cause, str):
            helped = [key for key in present
                      if cause in given["evaluator"].get(key, {}).get("ambiguities", [])]
            how = f"rests on {cause}"
        else:
            mended = [copy.deepcopy(cases[key]) for key in present]
            for case in mended:
                cause(case)
            answers = decide(postern, mended)
            helped = [case["id"] for case in mended if agrees(case, answers)]
            how = "agrees when mended"
        faults += [f"{key}: {name} does not explain it" for key in present if key not in helped]
        print(f"  {name}: {len(helped)} of {len(present)}, {how}")
    explained = {key for _, members in CLASSES.values() for key in members}
    faults += [f"{key}: differs, and no class explains it" for key in sorted(differing - explained)]
    print("\n".join(faults) if faults else "all others are explained")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
