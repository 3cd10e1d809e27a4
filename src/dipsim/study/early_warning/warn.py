"""Early warning: do the signals that precede turning points elsewhere precede uses of force here?

Near a turning point a system is said to recover more slowly, so that its state becomes more variable and more like
its own past (Scheffer et al. 2009); signed networks are said to be uneasy where triads are frustrated (Heider 1946).
Each signal is computed from what an observer could see, trust between the two nations of a pair over a window of
months, at regular dates on which the two are at rest. It is scored inside the simulation, where the truth is known:
does a use of force between the two follow within the horizon? Two plain signals stand beside it, the threat that the
two feel and whether they came to blows before. A signal that does not beat them earns nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from numpy.typing import NDArray

from dipsim.runs.batches.ensemble import ensemble
from dipsim.runs.settings import RunOptions, Scenario, prepare
from dipsim.scenario.world.build import build
from dipsim.study.answer import Answer
from dipsim.study.early_warning.indicators import SIGNALS, WINDOW, Floats, Series, proximate, series, signals

if TYPE_CHECKING:
    import pandas as pd

HORIZON, STEP = 1.0, 0.25  # years: of the warning, between dates
ALARMS = 0.1  # share of quiet dates on which an alarm is tolerated
PLAIN = ("threat", "history")


@dataclass(frozen=True)
class Score:
    """How well a signal warns: area under the curve with its 95 % interval over runs, and what an alarm is worth.

    ``caught`` is the share of uses of force that had an alarm in the horizon before them, where alarms sound on
    ``ALARMS`` of quiet dates; ``lead`` the median years from the first such alarm to the event; ``false`` the share of
    alarms that nothing follows. NaN where there was nothing to score.
    """

    signal: str
    title: str
    auc: float
    low: float
    high: float
    caught: float
    lead: float
    false: float

    @property
    def word(self) -> str:
        """``warns``, ``no better than chance``, ``warns of the opposite`` or ``cannot tell``."""
        if math.isnan(self.auc) or math.isnan(self.low):
            return "cannot tell"
        if self.low > 0.5:
            return "warns"
        return "warns of the opposite" if self.high < 0.5 else "no better than chance"


@dataclass(frozen=True)
class Warnings(Answer):
    """Scores of every signal, and how often a use of force followed a date on which a pair was at rest."""

    title: str
    scores: tuple[Score, ...]
    base: float
    dates: int
    events: int
    replicates: int

    def __getitem__(self, signal: str) -> Score:
        """The score of a signal; KeyError when there is none."""
        return {score.signal: score for score in self.scores}[signal]

    @property
    def best(self) -> Score | None:
        """The signal with the largest area that is clearly better than chance, if any."""
        warn = [score for score in self.scores if score.word == "warns"]
        return max(warn, key=lambda score: score.auc) if warn else None

    def __str__(self) -> str:
        if self.best is None:
            return f"{self.title}: no signal warns of a use of force better than chance ({self.events} uses of force)."
        best, plain = self.best, max((self[name].auc for name in PLAIN), default=0.5)
        area = f"area {best.auc:.2f}, {best.low:.2f} to {best.high:.2f}"
        statement = (
            f"{self.title}: the best warning is {best.title} ({area}). With alarms on {100 * ALARMS:.0f} % of quiet "
        )
        statement += f"dates it catches {100 * best.caught:.0f} % of uses of force; "
        statement += f"{100 * best.false:.0f} % of its alarms are false."
        ours = [score for score in self.scores if score.signal not in PLAIN and score.word == "warns"]
        if not any(score.auc > plain for score in ours):
            statement += " No signal of slowing down or of frustration beats the plain ones."
        return statement

    def to_frame(self) -> pd.DataFrame:
        """A row for each signal."""
        import pandas as pd

        return pd.DataFrame([{**vars(score), "verdict": score.word} for score in self.scores])

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON; a number that is not there becomes None."""
        scores = [
            {k: None if isinstance(v, float) and math.isnan(v) else v for k, v in vars(score).items()}
            | {"word": score.word}
            for score in self.scores
        ]
        return {**vars(self), "scores": scores, "sentence": str(self)}


def warn(
    scenario: Scenario,
    **options: Unpack[RunOptions],
) -> Warnings:
    """Score every early warning over all pairs that are ever at blows or in reach of each other.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    **options
        ``replicates``, ``seed``, ``workers``, ``progress`` (True counts the runs), ``sets`` ("PATH=VALUE") and
        ``anyway`` (answer although another model made the folder); 64 replicates unless given.

    Returns
    -------
    Warnings
        A score for each signal.

    Examples
    --------
    >>> found = dipsim.warn("two_blocs", replicates=2, sets="time.years=5")
    >>> len(found.scores)
    6
    """
    spec, settings = prepare(scenario, options, replicates=64)
    world, replicates = build(spec), settings.replicates
    how: dict[str, Any] = {"workers": settings.workers_for(spec), "progress": settings.progress, "detail": True}
    parts = list(ensemble(world, settings.seed, range(replicates), series, **how))
    found = Series(
        *(np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in Series.__annotations__)
    )
    near = proximate(world)
    dates, labels, quiet, after = questions(found, world.per_year)
    scores = []
    for signal, values in signals(found, world, dates):
        keep = quiet & near[None, :, None] & np.isfinite(values)
        scores.append(score(signal, values, labels, keep, after, dates, world.per_year))
    request = quiet & near[None, :, None]
    return Warnings(
        spec.title,
        tuple(scores),
        float(labels[request].mean()) if request.any() else math.nan,
        int(request.sum()),
        int(found.force[:, near].sum()),
        replicates,
    )


def questions(found: Series, per_year: int) -> tuple[NDArray[np.int64], Floats, NDArray[np.bool_], NDArray[np.int64]]:
    """From the series ``found`` with ``per_year`` ticks a year: dates [D] in ticks; whether force follows within the
    horizon, whether the pair is at rest, ticks until force.

    The last three are [D, pair, run]; ticks until force is -1 where none follows in the horizon.
    """
    window, horizon = round(WINDOW * per_year), round(HORIZON * per_year)
    step, ticks = max(1, round(STEP * per_year)), len(found.force)
    dates = np.arange(window - 1, ticks - horizon, step)
    after = np.full((len(dates), *found.force.shape[1:]), -1, dtype=np.int64)
    for row, date in enumerate(dates):
        ahead = found.force[date + 1 : date + 1 + horizon]
        after[row] = np.where(ahead.any(axis=0), ahead.argmax(axis=0) + 1, -1)
    quiet = found.rung[dates] == 0.0
    return dates, (after >= 0).astype(np.float64), quiet, after


def score(
    signal: str,
    values: Floats,
    labels: Floats,
    keep: NDArray[np.bool_],
    after: NDArray[np.int64],
    dates: NDArray[np.int64],
    per_year: int,
) -> Score:
    """Score one ``signal`` with its ``values`` against ``labels``, both [D, pair, run], where ``keep`` is true;
    ``after`` is ticks until force, ``dates`` in ticks, ``per_year`` ticks a year."""
    runs = np.broadcast_to(np.arange(values.shape[-1]), values.shape)[keep]
    x, y = values[keep], labels[keep] > 0
    if not y.any() or y.all():
        return Score(signal, SIGNALS[signal], *(math.nan,) * 6)
    area, low, high = auc(x, y, runs)
    level = float(np.quantile(x[~y], 1 - ALARMS))
    alarm = keep & (values > level if (x > level).any() else values >= level)
    false = float((labels[alarm] == 0).mean()) if alarm.any() else math.nan
    caught, lead = catches(alarm, keep & (after >= 0), after, dates)
    return Score(signal, SIGNALS[signal], area, low, high, caught, lead / per_year, false)


def catches(
    alarm: NDArray[np.bool_], due: NDArray[np.bool_], after: NDArray[np.int64], dates: NDArray[np.int64]
) -> tuple[float, float]:
    """Share of uses of force with an ``alarm`` on a date in the horizon before them, and the median lead in ticks.
    ``due``: force follows; ``after``: ticks until it; all [D, pair, run]; ``dates`` in ticks."""
    when = dates[:, None, None] + after
    leads: list[int] = []
    events = 0
    for pair in range(alarm.shape[1]):
        for run in range(alarm.shape[2]):
            rows = np.flatnonzero(due[:, pair, run])
            for event in np.unique(when[rows, pair, run]):
                events += 1
                before = rows[when[rows, pair, run] == event]
                sounded = before[alarm[before, pair, run]]
                if len(sounded):
                    leads.append(int(event - dates[sounded[0]]))
    return (len(leads) / events if events else math.nan), (float(np.median(leads)) if leads else math.nan)


def auc(x: Floats, positive: NDArray[np.bool_], cluster: NDArray[Any]) -> tuple[float, float, float]:
    """Area under the curve of ``x`` against ``positive``, ties counting half, with a 95 % interval that allows for
    dates of one ``cluster`` (a run) being alike.

    Source: DeLong, DeLong and Clarke-Pearson 1988, in the form for clusters of Obuchowski 1997 (Biometrics 53).
    """
    good, bad = np.sort(x[~positive]), np.sort(x[positive])
    above = (np.searchsorted(good, x[positive], "left") + np.searchsorted(good, x[positive], "right")) / (2 * len(good))
    below = (np.searchsorted(bad, x[~positive], "left") + np.searchsorted(bad, x[~positive], "right")) / (2 * len(bad))
    area = float(above.mean())
    _, which = np.unique(cluster, return_inverse=True)
    count = int(which.max()) + 1
    part = np.bincount(which[positive], above - area, count) / len(bad)
    part += np.bincount(which[~positive], (1 - below) - area, count) / len(good)
    if count < 2:
        return area, math.nan, math.nan
    half = 1.96 * math.sqrt(count / (count - 1) * float((part**2).sum()))
    return area, max(0.0, area - half), min(1.0, area + half)
