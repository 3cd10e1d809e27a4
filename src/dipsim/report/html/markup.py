"""Pieces of a self-contained page: escaped text, tables, and figures as inline SVG."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from matplotlib.figure import Figure

from dipsim.report import result_view, style
from dipsim.scenario.wording import ordinal

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
ROWS = 120


def text(value: object) -> str:
    """Anything as text that stays text, also inside an attribute."""
    return html.escape(result_view.clean(str(value)), quote=True)


def nation(result: result_view.Outcome, code: str) -> str:
    """Name of a nation, kept apart from the direction of the text around it."""
    return f"<bdi>{text(result_view.name(result, code))}</bdi>"


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table that can be scrolled to the side; the cells of ``rows`` are HTML already, caption and head are text."""
    top = "".join(f'<th scope="col">{text(cell)}</th>' for cell in head)
    body = "".join(f"<tr>{_row(row, head)}</tr>" for row in rows)
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{text(caption)}">'
        f"<table><caption>{text(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(cells: Sequence[str], head: Sequence[str]) -> str:
    """A row; each cell carries its heading, which is shown beside it where the page is narrow."""
    first, *others = cells
    pairs = zip(others, map(text, head[1:]), strict=True)
    return f'<th scope="row">{first}</th>' + "".join(f'<td data-label="{label}">{cell}</td>' for cell, label in pairs)


def contents(body: str) -> str:
    """The page with a list of its sections in front, each of which can be reached from there."""
    titles: list[str] = []

    def marked(found: re.Match[str]) -> str:
        titles.append(found[1])
        return f'<h2 id="part{len(titles)}">{found[1]}</h2>'

    whole = re.sub(r"<h2>(.*?)</h2>", marked, body)
    listed = "".join(f'<li><a href="#part{number}">{title}</a></li>' for number, title in enumerate(titles, 1))
    return f'<nav aria-label="Contents"><ul>{listed}</ul></nav>{whole}'


def data(caption: str, frame: Any) -> str:
    """A frame as a table behind a click, at most ``ROWS`` rows; the rest is in the stored tables."""
    if frame is None or frame.empty:
        return ""
    if frame.index.name or frame.index.dtype.kind == "f":
        frame = frame.reset_index(names="year")
    step = max(1, -(-len(frame) // ROWS))
    kept = frame.iloc[::step]
    note = "" if step == 1 else f" (every {ordinal(step)} of {len(frame):,} rows; all are in the stored tables)"
    rows = ([_cell(value) for value in row] for row in kept.itertuples(index=False))
    found = table(caption + note, [str(name) for name in kept.columns], rows)
    return f"<details><summary>{text(caption)}</summary>{found}</details>"


def _cell(value: object) -> str:
    if isinstance(value, float) and math.isnan(value):
        return ""  # missing
    return text(f"{value:.5g}" if isinstance(value, float) else value)


def figure(drawn: Figure, name: str) -> str:
    """A figure as inline SVG with its sentence as label; ids carry ``name`` so that figures do not share any."""
    buffer = StringIO()
    style.write_svg(drawn, buffer)
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>|<style.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r'xlink:href="#', f'href="#{name}-', svg).replace("xlink:href=", "href=")
    svg = svg.replace("url(#", f"url(#{name}-")
    view = re.search(r'viewBox="[^"]*"', svg)
    label = text(drawn.get_label())
    opening = f'<svg role="img" aria-label="{label}" {view.group() if view else ""}>'
    return re.sub(r"<svg[^>]*>", lambda _: opening, svg, count=1).strip()


def page(title: str, style_sheet: str, body: str) -> str:
    """The whole page."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{text(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)}</title>\n<style>\n{style_sheet}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
