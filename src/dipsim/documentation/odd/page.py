"""A page of plain text: numbered headings, wrapped paragraphs, lists; formulas stay as they are written."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

WIDTH = 100
_FORMULA = re.compile(r"^\s|\s(?:=|<-|>|<=)\s")
_POINTER = re.compile(r"\s*\(MODEL section[^)]*\)|; MODEL section[^)]*(?=\))")


class Page:
    """Collects the lines of a text; every line has at most ``WIDTH`` columns."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._numbers: list[int] = []

    def title(self, text: str) -> None:
        """The title of the whole text, underlined."""
        wrapped = _wrap(text)
        self.lines += [*wrapped, "=" * max(map(len, wrapped)), ""]

    def section(self, text: str, level: int = 1) -> None:
        """A numbered heading ``text``: ``level`` 1 gives ``3 ...``, 2 gives ``3.1 ...``."""
        self._numbers = [*self._numbers, *[0] * level][:level]
        self._numbers[-1] += 1
        number = ".".join(map(str, self._numbers))
        message = _wrap(f"{number} {text}")
        self.lines += [*message, ("-" if level > 1 else "=") * max(map(len, message)), ""]

    def say(self, text: str) -> None:
        """Add ``text`` as a paragraph."""
        self.lines += [*_wrap(text), ""]

    def doc(self, text: str) -> None:
        """Add the docstring ``text``: prose is wrapped again, formulas keep their lines."""
        for paragraph in plain(text).split("\n\n"):
            rows = paragraph.split("\n")
            if any(_FORMULA.search(row) for row in rows):
                for row in rows:
                    inset = " " * (4 + len(row) - len(row.lstrip()))
                    self.lines += _wrap(row, inset, f"{inset}    ")
                self.lines.append("")
            else:
                self.say(paragraph)

    def items(self, items: Iterable[str], mark: str = "-") -> None:
        """Add ``items`` as a list; ``mark`` "1" numbers it."""
        for row, item in enumerate(items, start=1):
            bullet = f"{row:>2}. " if mark == "1" else f"  {mark} "
            self.lines += _wrap(item, bullet, " " * len(bullet))
        self.lines.append("")

    def text(self) -> str:
        """The whole text, ending with a line feed."""
        return "\n".join(self.lines).rstrip("\n") + "\n"


def plain(text: str) -> str:
    """The docstring ``text`` with plain quotes and without pointers to other documents.

    >>> print(plain("War kills (Fearon 1995; MODEL section 5). ``T`` is trust (MODEL section 3)."))
    War kills (Fearon 1995). 'T' is trust.
    """
    return _POINTER.sub("", text.strip()).replace("``", "'")


def number(value: float) -> str:
    """``value`` as a reader expects it: at most six digits.

    >>> number(0.5), number(17701.0), number(1e-6), number(1234567.0)
    ('0.5', '17701', '1e-06', '1.23457e+06')
    """
    return f"{value:.6g}"


def unit(text: str) -> str:
    """The unit ``text`` as it follows a number; empty for the unit 1.

    >>> unit("1"), unit("per year")
    ('', ' per year')
    """
    return "" if text == "1" else f" {text}"


def _wrap(text: str, first: str = "", rest: str = "") -> list[str]:
    message = " ".join(text.split())
    return textwrap.wrap(message, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False) or [""]
