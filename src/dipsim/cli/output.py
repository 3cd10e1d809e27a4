"""Plain things on standard output: JSON, tables of words, and who is meant by a name."""

from __future__ import annotations

import json
import math
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any


def print_json(data: Any) -> None:
    """Print strict JSON: sorted keys, no NaN, only ASCII so that every terminal and pipe takes it."""
    print(json.dumps(_strict(data), sort_keys=True, indent=1, allow_nan=False))


def _strict(data: Any) -> Any:
    """The same data with ``None`` for numbers that JSON does not know."""
    if isinstance(data, dict):
        return {str(key): _strict(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_strict(value) for value in data]
    if isinstance(data, float) and not math.isfinite(data):
        return None
    return data


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under bold headings; only the last column wraps. Cells are plain text."""
    from rich.table import Table
    from rich.text import Text

    from dipsim.report.console import show
    from dipsim.report.result_view import clean

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for place, column in enumerate(columns):
        table.add_column(column, no_wrap=place < len(columns) - 1)
    for row in rows:
        table.add_row(*(Text(clean(cell)) for cell in row))
    show(table)


def shown_path(path: Path) -> str:
    """A path as one would type it here: relative where it lies below, quoted where the shell asks for it."""
    here = Path.cwd()
    return shlex.quote(str(path.relative_to(here) if path.is_relative_to(here) else path))
