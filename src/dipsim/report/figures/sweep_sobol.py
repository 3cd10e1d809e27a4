"""Which factors the variance of an outcome hangs on, alone and together."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from dipsim.report import style, sweep_style
from dipsim.report.layout import blocks, shapes
from dipsim.report.result_view import Outcome
from dipsim.sweeps import wording
from dipsim.sweeps.analyses import Finding
from dipsim.sweeps.storage.results import Swept

NAME = "sweep_sobol"
TITLE = "Sobol' indices of a sweep"
ORDER = 20
ASKED = True
ALONE, JOINT, UNSURE = style.BLUE, style.SKY, "#c8c8c8"


def figure(result: Outcome, swept: Swept | None = None, finding: Finding | None = None) -> Figure:
    """The figure of the ``finding`` in ``swept``, or a notice where ``result`` is no sweep."""
    return sweep_style.drawn(draw, result, TITLE, swept, finding)


@style.styled
def draw(swept: Swept, finding: Finding) -> Figure:
    """The indices of ``finding`` in ``swept``: a bar per factor, its share of the variance alone and with the others;
    below it what is interaction and chance."""
    table = finding.tables["indices"]
    shown = table.head(sweep_style.MOST_ROWS)
    reading = "Share of the variance between points that hangs on each factor. Shares with others are counted for each."
    drawn = sweep_style.canvas(swept, finding, _headline(table, finding), reading)
    left = finding.tables["parts"].set_index("part").loc["chance left in means", "share"]
    handles: list[Any] = [
        Patch(facecolor=ALONE, label="by itself"),
        Patch(facecolor=JOINT, hatch="//", label="together with others"),
        Line2D([], [], color=style.INK, lw=2.4, label="95 % interval"),
    ]
    if not shown["clear"].all():
        handles.insert(2, Patch(facecolor=UNSURE, hatch="..", edgecolor=style.QUIET, label="not clear"))
    handles += [sweep_style.floor_handle("chance alone")] if left > 0 else []
    blocks.key(drawn, handles, (0.035, 0.745), 5)
    lines = _below(finding)
    for line, text in enumerate(reversed(lines) if shapes.tall() else lines):
        blocks.note(drawn, 0.135 - 0.05 * line, style.plain(text), color=style.INK)
    axes = drawn.add_axes(blocks.single(drawn, (0.23, 0.255, 0.73, 0.47), 2.7, 0.65))
    thick = sweep_style.thickness(len(shown))
    sweep_style.floor(axes, 100 * float(left))
    for row, one in enumerate(shown.itertuples()):
        alone = min(max(0.0, one.first), max(0.0, one.total))
        both = 100 * max(0.0, one.total - alone)
        if one.clear:
            axes.barh(row, 100 * alone, height=thick, color=ALONE)
            axes.barh(row, both, left=100 * alone, height=thick, color=JOINT, hatch="//")
        else:
            axes.barh(row, 100 * alone + both, height=thick, color=UNSURE, hatch="..", edgecolor=style.QUIET, lw=0.8)
        sweep_style.interval(axes, row, 100 * max(0.0, one.total_low), 100 * one.total_high)
    sweep_style.rows(axes, shown["factor"].tolist())
    sweep_style.more(axes, len(table) - len(shown))
    axes.set_xlim(0, 100 * max(0.1, 1.02 * float(shown["total_high"].max())))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f} %")
    return drawn


def _headline(table: Any, finding: Finding) -> str:
    first = table.iloc[0]
    what = wording.outcome(finding.outcome)
    if not first.clear:
        return f"No factor clearly decides {what}"
    share = wording.share(min(1.0, first.total))
    return f"{wording.sentence(first.factor)} matters most for {what}: {share} of its variance"


def _below(finding: Finding) -> list[str]:
    """Interaction and chance, in a line each."""
    statement = [text for text in finding.sentences if text.startswith(("Interaction", "No interaction"))]
    return statement + [text for text in finding.sentences if "is chance" in text]
