"""Dyad-years, disputes and spending from the published files, without one figure later than asked for."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from dipsim.public_data.errors import PublishedError
from dipsim.public_data.files.folder import Folder
from dipsim.public_data.readers import (
    agreements,
    alliance_years,
    arms,
    capability,
    contiguity,
    democracy,
    disputes,
    distance,
    exercises,
    majors,
    membership,
    outcomes,
    rivalries,
    spending,
)
from dipsim.validation.evidence import DISPUTE, DYAD_YEAR, PAST, Evidence, region_of
from dipsim.validation.sources import files, last_dispute, read

if TYPE_CHECKING:
    import pandas as pd

KEY = ["first", "second", "year"]
DEMOCRACY = 6  # polity2 from which a state counts as a democracy


def observed(folder: Folder, first: int, last: int) -> Evidence:
    """The evidence of all pairs of states in the years ``first`` to ``last`` from the data in ``folder``.

    Agreements count from 1980 and exercises from 1980, where their files begin; before, they are 0 and a note says
    so. Raises PublishedError when the disputes end before ``last``, or a file cannot be used."""
    ends = last_dispute(folder)
    if not first <= last <= ends:
        raise PublishedError(
            f"--years {first}-{last}: expected years in order that end by {ends}, where the disputes of "
            f"{folder.path} end"
        )
    table = _pairs(folder, first, last)
    onsets = read(folder, disputes).query("onset")
    table = _merge(table, _by_pair(onsets))
    table = _merge(table, _land(folder, first, last), fill={"land": 0})
    table = _merge(table, _named(read(folder, distance), {"km": "distance"}))
    table = _merge(table, _named(read(folder, alliance_years), {"defence": "pact"}), fill={"pact": 0})
    table = _states(table, folder)
    for part in (_agreements(folder, last), _exercises(folder), _arms(folder), _rivals(folder, first, last)):
        table = _merge(table, part, fill=dict.fromkeys([str(c) for c in part if c not in KEY], 0))
    filled = [name for name in ("onset", "originators", "level", "begun_forth", "begun_back") if name in table]
    table[filled] = table[filled].fillna(0).astype(np.int16)
    table["run"] = 0
    return Evidence(
        f"data {first}-{last}",
        table[list(DYAD_YEAR)],
        _disputes(onsets, folder, first, last),
        _spending(folder),
        _earlier(onsets, first),
        tuple(_notes(folder, first)),
        files(folder),
        _begins(folder),
    )


def _begins(folder: Folder) -> dict[str, int]:
    """The first year of the files of agreements and exercises."""
    known = (("dca", agreements, "signed"), ("exercise", exercises, "year"))
    return {name: int(read(folder, one)[column].min()) for name, one, column in known if one.DATA in folder}


def _notes(folder: Folder, first: int) -> list[str]:
    notes = [
        f"no file of {one.DATA.name}: counted as none"
        for one in (agreements, exercises, arms)
        if one.DATA not in folder
    ]
    for name, begins in _begins(folder).items():
        if first < begins:
            notes.append(
                f"{name}: known from {begins} on; facts about it leave out earlier years, regressions have none"
            )
    return notes


def _pairs(folder: Folder, first: int, last: int) -> pd.DataFrame:
    """Every pair of states of the system in every year, with the region of both."""
    import pandas as pd

    states = read(folder, membership)
    parts = []
    for year in range(first, last + 1):
        there = states[(states["first"] <= year) & (states["last"] >= year)]["ccode"]
        both = np.array(list(combinations(sorted({int(code) for code in there}), 2)), dtype=np.int32).reshape(-1, 2)
        parts.append(pd.DataFrame({"first": both[:, 0], "second": both[:, 1], "year": np.int32(year)}))
    table = pd.concat(parts, ignore_index=True)
    one, other = (region_of(table[name].to_numpy()) for name in ("first", "second"))
    table["region"] = np.where(one == other, one, 0)
    return table


def _merge(table: pd.DataFrame, part: pd.DataFrame, fill: dict[str, int] | None = None) -> pd.DataFrame:
    merged = table.merge(part, on=KEY, how="left")
    return merged.fillna(fill) if fill else merged


def _named(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """A table of pairs and years with the names of dyad-years, numbers for yes and no."""
    chosen = table.rename(columns={"ccode1": "first", "ccode2": "second", **names})
    return chosen[[*KEY, *names.values()]].astype(dict.fromkeys(names.values(), float))


def _by_pair(onsets: pd.DataFrame) -> pd.DataFrame:
    """Onset, originators, level and who began, by pair and year."""
    half = onsets[onsets["ccode1"] < onsets["ccode2"]].rename(columns={"ccode1": "first", "ccode2": "second"})
    both = ((half["originator1"] == 1) & (half["originator2"] == 1)).astype(int)
    half = half.assign(onset=1, originators=both)
    half["begun_forth"], half["begun_back"] = both * (half["side1"] == 1), both * (half["side1"] == 0)
    return half.groupby(KEY, as_index=False).agg(
        onset=("onset", "max"),
        originators=("originators", "max"),
        level=("hostility", "max"),
        begun_forth=("begun_forth", "sum"),
        begun_back=("begun_back", "sum"),
    )


def _earlier(onsets: pd.DataFrame, first: int) -> pd.DataFrame:
    """Pairs and years of the onsets in the ten years before the window."""
    half = _by_pair(onsets)
    return half[(half["year"] < first) & (half["year"] >= first - PAST)][KEY].astype(int).reset_index(drop=True)


def _disputes(onsets: pd.DataFrame, folder: Folder, first: int, last: int) -> pd.DataFrame:
    """Disputes between originators that began in the window: one row per pair of a dispute."""
    chosen = onsets[(onsets[["originator1", "originator2", "side1"]] == 1).all(axis=1)]
    chosen = chosen[chosen["year"].between(first, last)]
    chosen = chosen.merge(read(folder, outcomes)[["dispnum", "decided"]], on="dispnum")
    power = read(folder, capability)[["ccode", "year", "cinc"]]
    for side in ("1", "2"):
        renamed = power.rename(columns={"ccode": f"ccode{side}", "cinc": f"cinc{side}"})
        chosen = chosen.merge(renamed, on=[f"ccode{side}", "year"], how="left")
    one, other = region_of(chosen["ccode1"].to_numpy()), region_of(chosen["ccode2"].to_numpy())
    chosen["region"] = np.where(one == other, one, 0)
    chosen["share"] = chosen["cinc1"] / (chosen["cinc1"] + chosen["cinc2"])
    chosen["decided"] = chosen["decided"].astype(int)
    names = {"dispnum": "dispute", "ccode1": "initiator", "ccode2": "target", "hostility": "level", "mindur": "days"}
    return chosen.rename(columns=names).assign(run=0)[list(DISPUTE)].reset_index(drop=True)


def _years_of(pairs: pd.DataFrame, first: pd.Series[int], last: pd.Series[int]) -> pd.DataFrame:
    """A row for every year from ``first`` to ``last`` of every row of ``pairs``."""
    import pandas as pd

    rows = [
        (one, other, year)
        for one, other, start, stop in zip(pairs["ccode1"], pairs["ccode2"], first, last, strict=True)
        for year in range(start, stop + 1)
    ]
    return pd.DataFrame(rows, columns=KEY).drop_duplicates()


def _land(folder: Folder, first: int, last: int) -> pd.DataFrame:
    """Pairs and years with a land border."""
    spells = read(folder, contiguity)
    spells = spells[(spells["ccode1"] < spells["ccode2"]) & (spells["type"] == contiguity.LAND)]
    ends = spells["last"].where(spells["last"] < spells["last"].max(), last)  # in force at the end of the file: goes on
    return _years_of(spells, spells["first"].clip(lower=first), ends.clip(upper=last)).assign(land=1)


def _states(table: pd.DataFrame, folder: Folder) -> pd.DataFrame:
    """Capability, democracy of both and whether one is a major power."""
    power, regimes = read(folder, capability), read(folder, democracy)
    for side in ("first", "second"):
        for figures, name, ours in ((power, "cinc", "capability"), (regimes, "polity", "polity")):
            renamed = figures[["ccode", "year", name]].rename(columns={"ccode": side, name: f"{ours}_{side}"})
            table = table.merge(renamed, on=[side, "year"], how="left")
    table["democratic"] = (table[["polity_first", "polity_second"]] >= DEMOCRACY).all(axis=1).astype(np.int8)
    spells = read(folder, majors)
    great = {
        (code, year)
        for code, start, stop in zip(spells["ccode"], spells["first"], spells["last"], strict=True)
        for year in range(start, stop + 1)
    }
    sides = [[pair in great for pair in zip(table[side], table["year"], strict=True)] for side in ("first", "second")]
    table["major"] = np.array(sides).any(axis=0).astype(np.int8)
    return table


def _agreements(folder: Folder, last: int) -> pd.DataFrame:
    """Agreements in force and signed, by pair and year."""
    import pandas as pd

    if agreements.DATA not in folder:
        return pd.DataFrame(columns=[*KEY, "dca", "signed"]).astype(int)
    deals = read(folder, agreements)
    deals = deals[deals["signed"] <= last]
    new = deals.groupby(["ccode1", "ccode2", "signed"]).size().rename_axis(KEY).rename("signed").reset_index()
    held = _years_of(deals, deals["signed"], deals["end"].clip(upper=last).clip(lower=deals["signed"])).assign(dca=1)
    return held.merge(new, on=KEY, how="left").fillna({"signed": 0})


def _exercises(folder: Folder) -> pd.DataFrame:
    """Joint exercises by pair and year, of the states that the file numbers, as in the published facts."""
    import pandas as pd

    if exercises.DATA not in folder:
        return pd.DataFrame(columns=[*KEY, "exercise"]).astype(int)
    both = exercises.read(folder, names=False).rename(columns={"ccode1": "first", "ccode2": "second"})
    return both.groupby(KEY).size().rename("exercise").reset_index()


def _arms(folder: Folder) -> pd.DataFrame:
    """Arms delivered each way, trend-indicator values, by pair and year."""
    import pandas as pd

    if arms.DATA not in folder:
        return pd.DataFrame(columns=[*KEY, "arms_forth", "arms_back"]).astype(float)
    deliveries = read(folder, arms)
    sides = deliveries[["supplier", "recipient"]]
    forth = sides["supplier"] < sides["recipient"]
    both = deliveries[["year"]].assign(first=sides.min(axis=1), second=sides.max(axis=1))
    both["arms_forth"], both["arms_back"] = deliveries["tiv"].where(forth, 0.0), deliveries["tiv"].where(~forth, 0.0)
    return both[both["first"] < both["second"]].groupby(KEY, as_index=False).sum()


def _rivals(folder: Folder, first: int, last: int) -> pd.DataFrame:
    """Strategic rivals, by pair and year."""
    import pandas as pd

    if rivalries.DATA not in folder:
        return pd.DataFrame(columns=[*KEY, "rival"]).astype(int)
    spells = read(folder, rivalries)
    return _years_of(spells, spells["first"].clip(lower=first), spells["last"].clip(upper=last)).assign(rival=1)


def _spending(folder: Folder) -> pd.DataFrame:
    """Real military spending, all years of the file: it does not reach back far enough for a window."""
    import pandas as pd

    columns = ["run", "state", "region", "year", "spending"]
    if spending.DATA not in folder:
        return pd.DataFrame(columns=columns)
    figures = read(folder, spending)
    figures = figures[figures["spending"] > 0].rename(columns={"ccode": "state"})
    return figures.assign(run=0, region=region_of(figures["state"].to_numpy()))[columns].reset_index(drop=True)
