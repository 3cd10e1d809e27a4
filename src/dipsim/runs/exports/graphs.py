"""The network of a result over time, for Gephi (GEXF) and for yEd, Cytoscape and igraph (GraphML)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from dipsim.runs.exports.country_codes import country_codes
from dipsim.scenario.arguments import ArgumentError

if TYPE_CHECKING:
    from dipsim.runs.result import Result

OF_RELATIONS = ("trust", "threat", "rung", "in_force")
OF_NATIONS = ("gdp", "capability", "spending")
HONEST = "simulated, a thinking aid, not a forecast"
Series = Mapping[str, list[tuple[float, str]]]  # values of a quantity, each with the date from which it holds


def gexf(result: Result, *, replicate: int | None = None, codes: bool = False) -> bytes:
    """The network over time as GEXF 1.2: every number of nations and relations as a series of values with dates.

    Dynamic attributes are ``trust``, ``threat``, ``rung`` and ``in_force`` of a relation, ``gdp``, ``capability`` and
    ``spending`` of a nation. A relation has spells: the time in which the two are relevant to each other. Those that
    never are stay out. ``weight`` of a relation is its trust at the end.

    Parameters
    ----------
    result : Result
    replicate : int, optional
        One run, at every tick where it is kept in detail, else year by year. Unless given: means over all runs.
    codes : bool
        Add ISO and Correlates of War codes of real states.

    Returns
    -------
    bytes
        The file. The same result gives the same bytes.

    Raises
    ------
    ArgumentError
        No such replicate, no relations in the result, or pycountry is not installed.
    """
    import networkx as nx

    graph, dates = _graph(result, replicate, codes, _dynamic)
    graph.graph["mode"] = "dynamic"
    file = BytesIO()
    nx.write_gexf(graph, file, version="1.2draft")
    day = str(result.manifest.get("created") or dates[0])[:10]
    return re.sub(rb'lastmodifieddate="[^"]*"', f'lastmodifieddate="{day}"'.encode(), file.getvalue(), count=1)


def graphml(result: Result, *, replicate: int | None = None, codes: bool = False) -> bytes:
    """The network of ``result`` over time as GraphML, which has no time of its own: one attribute per quantity and
    date.

    ``replicate``: one run, else means over runs; ``codes``: add ISO and COW codes.

    They are called ``trust_2025_01_01`` and so on. Parameters, relations and errors are those of `gexf`.
    """
    import networkx as nx

    graph, _ = _graph(result, replicate, codes, _dated)
    file = BytesIO()
    nx.write_graphml(graph, file, named_key_ids=True)
    return file.getvalue()


def _graph(
    result: Result, replicate: int | None, codes: bool, form: Callable[[Series, list[str]], dict[str, Any]]
) -> tuple[Any, list[str]]:
    """A directed graph whose attributes over time ``form`` writes down, and the dates with the one after the last."""
    import networkx as nx

    relations, nations = _relations(result, replicate), _nations(result, replicate)
    dates = _dates(relations)
    graph = nx.DiGraph(**_about(result, replicate))
    known = result.spec.nations if result.spec is not None else {}
    for code, text in _labels(known, sorted({*relations["truster"], *relations["trustee"]}), codes, dates[0]).items():
        own = nations[nations["nation"] == code]
        graph.add_node(code, label=text.pop("name"), **text, **form(_series(own, OF_NATIONS, dates), dates))
    for (one, other), rows in relations.groupby(["truster", "trustee"], sort=True):
        if not (rows["relevant"] >= 0.5).any():
            continue
        rows = rows.sort_values("tick")
        extra = {"spells": _spells(rows, dates)} if form is _dynamic else {}
        values = form(_series(rows, OF_RELATIONS, dates), dates)
        graph.add_edge(one, other, weight=float(rows["trust"].iloc[-1]), **extra, **values)
    return graph, dates


def _about(result: Result, replicate: int | None) -> dict[str, str]:
    """What the graph says of itself."""
    of = f"mean of {result.runs} runs" if replicate is None else f"run {replicate} of {result.runs}"
    return {"name": plain(result.title), "description": f"{of}, seed {result.manifest['seed']}; {HONEST}"}


def _relations(result: Result, replicate: int | None) -> pd.DataFrame:
    """Relations by tick: means over runs, or one run. ArgumentError."""
    every = result.tables["dyads"]
    if every.empty:
        raise ArgumentError("the result has no relations over time; run the scenario without --record final")
    if replicate is not None and replicate not in set(every["run"]):
        raise ArgumentError(f"replicate: expected a run from {every['run'].min()} to {every['run'].max()}, "
                            f"found {replicate}")  # fmt: skip
    if replicate is not None and replicate in result.detail_runs:
        every = result.tables["dyads_detail"]
    return _means(every, replicate, ["truster", "trustee"], [*OF_RELATIONS, "relevant"])


def _nations(result: Result, replicate: int | None) -> pd.DataFrame:
    return _means(result.tables["nations"], replicate, ["nation"], OF_NATIONS)


def _means(frame: pd.DataFrame, replicate: int | None, keys: list[str], values: Sequence[str]) -> pd.DataFrame:
    """Means over runs, or one run, of these columns, one row per tick, date and key."""
    rows = frame if replicate is None else frame[frame["run"] == replicate]
    rows = rows.astype(dict.fromkeys(keys, object))
    return rows.groupby(["tick", "date", *keys])[list(values)].mean().reset_index()


def _dates(rows: pd.DataFrame) -> list[str]:
    """The dates of the ticks, and one more step after the last, as YYYY-MM-DD."""
    found = sorted(pd.to_datetime(rows["date"]).unique())
    months = 1 if len(found) < 2 else round((found[-1] - found[-2]).days / 30.4375)
    return [f"{date:%Y-%m-%d}" for date in (*found, found[-1] + pd.DateOffset(months=months))]


def _series(rows: pd.DataFrame, columns: Sequence[str], dates: list[str]) -> Series:
    """Values of each column at these dates."""
    days = rows["date"].map(lambda date: f"{date:%Y-%m-%d}")
    kept = rows.assign(day=days)[days.isin(dates)].sort_values("tick")
    return {column: list(zip(kept[column].astype(float), kept["day"], strict=True)) for column in columns}


def _dynamic(series: Series, dates: list[str]) -> dict[str, Any]:
    """Values with start and end, as networkx writes them to GEXF."""
    until = dict(pairwise(dates))
    return {name: [(value, day, until[day]) for value, day in values] for name, values in series.items()}


def _dated(series: Series, dates: list[str]) -> dict[str, Any]:
    """Values as attributes with the date in their names."""
    return {f"{name}_{day.replace('-', '_')}": value for name, values in series.items() for value, day in values}


def _spells(rows: pd.DataFrame, dates: list[str]) -> list[tuple[str, str]]:
    """From when to when the two are relevant to each other, in at least half of the runs."""
    until, spells = dict(pairwise(dates)), list[tuple[str, str]]()
    for date, share in zip(rows["date"], rows["relevant"], strict=True):
        day = f"{date:%Y-%m-%d}"
        if share < 0.5:
            continue
        if spells and spells[-1][1] == day:
            spells[-1] = (spells[-1][0], until[day])
        else:
            spells.append((day, until[day]))
    return spells


def _labels(nations: Mapping[str, Any], found: list[str], codes: bool, start: str) -> dict[str, dict[str, Any]]:
    """What is known of each nation that does not change: its name, where it lies, its codes."""
    labels: dict[str, dict[str, Any]] = {}
    for code in found:
        nation = nations.get(code)
        labels[code] = {"name": plain(str(getattr(nation, "name", None) or code))}
        if (place := getattr(nation, "location", None)) is not None:
            labels[code] |= {"latitude": float(place[0]), "longitude": float(place[1])}
    if codes:
        for row in country_codes(nations, int(start[:4])).to_dict("records"):
            if row["nation"] in labels:
                known = {str(key): row[key] for key in list(row)[2:] if not pd.isna(row[key])}
                labels[row["nation"]] |= known
    return labels


def plain(text: str) -> str:
    r"""``text`` without characters that XML cannot hold.

    >>> plain("a\x00b\ud800c")
    'abc'
    """
    return "".join(letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cs", "Cn"))
