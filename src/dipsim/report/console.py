"""The one-screen summary of a result and the printed tables, with colour only where a terminal wants it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dipsim.report import relation_changes, result_view, sentences
from dipsim.report.result_view import Outcome
from dipsim.report.screen_layout import Rows, show
from dipsim.scenario.wording import counted
from dipsim.study.verdict import decision

MOST_MISSED = 3  # dated acts that never took place, on the screen
WIDEST = 120  # columns of a table of verdicts
COLOURS = {decision.STABILISES: "bold blue", decision.ESCALATES: "bold red", decision.MIXED: "bold magenta"}


def summary(result: Outcome, folder: Path | str | None = None, stream: TextIO | None = None) -> None:
    """Print what happened, the verdict, the relations that changed most with their causes, and where the files are.

    ``folder`` defaults to the folder of the result, ``stream`` to standard output.
    """
    show(screen(result, folder), stream)


def screen(result: Outcome, folder: Path | str | None = None) -> RenderableType:
    """The summary of ``result``, kept in ``folder``, as rich content: at most about 30 lines of 100 columns."""
    place = folder or getattr(result, "folder", None)
    parts: list[RenderableType] = [
        _heading(result),
        "",
        _happened(result),
        "",
        *_verdict(result),
        "",
        *_changes(result),
        "",
        *_missed(result),
    ]
    if place is not None:
        parts.append(
            Text.assemble(("Files: ", "bold"), result_view.clean(str(place)), "  (tables, figures, report.html)")
        )
    parts += [Text(message, style="dim") for message in result_view.ending(result)]
    return Group(*parts)


def _missed(result: Outcome) -> list[RenderableType]:
    """Dated acts that never took place, the first few of them."""
    listed = result_view.missed_acts(result)
    if not listed:
        return []
    left = len(listed) - MOST_MISSED
    shown = listed[:MOST_MISSED] + ([f"... and {left} more; report.html has all."] if left > 0 else [])
    head = Text("Dated acts that never took place in the runs kept in detail", style="bold")
    return [head, *(Padding(Text(line), (0, 0, 0, 2)) for line in shown), ""]


def _heading(result: Outcome) -> Text:
    seed = result_view.clean(str(result.manifest.get("seed", "unknown")))
    message = f"  {counted(result.runs, 'replicate')} of {result_view.span(result):.3g} years, seed {seed}"
    return Text(result_view.title(result), style="bold").append(message, style="dim")


def _happened(result: Outcome) -> RenderableType:
    rows = []
    for metric in result_view.metric_summaries(result):
        start = "" if metric.start is None else sentences.shown(metric, metric.start)
        note = " (interval)" if metric.chance else ""
        rows.append((metric.name, start, sentences.shown(metric, metric.value), sentences.band(metric) + note))
    return Rows(("What happened", "start", "end", "95 % of runs"), rows)


def _verdict(result: Outcome) -> list[RenderableType]:
    row = sentences.verdict_row(result)
    word, shown = ("", "none") if row is None else (row.word, row.shown)
    heading = Text.assemble(("Verdict of cooperation as a whole: ", "bold"), (shown, COLOURS.get(word, "bold")))
    return [heading, Padding(Text(sentences.verdict(result)), (0, 0, 0, 2))]


def _changes(result: Outcome) -> list[RenderableType]:
    found: list[RenderableType] = [
        Text("What changed most, and the causes that add up to it, in points of trust", style="bold")
    ]
    for _, row in relation_changes.biggest(result, 3).iterrows():
        message = sentences.because(result, row["truster"], row["trustee"])
        found += [Padding(Text(sentences.change(result, row, 30)), (0, 0, 0, 2)), Padding(Text(message), (0, 0, 0, 4))]
    return found if len(found) > 1 else [*found, Text("  No relation was recorded.")]


def verdict_table(rows: Iterable[Any], stream: TextIO | None = None) -> None:
    """Print verdict ``rows`` to ``stream``: word, effects on disputes and uses of force with 95 % intervals, war and
    trust as estimates.

    Where the screen is too narrow for a table each row is a block, and all of its effects have their intervals.
    """
    listed = list(rows)
    beside = ["war", "trust"] + (["relation"] if any("relation" in row.effects for row in listed) else [])
    heads = ("Verdict of", "", "disputes per decade", "uses of force", *beside)
    cells: list[tuple[Text | str, ...]] = [
        (
            Text(result_view.clean(row.title)),
            Text(row.shown, style=COLOURS.get(row.word, "")),
            *(sentences.effect(row, outcome) for outcome in decision.CONFLICT),
            *(_estimate(row, outcome) for outcome in beside),
        )
        for row in listed
    ]
    pairs = sorted({row.replicates for row in listed})
    runs = " to ".join(str(count) for count in pairs[:1] + pairs[1:][-1:])
    note = (
        f"With it minus without it, 95 % intervals, {runs} {'pair' if pairs == [1] else 'pairs'} of runs. Uses of "
        "force are per decade, like disputes; chance of war and trust are in points."
        if listed
        else "No verdicts."
    )
    table = Rows(heads, cells, left=2, heading=2, gap=1)
    show(Group(table, Text(note, style="dim")), stream, WIDEST)


def _estimate(row: Any, outcome: str) -> str:
    found = row.effects.get(outcome)
    if found is None:
        return sentences.NONE if outcome != "relation" else ""
    if outcome == "trust" and not found.exactly_zero:
        return sentences.points(found.estimate)
    return decision.number(found, 100 if outcome in sentences.POINTS else 1)


def why_table(accounts: Any, heading: str, stream: TextIO | None = None) -> None:
    """Print one relation's trust as the sum of its causes to ``stream``, under ``heading``.

    ``accounts`` is a frame with columns cause, value (log-odds in one run), points (share of trust, which with 0.5 add
    up to it) and optionally mean (log-odds, of all runs). Causes too small to show are one row.
    """
    worth = accounts["points"].abs() >= relation_changes.LEAST
    small = accounts[~worth]
    total, trust = float(accounts["value"].sum()), 0.5 + float(accounts["points"].sum())
    means = "mean" in accounts
    heads = ("cause", "points of trust", "log-odds", *(["mean of runs"] if means else []))
    rows: list[tuple[Text | str, ...]] = [("nothing known", "50.0", "0", *(["0"] if means else []))]
    for row in accounts[worth].to_dict("records"):
        rows.append(_cause(relation_changes.wording(str(row["cause"])), row, means))
    if len(small):
        together: Any = {name: float(small[name].sum()) for name in small.columns if name != "cause"}
        rows.append(_cause(f"{result_view.REST} ({len(small)})", together, means))
    mean = [sentences.number(float(accounts["mean"].sum()), True)] if means else []
    last = ("trust", f"{100 * trust:.1f}", sentences.number(total, True), *mean)
    rows.append(tuple(Text(cell, "bold") for cell in last))
    show(Group(Text(result_view.clean(heading), style="bold"), Rows(heads, rows)), stream)


def _cause(name: str, row: Any, means: bool) -> tuple[str, ...]:
    """A line of ``why_table``."""
    mean = [sentences.number(row["mean"], True)] if means else []
    return result_view.clean(name), sentences.points(row["points"]), sentences.number(row["value"], True), *mean


def bill_table(bill: Any, heading: str, most: int = 12, stream: TextIO | None = None) -> None:
    """Print a third-party ``bill`` in points of trust to ``stream``, under ``heading``: columns kind, observer,
    initiator, alarm, reassurance, points; the ``most`` largest rows."""
    rows = result_view.plain_keys(bill)
    rows = rows.assign(size=rows["points"].abs().round(9)).sort_values("size", ascending=False, kind="stable")
    rows_shown: list[tuple[Text | str, ...]] = []
    for row in rows.head(most).to_dict("records"):
        cells = [
            Text(result_view.clean(relation_changes.wording(str(row[key]))))
            for key in ("kind", "observer", "initiator")
        ]
        rows_shown.append((*cells, *(sentences.points(row[key] / 100) for key in ("alarm", "reassurance", "points"))))
    table = Rows(("kind", "observer", "about", "alarm", "reassurance", "both"), rows_shown, left=3, heading=3)
    more = (
        f"{counted(len(rows) - most, 'smaller entry is', 'smaller entries are')} left out." if len(rows) > most else ""
    )
    show(
        Group(Text(result_view.clean(heading), style="bold"), table, *([Text(more, style="dim")] if more else [])),
        stream,
    )
