"""The box of factors in which an outcome lies beyond a threshold, and how well it holds."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from dipsim.report import style, sweep_style
from dipsim.report.drawing import Drawing
from dipsim.report.layout import blocks, shapes
from dipsim.report.result_view import Outcome
from dipsim.sweeps import wording
from dipsim.sweeps.analyses import Finding
from dipsim.sweeps.storage.results import Swept

NAME = "sweep_prim"
TITLE = "Box of a sweep (PRIM)"
ORDER = 23
ASKED = True
HIT, OTHER = style.VERMILION, "#9a9a9a"
SHOWN = 6


def figure(result: Outcome, swept: Swept | None = None, finding: Finding | None = None) -> Figure:
    """The figure of the ``finding`` in ``swept``, or a notice where ``result`` is no sweep."""
    return sweep_style.drawn(draw, result, TITLE, swept, finding)


@style.styled
def draw(swept: Swept, finding: Finding) -> Figure:
    """The first box of ``finding`` in ``swept``: left its limits, factor by factor; right the points on the two
    tightest; below how it holds."""
    limits = finding.tables["limits"]
    limits, row = limits[limits["box"] == 1], finding.tables["boxes"].iloc[0]
    head, _, _ = finding.sentences[0].partition(": covers")
    reading = "The box: the range of each factor that is left when all others vary. Factors not shown may be anything."
    drawn = sweep_style.canvas(swept, finding, head, reading)
    if limits.empty:
        drawn.text(0.5, 0.5, "No box was found.", ha="center", fontsize=18, color=style.QUIET)
        return drawn
    flat = [factor for factor in _tightest(limits) if next(f for f in swept.factors if f.name == factor).numeric]
    held = _held(row)
    for line, text in enumerate(reversed(held) if shapes.tall() else held):
        blocks.note(drawn, 0.135 - 0.05 * line, style.plain(text))
    left, right = _places(drawn, len(flat) > 1)
    _tracks(drawn.add_axes(left), limits.head(SHOWN), swept)
    if len(flat) > 1:
        _scatter(drawn.add_axes(right), flat[:2], limits, finding, swept)
    return drawn


def _places(drawn: Drawing, both: bool) -> tuple[Any, Any]:
    """Places of the tracks and of the points: side by side or, on a tall sheet, one below the other."""
    if not shapes.tall():
        return (0.21, 0.27, 0.28 if both else 0.72, 0.5), (0.6, 0.27, 0.37, 0.5)
    places = shapes.stack(drawn, (1.0, 1.3) if both else (1.0,), (1.2, 0.4), above=0.45, below=0.75)
    shift = 1.3 / drawn.get_figwidth()
    left, bottom, wide, high = places[0]
    return (left + shift, bottom, wide - shift, high), places[-1]


def _tightest(limits: Any) -> list[str]:
    """Factors by the share of their range that is left."""
    order = (limits["unit_high"].fillna(1.0) - limits["unit_low"].fillna(0.0)).sort_values(kind="stable").index
    return [str(name) for name in limits.loc[order, "factor"]]


def _tracks(axes: Any, limits: Any, swept: Swept) -> None:
    """A track per factor from one end of its range to the other, the box in colour."""
    for row, one in enumerate(limits.itertuples()):
        factor = next(each for each in swept.factors if each.name == one.factor)
        axes.barh(row, 1.0, height=0.3, color="#e4e4e4")
        if factor.numeric:
            low, high = np.nan_to_num(one.unit_low, nan=0.0), np.nan_to_num(one.unit_high, nan=1.0)
            axes.barh(row, high - low, left=low, height=0.3, color=HIT)
            ends = (factor.low if np.isnan(one.low) else one.low, factor.high if np.isnan(one.high) else one.high)
            message = wording.interval(*ends)
        else:
            kept = one.kept.split(", ")
            for place, choice in enumerate(factor.choices):
                if choice in kept:
                    axes.barh(row, 1 / len(factor.choices), left=place / len(factor.choices), height=0.3, color=HIT)
            message = wording.listed(kept, "or")
        axes.text(0.0, row - 0.24, style.plain(message, 34), va="bottom", weight="bold")
    sweep_style.rows(axes, limits["factor"].tolist(), 18)
    axes.set_ylim(len(limits) - 0.5, -0.75)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 1], ["lowest", "highest"])
    for text, side in zip(axes.get_xticklabels(), ("left", "right"), strict=True):
        text.set_horizontalalignment(side)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)


def _scatter(axes: Any, names: list[str], limits: Any, finding: Finding, swept: Swept) -> None:
    """Points on two factors; those of interest stand out, and the box is framed."""
    hits = finding.tables["hits"].groupby("point")["hit"].mean() > 0.5  # of single runs most
    points = swept.points.loc[hits.index]
    for mask, colour, marker, size in ((~hits, OTHER, "o", 14), (hits, HIT, "^", 34)):
        some = points[mask.to_numpy()]
        axes.scatter(some[names[0]], some[names[1]], s=size, color=colour, marker=marker, lw=0, alpha=0.75)
    corner: list[float] = []
    wide: list[float] = []
    for name in names:
        one = limits[limits["factor"] == name].iloc[0]
        values = swept.points[name].astype(float)
        low, high = (
            (one.low if one.low == one.low else values.min()),
            (one.high if one.high == one.high else values.max()),
        )
        corner.append(low)
        wide.append(high - low)
    axes.add_patch(Rectangle((corner[0], corner[1]), wide[0], wide[1], fill=False, ec=style.INK, lw=3.0))
    axes.set_xlabel(sweep_style.label(names[0], 30))
    axes.set_ylabel(sweep_style.label(names[1], 26))
    axes.xaxis.set_major_locator(style.few_ticks())
    axes.yaxis.set_major_locator(style.few_ticks())
    looks = ((HIT, "^", 11, "of interest"), (OTHER, "o", 7, "others"))
    handles: list[Any] = [Line2D([], [], color=c, marker=m, ms=size, ls="", label=text) for c, m, size, text in looks]
    handles.append(Patch(fill=False, ec=style.INK, lw=3.0, label="the box"))
    axes.legend(handles=handles, loc="lower left", bbox_to_anchor=(-0.03, 0.985), ncols=3, columnspacing=1.2)


def _held(row: Any) -> list[str]:
    """Two lines: the box on all points, and on points that were held out."""
    all_points = f"covers {wording.share(row.coverage)} of them, density {wording.share(row.density)}"
    out = f"covers {wording.share(row.coverage_out)}, density {wording.share(row.density_out)}"
    holds = "" if row.p_out < 0.05 else ", no more than chance"
    return [
        f"The box {all_points}; of all cases {wording.share(row.base)} are of interest.",
        f"Found on one half and tried on the other: {out}{holds}.",
    ]
