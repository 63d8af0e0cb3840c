"""The two programs that are compared: lines of JSON in, a decision for each out."""

import json
import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Engines:
    """Both, each run once for a whole batch."""

    def __init__(self, binary):
        self.commands = {
            "postern": [binary, "simulate", "--engine", "evaluator", "--format", "jsonl", "-"],
            "iam-simulate": ["node", str(HERE / "simulate.mjs")],
        }

    def decide(self, engine, scenarios):
        """The decisions, in order; `error` where an engine gives none."""
        lines = [json.dumps(s | {"id": str(i)}) for i, s in enumerate(scenarios)]
        done = subprocess.run(
            self.commands[engine], input="\n".join(lines) + "\n", capture_output=True, text=True,
            check=False, env=os.environ | {"TZ": "UTC"})
        decisions = ["error"] * len(scenarios)
        for line in done.stdout.splitlines():
            answer = json.loads(line)
            decisions[int(answer["id"])] = answer["decision"]
        if not done.stdout and scenarios:
            raise SystemExit(f"{engine} gave no answer: {done.stderr[:2000]}")
        return decisions

    def both(self, scenarios):
        return list(zip(self.decide("postern", scenarios), self.decide("iam-simulate", scenarios)))
