"""How far each factor moves an outcome from one end of its range to the other, and whether one way."""

from __future__ import annotations

import textwrap
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Patch

from dipsim.report import style, sweep_style
from dipsim.report.layout import blocks, shapes
from dipsim.report.result_view import Outcome
from dipsim.scenario.wording import counted
from dipsim.sweeps import wording
from dipsim.sweeps.analyses import Finding
from dipsim.sweeps.analyses.morris import CHANCE, MIXED, MOSTLY, NONE, STEADY
from dipsim.sweeps.storage.results import Swept

NAME = "sweep_morris"
TITLE = "Morris' screening of a sweep"
ORDER = 21
ASKED = True
LOOK = {
    STEADY: (style.BLUE, "", "one way"),
    MOSTLY: (style.SKY, "\\\\", "mostly one way"),
    MIXED: (style.VERMILION, "//", "up or down"),
    NONE: ("#e8e8e8", "", "next to nothing"),
    CHANCE: ("#c8c8c8", "..", "no more than chance"),
}


def figure(result: Outcome, swept: Swept | None = None, finding: Finding | None = None) -> Figure:
    """The figure of the ``finding`` in ``swept``, or a notice where ``result`` is no sweep."""
    return sweep_style.drawn(draw, result, TITLE, swept, finding)


@style.styled
def draw(swept: Swept, finding: Finding) -> Figure:
    """The elementary effects of ``finding`` in ``swept``: a bar per factor, the longest on top; arrows give the
    direction."""
    table = finding.tables["effects"]
    shown = table.head(sweep_style.MOST_ROWS)
    scale = 100.0 if wording.per_cent(finding.outcome) else 1.0
    reading = "Mean change when a factor alone goes from one end of its range to the other; lines: 95 % intervals."
    drawn = sweep_style.canvas(swept, finding, _headline(table, finding), reading)
    floor = scale * float(finding.tables["fit"]["noise_floor"].iloc[0])
    there = [LOOK[word] for word in LOOK if (table["character"] == word).any()]
    handles: list[Any] = [Patch(facecolor=c, hatch=h, edgecolor=style.QUIET, label=text) for c, h, text in there]
    handles += [sweep_style.floor_handle("what chance may show")] if floor > 0 else []
    blocks.key(drawn, handles, (0.035, 0.745), 5 if len(handles) < 6 else 3, columnspacing=1.2)
    axes = drawn.add_axes(blocks.single(drawn, (0.23, 0.17, 0.73, 0.55), 2.7, 1.05))
    sweep_style.floor(axes, floor)
    reach = max(1e-12, scale * float(shown["high"].max()))
    for row, one in enumerate(shown.itertuples()):
        colour, hatch, _ = LOOK[one.character]
        thick = sweep_style.thickness(len(shown))
        axes.barh(row, scale * one.mu_star, height=thick, color=colour, hatch=hatch, edgecolor=style.QUIET, lw=0.8)
        sweep_style.interval(axes, row, scale * one.low, scale * one.high)
        axes.text(scale * one.high + 0.015 * reach, row, _arrow(one), va="center", fontsize=style.LARGE, weight="bold")
    sweep_style.rows(axes, shown["factor"].tolist())
    sweep_style.more(axes, len(table) - len(shown), -0.19)
    axes.set_xlim(0, 1.08 * reach)
    label = f"Change in {wording.outcome(finding.outcome)}{', points' if scale > 1 else ''}"
    lines = textwrap.wrap(label, 38)[:2] if shapes.tall() else [label]
    axes.set_xlabel(style.plain("\n".join(lines), 90))
    return drawn


def _arrow(row: Any) -> str:
    if row.character in (NONE, CHANCE):
        return ""
    return "\u2195" if row.character == MIXED else "\u2191" if row.mu > 0 else "\u2193"


def _headline(table: Any, finding: Finding) -> str:
    first, none = table.iloc[0], int(table["character"].isin((NONE, CHANCE)).sum())
    if none == len(table):
        return f"No factor clearly moves {wording.outcome(finding.outcome)}"
    left = f"; {counted(none, 'factor')} of {len(table)} next to nothing or chance" if none else ""
    return f"{wording.sentence(first.factor)} moves {wording.outcome(finding.outcome)} most{left}"
