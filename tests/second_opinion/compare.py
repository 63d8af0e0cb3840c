"""Compares the evaluator with iam-simulate on random scenarios, and explains each difference.

A difference is explained if taking known causes out of the scenario, one after the other, never
changes what the evaluator decides, and makes iam-simulate decide the same in the end. The causes at
whose removal iam-simulate changed its mind are counted. Exit code 1 if a difference is left.
"""

import argparse
import json
import sys
from collections import Counter

from causes import CAUSES, steps
from engines import Engines
from generate import scenarios
from shrink import shrink


class Verdict:
    """What came of one scenario on which the two differ."""

    def __init__(self, chain, decisions):
        self.ours = decisions[0][0]
        self.faults, self.names = [], []
        theirs = decisions[0][1]
        for (cause, _), (our, their) in zip(chain[1:], decisions[1:]):
            if our != self.ours:
                if cause.certain:
                    self.faults.append(f"postern says `{our}` without {cause.name}, "
                                       f"`{self.ours}` with it ({cause.rules})")
                    break
                continue
            if their != theirs:
                self.names.append(cause.name)
                theirs = their
        if theirs != self.ours and not self.faults:
            self.faults.append("no known cause")


def explain(engines, differing):
    """A verdict for each scenario."""
    chains = [steps(scenario) for scenario in differing]
    decisions = engines.both([scenario for chain in chains for _, scenario in chain])
    verdicts, at = [], 0
    for chain in chains:
        verdicts.append(Verdict(chain, decisions[at:at + len(chain)]))
        at += len(chain)
    return verdicts


def unexplained(engines, candidates):
    """Which candidates the two still differ on without a known cause."""
    decisions = engines.both(candidates)
    apart = [i for i, (our, their) in enumerate(decisions) if our != their and our != "error"]
    verdicts = dict(zip(apart, explain(engines, [candidates[i] for i in apart])))
    return [bool(i in verdicts and verdicts[i].faults) for i in range(len(candidates))]


def report(engines, scenario, verdict, shrinking):
    print(f"--- {scenario['id']}: {verdict.faults[0]}")
    if shrinking:
        scenario = shrink(scenario, lambda candidates: unexplained(engines, candidates))
    (our, their), = engines.both([scenario])
    print(f"postern: {our}, iam-simulate: {their}")
    print(json.dumps(scenario, indent=1))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", metavar="BINARY", help="the program `postern`")
    parser.add_argument("--scenarios", type=int, default=10000, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=10000, metavar="N")
    parser.add_argument("--show", type=int, default=3, metavar="N",
                        help="how many unexplained differences to print")
    parser.add_argument("--no-shrink", action="store_true", help="print them as they are")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    engines = Engines(arguments.binary)
    decided, differences, causes, examples, faults = Counter(), 0, Counter(), {}, []
    for start in range(0, arguments.scenarios, arguments.batch):
        count = min(arguments.batch, arguments.scenarios - start)
        batch = list(scenarios(count, arguments.seed, start))
        answers = engines.both(batch)
        decided.update(our for our, _ in answers)
        faults += [(s, None) for s, (our, _) in zip(batch, answers) if our == "error"]
        apart = [s for s, (our, their) in zip(batch, answers) if our not in ("error", their)]
        differences += len(apart)
        for scenario, verdict in zip(apart, explain(engines, apart)):
            causes.update(verdict.names)
            for name in verdict.names:
                examples.setdefault(name, scenario["id"])
            if verdict.faults:
                faults.append((scenario, verdict))
        print(f"{start + count} scenarios, {differences} differences, {len(faults)} unexplained",
              file=sys.stderr)

    print(f"scenarios    {arguments.scenarios} (seed {arguments.seed})")
    for decision, number in sorted(decided.items()):
        print(f"{decision:<16} {number:>8}  {100 * number / arguments.scenarios:5.1f} %")
    print(f"differences  {differences}, unexplained {len(faults)}")
    for cause in CAUSES:
        if causes[cause.name]:
            print(f"{cause.name:<34}{causes[cause.name]:>7}  {cause.right:<8} {cause.rules}"
                  f"  e.g. {examples[cause.name]}")
    for scenario, verdict in faults[:arguments.show]:
        if verdict is None:
            print(f"--- {scenario['id']}: postern gives no answer\n{json.dumps(scenario)}")
        else:
            report(engines, scenario, verdict, not arguments.no_shrink)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
