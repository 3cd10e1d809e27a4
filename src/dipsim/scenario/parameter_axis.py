"""A dial: a number of a scenario that can be turned, by its dotted path, a wildcard for several at once.

``nations.*.transparency`` sets every match to the same value. ``scale:relations.*.dispute`` multiplies what the
scenario has by one factor, cut off at the bounds of the number, so that who quarrels with whom stays as it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from dipsim.errors import RequestError
from dipsim.model.parameters import NATION, NUMBERS, ORGANISATION, PARAMETERS
from dipsim.model.state.quantities import Quantity
from dipsim.scenario.load import vary
from dipsim.scenario.schema.numbers import Number
from dipsim.scenario.schema.parts import Relation
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.yaml.problems import nearest
from dipsim.scenario.yaml.scalars import MAX_DIGITS

SCALE = "scale:"
MOST_SCALE = 2.0  # a dial that scales goes from nothing to twice what the scenario has
WIDE = 1000.0  # bounds further apart than this factor are walked by factors, not by steps
FAR = 100.0  # bounds this many times wider than what the scenario has say nothing: ten times up and down is asked then


class PathNotNumeric(RequestError):
    """The path leads to no number that can be turned, or its range is not known."""


@dataclass(frozen=True)
class ParameterAxis:
    """A number that can be turned between ``low`` and ``high``.

    ``path`` as the user wrote it; ``limits`` are the declared bounds of the number itself; ``now`` holds what the
    scenario has, by full path, empty where that cannot be said in one number.
    """

    path: str
    low: float
    high: float
    limits: tuple[float, float]
    now: dict[str, float]

    @property
    def scales(self) -> bool:
        """The dial multiplies instead of setting."""
        return self.path.startswith(SCALE)

    @property
    def wide(self) -> bool:
        """Values are walked by equal factors."""
        return self.low > 0 and self.high > WIDE * self.low

    @property
    def here(self) -> float | None:
        """Where the scenario stands, if all matches stand at one value within the range."""
        values = {1.0} if self.scales else set(self.now.values())
        found = values.pop() if len(values) == 1 else math.nan
        return found if self.low <= found <= self.high else None

    def sets(self, value: float) -> list[str]:
        """The overrides that turn it to ``value``."""
        if not self.scales:
            return [f"{self.path}={written(value)}"]
        low, high = self.limits
        return [f"{path}={written(min(high, max(low, value * now)))}" for path, now in self.now.items()]

    def at(self, spec: Spec, value: float) -> Spec:
        """The scenario ``spec`` with the number of this axis set to ``value``."""
        return vary(spec, self.sets(value))

    def value(self, share: float) -> float:
        """The value at a share of the way, the ends exactly."""
        if share in (0.0, 1.0):
            return self.high if share else self.low
        if self.wide:
            return float(self.low * (self.high / self.low) ** share)
        return float(self.low + share * (self.high - self.low))


def written(value: float) -> str:
    """``value`` as it is written in an override: exactly, and with an exponent where it would take more digits than are
    allowed.

    >>> written(0.25), written(0.00012345678901234567)
    ('0.25', '1.2345678901234567e-04')
    """
    text = repr(float(value))
    return text if sum(letter.isdigit() for letter in text) <= MAX_DIGITS else f"{value:.16e}"


def parameter_axis(spec: Spec, path: str, low: float | None = None, high: float | None = None) -> ParameterAxis:
    """The axis of the number of ``spec`` at ``path``, from ``low`` to ``high``; bounds that are not given are the
    declared ones, those of the catalogue file for a kind.

    Declared bounds more than ``FAR`` times as wide as the number itself give way to a tenth and ten times the number.
    Raises PathNotNumeric when nothing of that name is there or the range is unknown or empty, ScenarioError when a
    bound is not allowed there.
    """
    bare = path.removeprefix(SCALE)
    now = dict(_values(spec, bare))
    limits = _limits(spec, bare)
    if path != bare and not now:
        raise PathNotNumeric(f"'{bare}' matches no number of the scenario that could be scaled")
    declared = (0.0, MOST_SCALE) if path != bare else narrowed(limits, set(now.values()))
    low, high = declared[0] if low is None else low, declared[1] if high is None else high
    if not now and not math.isfinite(high - low):
        raise PathNotNumeric(f"'{bare}' is not a number of the scenario with known bounds{_hint(bare)}")
    if not (math.isfinite(low) and math.isfinite(high)):
        raise PathNotNumeric(f"'{bare}' has no bounds of its own: give the range over which to vary it")
    if not low < high:
        raise PathNotNumeric(f"'{path}' cannot be varied from {low:g} to {high:g}")
    found = ParameterAxis(path, float(low), float(high), limits, now)
    for end in (low, high):
        found.at(spec, end)
    return found


def _hint(path: str) -> str:
    """What may have been meant where the last word of a path is misspelt."""
    section, _, rest = path.partition(".")
    first, _, last = rest.rpartition(".")
    tables = {"nations": NATION, "organisations": ORGANISATION, "exchanges": NUMBERS}
    known = tables[section].names() if section in tables else list(Relation.model_fields)
    if section == "processes":
        first, last, known = "", rest, PARAMETERS.names()
    elsewhere = "" if last in known else _elsewhere(section, path.rpartition(".")[2])
    if elsewhere:
        return f"; did you mean {elsewhere}?"
    near = nearest(last, known) if section in (*tables, "relations", "processes") else ""
    return f"; did you mean {'.'.join(part for part in (section, first, near) if part)}?" if near else ""


def _elsewhere(section: str, word: str) -> str:
    """A path to a number of that name in another section."""
    sections = {
        "nations": NATION.names(),
        "relations": list(Relation.model_fields),
        "organisations": ORGANISATION.names(),
        "exchanges": NUMBERS.names(),
    }
    found = next((name for name, words in sections.items() if name != section and word in words), "")
    parameter = next((name for name in PARAMETERS.names() if name.partition(".")[2] == word), "")
    return f"{found}.*.{word}" if found else f"processes.{parameter}" if parameter else ""


def narrowed(limits: tuple[float, float], now: set[float]) -> tuple[float, float]:
    """The bounds ``limits``, or a tenth and ten times the single value in ``now`` where they are far wider than it."""
    low, high = limits
    here = next(iter(now)) if len(now) == 1 else 0.0
    far = here > 0 and math.isfinite(high - low) and high - low > FAR * here
    return (max(low, here / 10), min(high, here * 10)) if far else limits


def _values(spec: Spec, path: str) -> Iterator[tuple[str, float]]:
    """Full path and value of every number that the path matches, where the scenario holds it as a number."""
    section, _, rest = path.partition(".")
    name, _, key = rest.partition(".") if section != "organisations" else rest.rpartition(".")
    if section == "processes" and rest in spec.parameters:
        yield path, spec.parameters[rest]
    if section == "relations":
        name = "-".join(sorted(name.split("-")))
    for one, holder in _holders(spec, section):
        if name in (one, "*") and (value := _number(holder, key)) is not None:
            yield f"{section}.{one}.{key}", value


def _holders(spec: Spec, section: str) -> list[tuple[str, Any]]:
    """Names and parts of a section of the scenario."""
    if section == "nations":
        return list(spec.nations.items())
    if section == "relations":
        return [("-".join(sorted(relation.between)), relation) for relation in spec.relations]
    if section == "organisations":
        return [(organisation.name, organisation) for organisation in spec.organisations]
    if section == "exchanges":
        return [(name, kind.numbers) for name, kind in spec.kinds.items() if not kind.is_off]
    return []


def _number(holder: Any, key: str) -> float | None:
    value = holder.get(key) if isinstance(holder, dict) else getattr(holder, key, None)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _limits(spec: Spec, path: str) -> tuple[float, float]:
    """Declared bounds of the number at a path, infinite where none are declared."""
    section, _, rest = path.partition(".")
    name, _, key = rest.rpartition(".")
    tables = {"nations": NATION, "organisations": ORGANISATION, "exchanges": NUMBERS}
    if section == "processes" and rest in PARAMETERS:
        return _bounds(spec, PARAMETERS[rest])
    if section == "exchanges" and name in spec.kinds and key in spec.kinds[name].evidence:
        found = spec.kinds[name].evidence[key]
        return found.low, found.high
    if section in tables and key in tables[section]:
        return _bounds(spec, tables[section][key])
    if section == "relations" and (first := rest.partition(".")[2].partition(".")[0]) in Relation.model_fields:
        return _share(_sort(Relation.model_fields[first]))
    return -math.inf, math.inf


def _bounds(spec: Spec, quantity: Quantity) -> tuple[float, float]:
    unit = spec.money.per_billion if quantity.money else 1.0
    return quantity.low * unit, quantity.high * unit


def _share(sort: Number | None) -> tuple[float, float]:
    """Bounds of a sort of number; a bound that is not allowed itself is kept off by a hundredth of the range."""
    if sort is None:
        return -math.inf, math.inf
    inset = 0.01 * (sort.high - sort.low)
    return sort.low + inset * sort.above, sort.high - inset * sort.below


def _sort(annotation: Any) -> Number | None:
    """The sort of number somewhere inside an annotation."""
    for part in (*getattr(annotation, "metadata", ()), *get_args(getattr(annotation, "annotation", annotation))):
        if isinstance(part, Number):
            return part
        if (found := _sort(part)) is not None:
            return found
    return None
