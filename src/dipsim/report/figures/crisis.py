"""Why one crisis came: the roads to it on both sides, strength as seen and as it was, and the ledger of trust."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from dipsim.report import relation_changes, result_view, style
from dipsim.report.drawing import Drawing
from dipsim.report.layout import blocks, shapes
from dipsim.report.result_view import Outcome
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.wording import possessive
from dipsim.study.attribution.crisis_text import ROADS

NAME = "crisis"
TITLE = "Why this crisis"
ORDER = 10
ALONE = True  # where no crisis is given it finds one
ASKED = True  # it plays a run again, so it is drawn when it is asked for, not with every result
MOST = 9
SHORT = ("accidents, friction", "opportunity", "fear of its strength", "strengths known", "as it was seen", "as it was")
LOOKS = {"incident": ("#bdbdbd", ""), "motive": (style.ORANGE, ".."), "fear": (style.VERMILION, "//")}
READING = (
    "Hazard: what drove each side when the dispute began. Strength: what it thought of the other. Trust: its causes."
)


def data(result: Outcome, found: Any = None) -> Any:
    """One row per side and road of the crisis ``found``: challenger, target, road, and its part of the hazard per year
    (with the shock). Without ``found`` it is one of ``result``."""
    found = found or _crisis(result)
    if found is None:
        return pd.DataFrame(columns=["challenger", "target", "road", "hazard"])
    shock = found.moment.shock
    listed = [
        (side.challenger, side.target, road.name, shock * side.hazard * road.share)
        for side in found.moment.sides
        for road in side.roads
    ]
    return pd.DataFrame(listed, columns=["challenger", "target", "road", "hazard"])


def _crisis(result: Outcome) -> Any:
    """The use of force at the median date among the first ones of the runs kept in detail, played again."""
    events = result_view.table(result, "events")
    if events.empty or not isinstance(result.spec, Spec):
        return None
    rows = result_view.plain_keys(events)
    begun = (rows["event"] == "dispute") & (rows["value"] >= 4)
    force = rows[begun | ((rows["event"] == "climbed") & (rows["value"] == 4))]
    firsts = force.sort_values(["run", "tick"], kind="stable").drop_duplicates("run").sort_values(["tick", "run"])
    if firsts.empty:
        return None
    from dipsim.study.attribution.crisis import crisis

    chosen = firsts.iloc[(len(firsts) - 1) // 2]
    which: dict[str, Any] = {"run": int(chosen["run"]), "seed": int(result.manifest["seed"])}
    return crisis(result.spec, replicates=1, informed=False, **which)


@style.styled
def figure(result: Outcome, found: Any = None) -> Figure:
    """The terms of the hazard of the crisis ``found`` (a ``dipsim.study.attribution.crisis.Crisis``).

    Unless given, it is the first use of force of one of the runs of ``result`` kept in detail, that of the median date.

    Unless given, it is the first use of force of one of the runs kept in detail, that of the median date.
    """
    found = found or _crisis(result)
    if found is None:
        return style.notice(result, TITLE, "The result has no use of force in the runs that are kept in detail.")
    drawn = style.canvas(result, _headline(result, found), READING, " ".join(str(found).split("\n")))
    _key(drawn)
    _ladder(drawn, found)
    roads, strength, trust = _places(drawn)
    _roads(result, drawn.add_axes(roads), found.moment)
    _strength(result, drawn.add_axes(strength), found.moment)
    _trust(result, drawn.add_axes(trust), found.moment)
    return drawn


def _places(drawn: Drawing) -> list[Any]:
    """Places of the three panels: side by side or, on a tall sheet, one below the other."""
    if shapes.tall():
        return shapes.stack(drawn, (1.0, 1.0, 2.2), (2.75, 0.4), above=0.4, below=0.6)
    return [(0.145, 0.35, 0.22, 0.4), (0.405, 0.35, 0.185, 0.4), (0.79, 0.2, 0.185, 0.55)]


def _roads(result: Outcome, axes: Any, terms: Any) -> None:
    """A stacked bar for each side, and the hazard with strengths known as an open mark."""
    for place, side in enumerate(terms.sides):
        left = 0.0
        for road in side.roads:
            width = 100 * terms.shock * side.hazard * road.share
            colour, hatch = LOOKS[road.name]
            axes.barh(place, width, left=left, height=0.5, color=colour, hatch=hatch, edgecolor="white", lw=0.6)
            left += width
        known = 100 * terms.shock * side.informed
        axes.plot([known, known], [place - 0.36, place + 0.36], color=style.INK, lw=3)
    names = [f"{style.name(result, side.challenger, 10)}" for side in terms.sides]
    gap = " " if shapes.tall() else "\n"
    axes.set_yticks(range(2), [f"{name}{gap}challenges" for name in names])
    axes.set_ylim(1.6, -0.6)
    axes.set_xlim(0, None)
    axes.set_title("Hazard of a dispute", x=0.0 if shapes.tall() else -0.2)
    axes.set_xlabel("% a year", color=style.QUIET)
    axes.xaxis.set_major_locator(style.few_ticks())
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)


def _strength(result: Outcome, axes: Any, terms: Any) -> None:
    """For each side the strength of the other: as it was, and as this side saw it."""
    for place, side in enumerate(terms.sides):
        axes.plot([side.true, side.seen], [place, place], color=style.QUIET, lw=2.5, zorder=1)
        axes.plot(side.true, place, marker="o", ms=13, color="white", mec=style.INK, mew=2.5)
        axes.plot(side.seen, place, marker="o", ms=13, color=style.VERMILION, mec=style.INK, mew=1)
        message = f"{style.name(result, side.target, 10)}: {100 * side.misjudged:+.0f} %"
        axes.text(0.02, place - 0.2, message, transform=axes.get_yaxis_transform(), va="bottom", fontsize=style.SMALL)
    reach = max(value for side in terms.sides for value in (side.true, side.seen))
    axes.set_xlim(0, 1.15 * reach if reach > 0 else 1)
    axes.set_ylim(1.6, -0.6)
    axes.set_yticks(
        range(2),
        [f"seen by {style.name(result, side.challenger, 10)}" if shapes.tall() else "" for side in terms.sides],
    )
    axes.set_title("Strength of the other", x=0.0 if shapes.tall() else -0.05)
    axes.set_xlabel("bn USD of arms", color=style.QUIET)
    axes.xaxis.set_major_locator(style.few_ticks())
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)


def _trust(result: Outcome, axes: Any, terms: Any) -> None:
    """The causes of the challenger's trust, the largest first."""
    causes = list(terms.ledgers[0].items())[: MOST - 2 if shapes.tall() else MOST]
    for place, (_, value) in enumerate(causes):
        colour, hatch = (style.BLUE, "") if value > 0 else (style.VERMILION, "//")
        axes.barh(place, value, height=0.64, color=colour, hatch=hatch, edgecolor="white", lw=0.6)
    axes.axvline(0, color=style.INK, lw=1.4)
    axes.set_yticks(range(len(causes)), [style.plain(relation_changes.wording(cause), 22) for cause, _ in causes])
    axes.set_ylim(max(len(causes), 3) - 0.4, -0.6)
    side = terms.sides[0]
    one, other = (style.name(result, code, 10) for code in (side.challenger, side.target))
    axes.set_title(f"{possessive(one)} trust in {other}: {100 * side.trust:.0f} %", x=1.0, ha="right")
    axes.set_xlabel("log-odds", color=style.QUIET)
    axes.xaxis.set_major_locator(style.few_ticks())
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)


def _key(drawn: Figure) -> None:
    patches = [Patch(facecolor=colour, hatch=hatch, edgecolor="white") for colour, hatch in LOOKS.values()]
    dots = [_dot(style.VERMILION), _dot("white")]
    words = [*(ROADS[name].capitalize() for name in LOOKS), "the same with strengths known"]
    words += ["strength as it was seen", "strength as it was"]
    marks = [*patches, style.line(style.INK, 3), *dots]
    if shapes.tall():
        blocks.key(drawn, marks, (0.03, 0.03), 2, SHORT)
    else:
        drawn.legend(marks, words, loc="upper left", bbox_to_anchor=(0.03, 0.245), ncols=2, columnspacing=1.4)


def _dot(colour: str) -> Line2D:
    """A sample of a dot for a legend."""
    return Line2D([0], [0], ls="", marker="o", ms=11, color=colour, mec=style.INK, mew=2)


def _ladder(drawn: Figure, found: Any) -> None:
    """How the dispute went, in one line."""
    steps = "  \u2192  ".join(f"{rung} {date}" for date, rung in found.ladder)
    blocks.note(drawn, 0.083, style.plain(f"The dispute: {steps}", 110), fontsize=style.SMALL, va="center")


def _headline(result: Outcome, found: Any) -> str:
    one, other = (style.shown(result, code, 14) for code in (found.one, found.other))
    roads = dict.fromkeys(LOOKS, 0.0)
    for side in found.moment.sides:
        for road in side.roads:
            roads[road.name] += side.hazard * road.share
    most = max(roads, key=lambda name: roads[name])
    words = {"incident": "friction", "motive": "opportunity", "fear": "fear"}
    return f"{one} against {other}, {found.date}: {words[most]} weighed most"
