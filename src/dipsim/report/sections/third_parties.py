"""The third-party bill: whose trust in whom acts of others move, kind by kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dipsim.report import relation_changes, result_view
from dipsim.report.html.part import Part, chart, paragraph, values
from dipsim.report.html.tables import View
from dipsim.runs.dataframes import TOGETHER

TITLE = "Third-party bill: who is alarmed, who is reassured"
LEAST = 0.05  # points of trust from where an entry is on the page
ROWS = 12
MOST = 1000  # entries of a kind, the largest
NOTE = (
    "Points by which acts of others lower (alarm) or raise (reassurance) the trust of those who watch in those who "
    "act, means over all runs. A row is who watches, a column is whom it watches."
)


def bill(view: View) -> Part:
    """A matrix of observers and actors of ``view`` for each kind, and a table of the largest entries."""
    frame = result_view.table(view.result, "bill")
    if frame.empty or not view.codes:
        return Part("bill", TITLE, paragraph("No act alarmed or reassured anybody in these runs."))
    rows = result_view.plain_keys(frame)
    parts = ["alarm", "reassurance", "points"]
    means = (rows.groupby(["kind", "observer", "initiator"])[parts].sum() / view.result.runs).reset_index()
    kinds = [_kind(view, means, kind) for kind in _order(means)]
    whole = means[means["kind"] == _order(means)[0]]
    whole = whole.assign(size=-whole["points"].abs()).sort_values(["size", "observer", "initiator"]).head(ROWS)
    cells = [
        [
            _name(view, row.observer),
            _name(view, row.initiator),
            *(f"{value:+.1f}" for value in (row.alarm, row.reassurance, row.points)),
        ]
        for row in whole.itertuples()
    ]
    table = values(
        "The largest entries, all acts together", ["observer", "about", "alarm", "reassurance", "both"], cells
    )
    return Part("bill", TITLE, paragraph(NOTE, "quiet") + chart("bill", "Third-party bill", table), {"kinds": kinds})


def _order(means: pd.DataFrame) -> list[str]:
    """All acts together, then the kinds by how much trust they move."""
    size = means.assign(size=means["points"].abs()).groupby("kind")["size"].sum()
    kinds = sorted(size.index, key=lambda kind: (-size[kind], kind))
    return [kind for kind in kinds if kind == TOGETHER] + [kind for kind in kinds if kind != TOGETHER]


def _kind(view: View, means: Any, kind: str) -> dict[str, Any]:
    """The entries of a kind: observer, actor, alarm and reassurance in hundredths of a point."""
    rows = means[(means["kind"] == kind) & (means[["alarm", "reassurance"]].abs().max(axis=1) >= LEAST)]
    rows = rows.assign(size=-rows["points"].abs()).sort_values(["size", "observer", "initiator"]).head(MOST)
    numbers = np.rint(rows[["alarm", "reassurance"]].to_numpy() * 100).astype(int)
    entries = np.column_stack([view.places(rows["observer"]), view.places(rows["initiator"]), numbers])
    known = (getattr(view.result.spec, "kinds", None) or {}).get(kind)
    full = (
        "all acts together"
        if kind == TOGETHER
        else str(getattr(known, "title", None) or relation_changes.wording(kind))
    )
    return {"title": result_view.clean(full), "entries": entries.astype(int).tolist()}


def _name(view: View, code: str) -> str:
    return result_view.name(view.result, code)
