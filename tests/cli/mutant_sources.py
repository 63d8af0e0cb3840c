"""What mutants are made from: the files of the examples, scenarios of the vectors, and the places in
their text where something stands."""
import functools
import hashlib
import json
import re
import shlex
from typing import NamedTuple


class Base(NamedTuple):
    """A command that runs, the folder it is run in, and the file of it that is made a mutant of."""
    source: str  # where the files are from
    files: dict  # path in the folder: bytes
    arguments: list
    path: str
    kind: str  # policy, details, scenario: JSON; manifest, query: YAML

    @property
    def text(self):
        return self.files[self.path].decode()


class Member(NamedTuple):
    """A member of an object in JSON text, by offsets."""
    names: tuple  # from the root; elements of lists by number
    start: int
    value: int
    end: int

    @property
    def key(self):
        return self.names[-1]

    @property
    def path(self):
        return ".".join(map(str, self.names))


SPACE = re.compile(r"\s*")


@functools.cache
def members(text):
    """The members of every object in JSON text, outer ones first."""
    found = []

    def skip(at):
        return SPACE.match(text, at).end()

    def value(at, names):
        if text[at] not in "{[":
            return json.JSONDecoder().raw_decode(text, at)[1]
        opening, count, at = text[at], 0, skip(at + 1)
        while text[at] not in "}]":
            if opening == "{":
                start, place = at, len(found)
                name, at = json.JSONDecoder().raw_decode(text, at)
                inner = skip(skip(at) + 1)
                end = value(inner, names + (name,))
                found.insert(place, Member(names + (name,), start, inner, end))
            else:
                end = value(at, names + (count,))
                count += 1
            at = skip(end)
            at = skip(at + 1) if text[at] == "," else at
        return at + 1

    value(skip(0), ())
    return found


def line_at(text, offset):
    return text.count("\n", 0, offset) + 1


def yaml_line(text, key):
    """(start, end) of the first line of block style with the key, and of the lines in it."""
    found = re.search(rf"^([ ]*)(- )?{key}:.*\n", text, re.MULTILINE)
    if not found:
        return None
    indent = len(found[1]) + len(found[2] or "")
    end = found.end()
    while below := re.compile(rf"[ ]{{{indent + 1},}}.*\n|[ ]*\n").match(text, end):
        end = below.end()
    return found.start(), end


def yaml_set(text, key, value):
    """The text with another value of the key, and the line of it if it has one line."""
    start, end = yaml_line(text, key)
    head = text[start:text.index(":", start)]
    line = None if "\n" in value else line_at(text, start)
    return f"{text[:start]}{head}: {value}\n{text[end:]}", line


def bases(root):
    """What mutants are made from: each file that differs, once."""
    found, seen = [], set()

    def add(base):
        digest = hashlib.sha256(base.files[base.path]).digest()
        if digest not in seen:
            seen.add(digest)
            found.append(base)

    for commands in sorted(root.glob("examples/*/commands")):
        folder = commands.parent
        for line in commands.read_text().splitlines():
            _, _, query, _, snapshot = shlex.split(line)[:5]
            files = {path.relative_to(folder).as_posix(): path.read_bytes()
                     for path in [folder / query, *sorted((folder / snapshot).iterdir())]}
            for path in files:
                kind = ("query" if path == query else "manifest" if path.endswith(".yaml") else
                        "policy" if path.endswith("-policy.json") else "details")
                add(Base(f"examples/{folder.name}", files, ["verify", query, "-s", snapshot], path,
                         kind))
    vectors = root / "tests/data/vectors/iam-vectors.jsonl"
    for line in vectors.read_bytes().splitlines(True)[3::20]:
        add(Base("tests/data/vectors", {"scenarios.jsonl": line}, ["simulate", "scenarios.jsonl"],
                 "scenarios.jsonl", "scenario"))
    return found
