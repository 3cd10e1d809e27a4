"""Do the intervals hold what they promise, with the stopping rule on, and are words said only where there is something?

    python campaigns/interval_coverage.py        # 2,000 cases of known effect per base rate, 4,000 without effect

A synthetic case is an endless row of pairs of runs with known effects. Both runs of a pair share their luck: expected
disputes are lognormal around a shared level, with it e^effect times what they are without, give or take some luck of
its own; a use of force happens where a shared uniform falls below the chance, and in some pairs the two draw apart. The
stopping rule is that of ``verdict --precision``: 50 pairs, doubled until half the interval of disputes is narrow
enough or 800 pairs are run; only the width is looked at. Then the interval either holds the true effect or not.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np

from dipsim.study.statistics import paired_intervals
from dipsim.study.verdict import decision
from dipsim.study.verdict.decision import Effect

FIRST, LAST = 50, 800
BASES = {"rare": (0.05, 0.03), "common": (4.0, 0.6)}  # disputes per decade, chance of a use of force


@dataclass(frozen=True)
class Case:
    """True values without and with, the share of pairs that draw apart, the width asked for as a share of the base."""

    disputes: float
    ratio: float
    force: float
    forced: float
    apart: float
    width: float

    @property
    def effect(self) -> float:
        """True difference of disputes per decade."""
        return self.disputes * (self.ratio - 1)


def draw_case(luck: np.random.Generator, base: tuple[float, float], null: bool) -> Case:
    """A case of the base rate; effects are up to a half either way, or none."""
    disputes, force = base
    ratio = 1.0 if null else float(np.exp(luck.uniform(-0.5, 0.5)))
    forced = force if null else float(np.clip(force * np.exp(luck.uniform(-0.5, 0.5)), 0, 1))
    return Case(disputes, ratio, force, forced, float(luck.uniform(0.05, 0.5)), float(luck.uniform(0.015, 0.08)))


def draw_pairs(luck: np.random.Generator, case: Case, count: int) -> tuple[np.ndarray, ...]:
    """Expected disputes and force of ``count`` pairs, with and without."""
    level = case.disputes * np.exp(0.4 * luck.normal(size=count) - 0.08)
    own = [np.exp(0.15 * luck.normal(size=count) - 0.01125) for _ in range(2)]
    shared, other = luck.random(count), luck.random(count)
    seen = np.where(luck.random(count) < case.apart, other, shared)
    with_it, without = case.ratio * level * own[0], level * own[1]
    return with_it, without, (seen < case.forced).astype(float), (shared < case.force).astype(float)


def judge(luck: np.random.Generator, case: Case) -> tuple[bool, bool, str, int]:
    """Whether the intervals of disputes and of force hold the truth, the word, and how many pairs it took."""
    wanted = case.width * case.disputes
    drawn = draw_pairs(luck, case, FIRST)
    while True:
        mean = paired_intervals.paired_mean(drawn[0], drawn[1])
        count = len(drawn[0])
        if 0.5 * (mean.high - mean.low) <= wanted or 2 * count > LAST:
            break
        drawn = tuple(np.concatenate(both) for both in zip(drawn, draw_pairs(luck, case, count), strict=True))
    force = paired_intervals.paired_proportion(drawn[2], drawn[3], identical=False)
    word = decision.word(Effect(*mean, float(drawn[1].mean())), Effect(*force, float(drawn[3].mean())))
    held = mean.low <= case.effect <= mean.high
    return held, force.low <= case.forced - case.force <= force.high, word, count


def campaign(cases: int, base: tuple[float, float], null: bool, seed: int) -> dict[str, float]:
    """Shares over many cases: of intervals that hold, of both at once, of words that claim a direction."""
    luck = np.random.Generator(np.random.Philox(key=[20, seed]))
    found = [judge(luck, draw_case(luck, base, null)) for _ in range(cases)]
    disputes, force, said, pairs = zip(*found, strict=True)
    loud = [word in (decision.STABILISES, decision.ESCALATES, decision.MIXED) for word in said]
    return {
        "expected_disputes": float(np.mean(disputes)),
        "force": float(np.mean(force)),
        "both": float(np.mean(np.array(disputes) & np.array(force))),
        "words": float(np.mean(loud)),
        "pairs": float(np.mean(pairs)),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cases", type=int, default=2000)
    cases = options.parse_args().cases
    print("share of cases in which the 97.5 % intervals hold the truth; words: stabilises, escalates or mixed")
    print(f"{'':<24}{'cases':>7}{'disputes':>10}{'force':>8}{'both':>8}{'words':>8}{'pairs':>8}")
    for seed, (name, base) in enumerate(BASES.items()):
        for null in (False, True):
            count = 2 * cases if null else cases
            found = campaign(count, base, null, 2 * seed + null)
            label = f"{name}, {'no effect' if null else 'known effect'}"
            shares = "".join(f"{100 * found[key]:>7.1f}%" for key in ("force", "both", "words"))
            print(f"{label:<24}{count:>7}{100 * found['disputes']:>9.1f}%{shares}{found['pairs']:>8.0f}")


if __name__ == "__main__":
    main()
