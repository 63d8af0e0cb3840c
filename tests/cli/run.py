#!/usr/bin/env python3
"""Runs the binary in a folder and compares what it does with the golden files there.

A folder is a case, a test of the command line, or an example, a small audit a reader can run:

  case     args    the arguments, one a line          example   *.audit.yaml   the queries
           stdin   optional                                     snapshot/      what they are asked of
           stdout, stderr, exit   what must come out            expected.txt   stdout
           (absent: nothing, nothing, 0)                        expected.exit  the exit code

The binary runs inside the folder, so that no golden file holds a path of this machine.

usage: run.py [--update] BINARY FOLDER...
"""
import argparse
import difflib
import os
import pathlib
import subprocess
import sys

CASE = {"stdout": "stdout", "stderr": "stderr", "exit": "exit"}
EXAMPLE = {"stdout": "expected.txt", "exit": "expected.exit"}
TIMEOUT_SECONDS = 300


def arguments(folder):
    """The arguments of a case; for an example, those that verify all its queries."""
    if (folder / "args").exists():
        return (folder / "args").read_text().splitlines()
    queries = sorted(path.name for path in folder.glob("*.audit.yaml"))
    return ["verify", *queries, "--snapshot", "snapshot"]


def run(binary, folder):
    """What came out: a dictionary from `stdout`, `stderr` and `exit` to text."""
    stdin = folder / "stdin"
    environment = {key: value for key, value in os.environ.items() if key not in ("CI", "NO_COLOR")}
    done = subprocess.run(
        [binary, *arguments(folder)], cwd=folder, env=environment, capture_output=True, text=True,
        input=stdin.read_text() if stdin.exists() else "", timeout=TIMEOUT_SECONDS)
    exit_text = f"{done.returncode}\n" if done.returncode else ""
    return {"stdout": done.stdout, "stderr": done.stderr, "exit": exit_text}


def golden_files(folder):
    is_example = not (folder / "args").exists() or (folder / EXAMPLE["stdout"]).exists()
    return EXAMPLE if is_example else CASE


def update(folder, came):
    for what, name in golden_files(folder).items():
        path = folder / name
        if came[what] or golden_files(folder) is EXAMPLE:
            path.write_text(came[what] or ("0\n" if what == "exit" else ""))
        elif path.exists():
            path.unlink()


def differences(folder, came):
    """The lines of a diff for each golden file that differs."""
    lines = []
    for what, name in golden_files(folder).items():
        path = folder / name
        wanted = path.read_text() if path.exists() else ""
        if what == "exit" and wanted == "0\n":
            wanted = ""
        lines += difflib.unified_diff(wanted.splitlines(True), came[what].splitlines(True),
                                      f"{folder.name}/{name}", "what came out")
    if lines and golden_files(folder) is EXAMPLE:
        lines.append(came["stderr"])
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
