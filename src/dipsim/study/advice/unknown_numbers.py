"""What nobody has measured: does an answer hold in other worlds, which number moves it most, and which would turn it?

All assumed numbers are drawn at once (``sensitivity/assumed_ranges``), in a few dozen worlds. The numbers that go most
with the effect over these draws, and some of the scenario's own, are then set to both ends of their range, one at a
time, on the same draws throughout.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.parameters import NUMBERS, PARAMETERS
from dipsim.scenario.load import vary
from dipsim.scenario.parameter_axis import ParameterAxis, PathNotNumeric, parameter_axis
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.yaml.problems import ScenarioError
from dipsim.study.sensitivity.assumed_ranges import Range, drawn, uncertain
from dipsim.study.sensitivity.map import CONTEXT, INTENT
from dipsim.study.verdict.decision import CONFLICT, VerdictRow
from dipsim.study.verdict.paired_runs import Pairs

CALMER, TENSER, MIXED, NOTHING = "calmer", "more tense", "cuts both ways", "no noticeable effect"
SYMBOL = re.compile(r"^[A-Za-z](?:_?[A-Za-z0-9]){0,2}, ")  # the letter of an equation, before what it means
UNCLEAR = "cannot tell"
LEANS = (CALMER, NOTHING, TENSER, MIXED, UNCLEAR)
OPENNESS = "nations.*.transparency"
OWN = {  # numbers of a scenario that are varied whatever it is about: their names
    INTENT: "revisionism of every nation",
    CONTEXT: "stakes of all open disputes, as a factor",
    OPENNESS: "openness of every nation",
}


def lean(row: VerdictRow) -> str:
    """What a row of few runs says: one of ``LEANS``.

    An effect counts where its estimate lies beyond the margin and its interval is clear of 0; where one lies beyond the
    margin, none is clear and so nothing can be said, it cannot be told.
    """
    effects = [row.effects[outcome] for outcome in CONFLICT]
    beyond = [effect for effect in effects if abs(effect.estimate) > effect.margin]
    sides = {effect.sign for effect in beyond} - {0}
    if not sides:
        return UNCLEAR if beyond else NOTHING
    return MIXED if len(sides) == 2 else CALMER if sides == {-1} else TENSER


@dataclass(frozen=True)
class Tally:
    """Under how many readings or draws which answer comes out, with ``pairs`` pairs of runs each."""

    counts: dict[str, int]
    pairs: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def clear(self) -> int:
        """How many say anything."""
        return self.total - self.counts.get(UNCLEAR, 0)

    def share(self, answer: str) -> float:
        """The share that says ``answer``, of those that say anything."""
        return self.counts.get(answer, 0) / self.clear if self.clear else 0.0


def tally(rows: Sequence[VerdictRow]) -> Tally:
    """The answers of these rows, counted."""
    counts = Counter(lean(row) for row in rows)
    return Tally({answer: counts[answer] for answer in LEANS if counts[answer]}, rows[0].replicates if rows else 0)


@dataclass(frozen=True)
class Swing:
    """What a number does to an answer between the ends of its range, others as in the scenario.

    ``here`` is where the scenario stands, None where that is not one value.
    """

    path: str
    meaning: str
    here: float | None
    low: float
    high: float
    at_low: VerdictRow
    at_high: VerdictRow

    @property
    def size(self) -> float:
        """How far it moves the effect on disputes per decade."""
        ends = [row.effects["expected_disputes"].estimate for row in (self.at_low, self.at_high)]
        return abs(ends[1] - ends[0])

    @property
    def turns(self) -> bool:
        """Whether the effect on disputes lies clearly on different sides of 0 at its ends."""
        return self.at_low.effects["expected_disputes"].sign * self.at_high.effects["expected_disputes"].sign < 0


def draws(spec: Spec, both: Pairs, count: int) -> tuple[list[VerdictRow], list[Range]]:
    """The rows of ``count`` worlds of ``spec`` with every assumed number drawn, run in pairs by ``both``; and the
    numbers, those most correlated with the effect on disputes first."""
    ranges, specs = uncertain(spec), drawn(spec, count, both.seed)
    rows = [pair.row() for pair in both(specs)]
    effects = np.array([row.effects["expected_disputes"].estimate for row in rows])
    values = np.array([[value_of(one, each.path) for each in ranges] for one in specs]).reshape(len(specs), -1)
    order = np.argsort(-np.abs(_rank_correlations(values, effects)), kind="stable")
    return rows, [ranges[place] for place in order]


def value_of(spec: Spec, path: str) -> float:
    """The number of a kind or the parameter of ``spec`` at ``path``."""
    section, _, name = path.partition(".")
    if section == "processes":
        return float(spec.parameters[name])
    kind, _, number = name.partition(".")
    return float(spec.kinds[kind].numbers[number])


def _rank_correlations(values: NDArray[Any], effects: NDArray[Any]) -> NDArray[Any]:
    """Spearman's correlation of every column with the effects; 0 where either does not vary."""
    still = (values == values[:1]).all(axis=0) | (effects == effects[:1]).all()
    ranks, order = _ranks(values), _ranks(effects[:, None])[:, 0]
    ranks, order = np.where(still, 0.0, ranks - ranks.mean(axis=0)), order - order.mean()
    size = np.sqrt((ranks**2).sum(axis=0) * (order**2).sum())
    return np.asarray(np.divide(order @ ranks, size, out=np.zeros(values.shape[1]), where=size > 0))


def _ranks(values: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(values.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable"), dtype=float)


def swings(spec: Spec, both: Pairs, ranges: Sequence[Range]) -> tuple[Swing, ...]:
    """The effects of the numbers in ``ranges`` and in ``OWN`` one at a time, in worlds of ``spec`` that ``both`` runs
    in pairs, the largest swing first."""
    axes = [(one.path, one.low, one.high, parameter_axis(spec, one.path, one.low, one.high)) for one in ranges]
    axes += [(axis.path, axis.low, axis.high, axis) for axis in (_axis(spec, path) for path in OWN) if axis]
    ends = [vary(spec, axis.sets(end)) for _, low, high, axis in axes for end in (low, high)]
    rows = [pair.row() for pair in both(ends)]
    found = [
        Swing(path, meaning(spec, path), axis.here, low, high, rows[2 * place], rows[2 * place + 1])
        for place, (path, low, high, axis) in enumerate(axes)
    ]
    return tuple(sorted(found, key=lambda swing: (-swing.size, swing.path)))


def _axis(spec: Spec, path: str) -> ParameterAxis | None:
    """A number of the scenario over its whole range; None where it has none."""
    try:
        axis = parameter_axis(spec, path)
        vary(spec, axis.sets(axis.low))
        return axis
    except (PathNotNumeric, ScenarioError):
        return None


def meaning(spec: Spec, path: str) -> str:
    """The number of ``spec`` at ``path`` in words."""
    if path in OWN:
        return OWN[path]
    section, _, name = path.partition(".")
    if section == "processes" and name in PARAMETERS.names():
        return SYMBOL.sub("", str(PARAMETERS[name].meaning))
    kind, _, number = name.partition(".")
    if section == "exchanges" and kind in spec.kinds and number in NUMBERS.names():
        return f"{SYMBOL.sub('', NUMBERS[number].meaning)} ({spec.kinds[kind].title})"
    return path
