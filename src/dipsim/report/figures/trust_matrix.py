"""Who trusts whom: nation by nation, at the start and at the end."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from dipsim.report import relation_changes, result_view, sentences, style
from dipsim.report.drawing import Drawing
from dipsim.report.layout import shapes
from dipsim.report.result_view import Outcome
from dipsim.scenario.wording import possessive

NAME = "trust_matrix"
TITLE = "Who trusts whom"
ORDER = 5
READING = "Rows trust columns; mean over runs in %. Blue above 50, vermilion below, white between."
NUMBERED = 14  # nations up to which each value is written
LEGIBLE = 21  # nations whose names can be read
STACKED = 12  # nations up to which two matrices fit one below the other


def data(result: Outcome) -> Any:
    """Every directed relation of ``result`` with its mean trust at start and end; columns as
    ``relation_changes.changes``."""
    return relation_changes.changes(result)


@style.styled
def figure(result: Outcome, most: int = 40) -> Figure:
    """Two matrices of ``result``, rows trusting columns; of more than ``most`` nations those whose trust moved most."""
    if result_view.table(result, "dyads").empty:
        return style.notice(result, TITLE, "The result has no dyad table, so there is no matrix of trust.")
    codes = _codes(result, min(most, LEGIBLE))
    every = _count(result)
    reading = (
        READING if len(codes) == every else f"{READING} The {len(codes)} of {every} nations whose trust moved most."
    )
    drawn = style.canvas(result, _headline(result), reading, _caption(result))
    ends = [(False, "At the start"), (True, "At the end")]
    places, where = _places(drawn, len(codes))
    for place, (end, label) in zip(places, ends[-len(places) :], strict=True):
        axes = drawn.add_axes(place)
        values = relation_changes.matrix(result, end).reindex(index=codes, columns=codes)
        image = _matrix(axes, 100 * values.to_numpy(dtype=float))
        _ticks(result, axes, codes, rows=shapes.tall() or not end)
        axes.set_title(label, pad=10)
    bar = drawn.colorbar(image, cax=drawn.add_axes(where), ticks=[0, 25, 50, 75, 100])
    bar.ax.set_yticklabels(["0 %", "25 %", "50 %", "75 %", "100 %"])
    return drawn


def _places(drawn: Drawing, count: int) -> tuple[list[Any], Any]:
    """Places of the matrices and of their scale; on a tall sheet two of few nations, of many the one at the end."""
    if not shapes.tall():
        return [(0.105 + 0.425 * place, 0.185, 0.325, 0.5775) for place in (0, 1)], (0.9, 0.185, 0.018, 0.5775)
    found = shapes.stack(drawn, [1.0] * (2 if count <= STACKED else 1), (1.3, 1.35), above=0.45, below=0.55)
    left, _, wide, _ = found[-1]
    if count > STACKED:  # the matrix is as high as it is wide, in the middle of its place
        high = wide * drawn.get_figwidth() / drawn.get_figheight()
        found = [(left, found[0][1] + found[0][3] - high, wide, high)]
    top = found[0][1] + found[0][3]
    return found, (left + wide + 0.03, found[-1][1], 0.03, top - found[-1][1])


def _count(result: Outcome) -> int:
    """How many nations there are."""
    dyads = result_view.table(result, "dyads")
    return len(set(dyads["truster"]) | set(dyads["trustee"]))


def panel(result: Outcome, axes: Any, end: bool = True, most: int = 40) -> None:
    """The matrix of ``result`` at the ``end`` of the runs, or at their start, in the given ``axes``; of more than
    ``most`` nations those whose trust moved most."""
    codes = _codes(result, most)
    values = relation_changes.matrix(result, end).reindex(index=codes, columns=codes)
    _matrix(axes, 100 * values.to_numpy(dtype=float))
    _ticks(result, axes, codes, rows=True)


def _codes(result: Outcome, most: int) -> list[str]:
    found = relation_changes.changes(result)
    moved = found.groupby("truster")["change"].agg(lambda change: change.abs().sum())
    order = sorted(
        set(found["truster"]) | set(found["trustee"]), key=lambda code: (-round(float(moved.get(code, 0.0)), 12), code)
    )
    return sorted(order[:most])


def _matrix(axes: Any, values: Any) -> Any:
    colours = style.DIVERGING.with_extremes(bad="#ffffff")
    image = axes.imshow(np.ma.masked_invalid(values), cmap=colours, vmin=0, vmax=100, aspect="equal")
    count = len(values)
    axes.set_xticks(np.arange(count + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(count + 1) - 0.5, minor=True)
    axes.grid(False)
    axes.grid(True, which="minor", color="white", lw=2 if count <= NUMBERED else 0.5)
    axes.tick_params(which="both", length=0)
    axes.spines[:].set_visible(False)
    if count <= NUMBERED:
        size = min(17.0, 150.0 / count)
        for (row, column), value in np.ndenumerate(values):
            if np.isfinite(value):
                ink = "white" if abs(value - 50) > 28 else style.INK
                axes.text(column, row, f"{value:.0f}", ha="center", va="center", fontsize=size, color=ink)
    return image


def _ticks(result: Outcome, axes: Any, codes: list[str], rows: bool) -> None:
    size = min(style.SMALL, 300.0 / len(codes))
    axes.set_xticks(
        range(len(codes)), [style.plain(code, 5) for code in codes], rotation=90 if len(codes) > 8 else 0, fontsize=size
    )
    names = [style.name(result, code, 10) for code in codes] if rows else []
    axes.set_yticks(range(len(codes)), names or [""] * len(codes), fontsize=size)


def _headline(result: Outcome) -> str:
    found = relation_changes.biggest(result, 1).iloc[0]
    one, other = (style.shown(result, found[side], 16) for side in ("truster", "trustee"))
    verb = "rises" if found["change"] > 0 else "falls"
    start, end = sentences.percent(found["start"]), sentences.percent(found["end"])
    return f"{possessive(one)} trust in {other} {verb} most, from {start} to {end}"


def _caption(result: Outcome) -> str:
    listed = [sentences.change(result, row) for _, row in relation_changes.biggest(result, 3).iterrows()]
    return f"Who trusts whom at the start and at the end, means over runs. Largest changes: {'; '.join(listed)}."
