"""What one lever does to an outcome where another is there and where it is not."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from dipsim.report import style, sweep_style
from dipsim.report.layout import blocks, labels, shapes
from dipsim.report.result_view import Outcome
from dipsim.sweeps import wording
from dipsim.sweeps.analyses import Finding
from dipsim.sweeps.analyses.interaction import MEANS
from dipsim.sweeps.storage.results import Swept

NAME = "sweep_interaction"
TITLE = "Interaction of two levers of a sweep"
ORDER = 27
ASKED = True
LOOKS = ((style.VERMILION, "--", "s", -0.02), (style.BLUE, "-", "o", 0.02))


def figure(result: Outcome, swept: Swept | None = None, finding: Finding | None = None) -> Figure:
    """The figure of the ``finding`` in ``swept``, or a notice where ``result`` is no sweep."""
    return sweep_style.drawn(draw, result, TITLE, swept, finding)


@style.styled
def draw(swept: Swept, finding: Finding) -> Figure:
    """The interaction of ``finding`` in ``swept``: two lines, without and with the first lever, from the second lever
    absent to present."""
    levers, corners = finding.tables["levers"].iloc[0], finding.tables["corners"]
    head = f"{levers['lever']} and {levers['other']}: {MEANS[levers['word']]}"
    reading = (
        "Means over all other factors with 95 % intervals. Parallel lines: neither lever changes what the other does."
    )
    drawn = sweep_style.canvas(swept, finding, head, reading)
    effects = finding.tables["effects"].set_index("what")
    message = [
        f"{what} {wording.interval(row['low'], row['high'], finding.outcome, 'x')}" for what, row in effects.iterrows()
    ]
    text = f"{levers['lever']}: {'; '.join(map(str, message))}."
    blocks.note(drawn, 0.075, style.plain(text, 200 if shapes.tall() else 118), va="bottom")
    place = blocks.single(drawn, (0.085, 0.2, 0.6, 0.56), 1.0, 0.5, 0.5)
    width, most = (place[2] * 0.55, 16) if shapes.tall() else (place[2], 34)
    axes = drawn.add_axes((place[0], place[1], width, place[3]))
    scale = 100.0 if wording.per_cent(finding.outcome) else 1.0
    for side, (colour, dashes, marker, shift) in enumerate(LOOKS):
        rows = corners[corners["first"] == side].sort_values("second")
        at, mean = rows["second"] + shift, scale * rows["value"]
        axes.plot(at, mean, color=colour, ls=dashes, lw=3.2, marker=marker, ms=11)
        axes.vlines(at, scale * rows["low"], scale * rows["high"], color=colour, lw=2.4)
        text = _first(rows["first_at"].iloc[0], str(levers["lever"]))
        axes.text(1.08, float(mean.iloc[-1]), style.plain(text, most), color=colour, weight="bold", va="center")
    axes.set_xticks([0, 1], [style.plain(text, most) for text in rows["second_at"]])
    axes.set_xlim(-0.15, 1.05)
    axes.yaxis.set_major_locator(style.few_ticks())
    axes.grid(axis="x", visible=False)
    axes.set_title(style.plain(wording.axis(finding.outcome), 36 if shapes.tall() else 60))
    _apart(axes)
    return drawn


def _first(where: str, lever: str) -> str:
    """Where the first lever stands, with its name."""
    return where if lever in where else f"{where} {lever}"


def _apart(axes: Any) -> None:
    """Move the two names apart where the lines end close to each other."""
    low, high = axes.get_ylim()
    heights = [text.get_position()[1] for text in axes.texts]
    for text, height in zip(axes.texts, labels.spread(heights, 0.08 * (high - low), low, high), strict=True):
        text.set_y(height)
