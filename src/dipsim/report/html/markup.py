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
from dipsim.report.html.packing import script_safe
from dipsim.report.html.script import fingerprint
from dipsim.scenario.wording import ordinal

POLICY = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'"
ROWS = 120
SHORT, LONG = 12, 44  # letters of a heading of a row that is not folded, and of a cell that is
CLASS_OF_LONG = ' class="long"'


def text(value: object) -> str:
    """``value`` as text that is safe in HTML, also inside an attribute."""
    return html.escape(result_view.clean(str(value)), quote=True)


def nation(result: result_view.Outcome, code: str) -> str:
    """Name of the nation ``code`` of ``result``, kept apart from the direction of the text around it."""
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
    kept = ' class="kept"' if len(first) < SHORT else ""
    return f'<th scope="row"{kept}>{first}</th>' + "".join(
        f'<td data-label="{label}"{CLASS_OF_LONG if len(cell) > LONG else ""}>{cell}</td>' for cell, label in pairs
    )


def data(caption: str, frame: Any) -> str:
    """``frame`` as a table with ``caption`` behind a click, at most ``ROWS`` rows; the rest is in the stored tables."""
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
    """The figure ``drawn`` as inline SVG with its sentence as label; ids carry ``name`` so that figures do not share
    any."""
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


def page(title: str, style_sheet: str, body: str, script: str = "", data: Any = None) -> str:
    """The whole page: ``title``, ``style_sheet``, ``body`` and ``script``. Only the script and, where there is one,
    only the style sheet given here are allowed to run.

    ``data`` is what the script reads, put into the page as JSON that cannot end its element. A page without a script
    may carry figures with styles of their own.
    """
    allowed = f"{POLICY}; style-src 'unsafe-inline'"
    code = ""
    if script:
        allowed = f"{POLICY}; style-src {fingerprint(style_sheet)}; script-src {fingerprint(script)}"
        code = f'<script type="application/json" id="data">{script_safe(data)}</script>\n<script>{script}</script>\n'
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{text(allowed)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)}</title>\n<style>{style_sheet}</style>\n</head>\n<body>\n{body}\n{code}</body>\n</html>\n"
    )
