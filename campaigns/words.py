"""Does the word of a verdict stay as runs are added?

    python campaigns/words.py                            # two_blocs and south_china_sea
    python campaigns/words.py us_india --counts 32 200   # another region, other numbers of pairs
    python campaigns/words.py --write                    # into docs/verdict.md

Every kind, and cooperation as a whole, is taken away. The first n of the most pairs are the n pairs of
``dipsim verdict --replicates n``, so each word is read from the beginnings of the same runs. A turn is a step to more
pairs at which one of *stabilises*, *escalates* and *no noticeable effect* becomes another of the three.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

import paired
from paired import DOCS, table, told

from dipsim.runs.batches.ensemble import usual_workers
from dipsim.runs.outcomes import Outcomes
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build
from dipsim.study.interventions.targets import COOPERATION, active, without
from dipsim.study.verdict import decision
from dipsim.study.verdict.decision import VerdictRow
from dipsim.study.verdict.verdict import Arms, compare

PAGE = DOCS / "verdict.md"
SCENARIOS, COUNTS = ("two_blocs", "south_china_sea"), (32, 64, 200, 800)
CLAIMS = (decision.STABILISES, decision.ESCALATES, decision.NO_NOTICEABLE_EFFECT)


@dataclass(frozen=True)
class Words:
    """The verdict rows of one scenario by what was taken away, one for each number of pairs."""

    scenario: str
    counts: tuple[int, ...]
    rows: dict[str, list[VerdictRow]]

    @property
    def turns(self) -> list[str]:
        """Every step at which one claim became another."""
        return [
            f"{name}: {one.shown} at {one.replicates} pairs, {other.shown} at {other.replicates}"
            for name, rows in self.rows.items()
            for one, other in claims(rows)
            if one.word != other.word
        ]


def claims(rows: Sequence[VerdictRow]) -> list[tuple[VerdictRow, VerdictRow]]:
    """Each claim with the next claim on more pairs; words that claim nothing in between are passed over."""
    said = [row for row in rows if row.word in CLAIMS]
    return list(pairwise(said))


def beginning(runs: Outcomes, count: int) -> Outcomes:
    """The first runs."""
    return Outcomes(**{field.name: getattr(runs, field.name)[:count] for field in fields(Outcomes)})


def measure(scenario: str, counts: Sequence[int], seed: int, workers: int | None = None) -> Words:
    """The words of a scenario at every number of pairs."""
    spec = load(scenario)
    most = max(counts)
    rows = {}
    arms = Arms(seed, most, workers or usual_workers(most / 50))
    here = arms(build(spec))
    for name in [COOPERATION, *active(spec)]:
        gone = arms(without(spec, name))
        rows[name] = [compare(name, beginning(here, count), beginning(gone, count)) for count in sorted(counts)]
    return Words(scenario, tuple(sorted(counts)), rows)


def text(found: Words) -> str:
    """The table of a scenario, and its turns."""
    head = ("taken away", *(f"{count} pairs" for count in found.counts), "disputes", "uses of force")
    rows = []
    for name, judged in found.rows.items():
        last = [judged[-1].effects[outcome] for outcome in decision.CONFLICT]
        numbers = [f"{told(effect)}, margin {effect.margin:.2f}" for effect in last]
        rows.append([name, *(row.shown for row in judged), *numbers])
    steps = sum(len(claims(judged)) for judged in found.rows.values())
    ends = f"Of {steps} steps from one claim to the next {len(found.turns)} turn."
    ends += "".join(f" {turn[:1].upper()}{turn[1:]}." for turn in found.turns)
    return f"`{found.scenario}`, effects at {found.counts[-1]} pairs:\n\n{table(head, rows)}\n\n{ends}"


def main() -> None:
    """Print the tables; write them into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", default=list(SCENARIOS))
    parser.add_argument("--counts", nargs="+", type=int, default=list(COUNTS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--write", action="store_true", help="write the tables into docs/verdict.md")
    asked = parser.parse_args()
    found = [text(measure(name, asked.counts, asked.seed, asked.workers)) for name in asked.scenarios]
    print("\n\n".join(found))
    if asked.write:
        paired.put(PAGE, "words", "\n\n".join(found))


if __name__ == "__main__":
    main()
