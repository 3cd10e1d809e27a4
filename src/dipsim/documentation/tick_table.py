"""The tick as a table: the processes in their order, with what each reads and writes."""

from __future__ import annotations

from itertools import groupby

from dipsim.model.tick import PROCESSES


def text() -> str:
    """A Markdown table with a row for each process: step, name, reads, writes; it ends with a line feed."""
    rows = ["| step | process | reads | writes |", "|---|---|---|---|"]
    for step, process in PROCESSES:
        cells = (str(step), f"`{process.__name__}`", _listed(process.reads), _listed(process.writes))
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _listed(accesses: tuple[str, ...]) -> str:
    """Arrays, and rows of one array in brackets behind its name."""
    parts = []
    for array, group in groupby(accesses, key=lambda access: access.partition(".")[0]):
        rows = [row for access in group if (row := access.partition(".")[2])]
        parts.append(f"{array} ({', '.join(rows)})" if rows else array)
    return "; ".join(parts)
