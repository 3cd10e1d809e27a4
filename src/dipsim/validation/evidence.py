"""What the rods look at: dyad-years, disputes and spending, of the data or of simulated runs, in one shape.

States go by whole numbers: Correlates of War codes, or the places of a made-up region's nations. A pair is
``first < second``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

REGIONS = {1: "americas", 2: "europe", 3: "africa", 4: "middle_east", 5: "asia"}
BOUNDS = (200, 400, 600, 700)  # Correlates of War codes at which the regions 2, 3, 4 and 5 begin
PAST = 10  # years of earlier onsets that count as history
FEW_DAYS = 1 / 3  # share of a tick that a dispute lasts in the mean when it begins and ends within one

DYAD_YEAR = {
    "run": "number of the run, 0 in the data",
    "region": "region of both states, 0 where they differ",
    "first": "the state with the lower number",
    "second": "the other state",
    "year": "calendar year",
    "onset": "1 when a dispute of the two began, or one of them joined one against the other",
    "originators": "1 when a dispute between originators began",
    "level": "highest hostility level of the onsets: 2 threat, 3 display, 4 force, 5 war; 0 without",
    "begun_forth": "disputes that first began against second",
    "begun_back": "disputes that second began against first",
    "land": "1 when they share a land border",
    "distance": "least distance of the territories in km",
    "democratic": "1 when both are democracies",
    "pact": "1 when a defence pact holds both at the end of the year",
    "dca": "1 when a defence cooperation agreement is in force at the end of the year",
    "signed": "defence cooperation agreements signed in the year",
    "exercise": "joint exercises in the year",
    "arms_forth": "arms delivered by first to second in the year",
    "arms_back": "arms delivered by second to first",
    "capability_first": "military capability of first",
    "capability_second": "military capability of second",
    "major": "1 when one of them is a major power",
    "rival": "1 when the two are strategic rivals, coded with hindsight; description only",
}
DISPUTE = {
    "run": "number of the run",
    "region": "region of both states, 0 where they differ",
    "dispute": "number of the dispute within the run",
    "year": "calendar year in which it began",
    "initiator": "the state that began it",
    "target": "the state it was begun against",
    "share": "share of the initiator in the capability of the two",
    "level": "highest hostility level, 2 to 5",
    "days": "length in days",
    "decided": "1 when one side won or yielded",
}


@dataclass(frozen=True)
class Evidence:
    """Dyad-years (columns ``DYAD_YEAR``), disputes (``DISPUTE``) and spending of one world or of many runs.

    ``spending`` has run, state, region, year and spending, real and above 0. ``earlier`` has first, second and year of
    the onsets of the ten years before the first. ``notes`` say what is missing. ``source`` names it in tables.
    ``begins`` has the first year in which "dca" or "exercise" is known at all; before it, none says nothing.
    """

    source: str
    dyads: pd.DataFrame
    disputes: pd.DataFrame
    spending: pd.DataFrame
    earlier: pd.DataFrame
    notes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    begins: Mapping[str, int] = field(default_factory=dict)

    @property
    def runs(self) -> int:
        """How many runs there are; 1 for the data."""
        return int(self.dyads["run"].nunique())

    @property
    def years(self) -> tuple[int, int]:
        """First and last calendar year."""
        return int(self.dyads["year"].min()), int(self.dyads["year"].max())

    def same_region(self) -> Evidence:
        """Only pairs and disputes of states of one region."""
        dyads, disputes = self.dyads, self.disputes
        return Evidence(
            self.source,
            dyads[dyads["region"] > 0].reset_index(drop=True),
            disputes[disputes["region"] > 0].reset_index(drop=True),
            self.spending,
            self.earlier,
            self.notes,
            self.files,
            self.begins,
        )

    def directed(self) -> pd.DataFrame:
        """Directed dyad-years: every pair twice, with what ``from`` did to ``to``."""
        import pandas as pd

        same = [c for c in self.dyads if c not in DIRECTED and c not in ("first", "second")]
        parts = []
        for one, other, begun, arms, own, its in _WAYS:
            part = self.dyads[same].copy()
            part["from"], part["to"] = self.dyads[one], self.dyads[other]
            part["begun"], part["arms"] = self.dyads[begun], self.dyads[arms]
            part["capability_from"], part["capability_to"] = self.dyads[own], self.dyads[its]
            parts.append(part)
        return pd.concat(parts, ignore_index=True).sort_values(["run", "from", "to", "year"], ignore_index=True)


_WAYS = (
    ("first", "second", "begun_forth", "arms_forth", "capability_first", "capability_second"),
    ("second", "first", "begun_back", "arms_back", "capability_second", "capability_first"),
)
DIRECTED = {name for way in _WAYS for name in way[2:]}


def region_of(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Region 1 to 5 of states by their Correlates of War codes."""
    return 1 + np.searchsorted(BOUNDS, codes, side="right").astype(np.int64)


def with_history(evidence: Evidence) -> pd.DataFrame:
    """The dyad-years in order of run, pair and year, with what was before.

    ``past`` years with an onset in the ten before, earlier years of ``evidence.earlier`` included; ``since`` years
    since the last onset inside the window (0: last year), -1 for none yet; ``before`` whether the year before is there;
    and ``last_*`` of pact, dca, exercise, arms and onset a year before, 0 where it is not there.
    """
    keys = ["run", "first", "second", "year"]
    table = evidence.dyads.sort_values(keys, ignore_index=True)
    table["arms"] = table["arms_forth"] + table["arms_back"]
    same = (table[keys[:3]] == table[keys[:3]].shift(1)).all(axis=1)
    table["before"] = same & (table["year"] == table["year"].shift(1) + 1)
    for name in ("onset", "pact", "dca", "exercise", "arms"):
        table[f"last_{name}"] = table[name].shift(1).where(table["before"], 0)
    table["past"], table["since"] = _histories(table, evidence.earlier)
    return table


def _histories(table: pd.DataFrame, earlier: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Years with an onset in the ten before, and years since the last onset of the window (-1: none)."""
    columns = [table[name].to_numpy() for name in ("run", "first", "second", "year", "onset")]
    run, first, second, year, onset = (column.astype(np.int64) for column in columns)
    known: dict[tuple[int, int], list[int]] = {}
    for one, other, when in earlier[["first", "second", "year"]].itertuples(index=False):
        known.setdefault((int(one), int(other)), []).append(int(when))
    past, since = np.zeros(len(table), np.int64), np.full(len(table), -1)
    start = np.flatnonzero(np.r_[True, (np.diff(run) != 0) | (np.diff(first) != 0) | (np.diff(second) != 0)])
    for at, to in zip(start, [*start[1:], len(table)], strict=True):
        had = known.get((int(first[at]), int(second[at])), [])
        if not had and not onset[at:to].any():
            continue
        years = [*had, *year[at:to][onset[at:to] > 0]]
        inside = [when for when in years if when >= year[at]]
        for place in range(at, to):
            now = year[place]
            past[place] = sum(now - PAST <= when < now for when in set(years))
            last = max((when for when in inside if when < now), default=None)
            since[place] = -1 if last is None else now - last - 1
    return past, since
