"""Verdicts over draws on a screen: the words with their probabilities, the effects, and what to measure next."""

from __future__ import annotations

from typing import Any, TextIO

from rich.console import Group, RenderableType
from rich.text import Text

from dipsim.report.console import COLOURS, WIDEST
from dipsim.report.result_view import clean
from dipsim.report.screen_layout import Rows, show
from dipsim.scenario.draws.priors import priors
from dipsim.scenario.wording import counted
from dipsim.study.uncertainty.verdict_over_draws import NAMED, OverDraws, VerdictOverDraws
from dipsim.study.verdict.decision import WORDS, shown

NOTE = (
    "Shares of draws with 95 % intervals. Effects on disputes per decade: the mean with the interval that chance "
    "leaves, then where nine draws in ten lie."
)


def over_draws_table(found: VerdictOverDraws, stream: TextIO | None = None) -> None:
    """Print the verdict over draws ``found`` to ``stream``."""
    runs = (
        f"{counted(found.pairs, 'pair')} of runs at each of {counted(len(found.draws), 'draw')} of {found.draws.name}"
    )
    parts: list[RenderableType] = [Text(f"{clean(found.title)}: {clean(runs)}, seed {found.seed}", style="bold"), ""]
    parts += [_words(found), Text(NOTE, style="dim")]
    for one in found.found:
        if one.knowing is not None:
            parts += ["", *_worth(one)]
    if found.failed:
        numbers = ", ".join(map(str, found.failed))
        parts += ["", f"Left out, since the start does not settle: draws {numbers}."]
    show(Group(*parts), stream, WIDEST)


def _words(found: VerdictOverDraws) -> Rows:
    rows = []
    for one in found.found:
        effect = one.shares.effects["expected_disputes"]
        likely = max(one.shares.counts, key=lambda word: one.shares.counts[word])
        rows.append(
            (
                Text(clean(one.shares.title)),
                Text(
                    "\n".join(_share(one, word) for word in WORDS if word in one.shares.counts), COLOURS.get(likely, "")
                ),
                f"{effect.mean:+.3g} ({effect.low:+.3g} to {effect.high:+.3g})",
                f"{effect.range[0]:+.3g} to {effect.range[1]:+.3g}",
            )
        )
    return Rows(("Verdict of", "words over draws", "mean effect", "draws"), rows, left=2, heading=2, gap=1)


def _share(one: OverDraws, word: str) -> str:
    share = one.shares.share(word)
    return f"{shown(word)} {100 * share.estimate:.0f} % ({100 * share.low:.0f} to {100 * share.high:.0f})"


def _worth(one: OverDraws) -> list[RenderableType]:
    """The numbers most worth knowing for one target, with the study that would pin each."""
    found: Any = one.knowing
    ending = (
        f"Right now {100 * found.right:.0f} %, at most 100; chance alone gives up to {100 * found.floor:.1f} points."
    )
    if not found.clear:
        title = clean(one.shares.title)
        return [Text(f"{title}: no single number is worth knowing more than by chance. {ending}", style="dim")]
    head = (
        f"What to measure next, for {clean(one.shares.title)}: points by which the direction would be right more often"
    )
    rows = []
    for number in found.numbers[:NAMED]:
        declared = priors().get(number.path)
        mark = "" if number.value > found.floor else " (as by chance)"
        study = "" if declared is None else declared.study
        rows.append((number.path, f"{100 * number.value:.1f} ± {200 * number.error:.1f}{mark}", study))
    table = Rows(("number", "points", "a study that would pin it"), rows, left=1, heading=1, gap=2, wraps={2})
    return [Text(head, style="bold"), table, Text(ending, style="dim")]
