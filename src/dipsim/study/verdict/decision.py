"""The five words of a verdict, and the sentence that says it.

Conflict is two numbers: disputes begun per decade and the probability of a use of force. Each has an interval at
97.5 %, so that both hold together in at least 95 % of cases. Trust, tension and the probability of war are printed
beside the word and never decide it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MARGIN = 0.05
LEVEL = 0.975
STABILISES, ESCALATES, MIXED = "stabilises", "escalates", "mixed"
NEGLIGIBLE, CANNOT_TELL = "negligible", "cannot tell"
WORDS = (STABILISES, ESCALATES, MIXED, NEGLIGIBLE, CANNOT_TELL)


@dataclass(frozen=True)
class Effect:
    """A difference, with minus without: estimate and interval, and what the outcome is without (``base``).

    All four in the unit of the outcome. Limits may be infinite; ValueError for NaN or an interval the wrong way round.
    """

    estimate: float
    low: float
    high: float
    base: float

    def __post_init__(self) -> None:
        if not (self.low <= self.estimate <= self.high) or math.isnan(self.base):
            raise ValueError(f"not an estimate in its interval: {self}")

    @property
    def falls(self) -> bool:
        """The whole interval lies below 0."""
        return self.high < 0

    @property
    def rises(self) -> bool:
        """The whole interval lies above 0."""
        return self.low > 0

    @property
    def exactly_zero(self) -> bool:
        """Nothing changed in any pair of runs."""
        return self.low == self.high == 0

    def within(self, margin: float) -> bool:
        """The whole interval lies within ``margin`` times the base on either side of 0."""
        room = margin * abs(self.base)
        return -room <= self.low and self.high <= room


@dataclass(frozen=True)
class VerdictRow:
    """The verdict of one thing that was taken away.

    ``effects`` by outcome: expected_disputes and observed_disputes (per decade), force and war (probabilities),
    tension, trust. ``smallest`` is the smallest change in disputes per decade that this many pairs would show with 80 %
    power. ``spent`` is the money it took per run and year in the scenario's unit, None when that was not counted;
    ``label`` what it is in words, where the name does not say it.
    """

    name: str
    word: str
    effects: dict[str, Effect]
    smallest: float
    replicates: int
    spent: float | None = None
    label: str = ""

    @property
    def title(self) -> str:
        """What was taken away, as a sentence begins with it."""
        return self.label or title(self.name)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; an infinite number becomes None."""
        effects = {
            name: {key: _finite(value) for key, value in vars(effect).items()} for name, effect in self.effects.items()
        }
        return {**vars(self), "effects": effects, "smallest": _finite(self.smallest)}

    def __str__(self) -> str:
        return sentence(self)


def from_dict(data: Mapping[str, Any]) -> VerdictRow:
    """The row that ``as_dict`` was made from."""
    limits = {"low": -math.inf, "high": math.inf}
    effects = {
        name: Effect(**{key: limits[key] if value is None else value for key, value in effect.items()})
        for name, effect in data["effects"].items()
    }
    smallest = math.inf if data["smallest"] is None else data["smallest"]
    return VerdictRow(**{**data, "effects": effects, "smallest": smallest})


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def word(disputes: Effect, force: Effect, margin: float = MARGIN) -> str:
    """The word for a pair of effects on conflict.

    * ``negligible``: both intervals lie within ``margin`` of their base. This is asked first, so that an effect too
      small to matter is not promoted by running more pairs. A base of 0 leaves no room: only an effect of exactly 0
      is negligible there. Exactly 0 throughout, as in the null control, is negligible.
    * ``mixed``: one clearly falls and the other clearly rises.
    * ``stabilises``: one clearly falls and the other does not clearly rise; ``escalates``: the mirror.
    * ``cannot tell``: otherwise.

    Clearly means that the whole interval lies on one side of 0.
    """
    if disputes.within(margin) and force.within(margin):
        return NEGLIGIBLE
    falls, rises = disputes.falls or force.falls, disputes.rises or force.rises
    if falls and rises:
        return MIXED
    if falls:
        return STABILISES
    return ESCALATES if rises else CANNOT_TELL


def judge(
    name: str,
    effects: dict[str, Effect],
    smallest: float,
    replicates: int,
    spent: float | None = None,
    margin: float = MARGIN,
) -> VerdictRow:
    """The row for measured effects; ``effects`` must hold ``expected_disputes`` and ``force``."""
    return VerdictRow(
        name, word(effects["expected_disputes"], effects["force"], margin), effects, smallest, replicates, spent
    )


def title(name: str) -> str:
    """The name as a sentence begins with it.

    >>> title("cooperation"), title("joint_exercise")
    ('Cooperation as a whole', 'Joint exercise')
    """
    plain = name.replace("_", " ")
    return "Cooperation as a whole" if name == "cooperation" else plain[:1].upper() + plain[1:]


def sentence(row: VerdictRow, level: float = LEVEL) -> str:
    """The verdict in plain words, with the two numbers that decide it and their intervals."""
    disputes, force = row.effects["expected_disputes"], row.effects["force"]
    who, pairs = row.title, f"{row.replicates} pairs of runs"
    inside = who[:1].lower() + who[1:] if row.name.islower() else who
    if disputes.exactly_zero and force.exactly_zero:
        return f"{who} changes nothing here: disputes and uses of force are exactly the same in all {pairs}."
    opening = {
        STABILISES: f"{who} stabilises this region",
        ESCALATES: f"{who} escalates this region",
        MIXED: f"{who} cuts both ways in this region",
        NEGLIGIBLE: f"{who} makes no difference that matters to this region",
        CANNOT_TELL: f"Whether {inside} stabilises or escalates this region, {pairs} cannot tell",
    }[row.word]
    statement = f"{opening}: {number(disputes)} disputes per decade ({_range(disputes, 1, level)}), "
    statement += f"chance of a use of force {number(force, 100)} points ({_range(force, 100, level)})."
    if row.word == CANNOT_TELL and math.isfinite(row.smallest):
        statement += f" The smallest change they could have shown is {row.smallest:.2g} disputes per decade."
    return statement


def number(effect: Effect, scale: float = 1) -> str:
    """The estimate times ``scale``, signed, to as many places as its interval gives meaning to."""
    return _signed(effect.estimate * scale, _places(effect, scale))


def _range(effect: Effect, scale: float, level: float) -> str:
    places = _places(effect, scale)
    low, high = (_signed(value * scale, places) for value in (effect.low, effect.high))
    return f"{100 * level:g} % interval {low} to {high}"


def _places(effect: Effect, scale: float) -> int:
    """Decimal places that leave two digits in half the width, or three in the estimate where there is no width."""
    half = (effect.high - effect.low) / 2 * scale
    size, digits = (half, 2) if half > 0 and math.isfinite(half) else (abs(effect.estimate) * scale, 3)
    return max(0, digits - 1 - math.floor(math.log10(size))) if size > 0 else 0


def _signed(value: float, places: int) -> str:
    """A signed number; 0 when it rounds to it, and no limit when it is infinite."""
    if math.isinf(value):
        return "no limit"
    rounded = round(value, places) + 0.0
    return f"{rounded:+.{places}f}" if rounded else "0"
