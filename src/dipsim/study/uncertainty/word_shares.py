"""How often each word is said over draws, with intervals, and the effect with both of its doubts: chance and draws."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dipsim.study.statistics.paired_intervals import Interval, proportion
from dipsim.study.verdict.decision import CONFLICT, ESCALATES, STABILISES, WORDS, VerdictRow, title

RANGE = (0.05, 0.95)  # of the draws
SIDES = {STABILISES: -1, ESCALATES: 1}


def direction(word: str) -> int:
    """The direction of a word: -1 stabilises, 1 escalates, 0 any other.

    >>> [direction(word) for word in ("stabilises", "escalates", "probably_small")]
    [-1, 1, 0]
    """
    return SIDES.get(word, 0)


@dataclass(frozen=True)
class EffectOverDraws:
    """An effect per decade over draws: its mean, the interval of chance around that mean, and where draws put it.

    ``low`` and ``high`` bound the mean of these draws at 95 %, by the chance of the runs alone; ``range`` holds the
    effect of nine draws in ten, and ``middle`` is the median draw.
    """

    mean: float
    low: float
    high: float
    middle: float
    range: tuple[float, float]


@dataclass(frozen=True)
class WordShares:
    """What is said about one target over draws, with ``pairs`` pairs of runs at each.

    ``counts`` has every word that was said.
    """

    name: str
    label: str
    counts: dict[str, int]
    pairs: int
    effects: dict[str, EffectOverDraws]

    @property
    def draws(self) -> int:
        """How many draws were run."""
        return sum(self.counts.values())

    @property
    def title(self) -> str:
        """What was taken away, in words."""
        return self.label or title(self.name)

    def share(self, word: str) -> Interval:
        """The share of draws at which a word is said, with Wilson's 95 % interval."""
        return proportion(self.counts.get(word, 0), self.draws)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON: every word with its count, share and interval, and both effects."""
        words = {}
        for word in WORDS:
            share = self.share(word)
            words[word] = {
                "draws": self.counts.get(word, 0),
                "share": share.estimate,
                "low": share.low,
                "high": share.high,
            }
        effects = {
            name: {
                **vars(effect),
                "range": list(effect.range),
                "low": _finite(effect.low),
                "high": _finite(effect.high),
            }
            for name, effect in self.effects.items()
        }
        return {
            "name": self.name,
            "label": self.label,
            "draws": self.draws,
            "pairs": self.pairs,
            "words": words,
            "effects": effects,
        }


def word_shares(rows: Sequence[VerdictRow]) -> WordShares:
    """The shares over the rows of one target, one row for each draw. Raises ValueError where there is none."""
    if not rows:
        raise ValueError("expected a row for each draw, found none: at no draw does the start settle")
    counts = Counter(row.word for row in rows)
    effects = {outcome: _effect([row.effects[outcome] for row in rows]) for outcome in CONFLICT}
    first = rows[0]
    ordered = {word: counts[word] for word in WORDS if counts[word]}
    return WordShares(first.name, first.label, ordered, first.replicates, effects)


def percent(share: Interval) -> str:
    """A share of draws with its interval, in whole percent.

    >>> percent(Interval(0.5, 0.401, 0.6))
    '50 % (40 to 60)'
    """
    return f"{100 * share.estimate:.0f} % ({100 * share.low:.0f} to {100 * share.high:.0f})"


def _effect(effects: Sequence[Any]) -> EffectOverDraws:
    """The mean of the draws; the widths of their intervals add up in squares, as their chance is their own."""
    estimates = np.array([effect.estimate for effect in effects])
    halves = np.array([0.5 * (effect.high - effect.low) for effect in effects])
    mean, half = float(estimates.mean()), float(np.sqrt(np.square(halves).sum()) / len(halves))
    low, middle, high = (float(value) for value in np.quantile(estimates, [RANGE[0], 0.5, RANGE[1]]))
    return EffectOverDraws(mean, mean - half, mean + half, middle, (low, high))


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None
