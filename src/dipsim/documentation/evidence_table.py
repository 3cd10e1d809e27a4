"""The evidence and the references of a scenario as text for people and as plain data for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

from dipsim.documentation.bibliography import library, notes, works
from dipsim.documentation.evidence import ASSUMPTION, GRADES, HONEST, Count, Driver, drivers, ending, tally
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.yaml.problems import escape

WIDTH = 100
TITLES = {
    "issues": "Issues",
    "nations": "Nations",
    "relations": "Relations",
    "organisations": "Organisations",
    "timeline": "Dated entries",
    "exchanges": "Exchange kinds in play",
    "processes": "Parameters of processes",
}


def evidence(spec: Spec, ends: bool = True) -> str:
    """Every number that drives ``spec`` with value, unit, grade and source, and their count; ``ends`` adds the two
    closing sentences."""
    found = drivers(spec)
    lines = [*_heading(f"Evidence: {spec.title}"), *_wrapped(_preface()), ""]
    groups = {section: [one for one in found if one.path.startswith(f"{section}.")] for section in TITLES}
    for number, (section, rows) in enumerate(((name, rows) for name, rows in groups.items() if rows), start=1):
        lines += [*_heading(f"{number} {TITLES[section]} ({len(rows)})", "-"), *_rows(rows), ""]
    counted = tally(found)
    lines += [*_heading("Count", "-"), *_counted(counted), *_recalled(spec)]
    lines += ["", *_wrapped(counted.sentence()), HONEST] if ends else []
    return "\n".join(lines) + "\n"


def _preface() -> str:
    grades = ", ".join(f"{grade} {meaning}" for grade, meaning in GRADES.items())
    return (
        f"Every number that can act in a run: where it stands, its value and unit, in square brackets the grade of its "
        f"evidence ({grades}), and its source or the word 'assumed'. Numbers of kinds and relations that are left at "
        "0 for 'none' are not listed."
    )


def _rows(rows: Iterable[Driver]) -> list[str]:
    """What each number is and what it rests on."""
    lines: list[str] = []
    for one in rows:
        unit = "" if one.unit == "1" else f" {one.unit}"
        year = f" ({one.year})" if one.year is not None and str(one.year) not in one.source else ""
        message = f"{escape(one.path, 200)} = {one.value:.6g}{unit} [{one.grade}]"
        lines += _wrapped(f"{message}: {escape(one.source, 2000)}{year}", "", "    ")
        for value, source in one.rivals:
            lines += _wrapped(f"rival reading {value:.6g}: {escape(source, 2000)}", "    ", "        ")
    return lines


def _counted(counted: Count) -> list[str]:
    lines = [
        f"Grade {grade} ({meaning}): {number}"
        for (grade, meaning), number in zip(GRADES.items(), counted.grades, strict=True)
    ]
    return [*lines, f"Of grade {ASSUMPTION}, recalled, unchecked: {counted.recalled}"]


def _recalled(spec: Spec) -> list[str]:
    """Notes on facts, such as treaties and memberships, that are from memory; no numbers, so they are not counted."""
    found = [f"{place}: {note}" for place, note in notes(spec) if "recalled" in note.casefold()]
    if not found:
        return []
    message = [f"Besides the numbers, notes on facts that are recalled, unchecked: {len(found)}"]
    return message + [line for note in found for line in _wrapped(escape(note, 2000), "  - ", "    ")]


def references(spec: Spec) -> str:
    """The full references of the works that ``spec`` rests on, each with the places that cite it."""
    found = works(spec)
    known = {reference.key: reference for reference in library().references}
    unchecked = sum(known[key].checked == "no" for key in found)
    lines = _heading(f"References: {spec.title}")
    lines += [
        *_wrapped(
            "The works behind the numbers in play, the rival readings of its exchange kinds and the processes. "
            f"{len(found)} works; {unchecked} of the references could not be looked up and are marked so."
        ),
        "",
    ]
    for key, places in found.items():
        shown = "; ".join(escape(place, 100) for place in places[:4])
        more = f"; and {len(places) - 4} more" if len(places) > 4 else ""
        lines += [*_wrapped(known[key].text(), "", "    "), *_wrapped(f"For: {shown}{more}", "    ", "    "), ""]
    lines += [line for message in ending(spec) for line in _wrapped(message)]
    return "\n".join(lines) + "\n"


def data(spec: Spec) -> dict[str, Any]:
    """Evidence, its count and the references of ``spec`` as plain data."""
    found = drivers(spec)
    counted = tally(found)
    known = {reference.key: reference for reference in library().references}
    return {
        "scenario": spec.file,
        "title": spec.title,
        "hash": spec.hash,
        "numbers": [{**vars(one), "assumed": one.assumed, "recalled": one.recalled} for one in found],
        "count": {
            "total": counted.total,
            "grades": {str(grade): number for grade, number in zip(GRADES, counted.grades, strict=True)},
            "assumed": counted.assumed,
            "recalled": counted.recalled,
            "sentence": counted.sentence(),
        },
        "references": [
            {**known[key].model_dump(by_alias=True, exclude={"names"}), "places": places}
            for key, places in works(spec).items()
        ],
        "note": HONEST,
    }


def _heading(text: str, line: str = "=") -> list[str]:
    wrapped = _wrapped(escape(text, 300))
    return [*wrapped, line * max(map(len, wrapped)), ""]


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    message = " ".join(text.split())
    return textwrap.wrap(message, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False) or [""]
