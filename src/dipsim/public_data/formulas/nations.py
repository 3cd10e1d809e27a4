"""What the data say of a nation: size, spending, growth, regime, and its place between the poles of the UN vote.

Every function gives a Figure: sourced where the folder has a row that is not too old, else assumed. Money is in
billions of USD of 2023. GDP is at purchasing power; spending is what SIPRI prints at exchange rates. ``burden`` is
their ratio, so that burden x gdp is the sum that was spent; where prices are low it lies below SIPRI's share of GDP.
Years before a state was what it is (before 1991 for Russia) are not its own and are not read.
"""

from __future__ import annotations

import math

from dipsim.model.parameters import NATION
from dipsim.public_data.files.data_set import DataSet
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.formulas.figures import LASTING, YEARLY, Figure, latest, significant
from dipsim.public_data.formulas.weapons import nuclear
from dipsim.public_data.readers import capability, democracy, economy, spending, votes
from dipsim.public_data.states.state_table import STILL, State

SPAN = 10  # years of the growth trend
TYPICAL_GDP = 100.0
GROWTH_TO = 0.02  # rate to which growth regresses half-way
UNMEASURED = ("revisionism", "offence", "technology", "stability", "sovereignty", "industry")
READERS = {
    economy.DATA.stem: economy,
    spending.DATA.stem: spending,
    capability.DATA.stem: capability,
    democracy.DATA.stem: democracy,
}
Series = dict[int, float]


def traits(folder: Folder, state: State, year: int) -> dict[str, Figure]:
    """The traits of ``state`` at the end of ``year`` from the data in ``folder``; those that nobody measures have the
    model's defaults."""
    found = {"gdp": gdp(folder, state, year)}
    found["burden"] = burden(folder, state, year, found["gdp"])
    if found["burden"].value > (NATION["burden_max"].default or 0.0):
        most = min(1.0, round(1.25 * found["burden"].value, 3))
        found["burden_max"] = Figure(most, note="a quarter above the burden")
    found["growth"] = growth(folder, state, year)
    found["democracy"] = polyarchy(folder, state, year)
    found["transparency"] = Figure(round(0.15 + 0.7 * found["democracy"].value, 2), note="0.15 + 0.7 democracy")
    held = nuclear(state, year)
    found |= {} if held is None else {"nuclear": held}
    return found | {name: Figure(NATION[name].default or 0.0) for name in UNMEASURED}


def gdp(folder: Folder, state: State, year: int) -> Figure:
    """GDP of ``state`` in ``year`` at purchasing power, in billions of 2023 dollars, from the data in ``folder``
    (millions of 2017 dollars). Simulated there, so grade 3."""
    own = series(folder, economy.DATA, "gdp", state, year)
    at = latest(own, year, YEARLY)
    if at is None:
        return Figure(TYPICAL_GDP, note=_gap(folder, economy.DATA, year, YEARLY))
    return Figure(significant(own[at]), f"{economy.DATA.name} (PWT 10.0) at purchasing power", at, 3)


def burden(folder: Folder, state: State, year: int, size: Figure) -> Figure:
    """Military spending of ``state`` in ``year`` as a share of ``size``, its GDP: SIPRI's figure in ``folder``, or that
    of National Material Capabilities where it has none."""
    default = NATION["burden"].default or 0.0
    if not size.is_sourced:
        return Figure(default, note="no gdp to divide by")
    for data, column in ((spending.DATA, "spending"), (capability.DATA, "milex")):
        spent = series(folder, data, column, state, year)
        at = latest(spent, year, YEARLY)
        if at is not None and spent[at] / size.value <= NATION["burden"].high:
            source = f"{data.name} {at} over {economy.DATA.name} {size.year}"
            return Figure(significant(spent[at] / size.value, 3), source, at, 3)
    return Figure(default, note=_gap(folder, spending.DATA, year, YEARLY))


def growth(folder: Folder, state: State, year: int) -> Figure:
    """Growth of GDP per year expected of ``state`` in ``year``: half the trend of ten years in ``folder`` plus half of
    2 %, since growth rates hardly persist (Pritchett and Summers 2014)."""
    own = series(folder, economy.DATA, "gdp", state, year)
    at = latest(own, year, YEARLY)
    if at is None or at - SPAN not in own:
        return Figure(NATION["growth"].default or 0.0, note=_gap(folder, economy.DATA, year, YEARLY))
    trend = math.log(own[at] / own[at - SPAN]) / SPAN
    value = round(0.5 * trend + 0.5 * GROWTH_TO, 3)
    return Figure(value, f"half of trend {100 * trend:.2f} % ({economy.DATA.name} {at - SPAN}-{at}) plus 1 %", at, 3)


def polyarchy(folder: Folder, state: State, year: int) -> Figure:
    """V-Dem's polyarchy (0 to 1, an expert scale) of ``state`` in ``year``, from the data in ``folder``."""
    own = series(folder, democracy.DATA, "polyarchy", state, year)
    at = latest(own, year, LASTING)
    if at is None:
        return Figure(NATION["democracy"].default or 0.0, note=_gap(folder, democracy.DATA, year, LASTING))
    return Figure(round(own[at], 3), f"{democracy.DATA.name} polyarchy", at, 3)


def position(folder: Folder, state: State, year: int) -> Figure | None:
    """The UN ideal point of ``state`` in ``year``, scaled so that the lowest state of that year is -1 and the highest
    +1; None where ``folder`` has no votes."""
    if votes.DATA not in folder:
        return None
    of_year = folder.once(("votes", year), lambda: _votes(folder, year))
    own = of_year[1].get(state.ccode) if of_year else None
    if of_year is None or own is None:
        return Figure(0.0, note=_gap(folder, votes.DATA, year, LASTING))
    at, points = of_year
    low, high = min(points.values()), max(points.values())
    if not low < high:
        return Figure(0.0, note=_gap(folder, votes.DATA, year, LASTING))
    place = 2.0 * (own - low) / (high - low) - 1.0
    source = f"{votes.DATA.name}, {own:.3f} on a scale from {low:.3f} to {high:.3f}"
    return Figure(round(place, 2), source, at, 3)


def _votes(folder: Folder, year: int) -> tuple[int, dict[int, float]] | None:
    """The last year with votes up to ``year``, and the ideal points of that year by state number."""
    table = folder.once("votes", lambda: votes.read(folder))
    rows = table[(table["year"] <= year) & (table["year"] >= year - LASTING)]
    if rows.empty:
        return None
    at = int(rows["year"].max())
    rows = rows[rows["year"] == at]
    return at, dict(zip(rows["ccode"].tolist(), rows["ideal_point"].tolist(), strict=True))


def last_common_year(folder: Folder, nations: list[State]) -> tuple[int, str] | None:
    """The last year for which ``folder`` has GDP, spending and regime of each of ``nations`` (None if there is none),
    and whose data end there.

    The second is empty where the data of all end together. A figure that a nation has lacked for ten years while others
    had it is a gap, and holds nobody back. A state that is gone ends with its last year.
    """
    ends: list[tuple[int, str]] = []
    for known in (_sizes, _spent, _regimes):
        lasts = {state.code: max(own) for state in nations if (own := known(folder, state))}
        top = max(lasts.values(), default=0)
        ends += [(last, code if last < top else "") for code, last in lasts.items() if top - last <= LASTING]
    ends += [(state.years[-1][1], state.code) for state in nations if ends and state.years[-1][1] < STILL]
    return min(ends, default=None)


def _sizes(folder: Folder, state: State) -> Series:
    return series(folder, economy.DATA, "gdp", state)


def _spent(folder: Folder, state: State) -> Series:
    return series(folder, capability.DATA, "milex", state) | series(folder, spending.DATA, "spending", state)


def _regimes(folder: Folder, state: State) -> Series:
    return series(folder, democracy.DATA, "polyarchy", state)


def series(folder: Folder, data: DataSet, column: str, state: State, year: int | None = None) -> Series:
    """A column of a data set for one state, by year; empty without a file.

    Args:
        folder: The folder.
        data: The data set.
        column: A column of the table that its reader returns.
        state: The state.
        year: The year to which the state is described; years before it was what it is then are left out. Without it,
            the years of all its memberships are returned.
    """
    if data not in folder:
        return {}
    every = folder.once((data.stem, column), lambda: _by_state(folder, data, column)).get(state.ccode, {})
    if year is not None:
        first = state.own_since(year)
        return {at: value for at, value in every.items() if at >= first}
    return {at: value for at, value in every.items() if any(first <= at <= last for first, last in state.years)}


def _by_state(folder: Folder, data: DataSet, column: str) -> dict[int, Series]:
    table = READERS[data.stem].read(folder)[["ccode", "year", column]].dropna()
    found: dict[int, Series] = {}
    for ccode, at, value in zip(table["ccode"].tolist(), table["year"].tolist(), table[column].tolist(), strict=True):
        found.setdefault(ccode, {})[at] = value
    return found


def _gap(folder: Folder, data: DataSet, year: int, keeps: int) -> str:
    """Why there is no figure."""
    if data not in folder:
        return f"no file {data.stem}"
    return f"none from {year - keeps} to {year} in {data.name}"
