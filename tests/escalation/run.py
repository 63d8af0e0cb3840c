#!/usr/bin/env python3
"""Walks every path of the table of escalations, and finds it blocked.

For each row of data/escalation_paths.json an account is made in which somebody may send exactly the
requests the path takes. Then a path is found, by that row: `violated` where the row may be shown,
else `unknown`. With one of the requests taken away, or with a role that trusts another service, or
with PassRole for another service, there is none: `proved`.

usage: run.py BINARY [ID...]
"""
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ACCOUNT = "111111111111"
ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLE = json.loads((ROOT / "data/escalation_paths.json").read_text())["paths"]


def arn(what):
    return f"arn:aws:iam::{ACCOUNT}:{what}"


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(actions, **more):
    return {"Effect": "Allow", "Action": sorted(actions), "Resource": "*", **more}


def trust(principal, action="sts:AssumeRole"):
    return document({"Effect": "Allow", "Principal": principal, "Action": action})


def user(name, inline=(), groups=(), attached=(), boundary=None):
    out = {"Path": "/", "UserName": name, "UserId": "AIDA" + name.upper().replace("-", ""), "Arn": arn("user/" + name),
           "UserPolicyList": [{"PolicyName": f"p{i}", "PolicyDocument": d} for i, d in enumerate(inline)],
           "GroupList": list(groups),
           "AttachedManagedPolicies": [{"PolicyName": p, "PolicyArn": arn("policy/" + p)} for p in attached]}
    if boundary:
        out["PermissionsBoundary"] = {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn("policy/" + boundary)}
    return out


def role(name, trusted, inline=(), boundary=None):
    out = {"Path": "/", "RoleName": name, "RoleId": "AROA" + name.upper().replace("-", ""), "Arn": arn("role/" + name),
           "AssumeRolePolicyDocument": trusted, "InstanceProfileList": [],
           "RolePolicyList": [{"PolicyName": f"p{i}", "PolicyDocument": d} for i, d in enumerate(inline)],
           "AttachedManagedPolicies": []}
    if boundary:
        out["PermissionsBoundary"] = {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn("policy/" + boundary)}
    return out


def managed(name, text):
    return {"PolicyName": name, "PolicyId": "ANPA" + name.upper().replace("-", ""), "Arn": arn("policy/" + name), "Path": "/",
            "DefaultVersionId": "v1", "AttachmentCount": 1, "IsAttachable": True,
            "PolicyVersionList": [{"VersionId": "v1", "IsDefaultVersion": True, "Document": text}]}


def open_without(actions, row):
    """Whether some other path can be walked with these actions."""
    return any({need["action"] for need in other["needs"]} <= actions for other in TABLE
               if other["becomes"] in ("passed-role", "running-role", "federated-role", "user", "trust")
               and row["becomes"] in ("passed-role", "running-role", "federated-role", "user", "trust"))


class World:
    """One account, the claims about it, and what is expected of them."""

    def __init__(self):
        self.users, self.roles, self.groups, self.policies, self.claims = [], [], [], [], []

    def claim(self, name, start, end, expected):
        start = arn(start)
        end = end if end == "administrator" else arn(end)
        self.claims.append((name, start, end, expected))

    def starter(self, row, name, actions, statements=None):
        """Somebody who may send requests with these actions, set up so that the row matters; its ARN."""
        statements = statements or [allow(actions)]
        everything = document(allow(["*"]))
        kind = row["about"] if row["becomes"] in ("rewritten", "unbound", "undenied") else "user"
        if row["becomes"] == "created" and row["about"] == "user":
            kind = "role"  # what it may do with users it may not do with itself
        inline, attached, groups, boundary = [document(*statements)], [], [], None
        if row["becomes"] == "unbound":
            inline, boundary = [everything], name
            self.policies.append(managed(name, document(*statements)))
        elif row["becomes"] == "undenied":
            inline = [document(allow(["*"]), {"Effect": "Deny", "NotAction": sorted(actions), "Resource": "*"})]
        if kind == "role":
            self.roles.append(role(name, trust({"AWS": "arn:aws:iam::999999999999:root"}), inline, boundary))
            return "role/" + name
        if kind == "policy":
            self.policies.append(managed(name, inline.pop()))
            attached = [name]
        elif kind == "group":
            groups = [name]
            listed = [] if row["becomes"] == "rewritten" else [{"PolicyName": "g", "PolicyDocument": inline.pop()}]
            self.groups.append({"Path": "/", "GroupName": name, "GroupId": "AGPA" + name.upper().replace("-", ""),
                                "Arn": arn("group/" + name), "GroupPolicyList": listed,
                                "AttachedManagedPolicies": []})
        self.users.append(user(name, inline, groups, attached, boundary))
        return "user/" + name

    def write(self, folder):
        (folder / "iam.json").write_text(json.dumps({
            "UserDetailList": self.users, "GroupDetailList": self.groups, "RoleDetailList": self.roles,
            "Policies": self.policies}))
        (folder / "snapshot.yaml").write_text(json.dumps({"version": 1, "documents": [
            {"kind": "account-authorization-details", "account": ACCOUNT, "file": "iam.json"}]}))
        (folder / "q.audit.yaml").write_text(json.dumps({"version": 1, "audit": "paths", "properties": [
            {"id": name, "title": name, "severity": "low", "no-path": {"from": start, "to": end}}
            for name, start, end, _ in self.claims]}))


def world_of(row):
    out = World()
    actions = {need["action"] for need in row["needs"]}
    service = {"Service": row.get("service", "")}
    found = "violated" if row["shown"] else "unknown"
    takes_role = row["becomes"] in ("passed-role", "running-role", "federated-role", "trust")
    if row["becomes"] == "federated-role":
        out.roles.append(role("target", trust({"Federated": arn("saml-provider/p")}, "sts:AssumeRoleWithSAML")))
    elif row["becomes"] == "trust":
        out.roles.append(role("target", trust({"AWS": "arn:aws:iam::999999999999:root"})))
    elif takes_role:
        out.roles.append(role("target", trust(service)))
    elif row["becomes"] == "user":
        out.users.append(user("target"))
    target = ("role/target" if takes_role else "user/target" if row["becomes"] == "user" else "administrator")

    out.claim("OPEN", out.starter(row, "opener", actions), target, found)
    removable = [a for a in sorted(actions, key=lambda a: a != "iam:PassRole") if not open_without(actions - {a}, row)]
    if removable:
        left = actions - {removable[0]} or {"s3:ListAllMyBuckets"}
        out.claim("ONE-LESS", out.starter(row, "lacking", left), target, "proved")
    if takes_role and row["becomes"] != "trust" and (row["shown"] or not removable):
        out.roles.append(role("other", trust({"Service": "config.amazonaws.com"})))
        out.claim("NO-TRUST", "user/opener", "role/other", "proved")
    if row["becomes"] == "passed-role" and row["shown"] and not open_without(actions - {"iam:PassRole"}, row):
        elsewhere = allow(["iam:PassRole"], Condition={"StringEquals": {"iam:PassedToService": "config.amazonaws.com"}})
        start = out.starter(row, "elsewhere", actions, [allow(actions - {"iam:PassRole"}), elsewhere])
        out.claim("NOT-PASSED", start, target, "proved")
    return out


def named(row, text):
    """Whether the path that is told is of this row, or of one that takes no more."""
    actions = {need["action"] for need in row["needs"]}
    if row["id"] + ":" in text:
        return True
    return not row["shown"] and any(other["id"] + ":" in text for other in TABLE
                                    if {need["action"] for need in other["needs"]} <= actions)


def check(binary, row):
    world = world_of(row)
    with tempfile.TemporaryDirectory() as where:
        folder = pathlib.Path(where)
        world.write(folder)
        done = subprocess.run([binary, "verify", "--snapshot", "snapshot.yaml", "--format", "jsonl", "q.audit.yaml"], cwd=folder,
                              capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    came = {r["id"]: r for r in records if "verdict" in r}
    wrong = []
    for name, _, _, expected in world.claims:
        if name not in came:
            return [f"{row['id']}: exit {done.returncode}\n{done.stderr}"]
        record = came[name]
        if record["verdict"] != expected:
            wrong.append(f"{row['id']} {name}: {record['verdict']} instead of {expected}: {record.get('explanation', '')}")
        elif name == "OPEN" and not named(row, json.dumps(record)):
            wrong.append(f"{row['id']} {name}: by another path: {record.get('explanation', '')}")
    return wrong


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    rows = [row for row in TABLE if not sys.argv[2:] or row["id"] in sys.argv[2:]]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        wrong = [line for lines in pool.map(lambda row: check(binary, row), rows) for line in lines]
    print("\n".join(wrong) if wrong else f"{len(rows)} paths walked and blocked")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
