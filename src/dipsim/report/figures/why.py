"""Why trust moved: the causes of chosen relations stacked over time, from the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from dipsim.report import relation_changes, result_view, sentences, style
from dipsim.report.result_view import REST, Outcome
from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.wording import possessive

NAME = "why"
TITLE = "The causes behind trust"
ORDER = 2
KEPT = 6
READING = "Causes above 0 build trust, below 0 wear it down; the black line is their sum, read as trust on the right."
TRUSTS = (0.5, 0.25, 0.75, 0.1, 0.9, 0.02, 0.98, 0.002, 0.998)


def data(result: Outcome, dyads: Sequence[tuple[str, str]] | None = None) -> Any:
    """Causes behind the change of each chosen relation: truster, trustee, cause, value and points as in `behind`."""
    found = [
        relation_changes.behind(result, *pair, count=KEPT).assign(truster=pair[0], trustee=pair[1])
        for pair in _chosen(result, dyads)
    ]
    found = [frame for frame in found if not frame.empty]
    return (
        pd.concat(found, ignore_index=True)[["truster", "trustee", *relation_changes.CAUSES]]
        if found
        else pd.DataFrame()
    )


def _chosen(result: Outcome, dyads: Sequence[tuple[str, str]] | None) -> list[tuple[str, str]]:
    if dyads is not None:
        return list(dyads)[:6]
    found = relation_changes.biggest(result, 3)
    return list(zip(found["truster"], found["trustee"], strict=True))


@style.styled
def figure(result: Outcome, dyads: Sequence[tuple[str, str]] | None = None) -> Figure:
    """Small multiples of the chosen relations (default the three that changed most, at most six).

    Positive causes are stacked above 0 and negative ones below, in log-odds; the line is their sum, which is the
    log-odds of trust, read as a probability on the right. Means over the runs whose ledger is kept.
    """
    chosen = _chosen(result, dyads)
    accounts = {pair: relation_changes.accounts(result, *pair, baseline=False) for pair in chosen}
    accounts = {pair: frame for pair, frame in accounts.items() if not frame.empty}
    if not accounts:
        return style.notice(
            result, TITLE, "The result has no ledger of these relations, so their causes cannot be shown."
        )
    causes = relation_changes.leading(list(accounts.values()), KEPT)
    drawn = style.canvas(result, _headline(result, list(accounts)), READING, _caption(result, list(accounts)))
    columns = min(3, len(accounts))
    rows = -(-len(accounts) // columns)
    grid = drawn.subplots(
        rows,
        columns,
        sharey=True,
        squeeze=False,
        gridspec_kw={"left": 0.075, "right": 0.925, "bottom": 0.265, "top": 0.79, "wspace": 0.09, "hspace": 0.45},
    )
    limits = _limits([relation_changes.grouped(frame, causes) for frame in accounts.values()])
    for place, axes in enumerate(grid.flat):
        if place >= len(accounts):
            axes.set_visible(False)
            continue
        pair = list(accounts)[place]
        _panel(axes, relation_changes.grouped(accounts[pair], causes), limits)
        axes.set_title(style.relation(result, *pair, width=12))
        _trust_axis(axes, rows, labels=place % columns == columns - 1 or place == len(accounts) - 1)
    for axes in grid[:, 0]:
        axes.set_ylabel("log-odds of trust")
    _key(drawn, causes)
    return drawn


def panel(result: Outcome, axes: Any, dyads: Sequence[tuple[str, str]] | None = None) -> None:
    """The causes of one relation, the first of ``dyads`` or the one that changed most, in given axes."""
    pair = _chosen(result, dyads)[0]
    frame = relation_changes.accounts(result, *pair, baseline=False)
    if frame.empty:
        raise ArgumentError(f"no ledger was kept of the trust of {pair[0]} in {pair[1]}")
    kept = relation_changes.grouped(frame, relation_changes.leading([frame], KEPT))
    _panel(axes, kept, _limits([kept]))
    axes.set_title(style.relation(result, *pair, width=12))
    axes.set_ylabel("log-odds of trust")
    named = [style.plain(relation_changes.wording(cause), 24) for cause in kept.columns]
    looks = [_look(place, cause) for place, cause in enumerate(kept.columns)]
    patches = [Patch(facecolor=colour, hatch=hatch, edgecolor="white") for colour, hatch in looks]
    axes.legend(patches, named, fontsize="small")


def _limits(stacks: Sequence[Any]) -> tuple[float, float]:
    """Lowest and highest log-odds of any stack, with some room; 0 is always well in sight."""
    high = max(0.5, *(float(kept.clip(lower=0).sum(axis=1).max()) for kept in stacks))
    low = min(-0.5, *(float(kept.clip(upper=0).sum(axis=1).min()) for kept in stacks))
    room = 0.05 * (high - low)
    return low - room, high + room


def _panel(axes: Any, kept: Any, limits: tuple[float, float]) -> None:
    for sign in (1, -1):
        floor = np.zeros(len(kept))
        for place, cause in enumerate(kept.columns):
            top = floor + np.maximum(sign * kept[cause].to_numpy(), 0)
            colour, hatch = _look(place, cause)
            axes.fill_between(
                kept.index, sign * floor, sign * top, facecolor=colour, hatch=hatch, edgecolor="white", lw=0.6
            )
            floor = top
    axes.plot(kept.index, kept.sum(axis=1), color="white", lw=5.5)
    axes.plot(kept.index, kept.sum(axis=1), color=style.INK, lw=3)
    axes.axhline(0, color=style.INK, lw=1)
    axes.set_xlim(kept.index[0], kept.index[-1])
    axes.set_ylim(*limits)
    style.year_ticks(axes, 4)


def _look(place: int, cause: str) -> tuple[str, str]:
    return ("#bdbdbd", "") if cause == REST else (style.CATEGORIES[place], style.HATCHES[place])


def _trust_axis(axes: Any, rows: int, labels: bool) -> None:
    """The same height read as trust, 50 % at 0; marks that would touch are left out."""
    right = axes.twinx()
    low, high = axes.get_ylim()
    right.set_ylim(low, high)
    marks: dict[float, float] = {}
    for share in TRUSTS:
        height = float(np.log(share / (1 - share)))
        if low <= height <= high and all(abs(height - other) > 0.065 * rows * (high - low) for other in marks):
            marks[height] = share
    right.set_yticks(list(marks), [f"{100 * share:g} %" for share in marks.values()])
    right.grid(False)
    right.spines["right"].set_visible(labels)
    right.tick_params(right=labels, labelright=labels)
    if labels:
        right.set_ylabel("trust")


def _key(drawn: Figure, causes: Sequence[str]) -> None:
    named = [*causes, REST]
    looks = [_look(place, cause) for place, cause in enumerate(named)]
    patches = [Patch(facecolor=colour, hatch=hatch, edgecolor="white") for colour, hatch in looks]
    words = [style.plain(relation_changes.wording(cause), 24) for cause in named]
    line = style.line(style.INK, 3)
    drawn.legend(
        [line, *patches],
        ["sum = trust", *words],
        loc="lower center",
        ncols=4,
        bbox_to_anchor=(0.5, 0.06),
        columnspacing=1.4,
        handlelength=1.8,
        handleheight=1.0,
        labelspacing=0.35,
    )


def _headline(result: Outcome, pairs: Sequence[tuple[str, str]]) -> str:
    one, other = pairs[0]
    found = relation_changes.behind(result, one, other, 1)
    names = f"{possessive(style.shown(result, one, 16))} trust in {style.shown(result, other, 16)}"
    if found.empty:
        return f"Nothing moved {names}"
    return f"{names} is moved most by {relation_changes.wording(str(found['cause'][0]))}"


def _caption(result: Outcome, pairs: Sequence[tuple[str, str]]) -> str:
    parts = [
        f"{result_view.name(result, one)} in {result_view.name(result, other)}: {sentences.because(result, one, other)}"
        for one, other in pairs
    ]
    return "Changes of the causes of trust from start to end, in log-odds. " + "; ".join(parts) + "."
