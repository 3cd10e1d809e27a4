"""The flip point over draws of the uncertain numbers: how likely is there one, where, and in which direction?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from dipsim.runs.errors import UnsettledStart
from dipsim.runs.settings import Scenario, prepare
from dipsim.scenario.arguments import one_of
from dipsim.scenario.draws.draws import Draws
from dipsim.scenario.draws.table import open_draws
from dipsim.scenario.parameter_axis import parameter_axis
from dipsim.scenario.wording import counted
from dipsim.study.answer import Answer
from dipsim.study.interventions.additions import one_added
from dipsim.study.interventions.targets import COOPERATION, without
from dipsim.study.sensitivity.flip import SCAN, TURNS, USUAL_POINTS, Flip, FlipOptions, along, changes_nothing
from dipsim.study.statistics.paired_intervals import Interval, proportion
from dipsim.study.uncertainty.over_draws import left_out, listed, replicates_of
from dipsim.study.uncertainty.verdict_over_draws import PAIRS
from dipsim.study.uncertainty.word_shares import RANGE, percent
from dipsim.study.verdict.paired_runs import OUTCOMES, pairs

if TYPE_CHECKING:
    import pandas as pd

NOTHING, UNTOLD = "changes nothing", "its sign cannot be told"


@dataclass(frozen=True)
class Turn:
    """A turn from ``below`` to ``above`` over draws: at how many there is one, the share of draws with Wilson's 95 %
    interval, the median of where, and where nine flip points in ten lie."""

    below: str
    above: str
    draws: int
    share: Interval
    middle: float
    range: tuple[float, float]

    def __str__(self) -> str:
        low, high = self.range
        where = f"at {self.middle:.3g} in the median draw, in nine of ten at {low:.3g} to {high:.3g}"
        return f"from \u201c{self.below}\u201d to \u201c{self.above}\u201d in {percent(self.share)}, {where}"


@dataclass(frozen=True)
class FlipOverDraws(Answer):
    """What a target does along a number of the scenario at each draw, and where that turns.

    ``found`` are the flip points at the draws ``numbers``, as ``dipsim.flip`` finds them; ``failed`` are the draws at
    which the start does not settle somewhere along the number, with the reason.
    """

    title: str
    draws: Draws
    numbers: tuple[int, ...]
    found: tuple[Flip, ...]
    failed: dict[int, str]
    pairs: int
    seed: int

    @property
    def first(self) -> Flip:
        """The answer at the first draw; path, range, target and outcome are those of all."""
        return self.found[0]

    @property
    def replicates(self) -> int:
        """How many pairs of runs there are at each value."""
        return self.pairs * len(self.found)

    @property
    def anywhere(self) -> Interval:
        """The share of draws at which there is a flip point, with Wilson's 95 % interval."""
        return proportion(sum(bool(one.flips) for one in self.found), len(self.found))

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The directions in which it turns, the likely one first."""
        counts = Counter(direction for one in self.found for direction in {(f.below, f.above) for f in one.flips})
        return tuple(self._turn(below, above, count) for (below, above), count in counts.most_common())

    def _turn(self, below: str, above: str, count: int) -> Turn:
        places = [f.value for one in self.found for f in one.flips if (f.below, f.above) == (below, above)]
        low, middle, high = (float(value) for value in np.quantile(places, [RANGE[0], 0.5, RANGE[1]]))
        return Turn(below, above, count, proportion(count, len(self.found)), middle, (low, high))

    @property
    def constant(self) -> dict[str, Interval]:
        """What it does at the draws without a flip point, with the share of all draws, the likely first."""
        counts = Counter(_throughout(one) for one in self.found if not one.flips)
        return {word: proportion(count, len(self.found)) for word, count in counts.most_common()}

    def __str__(self) -> str:
        one, count = self.first, counted(len(self.found), "draw")
        head = f"{one.target_title} has a flip point in {one.path} between {one.low:g} and {one.high:g}"
        lines = [f"{head} in {percent(self.anywhere)} of {count} of {self.draws.name} (95 % interval in brackets)."]
        lines += [f"It turns {turn}." for turn in self.turns]
        if several := sum(len(one.flips) > 1 for one in self.found):
            lines.append(f"In {counted(several, 'draw')} it turns more than once.")
        if self.constant:
            kept = "; ".join(f"{word} in {percent(share)}" for word, share in self.constant.items())
            lines.append(f"Without a flip point, as far as it can be told: {kept}.")
        lines += left_out(self.failed)
        lines.append(f"({OUTCOMES[one.outcome]}, {counted(self.pairs, 'pair')} of runs at each value and draw)")
        return "\n".join(lines)

    def to_frame(self) -> pd.DataFrame:
        """A row for each draw and flip point, and one for a draw without: what is done below it and above."""
        import pandas as pd

        rows: list[dict[str, Any]] = []
        for number, one in zip(self.numbers, self.found, strict=True):
            rows += [{"draw": number, **asdict(at)} for at in one.flips]
            if not one.flips:
                said = _throughout(one)
                rows.append({"draw": number, **dict.fromkeys(("value", "low", "high"), math.nan)})
                rows[-1] |= {"below": said, "above": said}
        return pd.DataFrame(rows)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; of each draw the values tried, the signs that are clear there and the effects."""
        one = self.first
        shown = ("path", "target", "target_title", "outcome", "low", "high", "wide", "here")
        return {
            "title": self.title,
            **{name: getattr(one, name) for name in shown},
            "parameters": self.draws.as_dict(),
            "pairs": self.pairs,
            "seed": self.seed,
            "failed": listed(self.failed),
            "flip_points": self.anywhere._asdict(),
            "turns": [{**vars(turn), "share": turn.share._asdict(), "range": list(turn.range)} for turn in self.turns],
            "without": {word: share._asdict() for word, share in self.constant.items()},
            "draws": [{"draw": number, **_plain(each)} for number, each in zip(self.numbers, self.found, strict=True)],
        }


def flip_over_draws(
    scenario: Scenario,
    path: str,
    target: str = COOPERATION,
    *,
    parameters: Draws | str = "draws",
    outcome: str = "expected_disputes",
    low: float | None = None,
    high: float | None = None,
    **options: Unpack[FlipOptions],
) -> FlipOverDraws:
    """How likely something has a flip point along a number, over draws of the uncertain numbers, and where.

    The number at ``path`` itself is not drawn. Raises PathNotNumeric, UnknownTarget, ScenarioError, DrawsError, and
    UnsettledStart where no draw settles.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    path : str
        The number that is turned, as in ``flip``.
    target : str
        What is judged: cooperation, a kind, ``timeline.0``, ...
    parameters : Draws or str
        "draws" (the shipped posterior), "prior:SEED:COUNT", or the path of a table of draws.
    outcome : str
        expected_disputes, expected_force, force, tension or trust.
    low, high : float, optional
        The range; the declared bounds unless given.
    **options
        ``replicates`` (pairs of runs at each value and draw, 32 unless given), ``seed``, ``workers``, ``progress``
        (True counts the runs), ``sets`` ("PATH=VALUE", which is not drawn then), ``anyway`` (answer although another
        model made the folder), ``scan`` and ``add`` as in ``flip``.

    Returns
    -------
    FlipOverDraws
        The share of draws with a flip point, the directions, and the flip point of every draw.

    Examples
    --------
    >>> how = {"parameters": "prior:1:2", "scan": 2, "replicates": 2, "sets": "time.years=1"}
    >>> len(dipsim.flip_over_draws("two_blocs", "nations.*.revisionism", **how).found)
    2
    """
    one_of("outcome", outcome, OUTCOMES)
    spec, settings = prepare(scenario, options, PAIRS, FlipOptions)
    if "replicates" not in options:
        settings = replace(settings, replicates=PAIRS)
    draws = open_draws(parameters)
    spec, target = one_added(spec, target, options.get("add"))
    turned = parameter_axis(spec, path, low, high)
    without(spec, target)
    n_workers = settings.workers_for(spec, 2 * USUAL_POINTS * len(draws))
    found, failed = dict[int, Flip](), dict[int, str]()
    with pairs(target, settings.seed, settings.replicates, n_workers, settings.progress) as both:
        for number in range(len(draws)):
            there = replace(both, draw=draws.at(number), runs=replicates_of(draws, number, settings.replicates))
            try:
                found[number] = along(spec, turned, outcome, there, options.get("scan", SCAN))
            except UnsettledStart as problem:
                failed[number] = str(problem)
    if not found:
        raise UnsettledStart(f"at none of {len(draws)} draws of {draws.name} does the start settle; {failed[0]}")
    return FlipOverDraws(
        spec.title, draws, tuple(found), tuple(found.values()), failed, settings.replicates, settings.seed
    )


def _throughout(one: Flip) -> str:
    """What is done at a draw without a flip point, as far as it can be told."""
    clear = {sign for sign in one.signs if sign}
    if not clear:
        return NOTHING if changes_nothing(one) else UNTOLD
    return TURNS[one.outcome][0 if 1 in clear else 1]


def _plain(one: Flip) -> dict[str, Any]:
    effects = [row.effects[one.outcome] for row in one.rows]
    return {
        "values": list(one.values),
        "signs": list(one.signs),
        "effects": [_ends(effect) for effect in effects],
        "flips": [asdict(at) for at in one.flips],
    }


def _ends(effect: Any) -> Sequence[float | None]:
    return [value if math.isfinite(value) else None for value in (effect.estimate, effect.low, effect.high)]
