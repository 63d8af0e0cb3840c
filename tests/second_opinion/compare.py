"""Compares the evaluator with iam-simulate on random scenarios, and explains each difference.

The known causes of differences are taken out of every scenario, one after the other. That must
never change what the evaluator decides, and iam-simulate must decide the same in the end. Where the
two differed at first, the causes at whose removal iam-simulate changed its mind are counted. Exit
code 1 if a difference is left, or the evaluator changed its mind.
"""

import argparse
import json
import sys
from collections import Counter
from itertools import islice

from causes import CAUSES, steps
from engines import Engines
from generate import scenarios
from shrink import shrink


class Verdict:
    """What came of one scenario."""

    def __init__(self, chain, decisions):
        self.ours, self.theirs = decisions[0]
        self.fault, self.causes = None, []
        theirs = self.theirs
        if self.ours == "error":
            self.fault = "postern gives no answer"
            return
        for (cause, _), (our, their) in zip(chain[1:], decisions[1:]):
            if our != self.ours and cause.certain:
                self.fault = (f"postern says `{our}` without {cause.name}, `{self.ours}` with it "
                              f"({cause.rules})")
                return
            if our == self.ours and their != theirs:
                self.causes.append(cause.name)
                theirs = their
        if theirs != self.ours:
            self.fault = "a difference without a known cause"

    @property
    def differs(self):
        return self.ours != self.theirs


def judge(engines, batch):
    """A verdict for each scenario."""
    chains = [steps(scenario) for scenario in batch]
    decisions = iter(engines.both([line for chain in chains for _, line in chain]))
    return [Verdict(chain, list(islice(decisions, len(chain)))) for chain in chains]


def report(engines, scenario, verdict, shrinking):
    print(f"--- {scenario['id']}: {verdict.fault}")

    def as_bad(candidates):
        found = judge(engines, candidates)
        return [v.fault is not None and v.ours != "error" for v in found]

    if shrinking and verdict.ours != "error":
        scenario = shrink(scenario, as_bad)
        (verdict,) = judge(engines, [scenario])
        print(f"smaller: {verdict.fault}")
    print(f"postern: {verdict.ours}, iam-simulate: {verdict.theirs}")
    print(json.dumps(scenario, indent=1))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", metavar="BINARY", help="the program `postern`")
    parser.add_argument("--scenarios", type=int, default=10000, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, metavar="N",
                        help="start with scenario number N, to see one again")
    parser.add_argument("--batch", type=int, default=10000, metavar="N")
    parser.add_argument("--show", type=int, default=3, metavar="N",
                        help="how many faults to print")
    parser.add_argument("--no-shrink", action="store_true", help="print them as they are")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    engines = Engines(arguments.binary)
    decided, differences, causes, examples, faults = Counter(), 0, Counter(), {}, []
    for start in range(0, arguments.scenarios, arguments.batch):
        count = min(arguments.batch, arguments.scenarios - start)
        batch = list(scenarios(count, arguments.seed, arguments.first + start))
        for scenario, verdict in zip(batch, judge(engines, batch)):
            decided[verdict.ours] += 1
            if verdict.differs:
                differences += 1
                causes.update(verdict.causes)
                for name in verdict.causes:
                    examples.setdefault(name, scenario["id"])
            if verdict.fault:
                faults.append((scenario, verdict))
                print(f"{scenario['id']}: {verdict.fault}", file=sys.stderr)
        print(f"{start + count} scenarios, {differences} differences, {len(faults)} faults",
              file=sys.stderr)

    print(f"scenarios    {arguments.scenarios} (seed {arguments.seed})")
    for decision, number in sorted(decided.items()):
        print(f"{decision:<16} {number:>8}  {100 * number / arguments.scenarios:5.1f} %")
    print(f"differences  {differences}, faults {len(faults)}")
    for cause in CAUSES:
        if causes[cause.name]:
            print(f"{cause.name:<34}{causes[cause.name]:>7}  {cause.right:<8} {cause.rules}"
                  f"  e.g. {examples[cause.name]}")
    for scenario, verdict in faults[:arguments.show]:
        report(engines, scenario, verdict, not arguments.no_shrink)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
