#!/usr/bin/env python3
"""Runs the binary in a folder and compares what it does with the golden files there.

  args    the arguments, one a line
  stdin   optional
  stdout, stderr, exit   what must come out (absent: nothing, nothing, 0)

The binary runs inside the folder, so that no golden file holds a path of this machine.

usage: run.py [--update] BINARY FOLDER...
"""
import argparse
import difflib
import os
import pathlib
import subprocess
import sys

GOLDEN = ["stdout", "stderr", "exit"]
TIMEOUT_SECONDS = 300


def run(binary, folder):
    """What came out: a dictionary from `stdout`, `stderr` and `exit` to text."""
    stdin = folder / "stdin"
    environment = {key: value for key, value in os.environ.items() if key not in ("CI", "NO_COLOR")}
    arguments = (folder / "args").read_text().splitlines()
    done = subprocess.run(
        [binary, *arguments], cwd=folder, env=environment, capture_output=True, text=True,
        input=stdin.read_text() if stdin.exists() else "", timeout=TIMEOUT_SECONDS)
    exit_text = f"{done.returncode}\n" if done.returncode else ""
    return {"stdout": done.stdout, "stderr": done.stderr, "exit": exit_text}


def update(folder, came):
    for name in GOLDEN:
        path = folder / name
        if came[name]:
            path.write_text(came[name])
        elif path.exists():
            path.unlink()


def differences(folder, came):
    """The lines of a diff for each golden file that differs."""
    lines = []
    for name in GOLDEN:
        path = folder / name
        wanted = path.read_text() if path.exists() else ""
        lines += difflib.unified_diff(wanted.splitlines(True), came[name].splitlines(True),
                                      f"{folder.name}/{name}", "what came out")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--update", action="store_true", help="write the golden files")
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    wrong = []
    for folder in options.folders:
        came = run(options.binary.resolve(), folder)
        if options.update:
            update(folder, came)
        else:
            wrong += differences(folder, came)
    sys.stdout.writelines(wrong)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
