"""How text lies on a screen: tables where they fit, else a block for each row, and running text in lines.

Nothing is cut. A table that is wider than the screen first wraps the columns that may wrap, then becomes blocks: the
first cells of a row as its heading, the others below it, each with the name of its column.
"""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dipsim.report.result_view import clean

WIDTH = 100  # columns where there is no terminal
FIRST, OTHERS = 16, 30  # columns that a wrapping column keeps at least, where it needs them
FIXED = "\u00a0"  # a space at which no line ends
Cell = str | Text


def is_terminal(stream: TextIO) -> bool:
    """Whether somebody looks at a stream on a screen."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def has_width(stream: TextIO | None = None) -> bool:
    """Whether ``stream`` is a terminal, or COLUMNS gives a width."""
    asked = os.environ.get("COLUMNS", "")
    return is_terminal(stream or sys.stdout) or (asked.isdigit() and int(asked) > 0)


def columns(stream: TextIO | None = None, widest: int = WIDTH) -> int:
    """Columns to write into: those of the terminal ``stream`` or of COLUMNS, at most ``widest``; without either,
    ``widest``."""
    return min(widest, shutil.get_terminal_size((WIDTH, 24)).columns) if has_width(stream) else widest


def show(content: RenderableType, stream: TextIO | None = None, widest: int = WIDTH) -> None:
    """Print rich ``content`` to ``stream``: coloured on a terminal, else plain text of ``widest`` columns; unknown
    letters become "?"."""
    stream = stream or sys.stdout
    colour = is_terminal(stream) and not os.environ.get("NO_COLOR")
    buffer = StringIO()
    console = Console(
        file=buffer,
        width=columns(stream, widest),
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


def prose(text: object, stream: TextIO | None = None, widest: int = WIDTH) -> None:
    """Print running ``text`` to ``stream`` in lines of the screen, at most ``widest`` columns; a line that goes on is
    indented like the one that began it.

    Into a file or pipe it goes as it is, so that a sentence stays one line.
    """
    out = stream or sys.stdout
    for line in map(clean, str(text).split("\n")):
        shown = filled(line, columns(out, widest)) if has_width(out) else line
        encoding = getattr(out, "encoding", None) or "utf-8"
        out.write(f"{shown.encode(encoding, 'replace').decode(encoding)}\n")


def filled(line: str, width: int) -> str:
    """One line as lines of at most ``width`` columns, where its words allow that.

    >>> print(filled("  a: one two", 8))
      a: one
      two
    """
    if len(line) <= width:
        return line
    body = line.lstrip(" ")
    indent = " " * (len(line) - len(body))
    lines = textwrap.fill(
        body.replace(" %", f"{FIXED}%"),
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines.replace(FIXED, " ")


@dataclass
class Rows:
    """Rows under headings, laid out for the width that there is: a table, or a block for each row.

    The first ``left`` columns are flush left, the others flush right. Columns numbered in ``wraps`` may wrap.
    ``heading`` is how many of the first cells name a row where it becomes a block.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    left: int = 1
    wraps: Collection[int] = (0,)
    heading: int = 1
    gap: int = 2

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        natural = [self._natural(place) for place in range(len(self.heads))]
        least = [self._least(place, width) for place, width in enumerate(natural)]
        if sum(least) + self.gap * (len(least) - 1) <= options.max_width:
            yield self._table(natural, options.max_width)
        else:
            yield from (self._block(row, options.max_width) for row in self.rows)

    def _natural(self, place: int) -> int:
        cells = [self.heads[place], *(row[place] for row in self.rows)]
        return max(cell_len(line) for cell in cells for line in str(cell).split("\n"))

    def _least(self, place: int, natural: int) -> int:
        """Columns without which a column cannot be read: its longest word where it may wrap."""
        if place not in self.wraps:
            return natural
        words = [word for row in self.rows for word in str(row[place]).split()]
        longest = max((cell_len(word) for word in words), default=0)
        return min(natural, max(longest, FIRST if place == 0 else OTHERS))

    def _table(self, natural: Sequence[int], width: int) -> Table:
        table = Table(box=None, padding=(0, self.gap, 0, 0), pad_edge=False, header_style="bold")
        fixed = sum(size for place, size in enumerate(natural) if place not in self.wraps)
        room = width - fixed - self.gap * (len(natural) - 1)
        for place, head in enumerate(self.heads):
            may_wrap = place in self.wraps
            justify: JustifyMethod = "left" if place < self.left or may_wrap else "right"
            size = None if may_wrap and sum(natural[at] for at in self.wraps) > room else natural[place]
            table.add_column(head, justify=justify, no_wrap=not may_wrap, width=size, overflow="fold")
        for row in self.rows:
            table.add_row(*(Text(clean(cell)) if isinstance(cell, str) else cell for cell in row))
        return table

    def _block(self, row: Sequence[Cell], width: int) -> RenderableType:
        """A row as its heading and, indented below, what stands in its other columns."""
        named = [part for part in (_text(cell) for cell in row[: self.heading]) if part.plain]
        heading = Text(": ").join(named)
        heading.stylize("bold")
        parts = [
            clean(f"{head} {value}".strip())
            for head, value in zip(self.heads[self.heading :], map(str, row[self.heading :]), strict=True)
            if value
        ]
        return Group(heading, Padding(Text("\n".join(_packed(parts, width - 2))), (0, 0, 0, 2))) if parts else heading


def _text(cell: Cell) -> Text:
    return Text(clean(cell)) if isinstance(cell, str) else cell.copy()


def _packed(parts: Iterable[str], width: int) -> list[str]:
    """Parts with a semicolon between them, as many on a line as it holds.

    >>> _packed(["war -12", "trust +1.0", "force 0"], 20)
    ['war -12; trust +1.0;', 'force 0']
    """
    lines: list[str] = []
    for part in parts:
        if lines and len(lines[-1]) + len(part) + 3 <= width:
            lines[-1] += f"; {part}"
        else:
            lines.append(part)
    return [*(f"{line};" for line in lines[:-1]), *lines[-1:]]
