"""The pattern table in words: for a terminal, and as Markdown for a page."""

from __future__ import annotations

from textwrap import wrap

from dipsim.validation.facts.regressions import Estimate
from dipsim.validation.pattern_table import ABSENT, ASSOCIATION, PatternTable, Row, grouped
from dipsim.validation.tolerances import HOLDS, every

WIDTH = 80  # columns of a terminal


def number(value: float | None) -> str:
    """``value`` with three digits that matter, "-" where there is none."""
    if value is None or value != value:
        return "-"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.4f}"


def with_interval(value: float | None, interval: tuple[float, float] | None) -> str:
    """``value`` with its 95 % ``interval``, where it has one."""
    return number(value) + (f" [{number(interval[0])}, {number(interval[1])}]" if interval else "")


def text(table: PatternTable) -> str:
    """The table for a terminal of 80 columns."""
    lines = [heading(table), ""]
    for title, rows in grouped(table):
        lines.append(title)
        for row in rows:
            mark = f"({row.pattern.fact}{'*' if row.pattern.twelve else ''})"
            lines += wrap(f"  {mark:<6}{row.pattern.title}", WIDTH, subsequent_indent=" " * 8)
            data = f"data {with_interval(row.data, row.data_interval)}"
            run = "" if row.simulated is None else f"runs {with_interval(row.simulated, row.simulated_interval)}"
            word = "" if row.simulated is None else f"{row.pattern.tolerance:<14}{row.word}"
            lines.append(f"        {data:<24}{run:<24}{word}".rstrip())
        lines.append("")
    for line in summary(table):
        lines += wrap(line, WIDTH, subsequent_indent="  ")
    return "\n".join(lines)


def heading(table: PatternTable) -> str:
    """What ``table`` compares."""
    beside = "" if table.simulated is None else f" beside {table.simulated}"
    return f"Patterns of pairs of one region: {table.data}{beside}"


def summary(table: PatternTable) -> list[str]:
    """What the twelve facts of ``table`` say, the third-party moment with partners of all regions, what is not
    shown, and the caution."""
    lines = []
    if table.simulated is not None:
        held = [fact for fact, good in table.twelve.items() if good]
        failed = [fact for fact, good in table.twelve.items() if not good]
        judged = [row for row in table.rows if row.pattern.rule != "none"]
        kept = sum(row.word == HOLDS for row in judged)
        lines.append(
            f"Of the twelve patterns (*) {len(held)} hold: {', '.join(held) or 'none'}; not {', '.join(failed)}."
        )
        lines.append(f"Of all {len(judged)} judged rows {kept} hold and {len(table.breaches)} are breaches.")
    for name, label in (("third.all", "all pairs"), ("third.past", "past dispute"), ("third.friends", "placebo")):
        if name in table.everywhere:
            lines.append(
                f"Third-party moment, partners of all regions, data only, {label}: {_words(table.everywhere[name])}"
            )
    absent = "; ".join(f"{fact} ({why})" for fact, why in ABSENT.items())
    return [*lines, f"Not shown: facts {absent}.", *table.notes, ASSOCIATION]


def _words(one: Estimate) -> str:
    return with_interval(one.value, (one.low, one.high))


def markdown(table: PatternTable) -> str:
    """The table as Markdown."""
    lines = [f"{heading(table)}.", ""]
    lines += ["| fact | pattern | data | runs | tolerance | |", "|---|---|---|---|---|---|"]
    for title, rows in grouped(table):
        lines.append(f"| | **{title}** | | | | |")
        lines += [_line(row) for row in rows]
    return "\n".join([*lines, "", *(f"{line}\n" for line in summary(table))])


def _line(row: Row) -> str:
    fact = f"**{row.pattern.fact}**" if row.pattern.twelve else row.pattern.fact
    figures = (with_interval(row.data, row.data_interval), with_interval(row.simulated, row.simulated_interval))
    word = "" if row.simulated is None else f"**{row.word}**" if row.word == "breach" else row.word
    title = row.pattern.title.replace("|", "given")
    return f"| {fact} | {title} | {figures[0]} | {figures[1]} | {row.pattern.tolerance} | {word} |"


def reasons() -> str:
    """Why each tolerance is what it is, as Markdown."""
    lines = ["| pattern | tolerance | reason |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {one.title} | {one.tolerance} | {one.reason} |" for one in every().values())])
