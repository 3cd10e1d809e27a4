"""The words of a verdict, and the sentence that says it. Nothing else decides a word.

Conflict is two numbers: expected disputes and expected uses of force, both per decade and each with a 95 % interval.
An effect matters beyond a margin around 0, the region of practical equivalence: 3 % of what happens without it, at
least 0.05 a decade. A word that is right then stays when runs are added. Trust, tension and the chances of force and of
war are printed beside the word and never decide it. Source: Schuirmann 1987, "A comparison of the two one-sided tests
procedure and the power approach", Journal of Pharmacokinetics and Biopharmaceutics 15.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dipsim.scenario.schema.events import WORDS as WORDS
from dipsim.scenario.wording import counted
from dipsim.study.statistics import paired_intervals

SHARE, LEAST = 0.03, 0.05  # the margin: a share of the base, and the least per decade
LEVEL = paired_intervals.LEVEL
MIXED, STABILISES, ESCALATES, NO_NOTICEABLE_EFFECT, PROBABLY_SMALL, CANNOT_TELL = WORDS
CONFLICT = ("expected_disputes", "expected_force")  # the outcomes that decide, both per decade


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

    @property
    def sign(self) -> int:
        """The sign of an interval clear of 0, else 0."""
        return int(self.rises) - int(self.falls)

    @property
    def margin(self) -> float:
        """How far from 0 an effect on a rate per decade does not matter: 3 % of the base, at least 0.05."""
        return max(SHARE * abs(self.base), LEAST)

    @property
    def beyond(self) -> int:
        """The side of the margin beyond which the whole interval lies, -1 or 1; 0 where it does not."""
        return int(self.low > self.margin) - int(self.high < -self.margin)

    @property
    def inside(self) -> bool:
        """The whole interval lies inside the margin."""
        return -self.margin <= self.low and self.high <= self.margin

    @property
    def smallest(self) -> float:
        """The smallest true effect that an interval of this width shows to be beyond the margin, with 80 % power."""
        return self.margin + paired_intervals.smallest_effect(self)


@dataclass(frozen=True)
class VerdictRow:
    """The verdict of one thing that was taken away.

    ``effects`` by outcome: expected_disputes, expected_force and observed_disputes (per decade), force and war
    (probabilities), tension, trust. ``spent`` is the money it took per run and year in the scenario's unit, None when
    that was not counted; ``label`` what it is in words, where the name does not say it.
    """

    name: str
    word: str
    effects: dict[str, Effect]
    replicates: int
    spent: float | None = None
    label: str = ""

    @property
    def sign(self) -> int:
        """The sign of the effects on conflict that are clear of 0; 0 where none is or they differ."""
        signs = {self.effects[outcome].sign for outcome in CONFLICT} - {0}
        return signs.pop() if len(signs) == 1 else 0

    @property
    def shown(self) -> str:
        """The word as it is printed; that of a small effect with its sign."""
        return shown(self.word, self.sign)

    @property
    def title(self) -> str:
        """What was taken away, as a sentence begins with it."""
        return self.label or title(self.name)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; an infinite number becomes None.

        ``smallest`` holds the smallest effects on conflict that so many pairs would have shown (``Effect.smallest``).
        """
        effects = {
            name: {key: _finite(value) for key, value in vars(effect).items()} for name, effect in self.effects.items()
        }
        smallest = {outcome: _finite(self.effects[outcome].smallest) for outcome in CONFLICT}
        return {**vars(self), "effects": effects, "sign": self.sign, "smallest": smallest}

    def __str__(self) -> str:
        return sentence(self)


def from_dict(data: Mapping[str, Any]) -> VerdictRow:
    """The row whose ``as_dict`` gave ``data``."""
    limits = {"low": -math.inf, "high": math.inf}
    effects = {
        name: Effect(**{key: limits[key] if value is None else value for key, value in effect.items()})
        for name, effect in data["effects"].items()
    }
    return VerdictRow(data["name"], data["word"], effects, data["replicates"], data["spent"], data["label"])


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def word(disputes: Effect, force: Effect) -> str:
    """The word for the effects on expected disputes and on expected uses of force, the first that fits.

    * ``mixed``: one lies beyond its margin below 0 and the other beyond its margin above 0.
    * ``stabilises``: one lies beyond its margin below 0; ``escalates``: beyond its margin above 0.
    * ``no_noticeable_effect``: both lie inside their margins.
    * ``probably_small``: at least one is clear of 0, and not both with opposite signs.
    * ``cannot_tell``: otherwise.

    An effect lies where its whole interval lies.
    """
    beyond, signs = {disputes.beyond, force.beyond} - {0}, {disputes.sign, force.sign} - {0}
    if len(beyond) == 2:
        return MIXED
    if beyond:
        return STABILISES if beyond == {-1} else ESCALATES
    if disputes.inside and force.inside:
        return NO_NOTICEABLE_EFFECT
    return PROBABLY_SMALL if len(signs) == 1 else CANNOT_TELL


def shown(word: str, sign: int = 0) -> str:
    """A word as it is printed, that of a small effect with its sign.

    >>> shown("no_noticeable_effect"), shown("probably_small", -1)
    ('no noticeable effect', 'probably small decrease')
    """
    ending = {-1: " decrease", 1: " increase"}.get(sign, " effect") if word == PROBABLY_SMALL else ""
    return word.replace("_", " ") + ending


def judge(name: str, effects: dict[str, Effect], replicates: int, spent: float | None = None) -> VerdictRow:
    """The row called ``name`` for measured effects over ``replicates`` pairs; ``effects`` must hold
    ``expected_disputes`` and ``expected_force``; ``spent``: what it costs."""
    disputes, force = (effects[outcome] for outcome in CONFLICT)
    return VerdictRow(name, word(disputes, force), effects, replicates, spent)


def title(name: str) -> str:
    """The name as a sentence begins with it.

    >>> title("cooperation"), title("joint_exercise")
    ('Cooperation as a whole', 'Joint exercise')
    """
    plain = name.replace("_", " ")
    return "Cooperation as a whole" if name == "cooperation" else plain[:1].upper() + plain[1:]


def sentence(row: VerdictRow) -> str:
    """The verdict of ``row`` in plain words, with the numbers that decide it and the chance of war, each with its
    interval."""
    disputes, force = (row.effects[outcome] for outcome in CONFLICT)
    who, pairs = row.title, f"{counted(row.replicates, 'pair')} of runs"
    inside = who[:1].lower() + who[1:] if row.name.islower() else who
    if disputes.exactly_zero and force.exactly_zero:
        return f"{who} changes nothing here: disputes and uses of force are exactly the same in all {pairs}."
    opening = {
        MIXED: f"{who} cuts both ways in this region",
        STABILISES: f"{who} stabilises this region",
        ESCALATES: f"{who} escalates this region",
        NO_NOTICEABLE_EFFECT: f"{who} has no noticeable effect on this region",
        PROBABLY_SMALL: f"{who} probably {'lowers' if row.sign < 0 else 'raises'} conflict in this region by little",
        CANNOT_TELL: f"Whether {inside} stabilises or escalates this region, {pairs} cannot tell",
    }[row.word]
    statement = f"{opening}: {number(disputes)} disputes ({100 * LEVEL:g} % interval {limits(disputes)}) and "
    statement += f"{number(force)} uses of force ({limits(force)}) per decade"
    if "war" in row.effects:
        war = row.effects["war"]
        statement += f"; chance of a war {number(war, 100)} points ({limits(war, 100)})"
    if row.word != CANNOT_TELL or not math.isfinite(disputes.smallest + force.smallest):
        return f"{statement}."
    return (
        f"{statement}. They would have shown a change of {disputes.smallest:.2g} disputes or of {force.smallest:.2g} "
        "uses of force per decade."
    )


def number(effect: Effect, scale: float = 1) -> str:
    """The estimate of ``effect`` times ``scale``, signed, to as many places as its interval gives meaning to."""
    return _signed(effect.estimate * scale, _places(effect, scale))


def limits(effect: Effect, scale: float = 1) -> str:
    """The ends of the interval of ``effect`` times ``scale``, to as many places as the estimate."""
    places = _places(effect, scale)
    low, high = (_signed(value * scale, places) for value in (effect.low, effect.high))
    return f"{low} to {high}"


def _places(effect: Effect, scale: float) -> int:
    """Decimal places that leave two digits in half the width, or three in the estimate where there is no width."""
    half = (effect.high - effect.low) / 2 * scale
    size, digits = (half, 2) if half > 0 and math.isfinite(half) else (abs(effect.estimate) * scale, 3)
    return max(0, digits - 1 - math.floor(math.log10(size))) if 0 < size < math.inf else 0


def _signed(value: float, places: int) -> str:
    """A signed number; 0 when it rounds to it, and no limit when it is infinite."""
    if math.isinf(value):
        return "no limit"
    rounded = round(value, places) + 0.0
    return f"{rounded:+.{places}f}" if rounded else "0"
