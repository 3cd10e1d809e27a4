"""One self-contained page about a result: what happened, the verdict, the causes, figures, evidence and provenance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dipsim.documentation import evidence
from dipsim.report import figure_registry, relation_changes, result_view, sentences
from dipsim.report.html import markup
from dipsim.report.html.markup import nation, text
from dipsim.report.result_view import Outcome
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.wording import counted

NAME = "report.html"
OUTCOMES = (
    ("expected_disputes", "disputes per decade, expected"),
    ("observed_disputes", "disputes per decade, observed"),
    ("expected_force", "uses of force per decade, expected"),
    ("force", "P(use of force), points"),
    ("war", "P(war), points"),
    ("trust", "mean trust, points"),
    ("tension", "tension"),
)


def page(result: Outcome) -> str:
    """The page as text: no script, no request, all names inert. The same result gives the same text."""
    parts = [
        *_advice(result),
        _happened(result),
        _verdict(result),
        _relations(result),
        _figures(result),
        _evidence(result),
    ]
    title = result_view.title(result)
    head = f'<header><h1><bdi>{text(title)}</bdi></h1><p class="quiet">{text(_caption(result))}</p></header>'
    foot = f"<footer><p>{text(' '.join(result_view.ending(result)))}</p></footer>"
    sheet = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    return markup.page(
        f"{title} - dipsim", sheet, "\n".join([head, "<main>", markup.contents("\n".join(parts)), "</main>", foot])
    )


def _caption(result: Outcome) -> str:
    seed = result.manifest.get("seed", "unknown")
    message = f"{counted(result.runs, 'replicate')} of {result_view.span(result):.3g} years, seed {seed}."
    about = str(getattr(result.spec, "about", None) or "")
    return f"{about} {message}".strip()


def _advice(result: Outcome) -> list[str]:
    """The pages of advice that were asked of this result, each a section."""
    found = []
    for page in getattr(result, "advice", None) or []:
        parts = [f"<h2>{text(page['what'])}: {text(page['question'])}</h2>"]
        for heading, lines in page["page"].items():
            listed = "".join(f"<li>{text(line)}</li>" for line in lines)
            parts.append(f"<h3>{text(heading)}</h3><ul>{listed}</ul>")
        found.append(f"<section>{''.join(parts)}</section>")
    return found


def _happened(result: Outcome) -> str:
    rows = []
    for metric in result_view.metric_summaries(result):
        start = "" if metric.start is None else text(sentences.shown(metric, metric.start))
        what = "interval" if metric.chance else "of runs"
        rows.append(
            [
                text(metric.name),
                start,
                text(sentences.shown(metric, metric.value)),
                f"{text(sentences.band(metric))} <small>({what})</small>",
            ]
        )
    found = markup.table(
        "Means over runs. Range: 95 % of the runs, or the 95 % interval of a probability.",
        ["", "start", "end or whole run", "95 %"],
        rows,
    )
    lead = f'<p class="lead">{text(sentences.trust_story(result))}.</p>'
    return f"<section><h2>What happened</h2>{lead}{found if rows else ''}{_missed(result)}</section>"


def _missed(result: Outcome) -> str:
    """Dated acts that never took place, and why."""
    listed = "".join(f"<li>{text(line)}</li>" for line in result_view.missed_acts(result))
    return f"<h3>Dated acts that never took place in the runs kept in detail</h3><ul>{listed}</ul>" if listed else ""


def _verdict(result: Outcome) -> str:
    row = sentences.verdict_row(result)
    if row is None:
        return f"<section><h2>Does cooperation stabilise?</h2><p>{text(sentences.verdict(result))}</p></section>"
    meaning = sentences.MEANING.get(row.word, "")
    statement = f'<div class="verdict"><strong>{text(row.shown)}</strong>{text(sentences.verdict(result))}</div>'
    reading = f"<p>{text(row.shown.capitalize())}: {text(meaning)}. {text(sentences.READING)}</p>"
    return (
        f"<section><h2>Does cooperation stabilise?</h2>{statement}{reading}{_effects(row)}{_controls(result)}</section>"
    )


def _effects(row: Any) -> str:
    rows = []
    for outcome, label in OUTCOMES:
        found = row.effects.get(outcome)
        if found is not None:
            scale = 100 if outcome in sentences.POINTS else 1
            rows.append([text(label), text(sentences.number(found.base * scale)), text(sentences.effect(row, outcome))])
    return markup.table(
        "Effect of cooperation: with it minus without it", ["outcome", "without it", "effect [95 % interval]"], rows
    )


def _controls(result: Outcome) -> str:
    rows = [
        [
            text(row.title),
            text(row.shown),
            text(sentences.effect(row, "expected_disputes")),
            text(sentences.effect(row, "expected_force")),
        ]
        for row in sentences.controls(result)
    ]
    if not rows:
        return ""
    note = (
        "<p>Null: acts are drawn and served but change nothing, so its effect must be exactly 0. "
        "Cost-only: the same money and staff are spent without effect.</p>"
    )
    head = ["", "word", "disputes per decade", "uses of force per decade"]
    return f"<h3>Controls</h3>{note}{markup.table('Controls on the same draws', head, rows)}"


def _relations(result: Outcome) -> str:
    parts = []
    for _, row in relation_changes.biggest(result, 3).iterrows():
        one, other = nation(result, row["truster"]), nation(result, row["trustee"])
        moved = f"{sentences.percent(row['start'])} to {sentences.percent(row['end'])}"
        spread = f"{sentences.percent(row['low'])} to {sentences.percent(row['high'])}"
        causes = relation_changes.behind(result, row["truster"], row["trustee"])
        rows = [
            [
                text(relation_changes.moved_by(cause, points)),
                text(sentences.points(points)),
                text(sentences.number(value, True)),
            ]
            for cause, value, points in causes.itertuples(index=False)
        ]
        total = [text("sum"), text(sentences.points(row["change"])), text("")]
        heads = ["cause", "points of trust", "change, log-odds"]
        found = markup.table("Causes that add up to it", heads, [*rows, total])
        shown = found if rows else "<p>No accounts were kept of this relation.</p>"
        parts.append(
            f"<article><h3>Trust of {one} in {other}: {text(moved)}</h3>"
            f"<p>95 % of runs end in {text(spread)}.</p>{shown}</article>"
        )
    note = (
        f"From start to end, means over all {result.runs} runs. The points of the causes add up to the change. "
        "Drift to the baseline: a trust that was given at the start fades towards what interests, regimes and common "
        "organisations would give by themselves. Past use of force: crises that are assumed before the start."
    )
    body = "".join(parts) or "<p>The result has no dyad table.</p>"
    return f'<section><h2>The relations that changed most</h2><p class="quiet">{text(note)}</p>{body}</section>'


def _figures(result: Outcome) -> str:
    parts = []
    for name in figure_registry.usual():
        module = figure_registry.available()[name]
        drawn = module.figure(result)
        svg = markup.figure(drawn, name)
        scroll = f'<div class="scroll" tabindex="0" role="group" aria-label="Figure: {text(module.TITLE)}">{svg}</div>'
        caption = f"<figcaption>{text(drawn.get_label())}</figcaption>"
        table = markup.data(f"Data: {module.TITLE}", module.data(result))
        parts.append(f"<h3>{text(module.TITLE)}</h3><figure>{scroll}{caption}</figure>{table}")
    return f"<section><h2>Figures</h2>{''.join(parts)}</section>"


def _evidence(result: Outcome) -> str:
    pairs = "".join(f"<dt>{text(label)}</dt><dd>{text(value)}</dd>" for label, value in sentences.provenance(result))
    return f"<section><h2>Evidence and provenance</h2>{_grades(result)}<dl>{pairs}</dl></section>"


def _grades(result: Outcome) -> str:
    """How many numbers have which grade; empty when the scenario is not stored with the result."""
    if not isinstance(result.spec, Spec):
        return ""
    counted = evidence.count(result.spec).grades
    rows = [
        [text(grade), text(meaning), text(number)]
        for (grade, meaning), number in zip(evidence.GRADES.items(), counted, strict=True)
    ]
    note = "<p>Each number with its source: <code>dipsim describe SCENARIO --evidence</code>.</p>"
    return markup.table("Numbers that drive this run, by grade of evidence", ["grade", "", "numbers"], rows) + note
