"""A figure that shows itself in a notebook, a gallery of them, and a figure of another size."""

from __future__ import annotations

import html
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from io import BytesIO
from typing import Any

from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

TICK_SIZES = ("labelsize", "length", "width", "pad")
SMALLEST, LARGEST = 3.0, 100.0  # inches across, between which a figure can be read

OF_LEGENDS: ContextVar[float] = ContextVar("legends", default=1.0)  # how much larger legends are made


class Drawing(Figure):
    """A figure that a notebook shows without any magic."""

    def _repr_png_(self) -> bytes:
        file = BytesIO()
        self.savefig(file, format="png", metadata={"Software": None})
        return file.getvalue()


class Gallery(Mapping[str, Figure]):
    """Figures by name; a notebook shows all of them, one below the other."""

    def __init__(self, figures: Mapping[str, Figure]) -> None:
        self._figures = dict(figures)

    def __getitem__(self, name: str) -> Figure:
        return self._figures[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures)

    def __len__(self) -> int:
        return len(self._figures)

    def __repr__(self) -> str:
        return f"<Gallery of {', '.join(self._figures)}>"

    def _repr_html_(self) -> str:
        return "\n".join(_image(name, figure) for name, figure in self._figures.items())


def _image(name: str, figure: Figure) -> str:
    """A figure as an image inside a page, with its sentence for a screen reader."""
    file = BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})
    data = b64encode(file.getvalue()).decode()
    sentence = html.escape(str(figure.get_label() or name), quote=True)
    return f'<p><img src="data:image/png;base64,{data}" alt="{sentence}" style="max-width:100%"></p>'


@contextmanager
def legends(scale: float) -> Iterator[None]:
    """Draw legends at another size; their inner distances follow the letters only when they are made."""
    before = OF_LEGENDS.set(scale)
    try:
        yield
    finally:
        OF_LEGENDS.reset(before)


def scale(old: tuple[float, float], new: tuple[float, float]) -> float:
    """By how much letters and lines grow: by the side that changes more. ValueError for a wrong size."""
    width, height = (float(side) for side in new)
    if not SMALLEST <= width <= LARGEST or not SMALLEST / 2 <= height <= LARGEST:
        raise ValueError(f"size: expected width and height in inches such as (6, 4), found {new!r}")
    return min(width / old[0], height / old[1])


def resize(figure: Figure, size: tuple[float, float]) -> Figure:
    """Make a figure ``size`` inches wide and high, its letters and lines with it, so that nothing is clipped.

    Its legends are left as they are, for they are to be made at that size.
    """
    width, height = figure.get_size_inches()
    factor = scale((width, height), size)
    of_legends = {id(artist) for legend in figure.findobj(Legend) for artist in legend.findobj()}
    for artist in figure.findobj(_scalable):
        if id(artist) not in of_legends:
            _scale(artist, factor)
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            look = axis.get_tick_params()
            sizes = {key: factor * look[key] for key in TICK_SIZES if isinstance(look.get(key), int | float)}
            axis.set_tick_params(which="major", **sizes)
    figure.set_size_inches(*size)
    return figure


def _scalable(artist: Any) -> bool:
    return isinstance(artist, Text | Line2D | Patch)


def _scale(artist: Any, factor: float) -> None:
    if isinstance(artist, Text):
        artist.set_fontsize(factor * float(artist.get_fontsize()))
    else:
        artist.set_linewidth(factor * artist.get_linewidth())
    if isinstance(artist, Line2D):
        artist.set_markersize(factor * artist.get_markersize())
