"""Makes inputs that must be refused, from the examples and the vectors: six families of mutants.

Every mutant is wrong by construction, whatever the file it is made from: JSON cut before its last
brace, a number where a list of actions stands, ... The same seed makes the same mutants.
"""
import gzip
import json
import random
import re
from typing import Callable, NamedTuple, Optional, Union
from urllib.parse import quote

from mutant_sources import Base, line_at, members, yaml_line, yaml_set

SEED = 20261122
STRING_LIMIT = 64 << 10  # of document::Limits, as are the next two
DEPTH_LIMIT = 64
BYTE_LIMIT = 1 << 30

ELEMENTS = {  # what stands in policies, and what must not
    "Version": ['"2012-10-18"', "20121017", "null", '["2012-10-17"]', "{}", "true"],
    "Statement": ['"Allow"', "7", "true", "null", '["x"]', "[[]]", "[null]", "{}"],
    "Sid": ["7", "null", '["a"]'],
    "Effect": ["7", "true", "null", '["Allow"]', "{}", '"allow"', '"Permit"', '""'],
    "Action": ["7", "true", "null", "{}", "[7]", '[["s3:*"]]', "[null]"],
    "Resource": ["7", "false", "null", "{}", "[7]", '[["*"]]', "[null]"],
    "Principal": ['"nobody"', "7", "true", "null", '["*"]', '{"AWS": 7}', '{"AWS": [null]}',
                  '{"Aws": "*"}', '{"AWS": {}}'],
}
CONDITIONS = ['"x"', "[]", "7", "null", '{"StringEquals": "x"}', '{"StringEquals": []}',
              '{"StringEquals": {"aws:a": null}}', '{"StringEquals": {"aws:a": {}}}',
              '{"StringEquals": {"aws:a": [["b"]]}}', '{"StringEqual": {"aws:a": "b"}}']
SAME_BUT_FOR_CASE = ['{"StringEquals": {"aws:a": "b"}, "stringequals": {"aws:c": "d"}}',
                     '{"StringEquals": {"aws:SourceIp": "b", "AWS:sourceip": "b"}}',
                     '{"StringLikeIfExists": {"aws:a": "b"}, "STRINGLIKEIFEXISTS": {"aws:c": "d"}}',
                     '{"ForAnyValue:StringLike": {"aws:TagKeys": "b", "aws:tagkeys": "c"}}',
                     '{"Bool": {"aws:SecureTransport": "true", "AWS:SECURETRANSPORT": "true"}}']
DETAILS = {  # the same of authorization details
    "UserDetailList": ["{}", '"x"', "7", "[7]"], "GroupDetailList": ["{}", "[null]"],
    "RoleDetailList": ["{}", '["x"]'], "Policies": ["{}", "[7]"], "IsTruncated": ['"false"', "0"],
    "Arn": ["7", "null", '"alice"', '"arn:aws:s3:::b"', "[]"],
    "UserName": ["7", '"somebody-else"'], "RoleName": ["7", '"somebody-else"'],
    "RoleId": ["7", "{}"], "AssumeRolePolicyDocument": ["7", "[]", "null", '""', '"no policy"'],
    "PolicyDocument": ["7", "[]", "null", '""', '"{"', '"\\"{}\\""'],
    "AttachedManagedPolicies": ["{}", '["x"]', '[{"PolicyArn": 7}]', "[{}]"],
    "GroupList": ["{}", "[7]"],
}
SCENARIO = {
    "id": ["7", "null"], "model": ["[]", "7"], "request": ['"x"', "[]"],
    "model.identity": ["{}", '"x"', "[7]"], "model.scps": ["{}", "[{}]"],
    "request.principal": ['"x"', "7", "[]"], "request.principal.type": ['"usr"', "7"],
    "request.action": ["7", '["s3:GetObject"]', '"GetObject"'], "request.resource": ["7", '"data"'],
    "request.context": ["[]", '"x"', '{"aws:a": null}', '{"aws:a": {}}'],
}
MANIFEST = {
    "version": ['"1"', "2", "[1]", "true"], "documents": ["{}", "x", "7", "[7]", "[x]"],
    "kind": ["7", "bucketpolicy", "[none]"], "account": ["12", "[x]", "true", '"12345678901x"'],
    "resource": ["7", "[a]", "arn:aws:s3"], "file": ["7", "[a]", "{a: b}"],
}
QUERY = {
    "version": ["2", '"one"', "[1]"], "audit": ["7", "[a]", "{a: b}", '""'],
    "scope": ["[]", "7"], "accounts": ['["12"]', "{}", "7"], "define": ["[]", "x"],
    "properties": ["{}", "7", "[]", "[7]"], "id": ["7", "lower-case", "[A1]"],
    "title": ["7", "[a]", "{a: b}"], "severity": ["fatal", "7", "[high]"],
    "expect": ["maybe", "true"], "forbid": ["x", "[]", "7", "{}"], "require": ["x", "[]", "{}"],
    "principal": ["7", "[]", "[[any]]"], "action": ["7", "[]", "[7]"],
    "resource": ["7", "[]", "[[a]]"], "via": ["7", "some"],
}
BAD_BYTES = {
    "a byte that never is UTF-8": b"\xff", "an overlong NUL": b"\xc0\x80",
    "a lone continuation byte": b"\x80", "an encoded surrogate": b"\xed\xa0\x80",
    "a code point past the last": b"\xf5\x80\x80\x80", "a character cut off": b"\xe2\x82",
    "Latin-1": b"\xe9", "NUL": b"\0", "a control character": b"\x1f",
}
BAD_ESCAPES = [r"\ud800", r"\udc00", r"\ud800x", r"\ud800\u0041", r"\udc00\ud800", r"\x41", r"\u12z",
               r"\u00g0"]


class Mutant(NamedTuple):
    family: str
    description: str
    base: Base
    content: Union[bytes, Callable]  # or what makes the bytes: the huge ones one at a time
    line: Optional[int]  # of an error, where it is plain to see


def shown(value):
    value = value.replace("\n", " ")
    return value if len(value) < 60 else value[:40] + "..."


class Generator:
    def __init__(self, bases):
        self.bases = bases
        self.random = random.Random(SEED)
        self.mutants = []
        self.turn = 0

    def add(self, family, description, base, content, line=None):
        data = content.encode() if isinstance(content, str) else content
        self.mutants.append(Mutant(family, description, base, data, line))

    def of(self, *kinds):
        return [base for base in self.bases if base.kind in kinds]

    def json_bases(self):
        return self.of("policy", "details", "scenario")

    def next(self, found):
        """Of what there is to choose from, another each time."""
        self.turn += 1
        return found[self.turn % len(found)]

    def places(self, matches, *kinds):
        """(base, member) where a member's value can be replaced."""
        return [(base, member) for base in self.of(*(kinds or ("policy", "details", "scenario")))
                for member in members(base.text) if matches(member)]

    def replace(self, family, what, place, value):
        base, member = place
        text = base.text
        # A member of authorization details that is null counts as absent: its object is wrong.
        absent = value == "null" and member.key in DETAILS
        self.add(family, f"{what}: {member.path} is {shown(value)}", base,
                 text[:member.value] + value + text[member.end:],
                 None if absent else line_at(text, member.value))

    def insert(self, family, what, place, text):
        """Text before a member."""
        base, member = place
        self.add(family, f"{what}, before {member.path}", base,
                 base.text[:member.start] + text + base.text[member.start:],
                 line_at(base.text, member.start) + text.count("\n"))

    def statements(self):
        """Where a statement has no condition yet: the member `Effect`."""
        with_condition = {(id(base), member.names[:-1])
                          for base, member in self.places(lambda m: m.key == "Condition")}
        return [(base, member) for base, member in self.places(lambda m: m.key == "Effect")
                if (id(base), member.names[:-1]) not in with_condition]

    def yaml_sets(self, family, what, kind, key, value):
        base = self.next([b for b in self.of(kind) if yaml_line(b.text, key)])
        text, line = yaml_set(base.text, key, value)
        self.add(family, f"{what}: {key} is {shown(value)}", base, text, line)

    # The families.

    def truncated(self):
        for base in self.json_bases():
            at = self.random.randrange(1, base.text.rindex("}"))
            self.add("truncated", f"cut after {at} bytes", base, base.text.encode()[:at])
        for base in self.of("query", "manifest"):
            code = re.sub(r"#.*", lambda comment: " " * len(comment[0]), base.text)
            inside = [found.span() for found in re.finditer(r'"[^"\n]*"|\{.*\}', code)]
            for start, end in self.random.sample(inside, min(2, len(inside))):
                at = self.random.randrange(start + 1, end)
                self.add("truncated", f"cut after {at} bytes, in quotes or braces", base, base.text[:at])
        for base in self.of("query"):
            start, end = yaml_line(base.text, "severity")
            self.add("truncated", "cut before a severity", base, base.text[:start])
        for base in self.of("manifest"):
            self.add("truncated", "cut after `documents:`", base,
                     base.text[:base.text.index("documents:") + 10])
            if file := re.search(r"file: (\S+)", base.text):
                self.add("truncated", "cut in the name of a file", base, base.text[:file.end() - 3],
                         line_at(base.text, file.start()))
        for kind in ["policy", "details", "scenario", "manifest", "query"]:
            base = self.next(self.of(kind))
            self.add("truncated", "cut to nothing", base, b"")
            packed = gzip.compress(base.text.encode(), mtime=0)
            at = self.random.randrange(2, len(packed))
            self.add("truncated", f"gzip cut after {at} bytes", base, packed[:at], 1)

    def types(self):
        for key, values in ELEMENTS.items():
            for value in values:
                place = self.next(self.places(lambda m: m.key == key))
                self.replace("types", "not a value of the element", place, value)
        for value in CONDITIONS:
            self.insert("types", f"Condition {value}", self.next(self.statements()),
                        f'"Condition": {value}, ')
        for key, values in DETAILS.items():
            for value in values:
                place = self.next(self.places(lambda m: m.key == key, "details"))
                self.replace("types", "not of authorization details", place, value)
        for path, values in SCENARIO.items():
            for value in values:
                place = self.next(self.places(lambda m: m.path == path, "scenario"))
                self.replace("types", "not of a scenario", place, value)
        for kind, table in [("manifest", MANIFEST), ("query", QUERY)]:
            for key, values in table.items():
                for value in values:
                    self.yaml_sets("types", f"not of a {kind}", kind, key, value)
        for kind in ["policy", "details", "scenario", "manifest", "query"]:
            base = self.next(self.of(kind))
            self.add("types", "a number alone", base, "7\n", 1)
            if kind not in ("manifest", "query"):
                self.add("types", "the document in a list", base, f"[{base.text}]")

    def encodings(self):
        strings = self.places(lambda m: True)
        strings = [(base, member) for base, member in strings if base.text[member.value] == '"']
        for what, bad in [*BAD_BYTES.items(), ("a line break", b"\n")]:
            base, member = self.random.choice(strings)
            text, at = base.text, member.value + 1
            self.add("encodings", f"{what} in the string {member.path}", base,
                     text[:at].encode() + bad + text[at:].encode(), line_at(text, at))
            if bad == b"\n":
                continue
            base, member = self.random.choice(strings)
            text, at = base.text, member.start
            self.add("encodings", f"{what} before {member.path}", base,
                     text[:at].encode() + bad + text[at:].encode(), line_at(text, at))
            base = self.next(self.of("query", "manifest"))
            at = self.random.randrange(len(base.text))
            self.add("encodings", f"{what} at {at}", base,
                     base.text[:at].encode() + bad + base.text[at:].encode(), line_at(base.text, at))
        for escape in BAD_ESCAPES:
            base, member = self.random.choice(strings)
            self.replace("encodings", "a malformed escape", (base, member),
                         '"' + escape + base.text[member.value + 1:member.end])
            if escape != r"\x41":  # YAML has that one
                self.yaml_sets("encodings", "a malformed escape", "query", "title", f'"{escape}"')
        policies = self.places(lambda m: m.key == "PolicyDocument", "details")
        for inner in [r'{"Version": "\ud800"}', '{"Version": "\x01"}', "%7B%2", "%zz", "%7B%FF%7D",
                      "%7B%00%7D", "%7B%22a%ED%A0%80%22%3A1%7D"]:
            self.replace("encodings", "a document in a string", self.next(policies), json.dumps(inner))
        for kind in ["policy", "details", "scenario", "manifest", "query"]:
            base = self.next(self.of(kind))
            data = base.text.encode()
            for encoding in ["utf-16-le", "utf-16-be"]:
                self.add("encodings", encoding, base, base.text.encode(encoding))
                self.add("encodings", f"{encoding} with its mark", base,
                         ("\ufeff" + base.text).encode(encoding), 1)
            self.add("encodings", "utf-32", base, base.text.encode("utf-32"))
            self.add("encodings", "gzip in gzip", base,
                     gzip.compress(gzip.compress(data, mtime=0), mtime=0), 1)
            self.add("encodings", "what is no gzip", base, b"\x1f\x8b" + self.random.randbytes(200), 1)
            self.add("encodings", "NUL after the end", base, data + b"\0")

    def huge(self):
        strings = ["Version", "Sid", "Effect", "Action", "Resource"]
        for size in [STRING_LIMIT + 1, 2 << 20]:
            for key in strings:
                place = self.next(self.places(lambda m: m.key == key))
                self.replace("huge", f"a string of {size}", place, '"' + "a" * size + '"')
            self.replace("huge", f"a string of {size}", self.next(self.places(lambda m: m.key == "Arn")),
                         '"arn:aws:iam::' + "1" * size + '"')
            self.replace("huge", f"a pattern of {size}",
                         self.next(self.places(lambda m: m.key == "Action")), '"' + "*?" * size + '"')
            self.insert("huge", f"a key of {size}", self.next(self.statements()), f'"{"k" * size}": 7, ')
            self.insert("huge", f"a condition of {size}", self.next(self.statements()),
                        f'"Condition": {{"StringLike": {{"aws:a": "{"*a" * size}"}}}}, ')
            self.replace("huge", f"a number of {size} digits", self.next(self.statements()), "7" * size)
            self.replace("huge", f"{size} escapes", self.next(self.statements()),
                         '"' + r"\u0041" * size + '"')
            for kind, key in [("query", "title"), ("query", "audit"), ("manifest", "kind")]:
                self.yaml_sets("huge", f"a string of {size}", kind, key, '"' + "a" * size + '"')
        policies = self.places(lambda m: m.key == "PolicyDocument", "details")
        policy = json.dumps({"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Action": "s3:" + "a" * STRING_LIMIT, "Resource": "*"}})
        for inner in [policy, quote(policy, safe="")]:
            self.replace("huge", "a long string in a document in a string", self.next(policies),
                         json.dumps(inner))
        self.replace("huge", "200000 actions and a number",
                     self.next(self.places(lambda m: m.key == "Action")),
                     "[" + '"s3:GetObject", ' * 200000 + "7]")
        statement = '{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}'
        for good, bad in [(20000, 1), (0, 5000)]:
            base = self.next(self.of("policy"))
            lines = [statement] * good + [statement.replace('"Allow"', "7")] * bad
            self.add("huge", f"{good} good statements and {bad} bad", base,
                     '{"Version": "2012-10-17", "Statement": [\n' + ",\n".join(lines) + "]}", good + 2)
        for kind in ["policy", "details", "scenario"]:
            base = self.next(self.of(kind))
            self.add("huge", "more bytes than the limit", base, lambda: bytes(BYTE_LIMIT + 1), 1)
            part = gzip.compress(bytes(1 << 24), mtime=0)
            self.add("huge", "more bytes than the limit, in gzip", base,
                     part * (BYTE_LIMIT // (1 << 24) + 1), 1)

    def deep(self):
        for depth in [DEPTH_LIMIT + 1, 1000, 1000000]:
            nested = {"lists": "[" * depth + "]" * depth, "objects": '{"a":' * depth + "7" + "}" * depth,
                      "both": '{"a":[' * depth + "]}" * depth, "lists left open": "[" * depth}
            for what, value in nested.items():
                base = self.next(self.json_bases())
                self.add("deep", f"{depth} {what} alone", base, value, 1)
                place = self.next(self.places(lambda m: m.key in (*ELEMENTS, "context", "Policies")))
                self.replace("deep", f"{depth} {what}", place, value)
            self.insert("deep", f"a condition {depth} deep", self.next(self.statements()),
                        f'"Condition": {nested["objects"]}, ')
            for inner in [nested["objects"], quote(nested["objects"], safe="")]:
                place = self.next(self.places(lambda m: m.key == "PolicyDocument", "details"))
                self.replace("deep", f"{depth} in a string", place, json.dumps(inner))
            for kind, key in [("manifest", "documents"), ("query", "properties"), ("query", "audit")]:
                for what, value in [("lists", nested["lists"]),
                                    ("lists left open", "\n  " + "[" * depth),
                                    ("objects", "{a: " * depth + "}" * depth),
                                    ("lists in block style", "\n  " + "- " * depth + "a")]:
                    self.yaml_sets("deep", f"{depth} {what}", kind, key, value)
        for kind, key in [("manifest", "documents"), ("query", "properties")]:
            block = "".join(f"\n{' ' * (i + 2)}a:" for i in range(1000))
            self.yaml_sets("deep", "1000 objects in block style", kind, key, block)
        value = '"x"'
        for _ in range(10):
            value = json.dumps(value)
        place = self.next(self.places(lambda m: m.key == "PolicyDocument", "details"))
        self.replace("deep", "a string in a string in ...", place, value)

    def duplicates(self):
        for base in self.json_bases():
            member = self.random.choice(members(base.text))
            again = base.text[member.start:member.end]
            if self.turn % 3 == 0:  # the same name by other letters
                again = f'"\\u{ord(member.key[0]):04x}{again[2:]}'
            self.insert("duplicates", "given twice", (base, member), again + ", ")
            self.turn += 1
        for base in self.of("query", "manifest"):
            scalars = list(re.finditer(r"^([ ]*)(- )?(\w+: [^\n{\[#]+)$", base.text, re.MULTILINE))
            found = self.random.choice(scalars)
            again = f"{' ' * len(found[1] + (found[2] or ''))}{found[3]}\n"
            self.add("duplicates", f"{found[3]} given twice", base,
                     base.text[:found.end() + 1] + again + base.text[found.end() + 1:],
                     line_at(base.text, found.start()) + 1)
        for value in SAME_BUT_FOR_CASE:
            for _ in range(2):
                self.insert("duplicates", f"Condition {value}", self.next(self.statements()),
                            f'"Condition": {value}, ')
        for key in ["effect", "ACTION", "sid"]:
            self.insert("duplicates", f"`{key}` beside the element", self.next(self.statements()),
                        f'"{key}": "Allow", ')
        contexts = self.places(lambda m: m.path == "request.context", "scenario")
        for value in ['{"aws:SourceIp": "192.0.2.1", "aws:sourceip": "192.0.2.1"}',
                      '{"s3:prefix": ["a"], "S3:PREFIX": ["a"]}', '{"aws:a": "1", "aws:a": "1"}']:
            self.replace("duplicates", "a context", self.next(contexts), value)
        for value in ['{ StringEquals: { "sts:ExternalId": "a", "STS:externalid": "a" } }',
                      '{ StringEquals: { "sts:ExternalId": "a" }, stringequals: { "aws:a": "b" } }']:
            self.yaml_sets("duplicates", "when", "query", "when", value)
        for base in self.of("query"):
            at = base.text.index("properties:\n")
            whole = base.text[at + len("properties:\n"):]
            self.add("duplicates", "each property twice", base, base.text + whole)


def make_mutants(bases):
    generator = Generator(bases)
    for family in [generator.truncated, generator.types, generator.encodings, generator.huge,
                   generator.deep, generator.duplicates]:
        family()
    return generator.mutants
