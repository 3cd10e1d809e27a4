"""One self-contained page about a result: what happened, the verdict, the causes, charts that answer, provenance."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dipsim.report import result_view
from dipsim.report.html import markup
from dipsim.report.html.markup import text
from dipsim.report.html.part import Part, contents
from dipsim.report.html.script import script
from dipsim.report.html.tables import View
from dipsim.report.result_view import Outcome
from dipsim.report.sections import asked, happened, networks, provenance
from dipsim.report.sections.causes_over_time import causes
from dipsim.report.sections.glossary import glossary
from dipsim.report.sections.relations import relations
from dipsim.report.sections.story import story
from dipsim.report.sections.third_parties import bill
from dipsim.report.sections.trajectories import dyads, region
from dipsim.report.sections.two_sides import two_sides

NAME = "report.html"
SHEET = Path(__file__).with_name("report.css")


def page(result: Outcome) -> str:
    """The page as text: no request, all names inert, and readable without its script. The same result gives the same
    text."""
    view = View(result)
    return whole(result_view.title(result), happened.caption(result), list(_parts(view)), result, shared(view))


def whole(title: str, caption: str, parts: list[Part], result: Outcome, more: dict[str, Any]) -> str:
    """The page ``title`` of ``result``: ``caption``, ``parts`` with a list of contents in front and a glossary at the
    end; ``more`` is further data for scripts."""
    words = glossary("".join(part.html for part in parts))
    listed = [*parts, *([words] if words else [])]
    data = {part.name: part.data for part in parts if part.data is not None} | more
    head = (
        f'<header><h1><bdi>{text(title)}</bdi></h1><p class="quiet">{text(caption)}</p>'
        '<p class="honest">Simulated, not a forecast.</p></header>'
    )
    body = "\n".join(part.html for part in listed)
    foot = f"<footer><p>{text(' '.join(result_view.ending(result)))}</p></footer>"
    inner = f'{head}\n<div class="page">{contents(listed)}\n<main>\n{body}\n</main></div>\n{foot}'
    sheet = SHEET.read_text(encoding="utf-8")
    return markup.page(f"{title} - dipsim", sheet, inner, script(), data)


def shared(view: View) -> dict[str, Any]:
    """What several charts of ``view`` read: codes and names of the nations."""
    return {"nations": [{"code": code, "name": name} for code, name in zip(view.codes, view.names, strict=True)]}


def _parts(view: View) -> Iterator[Part]:
    """The parts of the page, in the order in which they are read."""
    yield happened.happened(view)
    yield happened.verdict(view)
    yield from asked.answers(view)
    yield region(view)
    yield dyads(view)
    yield relations(view)
    yield causes(view)
    yield story(view)
    yield bill(view)
    yield networks.network(view)
    placed = networks.map_of(view)
    if placed is not None:
        yield placed
    yield two_sides(view)
    yield provenance.evidence_card(view)
    yield provenance.manifest(view)
