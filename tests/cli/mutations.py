#!/usr/bin/env python3
"""Runs the binary on mutants of the examples and the vectors (mutants.py), which it must refuse.

Of each mutant: exit code 2, nothing on standard output, an error that names the file and a place in
it, no report of a sanitizer, in less than TIMEOUT_SECONDS. What the mutants are made from must run.

usage: mutations.py BINARY SOURCE_FOLDER [--only NUMBER [--keep FOLDER]]
"""
import argparse
import collections
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # of the modules beside this one
import mutant_sources
import mutants

WORKERS = 2
TIMEOUT_SECONDS = 120  # a hang, not a measure of speed
SANITIZER = re.compile(r"AddressSanitizer|LeakSanitizer|UndefinedBehavior|runtime error:")
ERROR = re.compile(r"^(.+?):(\d+):(\d+): error POSTERN\d{4}: \S", re.MULTILINE)


def write(folder, base, content=None):
    """The files of a base below the folder; if there is content, as a mutant."""
    for name, data in base.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if name == base.path and content is not None else data)


def run(binary, folder, arguments):
    environment = {"UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1", **os.environ}
    done = subprocess.run([binary, *arguments], cwd=folder, env=environment, capture_output=True,
                          stdin=subprocess.DEVNULL, timeout=TIMEOUT_SECONDS)
    return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def is_place(content, line, column):
    """Whether the file has such a line, and the line such a column or an end there."""
    lines = content.split(b"\n", line)[:line]
    return 1 <= line <= len(lines) and 1 <= column <= len(lines[-1]) + 1


def faults(mutant, content, code, out, err):
    """What is wrong with how the mutant was refused."""
    if code != 2:
        yield f"exit code {code}"
    if out:
        yield f"{len(out)} bytes on standard output"
    if SANITIZER.search(err):
        yield "a sanitizer's report"
    places = [(int(line), int(column)) for file, line, column in ERROR.findall(err)
              if file == mutant.base.path]
    if not places:
        yield f"no error with a place in {mutant.base.path}"
    packed = content.startswith(b"\x1f\x8b")  # places are those of what is in it
    yield from (f"{line}:{column} is no place in the file" for line, column in places
                if not packed and not is_place(content, line, column))
    if mutant.line and places and mutant.line not in [line for line, _ in places]:
        yield f"no error in line {mutant.line}"


def check(binary, mutant):
    """What is wrong, and what the binary said."""
    content = mutant.content() if callable(mutant.content) else mutant.content
    with tempfile.TemporaryDirectory(prefix="postern-mutant-") as folder:
        write(pathlib.Path(folder), mutant.base, content)
        try:
            code, out, err = run(binary, folder, mutant.base.arguments)
        except subprocess.TimeoutExpired:
            return [f"not done in {TIMEOUT_SECONDS} s"], ""
    return list(faults(mutant, content, code, out, err)), err


def check_base(binary, base):
    """What is wrong with what is no mutant: a refusal of a mutant of it would prove nothing."""
    only_read = ["--check"] if base.arguments[0] == "verify" else []
    with tempfile.TemporaryDirectory(prefix="postern-mutant-") as folder:
        write(pathlib.Path(folder), base)
        code, _, err = run(binary, folder, [*base.arguments, *only_read])
    return [] if code in (0, 3) else [f"{base.source}: {base.path}: exit code {code}\n{err}"]


def keep(binary, mutant, folder):
    """Leaves a mutant in a folder to look at, and says how to run it."""
    write(folder, mutant.base, mutant.content() if callable(mutant.content) else mutant.content)
    print(f"cd {folder} && {binary} {' '.join(mutant.base.arguments)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("--only", type=int, metavar="NUMBER", help="run this mutant alone")
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER", help="leave it in the folder")
    options = parser.parse_args()
    binary, source = options.binary.resolve(), options.source.resolve()

    bases = mutant_sources.bases(source)
    numbered = list(enumerate(mutants.make_mutants(bases)))
    chosen = [each for each in numbered if options.only in (None, each[0])]
    if options.keep:
        keep(binary, chosen[0][1], options.keep.resolve())
    wrong = []
    right = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        for found in pool.map(lambda base: check_base(binary, base), bases):
            wrong += found
        results = pool.map(lambda each: check(binary, each[1]), chosen)
        for (number, mutant), (found, err) in zip(chosen, results):
            if not found:
                right[mutant.family] += 1
                continue
            wrong.append(f"{number} {mutant.family}: {mutant.description}\n"
                         f"  of {mutant.base.source}: {mutant.base.path}\n"
                         f"  {'; '.join(found)}\n  {err[:600]}\n"
                         f"  {sys.argv[0]} {binary} {source} --only {number} --keep FOLDER\n")
    print("\n".join(wrong), end="\n" if wrong else "")
    total = collections.Counter(mutant.family for _, mutant in chosen)
    for family, count in total.items():
        print(f"{family:<12}{right[family]:>4} of {count} refused as they should be")
    print(f"{'together':<12}{sum(right.values()):>4} of {len(chosen)}")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
