"""Interaction of two levers: does one take the place of the other, or does it make the other worth more?

Of a grid, the four corners of two levers are compared over all values of the other factors: neither, one, the other,
both. Runs of one replicate share their random numbers at every point, so the error of a difference is its spread over
replicates; that of a ratio comes from leaving out one replicate after the other (jackknife). Two levers that both lower
an outcome by the same share lower it together by less than the sum, since each leaves less to prevent. So both are
told: the interaction in the unit of the outcome, and that in proportion, which is the interaction beyond this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dipsim.sweeps import wording
from dipsim.sweeps.analyses.finding import Finding, NotFor, check, incomplete
from dipsim.sweeps.experiment.factor import Factor
from dipsim.sweeps.storage.results import AS_IS, Swept, label

TITLE = "Interaction of two levers"
DESIGNS: tuple[str, ...] = ("grid",)
LEVEL = 0.95
THERE = ("on", "true", "yes")
WHAT = ("effect alone", "effect beside the other", "interaction")
NUMBERS, LEVERS = ["value", "low", "high"], ["lever", "other", "word", "proportion"]
SUBSTITUTES, COMPLEMENTS, TURNS, SLIGHT, APART = "substitutes", "complements", "turns", "slight", "apart"
MINOR = 0.1  # an interaction below this share of the larger effect is clear but slight
MEANS = {
    SUBSTITUTES: "they take each other's place",
    COMPLEMENTS: "each makes the other worth more",
    TURNS: "one turns the sign of the other",
    SLIGHT: "hardly any interaction",
    APART: "no clear interaction",
}
Floats = NDArray[np.float64]
Rows = list[tuple[str, float, float, float]]  # what, value, low, high


@dataclass(frozen=True)
class Options:
    """The outcome, the lever ``y``, and the other lever: a factor ``x``, or what the arm ``without`` takes away."""

    outcome: str
    y: str
    x: str | None = None
    without: str | None = None

    def __post_init__(self) -> None:
        if (self.x is None) == (self.without is None):
            raise ValueError("exactly one of x and without is needed")
        if self.x == self.y:
            raise ValueError(f"x and y: both are {self.y!r}")


def analyse(swept: Swept, options: Options) -> Finding:
    """The four corners of ``swept`` for the two levers in ``options``, the effect of one lever at either end of the
    other, and the interaction with its intervals.

    Raises NotFor where there are fewer than three replicates.
    """
    check("interaction", DESIGNS, swept)
    if swept.missing:
        raise incomplete("interaction", swept.missing, len(swept.points))
    corners = _corners(swept, options)
    count = corners.shape[-1]
    if count < 3:
        raise NotFor(f"interaction needs 3 replicates or more, and there are {count}")
    effects, shares = _effects(corners), _shares(corners)
    ends = [_end(swept, name, side) for name in (options.x, options.y) for side in (0, 1)]
    cells = [(a, b, ends[a], ends[2 + b], *_mean(corners[a, b])) for a in (0, 1) for b in (0, 1)]
    lever = wording.arm(options.without) if options.without else str(options.x)
    tables = {
        "effects": pd.DataFrame(effects, columns=["what", *NUMBERS]),
        "shares": pd.DataFrame([(what, *np.exp(row)) for what, *row in shares], columns=["what", *NUMBERS]),
        "corners": pd.DataFrame(cells, columns=["first", "second", "first_at", "second_at", *NUMBERS]),
        "levers": pd.DataFrame([(lever, options.y, word(effects), word(shares))], columns=LEVERS),
    }
    return Finding("interaction", options.outcome, _sentences(tables, options, ends[2:]), tables)


def ends_of(factor: Factor) -> tuple[Any, Any]:
    """The values of the lever ``factor`` when absent and when present: low and high, or off and on, else as they are
    listed.

    Raises NotFor for a factor with another number of choices than two.
    """
    if factor.numeric:
        values = factor.grid(2)
        return float(values.min()), float(values.max())
    if len(factor.choices) != 2:
        raise NotFor(f"{factor.name} has {len(factor.choices)} choices, and interaction needs two")
    first, last = factor.choices
    return (last, first) if first in THERE else (first, last)


def _end(swept: Swept, name: str | None, side: int) -> str:
    """Where a lever stands on a side, in words."""
    if name is None:
        return ("without", "with")[side]
    value = ends_of(_factor(swept, name))[side]
    return f"{name} {wording.number(value) if isinstance(value, float) else value}"


def _factor(swept: Swept, name: str) -> Factor:
    for factor in swept.factors:
        if factor.name == name:
            return factor
    raise KeyError(
        f"no factor is called {name!r}; there are {wording.listed([factor.name for factor in swept.factors])}"
    )


def _corners(swept: Swept, options: Options) -> Floats:
    """Means over the other factors by corner and replicate, [first lever, second lever, replicates]."""
    other = _factor(swept, options.y)
    found = []
    for a in (0, 1):
        arm = options.without if options.without is not None and a == 0 else AS_IS
        runs = swept.runs[swept.runs["arm"] == label(arm)]
        if options.without is not None and runs.empty:
            raise KeyError(f"no arm is called {options.without!r}; there are {wording.listed(list(swept.arms))}")
        values = runs.pivot(index="point", columns="replicate", values=options.outcome)
        kept = np.ones(len(swept.points), dtype=bool)
        if options.x is not None:
            kept &= _stands(swept, _factor(swept, options.x), a)
        found.append([_over(values, swept, kept & _stands(swept, other, b)) for b in (0, 1)])
    return np.array(found)


def _stands(swept: Swept, factor: Factor, side: int) -> NDArray[np.bool_]:
    """The points at which a lever stands on a side."""
    return np.asarray(swept.points[factor.name] == ends_of(factor)[side])


def _over(values: Any, swept: Swept, kept: NDArray[np.bool_]) -> Floats:
    found = values.loc[swept.points.index[kept]].to_numpy(dtype=np.float64)
    if np.isnan(found).any():
        raise NotFor("runs failed, and interaction needs all of them")
    return np.asarray(found.mean(axis=0))


def _mean(values: Floats) -> tuple[float, float, float]:
    """Mean and 95 % interval over replicates."""
    from scipy.stats import t

    mean = float(values.mean())
    half = float(t.ppf(0.5 + LEVEL / 2, len(values) - 1)) * float(values.std(ddof=1)) / np.sqrt(len(values))
    return mean, mean - half, mean + half


def _effects(corners: Floats) -> Rows:
    """Effect of the first lever where the second is not there and where it is, and the second less the first."""
    alone, beside = corners[1, 0] - corners[0, 0], corners[1, 1] - corners[0, 1]
    return [(what, *_mean(values)) for what, values in zip(WHAT, (alone, beside, beside - alone), strict=True)]


def _shares(corners: Floats) -> Rows:
    """The same in proportion, as logarithms of ratios; nothing where a mean is not above 0."""
    from scipy.stats import t

    count = corners.shape[-1]
    left = (corners.sum(axis=-1, keepdims=True) - corners) / (count - 1)
    if (left <= 0).any():
        return []
    whole, dropped = (_ratios(means) for means in (corners.mean(axis=-1), left))
    half = float(t.ppf(0.5 + LEVEL / 2, count - 1))
    rows = []
    for what, value, spread in zip(WHAT, whole, dropped, strict=True):
        error = half * float(np.sqrt((count - 1) / count * ((spread - spread.mean()) ** 2).sum()))
        rows.append((what, float(value), float(value) - error, float(value) + error))
    return rows


def _ratios(means: Floats) -> tuple[Floats, Floats, Floats]:
    alone, beside = np.log(means[1, 0] / means[0, 0]), np.log(means[1, 1] / means[0, 1])
    return alone, beside, beside - alone


def word(rows: Rows) -> str:
    """How two levers interact, from ``rows``: the effect of one alone, beside the other, and the difference."""
    if not rows:
        return ""
    alone, beside, both = (0 if low <= 0 <= high else 1 if low > 0 else -1 for _, _, low, high in rows)
    if alone * beside < 0:
        return TURNS
    leading = alone or beside
    if not (both and leading):
        return APART
    sizes = [abs(value) for _, value, _, _ in rows]
    if sizes[2] < MINOR * max(sizes[:2]):
        return SLIGHT
    return COMPLEMENTS if both == leading else SUBSTITUTES


def _sentences(tables: dict[str, Any], options: Options, ends: list[str]) -> tuple[str, ...]:
    lever, _, plain, proportion = tables["levers"].iloc[0]
    effects, shares = tables["effects"].set_index("what"), tables["shares"].set_index("what")

    def message(row: Any) -> str:
        ends = wording.interval(row["low"], row["high"], options.outcome, lever)
        return f"{wording.level(options.outcome, row['value'], lever)} ({ends})"

    what = wording.outcome(options.outcome)
    first, second, both = (message(effects.loc[one]) for one in WHAT)
    record = [
        f"{wording.sentence(lever)} changes {what} by {first} with {ends[0]}, and by {second} with {ends[1]}: "
        f"{MEANS[plain]}, {both}."
    ]
    if len(shares):
        alone, beside = (f"{100 * (shares.loc[one, 'value'] - 1):+.0f} %" for one in WHAT[:2])
        row = shares.loc[WHAT[2]]
        ratio = f"{row['value']:.2f} ({row['low']:.2f} to {row['high']:.2f})"
        record.append(f"In proportion {alone} and {beside}: {MEANS[proportion]}, ratio {ratio}.")
    return tuple(record)
