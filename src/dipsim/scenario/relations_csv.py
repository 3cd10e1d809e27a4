"""Relations from a CSV file: one row per pair, columns ``a``, ``b`` and keys of a relation.

Every cell keeps its place, so that a bad number in a table is reported like one in the scenario. An empty cell says
nothing. Cells with commas stand in double quotes.
"""

from __future__ import annotations

import re
from pathlib import Path

from dipsim.scenario.schema.parts import Relation
from dipsim.scenario.yaml.nodes import Mapping, Mark, Scalar, Sequence
from dipsim.scenario.yaml.problems import Report, listing, nearest, quoted
from dipsim.scenario.yaml.read_text import read_text

KEYS = ("a", "b", *(name for name in Relation.model_fields if name != "between"))
_CELL = re.compile(r'[ ]*(?:"((?:[^"]|"")*)"|([^,"]*))[ ]*(?:,|$)')


def read_table(path: Path, shown: str, report: Report) -> Sequence:
    """Relations in the CSV file ``path`` as a list of mappings; problems go to ``report`` under the file name
    ``shown``."""
    rows = Sequence(Mark(shown, 1, 1))
    text = read_text(path, shown, report)
    if text is None:
        return rows
    lines = re.split("\r\n|\r|\n", text)
    header = _cells(lines[0], Mark(shown, 1, 1), report) or []
    if not _check_header(header, Mark(shown, 1, 1), report):
        return rows
    for number, line in enumerate(lines[1:], start=2):
        mark = Mark(shown, number, 1)
        cells = _cells(line, mark, report) if line.strip() else None
        if cells is None:
            continue
        if len(cells) != len(header):
            report.add(mark, "E1308", "relations", f"{len(header)} cells", f"{len(cells)} cells")
            continue
        rows.append(_relation(dict(zip((str(name) for name in header), cells, strict=True)), mark))
    return rows


def _relation(cells: dict[str, Scalar], mark: Mark) -> Mapping:
    relation = Mapping(mark)
    between = Sequence(mark)
    between.extend(cells.pop(name) for name in ("a", "b"))
    relation.put("between", between)
    for key, cell in cells.items():
        if cell:
            relation.put(key, cell)
    return relation


def _cells(line: str, mark: Mark, report: Report) -> list[Scalar] | None:
    cells: list[Scalar] = []
    at = 0
    while True:
        match = _CELL.match(line, at)
        if match is None:
            report.add(mark._replace(column=at + 1), "E1308", "relations", "cells between commas", quoted(line[at:]))
            return None
        plain = match[1] is None
        value = match[2].strip() if plain else match[1].replace('""', '"')
        cells.append(Scalar(value, mark._replace(column=match.start(2 if plain else 1) + 1)))
        at = match.end()
        if not match[0].endswith(","):
            return cells


def _check_header(header: list[Scalar], mark: Mark, report: Report) -> bool:
    before = len(report.problems)
    for name in header:
        if name not in KEYS:
            report.add(name.mark, "E1307", "relations", listing(KEYS, 30), quoted(name), nearest(str(name), KEYS))
        elif header.count(name) > 1:
            report.add(name.mark, "E1307", "relations", "each column once", quoted(name))
    for needed in ("a", "b"):
        if needed not in header:
            report.add(mark, "E1307", "relations", f"a column '{needed}'", "none")
    return len(report.problems) == before
