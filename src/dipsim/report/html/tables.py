"""What the parts of a page share of a result, computed once from its tables: nations, years, trust of every run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dipsim.report import result_view
from dipsim.report.result_view import Outcome

ROOM = 40_000  # directed dyads times years on a page, beyond which years are left out


@dataclass(frozen=True)
class View:
    """A result as the parts of a page read it. Arrays over pairs are [truster, trustee] in the order of ``codes``."""

    result: Outcome

    @cached_property
    def dyads(self) -> Any:
        """The table of all runs, year by year; of a very large region some of the years, see ``thinned``."""
        frame = result_view.table(self.result, "dyads")
        if frame.empty:
            return frame
        ticks = sorted(int(tick) for tick in frame["tick"].unique())
        nations = max(frame["truster"].nunique(), frame["trustee"].nunique())
        kept = max(2, ROOM // max(1, nations * (nations - 1)))
        if len(ticks) <= kept:
            return frame
        places = np.unique(np.linspace(0, len(ticks) - 1, kept).round().astype(int))
        return frame[frame["tick"].isin([ticks[place] for place in places])]

    @cached_property
    def thinned(self) -> bool:
        """Whether years were left out, so that the page stays below a megabyte."""
        frame = result_view.table(self.result, "dyads")
        return not frame.empty and frame["tick"].nunique() > len(self.ticks)

    @cached_property
    def codes(self) -> list[str]:
        """Codes of the nations, in order; empty without a table of dyads."""
        if self.dyads.empty:
            return []
        return sorted({str(code) for side in ("truster", "trustee") for code in self.dyads[side].unique()})

    @cached_property
    def names(self) -> list[str]:
        """Names of the nations in the order of ``codes``."""
        return [result_view.name(self.result, code) for code in self.codes]

    @cached_property
    def ticks(self) -> list[int]:
        """The ticks of the table of dyads: the first of every year, and the end."""
        return [] if self.dyads.empty else sorted(int(tick) for tick in self.dyads["tick"].unique())

    @cached_property
    def months(self) -> list[str]:
        """The month in which each of ``ticks`` begins, such as 2027-01."""
        return months(self.dyads) if len(self.dyads) else []

    @cached_property
    def trust(self) -> Any:
        """Trust of every run, [run, tick, truster, trustee]; NaN on the diagonal."""
        return self.of_dyads(self.dyads, "trust")

    @cached_property
    def mean_trust(self) -> Any:
        """Mean trust over runs, [tick, truster, trustee]."""
        return self.trust.mean(axis=0)

    def of_dyads(self, frame: Any, column: str) -> Any:
        """The ``column`` of a table ``frame`` of dyads as an array [run, tick, truster, trustee], NaN where there is no
        row."""
        size = len(self.codes)
        runs, run = np.unique(frame["run"], return_inverse=True)
        ticks, tick = np.unique(frame["tick"], return_inverse=True)
        one, other = (self.places(frame[side]) for side in ("truster", "trustee"))
        found = np.full((len(runs), len(ticks), size, size), np.nan, dtype=np.float32)
        found[run, tick, one, other] = frame[column].to_numpy(dtype=np.float32)
        return found

    def places(self, column: Any) -> Any:
        """Place in ``codes`` of every code of a column; -1 for others."""
        listed = {code: place for place, code in enumerate(self.codes)}
        coded = pd.Categorical(column)
        return np.array([*(listed.get(str(code), -1) for code in coded.categories), -1])[coded.codes]

    def pairs(self, array: Any) -> Any:
        """The directed dyads of an array [..., n, n] in one axis: truster by truster, without the diagonal."""
        return array[..., ~np.eye(len(self.codes), dtype=bool)]

    @cached_property
    def told_run(self) -> int | None:
        """The run whose story is told: of those kept in detail, the one nearest to the mean of all in trust at the end
        and in the number of disputes; None without any."""
        region, kept = result_view.table(self.result, "region"), self.result.manifest.get("detail_runs") or []
        if not kept and hasattr(self.result, "detail_runs"):
            kept = self.result.detail_runs
        if region.empty or not len(kept):
            return None
        last = region[region["tick"] == region["tick"].max()].set_index("run")["trust"].fillna(0.5)
        count = region.groupby("run")["observed_disputes"].sum()
        measures = [(one - one.mean()) / (float(one.std()) or 1.0) for one in (last, count.astype(float))]
        far = (measures[0].fillna(0.0) ** 2 + measures[1].fillna(0.0) ** 2).reindex(list(kept)).dropna()
        return int(far.idxmin()) if len(far) else None


def months(frame: Any) -> list[str]:
    """The month of each tick of the table ``frame``, in order."""
    first = frame.drop_duplicates("tick").sort_values("tick")
    return [f"{date:%Y-%m}" for date in pd.to_datetime(first["date"])]
