"""The one-screen summary of a result and the printed tables, with colour only where a terminal wants it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dipsim.report import relation_changes, result_view, sentences
from dipsim.report.result_view import Outcome
from dipsim.study.verdict import decision

WIDTH = 100
COLOURS = {decision.STABILISES: "bold blue", decision.ESCALATES: "bold red", decision.MIXED: "bold magenta"}


def summary(result: Outcome, folder: Path | str | None = None, stream: TextIO | None = None) -> None:
    """Print what happened, the verdict, the relations that changed most with their causes, and where the files are.

    ``folder`` defaults to the folder of the result, ``stream`` to standard output.
    """
    show(screen(result, folder), stream)


def show(content: RenderableType, stream: TextIO | None = None, widest: int = WIDTH) -> None:
    """Print rich content: coloured on a terminal, else plain text of ``widest`` columns; unknown letters become "?"."""
    stream = stream or sys.stdout
    terminal = stream.isatty() and os.environ.get("TERM") != "dumb"
    colour = terminal and not os.environ.get("NO_COLOR")
    width = min(widest, shutil.get_terminal_size((WIDTH, 24)).columns) if terminal else widest
    buffer = StringIO()
    console = Console(
        file=buffer,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        force_jupyter=False,
    )
    console.print(content)
    text = "".join(f"{line.rstrip()}\n" for line in buffer.getvalue().split("\n")[:-1])
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding))


def screen(result: Outcome, folder: Path | str | None = None) -> RenderableType:
    """The summary as rich content: at most about 30 lines of 100 columns."""
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
    ]
    if place is not None:
        parts.append(
            Text.assemble(("Files: ", "bold"), result_view.clean(str(place)), "  (tables, figures, report.html)")
        )
    parts += [Text(message, style="dim") for message in result_view.ending(result)]
    return Group(*parts)


def _heading(result: Outcome) -> Text:
    seed = result_view.clean(str(result.manifest.get("seed", "unknown")))
    message = f"  {result.runs} replicates of {result_view.span(result):.3g} years, seed {seed}"
    title = Text(result_view.title(result), style="bold")
    title.truncate(WIDTH - len(message), overflow="ellipsis")
    return title.append(message, style="dim")


def _happened(result: Outcome) -> RenderableType:
    table = _table("What happened", "start", "end", "95 % of runs")
    for metric in result_view.metric_summaries(result):
        start = "" if metric.start is None else sentences.shown(metric, metric.start)
        note = " (interval)" if metric.chance else ""
        table.add_row(metric.name, start, sentences.shown(metric, metric.value), sentences.band(metric) + note)
    return table


def _verdict(result: Outcome) -> list[RenderableType]:
    row = sentences.verdict_row(result)
    word, shown = ("", "none") if row is None else (row.word, row.shown)
    heading = Text.assemble(("Verdict of cooperation as a whole: ", "bold"), (shown, COLOURS.get(word, "bold")))
    return [heading, Padding(Text(sentences.verdict(result)), (0, 0, 0, 2))]


def _changes(result: Outcome) -> list[RenderableType]:
    found: list[RenderableType] = [
        Text("What changed most, and the changes of causes behind it in log-odds", style="bold")
    ]
    for _, row in relation_changes.biggest(result, 3).iterrows():
        message = sentences.because(result, row["truster"], row["trustee"])
        found += [Padding(Text(sentences.change(result, row, 30)), (0, 0, 0, 2)), Padding(Text(message), (0, 0, 0, 4))]
    return found if len(found) > 1 else [*found, Text("  No relation was recorded.")]


def verdict_table(rows: Iterable[Any], stream: TextIO | None = None) -> None:
    """Print verdict rows: word, effects on disputes and uses of force with 95 % intervals, the rest as estimates."""
    listed = list(rows)
    shown = ["war"] + (["relation"] if any("relation" in row.effects for row in listed) else [])
    table = _table("Verdict of", "", "disputes per decade", "uses of force", *shown, left=2, gap=1)
    worded = any(row.label for row in listed)
    table.columns[0].min_width = 28 if worded else 16
    for row in listed:
        beside = [_estimate(row, outcome) for outcome in shown]
        name = Text(result_view.shorten(result_view.clean(row.title), 60 if row.label else 24))
        table.add_row(
            name,
            Text(row.shown, style=COLOURS.get(row.word, "")),
            sentences.effect(row, "expected_disputes"),
            sentences.effect(row, "expected_force"),
            *beside,
        )
    pairs = sorted({row.replicates for row in listed})
    runs = " to ".join(str(count) for count in pairs[:1] + pairs[1:][-1:])
    note = f"With it minus without it, per decade, 95 % intervals, {runs} pairs of runs; chance of war in points."
    show(Group(table, Text(note if listed else "No verdicts.", style="dim")), stream, 120 if worded else WIDTH)


def _estimate(row: Any, outcome: str) -> str:
    found = row.effects.get(outcome)
    if found is None:
        return sentences.NONE if outcome != "relation" else ""
    return decision.number(found, 100 if outcome in sentences.POINTS else 1)


def why_table(accounts: Any, heading: str, stream: TextIO | None = None) -> None:
    """Print one relation's trust as the sum of its causes.

    ``accounts`` is a frame with columns cause, value (log-odds in one run) and optionally mean (of all recorded runs).
    Points are trust with the cause minus trust without it; they do not add up, and the remainder is printed.
    """
    total = float(accounts["value"].sum())
    trust = float(result_view.logistic(total))
    points = trust - result_view.logistic(total - accounts["value"].to_numpy(dtype=float))
    means = [sentences.number(value, True) for value in accounts["mean"]] if "mean" in accounts else []
    table = _table("cause", "log-odds", "points of trust", *(["mean of runs"] if means else []))
    for place, (cause, value) in enumerate(zip(accounts["cause"], accounts["value"], strict=True)):
        message = result_view.clean(relation_changes.wording(str(cause)))
        table.add_row(
            Text(message), sentences.number(value, True), sentences.points(points[place]), *means[place : place + 1]
        )
    table.add_row("remainder", "", sentences.points(trust - 0.5 - float(points.sum())), style="dim")
    mean = [sentences.number(float(accounts["mean"].sum()), True)] if means else []
    table.add_row("sum", sentences.number(total, True), f"trust {sentences.percent(trust)}", *mean, style="bold")
    show(Group(Text(result_view.clean(heading), style="bold"), table), stream)


def bill_table(bill: Any, heading: str, most: int = 12, stream: TextIO | None = None) -> None:
    """Print the third-party bill: columns kind, observer, initiator, alarm, reassurance; the ``most`` largest sums.

    ``bill`` may hold several runs and years; log-odds are summed over years and averaged over the runs it holds.
    """
    rows = result_view.plain_keys(bill)
    runs = max(1, rows["run"].nunique()) if "run" in rows else 1
    sums = rows.groupby(["kind", "observer", "initiator"])[["alarm", "reassurance"]].sum().div(runs).reset_index()
    order = (
        (sums["alarm"].abs() + sums["reassurance"].abs()).round(12).sort_values(ascending=False, kind="stable").index
    )
    table = _table("kind", "observer", "initiator", "alarm", "reassurance", left=3)
    for _, row in sums.loc[order[:most]].iterrows():
        cells = [
            Text(result_view.clean(relation_changes.wording(str(row[key]))))
            for key in ("kind", "observer", "initiator")
        ]
        table.add_row(*cells, sentences.number(row["alarm"], True), sentences.number(row["reassurance"], True))
    more = f"{len(sums) - most} smaller entries are left out." if len(sums) > most else ""
    show(
        Group(Text(result_view.clean(heading), style="bold"), table, *([Text(more, style="dim")] if more else [])),
        stream,
    )


def _table(*columns: str, left: int = 1, gap: int = 2) -> Table:
    """A table without lines; the first ``left`` columns are flush left, and only the first may wrap."""
    table = Table(box=None, padding=(0, gap, 0, 0), pad_edge=False, header_style="bold")
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place < left else "right", no_wrap=place > 0)
    return table
