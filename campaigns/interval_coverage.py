"""Do the intervals hold what they promise, with the stopping rule on, and how often is a word false?

    python campaigns/interval_coverage.py        # 2,000 cases per base rate and kind of effect

A synthetic case is an endless row of pairs of runs with known effects. Both runs of a pair share their luck: expected
disputes and expected uses of force are lognormal around a shared level, with some luck of their own; with it, each is
what it is without times a factor. The stopping rule is that of ``verdict --precision``: 50 pairs, doubled until half
the interval of disputes is narrow enough or 800 pairs are run; only the width is looked at. Then the intervals either
hold the true effects or not, and the word is true or false of them. A word of one direction is half the truth where
the other outcome truly moves beyond its margin in the other direction.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass

import numpy as np

from dipsim.study.statistics import paired_intervals
from dipsim.study.verdict import decision
from dipsim.study.verdict.decision import Effect

FIRST, LAST = 50, 800
BASES = {"rare": (0.05, 0.03), "few": (0.5, 0.35), "common": (4.0, 2.8)}  # disputes, uses of force per decade
KINDS = ("no effect", "at the margin", "any effect")
DIRECTIONS = {decision.STABILISES: {-1}, decision.ESCALATES: {1}, decision.MIXED: {-1, 1}}
SPREAD, OWN = 0.4, 0.15  # log sd of the shared level, and of what is each run's own


@dataclass(frozen=True)
class Case:
    """What is true: (disputes, uses of force) without and the effects on them; the half-width that is asked for."""

    base: tuple[float, float]
    effects: tuple[float, float]
    width: float

    @property
    def truth(self) -> list[Effect]:
        """The effects as they would be known from endless runs."""
        return [Effect(effect, effect, effect, base) for effect, base in zip(self.effects, self.base, strict=True)]


def draw_case(luck: np.random.Generator, base: tuple[float, float], kind: str) -> Case:
    """A case of the base rate: no effect, both effects as large as their margins, or each a factor of up to 1.65."""
    margins = [Effect(0.0, 0.0, 0.0, one).margin for one in base]
    signs = [1 if margin >= one or luck.random() < 0.5 else -1 for margin, one in zip(margins, base, strict=True)]
    factors = np.exp(luck.uniform(-0.5, 0.5, 2))
    edge = [sign * margin for sign, margin in zip(signs, margins, strict=True)]
    moved = [one * (factor - 1) for one, factor in zip(base, factors, strict=True)]
    first, second = {"no effect": [0.0, 0.0], "at the margin": edge, "any effect": moved}[kind]
    return Case(base, (float(first), float(second)), float(luck.uniform(0.015, 0.08)) * base[0])


def draw_pairs(luck: np.random.Generator, case: Case, count: int) -> np.ndarray:
    """Of ``count`` pairs, [disputes with it, without, uses of force with it, without]."""
    disputes = np.exp(SPREAD * luck.normal(size=count) - SPREAD**2 / 2)
    levels, found = (disputes, disputes * np.exp(OWN * luck.normal(size=count) - OWN**2 / 2)), []
    for level, base, effect in zip(levels, case.base, case.effects, strict=True):
        for mean in (base + effect, base):
            found.append(mean * level * np.exp(OWN * luck.normal(size=count) - OWN**2 / 2))
    return np.stack(found)


def judge(luck: np.random.Generator, case: Case) -> tuple[list[bool], str, bool, bool, int]:
    """Whether the two intervals hold the truth, the word, whether it is false or half the truth, and pairs taken."""
    drawn = draw_pairs(luck, case, FIRST)
    while True:
        mean, count = paired_intervals.paired_mean(drawn[0], drawn[1]), drawn.shape[1]
        if 0.5 * (mean.high - mean.low) <= case.width or 2 * count > LAST:
            break
        drawn = np.concatenate([drawn, draw_pairs(luck, case, count)], axis=1)
    force = paired_intervals.paired_mean(drawn[2], drawn[3])
    effects = {
        "expected_disputes": Effect(*mean, float(drawn[1].mean())),
        "expected_force": Effect(*force, float(drawn[3].mean())),
    }
    row = decision.judge("case", effects, count)
    held = [one.low <= effect <= one.high for one, effect in zip((mean, force), case.effects, strict=True)]
    half = row.word in DIRECTIONS and DIRECTIONS[row.word] < {effect.beyond for effect in case.truth}
    return held, row.word, is_false(row.word, row.sign, case.truth), half, count


def is_false(word: str, sign: int, truth: list[Effect]) -> bool:
    """Whether a word with its sign claims what is not so. Effects as large as the margin count as inside."""
    if word in DIRECTIONS:
        return not DIRECTIONS[word] <= {effect.beyond for effect in truth}
    if word == decision.NO_NOTICEABLE_EFFECT:
        return any(effect.beyond for effect in truth)
    return word == decision.PROBABLY_SMALL and all(effect.sign != sign for effect in truth)


def campaign(cases: int, base: tuple[float, float], kind: str, seed: int) -> dict[str, float]:
    """Shares over many cases: of intervals that hold, of both at once, of each sort of word, of false words."""
    luck = np.random.Generator(np.random.Philox(key=[20, seed]))
    found = [judge(luck, draw_case(luck, base, kind)) for _ in range(cases)]
    held = np.array([one[0] for one in found])
    words = Counter(one[1] for one in found)
    return {
        "disputes": float(held[:, 0].mean()),
        "force": float(held[:, 1].mean()),
        "both": float(held.all(axis=1).mean()),
        "direction": sum(words[word] for word in DIRECTIONS) / cases,
        **{word: words[word] / cases for word in decision.WORDS if word not in DIRECTIONS},
        "false": float(np.mean([one[2] for one in found])),
        "half": float(np.mean([one[3] for one in found])),
        "pairs": float(np.mean([one[4] for one in found])),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cases", type=int, default=2000)
    cases = options.parse_args().cases
    print("95 % intervals that hold the truth: of disputes, of force, both. Words: of direction, and the others.")
    heads = (
        "disputes",
        "force",
        "both",
        "direction",
        "no effect",
        "small",
        "cannot tell",
        "false",
        "half the truth",
        "mean pairs",
    )
    print(f"| base rate, per decade | truth | cases | {' | '.join(heads)} |\n|{'---|' * (3 + len(heads))}")
    for seed, (name, base) in enumerate(BASES.items()):
        for number, kind in enumerate(KINDS):
            found = campaign(cases, base, kind, len(KINDS) * seed + number)
            *shares, pairs = found.values()
            cells = [f"{100 * share:.1f} %" for share in shares]
            label = f"{name} ({base[0]:g} disputes, {base[1]:g} uses of force)"
            print(f"| {label} | {kind} | {cases:,} | {' | '.join(cells)} | {pairs:.0f} |")


if __name__ == "__main__":
    main()
