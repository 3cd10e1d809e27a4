"""What was known of every same-region pair at the end of a year, and what happened in the ten years after."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from dipsim.public_data.errors import PublishedError
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.readers import (
    agreements,
    alliance_years,
    capability,
    contiguity,
    democracy,
    disputes,
    distance,
    majors,
    membership,
)
from dipsim.validation.evidence import region_of
from dipsim.validation.sources import last_dispute, read

if TYPE_CHECKING:
    import pandas as pd

HORIZON = 10
LONGEST = 40  # years of peace that count
FIRST_ONSET = 1950  # earlier onsets are not counted
WATER = (2, 5)  # types of contiguity across water
DEMOCRACY = 6
UNKNOWN_REGIME = -2
SMALL = 1e-6
_SIZE = ("land", "sea", "log_distance", "major", "both_major", "capability_ratio", "log_size")
BREMER = (*_SIZE, "regime_low", "regime_high", "democratic", "pact")
PEACE = ("peace", "peace_2", "peace_3")
HISTORY = ("past_5", "past_10")
PAIR = ["first", "second"]


def window(folder: Folder, year: int) -> pd.DataFrame:
    """Same-region pairs of states that exist in ``year`` and after it, with their features and what happened, from the
    data in ``folder``.

    Outcomes of the ten years after ``year``: ``onset`` (any), ``count`` (years with one), ``forth`` and ``back``
    (whether first began a dispute against second, and the other way), ``signed`` (a defence cooperation agreement;
    NaN where the file of agreements does not cover the ten years). PublishedError when the disputes end before that."""
    last = last_dispute(folder)
    if year + HORIZON > last:
        raise PublishedError(
            f"--year {year}: expected disputes to {year + HORIZON}, found disputes to {last} in {folder.path}"
        )
    table = _pairs(folder, year)
    for part in (_contiguity(folder, year), _distance(folder, year), _pact(folder, year)):
        table = table.merge(part, on=PAIR, how="left")
    table[["land", "sea", "pact"]] = table[["land", "sea", "pact"]].fillna(0).astype(int)
    known = read(folder, distance)
    usual = known[known["year"] == year]["km"].median()  # of all pairs of the world: a guess without a hint
    table["log_distance"] = np.log1p(table["distance"].fillna(usual))
    table = _history(_states(table, folder, year), folder, year)
    return _agreements(table, folder, year)


def _pairs(folder: Folder, year: int) -> pd.DataFrame:
    """Pairs of one region that are there in ``year`` and in some later year of the window."""
    import pandas as pd

    states = read(folder, membership)
    there = states[(states["first"] <= year) & (states["last"] > year)]["ccode"]
    both = np.array(list(combinations(sorted({int(code) for code in there}), 2)), dtype=np.int64)
    table = pd.DataFrame(both, columns=PAIR)
    one, other = (region_of(table[name].to_numpy()) for name in PAIR)
    table["region"] = one
    inside: pd.DataFrame = table[one == other].reset_index(drop=True)
    return inside


def _lower(table: pd.DataFrame) -> pd.DataFrame:
    """Rows whose first state has the lower code, with our names."""
    named = table.rename(columns={"ccode1": "first", "ccode2": "second"})
    return named[named["first"] < named["second"]]


def _contiguity(folder: Folder, year: int) -> pd.DataFrame:
    """Whether a pair has a land border, or is contiguous across water, in ``year``."""
    spells = read(folder, contiguity)
    there = spells[(spells["first"] <= year) & (spells["last"] >= min(year, spells["last"].max()))]
    kinds = _lower(there[["ccode1", "ccode2", "type"]]).groupby(PAIR)["type"].min().reset_index()
    kinds["land"], kinds["sea"] = (kinds["type"] == contiguity.LAND) * 1, kinds["type"].between(*WATER) * 1
    return kinds.drop(columns="type")


def _distance(folder: Folder, year: int) -> pd.DataFrame:
    """Least distance in ``year``."""
    table = _lower(read(folder, distance))
    then: pd.DataFrame = table[table["year"] == year].rename(columns={"km": "distance"})[[*PAIR, "distance"]]
    return then


def _pact(folder: Folder, year: int) -> pd.DataFrame:
    """Defence pact in the year before, or in ``year`` for a state that came in with it."""
    table = _lower(read(folder, alliance_years))
    states = read(folder, membership)
    new = set(states[states["first"] == year]["ccode"])
    young = table["first"].isin(new) | table["second"].isin(new)
    chosen = table[(table["year"] == year - 1) & ~young | (table["year"] == year) & young]
    return chosen.assign(pact=chosen["defence"] * 1)[[*PAIR, "pact"]]


def _states(table: pd.DataFrame, folder: Folder, year: int) -> pd.DataFrame:
    """Capability, regime and major powers of the two."""
    spells = read(folder, majors)
    great = set(spells[(spells["first"] <= year) & (spells["last"] >= year)]["ccode"])
    one, other = (table[name].isin(great) for name in PAIR)
    table["major"], table["both_major"] = (one | other) * 1, (one & other) * 1
    power, regime = (
        figures[figures["year"] == year].set_index("ccode")[name]
        for figures, name in ((read(folder, capability), "cinc"), (read(folder, democracy), "polity"))
    )
    a, b = (table[name].map(power).to_numpy(float) for name in PAIR)
    table["capability_first"], table["capability_second"] = a, b
    table["capability_ratio"] = np.log((np.maximum(a, b) + SMALL) / (np.minimum(a, b) + SMALL))
    table["log_size"] = np.log(a + b + SMALL)
    sizes = ["capability_ratio", "log_size"]
    table[sizes] = table[sizes].fillna(table[sizes].median())
    u, v = (table[name].map(regime).fillna(UNKNOWN_REGIME).to_numpy(float) for name in PAIR)
    table["regime_low"], table["regime_high"] = np.minimum(u, v), np.maximum(u, v)
    table["democratic"] = ((u >= DEMOCRACY) & (v >= DEMOCRACY)) * 1
    return table


def _history(table: pd.DataFrame, folder: Folder, year: int) -> pd.DataFrame:
    """Past onsets and years of peace, and the onsets of the ten years after."""
    onsets = read(folder, disputes)
    onsets = _lower(onsets[onsets["onset"] & (onsets["year"] >= FIRST_ONSET)])
    before, after = onsets[onsets["year"] < year], onsets[onsets["year"].between(year + 1, year + HORIZON)]
    keyed = table.set_index(PAIR)
    last = before.groupby(PAIR)["year"].max()
    keyed["peace"] = (year - last.reindex(keyed.index) - 1).clip(upper=LONGEST).fillna(LONGEST)
    keyed["peace_2"], keyed["peace_3"] = keyed["peace"] ** 2 / 100, keyed["peace"] ** 3 / 10_000
    for years in (5, 10):
        recent = before[before["year"] >= year - years].groupby(PAIR)["year"].nunique()
        keyed[f"past_{years}"] = recent.reindex(keyed.index).fillna(0).astype(int)
    keyed["count"] = after.groupby(PAIR)["year"].nunique().reindex(keyed.index).fillna(0).astype(int)
    keyed["onset"] = (keyed["count"] > 0).astype(int)
    for name, side in (("forth", 1), ("back", 0)):
        for column, part in ((name, after), (f"past_{name}", before[before["year"] >= year - 10])):
            own = part[(part["originator1"] == 1) & (part["originator2"] == 1) & (part["side1"] == side)]
            keyed[column] = own.groupby(PAIR).size().reindex(keyed.index).fillna(0).gt(0).astype(int)
    return keyed.reset_index()


def _agreements(table: pd.DataFrame, folder: Folder, year: int) -> pd.DataFrame:
    """Agreements in force and partners at the end of ``year``, and whether one is signed in the ten years after."""
    covered = agreements.DATA in folder
    if covered:
        deals = _lower(read(folder, agreements))
        covered = deals["signed"].min() <= year + 1 and deals["signed"].max() >= year + HORIZON
    if not covered:
        return table.assign(signed=np.nan, dca=0, partners=0.0)
    held = deals[(deals["signed"] <= year) & (deals["end"] >= year)]
    new = deals[deals["signed"].between(year + 1, year + HORIZON)]
    keyed = table.set_index(PAIR)
    keyed["dca"] = held.groupby(PAIR).size().reindex(keyed.index).fillna(0).gt(0).astype(int)
    keyed["signed"] = new.groupby(PAIR).size().reindex(keyed.index).fillna(0).gt(0).astype(int)
    table = keyed.reset_index()
    ties = held.drop_duplicates(PAIR)
    degree = ties["first"].value_counts().add(ties["second"].value_counts(), fill_value=0)
    table["partners"] = np.log1p(sum(table[name].map(degree).fillna(0) for name in PAIR))
    return table
