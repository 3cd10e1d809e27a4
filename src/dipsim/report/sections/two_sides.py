"""Blocs and polarisation: the two sides that trust and stakes would make, at the start and at the end."""

from __future__ import annotations

from typing import Any

import numpy as np

from dipsim.report import result_view, sentences
from dipsim.report.html.markup import text
from dipsim.report.html.part import Part, paragraph, values
from dipsim.report.html.tables import View
from dipsim.study.blocs.landscape import Landscape, landscape

TITLE = "Blocs and polarisation"
STARTS = 300  # random starts of descent, for more nations than can be looked at one by one
WHOLE = 14  # nations up to which every configuration is looked at, which takes a moment beyond
NOTE = (
    "The two sides are those of least energy in the landscape of Axelrod and Bennett (1993): nations side with those "
    "that they trust more than they have at stake, the stronger with more weight. Means over all runs."
)


def two_sides(view: View) -> Part:
    """How polarised the region of ``view`` is, and its two sides at the start and at the end."""
    if len(view.codes) < 3 or "dispute" not in view.dyads:
        return Part("blocs", TITLE, paragraph("A region of two nations has no blocs."))
    propensity, size = _propensity(view), _capability(view)
    found = [_landscape(view, size[k], propensity[k]) for k in (0, -1)]
    parts = [paragraph(_polarised(view)), paragraph(NOTE, "quiet")]
    rows = []
    for when, one in zip((view.months[0], view.months[-1]), found, strict=True):
        if not one.minima:
            rows.append([when, "no two sides hold", "", ""])
            continue
        best = one.minima[0]
        first, second = (", ".join(side) or "nobody" for side in best.sides)
        rows.append([when, first, second, f"{100 * best.basin:.0f} %"])
    table = values("The two sides", ["month", "one side", "other side", "share of starts that end there"], rows)
    moved = _moved(found)
    return Part("blocs", TITLE, "".join(parts) + table + (f"<p>{text(moved)}</p>" if moved else ""))


def _polarised(view: View) -> str:
    frame = result_view.table(view.result, "region")
    if frame.empty or "polarisation" not in frame:
        return "Polarisation is not recorded."
    ends = [
        frame.loc[frame["tick"] == tick, "polarisation"].mean() for tick in (frame["tick"].min(), frame["tick"].max())
    ]
    if not np.isfinite(ends).all():
        return "The region has no two groups, so no polarisation."
    start, end = (sentences.percent(float(value)) for value in ends)
    return (
        f"Polarisation, mean trust within the two groups minus between them, goes from {start} to {end}; its course "
        "over time is in the chart of the region above."
    )


def _propensity(view: View) -> Any:
    """What nations trust each other less what they have at stake, [start or end, n, n]; 0 where not relevant."""
    last = view.dyads[view.dyads["tick"].isin((view.ticks[0], view.ticks[-1]))]
    trust, stake, near = (
        np.nan_to_num(view.of_dyads(last, column).mean(axis=0)) for column in ("trust", "dispute", "relevant")
    )
    return (trust + trust.transpose(0, 2, 1) - 1.0 - stake) * near


def _capability(view: View) -> Any:
    """Mean capability over runs, [start or end, n]; ones where it is not recorded."""
    frame = result_view.table(view.result, "nations")
    if frame.empty:
        return np.ones((2, len(view.codes)))
    ticks = [frame["tick"].min(), frame["tick"].max()]
    rows = result_view.plain_keys(frame[frame["tick"].isin(ticks)])
    wide = rows.groupby(["tick", "nation"])["capability"].mean().unstack("nation").reindex(columns=view.codes)
    return np.clip(wide.fillna(0.0).to_numpy(), 0.0, None)


def _landscape(view: View, size: Any, propensity: Any) -> Landscape:
    return landscape(view.names, size / (size.max() or 1.0), propensity, starts=STARTS, exact=WHOLE)


def _moved(found: list[Landscape]) -> str:
    """Who changes sides between the start and the end."""
    if not all(one.minima for one in found):
        return ""
    before, after = (set(one.minima[0].sides[0]) for one in found)
    everyone = before | set(found[0].minima[0].sides[1])
    changed = min((before ^ after, before ^ (everyone - after)), key=len)
    return f"Changed sides: {', '.join(sorted(changed))}." if changed else "Nobody changes sides."
