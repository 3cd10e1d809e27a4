"""The whole scenario as one frozen model, the checked and completed Spec, and the JSON schema for editors."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, Field, create_model
from pydantic.json_schema import GenerateJsonSchema

from dipsim.model.parameters import PARAMETERS
from dipsim.scenario.schema.events import Entry, Expectation
from dipsim.scenario.schema.exchange_kinds import Exchanges, Kind
from dipsim.scenario.schema.numbers import Number
from dipsim.scenario.schema.parts import (
    Label,
    Nation,
    Note,
    Options,
    Organisation,
    Part,
    Relation,
    Time,
    Unit,
    field_of,
)
from dipsim.scenario.schema.value_types import Choice, Evidence, Text, Version
from dipsim.scenario.yaml.problems import Problem

VERSION = 1


class Scenario(Part):
    """A scenario file, every key of it."""

    dipsim: Annotated[int, Version(VERSION)] = Field(description="version of the file format")
    title: Label
    about: Annotated[str, Text(10_000)] | None = None
    sources: tuple[Note, ...] = Field((), description="where the figures come from")
    base: Label | None = Field(None, description="another scenario that this one changes")
    time: Time = Time.model_validate({})
    money: Unit = Unit.model_validate({})
    issues: dict[str, Annotated[float, Number(0, 1e6)]] = Field({}, description="interest dimensions and their weight")
    nations: dict[str, Nation]
    relations: tuple[Relation, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    catalogue: Annotated[str, Choice(("core", "full"))] = Field(
        "core", description="full: kinds that are optional take part too"
    )
    exchanges: Exchanges = Field({}, description="changes to exchange kinds, and new kinds")
    processes: dict[str, dict[str, Any]] = Field({}, description="parameters of processes")
    options: Options = Options.model_validate({})
    timeline: tuple[Entry, ...] = ()
    expect: tuple[Expectation, ...] = ()


class Spec(Scenario):
    """A scenario that is checked and complete: names, ids, proximities and kinds are filled in, order is canonical.

    ``nations`` are in the order of their ids and each pair of a relation in that order too. ``parameters`` has a value
    for every ``process.parameter``. ``hash`` depends on everything that can change a number and on nothing else.
    """

    kinds: dict[str, Kind] = Field({})
    parameters: dict[str, float] = Field({})
    evidence: dict[str, Evidence] = Field({})
    warnings: tuple[Problem, ...] = ()
    file: str = ""

    @cached_property
    def text(self) -> str:
        """Canonical YAML; it loads back to the same text and the same hash."""
        from dipsim.scenario.schema.serialise import to_yaml

        return to_yaml(self)

    @cached_property
    def hash(self) -> str:
        """BLAKE2b-128 of the canonical JSON, in hexadecimal."""
        from dipsim.scenario.schema.serialise import digest

        return digest(self)


@lru_cache(maxsize=1)
def processes_model() -> type[BaseModel]:
    """The model of ``processes``, made from the table PARAMETERS."""
    groups: dict[str, dict[str, Any]] = {}
    for quantity in PARAMETERS:
        process, _, name = quantity.name.partition(".")
        groups.setdefault(process, {})[name] = field_of(quantity, optional=True)
    parts: dict[str, Any] = {}
    for process, fields in groups.items():
        part = create_model(f"Process_{process}", __base__=Part, **fields)
        parts[process] = (part | None, None)
    return create_model("Processes", __base__=Part, **parts)


def parameters_of(processes: BaseModel | None, unit: float) -> dict[str, float]:
    """The value of every parameter: what ``processes``, the part of the scenario, gives, else the default; money in the
    ``unit`` of the scenario (units per billion)."""
    processes_model()
    values: dict[str, float] = {}
    for quantity in PARAMETERS:
        process, _, name = quantity.name.partition(".")
        given = getattr(getattr(processes, process, None), name, None)
        default = float(quantity.default or 0.0) * (unit if quantity.money else 1.0)
        values[quantity.name] = default if given is None else given
    return values


def json_schema() -> dict[str, Any]:
    """JSON schema (draft-07) of a scenario file, for completion and checking in editors."""
    schema = Scenario.model_json_schema(ref_template="#/definitions/{model}", schema_generator=_Draft7)
    processes = processes_model().model_json_schema(ref_template="#/definitions/{model}", schema_generator=_Draft7)
    definitions = schema.pop("$defs", {}) | processes.pop("$defs", {})
    schema["properties"]["processes"] = processes
    schema["properties"]["relations"] = {
        "anyOf": [schema["properties"]["relations"], {"type": "object", "properties": _TABLE, "required": ["from"]}]
    }
    schema["properties"]["exchanges"]["additionalProperties"] = {
        "anyOf": [{"enum": ["on", "off"]}, {"$ref": "#/definitions/Override"}]
    }
    definitions["Sourced"] = _SOURCED
    whole = {"$schema": "http://json-schema.org/draft-07/schema#", "definitions": definitions} | schema
    _adapt(whole)
    return whole


_TABLE = {
    "from": {"type": "string", "description": "CSV file with columns a, b and keys of a relation"},
    "list": {"type": "array", "items": {"$ref": "#/definitions/Relation"}},
}
_SOURCED = {
    "type": "object",
    "properties": {
        "value": {"type": "number"},
        "source": {"type": "string"},
        "year": {"type": "integer"},
        "grade": {"type": "integer", "minimum": 1, "maximum": 4},
    },
    "required": ["value", "source"],
    "additionalProperties": False,
}


class _Draft7(GenerateJsonSchema):
    """Names things as draft-07 does."""

    schema_dialect = "http://json-schema.org/draft-07/schema#"


def _adapt(schema: Any) -> None:
    """Let a sourced number stand wherever a number may, and name tuples as draft-07 does."""
    if isinstance(schema, list):
        for item in schema:
            _adapt(item)
    if not isinstance(schema, dict):
        return
    for item in list(schema.values()):
        _adapt(item)
    if "prefixItems" in schema:
        schema["items"] = schema.pop("prefixItems")  # the draft-07 name
    if schema.pop("x-sourced", False):
        keys = ("type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
        plain = {key: schema.pop(key) for key in keys if key in schema}
        schema["anyOf"] = [plain, {"$ref": "#/definitions/Sourced"}]
