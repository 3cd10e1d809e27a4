"""Dyad-years, disputes and spending from the published files, without one figure later than asked for."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from dipsim.public_data.errors import PublishedError
from dipsim.validation.evidence import DISPUTE, DYAD_YEAR, PAST, Evidence, region_of
from dipsim.validation.sources import (
    AGREEMENTS,
    ARMS,
    BORDERS,
    CAPABILITIES,
    DISTANCES,
    ENDS,
    EXERCISES,
    MAJORS,
    ONSETS,
    PACTS,
    REGIMES,
    RIVALRIES,
    SPENDING,
    STATES,
    Sources,
)

if TYPE_CHECKING:
    import pandas as pd

KEY = ["first", "second", "year"]
DEMOCRACY = 6  # polity2 from which a state counts as a democracy
LAND = 1  # type of contiguity
DECIDED = 4  # outcomes 1 to 4: victory of a side, or a side yields


def observed(sources: Sources, first: int, last: int) -> Evidence:
    """The evidence of all pairs of states in the years ``first`` to ``last``.

    Agreements count from 1980 and exercises from 1980, where their files begin; before, they are 0 and a note says so.
    Raises PublishedError when the disputes end before ``last``, or a file cannot be used.
    """
    ends = sources.last(ONSETS)
    if not first <= last <= ends:
        raise PublishedError(
            f"--years {first}-{last}: expected years in order that end by {ends}, where the disputes of "
            f"{sources.path} end"
        )
    table = _pairs(sources, first, last)
    disputes = _onsets(sources)
    table = _merge(table, _by_pair(disputes))
    table = _merge(table, _land(sources, first, last), fill={"land": 0})
    table = _merge(table, _named(sources.table(DISTANCES), {"mindist": "distance"}))
    table = _merge(table, _named(sources.table(PACTS), {"atop_defense": "pact"}), fill={"pact": 0})
    table = _states(table, sources)
    for part in (_agreements(sources, last), _exercises(sources), _arms(sources), _rivals(sources, first, last)):
        table = _merge(table, part, fill=dict.fromkeys([str(c) for c in part if c not in KEY], 0))
    filled = [name for name in ("onset", "originators", "level", "begun_forth", "begun_back") if name in table]
    table[filled] = table[filled].fillna(0).astype(np.int16)
    table["run"] = 0
    return Evidence(
        f"data {first}-{last}",
        table[list(DYAD_YEAR)],
        _disputes(disputes, sources, first, last),
        _spending(sources),
        _earlier(disputes, first),
        tuple(_notes(sources, first)),
        tuple(path.name for path in sources.files.values()),
        _begins(sources),
    )


def _begins(sources: Sources) -> dict[str, int]:
    """The first year of the files of agreements and exercises."""
    known = (("dca", AGREEMENTS, "signYear"), ("exercise", EXERCISES, "year"))
    return {name: int(sources.table(data)[column].min()) for name, data, column in known if data in sources}


def _notes(sources: Sources, first: int) -> list[str]:
    notes = [
        f"no file of {data.name}: counted as none" for data in (AGREEMENTS, EXERCISES, ARMS) if data not in sources
    ]
    for name, begins in _begins(sources).items():
        if first < begins:
            notes.append(
                f"{name}: known from {begins} on; facts about it leave out earlier years, regressions have none"
            )
    return notes


def _pairs(sources: Sources, first: int, last: int) -> pd.DataFrame:
    """Every pair of states of the system in every year, with the region of both."""
    import pandas as pd

    states = sources.table(STATES)
    parts = []
    for year in range(first, last + 1):
        there = states[(states["styear"] <= year) & (states["endyear"] >= year)]["ccode"]
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
    """A table of pairs and years with our names, one row for each; the lower code first."""
    chosen = table.rename(columns={"ccode1": "first", "ccode2": "second", **names})
    chosen = chosen[chosen["first"] < chosen["second"]]
    return chosen.groupby(KEY, as_index=False)[list(names.values())].min()


def _onsets(sources: Sources) -> pd.DataFrame:
    """Onsets in the directed file, both directions."""
    table = sources.table(ONSETS)
    return table[table["gmlmidonset"] == 1]


def _by_pair(onsets: pd.DataFrame) -> pd.DataFrame:
    """Onset, originators, level and who began, by pair and year."""
    half = onsets[onsets["ccode1"] < onsets["ccode2"]].rename(columns={"ccode1": "first", "ccode2": "second"}).copy()
    half["originators"] = (half["orig1"] * half["orig2"]).astype(int)
    half["begun_forth"] = half["originators"] * (half["sidea1"] == 1)
    half["begun_back"] = half["originators"] * (half["sidea1"] == 0)
    return half.groupby(KEY, as_index=False).agg(
        onset=("gmlmidonset", "max"),
        originators=("originators", "max"),
        level=("hostlev", "max"),
        begun_forth=("begun_forth", "sum"),
        begun_back=("begun_back", "sum"),
    )


def _earlier(onsets: pd.DataFrame, first: int) -> pd.DataFrame:
    """Pairs and years of the onsets in the ten years before the window."""
    half = _by_pair(onsets)
    return half[(half["year"] < first) & (half["year"] >= first - PAST)][KEY].astype(int).reset_index(drop=True)


def _disputes(onsets: pd.DataFrame, sources: Sources, first: int, last: int) -> pd.DataFrame:
    """Disputes between originators that began in the window: one row per pair of a dispute."""
    chosen = onsets[(onsets["orig1"] == 1) & (onsets["orig2"] == 1) & (onsets["sidea1"] == 1)]
    chosen = chosen[chosen["year"].between(first, last)].merge(
        sources.table(ENDS)[["dispnum", "outcome"]], on="dispnum"
    )
    power = sources.table(CAPABILITIES)[["ccode", "year", "cinc"]]
    for side in ("1", "2"):
        renamed = power.rename(columns={"ccode": f"ccode{side}", "cinc": f"cinc{side}"})
        chosen = chosen.merge(renamed, on=[f"ccode{side}", "year"], how="left")
    one, other = region_of(chosen["ccode1"].to_numpy()), region_of(chosen["ccode2"].to_numpy())
    chosen["region"] = np.where(one == other, one, 0)
    chosen["share"] = chosen["cinc1"] / (chosen["cinc1"] + chosen["cinc2"])
    chosen["decided"] = chosen["outcome"].between(1, DECIDED).astype(int)
    names = {"dispnum": "dispute", "ccode1": "initiator", "ccode2": "target", "hostlev": "level", "mindur": "days"}
    return chosen.rename(columns=names).assign(run=0)[list(DISPUTE)].reset_index(drop=True)


def _land(sources: Sources, first: int, last: int) -> pd.DataFrame:
    """Pairs and years with a land border."""
    import pandas as pd

    table = sources.table(BORDERS)
    table = table[(table["ccode1"] < table["ccode2"]) & (table["conttype"] == LAND)]
    begins = pd.to_numeric(table["stdate"].str[:4]).clip(lower=first)
    ends = pd.to_numeric(table["enddate"].str[:4])
    ends = ends.where(ends < ends.max(), last).clip(upper=last)  # a border in force at the end of the file goes on
    rows = [
        (one, other, year)
        for one, other, start, stop in zip(table["ccode1"], table["ccode2"], begins, ends, strict=True)
        for year in range(int(start), int(stop) + 1)
    ]
    return pd.DataFrame(rows, columns=KEY).drop_duplicates().assign(land=1)


def _states(table: pd.DataFrame, sources: Sources) -> pd.DataFrame:
    """Capability, democracy of both and whether one is a major power."""
    power = sources.table(CAPABILITIES)[["ccode", "year", "cinc"]].drop_duplicates(["ccode", "year"])
    regimes = sources.table(REGIMES)[["ccode", "year", "polity2"]].drop_duplicates(["ccode", "year"])
    for side in ("first", "second"):
        renamed = power.rename(columns={"ccode": side, "cinc": f"capability_{side}"})
        table = table.merge(renamed, on=[side, "year"], how="left")
        renamed = regimes.rename(columns={"ccode": side, "polity2": f"polity_{side}"})
        table = table.merge(renamed, on=[side, "year"], how="left")
    table["democratic"] = (table[["polity_first", "polity_second"]] >= DEMOCRACY).all(axis=1).astype(np.int8)
    spans = sources.table(MAJORS)
    majors = {
        (int(code), year)
        for code, start, stop in zip(spans["ccode"], spans["styear"], spans["endyear"], strict=True)
        for year in range(int(start), int(stop) + 1)
    }
    years = table["year"].to_numpy()
    sides = [[(int(c), int(y)) in majors for c, y in zip(table[s], years, strict=True)] for s in ("first", "second")]
    table["major"] = np.array(sides).any(axis=0).astype(np.int8)
    return table


def _agreements(sources: Sources, last: int) -> pd.DataFrame:
    """DCAs in force and signed, by pair and year."""
    import pandas as pd

    if AGREEMENTS not in sources:
        return pd.DataFrame(columns=[*KEY, "dca", "signed"]).astype(int)
    table = sources.table(AGREEMENTS)
    rows = []
    for one, other, signed, ends in table[["ccode1", "ccode2", "signYear", "endYearEstimate"]].itertuples(index=False):
        pair = (int(min(one, other)), int(max(one, other)))
        if signed <= last:
            until = last if np.isnan(ends) else min(last, int(ends))
            rows += [(*pair, year, 1, int(year == signed)) for year in range(int(signed), max(until, int(signed)) + 1)]
    found = pd.DataFrame(rows, columns=[*KEY, "dca", "signed"])
    return found.groupby(KEY, as_index=False).agg(dca=("dca", "max"), signed=("signed", "sum"))


def _exercises(sources: Sources) -> pd.DataFrame:
    """Joint exercises by pair and year; Gleditsch-Ward codes become Correlates of War codes."""
    import pandas as pd

    if EXERCISES not in sources:
        return pd.DataFrame(columns=[*KEY, "exercise"]).astype(int)
    table = sources.table(EXERCISES).dropna(subset=["gwcode"])
    code = table["gwcode"].astype(int)
    code = code.mask((code == 260) & (table["year"] > 1990), 255)  # Germany
    code = code.mask((code == 678) & (table["year"] > 1990), 679).replace(340, 345)  # Yemen, Serbia
    table = pd.DataFrame({"id": table["MMEID"], "code": code, "year": table["year"].astype(int)}).drop_duplicates()
    both = table.merge(table, on=["id", "year"], suffixes=("_one", "_other"))
    both = both[both["code_one"] < both["code_other"]].rename(columns={"code_one": "first", "code_other": "second"})
    return both.groupby(KEY, as_index=False).agg(exercise=("id", "nunique"))


def _arms(sources: Sources) -> pd.DataFrame:
    """Arms delivered each way, trend-indicator values, by pair and year."""
    import pandas as pd

    if ARMS not in sources:
        return pd.DataFrame(columns=[*KEY, "arms_forth", "arms_back"]).astype(float)
    table = sources.table(ARMS).dropna(subset=["supplier_cown", "recipient_cown"])
    table = table[table["value"] > 0]
    forth = table["supplier_cown"] < table["recipient_cown"]
    lower = table["supplier_cown"].where(forth, table["recipient_cown"])
    higher = table["recipient_cown"].where(forth, table["supplier_cown"])
    both = pd.DataFrame({"first": lower, "second": higher, "year": table["year"]}).astype(int)
    both["arms_forth"], both["arms_back"] = table["value"].where(forth, 0.0), table["value"].where(~forth, 0.0)
    return both[both["first"] < both["second"]].groupby(KEY, as_index=False).sum()


def _rivals(sources: Sources, first: int, last: int) -> pd.DataFrame:
    """Strategic rivals, by pair and year."""
    import pandas as pd

    if RIVALRIES not in sources:
        return pd.DataFrame(columns=[*KEY, "rival"]).astype(int)
    table = sources.table(RIVALRIES)
    rows = [
        (int(min(one, other)), int(max(one, other)), year)
        for one, other, start, stop in table[["ccode1", "ccode2", "start", "end"]].itertuples(index=False)
        for year in range(max(first, int(start)), min(last, int(stop) if stop == stop else last) + 1)
    ]
    return pd.DataFrame(rows, columns=KEY).drop_duplicates().assign(rival=1)


def _spending(sources: Sources) -> pd.DataFrame:
    """Real military spending, all years of the file: it does not reach back far enough for a window."""
    import pandas as pd

    columns = ["run", "state", "region", "year", "spending"]
    if SPENDING not in sources:
        return pd.DataFrame(columns=columns)
    table = sources.table(SPENDING)
    table = table[table["milex_const2021_usdm"] > 0]
    names = {"Country": "state", "milex_const2021_usdm": "spending"}
    return table.rename(columns=names).assign(run=0, region=0)[columns].reset_index(drop=True)
