"""Write the tables of ``docs/model.md`` from the declarations of the model: ``python tools/docs_tables.py``.

A table stands between ``<!-- table: NAME -->`` and ``<!-- end -->``; NAME is a key of ``TABLES``, or the names of
processes whose parameters it lists.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from dipsim.model.parameters import NATION, NUMBERS, ORGANISATION, PARAMETERS, REGION_METRICS
from dipsim.model.state.nation import TRAITS
from dipsim.model.state.quantities import Quantity
from dipsim.scenario.schema.catalogue import Entry, Figure, catalogue

PAGE = Path(__file__).resolve().parents[1] / "docs" / "model.md"
PLACE = re.compile(r"(<!-- table: ([a-z ]+) -->\n).*?(<!-- end -->)", re.S)
MAIN = ("rate", "readiness", "threshold", "cost", "staff", "evidence", "half_life", "alarm", "reassurance")
LEFT_OUT = (*MAIN, "evidence_back", "cap", "mode")
HEAD = ("name", "meaning", "unit", "default", "bounds", "source", "grade")
KIND_HEAD = (
    *("kind", "form", "group, scope", "rate", "w0", "m", "cost", "staff"),
    *("λ (giver)", "half-life", "alarm", "reassurance", "other numbers"),
)
SOURCE_HEAD = ("kind", "number", "value", "bounds", "source", "grade", "rival readings")
NO_SOURCE = re.compile(r"assumed(?!.*\d{4})|by definition")

Rows = Iterable[Iterable[object]]


def table(head: Iterable[str], rows: Rows) -> str:
    """A Markdown table."""
    lines = [list(head), *(list(map(cell, row)) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def cell(value: object) -> str:
    """A value as it stands in a table.

    >>> cell(0.25), cell(None), cell("a|b")
    ('0.25', '', 'a\\\\|b')
    """
    if value is None:
        return ""
    return f"{value:.10g}" if isinstance(value, float) else str(value).replace("|", "\\|")


def bounds(low: float, high: float) -> str:
    """Both bounds in words; ``none`` where there are none.

    >>> bounds(0, 1), bounds(-math.inf, math.inf)
    ('0 to 1', 'none')
    """
    return "none" if math.isinf(low) and math.isinf(high) else f"{low:.10g} to {high:.10g}"


def quantities(entries: Iterable[Quantity], missing: str = "given by the user") -> str:
    """The table of declared quantities."""
    rows = [
        (
            f"`{q.name}`",
            q.meaning,
            q.unit,
            missing if q.default is None else float(q.default),
            bounds(q.low, q.high),
            "; ".join([q.source, *(f"{cell(float(value))}: {source}" for value, source in q.rivals)]),
            q.grade,
        )
        for q in entries
    ]
    return table(HEAD, rows)


def parameters(processes: Iterable[str]) -> str:
    """The parameters of some processes; KeyError when one has none."""
    found: list[Quantity] = []
    for process in processes:
        own = [q for q in PARAMETERS if q.name.partition(".")[0] == process]
        if not own:
            raise KeyError(f"no process {process}")
        found += own
    return quantities(found)


def measures() -> str:
    """What is recorded of the region."""
    return table(("name", "meaning", "unit"), ((f"`{q.name}`", q.meaning, q.unit) for q in REGION_METRICS))


def figures(name: str) -> dict[str, Figure]:
    """The numbers of a kind of the catalogue, with those of the kind that it is like."""
    entry = catalogue()[name]
    return (figures(entry.like) if entry.like else {}) | dict(entry.numbers)


def word(name: str, key: str) -> str:
    """``form``, ``group`` or ``scope`` of a kind, from the kind that it is like unless it says so itself."""
    entry: Entry = catalogue()[name]
    return getattr(entry, key) or (word(entry.like, key) if entry.like else "")


def kinds_of_catalogue() -> str:
    """The kinds with their main numbers, then every number whose source says more than that it is assumed."""
    main: list[list[object]] = []
    sourced: list[list[object]] = []
    for name, entry in catalogue().items():
        given = figures(name)
        value = {q.name: given[q.name].value if q.name in given else q.default or 0.0 for q in NUMBERS}
        back = f" ({cell(value['evidence_back'])})" if value["evidence_back"] else ""
        rest = ", ".join(f"{key} {cell(n)}" for key, n in value.items() if n and key not in LEFT_OUT and key in given)
        plain = [f"{cell(value[key])}{back}" if key == "evidence" else value[key] for key in MAIN]
        form = " ".join(filter(None, (word(name, "form"), "optional" if entry.optional else "")))
        group = ", ".join(filter(None, (word(name, "group"), word(name, "scope"))))
        main.append([f"`{name}`", form, group, *plain, rest])
        for key, figure in entry.numbers.items():
            if figure.rivals or not NO_SOURCE.match(figure.source):
                rivals = "; ".join(f"{cell(rival.value)}: {rival.source}" for rival in figure.rivals)
                span = bounds(*figure.bounds)
                sourced.append([f"`{name}`", key, figure.value, span, figure.source, figure.grade, rivals])
    text = "Numbers of the catalogue whose source says more than that they are assumed:"
    return f"{table(KIND_HEAD, main)}\n{text}\n\n{table(SOURCE_HEAD, sourced)}"


def is_assumed(source: str, grade: int) -> bool:
    """Whether the size of a number is assumed, even where its sign has a source."""
    return grade == 4 or "assumed" in source


def count() -> str:
    """How many numbers there are of each grade, and how many are assumed."""
    groups = {
        "parameters of processes": [(q.source, q.grade) for q in PARAMETERS],
        "defaults of a nation": [(q.source, q.grade) for q in map(NATION.__getitem__, TRAITS) if q.default is not None],
        "defaults of an organisation": [(q.source, q.grade) for q in ORGANISATION],
        "numbers of the catalogue": [(f.source, f.grade) for e in catalogue().values() for f in e.numbers.values()],
    }
    groups["all"] = [pair for pairs in groups.values() for pair in pairs]
    rows: list[list[object]] = []
    for name, pairs in groups.items():
        grades = Counter(grade for _, grade in pairs)
        assumed = sum(is_assumed(*pair) for pair in pairs)
        share = f"{assumed} ({100 * assumed / len(pairs):.0f} %)"
        rows.append([name, len(pairs), *(grades[grade] for grade in (1, 2, 3, 4)), share])
    return table(("numbers", "how many", "grade 1", "grade 2", "grade 3", "grade 4", "size assumed"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "nation": lambda: quantities(map(NATION.__getitem__, TRAITS)),
    "organisation": lambda: quantities(ORGANISATION),
    "kinds": lambda: quantities(NUMBERS),
    "measures": measures,
    "catalogue": kinds_of_catalogue,
    "count": count,
}


def filled(text: str) -> str:
    """The page with every table as the code has it now."""

    def write(found: re.Match[str]) -> str:
        name = found[2]
        body = TABLES[name]() if name in TABLES else parameters(name.split())
        return f"{found[1]}\n{body}\n{found[3]}"

    return PLACE.sub(write, text)


if __name__ == "__main__":
    before = PAGE.read_text(encoding="utf-8")
    after = filled(before)
    PAGE.write_text(after, encoding="utf-8")
    sys.stdout.write("docs/model.md " + ("has new tables\n" if after != before else "is up to date\n"))
