"""The flip point: at which value of a number does what something does to the region turn?

A scan over the range of the number, with and without the target at every value and on the same draws throughout, then
the root of the paired effect with its interval (``study/statistics/sign_change.py``). There may be several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

from dipsim.runs.settings import RunOptions, Scenario, prepare
from dipsim.scenario.arguments import one_of
from dipsim.scenario.parameter_axis import ParameterAxis, parameter_axis
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.wording import counted
from dipsim.study.answer import Answer, of_row
from dipsim.study.interventions.additions import one_added
from dipsim.study.interventions.targets import COOPERATION, title, without
from dipsim.study.statistics import sign_change
from dipsim.study.verdict import decision
from dipsim.study.verdict.decision import VerdictRow
from dipsim.study.verdict.paired_runs import OUTCOMES, Floats, Pairs, interval, pairs

if TYPE_CHECKING:
    import pandas as pd

SCAN = 9
USUAL_POINTS = 20  # values at which a flip point is usually looked at, scan included
TURNS = {  # what a positive and a negative effect on an outcome are called
    "expected_disputes": ("raises disputes", "lowers disputes"),
    "expected_force": ("raises uses of force", "lowers uses of force"),
    "force": ("makes force more likely", "makes force less likely"),
    "tension": ("raises tension", "lowers tension"),
    "trust": ("raises trust", "lowers trust"),
}


@dataclass(frozen=True)
class FlipPoint:
    """A value at which the sign turns, with its 95 % interval; what is done below it, and above."""

    value: float
    low: float
    high: float
    below: str
    above: str

    def __str__(self) -> str:
        return f"{self.value:.3g} (95 % interval {self.low:.3g} to {self.high:.3g})"


@dataclass(frozen=True)
class Flip(Answer):
    """What a target does along a number of the scenario, and where that turns.

    ``values`` are those tried, ``rows`` their verdicts, ``signs`` the sign of the effect on ``outcome`` where it is
    clear over the whole scan at 95 %, else 0. ``here`` is where the scenario stands, if that is one value.
    """

    title: str
    path: str
    target: str
    target_title: str
    outcome: str
    low: float
    high: float
    wide: bool
    here: float | None
    values: tuple[float, ...]
    signs: tuple[int, ...]
    rows: tuple[VerdictRow, ...]
    flips: tuple[FlipPoint, ...]
    replicates: int
    seed: int

    def to_frame(self) -> pd.DataFrame:
        """A row for each value that was tried: the sign, the verdict, and every outcome with its interval."""
        import pandas as pd

        listed = zip(self.values, self.signs, self.rows, strict=True)
        return pd.DataFrame([{"value": value, "sign": sign, **of_row(row)} for value, sign, row in listed])

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {**vars(self), "rows": [row.as_dict() for row in self.rows], "flips": [asdict(f) for f in self.flips]}

    def __str__(self) -> str:
        lines = [sentence(self)]
        if self.here is not None:
            lines.append(f"The scenario itself stands at {self.here:g}.")
        return "\n".join(lines)


def from_dict(data: Mapping[str, Any]) -> Flip:
    """The flip point whose ``as_dict`` gave ``data``."""
    return Flip(
        **{
            **data,
            "values": tuple(data["values"]),
            "signs": tuple(data["signs"]),
            "rows": tuple(decision.from_dict(row) for row in data["rows"]),
            "flips": tuple(FlipPoint(**flip) for flip in data["flips"]),
        }
    )


class FlipOptions(RunOptions, total=False):
    """Keywords of a flip point, beside those of every question.

    ``scan``: number of values that are tried first. ``add``: an act that is added and judged in place of ``target``, as
    an entry of a timeline.
    """

    scan: int
    add: str | None


def flip(
    scenario: Scenario,
    path: str,
    target: str = COOPERATION,
    *,
    outcome: str = "expected_disputes",
    low: float | None = None,
    high: float | None = None,
    **options: Unpack[FlipOptions],
) -> Flip:
    """Where the effect of something turns as a number of the scenario goes from low to high.

    Raises PathNotNumeric, UnknownTarget, ScenarioError.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    path : str
        The number, such as ``nations.*.transparency``; ``scale:`` before it multiplies what the scenario has.
    target : str
        What is judged: cooperation, a kind, ``timeline.0``, ...
    outcome : str
        expected_disputes, expected_force, force, tension or trust.
    low, high : float, optional
        The range; the declared bounds unless given.
    **options
        ``replicates``, ``seed``, ``workers``, ``progress`` (True counts the runs), ``sets`` ("PATH=VALUE") and
        ``anyway`` (answer although another model made the folder); ``scan`` values are tried first; ``add`` is an act
        that is added.

    Returns
    -------
    Flip
        The values that were tried, and the flip points with their intervals.

    Examples
    --------
    >>> found = dipsim.flip("two_blocs", "nations.*.revisionism", scan=3, replicates=2, sets="time.years=1")
    >>> found.low, found.high
    (0.0, 1.0)
    """
    one_of("outcome", outcome, OUTCOMES)
    spec, settings = prepare(scenario, options, kind=FlipOptions)
    spec, target = one_added(spec, target, options.get("add"))
    replicates, seed = settings.replicates, settings.seed
    turned = parameter_axis(spec, path, low, high)
    without(spec, target)
    n_workers = settings.workers_for(spec, 2 * USUAL_POINTS)
    with pairs(target, seed, replicates, n_workers, settings.progress) as both:
        return along(spec, turned, outcome, both, options.get("scan", SCAN))


def along(spec: Spec, turned: ParameterAxis, outcome: str, both: Pairs, scan: int = SCAN) -> Flip:
    """Where the effect on ``outcome`` of the target of ``both`` turns in ``spec`` along the axis ``turned``; ``scan``
    values are tried first. Raises UnknownTarget, UnsettledStart."""
    seen = _Seen(spec, turned, outcome, both)
    curve, roots = sign_change.search(seen.differences, partial(interval, outcome), max(2, scan))
    shares = curve.shares
    return Flip(
        title=spec.title,
        path=turned.path,
        target=both.target,
        target_title=decision.title(both.target) if both.target == COOPERATION else title(spec, both.target),
        outcome=outcome,
        low=turned.low,
        high=turned.high,
        wide=turned.wide,
        here=turned.here,
        values=tuple(turned.value(share) for share in shares),
        signs=tuple(curve.signs[share] for share in shares),
        rows=tuple(seen.rows[share] for share in shares),
        flips=tuple(_named(found, turned, outcome) for found in roots),
        replicates=both.replicates,
        seed=both.seed,
    )


@dataclass
class _Seen:
    """Measures the effect at shares of the range of a dial, and keeps the verdicts on the way."""

    spec: Spec
    parameter_axis: ParameterAxis
    outcome: str
    both: Pairs

    def __post_init__(self) -> None:
        self.rows: dict[float, VerdictRow] = {}

    def differences(self, shares: Sequence[float]) -> list[Floats]:
        """Paired differences of every run at each share."""
        found = self.both([self.parameter_axis.at(self.spec, self.parameter_axis.value(share)) for share in shares])
        self.rows |= {share: pair.row() for share, pair in zip(shares, found, strict=True)}
        return [pair.difference(self.outcome) for pair in found]


def _named(found: sign_change.Root, turned: ParameterAxis, outcome: str) -> FlipPoint:
    more, less = TURNS[outcome]
    below, above = (more, less) if found.before > 0 else (less, more)
    return FlipPoint(turned.value(found.at), turned.value(found.low), turned.value(found.high), below, above)


def sentence(found: Flip) -> str:
    """The answer ``found`` in plain words: one flip point, several or none, and on what that rests."""
    who, what = found.target_title, found.path
    ground = (
        f"{OUTCOMES[found.outcome]}, {counted(found.replicates, 'pair')} of runs at each of {len(found.values)} values"
    )
    if len(found.flips) == 1:
        at = found.flips[0]
        return f"{who} {at.below} where {what} is below {at}, and {at.above} above it ({ground})."
    if found.flips:
        turns = "; ".join(f"from \u201c{at.below}\u201d to \u201c{at.above}\u201d at {at}" for at in found.flips)
        return f"{who} turns {len(found.flips)} times as {what} rises: {turns} ({ground})."
    return (
        f"{who} has no flip point in {what} between {found.low:g} and {found.high:g}: {_throughout(found)} ({ground})."
    )


def _throughout(found: Flip) -> str:
    """What is done where nothing turns."""
    clear = [sign for sign in found.signs if sign]
    effects = [row.effects[found.outcome] for row in found.rows]
    if changes_nothing(found):
        return "it changes nothing anywhere"
    both = min(effect.estimate for effect in effects) < 0 < max(effect.estimate for effect in effects)
    hint = "; estimates lie on both sides of 0, so more runs may find one" if both else ""
    if not clear:
        return f"its sign cannot be told at any value{hint}"
    verb = TURNS[found.outcome][0 if clear[0] > 0 else 1]
    if len(clear) == len(found.signs):
        return f"it {verb} throughout"
    return f"it {verb} at {len(clear)} of {len(found.signs)} values, at the others its sign cannot be told{hint}"


def changes_nothing(found: Flip) -> bool:
    """Whether the target changed nothing in any pair of runs of ``found``."""
    return all(row.effects[found.outcome].exactly_zero for row in found.rows)
