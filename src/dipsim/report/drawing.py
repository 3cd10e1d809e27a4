"""A figure that shows itself in a notebook, a gallery of them, and a figure brought to another size."""

from __future__ import annotations

import html
from base64 import b64encode
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Annotation, Text

PRINT = 300  # dots per inch of figures that are smaller than a screen
TICK_SIZES = ("labelsize", "length", "width", "pad")


class Drawing(Figure):
    """A figure that a notebook shows without any magic.

    ``body`` is the room between the texts above and below, as shares of the height from the bottom.
    """

    body: tuple[float, float] = (0.12, 0.79)

    def savefig(self, fname: Any, **options: Any) -> None:
        """Write the figure to ``fname`` with the dots per inch that it was made for, unless ``dpi`` says otherwise."""
        super().savefig(fname, **{"dpi": self.dpi, **options})

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


def resize(figure: Figure, size: tuple[float, float], factor: float) -> Figure:
    """Make a figure ``size`` inches wide and high, and all its letters, lines and marks larger by ``factor``.

    Letters and distances of legends are left as they are, for they are made at that size.
    """
    in_legends = {id(text) for legend in figure.findobj(Legend) for text in legend.findobj(Text)}
    for artist in figure.findobj(_scalable):
        if id(artist) not in in_legends:
            _scale(artist, factor)
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            look = axis.get_tick_params()
            sizes = {key: factor * look[key] for key in TICK_SIZES if isinstance(look.get(key), int | float)}
            axis.set_tick_params(which="major", **sizes)
            axis.labelpad *= factor
    figure.set_size_inches(*size)
    figure.set_dpi(figure.dpi if factor >= 1.0 else PRINT)
    return figure


def _scalable(artist: Any) -> bool:
    return isinstance(artist, Text | Line2D | Patch | Collection)


def _scale(artist: Any, factor: float) -> None:
    if isinstance(artist, Text):
        artist.set_fontsize(factor * float(artist.get_fontsize()))
    elif isinstance(artist, Collection):
        artist.set_linewidths([factor * float(width) for width in artist.get_linewidths()])  # type: ignore[attr-defined]
        if hasattr(artist, "set_sizes"):
            artist.set_sizes([factor**2 * float(area) for area in artist.get_sizes()])  # type: ignore[attr-defined]
    else:
        artist.set_linewidth(factor * artist.get_linewidth())
    if isinstance(artist, Line2D):
        artist.set_markersize(factor * artist.get_markersize())
        artist.set_markeredgewidth(factor * artist.get_markeredgewidth())
    if isinstance(artist, Annotation) and artist.anncoords == "offset points":
        artist.xyann = (factor * float(artist.xyann[0]), factor * float(artist.xyann[1]))
