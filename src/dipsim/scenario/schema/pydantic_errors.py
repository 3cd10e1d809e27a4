"""From pydantic's errors to problems with a place in the file and the nearest known word."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dipsim.scenario.schema.value_types import Context
from dipsim.scenario.yaml.nodes import Mapping, Node, Scalar, Steps, child, dotted, place
from dipsim.scenario.yaml.problems import Report, listing, nearest, quoted
from dipsim.scenario.yaml.scalars import describe

Model = TypeVar("Model", bound=BaseModel)

_SHAPES = {"model_type": "a mapping", "dict_type": "a mapping", "tuple_type": "a list", "list_type": "a list"}


def validate(
    model: type[Model],
    root: Mapping,
    report: Report,
    context: Context,
    at: Steps = (),
    skip: frozenset[Steps] = frozenset(),
) -> Model | None:
    """An instance of ``model`` from the node of ``root`` at the path ``at``, or ``None`` after adding every problem to
    ``report``. ``context``: what the checks of single values need, such as the unit of money.

    Problems below a path in ``skip`` are left out, because another check has reported them.
    """
    node: Node | None = root
    for key in at:
        node = child(node, key)
    try:
        return model.model_validate(node, context=context)
    except ValidationError as failure:
        errors = failure.errors(include_url=False, include_input=False)
    for error in errors:
        path = (*at, *error["loc"])
        if not any(path[:length] in skip for length in range(len(path) + 1)):
            _report(model, root, report, at, path, error)
    return None


def _report(model: type[BaseModel], root: Mapping, report: Report, at: Steps, path: Steps, error: Any) -> None:
    kind, details = error["type"], error.get("ctx", {})
    if kind.startswith("E"):
        if details["at"]:
            path = (*path, details["at"])
        mark = place(root, path, at_key=kind == "E1101")
        report.add(mark, kind, dotted(root, path), details["expected"], details["found"], details["suggestion"])
    elif kind == "extra_forbidden":
        known = known_keys(model, path[len(at) : -1])
        key = str(path[-1])
        near = nearest(key, known)
        whole = _without_comma(root, path)
        expected = "a known key" if near or not known else f"a known key ({listing(sorted(known))})"
        expected = f"a number without commas ({whole})" if whole else expected
        report.add(place(root, path, True), "E1101", dotted(root, path), expected, quoted(key), near)
    elif kind == "missing":
        report.add(place(root, path[:-1]), "E1102", dotted(root, path), f"the key '{path[-1]}'", "nothing")
    else:
        node: Node | None = root
        for step in path:
            below = child(node, step)
            node = below if below is not None else node
        expected = _SHAPES.get(kind, error["msg"])
        report.add(place(root, path), "E1103", dotted(root, path), expected, describe(node))


def _without_comma(root: Mapping, path: Steps) -> str:
    """The number that was meant where a comma cut it: ``{gdp: 1,108}`` has the keys gdp and 108."""
    holder: Node | None = root
    for step in path[:-1]:
        holder = child(holder, step)
    key = str(path[-1])
    if not isinstance(holder, Mapping) or len(key) != 3 or not key.isdecimal():
        return ""
    keys = list(holder)
    before = keys[keys.index(key) - 1] if keys.index(key) else ""
    first = holder.get(before)
    cut = isinstance(first, Scalar) and str(first).isdecimal() and len(first) <= 3 and not str(holder[key])
    return f"{before}: {first}{key}" if cut else ""


def known_keys(model: type[BaseModel], path: Steps) -> list[str]:
    """The keys that the model knows at ``path``, read from its JSON schema."""
    whole = _schema(model)
    schemas = [whole]
    for key in path:
        schemas = [below for schema in _variants(schemas, whole) for below in _below(schema, key)]
    return [key for schema in _variants(schemas, whole) for key in schema.get("properties", {})]


@lru_cache(maxsize=8)
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def _below(schema: dict[str, Any], key: str | int) -> list[dict[str, Any]]:
    if isinstance(key, int):
        return [schema["items"]] if isinstance(schema.get("items"), dict) else []
    found = schema.get("properties", {}).get(key) or schema.get("additionalProperties")
    return [found] if isinstance(found, dict) else []


def _variants(schemas: list[dict[str, Any]], whole: dict[str, Any]) -> list[dict[str, Any]]:
    """The schemas with references and alternatives followed."""
    flat: list[dict[str, Any]] = []
    waiting = list(schemas)
    while waiting:
        schema = waiting.pop(0)
        if "$ref" in schema:
            waiting.append(whole["$defs"][schema["$ref"].rsplit("/", 1)[-1]])
        waiting.extend(schema.get("anyOf", []))
        flat.append(schema)
    return flat
