"""What can be turned on the page: declared numbers with bounds, unit, meaning, grade and source."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from dipsim.model.parameters import NATION, NUMBERS, PARAMETERS
from dipsim.model.state.nation import TRAITS
from dipsim.model.state.quantities import Quantity
from dipsim.scenario.parameter_axis import narrowed
from dipsim.scenario.schema.spec import Spec

FIRST = ("nations.*.transparency", "nations.*.revisionism", "nations.*.stability", "processes.crisis.incident")
"""Sliders that stand on the page before anybody asks for one, where the scenario has them."""
FIXED = ("mode",)
ALL = "*"


@dataclass(frozen=True)
class Slider:
    """A number that can be turned: its path, where it stands, how far it goes and what it rests on.

    ``value`` is the mean where the path names several numbers, and ``mixed`` says that they differ.
    """

    path: str
    label: str
    group: str
    value: float
    low: float
    high: float
    unit: str
    meaning: str
    grade: int
    source: str
    mixed: bool = False


def sliders(spec: Spec) -> dict[str, Slider]:
    """Every number of ``spec`` that can be changed on the page, by path."""
    return {one.path: one for one in (*_nations(spec), *_processes(spec), *_kinds(spec))}


def as_rows(found: dict[str, Slider]) -> list[dict[str, Any]]:
    """The sliders in ``found`` as plain data; those listed in ``FIRST`` are marked."""
    return [{**asdict(one), "first": one.path in FIRST} for one in found.values()]


def _nations(spec: Spec) -> Iterator[Slider]:
    for who, names in [(ALL, list(spec.nations)), *((code, [code]) for code in spec.nations)]:
        label = "all nations" if who == ALL else str(spec.nations[who].name)
        for name in TRAITS:
            quantity = NATION[name]
            values = [spec.nations[code].trait(name) for code in names]
            given = spec.evidence.get(f"nations.{who}.{name}")
            grade, source = (quantity.grade, quantity.source) if given is None else (given.grade, given.source)
            yield from _slider(
                f"nations.{who}.{name}", f"{_words(name)}, {label}", label, values, quantity, _bounds(spec, quantity),
                (grade, source),
            )  # fmt: skip


def _processes(spec: Spec) -> Iterator[Slider]:
    for quantity in PARAMETERS:
        process, _, name = quantity.name.partition(".")
        given = spec.evidence.get(f"processes.{quantity.name}")
        grade, source = (quantity.grade, quantity.source) if given is None else (given.grade, given.source)
        yield from _slider(
            f"processes.{quantity.name}", f"{_words(process)}: {_words(name)}", f"process: {_words(process)}",
            [spec.parameters[quantity.name]], quantity, _bounds(spec, quantity), (grade, source),
        )  # fmt: skip


def _kinds(spec: Spec) -> Iterator[Slider]:
    for kind, entry in spec.kinds.items():
        for name, value in entry.numbers.items() if not entry.is_off else ():
            found = entry.evidence[name]
            if name not in FIXED and (value or name == "rate"):
                yield from _slider(
                    f"exchanges.{kind}.{name}", f"{_words(name)} of {entry.title.lower()}", f"kind: {entry.title}",
                    [value], NUMBERS[name], (found.low, found.high), (found.grade, found.source),
                )  # fmt: skip


def _slider(
    path: str,
    label: str,
    group: str,
    values: list[float],
    quantity: Quantity,
    bounds: tuple[float, float],
    evidence: tuple[int, str],
) -> Iterator[Slider]:
    """The slider, where its range is known: declared bounds, or a tenth and ten times a value far inside them."""
    value = sum(values) / len(values)
    low, high = narrowed(bounds, {value})
    if math.isfinite(high - low) and low < high and low <= value <= high:
        mixed = len(set(values)) > 1
        yield Slider(path, label, group, value, low, high, quantity.unit, quantity.meaning, *evidence, mixed)


def _bounds(spec: Spec, quantity: Quantity) -> tuple[float, float]:
    unit = spec.money.per_billion if quantity.money else 1.0
    return quantity.low * unit, quantity.high * unit


def _words(name: str) -> str:
    return name.replace("_", " ")
