"""What happened, in a sentence and a table, and whether cooperation stabilises."""

from __future__ import annotations

from typing import Any

from dipsim.report import result_view, sentences
from dipsim.report.html.markup import text
from dipsim.report.html.part import Part, paragraph, values
from dipsim.report.html.tables import View
from dipsim.report.result_view import Outcome
from dipsim.scenario.wording import counted
from dipsim.study.verdict import decision

OUTCOMES = (
    ("expected_disputes", "disputes per decade, expected"),
    ("observed_disputes", "disputes per decade, observed"),
    ("expected_force", "uses of force per decade, expected"),
    ("force", "P(use of force), points"),
    ("war", "P(war), points"),
    ("trust", "mean trust, points"),
    ("tension", "tension"),
)


def headline(result: Outcome) -> str:
    """The result in a sentence: the word of the verdict where there is one, and how trust moved."""
    row, story = sentences.verdict_row(result), sentences.trust_story(result)
    if row is None:
        return f"{story}."
    if row.word == decision.CANNOT_TELL:
        said = "these runs cannot tell what cooperation does to this region"
    else:
        said = {
            decision.NO_NOTICEABLE_EFFECT: "cooperation has no noticeable effect on conflict in this region",
            decision.PROBABLY_SMALL: "what cooperation does to conflict in this region is probably small",
            decision.MIXED: "cooperation has mixed effects on conflict in this region",
        }.get(row.word, f"cooperation {row.word} this region")
    return f"In these runs {said}; {story[:1].lower()}{story[1:]}."


def happened(view: View) -> Part:
    """The headline of ``view``, and the metrics of the region with the spread of the runs."""
    result = view.result
    rows = []
    for metric in result_view.metric_summaries(result):
        start = "" if metric.start is None else sentences.shown(metric, metric.start)
        what = "interval" if metric.chance else "of runs"
        rows.append([metric.name, start, sentences.shown(metric, metric.value), f"{sentences.band(metric)} ({what})"])
    found = values(
        "Means over runs. Range: 95 % of the runs, or the 95 % interval of a probability.",
        ["metric", "start", "end or whole run", "95 %"],
        rows,
    )
    lead = paragraph(headline(result), "lead")
    return Part("happened", "What happened", f"{lead}{found if rows else ''}{_missed(result)}")


def _missed(result: Outcome) -> str:
    """Dated acts that never took place, and why."""
    listed = "".join(f"<li>{text(line)}</li>" for line in result_view.missed_acts(result))
    return f"<h3>Dated acts that never took place in the runs kept in detail</h3><ul>{listed}</ul>" if listed else ""


def verdict(view: View) -> Part:
    """The verdict of ``view`` on cooperation as a whole, its effects and its controls."""
    result = view.result
    row, name, title = sentences.verdict_row(result), "verdict", "Does cooperation stabilise?"
    if row is None:
        return Part(name, title, paragraph(sentences.verdict(result)))
    meaning = sentences.MEANING.get(row.word, "")
    statement = f'<div class="verdict"><strong>{text(row.shown)}</strong>{text(sentences.verdict(result))}</div>'
    reading = paragraph(f"{row.shown.capitalize()}: {meaning}. {sentences.READING}")
    return Part(name, title, f"{statement}{reading}{_effects(row)}{_controls(result)}")


def _effects(row: Any) -> str:
    rows = []
    for outcome, label in OUTCOMES:
        found = row.effects.get(outcome)
        if found is not None:
            scale = 100 if outcome in sentences.POINTS else 1
            rows.append([label, sentences.number(found.base * scale), sentences.effect(row, outcome)])
    head = ["outcome", "without it", "effect [95 % interval]"]
    return values("Effect of cooperation: with it minus without it", head, rows)


def _controls(result: Outcome) -> str:
    rows = [
        [row.title, row.shown, sentences.effect(row, "expected_disputes"), sentences.effect(row, "expected_force")]
        for row in sentences.controls(result)
    ]
    if not rows:
        return ""
    note = paragraph(
        "Null: acts are drawn and served but change nothing, so its effect must be exactly 0. "
        "Cost-only: the same money and staff are spent without effect."
    )
    head = ["control", "word", "disputes per decade", "uses of force per decade"]
    return f"<h3>Controls</h3>{note}{values('Controls on the same draws', head, rows)}"


def caption(result: Outcome) -> str:
    """What the scenario of ``result`` says of itself, then runs, length and seed."""
    runs, seed = result.runs, result.manifest.get("seed", "unknown")
    message = f"{counted(runs, 'replicate')} of {result_view.span(result):.3g} years, seed {seed}."
    about = str(getattr(result.spec, "about", None) or "")
    return f"{about} {message}".strip()
