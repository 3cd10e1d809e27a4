"""Where pairs of states lie: least distance, border on land, and the proximity that follows from them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from dipsim.public_data.files.folder import Folder
from dipsim.public_data.formulas.figures import LASTING, Figure, Pairs, among, later
from dipsim.public_data.readers import contiguity, distance
from dipsim.scenario.world.geography import LEAST, REACH

if TYPE_CHECKING:
    import pandas as pd

FAR = 0.3  # proximity of a pair without a distance
WATER = {2: 12, 3: 24, 4: 150, 5: 400}  # nautical miles of water at most, by type of contiguity
MILE = 1.852  # km in a nautical mile
AFTER = 5  # years after which the first distance of a new state still stands for it


def distances(folder: Folder, years: Mapping[int, int], new: frozenset[int]) -> Pairs:
    """Least distances of territories in km, by pair of state numbers: the last on record, or for a pair with a state in
    ``new`` the first after.

    ``folder``: the data; ``years``: states (by number) and the year each is described for.
    """
    if distance.DATA not in folder:
        return {}
    table = among(folder.once("distance", lambda: distance.read(folder)), years)
    at = later(table, years)
    past = table[(table["year"] <= at) & (table["year"] >= at - LASTING)].drop_duplicates(
        ["ccode1", "ccode2"], keep="last"
    )
    fresh = table["ccode1"].isin(new) | table["ccode2"].isin(new)
    first = table[fresh & (table["year"] > at) & (table["year"] <= at + AFTER)].drop_duplicates(["ccode1", "ccode2"])
    return _figures(first, ", the first on record") | _figures(past, "")


def _figures(table: pd.DataFrame, more: str) -> Pairs:
    columns = (table[name].tolist() for name in ("ccode1", "ccode2", "km", "year"))
    return {
        (one, other): Figure(round(km, 1), f"{distance.DATA.name}{more}", year, 3)
        for one, other, km, year in zip(*columns, strict=True)
    }


def neighbours(folder: Folder, years: Mapping[int, int]) -> Pairs:
    """The closest type of contiguity of each pair, 1 for a land border; other pairs are left out.

    ``folder``: the data; ``years``: states (by number) and the year each is described for.
    """
    last = folder.last(contiguity.DATA)
    if last is None or max(years.values()) - last > LASTING:
        return {}
    table = among(folder.once("contiguity", lambda: contiguity.read(folder)), years)
    at = later(table, years).clip(upper=last)
    table = table[(table["first"] <= at) & (table["last"] >= at) & (table["ccode1"] < table["ccode2"])]
    table = table.assign(at=at).sort_values("type").drop_duplicates(["ccode1", "ccode2"])
    columns = (table[name].tolist() for name in ("ccode1", "ccode2", "type", "at"))
    return {
        (one, other): Figure(float(kind), contiguity.DATA.name, int(year), 3)
        for one, other, kind, year in zip(*columns, strict=True)
    }


def proximity(apart: Figure | None, contact: Figure | None) -> Figure:
    """exp(-d / 1500 km), where ``apart`` is the least distance d of the territories, and 0 below 0.05; without it by
    the type of contiguity ``contact``."""
    if apart is not None:
        near, said = _near(apart.value), f"{apart.value:.0f} km" if apart.value else "the territories touch"
        return Figure(near, f"{apart.source}, {said}{'' if near else ', out of reach'}", apart.year, 3)
    if contact is not None and contact.value == contiguity.LAND:
        return Figure(1.0, f"{contact.source}, land border", contact.year, 3)
    if contact is not None and contact.value in WATER:
        miles = WATER[int(contact.value)]
        return Figure(_near(miles * MILE), f"{contact.source}, at most {miles} miles of water", contact.year, 3)
    return Figure(FAR, note="no distance in the data")


def _near(km: float) -> float:
    near = math.exp(-km / REACH)
    return round(near, 2) if near >= LEAST else 0.0
