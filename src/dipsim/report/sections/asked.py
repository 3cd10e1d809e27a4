"""What was asked of the result: a part for each page of advice and for each answer that is kept in its folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dipsim.report.answers import kept
from dipsim.report.html.markup import text
from dipsim.report.html.part import Part, chart, paragraph, values
from dipsim.report.html.tables import View
from dipsim.scenario.wording import counted

WORDS = 12  # sentences that are shown at once; the others are behind a click


def answers(view: View) -> Iterator[Part]:
    """A part for each page of advice of ``view``, then one for each answer."""
    for number, page in enumerate(getattr(view.result, "advice", None) or [], 1):
        yield _advice(f"advice{number}", page)
    for number, told in enumerate(kept.read(view.result), 1):
        yield answer(f"asked{number}", told)


def _advice(name: str, page: Mapping[str, Any]) -> Part:
    parts = []
    for heading, lines in page["page"].items():
        listed = "".join(f"<li>{text(line)}</li>" for line in lines)
        parts.append(f"<h3>{text(heading)}</h3><ul>{listed}</ul>")
    return Part(name, f"{page['what']}: {page['question']}", "".join(parts))


def answer(name: str, told: Mapping[str, Any]) -> Part:
    """The part ``name`` of one answer ``told``: what was asked, its words, its chart and its table."""
    runs = told.get("replicates")
    seed = "" if told.get("seed") is None else f", seed {told['seed']}"
    how = f"; {counted(runs, 'replicate')}{seed}" if runs else ""
    about = f"Asked: dipsim {told['asked']}{how}."
    lines = [f"<li>{text(line)}</li>" for line in told["words"]]
    said = f'<ul class="words">{"".join(lines[:WORDS])}</ul>'
    if len(lines) > WORDS:
        said += f"<details><summary>{len(lines) - WORDS} more</summary><ul>{''.join(lines[WORDS:])}</ul></details>"
    table = told["table"]
    caption = table["caption"] or told["title"]
    found = values(caption, table["head"], table["rows"]) if table["rows"] else ""
    if told["chart"] is not None:
        found = chart(name, told["title"], found)
    elif found:
        found = f'<details class="data"><summary>Data: {text(caption)}</summary>{found}</details>'
    return Part(name, told["title"], paragraph(about, "quiet") + said + found, told["chart"])
