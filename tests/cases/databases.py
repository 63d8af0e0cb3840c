#!/usr/bin/env python3
"""Checks that a database of iam-collect says the same as the folder with the same documents: the
verdicts, the witnesses and the notes on each case whose snapshot such a folder is.

usage: databases.py BINARY            every case with such a snapshot
       databases.py BINARY QUERIES FOLDER
"""
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

CASES = pathlib.Path(__file__).parent
SCHEMA = CASES / "iam_collect_database.sql"


def rows_of_account(folder):
    """(table, the row after the partition) of each document below accounts/ID."""
    account = folder.name
    for path in sorted(folder.rglob("*.json")):
        parts = path.relative_to(folder).parts
        data = path.read_text()
        if len(parts) == 1:
            yield "account_metadata", (account, path.stem, data)
        elif parts[0] == "ram":
            yield "ram_resources", (account, parts[1], path.stem, data)
        else:
            arn = json.loads((path.parent / "metadata.json").read_text())["arn"].lower()
            _, _, service, region, owner, resource = arn.split(":", 5)
            kind = re.match(r"([^:/]*)[:/]", resource)
            yield "resource_metadata", (account, arn, path.stem, data, service, region or None,
                                        kind and kind[1], owner or None)


def rows_of_organization(folder):
    for path in sorted(folder.rglob("*.json")):
        parts = path.relative_to(folder).parts
        names = (folder.name, *parts[:-1], path.stem, path.read_text())
        if len(parts) == 1:
            yield "organization_metadata", names
        elif parts[0] == "ous":
            yield "organizational_unit_metadata", (folder.name, parts[1], path.stem, names[-1])
        else:
            yield "organization_policy_metadata", names


def write_database(folder, path):
    """The database that iam-collect would have written in place of the folder."""
    database = sqlite3.connect(path)
    database.executescript(SCHEMA.read_text())
    for partition in sorted((folder / "aws").iterdir()):
        rows = []
        for account in sorted(partition.glob("accounts/*")):
            rows += rows_of_account(account)
        for organization in sorted(partition.glob("organizations/*")):
            rows += rows_of_organization(organization)
        for index in sorted(partition.glob("indexes/*.json")):
            rows.append(("indexes", (index.stem, index.read_text(), "")))
        for table, row in rows:
            holes = ", ".join("?" * (len(row) + 1))
            database.execute(f"INSERT INTO {table} VALUES ({holes})", (partition.name, *row))
    database.commit()
    database.close()


def outcome(binary, queries, snapshot, shown):
    """What the program says, without what differs: the name of the snapshot and its inputs."""
    done = subprocess.run([binary, "verify", *queries, "-s", snapshot, "--format", "json"],
                          capture_output=True, text=True)
    if done.returncode not in (0, 1, 3):
        raise SystemExit(f"{snapshot}: exit {done.returncode}\n{done.stderr}")
    report = json.loads(done.stdout.replace(shown, ""))
    report.pop("inputs")
    return json.dumps(report, indent=1)


def compare(binary, queries, folder):
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch) / "collected.sqlite"
        write_database(folder, path)
        wanted = outcome(binary, queries, folder, f"{folder}/aws/")
        came = outcome(binary, queries, path, f"{path}/")
    if wanted == came:
        return []
    pairs = zip(wanted.splitlines() + [""], came.splitlines() + [""])
    first = next(pair for pair in pairs if pair[0] != pair[1])
    return [f"{folder}: the folder says {first[0].strip()}, the database {first[1].strip()}"]


def main():
    binary, *rest = sys.argv[1:]
    if rest:
        todo = [([rest[0]], pathlib.Path(rest[1]))]
    else:
        todo = [(sorted(folder.parent.glob("*.audit.yaml")), folder)
                for folder in sorted(CASES.glob("*/snapshot")) if (folder / "aws").is_dir()]
    wrong = [line for queries, folder in todo for line in compare(binary, queries, folder)]
    print("\n".join(wrong) or f"{len(todo)} databases say what the folders say")
    return bool(wrong) or not todo


if __name__ == "__main__":
    sys.exit(main())
