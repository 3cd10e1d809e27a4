"""Legends and notes beside the panels: where they go on a broad sheet, and how they take their room on a tall one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dipsim.report.layout import fitting, shapes

LETTERS = 14.0  # points
LINE = LETTERS * fitting.SPACING / 72  # inches
ROW = 0.3  # inches of a row of a legend
LONG = 24  # letters of a label from which a legend has one column


def key(
    figure: Any,
    handles: Sequence[Any],
    anchor: tuple[float, float],
    columns: int,
    labels: Sequence[str] | None = None,
    **more: Any,
) -> None:
    """A legend of ``handles`` above the panels of ``figure``: at ``anchor`` in so many ``columns``, or fewer where it
    would be cut off, on a tall sheet below the texts in one or two. ``labels`` replace those of the handles.

    ``more`` goes to the legend. On a tall sheet the body of the figure gets lower by the room that the legend takes, so
    panels are placed afterwards.
    """
    texts = [handle.get_label() for handle in handles] if labels is None else list(labels)
    look: dict[str, Any] = {"borderaxespad": 0.0, "handles": list(handles), "labels": texts, **more}
    if not shapes.tall():
        rows = -(-len(texts) // columns) if texts else 1
        while True:
            drawn = figure.legend(**look, loc="lower left", bbox_to_anchor=anchor, ncols=columns)
            if columns < 2 or drawn.get_window_extent(figure.canvas.get_renderer()).x1 <= figure.bbox.x1:
                return
            drawn.remove()
            rows += 1
            columns = -(-len(texts) // rows)
    columns = 1 if max(map(len, texts), default=0) > LONG else 2
    bottom, top = figure.body
    figure.legend(**look, loc="upper left", bbox_to_anchor=(0.03, top), ncols=columns)
    figure.body = (bottom, top - ROW * -(-len(texts) // columns) / figure.get_figheight())


def note(figure: Any, height: float, text: str, most: int = 5, **look: Any) -> None:
    """A line of text below the panels at ``height``; on a tall sheet broken into at most ``most`` lines.

    There the body of the figure begins above it, so panels are placed afterwards.
    """
    if not shapes.tall():
        figure.text(fitting.LEFT, height, text, **look)
        return
    lines = fitting.wrapped(figure, text, most, fitting.NARROW * figure.bbox.width, size=LETTERS)
    bottom, top = figure.body
    look = {**look, "va": "bottom", "linespacing": fitting.SPACING}
    figure.text(fitting.LEFT, bottom, "\n".join(lines), **look)
    figure.body = (bottom + (len(lines) * LINE + 0.1) / figure.get_figheight(), top)


def single(figure: Any, broad: tuple[float, float, float, float], left: float, below: float, above: float = 0.1) -> Any:
    """The place of the only panel of ``figure``: ``broad``, or on a tall sheet the whole body but for ``left``,
    ``below`` and ``above``, in inches."""
    if not shapes.tall():
        return broad
    return shapes.stack(figure, [1.0], (left, 0.4), above, below)[0]
