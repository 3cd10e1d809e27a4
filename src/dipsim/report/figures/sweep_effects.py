"""What each arm of a sweep does over all points, with its interval."""

from __future__ import annotations

from matplotlib.figure import Figure

from dipsim.report import style, sweep_style
from dipsim.report.layout import blocks
from dipsim.report.result_view import Outcome
from dipsim.sweeps import wording
from dipsim.sweeps.analyses import Finding
from dipsim.sweeps.storage.results import Swept

NAME = "sweep_effects"
TITLE = "Effects of the arms of a sweep"
ORDER = 20
ASKED = True
READING = "With it minus without it, mean over all points; lines: 95 % intervals."


def figure(result: Outcome, swept: Swept | None = None, finding: Finding | None = None) -> Figure:
    """The figure of the ``finding`` in ``swept``, or a notice where ``result`` is no sweep."""
    return sweep_style.drawn(draw, result, TITLE, swept, finding)


@style.styled
def draw(swept: Swept, finding: Finding) -> Figure:
    """The effects of ``finding`` in ``swept``: a point and an interval for each arm, beside the line of no effect."""
    table = finding.tables["effects"]
    shown, scale = table.head(sweep_style.MOST_ROWS), 100 if wording.per_cent(finding.outcome) else 1
    drawn = sweep_style.canvas(swept, finding, finding.sentences[0].partition(":")[0], READING)
    axes = drawn.add_axes(blocks.single(drawn, (0.3, 0.2, 0.66, 0.55), 2.9, 0.8))
    axes.axvline(0, color=style.INK, lw=1.2)
    for row, one in enumerate(shown.itertuples()):
        clear = one.low > 0 or one.high < 0
        colour = style.BLUE if clear else style.QUIET
        axes.plot([scale * one.low, scale * one.high], [row, row], color=colour, lw=3, solid_capstyle="butt")
        axes.plot(scale * one.effect, row, "o", color=colour, ms=10)
    sweep_style.rows(axes, shown["title"].tolist(), 28)
    sweep_style.more(axes, len(table) - len(shown))
    axes.set_xlabel(style.plain(wording.sentence(wording.outcome(finding.outcome)), 60))
    axes.xaxis.set_major_locator(style.few_ticks())
    return drawn
