"""Everything that a resolved scenario says and that can change a number, as pairs of dotted path and value.

Money is in billions of USD of 2023 whatever the unit of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dipsim.model.parameters import NATION, NUMBERS, ORGANISATION, PARAMETERS
from dipsim.scenario.schema.parts import Relation, Time
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.geography import proximity

GROUPS = ("setting", "nations", "relations", "organisations", "exchange kinds", "parameters", "timeline")
OFF = "off"
NOTES = ("name", "source", "title", "about", "posture")
Pairs = Iterator[tuple[str, Any]]


class Here(str):
    """Says that a nation is there and which it is; two of them never differ."""

    __slots__ = ()


def _setting(spec: Spec) -> Pairs:
    yield "money.unit", f"{spec.money.unit} ({spec.money.per_billion:g} in a billion)"
    for part in ("time", "options"):
        for name, value in getattr(spec, part):
            yield f"{part}.{name}", value
    for name, weight in spec.issues.items():
        yield f"issues.{name}", weight


def _nations(spec: Spec) -> Pairs:
    for code, one in spec.nations.items():
        at = f"nations.{code}"
        yield at, Here(f"{one.name}, gdp {_billions(spec, one.gdp, True):.6g}")
        for name, value in one:
            if name == "interests":
                for issue, held in value.items():
                    yield f"{at}.{issue}", held.position
                    yield f"{at}.{issue}.salience", held.salience
            elif name in NATION and isinstance(value, float):
                yield f"{at}.{name}", _billions(spec, value, NATION[name].money)
            elif name not in NOTES and value is not None and not (name == "id" and value == code):
                yield f"{at}.{name}", value


def _relations(spec: Spec) -> Pairs:
    for one in spec.relations:
        at = f"relations.{'-'.join(sorted(one.between))}"
        yield f"{at}.listed", True  # which links the two
        for name, value in one:
            if name in ("between", *NOTES) or value is None:
                continue
            if isinstance(value, dict):
                for code, held in value.items():
                    yield f"{at}.{name}.{code}", held
            else:
                yield f"{at}.{name}", value


UNLISTED = {
    "listed": False,
    "dispute": 0.0,
    "trade": 0.0,
    "pact": (),
    "agreements": (),
    "hotline": False,
    "in_force": (),
}
UNLISTED |= {"interoperability": 0.0, "channel": 0.0}
UNSAID = {"notice": 0.0, "dependence": 0.0, "willingness": 1.0, "measures": ()}  # of each nation towards the other


def as_unlisted(spec: Spec, own: dict[str, Any], other: dict[str, Any], known: set[str]) -> dict[str, Any]:
    """The values that ``own`` gives for pairs of the nations in ``known``, with defaults of ``spec`` for pairs that
    only ``other`` lists. ``own`` and ``other`` are flat: path to value."""

    def pair(path: str) -> list[str]:
        return path.split(".")[1].split("-")

    found = {path: value for path, value in own.items() if set(pair(path)) <= known}
    for path in set(other) - set(own):
        codes, name = pair(path), path.split(".")[2]
        if not set(codes) <= known:
            continue  # the nation that is not there says it all
        if name == "proximity":
            found[path] = proximity(*(spec.nations[code].location for code in codes))
        elif name in UNLISTED or name in UNSAID:
            found[path] = {**UNLISTED, **UNSAID}[name]
    return found


def _organisations(spec: Spec) -> Pairs:
    for one in spec.organisations:
        at = f"organisations.{one.name}"
        yield at, f"{one.kind} of {', '.join(sorted(one.members))}"
        for name, value in one:
            if name == "holds":
                for kind, rate in value.items():
                    yield f"{at}.holds.{kind}", rate
            elif name in ORGANISATION and isinstance(value, float):
                yield f"{at}.{name}", _billions(spec, value, ORGANISATION[name].money)
            elif name not in (*NOTES, "kind", "members") and value is not None:
                yield f"{at}.{name}", value


def _kinds(spec: Spec) -> Pairs:
    for name, kind in spec.kinds.items():
        at = f"exchanges.{name}"
        yield at, OFF if kind.is_off else "on"
        for part in ("form", "group", "scope"):
            if getattr(kind, part) is not None:
                yield f"{at}.{part}", getattr(kind, part)
        for number, value in kind.numbers.items():
            if number == "mode":
                continue
            yield f"{at}.{number}", _billions(spec, float(value), NUMBERS[number].money)


def _parameters(spec: Spec) -> Pairs:
    for name, value in spec.parameters.items():
        yield f"processes.{name}", _billions(spec, float(value), PARAMETERS[name].money)


def _billions(spec: Spec, value: float, money: bool) -> float:
    return value / spec.money.per_billion if money else value


READERS: dict[str, Callable[[Spec], Pairs]] = dict(
    zip(GROUPS, (_setting, _nations, _relations, _organisations, _kinds, _parameters), strict=False)
)


def meaning(group: str, path: str) -> str:
    """What the number at ``path`` in the ``group`` of ``flatten`` stands for; empty where the path is clear by
    itself."""
    tables = {"nations": NATION, "organisations": ORGANISATION, "exchange kinds": NUMBERS, "parameters": PARAMETERS}
    name = path.removeprefix("processes.") if group == "parameters" else path.rsplit(".", 1)[-1]
    if group in tables:
        return tables[group][name].meaning if name in tables[group] else ""
    if path.endswith(".listed"):
        return "a pair that is listed is linked"
    fields: Any = {"relations": Relation.model_fields, "setting": Time.model_fields}.get(group, {})
    key = path.split(".")[2] if group == "relations" and path.count(".") > 1 else name
    return (fields[key].description or "") if key in fields else ""
