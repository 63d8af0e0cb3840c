#!/usr/bin/env python3
"""Runs the audits of a folder and compares the verdicts with what the folder says.

  example  commands      the command lines, as a reader types them in the folder
           expected.txt  what they print, byte for byte

  case     *.audit.yaml  the queries
           snapshot/     what they are asked of
           expect.yaml   a line a property, `ID: verdict`; for `unknown` also why and the
                         ambiguities: `ID: unknown ambiguous AMB-17`. A line `rules: [...]` is
                         read by tests/coverage/run.py

With --switches, each optimisation is switched off in turn: what the verdicts are, and the exit codes
of an example, must not change (witnesses may).

usage: run.py [--update | --switches] BINARY FOLDER...
"""
import argparse
import difflib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

SWITCHES = ["--no-probing", "--no-absorption", "--no-eager-lemmas", "--no-slicing"]
TIMEOUT_SECONDS = 300
VERDICT = re.compile(r"(proved|violated|unknown|vacuous) +(\S+)")


def run(binary, folder, arguments):
    """(exit code, stdout, stderr) of the binary in the folder, so that no path of this machine shows."""
    environment = {key: value for key, value in os.environ.items() if key not in ("CI", "NO_COLOR")}
    done = subprocess.run([binary, *arguments], cwd=folder, env=environment, capture_output=True,
                          text=True, stdin=subprocess.DEVNULL, timeout=TIMEOUT_SECONDS)
    return done.returncode, done.stdout, done.stderr


def command_lines(folder):
    return (folder / "commands").read_text().splitlines()


def transcript(binary, folder):
    """What a reader sees who types the commands of an example."""
    shown = []
    for line in command_lines(folder):
        code, out, err = run(binary, folder, shlex.split(line)[1:])
        shown.append(f"$ {line}\n{err}{out}(exit {code})\n")
    return "\n".join(shown)


def difference(wanted, came, name):
    return list(difflib.unified_diff(wanted.splitlines(True), came.splitlines(True), name,
                                     "what came out"))


def verdicts(text):
    """The verdict of each property, from a report in text or a line of JSON each."""
    found = []
    for line in text.splitlines():
        if line.startswith("{"):
            record = json.loads(line)
            found.append((record["verdict"], record["id"]))
        elif match := VERDICT.match(line):
            found.append(match.groups())
    return found


def check_switches(binary, folder):
    wrong = []
    for line in command_lines(folder):
        arguments = shlex.split(line)[1:]
        code, out, _ = run(binary, folder, arguments)
        for switch in SWITCHES:
            other_code, other, err = run(binary, folder, [*arguments, switch])
            if (code, verdicts(out)) != (other_code, verdicts(other)):
                wrong.append(f"{folder.name}: {line} {switch}: exit {other_code} instead of {code}, "
                             f"{verdicts(other)} instead of {verdicts(out)}\n{err}")
    return wrong


def outcome(record):
    """`proved`, `unknown ambiguous AMB-17`, ..."""
    return " ".join([record["verdict"], *filter(None, [record["reason"]]), *record["ambiguities"]])


def case_outcomes(binary, folder, switches=()):
    """The outcome of each property of a case and what went wrong, if anything did."""
    queries = sorted(path.name for path in folder.glob("*.audit.yaml"))
    code, out, err = run(binary, folder,
                         ["verify", *queries, "-s", "snapshot", "--format", "jsonl", *switches])
    if code not in (0, 1, 3):
        return {}, f"{folder.name}: exit {code}\n{err}"
    records = [json.loads(line) for line in out.splitlines()]
    return {record["id"]: (outcome(record), record["explanation"]) for record in records}, ""


def expectations(folder):
    lines = (folder / "expect.yaml").read_text().splitlines()
    return dict(line.split(": ", 1) for line in lines if line and not line.startswith(("#", "rules:")))


def check_case(binary, folder):
    came, wrong = case_outcomes(binary, folder)
    if wrong:
        return [wrong]
    wanted = expectations(folder)
    return [f"{folder.name}: {name}: expected `{wanted.get(name)}`, came `{outcome}` {why}\n"
            for name, (outcome, why) in came.items() if wanted.get(name) != outcome
            ] + [f"{folder.name}: {name} is not in the queries\n" for name in wanted.keys() - came.keys()]


def switches_of(folder):
    """Those that expect.yaml names, where the others take minutes; else all."""
    for line in (folder / "expect.yaml").read_text().splitlines():
        if line.startswith("# switches: "):
            return line.removeprefix("# switches: ").split()
    return SWITCHES


def check_case_switches(binary, folder):
    """The verdicts of a case with each optimisation off; what an unknown hangs on may be told of
    another request."""
    wrong = []
    for switch in switches_of(folder):
        came, fault = case_outcomes(binary, folder, [switch])
        wrong += [fault] if fault else []
        wrong += [f"{folder.name}: {name} with {switch}: expected `{wanted}`, came `{came[name][0]}`\n"
                  for name, wanted in expectations(folder).items()
                  if name in came and came[name][0].split()[0] != wanted.split()[0]]
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--update", action="store_true", help="write expected.txt of examples")
    mode.add_argument("--switches", action="store_true", help="with optimisations off")
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    binary = options.binary.resolve()
    wrong = []
    for folder in options.folders:
        if not (folder / "commands").exists():
            check = check_case_switches if options.switches else check_case
            wrong += check(binary, folder)
        elif options.switches:
            wrong += check_switches(binary, folder)
        elif options.update:
            (folder / "expected.txt").write_text(transcript(binary, folder))
        else:
            wanted = (folder / "expected.txt").read_text()
            wrong += difference(wanted, transcript(binary, folder), f"{folder.name}/expected.txt")
    sys.stdout.writelines(wrong)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
