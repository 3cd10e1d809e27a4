"""What the data say of a nation: size, spending, growth, regime, and its place between the poles of the UN vote.

Every function gives a Figure: sourced where the folder has a row that is not too old, else assumed. Money is in
billions of USD of 2023. GDP is at purchasing power; spending is what SIPRI prints at exchange rates. ``burden`` is
their ratio, so that burden x gdp is the sum that was spent; where prices are low it lies below SIPRI's share of GDP.
"""

from __future__ import annotations

import math
from typing import Any

from dipsim.model.state.quantities import NATION
from dipsim.public_data.catalogue import CAPABILITIES, DEMOCRACY, GDP, SPENDING, VOTES, DataSet
from dipsim.public_data.figures import LASTING, YEARLY, Figure, latest, significant
from dipsim.public_data.files import Folder
from dipsim.public_data.prices import INDEX, factor
from dipsim.public_data.states import State

SPAN = 10  # years of the growth trend
TYPICAL_GDP = 100.0
GROWTH_TO = 0.02  # rate to which growth regresses half-way
UNMEASURED = ("revisionism", "offence", "technology", "stability", "sovereignty", "industry")
Series = dict[int, float]


def traits(folder: Folder, state: State, year: int) -> dict[str, Figure]:
    """The traits of a nation at the end of ``year``, those that nobody measures at the model's defaults."""
    found = {"gdp": gdp(folder, state, year)}
    found["burden"] = burden(folder, state, year, found["gdp"])
    if found["burden"].value > (NATION["burden_max"].default or 0.0):
        most = min(1.0, round(1.25 * found["burden"].value, 3))
        found["burden_max"] = Figure(most, note="a quarter above the burden")
    found["growth"] = growth(folder, state, year)
    found["democracy"] = democracy(folder, state, year)
    found["transparency"] = Figure(round(0.15 + 0.7 * found["democracy"].value, 2), note="0.15 + 0.7 democracy")
    return found | {name: Figure(NATION[name].default or 0.0) for name in UNMEASURED}


def gdp(folder: Folder, state: State, year: int) -> Figure:
    """GDP at purchasing power: millions of 2017 dollars in billions of 2023 dollars. Simulated, so grade 3."""
    series = gdp_series(folder, state)
    at = latest(series, year, YEARLY)
    if at is None:
        return Figure(TYPICAL_GDP, note=_gap(folder, GDP, year, YEARLY))
    return Figure(significant(series[at] / 1000.0 * factor(2017)), f"{GDP.name} (PWT 10.0) at purchasing power", at, 3)


def burden(folder: Folder, state: State, year: int, size: Figure) -> Figure:
    """Military spending over ``size``: SIPRI's figure, or that of National Material Capabilities where it has none."""
    default = NATION["burden"].default or 0.0
    if not size.is_sourced:
        return Figure(default, note="no gdp to divide by")
    for data, series in ((SPENDING, sipri(folder, state)), (CAPABILITIES, nmc(folder, state))):
        at = latest(series, year, YEARLY)
        if at is not None and series[at] / size.value <= NATION["burden"].high:
            source = f"{data.name} {at} over {GDP.name} {size.year}"
            return Figure(significant(series[at] / size.value, 3), source, at, 3)
    return Figure(default, note=_gap(folder, SPENDING, year, YEARLY))


def growth(folder: Folder, state: State, year: int) -> Figure:
    """Half the trend of ten years plus half of 2 %: rates of growth hardly persist (Pritchett and Summers 2014)."""
    series = gdp_series(folder, state)
    at = latest(series, year, YEARLY)
    if at is None or at - SPAN not in series:
        return Figure(NATION["growth"].default or 0.0, note=_gap(folder, GDP, year, YEARLY))
    trend = math.log(series[at] / series[at - SPAN]) / SPAN
    value = round(0.5 * trend + 0.5 * GROWTH_TO, 3)
    return Figure(value, f"half of trend {100 * trend:.2f} % ({GDP.name} {at - SPAN}-{at}) plus 1 %", at, 3)


def democracy(folder: Folder, state: State, year: int) -> Figure:
    """V-Dem polyarchy, an expert scale."""
    series = polyarchy(folder, state)
    at = latest(series, year, LASTING)
    if at is None:
        return Figure(NATION["democracy"].default or 0.0, note=_gap(folder, DEMOCRACY, year, LASTING))
    return Figure(round(series[at], 3), f"{DEMOCRACY.name} polyarchy", at, 3)


def position(folder: Folder, state: State, year: int) -> Figure | None:
    """The UN ideal point between the lowest state of its year, -1, and the highest, +1; None without a file."""
    table = folder.table(VOTES)
    if table is None:
        return None
    rows = table[(table["Year"] <= year) & (table["Year"] >= year - LASTING) & table["idealpoint"].notna()]
    rows = rows[rows["Year"] == rows["Year"].max()]
    own = rows[rows["CountryAbb"].str.casefold().isin(state.words)]["idealpoint"].tolist()
    low, high = rows["idealpoint"].min(), rows["idealpoint"].max()
    if len(own) != 1 or not low < high:
        why = "several rows in the data" if len(own) > 1 else _gap(folder, VOTES, year, LASTING)
        return Figure(0.0, note=why)
    place = 2.0 * (own[0] - low) / (high - low) - 1.0
    source = f"{VOTES.name}, {own[0]:.3f} on a scale from {low:.3f} to {high:.3f}"
    return Figure(round(place, 2), source, int(rows["Year"].iloc[0]), 3)


def last_common_year(folder: Folder, nations: list[State]) -> tuple[int, str] | None:
    """The last year with gdp, spending and regime of every nation, None without any; and whose data end there.

    The second is empty where the data of all end together. A figure that a nation has lacked for ten years while others
    had it is a gap, and holds nobody back.
    """
    ends: list[tuple[int, str]] = []
    for read in (gdp_series, spent, polyarchy):
        lasts = {state.iso: max(series) for state in nations if (series := read(folder, state))}
        top = max(lasts.values(), default=0)
        ends += [(last, iso if last < top else "") for iso, last in lasts.items() if top - last <= LASTING]
    return min(ends, default=None)


def spent(folder: Folder, state: State) -> Series:
    """Spending by SIPRI, else by National Material Capabilities."""
    return nmc(folder, state) | sipri(folder, state)


def polyarchy(folder: Folder, state: State) -> Series:
    """V-Dem polyarchy by year."""
    return by_code(folder, DEMOCRACY, state, "v2x_polyarchy")


def gdp_series(folder: Folder, state: State) -> Series:
    """Millions of 2017 dollars at purchasing power, by year."""
    return {year: value for year, value in by_code(folder, GDP, state, "pwtrgdp").items() if value > 0.0}


def sipri(folder: Folder, state: State) -> Series:
    """Spending by SIPRI in billions of 2023 dollars, by year; 0 where a state has no forces."""
    table = folder.table(SPENDING)
    if table is None:
        return {}
    rows = table[table["Country"].str.casefold().isin(state.words)]
    return _series(rows["year"], rows["milex_const2021_usdm"] / 1000.0 * factor(2021))


def nmc(folder: Folder, state: State) -> Series:
    """Spending by National Material Capabilities in billions of 2023 dollars, by year from 1979 on."""
    series = by_code(folder, CAPABILITIES, state, "milex")
    return {year: value / 1e6 * factor(year) for year, value in series.items() if year in INDEX}


def by_code(folder: Folder, data: DataSet, state: State, column: str) -> Series:
    """A column of a data set for one state, by year; empty without a file."""
    table = folder.table(data)
    if table is None:
        return {}
    rows = table[table["ccode"] == state.ccode]
    return _series(rows["year"], rows[column])


def _series(years: Any, values: Any) -> Series:
    pairs = zip(years.tolist(), values.tolist(), strict=True)
    return {int(y): float(v) for y, v in pairs if math.isfinite(y) and math.isfinite(v) and v >= 0.0}


def _gap(folder: Folder, data: DataSet, year: int, keeps: int) -> str:
    """Why there is no figure."""
    if data.stem not in folder.files:
        return f"no file {data.stem}"
    return f"none from {year - keeps} to {year} in {data.name}"
