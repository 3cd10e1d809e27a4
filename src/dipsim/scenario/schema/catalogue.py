"""The shipped catalogue of exchange kinds: one file each in ``dipsim/model/catalogue``.

A file gives a kind its title, form, group and numbers; every number has a value, bounds, a grade, a source and, where
studies disagree, rival readings. ``like`` starts from the numbers of another kind.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from dipsim.model.parameters import NUMBERS
from dipsim.model.state.exchange_kind import FORMS, GROUPS, SCOPES
from dipsim.scenario.schema.numbers import Number, two
from dipsim.scenario.schema.parts import Label, Note, Part, Word
from dipsim.scenario.schema.pydantic_errors import validate
from dipsim.scenario.schema.value_types import Choice, Context, Flag, Text, Whole
from dipsim.scenario.yaml.nodes import Mapping, place
from dipsim.scenario.yaml.parser import compose
from dipsim.scenario.yaml.problems import Report, nearest, quoted
from dipsim.scenario.yaml.read_text import read_text

FOLDER = Path(__file__).resolve().parents[2] / "model" / "catalogue"


class Rival(Part):
    """Another reading of a number."""

    value: Annotated[float, Number()]
    source: Note


class Figure(Part):
    """A number of the catalogue with its evidence."""

    value: Annotated[float, Number()]
    bounds: Annotated[tuple[Annotated[float, Number()], Annotated[float, Number()]], BeforeValidator(two)]
    grade: Annotated[int, Whole(1, 4)]
    source: Note
    rivals: tuple[Rival, ...] = ()


class Entry(Part):
    """A kind as its file gives it."""

    kind: Word
    title: Label
    about: Annotated[str, Text(2000)]
    form: Annotated[str, Choice(FORMS)] | None = None
    group: Annotated[str, Choice(GROUPS)] | None = None
    scope: Annotated[str, Choice(SCOPES)] | None = None
    like: Word | None = None
    optional: Annotated[bool, Flag()] = Field(False, description="only in a scenario that names it")
    numbers: dict[str, Figure] = Field({}, description="values, each with its evidence")


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Entry]:
    """Every kind of the catalogue by name, sorted. ScenarioError when a file is wrong."""
    report = Report()
    entries = {path.stem: read_entry(path, report) for path in sorted(FOLDER.glob("*.yaml"))}
    report.stop()
    return {name: entry for name, entry in entries.items() if entry is not None}


def read_entry(path: Path, report: Report) -> Entry | None:
    """The exchange kind in the catalogue file ``path``, checked against the table NUMBERS and its own bounds; problems
    go to ``report``."""
    text = read_text(path, path.name, report)
    tree = None if text is None else compose(text, path.name, report)
    if not isinstance(tree, Mapping):
        return None
    entry = validate(Entry, tree, report, Context())
    if entry is None:
        return None
    if entry.kind != path.stem:
        report.add(place(tree, ("kind",)), "E1501", "kind", quoted(path.stem), quoted(entry.kind))
    if entry.like is None and (entry.form is None or entry.group is None):
        report.add(tree.mark, "E1218", "", "like, or form and group", "neither")
    for name, figure in entry.numbers.items():
        _check_figure(tree, name, figure, report)
    return entry


def _check_figure(tree: Mapping, name: str, figure: Figure, report: Report) -> None:
    path = ("numbers", name)
    if name not in NUMBERS or name == "mode":
        known = [known for known in NUMBERS.names() if known != "mode"]
        mark = place(tree, path, at_key=True)
        report.add(mark, "E1101", f"numbers.{name}", "a known key", quoted(name), nearest(name, known))
        return
    quantity, (low, high) = NUMBERS[name], figure.bounds
    readings = [figure.value, *(rival.value for rival in figure.rivals)]
    if not quantity.low <= low <= high <= quantity.high:
        words = f"bounds within {quantity.low:g} and {quantity.high:g}"
        report.add(place(tree, (*path, "bounds")), "E1502", f"numbers.{name}", words, f"{low:g} and {high:g}")
    elif not all(low <= reading <= high for reading in readings):
        found = f"{min(readings):g} to {max(readings):g}"
        report.add(place(tree, path), "E1502", f"numbers.{name}", f"readings between {low:g} and {high:g}", found)
