#!/usr/bin/env python3
"""Makes random organisations and claims about them, and looks for verdicts that cannot be.

Of each world: the verdicts are the same words with slices of the world and with all of it, and for
a claim in the file with all others and by itself (--id); verdicts on claims that belong together do
not contradict each other; the exit code says verdicts, and soon enough. What is found stays in the
folder, with the command lines that show it.

usage: run.py BINARY [--seed S] [--worlds N] [--keep FOLDER]
"""
import argparse
import collections
import concurrent.futures
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

WORKERS = 2
REQUEST_SETS = 3  # a world; four claims each, and at times three about sides
ALONE = 2  # claims a world that are asked by themselves
CLAIM_TIMEOUT = "30s"
TIMEOUT_SECONDS = 600  # a hang, not a measure of speed
GAVE_UP = ("timeout", "resource_limit")


class Failure(Exception):
    pass


def write(folder, seed):
    """The world and its claims; the number of claims."""
    choices = words.Choices(seed)
    world = snapshot.make(choices)
    shutil.rmtree(folder, ignore_errors=True)  # of a run before
    (folder / "snapshot").mkdir(parents=True)
    for name, text in {**world.files, "snapshot.yaml": world.manifest()}.items():
        (folder / "snapshot" / name).write_text(text)
    made = claims.make(choices, REQUEST_SETS)
    properties = [{"id": f"CLAIM-{i}", "title": "a claim", "severity": "low",
                   "timeout": CLAIM_TIMEOUT, **claim} for i, claim in enumerate(made)]
    (folder / "claims.audit.yaml").write_text(
        json.dumps({"version": 1, "audit": f"world-{seed}", "properties": properties}, indent=1))
    return len(made)


def verdicts(binary, folder, *more):
    """(verdict, whether the solver gave up) of each claim asked about."""
    command = [binary, "verify", str(folder / "claims.audit.yaml"), "-s", str(folder / "snapshot"),
               "--format", "json", *more]
    try:
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              timeout=TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        raise Failure(f"no answer: {' '.join(command)}") from None
    if done.returncode not in (0, 1, 3):
        raise Failure(f"exit {done.returncode}: {' '.join(command)}\n{done.stderr}")
    return [(each["verdict"], each["reason"] in GAVE_UP)
            for each in json.loads(done.stdout)["properties"]]


def compare(found, other, what):
    for i, ((verdict, gave_up), (another, other_gave_up)) in enumerate(zip(found, other)):
        if verdict != another and not gave_up and not other_gave_up:
            yield f"CLAIM-{i}: {verdict}, and {another} {what}"


def check(binary, folder, seed):
    """What is wrong with the verdicts on the world, and how many there are of each."""
    count = write(folder, seed)
    found = verdicts(binary, folder)
    wrong = list(compare(found, verdicts(binary, folder, "--no-slicing"), "with --no-slicing"))
    for i in random.Random(seed).sample(range(count), ALONE):
        alone = verdicts(binary, folder, "--id", f"CLAIM-{i}")
        wrong += [f"{each} with --id CLAIM-{i}" for each in compare(found[i:i + 1], alone, "alone")]
    plain = [verdict for verdict, _ in found]
    wrong += [f"CLAIM-{at}: {what}" for at, what in claims.contradictions(plain)]
    return wrong, collections.Counter(plain)


def run_world(binary, folder, seed):
    try:
        wrong, counts = check(binary, folder, seed)
    except Failure as failure:
        wrong, counts = [str(failure)], collections.Counter()
    if not wrong:
        shutil.rmtree(folder)
    return seed, wrong, counts


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].strip())
    parser.add_argument("binary")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worlds", type=int, default=100)
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    binary = str(pathlib.Path(options.binary).resolve())
    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="postern-worlds-"))
    seeds = range(options.seed, options.seed + options.worlds)
    counts, failed = collections.Counter(), 0
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as workers:
        results = workers.map(lambda seed: run_world(binary, folder / str(seed), seed), seeds)
        for seed, wrong, found in results:
            counts += found
            failed += bool(wrong)
            for line in wrong:
                print(f"world {seed} ({folder / str(seed)}): {line}", flush=True)
    print(f"{len(seeds)} worlds, {failed} failed; "
          + ", ".join(f"{count} {word}" for word, count in sorted(counts.items())))
    if not failed and not options.keep:
        shutil.rmtree(folder)
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
