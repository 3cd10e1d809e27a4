"""The numbers that drive a scenario, each with its source and grade, and how many of them are assumptions.

A number is listed when it can act: what the scenario says of nations, relations, organisations, issues and dated
events, every trait of a nation, every parameter of a process, and of each exchange kind in play the numbers that are
not at a default of 0, which stands for "none". Grades: 1 replicated, 2 contested, 3 single study or expert scale, 4
assumption. A number has a source or is called assumed; a figure from memory ("recalled") counts as an assumption.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dipsim.model.parameters import DYAD, NATION, NUMBERS, ORGANISATION, PARAMETERS
from dipsim.model.state.quantities import Quantity
from dipsim.scenario.postures import postures
from dipsim.scenario.schema.catalogue import catalogue
from dipsim.scenario.schema.events import Act
from dipsim.scenario.schema.exchange_kinds import Kind
from dipsim.scenario.schema.parts import Interest, Relation
from dipsim.scenario.schema.serialise import plain
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.geography import REACH, proximities, proximity
from dipsim.scenario.yaml.nodes import SOURCED

ASSUMPTION = 4
GRADES = {1: "replicated", 2: "contested", 3: "single study or expert scale", ASSUMPTION: "assumption"}
HONEST = "A thinking aid, not a forecast."
SECTIONS = ("issues", "nations", "relations", "organisations", "timeline")
DESCRIBES = ("location", "shared_organisations")  # kept with the scenario, read by no equation
COMPUTED = f"assumed: exp(-distance / {REACH:g} km) between the locations"
_UNITS = {"distance": "km", "history": "log-odds", "value": "bn USD", "tiv": "million SIPRI TIV"}
_Steps = tuple[str, ...]


@dataclass(frozen=True)
class Driver:
    """A number that drives a scenario: where it stands, in the unit of the scenario, and what it rests on.

    ``rivals`` are the readings of studies that disagree, each a value and its source.
    """

    path: str
    value: float
    unit: str
    meaning: str
    source: str
    grade: int
    year: int | None = None
    rivals: tuple[tuple[float, str], ...] = ()

    @property
    def assumed(self) -> bool:
        """Grade 4: nobody measured it, or nobody looked it up."""
        return self.grade == ASSUMPTION

    @property
    def recalled(self) -> bool:
        """A figure from memory that nobody has checked."""
        return "recalled" in self.source.casefold()


@dataclass(frozen=True)
class Count:
    """How many numbers there are of each grade (1 to 4), and how many of them are recalled, unchecked."""

    grades: tuple[int, int, int, int]
    recalled: int

    @property
    def total(self) -> int:
        return sum(self.grades)

    @property
    def assumed(self) -> int:
        return self.grades[ASSUMPTION - 1]

    def sentence(self) -> str:
        """The count as every report ends with it.

        >>> Count((1, 10, 20, 381), 2).sentence()
        '412 numbers drive this run: 31 sourced with grade 1-3, 381 assumed (2 recalled, unchecked).'
        """
        numbers = f"{self.total} number drives" if self.total == 1 else f"{self.total} numbers drive"
        sourced = self.total - self.assumed
        return (
            f"{numbers} this run: {sourced} sourced with grade 1-3, {self.assumed} assumed "
            f"({self.recalled or 'none'} recalled, unchecked)."
        )


def drivers(spec: Spec) -> list[Driver]:
    """Every number that drives the scenario ``spec``: its own, those of the kinds in play, those of the processes."""
    return [*_own(spec), *_of_kinds(spec), *_of_processes(spec)]


def count(spec: Spec) -> Count:
    """How many of the numbers that drive ``spec`` have which grade of evidence."""
    return tally(drivers(spec))


def ending(spec: Spec) -> tuple[str, str]:
    """The last two sentences of every report on ``spec``: the count of evidence, and what a simulation is good for."""
    return count(spec).sentence(), HONEST


def tally(found: Iterable[Driver]) -> Count:
    """Count the numbers in ``found`` by their grade of evidence, 1 to 4."""
    listed = list(found)
    one, two, three, four = (sum(driver.grade == grade for driver in listed) for grade in GRADES)
    return Count((one, two, three, four), sum(driver.recalled for driver in listed))


def kinds_in_play(spec: Spec) -> dict[str, Kind]:
    """The exchange kinds of ``spec`` that are not switched off, by name."""
    return {name: kind for name, kind in spec.kinds.items() if not kind.is_off}


def graded(source: str, grade: int) -> tuple[str, int]:
    """Source and grade as they are told: a source, or the word "assumed", or "recalled", and then grade 4.

    >>> graded("Kinne 2018", 2), graded("by definition", 4), graded("assumed", 3)
    (('Kinne 2018', 2), ('assumed: by definition', 4), ('assumed', 4))
    """
    message = " ".join(source.split())
    word = message.casefold()
    if not word or word.startswith("assumed") or "recalled" in word:
        return message or "assumed", ASSUMPTION
    if grade == ASSUMPTION and "assumed" not in word:
        return f"assumed: {message}", grade
    return message, grade


def _driver(path: str, value: float, unit: str, meaning: str, source: str, grade: int, *more: Any) -> Driver:
    return Driver(path, float(value), unit, meaning, *graded(source, grade), *more)


def _own(spec: Spec) -> Iterator[Driver]:
    """What the scenario itself says, and the proximities that follow from its locations."""
    tree = plain(spec)
    for section in SECTIONS:
        for path, node in _leaves(tree.get(section, {}), (section,)):
            driver = _said(spec, path, node)
            if driver is not None:
                yield driver
    listed = {relation.between for relation in spec.relations}
    for pair, near in proximities(spec).items():
        if pair not in listed:
            name, entry = f"relations.{'-'.join(sorted(pair))}.proximity", DYAD["proximity"]
            yield _driver(name, near, entry.unit, entry.meaning, COMPUTED, ASSUMPTION)


def _leaves(node: Any, path: _Steps) -> Iterator[tuple[_Steps, Any]]:
    """The numbers below a node, plain or sourced, with their paths; not those that no equation reads."""
    if isinstance(node, dict) and not ("value" in node and set(node) <= SOURCED and "source" in node):
        for key, below in node.items():
            if key not in DESCRIBES:
                yield from _leaves(below, (*path, str(key)))
    elif isinstance(node, list):
        for row, below in enumerate(node):
            yield from _leaves(below, (*path, _label(below, row, path)))
    elif isinstance(node, dict | float):
        yield path, node


def _label(node: Any, row: int, path: _Steps) -> str:
    if path == ("relations",):
        return "-".join(sorted(node["between"]))
    return str(node["name"]) if path == ("organisations",) else str(row)


def _said(spec: Spec, path: _Steps, node: Any) -> Driver | None:
    """A number of the scenario as a driver; None when it stands at a default that means "none"."""
    name = ".".join(path)
    default, unit, meaning = _declared(spec, path)
    if isinstance(node, dict):
        year = node.get("year")
        return _driver(name, node["value"], unit, meaning, node["source"], node.get("grade", 3), year)
    if node == 0.0 and default == 0.0:
        return None
    return _driver(name, node, unit, meaning, *_unsourced(spec, path, node, default))


def _unsourced(spec: Spec, path: _Steps, value: float, default: float | None) -> tuple[str, int]:
    """Source and grade of a plain number: computed, from a posture, the default of the model, or assumed."""
    if path[0] == "relations" and path[-1] == "proximity":
        here, there = (spec.nations[code].location for code in path[1].split("-"))
        if here is not None and there is not None and value == proximity(here, there):
            return COMPUTED, ASSUMPTION
    if path[0] == "nations" and len(path) == 3:
        posture = spec.nations[path[1]].posture
        given = postures()[posture].get(path[2]) if posture else None
        if isinstance(given, str) and float(given) == value:
            return f"assumed (posture {posture})", ASSUMPTION
        if value == default:
            return _default(NATION[path[2]])
    return "assumed (scenario)", ASSUMPTION


def _default(quantity: Quantity) -> tuple[str, int]:
    """Evidence of a declared number that is left at its default."""
    return ("assumed (default)" if quantity.source == "assumed" else quantity.source), quantity.grade


def _declared(spec: Spec, path: _Steps) -> tuple[float | None, str, str]:
    """Default, unit and meaning of a number of the scenario."""
    section, key = path[0], next((step for step in reversed(path) if step not in spec.nations), "")
    if section == "nations" and len(path) == 3:
        return _declaration(spec, NATION[key])
    if section == "organisations" and key in ORGANISATION and "holds" not in path:
        return _declaration(spec, ORGANISATION[key])
    if section == "organisations":
        return None, "per year", f"acts of kind {key} that it holds"
    if section == "issues":
        return None, "1", "weight of the issue"
    models: tuple[Any, ...] = {"nations": (Interest,), "relations": (Relation,)}.get(section, (Act,))
    field = next((one.model_fields[key] for one in models if key in one.model_fields), None)
    if key in DYAD:
        unit, meaning = DYAD[key].unit, DYAD[key].meaning
    else:
        unit, meaning = _UNITS.get(key, "1"), (field.description if field else "") or key.replace("_", " ")
    none = section == "relations" and field is not None and field.default == 0.0
    return (0.0 if none else None), unit, meaning


def _declaration(spec: Spec, quantity: Quantity) -> tuple[float | None, str, str]:
    return quantity.default, unit_of(spec, quantity), quantity.meaning


def unit_of(spec: Spec, quantity: Quantity) -> str:
    """Unit of the declared number ``quantity`` in the money of ``spec``."""
    if not quantity.money or spec.money.per_billion == 1.0:
        return quantity.unit
    return quantity.unit.replace("bn USD 2023", "bn USD").replace("bn USD", spec.money.unit)


def _of_kinds(spec: Spec) -> Iterator[Driver]:
    """The numbers of the exchange kinds in play."""
    for name, kind in kinds_in_play(spec).items():
        for quantity in NUMBERS:
            if quantity.name != "mode" and _acts(kind, quantity):
                found = kind.evidence[quantity.name]
                source = "assumed (default)" if found.source == "assumed" == quantity.source else found.source
                yield _driver(
                    f"exchanges.{name}.{quantity.name}",
                    kind.numbers[quantity.name],
                    unit_of(spec, quantity),
                    quantity.meaning,
                    source,
                    found.grade,
                    found.year,
                    _rivals(spec, name, quantity, found.source),
                )


def _rivals(spec: Spec, kind: str, quantity: Quantity, source: str) -> tuple[tuple[float, str], ...]:
    """The rival readings of a number of a kind, where it is the catalogue's own or that of what the kind is like."""
    unit = spec.money.per_billion if quantity.money else 1.0
    link: str | None = kind
    while link:
        entry, change = catalogue().get(link), spec.exchanges.get(link)
        figure = entry.numbers.get(quantity.name) if entry else None
        if figure is not None:
            return tuple((one.value * unit, one.source) for one in figure.rivals) if figure.source == source else ()
        link = change.like if change is not None and change.like else entry.like if entry else None
    return ()


def _acts(kind: Kind, quantity: Quantity) -> bool:
    """Whether a number of a kind can act: it is not 0, or somebody said why it is."""
    name = quantity.name
    if name == "risk_weight" and not kind.numbers["licensed"]:
        return False
    if name == "quality" and kind.form != "group":
        return False
    return bool(kind.numbers[name] or quantity.default or kind.evidence[name].source != quantity.source)


def _of_processes(spec: Spec) -> Iterator[Driver]:
    """The parameters of the processes."""
    for quantity in PARAMETERS:
        path, value = f"processes.{quantity.name}", spec.parameters[quantity.name]
        given = spec.evidence.get(path)
        unit = unit_of(spec, quantity)
        default = float(quantity.default or 0.0) * (spec.money.per_billion if quantity.money else 1.0)
        source, grade = _default(quantity) if value == default else ("assumed (scenario)", ASSUMPTION)
        if given is not None:
            source, grade = given.source, given.grade
        rivals = quantity.rivals if source == _default(quantity)[0] else ()
        yield _driver(path, value, unit, quantity.meaning, source, grade, given.year if given else None, rivals)
