"""What the data say of a pair of nations: distance, disputes and rivalry, treaties, agreements, dependence on arms.

Distances, dependence and treaties are sourced. How much is at stake in a dispute nobody measures: the step is assumed,
and the number of militarised disputes is quoted beside it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dipsim.public_data.catalogue import (
    AGREEMENTS,
    ALLIANCES,
    ARMS,
    CONTIGUITY,
    DISPUTES,
    DISTANCE,
    RIVALRIES,
    DataSet,
)
from dipsim.public_data.figures import LASTING, YEARLY, Figure, latest
from dipsim.public_data.files import Folder, year_of
from dipsim.public_data.states import State
from dipsim.public_data.treaties import Treaty, treaties
from dipsim.scenario.world.geography import LEAST, REACH

if TYPE_CHECKING:
    import pandas as pd

FAR = 0.3  # proximity of a pair without a distance
WATER = {2: 12, 3: 24, 4: 150, 5: 400}  # nautical miles of water at most, by type of contiguity
MILE = 1.852  # km in a nautical mile
WINDOW = 20  # years over which disputes are counted
STEPS = ((6, 0.7), (3, 0.5), (2, 0.3), (1, 0.15))  # disputes at least, and the assumed stake
RIVALS = 0.5  # least stake of strategic rivals
SCOPES = {"PROCUREMENT": "procurement", "RESEARCH": "technology", "TREX": "exercise"}
CENSORED = 2010  # last year that the agreements know of; what was in force then is taken to be in force since


@dataclass(frozen=True)
class Pair:
    """Two states, and what is known of them; ``dependence`` by the state that depends."""

    one: State
    other: State
    proximity: Figure
    dispute: Figure
    dependence: dict[str, Figure] = field(default_factory=dict)
    treaties: tuple[Treaty, ...] = ()
    agreements: tuple[str, ...] = ()
    signed: tuple[int, ...] = ()

    @property
    def figures(self) -> list[Figure]:
        return [self.proximity, self.dispute, *self.dependence.values()]


def pair(folder: Folder, one: State, other: State, year: int) -> Pair:
    """What stands between two states at the end of ``year``."""
    scopes, signed = agreements(folder, one, other, year)
    both = ((one, other), (other, one))
    shares = {buyer.iso: dependence(folder, buyer, seller, year) for buyer, seller in both}
    return Pair(
        one,
        other,
        proximity(folder, one, other, year),
        dispute(folder, one, other, year),
        {iso: share for iso, share in shares.items() if share is not None},
        treaties(folder, one, other, year),
        scopes,
        signed,
    )


def of_pair(table: pd.DataFrame, one: State, other: State, columns: tuple[str, str] = ("ccode1", "ccode2")) -> Any:
    """The rows of a pair, whichever of the two comes first."""
    first, second = table[columns[0]], table[columns[1]]
    forth = (first == one.ccode) & (second == other.ccode)
    return table[forth | ((first == other.ccode) & (second == one.ccode))]


def proximity(folder: Folder, one: State, other: State, year: int) -> Figure:
    """exp(-d / 1500 km), d the least distance of the territories, 0 below 0.05; without d, by contiguity."""
    table = folder.table(DISTANCE)
    if table is not None:
        rows = of_pair(table, one, other).dropna()
        series = dict(zip(rows["year"].astype(int).tolist(), rows["mindist"].tolist(), strict=True))
        at = latest(series, year, LASTING)
        if at is not None:
            near, said = _near(series[at]), f"{series[at]:.0f} km" if series[at] else "the territories touch"
            return Figure(near, f"{DISTANCE.name}, {said}{'' if near else ', out of reach'}", at, 3)
    return _contiguous(folder, one, other, year) or Figure(FAR, note="no distance in the data")


def _contiguous(folder: Folder, one: State, other: State, year: int) -> Figure | None:
    """Proximity of neighbours by land, or by water at the width of their type; None for others."""
    table, last = folder.table(CONTIGUITY), folder.last(CONTIGUITY)
    if table is None or last is None or year - last > LASTING:
        return None
    at, rows = min(year, last), of_pair(table, one, other)
    types = rows[(year_of(rows["stdate"]) <= at) & (year_of(rows["enddate"]) >= at)]["conttype"]
    kind = 0 if types.empty else int(types.min())
    if kind == 1:
        return Figure(1.0, f"{CONTIGUITY.name}, land border", at, 3)
    if kind in WATER:
        return Figure(_near(WATER[kind] * MILE), f"{CONTIGUITY.name}, at most {WATER[kind]} miles of water", at, 3)
    return None


def _near(distance: float) -> float:
    near = math.exp(-distance / REACH)
    return round(near, 2) if near >= LEAST else 0.0


def dispute(folder: Folder, one: State, other: State, year: int) -> Figure:
    """An assumed step by the number of militarised disputes of twenty years, at least 0.5 for strategic rivals."""
    said, stake = [], 0.0
    table, last = folder.table(DISPUTES), folder.last(DISPUTES)
    if table is not None and last is not None:
        end = min(year, last)
        rows = of_pair(table, one, other)
        begun = rows[(rows["gmlmidonset"] == 1) & (rows["year"] > end - WINDOW) & (rows["year"] <= end)]
        count = int(begun["dispnum"].nunique())
        stake = next((step for least, step in STEPS if count >= least), 0.0)
        said.append(f"{count} {'dispute' if count == 1 else 'disputes'} {end - WINDOW + 1}-{end} ({DISPUTES.name})")
    table, last = folder.table(RIVALRIES), folder.last(RIVALRIES)
    if table is not None and last is not None:
        at, rows = min(year, last), of_pair(table, one, other)
        rivals = bool(((rows["start"] <= at) & (rows["end"] >= at)).any())
        stake = max(stake, RIVALS if rivals else 0.0)
        said.append(f"{'strategic' if rivals else 'no strategic'} rivals in {at} ({RIVALRIES.name})")
    return Figure(stake, note=", ".join(said) or "no data on disputes")


def agreements(folder: Folder, one: State, other: State, year: int) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Scopes of the defence agreements in force, and the years they were signed in; commissions are no scope."""
    table = folder.table(AGREEMENTS)
    if table is None or year - CENSORED > LASTING:
        return (), ()
    rows = of_pair(table, one, other)
    rows = rows[(rows["signYear"] <= year) & (rows["endYearEstimate"] >= min(year, CENSORED))]
    scopes, signed = set(), set()
    for kind, category, at in zip(rows["type"], rows["category1"], rows["signYear"], strict=True):
        scope = "general" if kind == "general" else SCOPES.get(category)
        if scope:
            scopes.add(scope)
            signed.add(int(at))
    return ("general",) if "general" in scopes else tuple(sorted(scopes)), tuple(sorted(signed))


def dependence(folder: Folder, buyer: State, seller: State, year: int) -> Figure | None:
    """Share of the seller in the arms imports of the buyer over ten years; None below 1 % and without recent data."""
    table, last = folder.table(ARMS), folder.last(ARMS)
    if table is None or last is None or year - last > YEARLY:
        return None
    end = min(year, last)
    bought = table[(table["recipient_cown"] == buyer.ccode) & (table["year"] > end - 10) & (table["year"] <= end)]
    total = float(bought["value"].sum())
    share = round(float(bought[bought["supplier_cown"] == seller.ccode]["value"].sum()) / total, 2) if total else 0.0
    return Figure(share, f"{ARMS.name}, share of imports {end - 9}-{end}", end, 3) if share > 0.0 else None


def stale(folder: Folder, year: int) -> list[tuple[DataSet, int]]:
    """Data sets of pairs that end too early for ``year``, with their last year."""
    keeps = {ALLIANCES: LASTING, ARMS: YEARLY, CONTIGUITY: LASTING, DISTANCE: LASTING, AGREEMENTS: LASTING}
    ends = [(data, folder.last(data), most) for data, most in keeps.items()]
    return [(data, last) for data, last, most in ends if last is not None and year - last > most]
