#!/usr/bin/env python3
"""Compares findings with verdicts on random organisations (run.py makes them).

For every resource and role: if it is proved that nobody of another account, and nobody anonymous,
can do anything with it, there is no finding of such a principal; if that is violated there is one;
and where findings are complete, it is one or the other, unless a policy names a unique id: a verdict
may leave open whose it is, where findings know that one of the snapshot has it. Services and
identity providers are no part of the claim.

usage: findings.py BINARY [--seed S] [--worlds N] [--keep FOLDER]
"""
import argparse
import collections
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # of the modules beside this one
import run
import snapshot
import words

TIMEOUT_SECONDS = 600


def ask(binary, *arguments):
    done = subprocess.run([binary, *arguments, "--format", "json"], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=TIMEOUT_SECONDS)
    if done.returncode not in (0, 1, 3):
        raise run.Failure(f"exit {done.returncode}: {' '.join(arguments)}\n{done.stderr}")
    return json.loads(done.stdout)


def owned(world):
    """(ARN, patterns of what is governed, actions, policy) of resources and roles."""
    for entry in world.documents:
        content = json.loads(world.files[entry["file"]])
        if entry["kind"] == "account-authorization-details":
            for role in content["RoleDetailList"]:
                yield (role["Arn"], [role["Arn"]], "sts:*",
                       json.dumps(role["AssumeRolePolicyDocument"]))
        elif entry["kind"] == "bucket-policy":
            arn = entry["resource"]
            arn = arn if arn.startswith("arn:") else f"arn:aws:s3:::{arn}"
            yield arn, [arn, arn + "/*"], "*", json.dumps(content)


def check(binary, folder, seed, counts):
    run.write(folder, seed)
    world = snapshot.make(words.Choices(seed))
    trust = [word for account in words.ACCOUNTS for word in ("--trust", f"account:{account}")]
    found = ask(binary, "findings", "-s", str(folder / "snapshot"), *trust)
    accessed = {each["resource"] for each in found["findings"]
                if not each["principal"].startswith(("service:", "federated:"))}
    open_ones = {each["resource"] for each in found["unknown"]}
    resources = list({each[0]: each for each in owned(world)}.values())
    properties = [{"id": f"R-{i}", "title": arn, "severity": "low", "timeout": "30s",
                   "forbid": {"principal": "external", "action": actions, "resource": patterns,
                              "via": "none"}}
                  for i, (arn, patterns, actions, _) in enumerate(resources)]
    path = folder / "resources.audit.yaml"
    path.write_text(json.dumps({"version": 1, "audit": "resources", "properties": properties}))
    verdicts = ask(binary, "verify", str(path), "-s", str(folder / "snapshot"), *trust)
    for each, (*_, policy) in zip(verdicts["properties"], resources):
        arn, verdict = each["title"], each["verdict"]
        if each["reason"] in run.GAVE_UP:
            continue
        counts[verdict] += 1
        if verdict == "proved" and arn in accessed:
            yield f"{arn}: proved, and there is a finding"
        if verdict == "violated" and arn not in accessed:
            yield f"{arn}: violated, and there is no finding"
        names_id = "AIDA" in policy or "AROA" in policy
        if verdict == "unknown" and arn not in accessed | open_ones and not names_id:
            yield f"{arn}: unknown, and nothing about it in the findings"


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].strip())
    parser.add_argument("binary")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worlds", type=int, default=100)
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    binary = str(pathlib.Path(options.binary).resolve())
    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="postern-findings-"))
    counts, failed = collections.Counter(), 0
    for seed in range(options.seed, options.seed + options.worlds):
        here = folder / str(seed)
        try:
            wrong = list(check(binary, here, seed, counts))
        except run.Failure as failure:
            wrong = [str(failure)]
        failed += bool(wrong)
        for line in wrong:
            print(f"world {seed} ({here}): {line}", flush=True)
        if not wrong:
            shutil.rmtree(here)
    print(f"{options.worlds} worlds, {failed} failed; "
          + ", ".join(f"{count} {word}" for word, count in sorted(counts.items())))
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
