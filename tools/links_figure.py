"""Draw how pairs are stored: the picture of docs/links.md, from the links of a small made-up region.

python tools/links_figure.py            write docs/figures/links.svg
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from dipsim.kernels.pair_array import SPECIAL
from dipsim.model.links import links_of, places, rows

PAGE = Path(__file__).resolve().parents[1] / "docs" / "figures" / "links.svg"
NATIONS = "ABCDE"
LINKED = ((0, 1), (0, 2), (1, 2), (2, 3), (3, 4))
EXTRA = ("itself", "strangers")
BLUE, PALE = "#0072B2", "#DDDDDD"


def cell(axes: Any, x: float, y: float, text: str, colour: str) -> None:
    """A box of width and height 1 with a text."""
    axes.add_patch(plt.Rectangle((x, y), 1, 1, facecolor=colour, edgecolor="white"))
    dark = colour == BLUE
    axes.text(x + 0.5, y + 0.5, text, ha="center", va="center", fontsize=9, color="white" if dark else "black")


def table(axes: Any, link: Any) -> None:
    """The table ``link``: the place of every directed dyad."""
    n = len(NATIONS)
    for i in range(n):
        axes.text(-0.3, n - i - 0.5, NATIONS[i], ha="right", va="center")
        axes.text(i + 0.5, n + 0.3, NATIONS[i], ha="center")
        for j in range(n):
            cell(axes, j, n - 1 - i, str(link[i, j]), BLUE if link[i, j] >= SPECIAL else PALE)
    axes.set_title("link[i, j]: place of a directed dyad", loc="left", fontsize=10)


def stored(axes: Any, link: Any, runs: int) -> None:
    """One row of ``dyad``: places in the axis of pairs down, runs across."""
    first, second = places(link)
    names = [*EXTRA, *(f"{NATIONS[i]} about {NATIONS[j]}" for i, j in zip(first, second, strict=True))]
    for place, name in enumerate(names):
        y = len(names) - 1 - place
        axes.text(-0.2, y + 0.5, f"{place}  {name}", ha="right", va="center", fontsize=9)
        for r in range(runs):
            cell(axes, r, y, "", BLUE if place >= SPECIAL else PALE)
    axes.set_title("dyad[TRUST]: one row for each place, runs innermost", loc="left", fontsize=10)


def main() -> None:
    linked = np.zeros((len(NATIONS), len(NATIONS)), dtype=bool)
    for i, j in LINKED:
        linked[i, j] = True
    found = links_of(linked)
    runs = 8
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    table(left, found.link)
    stored(right, found.link, runs)
    left.set(xlim=(-1, len(NATIONS)), ylim=(-3.2, len(NATIONS) + 1))
    right.set(xlim=(-4.2, runs), ylim=(0, rows(found.link)))
    left.text(0, -0.7, f"neighbours_from   {found.neighbours_from.tolist()}", family="monospace", fontsize=8)
    left.text(0, -1.4, f"neighbours_after  {found.neighbours_after.tolist()}", family="monospace", fontsize=8)
    left.text(0, -2.1, f"neighbour         {found.neighbour.tolist()}", family="monospace", fontsize=8)
    left.text(0, -2.9, "grey: an extra row, read and never written", fontsize=8, color="#555555")
    for axes in (left, right):
        axes.set_axis_off()
    plt.rcParams.update({"svg.hashsalt": "dipsim", "svg.fonttype": "none"})
    figure.savefig(PAGE, metadata={"Date": None})
    print(PAGE)


if __name__ == "__main__":
    main()
