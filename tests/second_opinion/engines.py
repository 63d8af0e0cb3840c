"""The two programs that are compared: lines of JSON in, a decision for each out."""

import json
import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
START = '{"id": "'


class Engines:
    """Both, each run once for a whole batch."""

    def __init__(self, binary):
        self.commands = {
            "postern": [binary, "simulate", "--engine", "evaluator", "--format", "jsonl", "-"],
            "iam-simulate": ["node", str(HERE / "simulate.mjs")],
        }

    def decide(self, engine, lines):
        """The decisions on scenarios, each a line of JSON that starts with its id, in order.

        `error` where an engine gives none.
        """
        numbered = [f'{START}{i}:{line[len(START):]}' for i, line in enumerate(lines)]
        done = subprocess.run(
            self.commands[engine], input="\n".join(numbered) + "\n", capture_output=True, text=True,
            check=False, env=os.environ | {"TZ": "UTC"})
        decisions = ["error"] * len(lines)
        for line in done.stdout.splitlines():
            answer = json.loads(line)
            decisions[int(answer["id"].partition(":")[0])] = answer["decision"]
        if not done.stdout and lines:
            raise SystemExit(f"{engine} gave no answer: {done.stderr[:2000]}")
        return decisions

    def both(self, lines):
        return list(zip(self.decide("postern", lines), self.decide("iam-simulate", lines)))
