"""Response curves: an outcome, or the effect of an arm on it, along each factor while all others vary.

Means over points and replicates with 95 % intervals (`variance_components`). A rise or fall is said where two classes
differ clearly, all pairs of classes considered together (Bonferroni); a change of sign where a clearly negative class
and a clearly positive one follow each other. The interval of the turning point is the inverted test: where that of the
curve holds 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pandas as pd

from dipsim.sweeps import wording
from dipsim.sweeps.analyses import bins, variance_components
from dipsim.sweeps.analyses.cases import Cases, Floats, gather
from dipsim.sweeps.analyses.finding import Finding, NotFor
from dipsim.sweeps.storage.results import Swept

TITLE = "Response curves"
DESIGNS: tuple[str, ...] = ()
RISES, FALLS, UP_DOWN, DOWN_UP = "rises", "falls", "rises, then falls", "falls, then rises"
WAVES, STILL, DIFFERS = "goes up and down", "no clear change", "differs"
TOLD = 6  # factors that get a sentence of their own


@dataclass(frozen=True)
class Options:
    """The outcome, or with ``without`` the effect of that arm on it, along factor ``x`` (default every one).

    ``by`` splits the points by another factor into its choices, or into ``parts`` (2 or 3) of equal size; ``bins`` is
    the number of classes of a factor with many values.
    """

    outcome: str
    without: str | None = None
    x: str | None = None
    by: str | None = None
    parts: int = 2
    bins: int = 8

    def __post_init__(self) -> None:
        if self.parts not in (2, 3):
            raise ValueError(f"parts: {self.parts} is neither 2 nor 3")
        if not 2 <= self.bins <= 50:
            raise ValueError(f"bins: {self.bins} is not between 2 and 50")
        if self.by is not None and self.by == self.x:
            raise ValueError(f"by: {self.by!r} is the factor that the curve runs along")


def analyse(swept: Swept, options: Options) -> Finding:
    """A curve of ``swept`` for each factor in ``options`` (and part of ``by``), what it does, and where it changes its
    sign.

    Raises NotFor where a factor never varies.
    """
    names = tuple(dict.fromkeys(name for name in (options.x, options.by) if name)) if options.x else ()
    cases = gather(swept, options.outcome, options.without, names, fewest=2)
    runs = variance_components.runs(swept, options.outcome, options.without)
    known = [factor.name for factor in cases.factors]
    for name in (options.x, options.by):
        if name is not None and name not in known:
            raise NotFor(f"{name} never varies in this sweep; {wording.listed(known)} do")
    curves, shapes, turns = [], [], []
    for name in [options.x] if options.x else [name for name in known if name != options.by]:
        chosen = _alone(cases, name) if swept.design == "one_at_a_time" else cases
        parts = (
            bins.split(chosen, known.index(options.by), options.parts)
            if options.by
            else [("", np.ones(len(chosen), dtype=bool))]
        )
        for part, mask in parts:
            curve, means = bins.curve(chosen.among(mask), known.index(name), options.bins, runs, swept.common)
            if wording.per_cent(options.outcome) and options.without is None:
                curve[["low", "high"]] = curve[["low", "high"]].clip(0.0, 1.0)
            key = {"factor": name, "part": part, "without": options.without or ""}
            ordered = cases.factors[known.index(name)].numeric
            curves.append(curve.assign(**key))
            shapes.append(key | shape(curve, means, ordered))
            turns += [key | turn for turn in crossings(curve)] if ordered else []
    tables = {
        "curve": pd.concat(curves, ignore_index=True),
        "shape": pd.DataFrame(shapes).sort_values("reach", ascending=False, kind="stable", ignore_index=True),
        "turns": pd.DataFrame(turns, columns=["factor", "part", "without", "at", "low", "high", "before"]),
    }
    return Finding("curves", options.outcome, _sentences(tables, options), tables, cases.notes)


def _alone(cases: Cases, name: str) -> Cases:
    """The points of a one-at-a-time design on which all other factors stand at their base value."""
    kept = np.ones(len(cases), dtype=bool)
    for factor in cases.factors:
        if factor.name != name:
            values = cases.x[factor.name]
            kept &= np.asarray(values == values.mode().iloc[0])
    return cases.among(kept)


def shape(curve: Any, means: list[variance_components.Mean], ordered: bool) -> dict[str, Any]:
    """What ``curve`` does: a word, its first and last mean, the lowest and highest, and where these are. ``means``: its
    classes; ``ordered``: the factor is numeric."""
    mean = curve["mean"].to_numpy()
    low, high = int(mean.argmin()), int(mean.argmax())
    up, down = _clear(means)
    word = STILL if not (up or down) else DIFFERS if not ordered else RISES if not down else FALLS if not up else WAVES
    inside = range(1, len(mean) - 1)
    if word == WAVES and high in inside and low not in inside:
        word = UP_DOWN
    elif word == WAVES and low in inside and high not in inside:
        word = DOWN_UP
    return {
        "word": word,
        "first": mean[0],
        "last": mean[-1],
        "lowest": mean[low],
        "highest": mean[high],
        "lowest_at": curve["label"][low],
        "highest_at": curve["label"][high],
        "first_at": curve["label"].iloc[0],
        "last_at": curve["label"].iloc[-1],
        "reach": mean[high] - mean[low],
    }


def _clear(means: list[variance_components.Mean]) -> tuple[bool, bool]:
    """Whether a later class lies clearly above an earlier one, and whether one lies clearly below."""
    from scipy.stats import t

    pairs = list(combinations(means, 2))
    up = down = False
    for one, other in pairs:
        change, error, freedom = variance_components.difference(one, other)
        if freedom > 0:
            room = t.ppf(1 - (1 - bins.LEVEL) / 2 / len(pairs), freedom) * error
            up, down = up or change > room, down or -change > room
    return up, down


def signs(curve: Any) -> Any:
    """The sign of each class of ``curve`` where it is clear, all classes considered together, else 0."""
    from scipy.stats import t

    freedom = np.maximum(curve["freedom"].to_numpy(), 1)
    room = t.ppf(1 - (1 - bins.LEVEL) / 2 / len(curve), freedom) * curve["error"].to_numpy()
    mean = curve["mean"].to_numpy()
    return np.where(np.abs(mean) > room, np.sign(mean), 0).astype(np.int64)  # an unknown error is never clear


def crossings(curve: Any) -> list[dict[str, float]]:
    """Where the curve changes from one clear sign to the other: at, low, high, and the sign before."""
    known = signs(curve)
    clear = np.flatnonzero(known)
    found = []
    for a, b in pairwise(clear):
        if known[a] != known[b]:
            gap = curve.iloc[a : b + 1]
            at = gap["at"].to_numpy()
            mean, upper, lower = (-known[a] * gap[name].to_numpy() for name in ("mean", "high", "low"))
            if known[a] > 0:
                upper, lower = lower, upper
            low, here, high = _reach(at, upper), _reach(at, mean), -_reach(-at[::-1], -lower[::-1])
            found.append({"at": here, "low": min(low, here), "high": max(high, here), "before": int(known[a])})
    return found


def _reach(at: Floats, values: Floats) -> float:
    """Where values that start below 0 first reach it, on straight lines between the points."""
    k = int(np.argmax(values >= 0))
    if k == 0:
        return float(at[0] if values[0] >= 0 else at[-1])
    return float(at[k - 1] - values[k - 1] * (at[k] - at[k - 1]) / (values[k] - values[k - 1]))


def _sentences(tables: Any, options: Options) -> tuple[str, ...]:
    what = wording.sentence(wording.outcome(options.outcome, options.without))
    record: list[str] = []
    still = []
    for row in tables["shape"].itertuples():
        if row.word == STILL and not row.part:
            still.append(row.factor)
        elif len(record) < TOLD * (2 if options.by else 1):
            record.append(_says(what, row, options))
    if still:
        record.append(f"{what} does not clearly change with {wording.some(still)}.")
    if options.without is not None:
        record += [_turn(row, options) for row in tables["turns"].itertuples()] or [_one_sign(tables["curve"], options)]
    return tuple(record)


def _says(what: str, row: Any, options: Options) -> str:
    def level(value: float) -> str:
        return wording.level(options.outcome, value, options.without)

    where = f"Where {row.part}, {wording.outcome(options.outcome, options.without)}" if row.part else what
    if row.word == STILL:
        return f"{where} does not clearly change with {row.factor}: {_between(row, options)}."
    if row.word == DIFFERS:
        least, most = f"{level(row.lowest)} for {row.lowest_at}", f"{level(row.highest)} for {row.highest_at}"
        return f"{where} differs with {row.factor}: {least}, {most}."
    first, last = f"{level(row.first)} (at {row.first_at})", f"{level(row.last)} (at {row.last_at})"
    if row.word in (RISES, FALLS):
        return f"{where} {row.word} with {row.factor}, from {first} to {last}."
    if row.word == UP_DOWN:
        top = f"{level(row.highest)} (at {row.highest_at})"
        return f"{where} rises with {row.factor} from {first} to {top}, then falls to {last}."
    if row.word == DOWN_UP:
        bottom = f"{level(row.lowest)} (at {row.lowest_at})"
        return f"{where} falls with {row.factor} from {first} to {bottom}, then rises to {last}."
    return f"{where} goes up and down with {row.factor}: {_between(row, options)}."


def _between(row: Any, options: Options) -> str:
    return wording.interval(row.lowest, row.highest, options.outcome, options.without)


def _turn(row: Any, options: Options) -> str:
    what, arm = wording.outcome(options.outcome), wording.arm(options.without or "")
    before, after = ("lowers", "raises") if row.before < 0 else ("raises", "lowers")
    where = f"Where {row.part}, {arm}" if row.part else wording.sentence(arm)
    at = f"{wording.number(row.at)} (95 % interval {wording.interval(row.low, row.high)})"
    return f"{where} {before} {what} where {row.factor} is below {at}, and {after} it above."


def _one_sign(curve: Any, options: Options) -> str:
    """What is said of the sign where no curve turns it."""
    arm, what = wording.sentence(wording.arm(options.without or "")), wording.outcome(options.outcome)
    known = np.concatenate([signs(part) for _, part in curve.groupby(["factor", "part"], sort=False)])
    up, down = bool((known > 0).any()), bool((known < 0).any())
    if up and down:
        return f"{arm} raises {what} in some conditions and lowers it in others, but turns along no factor."
    if not (up or down):
        return f"{arm}: no sign of its effect on {what} is clear along any one factor."
    verb, other = ("raises", "lowers") if up else ("lowers", "raises")
    clear = wording.share(float((known != 0).mean()))
    return f"{arm} nowhere clearly {other} {what}, and clearly {verb} it in {clear} of the classes of the curves."
