"""In which factors points with a certain outcome differ from all others."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from dipsim.report import style, sweep_style
from dipsim.report.layout import blocks
from dipsim.report.result_view import Outcome
from dipsim.sweeps import wording
from dipsim.sweeps.analyses import Finding
from dipsim.sweeps.storage.results import Swept

NAME = "sweep_regional"
TITLE = "Regional sensitivity of a sweep"
ORDER = 24
ASKED = True
INSIDE, OUTSIDE = style.VERMILION, style.BLUE
SHOWN = 6


def figure(result: Outcome, swept: Swept | None = None, finding: Finding | None = None) -> Figure:
    """The figure of the ``finding`` in ``swept``, or a notice where ``result`` is no sweep."""
    return sweep_style.drawn(draw, result, TITLE, swept, finding)


@style.styled
def draw(swept: Swept, finding: Finding) -> Figure:
    """The distances of ``finding`` in ``swept``: a panel per factor, the most different first, with the spread of
    values on both sides of the threshold."""
    table, split = finding.tables["distances"], finding.tables["split"].iloc[0]
    shown = table.head(SHOWN)
    reading = "Share of points up to each value of a factor. The further apart the lines, the more the factor decides."
    drawn = sweep_style.canvas(swept, finding, _headline(table, finding), reading)
    limit = wording.level(finding.outcome, float(split.threshold))
    behaving = f"{int(split.behavioural)} points of interest (threshold {limit})"
    handles: list[Any] = [style.line(INSIDE, 3.2), style.line(OUTSIDE, 3.2, "--")]
    names = [behaving, f"{int(split.points - split.behavioural)} others"]
    blocks.key(drawn, handles, (0.065, 0.795), 2, names)
    for one, place in zip(shown.itertuples(), sweep_style.cells(drawn, len(shown)), strict=True):
        axes = drawn.add_axes(place)
        shares = finding.tables["shares"]
        rows = shares[shares["factor"] == one.factor]
        factor = next(each for each in swept.factors if each.name == one.factor)
        (_lines if factor.numeric else _bars)(axes, rows)
        if factor.numeric:
            _scale(axes, factor)
        message = f"distance {one.distance:.2f}" if one.clear else "no clear difference"
        colour = style.INK if one.clear else style.QUIET
        side: dict[str, Any] = (
            {"x": 0.97, "y": 0.07, "ha": "right"} if one.more != "high" else {"x": 0.03, "y": 0.84, "ha": "left"}
        )
        if not factor.numeric:
            side = {"x": 0.97, "y": 0.86, "ha": "right"}
        axes.text(s=message, transform=axes.transAxes, color=colour, **side)
        axes.set_title(sweep_style.title(str(one.factor)), fontsize=style.SMALL, color=colour)
    return drawn


def _lines(axes: Any, rows: Any) -> None:
    axes.fill_between(rows["at"], rows["inside"], rows["outside"], color="#e4e4e4", lw=0)
    axes.plot(rows["at"], rows["outside"], color=OUTSIDE, lw=3.2, ls="--")
    axes.plot(rows["at"], rows["inside"], color=INSIDE, lw=3.2)
    axes.set_xlim(0, 1)
    _shares(axes, 1.0)


def _scale(axes: Any, factor: Any) -> None:
    """Values of the factor at the ends and in the middle of its share of probability."""
    places = (0.5 / len(factor.choices), 1 - 0.5 / len(factor.choices)) if factor.choices else (0.0, 0.5, 1.0)
    axes.set_xticks(places, [wording.number(float(factor.value(place))) for place in places])
    for text, side in zip(axes.get_xticklabels(), ("left", *["center"] * (len(places) - 2), "right"), strict=True):
        text.set_horizontalalignment(side)


def _bars(axes: Any, rows: Any) -> None:
    for column, colour, hatch, shift in (("inside", INSIDE, "", -0.2), ("outside", OUTSIDE, "//", 0.2)):
        axes.bar(rows["at"] + shift, rows[column], width=0.38, color=colour, hatch=hatch, edgecolor="white", lw=0.8)
    axes.set_xticks(rows["at"], [style.plain(label, 10) for label in rows["label"]])
    axes.grid(axis="x", visible=False)
    _shares(axes, max(0.1, 1.3 * float(rows[["inside", "outside"]].max(axis=None))))


def _shares(axes: Any, top: float) -> None:
    axes.set_ylim(0, top)
    axes.yaxis.set_major_locator(style.few_ticks())
    axes.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")


def _headline(table: Any, finding: Finding) -> str:
    clear = table.loc[table["clear"], "factor"].tolist()
    what = wording.outcome(finding.outcome)
    if not clear:
        return f"No factor clearly sets apart where {what} is out of the ordinary"
    return (
        f"{wording.listed(clear[:3])} {'sets' if len(clear) == 1 else 'set'} apart where {what} is out of the ordinary"
    )
