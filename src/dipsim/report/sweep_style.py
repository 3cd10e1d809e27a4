"""What the figures of a sweep share: the page, rows of bars, and the names of factors as labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Patch

from dipsim.report import result_view, style
from dipsim.report.drawing import Drawing
from dipsim.report.layout import shapes
from dipsim.report.result_view import Outcome
from dipsim.sweeps.analyses import Finding
from dipsim.sweeps.storage.results import Swept

MOST_ROWS = 10
WIDTH = 22  # characters of a factor's name
Draw = Callable[[Swept, Finding], Figure]


def canvas(swept: Swept, finding: Finding, headline: str, reading: str = "") -> Drawing:
    """An empty page of ``finding`` in ``swept``: its message ``headline``, how to read it (``reading``), and what
    was run."""
    for sign in (" < ", " > "):
        headline = headline.replace(sign, sign.replace(" ", "\u00a0"))
    replicates = swept.runs["replicate"].nunique()
    ran = f"{len(swept.points) - len(swept.missing)} points, {replicates} replicate{'' if replicates == 1 else 's'}"
    foot = (result_view.shorten(result_view.clean(swept.title), 40), ran, swept.design.replace("_", " "), style.HONEST)
    return style.page("  \u00b7  ".join(foot), headline, reading, " ".join(finding.sentences))


def drawn(draw: Draw, result: Outcome, title: str, swept: Swept | None, finding: Finding | None) -> Figure:
    """The figure that ``draw`` makes of ``finding`` in ``swept``, or a notice called ``title`` where ``result`` is no
    sweep."""
    if swept is None or finding is None:
        return style.notice(result, title, "The result is no sweep: 'dipsim sweep' makes one.")
    return draw(swept, finding)


def title(name: str) -> str:
    """The name of a factor over a small panel."""
    return label(name, 20 if shapes.tall() else 30)


def label(name: str, width: int = WIDTH) -> str:
    """The ``name`` of a factor, in at most ``width`` characters; of a longer one the end, which says most in a path."""
    text = result_view.clean(name)
    return style.plain(text if len(text) <= width else "\u2026" + text[1 - width :])


def rows(axes: Any, names: Sequence[str], width: int = WIDTH) -> None:
    """One row of ``axes`` for each of ``names``, at most ``width`` characters, the first on top."""
    axes.set_yticks(range(len(names)), [label(name, width) for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)


def thickness(count: int) -> float:
    """The height of the bars of ``count`` rows, so that few do not become slabs."""
    return 0.62 if count > 3 else 0.2 + 0.12 * count


def interval(axes: Any, row: float, low: float, high: float) -> None:
    """A horizontal interval from ``low`` to ``high`` across the bar at ``row`` of ``axes``."""
    axes.plot([low, high], [row, row], color="white", lw=6.0, solid_capstyle="butt")
    axes.plot([low, high], [row, row], color=style.INK, lw=2.4, solid_capstyle="butt")


def floor(axes: Any, height: float) -> None:
    """What chance alone would show: a band of ``axes`` from 0 to ``height``."""
    if height > 0:
        axes.axvspan(0, height, color=style.YELLOW, alpha=0.45, lw=0)
        axes.axvline(height, color=style.INK, lw=1.6, ls="--")


def floor_handle(text: str) -> Any:
    """The noise floor in a legend, called ``text``."""
    return Patch(facecolor=style.YELLOW, alpha=0.45, label=text)


def more(axes: Any, left_out: int, height: float = -0.17) -> None:
    """A line under the rows of ``axes`` that says how many are ``left_out``, at ``height`` of the axes: lower where the
    horizontal axis has a title."""
    if left_out > 0:
        text = f"and {left_out} more factor{'' if left_out == 1 else 's'} below these"
        axes.text(0.0, height, text, transform=axes.transAxes, color=style.QUIET)


def cells(drawn: Drawing, count: int) -> list[tuple[float, float, float, float]]:
    """Places of up to six small panels (``count``) of the figure ``drawn``, in rows of three, on a tall sheet of
    two."""
    if shapes.tall():
        rows = shapes.stack(drawn, [1.0] * -(-count // 2), (0.85, 0.35), above=0.42, below=0.38)
        gap, (left, _, whole, _) = 0.75 / drawn.get_figwidth(), rows[0]
        half = (whole - gap) / 2 if count > 1 else whole
        return [(left + (half + gap) * (k % 2), rows[k // 2][1], half, rows[k // 2][3]) for k in range(count)]
    across = 1 if count == 1 else 2 if count in (2, 4) else 3
    down = -(-count // across)
    wide, tall = (0.9 - 0.07 * (across - 1)) / across, (0.60 - 0.15 * (down - 1)) / down
    return [
        (0.075 + (wide + 0.07) * (k % across), 0.15 + (tall + 0.15) * (down - 1 - k // across), wide, tall)
        for k in range(count)
    ]
