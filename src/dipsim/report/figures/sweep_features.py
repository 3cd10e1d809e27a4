"""How much each factor helps to tell an outcome, and what noise would score."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Patch

from dipsim.report import style, sweep_style
from dipsim.report.layout import blocks
from dipsim.report.result_view import Outcome
from dipsim.scenario.wording import counted
from dipsim.sweeps import wording
from dipsim.sweeps.analyses import Finding
from dipsim.sweeps.storage.results import Swept

NAME = "sweep_features"
TITLE = "Feature scores of a sweep"
ORDER = 22
ASKED = True
UNSURE = "#c8c8c8"


def figure(result: Outcome, swept: Swept | None = None, finding: Finding | None = None) -> Figure:
    """The figure of the ``finding`` in ``swept``, or a notice where ``result`` is no sweep."""
    return sweep_style.drawn(draw, result, TITLE, swept, finding)


@style.styled
def draw(swept: Swept, finding: Finding) -> Figure:
    """The scores of ``finding`` in ``swept``: a bar per factor with its interval, and the noise floor."""
    table, fit = finding.tables["scores"], finding.tables["fit"].iloc[0]
    shown = table.head(sweep_style.MOST_ROWS)
    message = f"All factors together predict {wording.share(max(0.0, fit.explained))} of it."
    reading = f"Share of what the factors predict of a point; lines: 95 % intervals. {message}"
    drawn = sweep_style.canvas(swept, finding, _headline(table, finding), reading)
    handles: list[Any] = [
        Patch(facecolor=style.BLUE, edgecolor=style.QUIET, label="above noise"),
        Patch(facecolor=UNSURE, hatch="..", edgecolor=style.QUIET, label="no better than noise"),
        sweep_style.floor_handle("what shuffled factors score"),
    ]
    blocks.key(drawn, handles, (0.22, 0.745), 4)
    axes = drawn.add_axes(blocks.single(drawn, (0.23, 0.17, 0.73, 0.55), 2.7, 0.7))
    thick, floor = sweep_style.thickness(len(shown)), 100 * float(fit.noise_floor)
    sweep_style.floor(axes, floor)
    for row, one in enumerate(shown.itertuples()):
        colour, hatch = (style.BLUE, "") if one.above_noise else (UNSURE, "..")
        axes.barh(row, 100 * one.score, height=thick, color=colour, hatch=hatch, edgecolor=style.QUIET, lw=0.8)
        sweep_style.interval(axes, row, 100 * one.low, 100 * one.high)
    sweep_style.rows(axes, shown["factor"].tolist())
    sweep_style.more(axes, len(table) - len(shown))
    axes.set_xlim(0, 103 * max(float(shown["high"].max()), float(fit.noise_floor)))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f} %")
    return drawn


def _headline(table: Any, finding: Finding) -> str:
    what = wording.outcome(finding.outcome)
    above = table.loc[table["above_noise"], "factor"].tolist()
    if not above:
        return f"No factor predicts {what} better than noise"
    verb = "predicts" if len(above) == 1 else "predict"
    others = f" and {counted(len(above) - 2, 'other')}" if len(above) > 2 else ""
    who = wording.listed(above[:2]) if not others else ", ".join(above[:2])
    return wording.sentence(f"{who}{others} {verb} {what}")
