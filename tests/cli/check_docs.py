#!/usr/bin/env python3
"""Checks that what the documentation quotes is what the binary prints.

Every fenced block of a Markdown page that is marked `console` is run, from the top folder of the
project: a line `$ postern ...` is a command, the lines up to the next one are its output. A line
`...` stands for any number of lines. `echo $?` shows the exit code of the command before it.

usage: check_docs.py BINARY FOLDER
"""
import difflib
import os
import pathlib
import re
import shlex
import subprocess
import sys

TIMEOUT_SECONDS = 300
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = ["*.md", "docs/**/*.md", "examples/**/*.md"]


def commands(block):
    """(command, quoted output) of each command of a block."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
    return found


def run(binary, folder, command, last_exit):
    """(what the command prints, its exit code)."""
    if command == "echo $?":
        return f"{last_exit}\n", 0
    program, *arguments = shlex.split(command)
    if program != "postern":
        raise SystemExit(f"only `postern` and `echo $?` can be checked, not `{command}`")
    environment = {key: value for key, value in os.environ.items() if key not in ("CI", "NO_COLOR")}
    done = subprocess.run([binary, *arguments], cwd=folder, env=environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          stdin=subprocess.DEVNULL, timeout=TIMEOUT_SECONDS)
    return done.stdout, done.returncode


def agrees(quoted, printed):
    """Whether the printed lines are the quoted ones, `...` standing for any number of them."""
    pattern = "".join("(.*\n)*?" if line == "..." else re.escape(line) + "\n" for line in quoted)
    return re.fullmatch(pattern, printed) is not None


def trimmed(lines):
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def main():
    binary, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    wrong, checked = 0, 0
    for page in sorted({page for pattern in PAGES for page in folder.glob(pattern)}):
        for block in BLOCK.findall(page.read_text()):
            code = 0
            for command, quoted in commands(block):
                printed, code = run(binary, folder, command, code)
                checked += 1
                quoted, printed = trimmed(quoted), trimmed(printed.splitlines())
                if agrees(quoted, "".join(line + "\n" for line in printed)):
                    continue
                wrong += 1
                print(f"{page.relative_to(folder)}: `{command}` prints something else:")
                print("\n".join(difflib.unified_diff(quoted, printed, "quoted", "printed", lineterm="")))
    print(f"{checked} commands quoted, {wrong} wrong")
    return wrong > 0 or checked == 0


if __name__ == "__main__":
    sys.exit(main())
