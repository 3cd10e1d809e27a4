"""Morris' screening: how far an outcome moves when one factor is moved, on average over the space of the others.

An elementary effect is the change of the outcome per full range of a factor (its scale of probability from 0 to 1). Its
mean size mu* ranks factors, its standard deviation sigma is large where the effect depends on the others or is curved.
SALib computes both, with 95 % intervals of mu* by resampling trajectories.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dipsim.sweeps import wording
from dipsim.sweeps.analyses import variance_components
from dipsim.sweeps.analyses.cases import Cases, Resampled, whole
from dipsim.sweeps.analyses.finding import Finding, library
from dipsim.sweeps.experiment.design import legacy_draws_kept
from dipsim.sweeps.storage.results import Swept

TITLE = "Morris' screening"
DESIGNS: tuple[str, ...] = ("morris",)
Options = Resampled
STEADY, MOSTLY, MIXED = "in one direction", "mostly in one direction", "either way"
NONE, CHANCE = "next to nothing", "not distinguishable from chance"
SURE = 3.0  # standard errors at which the mean effect stands out
MINOR = 0.1  # of the largest mu*: an interval that ends below counts as without influence


def analyse(swept: Swept, options: Resampled) -> Finding:
    """mu, mu* with its interval, sigma and a word for every factor of ``swept`` under ``options``."""
    cases = whole("morris", DESIGNS, swept, options)
    table = _effects(swept, cases, options)
    floor = _floor(swept, options)
    table["character"] = [_character(row, table["mu_star"].max(), floor) for row in table.itertuples()]
    unordered = [factor.name for factor in swept.factors if not factor.numeric and len(factor.choices) > 2]
    notes = list(cases.notes)
    if unordered:
        notes.append(
            f"The choices of {wording.listed(unordered)} have no order: only the size of the effect has a meaning."
        )
    tables = {"effects": table, "fit": pd.DataFrame({"noise_floor": [floor]})}
    return Finding("morris", options.outcome, _sentences(table, floor, options), tables, tuple(notes))


def _effects(swept: Swept, cases: Cases, options: Resampled) -> Any:
    names = [factor.name for factor in swept.factors]
    units = swept.units()
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    with legacy_draws_kept():
        found = library("SALib.analyze.morris").analyze(
            problem, units, cases.y, num_resamples=options.resamples, num_levels=levels(swept), seed=options.seed
        )
    table = pd.DataFrame({"factor": names} | {key: np.asarray(found[key], float) for key in ("mu", "mu_star", "sigma")})
    half = np.asarray(found["mu_star_conf"], dtype=np.float64)
    table["low"], table["high"] = (table["mu_star"] - half).clip(lower=0.0), table["mu_star"] + half
    table["mu_error"] = table["sigma"] / np.sqrt(swept.size)
    return table.sort_values(["mu_star", "factor"], ascending=[False, True], ignore_index=True)


def levels(swept: Swept) -> int:
    """The number of levels of the design of ``swept``, from the step of its trajectories; 4, which is usual, where none
    shows it."""
    plain = [factor for factor in swept.factors if not factor.choices]
    if not plain:
        return 4
    units, width = swept.units(tuple(plain)), len(swept.factors) + 1
    steps = np.abs(np.diff(units.reshape(-1, width, len(plain)), axis=1))
    step = float(np.median(steps[steps > 1e-9]))
    return max(4, 2 * round(step / (2.0 * step - 1.0))) if step > 0.5 else 4


def _floor(swept: Swept, options: Resampled) -> float:
    """What mu* chance alone may give a factor without influence; 0 where points ran once and it cannot be told.

    The size of the difference of two means of replicates, over the step: its mean, and 1.96 standard errors more.
    """
    runs = variance_components.runs(swept, options.outcome, options.without).to_numpy()
    count = levels(swept)
    spread = np.sqrt(2.0 * variance_components.rest(runs, swept.common) / runs.shape[1]) * 2.0 * (count - 1) / count
    half_normal = np.sqrt(2.0 / np.pi)
    return float(spread * (half_normal + 1.96 * np.sqrt((1.0 - half_normal**2) / swept.size)))


def _character(row: Any, largest: float, floor: float) -> str:
    """What sort of influence it is, by the share of the mean in the mean size.

    Chance is told by a mu* that it may give, without a mean that stands out.
    """
    if row.low <= floor and floor > 0 and abs(row.mu) < SURE * row.mu_error:
        return CHANCE
    if row.high < MINOR * largest:
        return NONE
    direction = abs(row.mu) / row.mu_star if row.mu_star else 0.0
    return STEADY if direction > 0.98 else MOSTLY if direction > 0.8 else MIXED


def _sentences(table: Any, floor: float, options: Resampled) -> tuple[str, ...]:
    what = wording.outcome(options.outcome, options.without)
    matter = table[~table["character"].isin((NONE, CHANCE))]
    none, doubtful = (table.loc[table["character"] == word, "factor"].tolist() for word in (NONE, CHANCE))
    ranked = [
        f"{row.factor} {_size(row.mu_star, options)}{_range(row, options)}" for row in matter.head(6).itertuples()
    ]
    record = [f"What moves {what} most, from one end of its range to the other: {wording.listed(ranked)}."]
    if not ranked:
        record = [f"No factor clearly moves {what}."]
    for word, text in ((STEADY, "always in one direction"), (MOSTLY, "mostly in one direction"), (MIXED, "either way")):
        some = matter[matter["character"] == word]
        if len(some):
            sides = [
                row.factor + ("" if word == MIXED else " up" if row.mu > 0 else " down") for row in some.itertuples()
            ]
            moves = "moves" if len(some) == 1 else "move"
            more = "; what it does hangs on the others" if word == MIXED and len(some) == 1 else ""
            more = "; what they do hangs on the others" if word == MIXED and len(some) > 1 else more
            record.append(f"{wording.listed(sides)} {moves} it {text}{more}.")
    if none:
        record.append(f"{wording.some(none)} {'has' if len(none) == 1 else 'have'} next to no influence.")
    if doubtful:
        verb = "is" if len(doubtful) == 1 else "are"
        size = _size(floor, options)
        record.append(f"{wording.some(doubtful)} {verb} not distinguishable from chance, which moves it by {size}.")
    return tuple(record)


def _size(value: float, options: Resampled) -> str:
    text = wording.level(options.outcome, value, options.without or "")
    return text.removeprefix("+")


def _range(row: Any, options: Resampled) -> str:
    return f" ({_size(row.low, options).removesuffix(' points')} to {_size(row.high, options)})"
