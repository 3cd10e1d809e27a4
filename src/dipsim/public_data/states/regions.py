"""Regions of the world by Correlates of War numbers, and the states in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dipsim.public_data.errors import PublishedError
from dipsim.public_data.states.state_table import State, members
from dipsim.scenario.yaml.problems import escape, listing, nearest

if TYPE_CHECKING:
    import pandas as pd

STARTS = {"americas": 0, "europe": 200, "africa": 400, "middle_east": 600, "asia": 700}
NAMES = {
    "americas": "The Americas",
    "europe": "Europe",
    "africa": "Africa",
    "middle_east": "Middle East",
    "asia": "Asia and Oceania",
}
ALL = "all"


def region(ccode: int) -> str:
    """The region of the state with the number ``ccode``.

    >>> region(2), region(365), region(600), region(732)
    ('americas', 'europe', 'middle_east', 'asia')
    """
    return next(name for name, start in reversed(STARTS.items()) if ccode >= start)


def regions(ccodes: pd.Series[Any]) -> pd.Series[Any]:
    """The regions of the state numbers in the column ``ccodes``."""
    return ccodes.map({int(code): region(int(code)) for code in ccodes.unique()})


def states_of(name: str, year: int) -> list[State]:
    """The states of the region ``name`` at the end of ``year``, by number.

    Raises:
        PublishedError: No such region, or fewer than two states in it that year.
    """
    if name not in STARTS:
        near = nearest(name.casefold().replace(" ", "_").replace("-", "_"), STARTS)
        hint = f" (did you mean '{near}'?)" if near else ""
        raise PublishedError(f"--region: expected {listing(STARTS)}, found '{escape(name, 40)}'{hint}")
    found = [one for one in members(year) if region(one.ccode) == name]
    if len(found) < 2:
        raise PublishedError(f"--region {name}: expected two or more states at the end of {year}, found {len(found)}")
    return found


def dyad_years(first: int, last: int, same_region: bool = True) -> pd.DataFrame:
    """Every undirected pair of members of the state system at the end of each year.

    Args:
        first: The first year.
        last: The last year, included.
        same_region: Whether both must be of one region.

    Returns:
        Columns ``ccode1 < ccode2``, ``year``, ``region`` (that of the first).
    """
    import numpy as np
    import pandas as pd

    parts = []
    for year in range(first, last + 1):
        codes = np.array([one.ccode for one in members(year)], dtype=np.int64)
        low, high = np.triu_indices(len(codes), 1)
        parts.append(pd.DataFrame({"ccode1": codes[low], "ccode2": codes[high], "year": year}))
    table = pd.concat(parts, ignore_index=True)
    table["region"] = regions(table["ccode1"])
    if same_region:
        table = table[table["region"] == regions(table["ccode2"])]
    return table.reset_index(drop=True)
