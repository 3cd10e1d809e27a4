"""Plain things on standard output: JSON, tables of words, and who is meant by a name."""

from __future__ import annotations

import json
import math
import shlex
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any


def print_json(data: Any) -> None:
    """Print ``data`` as strict JSON: sorted keys, no NaN, only ASCII so that every terminal and pipe takes it."""
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


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], wraps: Collection[int] = ()) -> None:
    """Print rows under bold headings, as blocks where the screen is too narrow; columns of ``wraps`` may wrap.

    The first and the last column may wrap in any case.
    """
    from dipsim.report.screen_layout import Rows, show

    last = len(columns) - 1
    show(Rows(columns, list(rows), left=len(columns), wraps={0, last, *wraps}))


def print_prose(text: object) -> None:
    """Print running text in lines of the screen."""
    from dipsim.report.screen_layout import prose

    prose(text)


def shown_path(path: Path) -> str:
    """A path as one would type it here: relative where it lies below, quoted where the shell asks for it."""
    here = Path.cwd()
    return shlex.quote(str(path.relative_to(here) if path.is_relative_to(here) else path))
