"""Tables of figures, written row by row as they come: aligned, or in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from yardsticks.first_edition import what_was
from yardsticks.needs import NEEDS, places

NEEDS_HEAD = (
    "process", "for each", "equations", "exp", "log", "sqrt", "draws", "divisions", "reads", "writes", "first edition",
)  # fmt: skip


class Table:
    """A table whose head is printed at once and whose rows are printed as they are known."""

    def __init__(self, head: Sequence[str], markdown: bool) -> None:
        self.markdown = markdown
        self.widths = [max(7, len(name)) for name in head]
        self.row(head)
        if markdown:
            print("|" + "---|" * len(head))

    def row(self, cells: Sequence[str]) -> None:
        if self.markdown:
            print("|", " | ".join(cells), "|", flush=True)
        else:
            print("  ".join(cell.rjust(width) for cell, width in zip(cells, self.widths, strict=True)), flush=True)


def figure(value: float | None) -> str:
    """Three digits, or a dash for what is not known.

    >>> figure(1234.5), figure(12.345), figure(0.1234), figure(None)
    ('1,234', '12.3', '0.12', '-')
    """
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 99.95 else f"{value:.1f}" if value >= 0.995 else f"{value:.2f}"


def print_needs(table: Table) -> None:
    """Write a row for each need: what the floor counts for one thing of a kind, and where that changed since the first
    edition of the model, what it was."""
    for need in NEEDS:
        counts = (need.exp, need.log, need.root, need.draws, need.divide)
        memory = (f"{len(places(names))}: {names}" if names else "" for names in (need.reads, need.writes))
        numbers = (str(count or "") for count in counts)
        table.row([need.process, need.thing, need.equations, *numbers, *memory, what_was(need)])
