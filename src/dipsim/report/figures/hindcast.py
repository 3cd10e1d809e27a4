"""How well pairs that came to blows were told from those that did not, and whether the probabilities were right."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from dipsim.report import style
from dipsim.report.layout import shapes
from dipsim.report.result_view import Outcome
from dipsim.scenario.wording import counted
from dipsim.validation.hindcast.features import HORIZON
from dipsim.validation.hindcast.hindcast import BASE, LOGIT, SIMULATED, TABLE, Hindcast
from dipsim.validation.hindcast.scores import reliability

NAME = "hindcast"
TITLE = "Hindcast"
ORDER = 30
ASKED = True  # drawn when a study hands it what to draw, not with every result
LOOKS = {SIMULATED: (style.BLUE, "o"), LOGIT: (style.VERMILION, "s"), TABLE: (style.GREEN, "^")}
READING = "Share of pairs with a dispute by forecast; on the diagonal the forecast was right. Skill: 1 is perfect."


def data(result: Outcome, found: Hindcast | None = None) -> Any:
    """One row per forecast and bin of the hindcast ``found``: the mean forecast, the share with a dispute and the
    number of pairs; ``result`` is not used."""
    if found is None:
        return pd.DataFrame()
    question = found.undirected
    rows = [
        (name, mean, share, count)
        for name in LOOKS
        for _, _, count, mean, share in reliability(question.outcome, question.forecasts[name])
    ]
    return pd.DataFrame(rows, columns=["forecast", "mean", "share", "pairs"])


@style.styled
def figure(result: Outcome, found: Hindcast | None = None) -> Figure:
    """Reliability of simulation, logit and table in the hindcast ``found``, and the Brier skill of every forecast;
    ``result`` gives title and seed."""
    if found is None:
        return style.notice(result, TITLE, "The result has no hindcast: 'dipsim hindcast' makes one.")
    scored = found.undirected.scores
    one = scored[SIMULATED]
    headline = f"{found.year + 1} to {found.year + HORIZON}: AUC {one.auc:.2f}, Brier skill {one.skill:+.2f}"
    alt = f"{headline}; the logit has {scored[LOGIT].auc:.2f} and {scored[LOGIT].skill:+.2f}"
    foot = (
        f"{len(found.undirected.outcome)} same-region pairs  ·  {counted(found.runs, 'replicate')}  ·  {style.HONEST}"
    )
    drawn = style.page(foot, headline, READING, alt)
    left, right = (0.085, 0.15, 0.35, 0.6), (0.72, 0.15, 0.25, 0.6)
    if shapes.tall():
        left, right = shapes.stack(drawn, (1.0, 1.0), (0.95, 0.4), above=0.42, below=0.72)
        inch = 1 / drawn.get_figwidth()
        right = (right[0] + 3.4 * inch, right[1], right[2] - 3.4 * inch, right[3])
    _reliability(drawn.add_axes(left), data(result, found))
    _skill(drawn.add_axes(right), {name: s for name, s in scored.items() if name != BASE})
    return drawn


def _reliability(axes: Any, frame: Any) -> None:
    axes.plot([0, 1], [0, 1], color=style.QUIET, lw=1.4, ls="--")
    for name, (colour, marker) in LOOKS.items():
        rows = frame[frame["forecast"] == name]
        axes.plot(rows["mean"], rows["share"], color=colour, marker=marker, ms=10, lw=2, mec=style.INK, label=name)
    axes.set_xlabel("mean forecast")
    axes.set_title("Share with a dispute")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.get_xticklabels()[0].set_horizontalalignment("left")
    axes.legend(loc="upper left")


def _skill(axes: Any, scored: dict[str, Any]) -> None:
    names = list(reversed(scored))
    colours = [LOOKS.get(name, (style.GREY, ""))[0] for name in names]
    axes.barh(range(len(names)), [scored[name].skill for name in names], color=colours, edgecolor=style.INK)
    axes.set_yticks(range(len(names)), [f"{name}  (AUC {scored[name].auc:.2f})" for name in names])
    axes.axvline(0, color=style.INK, lw=1.6)
    axes.xaxis.set_major_locator(style.few_ticks())
    axes.set_title("Brier skill over the base rate", x=1.0, ha="right")
