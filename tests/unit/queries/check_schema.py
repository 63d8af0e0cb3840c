#!/usr/bin/env python3
"""Holds the JSON Schema of query files against the table the reader is tested with.

Exits 77, which CTest takes for "skipped", where jsonschema or PyYAML is not installed.

usage: check_schema.py ROOT
"""
import json
import pathlib
import re
import sys

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)


def main(root):
    schema = json.loads((root / "queries" / "audit-v1.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    table = (root / "tests" / "unit" / "queries" / "format_cases.yaml").read_text()
    cases = re.findall(r"^--- # (accepted|rejected): (.*)\n((?:(?!--- #).*\n)*)", table, re.M)
    wrong = [
        f"{name}: the schema {'accepts' if valid else 'rejects'} it"
        for expected, name, text in cases
        if (valid := validator.is_valid(yaml.safe_load(text))) != (expected == "accepted")
    ]
    print("\n".join(wrong) or f"the schema agrees on {len(cases)} files")
    return bool(wrong) or not cases


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
