#!/usr/bin/env python3
"""Compares verdicts about chains of role assumptions with a search of all chains, one by one.

Of random tiny worlds: which sessions a user comes to in a few hops, with few values for each key,
every request decided by the plain evaluator. What sticks to sessions is followed here (TRUST-12,
TRUST-13, TAG-1..3, REL-9, REL-27). A claim that is proved has no such chain; in the chain of one that
is violated each session is what the steps before make of it.

usage: chains.py BINARY [--seed S] [--worlds N] [--hops N] [--keep FOLDER]
"""
import argparse
import collections
import itertools
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # of the modules beside this one
import chain_worlds as worlds

LIMIT = 2000  # requests a level; of more, so many by chance: each chain found is one
ISSUED = "2026-01-01T00:00:00Z"

# Who sends a request. entity: an index into the world's entities; tags: of the session (or the
# user), as sorted pairs; transitive: their keys; source: the source identity; name: of the session.
Caller = collections.namedtuple("Caller", "entity name source tags transitive")


class Failure(Exception):
    pass


class World:
    def __init__(self, binary, made):
        self.binary, self.made = binary, made
        self.entities = made["users"] + made["roles"]
        self.text = json.dumps(made)
        self.tags = [tag for tag in worlds.TAGS
                     if "Keys" in self.text or f"Tag/{tag}" in self.text]

    def choices(self, kind, key):
        return worlds.VALUES[kind] if key in self.text else []

    def principal(self, caller):
        entity = self.entities[caller.entity]
        out = {"account": entity["account"], "arn": entity["arn"]}
        if entity["kind"] == "user":
            return {**out, "type": "user", "username": entity["name"], "user_id": entity["id"]}
        session = f"arn:aws:sts::{entity['account']}:assumed-role/{entity['name']}/{caller.name}"
        return {**out, "type": "role_session", "arn": session, "role_arn": entity["arn"],
                "role_id": entity["id"], "session_name": caller.name}

    def context(self, caller):
        out = {f"aws:PrincipalTag/{key}": value for key, value in caller.tags}
        if caller.source:
            out["aws:SourceIdentity"] = caller.source
        if self.entities[caller.entity]["kind"] == "role":
            out["aws:TokenIssueTime"] = ISSUED
        return out

    def scenario(self, principal, entity, action, resource, context):
        if action == "s3:GetObject":
            owner, document = worlds.A, self.made["bucket"]
        else:
            role = next(each for each in self.made["roles"] if each["arn"] == resource)
            owner, document = role["account"], role["trust"]
        return {"model": {"principal_account": entity["account"], "resource_account": owner,
                          "identity": entity["policies"], "resource": document, "scps": None,
                          "rcps": None, "boundary": None, "session": None},
                "request": {"principal": principal, "action": action, "resource": resource,
                            "context": context}}

    def ask(self, caller, action, resource, more):
        return self.scenario(self.principal(caller), self.entities[caller.entity], action, resource,
                             {**self.context(caller), **self.identity(caller), **more})

    def identity(self, caller):
        """The keys that say who calls: a scenario is taken by its word about them."""
        entity = self.entities[caller.entity]
        out = {"aws:PrincipalArn": entity["arn"], "aws:PrincipalAccount": entity["account"]}
        if entity["kind"] == "user":
            return {**out, "aws:userid": entity["id"], "aws:username": entity["name"]}
        return {**out, "aws:userid": f"{entity['id']}:{caller.name}"}

    def allowed(self, scenarios):
        """Of each, whether the plain evaluator allows it."""
        if not scenarios:
            return []
        lines = "".join(json.dumps({"id": str(i), **each}) + "\n"
                        for i, each in enumerate(scenarios))
        done = subprocess.run([self.binary, "simulate", "-", "--format", "jsonl"], input=lines,
                              capture_output=True, text=True)
        if done.returncode:
            raise Failure(f"simulate: exit {done.returncode}\n{done.stdout[:300]}{done.stderr[:500]}")
        return [json.loads(line)["decision"] == "allowed" for line in done.stdout.splitlines()]

    def mfa(self, caller):
        if self.entities[caller.entity]["kind"] == "role" or "MultiFactor" not in self.text:
            return [{}]  # TRUST-7
        return [{}, {"aws:MultiFactorAuthPresent": "true"}]

    def assumptions(self, caller):
        """(role's index, what is passed, its context), each that the caller could send."""
        names = self.choices("name", "RoleSessionName") or self.choices("name", "userid") or ["nn"]
        sources = [None] + [each for each in self.choices("source", "SourceIdentity\"")
                            if not caller.source or each == caller.source]
        external = [None] + self.choices("external", "ExternalId")
        ways = []  # of each tag: not passed, passed, passed and marked
        inherited = {key: value for key, value in caller.tags if key in caller.transitive}
        for tag in self.tags:
            values = [inherited[tag]] if tag in inherited else worlds.VALUES["tag"]
            ways.append([None] + [(tag, value, mark) for value in values for mark in (0, 1)])
        for name, source, ext, mfa, *passed in itertools.product(
                names, sources, external, self.mfa(caller), *ways):
            passed = [each for each in passed if each]
            context = {"sts:RoleSessionName": name, **mfa}
            if source:
                context["sts:SourceIdentity"] = source
            if ext:
                context["sts:ExternalId"] = ext
            for tag, value, _ in passed:
                context[f"aws:RequestTag/{tag}"] = value
            if passed:
                context["aws:TagKeys"] = [tag for tag, _, _ in passed]
            marked = [tag for tag, _, mark in passed if mark]
            if marked:
                context["sts:TransitiveTagKeys"] = marked
            for role in range(len(self.made["users"]), len(self.entities)):
                yield role, context

    def session(self, caller, role, context):
        """Who the caller becomes."""
        passed = {key.split("/")[1]: value for key, value in context.items()
                  if key.startswith("aws:RequestTag/")}
        inherited = {key: value for key, value in caller.tags if key in caller.transitive}
        tags = {**self.entities[role]["tags"], **passed, **inherited}
        transitive = {*caller.transitive, *context.get("sts:TransitiveTagKeys", [])}
        return Caller(role, context["sts:RoleSessionName"],
                      caller.source or context.get("sts:SourceIdentity"),
                      tuple(sorted(tags.items())), tuple(sorted(transitive)))

    def checks(self, caller, context):
        """What an assumption contains; of inherited tags nothing, as the documentation has it."""
        if "aws:TagKeys" in context:
            yield "sts:TagSession"
        if caller.source or "sts:SourceIdentity" in context:
            yield "sts:SetSourceIdentity"

    def find(self, rng, user, hops):
        """A chain to the bucket, as lines of words; None if there is none of so many hops."""
        start = Caller(user, None, None, tuple(sorted(self.entities[user]["tags"].items())), ())
        seen, level = {start: None}, [start]
        for hop in range(hops + 1):
            last = [(caller, mfa) for caller in level for mfa in self.mfa(caller)]
            may = self.allowed([self.ask(caller, "s3:GetObject", worlds.BUCKET + "/x", mfa)
                                for caller, mfa in last])
            for (caller, _), yes in zip(last, may):
                if yes:
                    return self.way(seen, caller)
            if hop == hops:
                break
            sent = [(caller, *way) for caller in level for way in self.assumptions(caller)]
            if len(sent) > LIMIT:
                sent = rng.sample(sent, LIMIT)
            level = self.follow(seen, sent)
        return None

    def follow(self, seen, sent):
        arn = lambda role: self.entities[role]["arn"]
        may = self.allowed([self.ask(caller, "sts:AssumeRole", arn(role), context)
                            for caller, role, context in sent])
        sent = [each for each, yes in zip(sent, may) if yes]
        parts = [(i, self.ask(caller, check, arn(role), context))
                 for i, (caller, role, context) in enumerate(sent)
                 for check in self.checks(caller, context)]
        may = self.allowed([scenario for _, scenario in parts])
        refused = {i for (i, _), yes in zip(parts, may) if not yes}
        level = []
        for i, (caller, role, context) in enumerate(sent):
            after = self.session(caller, role, context)
            if i not in refused and after not in seen:
                seen[after] = (caller, context)
                level.append(after)
        return level

    def way(self, seen, caller):
        out = [str(caller)]
        while seen[caller]:
            caller, context = seen[caller]
            out += [json.dumps(context), str(caller)]
        return out[::-1]

    def witness_faults(self, user, steps):
        """What is wrong with a violated claim's chain."""
        caller = Caller(user, None, None, tuple(sorted(self.entities[user]["tags"].items())), ())
        asked, done = [], set()
        for at, step in enumerate(steps):
            context = {self.spelled(key): value for key, value in step["context"].items()}
            entity = self.entities[caller.entity]
            expected = self.principal(caller)["arn"]
            if step["principal"] != expected:
                yield f"step {at}: {step['principal']} is not {expected}"
                return
            got = {key: value for key, value in context.items()
                   if key.startswith("aws:PrincipalTag/") or key == "aws:SourceIdentity"}
            wanted = {key: value for key, value in self.context(caller).items()
                      if key != "aws:TokenIssueTime"
                      and (key.rsplit("/")[-1] in self.tags or key == "aws:SourceIdentity")}
            for key in sorted({*got, *wanted}):
                # A context leaves out what no policy of the request looks at.
                if got.get(key) != wanted.get(key) and (key in got or key in self.looked_at(step)):
                    yield f"step {at}: {key} is {got.get(key)}, not {wanted.get(key)}"
            if entity["kind"] == "role" and "aws:MultiFactorAuthPresent" in context:
                yield f"step {at}: a role session with MFA"
            principal = {key: value for key, value in step["caller"].items()
                         if key not in ("name", "partition")}
            asked.append(self.scenario(principal, entity, step["action"], step["resource"],
                                       {**context, **self.identity(caller)}))
            if step["action"] == "s3:GetObject":
                break
            if step["action"] == "sts:AssumeRole":
                # Tag keys are the same whatever their letters' case (REL-9); the world's are capitals.
                assumption = {key: [each.upper() for each in value] if key.endswith("TagKeys")
                              else value for key, value in context.items()}
            done.add(step["action"])
            following = steps[at + 1] if at + 1 < len(steps) else None
            if following and following["action"] in ("sts:TagSession", "sts:SetSourceIdentity"):
                continue
            if not following:
                yield "the chain does not end at the bucket"
                return
            for check in self.checks(caller, assumption):
                if check not in done:
                    yield f"step {at}: no {check}"
            role = next(i for i, each in enumerate(self.entities) if each["arn"] == step["resource"])
            inherited = dict(caller.tags)
            for tag in caller.transitive:
                if assumption.get(f"aws:RequestTag/{tag}", inherited[tag]) != inherited[tag]:
                    yield f"step {at}: transitive tag {tag} passed again"
            if caller.source and assumption.get("sts:SourceIdentity", caller.source) != caller.source:
                yield f"step {at}: source identity set again"
            name = following["caller"].get("session_name")
            if assumption.setdefault("sts:RoleSessionName", name) != name:
                yield f"step {at}: session name {name}"
            if not {*assumption.get("sts:TransitiveTagKeys", [])} <= {*assumption.get("aws:TagKeys", [])}:
                yield f"step {at}: transitive tags that are not passed"
            caller, done = self.session(caller, role, assumption), set()
        for at, yes in enumerate(self.allowed(asked)):
            if not yes:
                yield f"step {at}: not allowed"

    def looked_at(self, step):
        entity = next(each for each in self.entities
                      if each["arn"] == step["caller"].get("role_arn", step["caller"]["arn"]))
        target = next((each["trust"] for each in self.made["roles"]
                       if each["arn"] == step["resource"]), self.made["bucket"])
        return json.dumps([entity["policies"], target])

    @staticmethod
    def spelled(key):
        names = ["aws:TagKeys", "sts:TransitiveTagKeys", "sts:SourceIdentity", "aws:SourceIdentity",
                 "sts:RoleSessionName", "sts:ExternalId", "aws:PrincipalArn", "aws:userid",
                 "aws:username", "aws:PrincipalAccount", "aws:MultiFactorAuthPresent",
                 *(f"aws:{kind}Tag/{tag}" for kind in ("Request", "Principal")
                   for tag in worlds.TAGS)]
        return {each.lower(): each for each in names}.get(key.lower(), key)


def check(binary, folder, seed, hops):
    """(what is wrong, verdicts, how many chains the search found)"""
    rng = random.Random(seed)
    made = worlds.make(rng)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    worlds.write(made, folder)
    command = [binary, "verify", str(folder / "claims.audit.yaml"), "-s", str(folder), "--format",
               "json"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 1, 3):
        return [f"exit {done.returncode}: {done.stderr[:500]}"], [], 0
    world, wrong, verdicts, chains = World(binary, made), [], [], 0
    for user, found in enumerate(json.loads(done.stdout)["properties"]):
        verdict, way = found["verdict"], world.find(rng, user, hops)
        chains += way is not None
        verdicts.append(f"{verdict}, {'a chain' if way else 'no chain'} found")
        if verdict in ("proved", "vacuous") and way:
            wrong.append(f"{found['id']}: {verdict}, but:\n  " + "\n  ".join(way))
        if verdict == "violated":
            wrong += [f"{found['id']}: {each}"
                      for each in world.witness_faults(user, found["witness"]["steps"])]
    return wrong, verdicts, chains


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].strip())
    parser.add_argument("binary")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worlds", type=int, default=100)
    parser.add_argument("--hops", type=int, default=4)
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    binary = str(pathlib.Path(options.binary).resolve())
    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="postern-chains-"))
    counts, failed = collections.Counter(), 0
    for seed in range(options.seed, options.seed + options.worlds):
        try:
            wrong, verdicts, _ = check(binary, folder / str(seed), seed, options.hops)
        except Failure as failure:
            wrong, verdicts = [str(failure)], []
        counts.update(verdicts)
        failed += bool(wrong)
        for line in wrong:
            print(f"world {seed} ({folder / str(seed)}): {line}", flush=True)
        if not wrong:
            shutil.rmtree(folder / str(seed))
    print(f"{options.worlds} worlds, {failed} failed; "
          + "; ".join(f"{count} {word}" for word, count in sorted(counts.items())))
    if not failed and not options.keep:
        shutil.rmtree(folder)
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
