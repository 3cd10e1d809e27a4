"""Tables of a result in the forms of other libraries: xarray and networkx."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

KEYS = ("run", "tick", "year", "nation", "kind", "truster", "trustee", "observer", "initiator", "target", "cause")


def xarray_of(table: pd.DataFrame) -> Any:
    """A Dataset with a dimension for each key of the table; dates are a coordinate of the ticks. ImportError."""
    if find_spec("xarray") is None:
        raise ImportError("to_xarray: expected xarray, not installed; pip install xarray brings it")
    frame = _plain(table)
    keys = [key for key in KEYS if key in frame]
    held = [column for column in frame if column not in (*keys, "date", "detail")]
    cube: Any = frame.drop_duplicates(keys).set_index(keys)[held].to_xarray()
    if "date" in frame and "tick" in keys:
        dates = frame.drop_duplicates("tick").set_index("tick")["date"]
        cube = cube.assign_coords(date=("tick", dates.loc[cube["tick"].to_numpy()].to_numpy()))
    return cube


def network_of(dyads: pd.DataFrame, nations: Mapping[str, Any], tick: int | None, title: str) -> Any:
    """A directed graph, called ``title``, of the means over runs in ``dyads`` at ``tick``, the last unless given;
    ``nations``: attributes by code. Raises ValueError for a tick without rows."""
    import networkx as nx

    frame = _plain(dyads)
    chosen = int(frame["tick"].max()) if tick is None else tick
    rows = frame[frame["tick"] == chosen].drop_duplicates(["run", "truster", "trustee"])
    if rows.empty:
        known = ", ".join(map(str, sorted(frame["tick"].unique().tolist())[:12]))
        raise ValueError(f"tick: expected one of {known}, ..., found {tick!r}")
    values = [column for column in rows.select_dtypes("number") if column not in ("run", "tick")]
    means = rows.groupby(["truster", "trustee"])[values].mean().reset_index()
    graph = nx.DiGraph(title=title, tick=chosen)
    for code in sorted({*rows["truster"], *rows["trustee"]}):
        graph.add_node(code, name=nations[code].name if code in nations else code)
    for row in means.to_dict("records"):
        graph.add_edge(row["truster"], row["trustee"], **{str(key): float(row[key]) for key in values})
    return graph


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its category columns as plain values, so that only what occurs is a key."""
    keys = [column for column in frame if str(frame[column].dtype) == "category"]
    return frame.astype(dict.fromkeys(keys, object))
