"""Who trusts whom, year by year: as a network in which places stay, and as a map where nations have locations."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from dipsim.report import result_view, sentences
from dipsim.report.animation.grounds import projected
from dipsim.report.figures import trust_network
from dipsim.report.html.packing import packed
from dipsim.report.html.part import Part, chart, paragraph, values
from dipsim.report.html.tables import View
from dipsim.report.result_view import Outcome

MOST = 60  # pairs that are drawn, the furthest from a trust of one half
DISPUTE = 2  # rung from where a pair counts as in a dispute
ROWS = 40
READING = (
    "Trust of two nations, the mean of both directions and of all runs. A line is solid and blue above 55 %, dashed "
    "and orange-red below 45 %, thin and grey between; wider is further from 50 %. Double: a pact at the start."
)


def network(view: View) -> Part:
    """The network of ``view`` with a slider for the year; the layout is that of the start and stays."""
    if len(view.codes) < 2:
        return Part("network", "The network of trust", paragraph("The result has no dyad table."))
    spots, pacts = trust_network.layout(view.result), trust_network.pacts(view.result)
    places = [spots.get(code) for code in view.codes]
    data: dict[str, Any] = {
        "places": [
            None if place is None else [round(float(place[0]), 3), round(float(place[1]), 3)] for place in places
        ],
        "pacts": sorted(sorted(map(view.codes.index, pair)) for pair in pacts if pair <= set(view.codes)),
        "size": packed(_sizes(view)),
        "conflict": packed(_conflict(view), 0, 1),
        "most": MOST,
    }
    left = sum(place is None for place in places)
    note = READING + " Neighbours on the ring trusted each other at the start."
    if left:
        note += f" {left} nations with the least gdp are left out."
    body = paragraph(note, "quiet") + chart("network", "The network of trust", _table(view))
    return Part("network", "The network of trust", body, data)


def map_of(view: View) -> Part | None:
    """The network of ``view`` on a map without borders; None unless two nations or more have locations."""
    spots = {code: where for code in view.codes if (where := _location(view.result, code)) is not None}
    if len(spots) < 2:
        return None
    places, middle, shrink = projected(spots)
    data = {
        "places": [
            [round(float(places[code][1]), 3), round(float(places[code][0]) / shrink, 3)] if code in places else None
            for code in view.codes
        ],
        "middle": round(middle, 3),
    }
    without = len(view.codes) - len(spots)
    note = (
        "Nations at their capitals, or where the scenario puts them; a grid of degrees, and no borders. Lines as in "
        "the network above." + (f" {without} without a location." if without else "")
    )
    rows = [
        [view.names[k], _degrees(spots[code][0], "NS"), _degrees(spots[code][1], "EW")]
        for k, code in enumerate(view.codes)
        if code in spots
    ]
    table = values("Locations", ["nation", "latitude", "longitude"], rows)
    return Part("map", "The map", paragraph(note, "quiet") + chart("map", "The map", table), data)


def _location(result: Outcome, code: str) -> tuple[float, float] | None:
    where = getattr((getattr(result.spec, "nations", None) or {}).get(code), "location", None)
    return None if where is None else (float(where[0]), float(where[1]))


def _degrees(value: float, letters: str) -> str:
    return f"{abs(value):g}\u00b0 {letters[value < 0]}"


def _sizes(view: View) -> Any:
    """Share of the largest gdp, [tick, nation], mean over runs; one half where gdp is not recorded."""
    frame = result_view.table(view.result, "nations")
    if frame.empty or "gdp" not in frame:
        return np.full((len(view.ticks), len(view.codes)), 0.5)
    rows = result_view.plain_keys(frame[frame["tick"].isin(view.ticks)])
    wide = rows.groupby(["tick", "nation"])["gdp"].mean().unstack("nation")
    wide = wide.reindex(index=view.ticks, columns=view.codes).ffill().fillna(0.0)
    top = float(wide.to_numpy().max())
    return wide.to_numpy() / (top if top > 0 and math.isfinite(top) else 1.0)


def _conflict(view: View) -> Any:
    """Share of the runs in which a pair is in a dispute of at least a threat, [tick, pair] above the diagonal."""
    rungs = view.of_dyads(view.dyads, "rung")
    share = np.nanmean(rungs >= DISPUTE, axis=0)
    return share[:, *np.triu_indices(len(view.codes), 1)]


def _table(view: View) -> str:
    """Trust of each pair at the start and at the end, the furthest from one half first."""
    both = (view.mean_trust + view.mean_trust.transpose(0, 2, 1)) / 2
    one, other = np.triu_indices(len(view.codes), 1)
    start, end = both[0, one, other], both[-1, one, other]
    order = np.argsort(-np.abs(np.nan_to_num(end, nan=0.5) - 0.5), kind="stable")[:ROWS]
    rows = [
        [view.names[one[k]], view.names[other[k]], sentences.percent(float(start[k])), sentences.percent(float(end[k]))]
        for k in order
    ]
    left = len(one) - len(rows)
    more = f" ({left} more pairs are in the table dyads)" if left else ""
    return values(f"Trust of pairs{more}", ["one", "other", "start", "end"], rows)
