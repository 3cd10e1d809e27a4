"""The JSON schema for editors accepts what the loader accepts and knows every declared number."""

# Also tests: scenario/schema/parts.py, scenario/schema/serialise.py, scenario/schema/value_types.py

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from dipsim.model.parameters import NATION, NUMBERS, PARAMETERS
from dipsim.model.state.nation import TRAITS
from dipsim.scenario import locate
from dipsim.scenario.load import load
from dipsim.scenario.schema.serialise import plain
from dipsim.scenario.schema.spec import json_schema


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return json_schema()


def fits(value: Any, schema: dict[str, Any], whole: dict[str, Any]) -> bool:
    """Does the value fit the schema? Covers the words of draft-07 that the schema uses."""
    if "$ref" in schema:
        return fits(value, whole["definitions"][schema["$ref"].rsplit("/", 1)[-1]], whole)
    if "anyOf" in schema:
        return any(fits(value, one, whole) for one in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return value in schema.get("enum", [schema.get("const")])
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "boolean": bool,
        "number": (int, float),
        "null": type(None),
        "integer": int,
    }
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if names and not any(
        isinstance(value, kinds[name]) and (name == "boolean") == isinstance(value, bool) for name in names
    ):
        return False
    if isinstance(value, dict):
        return fits_object(value, schema, whole)
    if isinstance(value, list):
        items = schema.get("items", {})
        return all(fits(one, items[row] if isinstance(items, list) else items, whole) for row, one in enumerate(value))
    if isinstance(value, str):
        return bool(re.search(schema.get("pattern", ""), value)) and len(value) <= schema.get("maxLength", 10**6)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        low, high = schema.get("minimum", value), schema.get("maximum", value)
        inside = value > schema.get("exclusiveMinimum", value - 1) and value < schema.get("exclusiveMaximum", value + 1)
        return bool(low <= value <= high and inside)
    return True


def fits_object(value: dict[str, Any], schema: dict[str, Any], whole: dict[str, Any]) -> bool:
    known, other = schema.get("properties", {}), schema.get("additionalProperties", True)
    if not set(schema.get("required", [])) <= set(value):
        return False
    for key, item in value.items():
        below = known.get(key, other)
        if below is False or (isinstance(below, dict) and not fits(item, below, whole)):
            return False
    return True


@pytest.mark.parametrize("name", locate.names())
def test_shipped_scenarios_fit(name: str, schema: dict[str, Any]) -> None:
    tree = plain(load(name))
    assert fits(tree, schema, schema)
    tree["nations"][next(iter(tree["nations"]))]["gpd"] = 1.0
    assert not fits(tree, schema, schema)


def test_wrong_values_do_not_fit(schema: dict[str, Any]) -> None:
    good = {"dipsim": 1, "title": "T", "nations": {"AA": {"gdp": 1.0}}}
    assert fits(good, schema, schema)
    assert fits(good | {"nations": {"AA": {"gdp": {"value": 1.0, "source": "s"}}}}, schema, schema)
    assert fits(good | {"relations": {"from": "x.csv"}}, schema, schema)
    assert fits(good | {"exchanges": {"hotline": "off"}}, schema, schema)
    for bad in (
        {"dipsim": 2},
        {"time": {"tick": "week"}},
        {"time": {"years": 0}},
        {"exchanges": {"hotline": "yes"}},
        {"processes": {"crisis": {"motiv": 1}}},
        {"relations": [{"proximity": 1}]},
        {"timeline": [{"at": "2026-01", "join": {"nation": "AA"}}]},
    ):
        assert not fits(good | bad, schema, schema), bad


def test_schema_is_draft_7_and_complete(schema: dict[str, Any]) -> None:
    text = json.dumps(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert "$defs" not in text
    assert "prefixItems" not in text
    assert "x-sourced" not in text
    for reference in re.findall(r'"#/definitions/(\w+)"', text):
        assert reference in schema["definitions"]
    nation = schema["definitions"]["Nation"]["properties"]
    assert set(TRAITS) <= set(nation)
    assert NATION["offence"].meaning in nation["offence"]["description"]
    assert set(NUMBERS.names()) - {"mode"} <= set(schema["definitions"]["Override"]["properties"])
    processes = {quantity.name.split(".")[0] for quantity in PARAMETERS}
    assert processes == set(schema["properties"]["processes"]["properties"])
