"""The network of trust at the end: who stands with whom."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from dipsim.report import relation_changes, result_view, sentences, style
from dipsim.report.drawing import Drawing
from dipsim.report.layout import shapes
from dipsim.report.result_view import Outcome
from dipsim.scenario.wording import counted

NAME = "trust_network"
TITLE = "The network of trust"
ORDER = 6
READING = "Trust between two nations at the end of the runs: the mean of both directions, over all runs."
MIDDLE = (0.45, 0.55)
MOST = 60
NATIONS = 40


def data(result: Outcome) -> Any:
    """Pairs of the largest nations of ``result``, trust at the end (mean of directions and runs): columns one, other,
    trust, pact."""
    if result_view.table(result, "dyads").empty:
        return pd.DataFrame()
    both = relation_changes.matrix(result, end=True)
    codes = _largest(result, list(both.index))
    trust = ((both + both.T) / 2).loc[codes, codes]
    allied = pacts(result)
    pairs = [(one, other) for place, one in enumerate(trust.index) for other in trust.index[place + 1 :]]
    listed = [(one, other, float(trust.loc[one, other]), frozenset((one, other)) in allied) for one, other in pairs]
    return pd.DataFrame(listed, columns=["one", "other", "trust", "pact"]).dropna().reset_index(drop=True)


def pacts(result: Outcome) -> set[frozenset[str]]:
    """Pairs with a pact in the scenario of ``result``, listed in a relation or through an alliance."""
    found = {
        frozenset(entry.between)
        for entry in getattr(result.spec, "relations", None) or []
        if getattr(entry, "pact", None)
    }
    for group in getattr(result.spec, "organisations", None) or []:
        if getattr(group, "kind", None) == "alliance":
            found |= {frozenset((one, other)) for one in group.members for other in group.members if one != other}
    return found


@style.styled
def figure(result: Outcome) -> Figure:
    """The nations of ``result`` by GDP, joined by trust; the layout follows from trust at the start."""
    pairs = data(result)
    if pairs.empty:
        return style.notice(result, TITLE, "The result has no dyad table, so there is no network of trust.")
    drawn = style.canvas(result, _headline(pairs), READING, _caption(result, pairs))
    low, high = drawn.body
    wide = shapes.tall()
    axes = drawn.add_axes(
        (0.0, low + 0.3 * (high - low), 1.0, 0.7 * (high - low)) if wide else (0.01, 0.08, 0.72, 0.78)
    )
    axes.set_axis_off()
    places = layout(result)
    crowd = min(1.0, 10 / len(places))
    strength = (pairs["trust"] - 0.5).abs().sort_values(ascending=False, kind="stable")
    shown = pairs.loc[sorted(strength.index[:MOST])]
    for _, pair in shown.iterrows():
        ends = places[pair["one"]], places[pair["other"]]
        _edge(axes, np.array(ends).T, float(pair["trust"]), bool(pair["pact"]), crowd)
    _nodes(result, axes, places, crowd)
    _key(drawn, len(shown), len(pairs))
    return drawn


def layout(result: Outcome) -> dict[str, Any]:
    """Place of each nation of ``result`` on an ellipse, shape (2,): those who trusted each other at the start are
    neighbours.

    The order is that of the angles of Kamada and Kawai's layout (1989), in which distance falls with trust.
    """
    start = relation_changes.matrix(result, end=False)
    codes = _largest(result, list(start.index))
    trust = ((start + start.T) / 2).fillna(0.5).loc[codes, codes]
    first = np.pi if len(codes) == 2 else np.pi / 2
    if len(codes) > 3:
        apart = {one: {other: 1.6 - float(trust.loc[one, other]) for other in codes if other != one} for one in codes}
        placed = nx.kamada_kawai_layout(nx.complete_graph(codes), dist=apart)
        centre = sum(placed.values()) / len(placed)
        codes.sort(key=lambda code: round(float(np.arctan2(*(placed[code] - centre))), 6))
    turns = first - 2 * np.pi * np.arange(len(codes)) / max(1, len(codes))
    return {code: np.array([1.3 * np.cos(turn), np.sin(turn)]) for code, turn in zip(codes, turns, strict=True)}


def _edge(axes: Any, ends: Any, trust: float, pact: bool, crowd: float) -> None:
    """Solid blue for trust, dashed vermilion for distrust, thin grey between; a pact is a dark casing.

    ``ends`` is [coordinate, end]; lines get thinner by ``crowd`` where there are many nations.
    """
    strength = min(1.0, 2 * abs(trust - 0.5))
    if pact:
        axes.plot(*ends, color=style.INK, lw=7 + 7 * strength * crowd, solid_capstyle="butt", zorder=1)
        axes.plot(*ends, color="white", lw=4.5 + 7 * strength * crowd, solid_capstyle="butt", zorder=1.5)
    colour, dashes, weight = _look(trust)
    width = weight * (1.2 + 6.5 * strength * crowd)
    axes.plot(*ends, lw=width, color=colour, ls=dashes, zorder=2 + strength, alpha=0.9)


def _look(trust: float) -> tuple[str, Any, float]:
    if trust < MIDDLE[0]:
        return style.VERMILION, (0, (2.2, 1.3)), 0.8
    return (style.BLUE, "-", 1.0) if trust > MIDDLE[1] else ("#a6a6a6", "-", 1.0)


def _nodes(result: Outcome, axes: Any, places: dict[str, Any], crowd: float) -> None:
    """Nations, their names (codes where there are many) outside the ring."""
    areas = {code: crowd * size for code, size in sizes(result, list(places)).items()}
    width = 14 if len(places) <= 16 else 0
    for code, (across, up) in places.items():
        axes.scatter(across, up, s=areas[code], color="#f2f2f2", edgecolor=style.INK, lw=2, zorder=5)
        gap = (areas[code] ** 0.5) / 2 + 5
        side = 0 if abs(across) < (0.15 if width else 0.6) else np.sign(across)
        axes.annotate(
            style.name(result, code, width),
            (across, up),
            (gap * side, gap * up),
            textcoords="offset points",
            ha=("right", "center", "left")[int(side) + 1],
            va="center" if side and abs(up) < 0.7 else "bottom" if up > 0 else "top",
            fontsize=16 if len(places) <= 28 else style.SMALL,
            weight="bold",
            zorder=6,
        )
    axes.set_xlim(-2.15, 2.15)
    axes.set_ylim(-1.25, 1.25)


def _largest(result: Outcome, codes: list[str]) -> list[str]:
    """The nations with the largest gdp, at most NATIONS, in order of their codes."""
    areas = sizes(result, codes)
    return sorted(sorted(codes, key=lambda code: (-areas[code], code))[:NATIONS])


def sizes(result: Outcome, codes: list[str]) -> dict[str, float]:
    """Areas of the nodes of the nations ``codes`` of ``result`` in square points, in proportion to GDP at the end (mean
    over runs) above a visible least."""
    frame = result_view.table(result, "nations")
    if frame.empty:
        return dict.fromkeys(codes, 500.0)
    gdp = result_view.plain_keys(frame[frame["tick"] == frame["tick"].max()]).groupby("nation")["gdp"].mean()
    top = float(gdp.max())
    return {code: 120 + 1500 * float(gdp.get(code, 0.0)) / top for code in codes}


def _key(drawn: Drawing, shown: int, pairs: int) -> None:
    lines = [style.line(style.BLUE, 6), style.line("#a6a6a6", 2), style.line(style.VERMILION, 4, "--")]
    named = ["trust above 55 %", "45 to 55 %", "distrust, below 45 %"]
    left, top, beside = (0.73, 0.8, 0.54) if not shapes.tall() else (0.02, drawn.body[0] + 0.195, 0.0)
    drawn.legend(lines, named, loc="upper left", bbox_to_anchor=(left, top), handlelength=2.2, labelspacing=0.7)
    notes = [
        "wider: further from 50 %",
        "double edge: pact at the start",
        "node area: gdp at the end",
        "neighbours: trusted at the start",
    ]
    if shown < pairs:
        notes.append(f"the {shown} strongest of {pairs} pairs")
    across, up = (0.74, beside) if beside else (0.52, top - 0.01)
    drawn.text(across, up, "\n".join(notes), fontsize=style.SMALL, color=style.QUIET, va="top", linespacing=1.7)


def _headline(pairs: Any) -> str:
    trusting, wary = int((pairs["trust"] > MIDDLE[1]).sum()), int((pairs["trust"] < MIDDLE[0]).sum())
    rest = len(pairs) - trusting - wary
    return f"At the end: {counted(trusting, 'pair')} in trust, {wary} in distrust, {rest} in between"


def _caption(result: Outcome, pairs: Any) -> str:
    order = pairs.sort_values(["trust", "one", "other"])
    parts = [
        f"{word} between {result_view.name(result, pair['one'])} and {result_view.name(result, pair['other'])}, "
        f"{sentences.percent(pair['trust'])}"
        for pair, word in ((order.iloc[-1], "most"), (order.iloc[0], "least"))
    ]
    return f"{_headline(pairs)}. Mutual trust: {'; '.join(parts)}."
