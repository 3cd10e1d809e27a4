"""What a moving picture shows at each date: trust of each pair, disputes on their rung, mean trust of the region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dipsim.report import result_view
from dipsim.report.result_view import Outcome
from dipsim.scenario.arguments import ArgumentError, one_of

STEPS = ("year", "month")
LEAST_RUNG = 2  # a threat; below it a dispute is not seen
LEAST_SHARE = 0.1  # of the runs, that a dispute of several runs is shown from
Pair = tuple[str, str]


@dataclass(frozen=True)
class Moment:
    """A date: trust of each pair (mean of both directions), the rung of pairs in dispute, mean trust of all pairs."""

    date: pd.Timestamp
    trust: Mapping[Pair, float]
    rungs: Mapping[Pair, int]
    mean: float


@dataclass(frozen=True)
class Moments:
    """All dates, which runs they are about, and how often there is one ("year" or "month")."""

    listed: tuple[Moment, ...]
    of: str
    step: str

    @property
    def single(self) -> bool:
        """Whether it is about one run."""
        return not self.of.startswith("mean of ")

    @property
    def pairs(self) -> list[Pair]:
        """Pairs that are relevant to each other at any date."""
        return sorted({pair for moment in self.listed for pair in moment.trust})


def moments(result: Outcome, step: str = "year", replicate: int | None = None) -> Moments:
    """What there is to show of a result.

    Parameters
    ----------
    result : Result
    step : str
        "year", or "month" (every tick, of the runs that are kept in detail).
    replicate : int, optional
        One run that is kept in detail; unless given, means over runs. A dispute of several runs is shown on the highest
        rung that one run in ten has reached.

    Returns
    -------
    Moments

    Raises
    ------
    UnknownName, ArgumentError
        Another step, a run that is not kept in detail, a result without relations.
    """
    one_of("step", step, STEPS)
    kept = [int(run) for run in result.manifest.get("detail_runs") or getattr(result, "detail_runs", [])]
    if replicate is not None and replicate not in kept:
        known = ", ".join(map(str, kept)) or "none"
        raise ArgumentError(f"replicate: expected a run that is kept in detail ({known}), found {replicate}")
    detailed = replicate is not None or step == "month"
    frame = result_view.table(result, "dyads_detail" if detailed else "dyads")
    if frame.empty:
        raise ArgumentError("the result has no relations over time; run the scenario without --record final")
    if replicate is not None:
        frame = frame[frame["run"] == replicate]
    frame = _pairs(frame)
    if detailed and step == "year":
        frame = _yearly(frame)
    count = frame["run"].nunique()
    of = f"run {replicate}" if replicate is not None else f"mean of {count} run{'' if count == 1 else 's'}"
    return Moments(tuple(_each(frame)), of, step)


def _pairs(frame: Any) -> Any:
    """One row per run, tick and pair that is relevant at any time: trust and rung of both directions."""
    rows = result_view.plain_keys(frame)
    swapped = rows["truster"] > rows["trustee"]
    rows = rows.assign(
        one=rows["truster"].where(~swapped, rows["trustee"]), other=rows["trustee"].where(~swapped, rows["truster"])
    )
    near = rows.loc[rows["relevant"], ["one", "other"]].drop_duplicates()
    rows = rows.merge(near, on=["one", "other"])
    keys = ["run", "tick", "date", "one", "other"]
    return rows.groupby(keys).agg(trust=("trust", "mean"), rung=("rung", "max")).reset_index()


def _yearly(frame: Any) -> Any:
    """The first tick of each year with the highest rung of that year, and the last tick."""
    year = frame["date"].dt.year
    highest = frame.groupby(["run", year, "one", "other"])["rung"].transform("max")
    first = frame.groupby(year)["tick"].transform("min")
    kept = (frame["tick"] == first) | (frame["tick"] == frame["tick"].max())
    return frame.assign(rung=highest)[kept]


def _each(frame: Any) -> Any:
    """The moments in order."""
    runs = frame["run"].nunique()
    for (_, date), rows in frame.groupby(["tick", "date"], sort=True):
        of_pair = rows.groupby(["one", "other"])
        trust = {pair: float(value) for pair, value in of_pair["trust"].mean().items()}
        rungs = {}
        for pair, found in of_pair["rung"]:
            reached = [rung for rung in range(LEAST_RUNG, 6) if (found >= rung).sum() >= max(1, LEAST_SHARE * runs)]
            if reached:
                rungs[pair] = reached[-1]
        yield Moment(pd.Timestamp(date), trust, rungs, sum(trust.values()) / max(1, len(trust)))
