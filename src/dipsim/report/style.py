"""One look for every figure: 16:9, large type, colour-blind safe, labelled, and the same bytes every time."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial, wraps
from pathlib import Path
from typing import Any, ParamSpec, TextIO

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from dipsim.report import result_view
from dipsim.report.drawing import Drawing
from dipsim.report.layout import fitting
from dipsim.report.layout.shapes import BROAD, SHEET
from dipsim.runs import other_model
from dipsim.runs.storage.derived import refuse_sealed
from dipsim.runs.storage.safe_names import confined
from dipsim.scenario.wording import counted

P = ParamSpec("P")

SIZE = BROAD  # inches, 16:9
DPI = 100
RESULTS = ("manifest.json", "sweep.json")  # files that show a folder of results
SMALL, NORMAL, LARGE = 14, 15, 21  # points
INK, QUIET, GRID = "#1a1a1a", "#595959", "#d9d9d9"
BLUE, VERMILION, GREEN, ORANGE = "#0072B2", "#D55E00", "#009E73", "#E69F00"
SKY, PURPLE, YELLOW, GREY = "#56B4E9", "#CC79A7", "#F0E442", "#999999"
CATEGORIES = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION, YELLOW)
"""Okabe and Ito's palette without black, which is kept for lines and text."""
LINES = (BLUE, VERMILION, "#007a5a", "#a8327d", "#8a6100", "#1a1a1a", "#2f7fb0", "#6b6b6b")
"""The palette again, dark enough for text on white."""
HATCHES = ("", "//", "..", "\\\\", "xx", "++", "oo")
MAGNITUDE = "cividis"
DIVERGING = LinearSegmentedColormap.from_list(
    "dipsim_diverging", ["#8f3b00", VERMILION, "#f3b58d", "#f2f2f2", "#9cc7e3", BLUE, "#00406b"]
)
"""Distrust (vermilion) to trust (blue); the midpoint is neutral."""
HONEST = "simulated, a thinking aid, not a forecast"

SETTINGS: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": SMALL,
    "axes.titlesize": NORMAL,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": SMALL,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "text.color": INK,
    "text.usetex": False,
    "figure.dpi": DPI,
    "savefig.dpi": "figure",
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "hatch.linewidth": 0.8,
    "hatch.color": INK,
    "svg.hashsalt": "dipsim",
    "svg.fonttype": "path",
    "path.simplify": True,
}


def styled(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """The function ``draw``, whose figures get this style."""

    @wraps(draw)
    def inner(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with settings():
            return draw(*args, **kwargs)

    return inner


def plain(text: str, width: int | None = None) -> str:
    """``text`` as it is to be seen: no mathematics, no missing glyphs, cut to ``width`` characters with an ellipsis."""
    glyphs = _glyphs()
    lines = [result_view.clean(line) for line in text.split("\n")]
    shown = "\n".join("".join(map(partial(_visible, glyphs), line)) for line in lines)
    return result_view.shorten(shown, width).replace("$", r"\$")


def _visible(glyphs: frozenset[int], letter: str) -> str:
    """The letter where the font has it, nothing for a picture such as an emoji, else the mark of a missing letter."""
    picture = unicodedata.category(letter) in ("So", "Sk", "Mn")
    return letter if ord(letter) in glyphs else "" if picture else "\ufffd"


def name(result: result_view.Outcome, code: str, width: int = 12) -> str:
    """Name of the nation ``code`` of ``result`` for a label, at most ``width`` characters; its code where the name is
    long, lacks glyphs here or runs right to left."""
    full, glyphs = result_view.name(result, code, width), _glyphs()
    legible = all(ord(letter) in glyphs and unicodedata.bidirectional(letter) not in ("R", "AL") for letter in full)
    return plain(full if legible else code)


def shown(result: result_view.Outcome, code: str, width: int) -> str:
    """``name`` of ``result``, ``code`` and ``width``, for text that ``canvas`` will make plain."""
    return name(result, code, width).replace(r"\$", "$")


def relation(result: result_view.Outcome, one: str, other: str, width: int = 12) -> str:
    """A directed relation of ``result``: trust of ``one`` in ``other``, names of at most ``width`` characters."""
    return f"{name(result, one, width)} \u2192 {name(result, other, width)}"


@cache
def _glyphs() -> frozenset[int]:
    return frozenset(get_font(findfont(FontProperties(family="DejaVu Sans"))).get_charmap())


def footer(result: result_view.Outcome) -> str:
    """Scenario, replicates and seed of ``result``, and the line of honesty."""
    seed = result_view.clean(str(result.manifest.get("seed", "unknown")))
    parts = [
        result_view.shorten(result_view.title(result), 32),
        counted(result.runs, "replicate"),
        f"seed {seed}",
        HONEST,
    ]
    if result.manifest.get(other_model.KEY):
        parts.insert(0, "ANOTHER MODEL than the folder's")
    return "  \u00b7  ".join(parts)


def canvas(result: result_view.Outcome, headline: str, reading: str = "", alt: str = "") -> Drawing:
    """An empty labelled figure of ``result``: ``page`` with ``headline``, ``reading``, ``alt`` and the footer of the
    result."""
    return page(footer(result), headline, reading, alt)


def page(foot: str, headline: str, reading: str = "", alt: str = "") -> Drawing:
    """Empty labelled figure: its message ``headline``, a line on how to read it (``reading``), the footer ``foot``, and
    a sentence ``alt`` for a screen reader.

    The sentence is the figure's label (``figure.get_label()``); it defaults to the headline. Axes belong into
    ``figure.body``: on a broad sheet between 0.12 and 0.79 of the height.
    """
    figure = Drawing(figsize=SHEET.get().size, dpi=DPI)
    FigureCanvasAgg(figure)
    figure.set_label(result_view.clean(alt or headline))
    if SHEET.get().tall:
        fitting.frame(figure, plain(headline), plain(reading), plain(foot), {"large": LARGE - 2, "small": SMALL})
        return figure
    lines = textwrap.wrap(result_view.clean(headline), 72, break_long_words=True)[:2]
    below = 0.905 if len(lines) == 1 else 0.875
    size = LARGE if len(lines) == 1 else LARGE - 3
    fitting.line(figure, 0.97, plain("\n".join(lines)), fontsize=size, weight="bold", va="top", linespacing=1.1)
    fitting.line(figure, below, plain(reading), color=QUIET, va="top")
    fitting.line(figure, 0.022, plain(foot), color=QUIET, va="bottom")
    return figure


def notice(result: result_view.Outcome, title: str, why: str) -> Figure:
    """A figure called ``title`` for ``result`` that says ``why`` there is nothing to draw."""
    figure = canvas(result, title, alt=f"{title}: {why}")
    lines = textwrap.wrap(why, 36 if SHEET.get().tall else 60)
    figure.text(0.5, 0.5, plain("\n".join(lines)), ha="center", va="center", fontsize=18, color=QUIET)
    return figure


def fan(axes: Any, bands: Any, colour: str = BLUE, scale: float = 1.0) -> None:
    """Fan of 50, 80 and 95 % of runs with the median in ``axes``, in this ``colour``, values times ``scale``.

    ``bands`` is a frame indexed by year with columns q2.5, q10, q25, q50, q75, q90, q97.5 (`result_view.bands`).
    """
    for low, high, alpha in (("q2.5", "q97.5", 0.16), ("q10", "q90", 0.22), ("q25", "q75", 0.34)):
        axes.fill_between(bands.index, scale * bands[low], scale * bands[high], color=colour, alpha=alpha, lw=0)
    axes.plot(bands.index, scale * bands["q50"], color=colour, lw=2.8)


def year_ticks(axes: Any, most: int = 6) -> None:
    """Whole years on the horizontal axis of ``axes``, at most ``most`` of them; the limits are set before. A year at an
    end of the axis is written inside, so that it meets no neighbour."""
    low, high = axes.get_xlim()
    found = MaxNLocator(most, integer=True, steps=[1, 2, 5, 10]).tick_values(low, high)
    years = [year for year in found if low - 1e-9 <= year <= high + 1e-9]
    axes.set_xticks(years, [f"{year:.0f}" for year in years])
    axes.set_xlim(low, high)
    edge = 0.04 * (high - low)
    for year, label in zip(years, axes.get_xticklabels(), strict=False):
        label.set_horizontalalignment("left" if year - low < edge else "right" if high - year < edge else "center")


def few_ticks(most: int = 4) -> MaxNLocator:
    """At most ``most`` steps between round numbers, 0 among them where it is in sight."""
    return MaxNLocator(most, steps=[1, 2, 2.5, 5, 10])


def line(colour: str, width: float, dashes: str = "-") -> Line2D:
    """A sample of a line for a legend: ``colour``, ``width`` in points and ``dashes``."""
    return Line2D([0], [0], color=colour, lw=width, ls=dashes)


def save(figure: Figure, folder: Path, name: str) -> list[Path]:
    """Write ``figure`` as ``name.png`` and ``name.svg`` into ``folder`` (made if needed), whole or not at all; same
    bytes each time.

    FolderError (exit code 4) where that would replace a file that a results folder has sealed, or where the folder is a
    link inside a results folder, which would lead the figures out of it.
    """
    if any((folder.parent / name).exists() for name in RESULTS):
        confined(folder.parent, folder.name)
    paths = [folder / f"{name}.png", folder / f"{name}.svg"]
    refuse_sealed(paths)
    folder.mkdir(parents=True, exist_ok=True)
    fresh = [path.with_name(f".{path.name}.tmp") for path in paths]
    for made in fresh:
        made.unlink(missing_ok=True)  # a link that lies there is not followed
    try:
        with settings():
            figure.savefig(fresh[0], format="png", metadata={"Software": None})
        with fresh[1].open("w", encoding="utf-8", newline="\n") as file:
            write_svg(figure, file)
        for made, path in zip(fresh, paths, strict=True):
            made.replace(path)
    finally:
        for made in fresh:
            made.unlink(missing_ok=True)
    return paths


def write_svg(figure: Figure, file: TextIO) -> None:
    """Write ``figure`` to ``file`` as SVG, the same text every time."""
    with settings():
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})


@contextmanager
def settings() -> Iterator[None]:
    """Matplotlib's defaults plus this style, whatever the user's own settings are."""
    parameters: Any = mpl.rcParams
    with mpl.rc_context():
        mpl.rcdefaults()
        parameters.update(SETTINGS)
        factor = SHEET.get().factor
        parameters["legend.fontsize"] = SMALL * factor
        parameters["axes.titlepad"] *= factor
        yield
