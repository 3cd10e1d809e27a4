"""One part of a page: its heading, its HTML, and the data that its chart draws from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dipsim.report.html import markup
from dipsim.report.html.markup import text


@dataclass(frozen=True)
class Part:
    """A section: ``name`` is its id, ``title`` its heading (text), ``body`` HTML; ``data`` goes into the data of the
    page under its name."""

    name: str
    title: str
    body: str
    data: Any = field(default=None)

    @property
    def html(self) -> str:
        """The section as HTML."""
        return (
            f'<section aria-labelledby="{self.name}"><h2 id="{self.name}">{text(self.title)}</h2>{self.body}</section>'
        )


def chart(name: str, caption: str, table: str) -> str:
    """The place of the chart ``name`` with its ``caption``: a script draws into it, and the HTML ``table`` behind it
    needs no script."""
    label = text(caption)
    return (
        f'<div class="chart" data-chart="{name}" data-caption="{label}"></div>'
        f'<details class="data" data-of="{name}"><summary>Data: {label}</summary>{table}</details>'
    )


def contents(parts: Iterable[Part]) -> str:
    """The list of parts, each of which can be reached from there."""
    listed = "".join(f'<li><a href="#{part.name}">{text(part.title)}</a></li>' for part in parts)
    return f'<nav aria-label="Contents"><ul>{listed}</ul></nav>'


def values(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of plain text with ``caption``, ``head`` and ``rows``; every cell is escaped here."""
    return markup.table(caption, head, ([text(cell) for cell in row] for row in rows))


def paragraph(message: str, kind: str = "") -> str:
    """A paragraph with the plain text ``message``; ``kind`` is its class in the style sheet."""
    return f'<p class="{kind}">{text(message)}</p>' if kind else f"<p>{text(message)}</p>"
