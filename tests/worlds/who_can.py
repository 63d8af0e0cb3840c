#!/usr/bin/env python3
"""Makes random organisations and asks who can do something: the answer must agree with `verify`.

Of each user and role of the snapshot, and of nobody in particular (`public`): who is listed breaks
the claim that they cannot, and of who is neither listed nor unknown the claim is proved. The answers
with slices of the world and with all of it are the same.

usage: who_can.py BINARY [--seed S] [--worlds N]
"""
import argparse
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # of the modules beside this one
import claims
import snapshot
import words

TIMEOUT_SECONDS = 600  # a hang, not a measure of speed


def run(binary, *arguments):
    done = subprocess.run([binary, *arguments], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=TIMEOUT_SECONDS)
    return done.returncode, done.stdout, done.stderr


def names(folder):
    """The ARNs of all users and roles."""
    found = set()
    for path in folder.glob("*.json"):
        document = json.loads(path.read_text())
        if isinstance(document, dict) and "UserDetailList" in document:
            found |= {each["Arn"] for kind in ("UserDetailList", "RoleDetailList")
                      for each in document[kind]}
    return sorted(found)


def answer(binary, world, action, resource, *more):
    code, out, err = run(binary, "who-can", action, resource, "-s", str(world), "--format", "json",
                         *more)
    if code == 2 and "POSTERN0507" in err:
        return None
    if code not in (0, 3):
        raise SystemExit(f"exit {code}: who-can {action} {resource} -s {world} {more}\n{err}")
    found = json.loads(out)
    return ({each for group in found["groups"] for each in group["principals"]},
            {each["principal"] for each in found["unknown"]})


def verdicts(binary, folder, action, resource, principals):
    properties = [{"id": f"P-{i}", "title": "a claim", "severity": "low",
                   "forbid": {"principal": each, "action": action, "resource": resource}}
                  for i, each in enumerate(principals)]
    file = folder / "each.audit.yaml"
    file.write_text(json.dumps({"version": 1, "audit": "each", "properties": properties}))
    code, out, err = run(binary, "verify", str(file), "-s", str(folder / "snapshot"), "--format",
                         "json")
    if code not in (0, 1, 3):
        raise SystemExit(f"exit {code}: verify {file}\n{err}")
    return [each["verdict"] for each in json.loads(out)["properties"]]


def check(binary, folder, seed):
    choices = words.Choices(seed)
    world = snapshot.make(choices)
    (folder / "snapshot").mkdir(parents=True)
    for name, text in {**world.files, "snapshot.yaml": world.manifest()}.items():
        (folder / "snapshot" / name).write_text(text)
    topic = random.Random(seed).choice(sorted(choices.topics))
    action, resource = random.Random(seed).choice(
        [each for each in claims.REQUESTS[topic]
         if isinstance(each[1], str) and each[1].startswith(("arn:", "*"))])
    found = answer(binary, folder / "snapshot", action, resource)
    if found is None:
        return 0, []
    listed, unknown = found
    wrong = []
    whole = answer(binary, folder / "snapshot", action, resource, "--no-slicing")
    # Which accounts have a name of their own depends on the policies that are looked at.
    if [{name for name in part if not name.startswith("account:")} for part in whole] != [
            {name for name in part if not name.startswith("account:")} for part in found]:
        wrong.append("other principals with --no-slicing")
    anybody = "public" in listed | unknown  # whoever leaves out the signature is one of them
    principals = names(folder / "snapshot")
    for principal, verdict in zip(principals,
                                  verdicts(binary, folder, action, resource, principals)):
        if principal in listed and verdict == "proved":
            wrong.append(f"{principal} is listed, and it is proved that they cannot")
        if principal not in listed | unknown and not anybody and verdict in ("violated", "unknown"):
            wrong.append(f"{principal} is not listed, and that they cannot is {verdict}")
    return len(principals), [f"{action} on {resource}: {each}" for each in wrong]


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].strip())
    parser.add_argument("binary")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worlds", type=int, default=10)
    options = parser.parse_args()
    binary = str(pathlib.Path(options.binary).resolve())
    top = pathlib.Path(tempfile.mkdtemp(prefix="postern-who-can-"))
    asked, failed = 0, 0
    for seed in range(options.seed, options.seed + options.worlds):
        count, wrong = check(binary, top / str(seed), seed)
        asked += count
        failed += bool(wrong)
        for line in wrong:
            print(f"world {seed} ({top / str(seed)}): {line}", flush=True)
    print(f"{options.worlds} worlds, {failed} failed; {asked} principals")
    if not failed:
        shutil.rmtree(top)
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
