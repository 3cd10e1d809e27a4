"""What may stand in the timeline and under ``expect``.

An entry of the timeline has one date (``at``) or interval (``every``) and one event. An event is one of ``EVENTS`` or
an act of an exchange kind; acts are extra keys of the entry, so ``entry.joint_exercise`` is an ``Act``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, create_model

from dipsim.model.parameters import NATION
from dipsim.model.state.events import DatedEvent
from dipsim.model.state.nation import CHANGEABLE
from dipsim.scenario.schema.numbers import Degree, Number, under
from dipsim.scenario.schema.parts import Code, Codes, Label, Pair, Part, Share, Word, field_of
from dipsim.scenario.schema.value_types import Choice, Context, Date, Flag, Plain, Sort, Whole
from dipsim.scenario.yaml import scalars
from dipsim.scenario.yaml.nodes import Scalar
from dipsim.scenario.yaml.problems import listing, nearest
from dipsim.scenario.yaml.scalars import Refusal, describe

# of a verdict, as files and JSON have them
WORDS = ("mixed", "stabilises", "escalates", "no_noticeable_effect", "probably_small", "cannot_tell")
OUTCOMES = ("trust", "tension", "expected_disputes", "expected_force", "use_of_force", "war")
INTERVALS = {"month": 1, "quarter": 3, "year": 12}
WHEN = ("at", "every", "from", "until")
RESERVED = {"from": "from_"}  # keys that Python does not allow as names

Month = Annotated[str, Date()]


class Interval(Sort):
    """``month``, ``quarter``, ``year`` or ``N years``."""

    def check(self, node: Any, context: Context) -> str:
        """The interval in ``node``: month, quarter, year or a number of years. ``context`` is not used. Raises
        Refusal."""
        text = str(node) if isinstance(node, Scalar) else ""
        if text in INTERVALS or re.fullmatch(r"[1-9][0-9]{0,2} years", text):
            return text
        words = "month, quarter, year or a number of years like '2 years'"
        raise Refusal("E1109", words, describe(node), nearest(text, [*INTERVALS, "2 years"]))

    def describe(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^(month|quarter|year|[1-9][0-9]{0,2} years)$"}


def interval_months(every: str) -> int:
    """Length in months of the interval ``every``.

    >>> interval_months("2 years")
    24
    """
    return INTERVALS.get(every) or 12 * int(every.split()[0])


class Act(Part):
    """An act of an exchange kind: ``between`` some nations, or ``from`` one ``to`` another, as its form demands."""

    between: Codes | None = None
    from_: Code | None = None
    to: Code | None = None
    scale: Annotated[float, Number(0, 10, above=True)] = 1.0
    notified: Annotated[float, Degree()] | None = None
    hidden: Annotated[float, Degree()] | None = None
    value: Annotated[float, Number(0, 1e9, above=True, money=True)] | None = Field(
        None, description="what is delivered, in money, where the contract says it"
    )
    tiv: Annotated[float, Number(0, 1e9, above=True)] | None = Field(
        None, description="what is delivered, in millions of SIPRI trend-indicator values"
    )
    planned: Annotated[bool, Flag()] | None = Field(
        None, description="no: its money and staff are not set aside when the year begins"
    )


SORTS: dict[str, Any] = {  # what a key of a dated event takes, and its default
    "nation": (Code, ...),
    "nation, optional": (Code | None, None),
    "pair": (Pair, ...),
    "organisation": (Label, ...),
    "kind in force": (Word, ...),
    "size": (Annotated[float, Number(-10, 10)], ...),
    "share": (Share, ...),
}


def _keys(event: DatedEvent) -> dict[str, Any]:
    """The fields of an event's model; an empty key stands for the traits that can change."""
    fields: dict[str, Any] = {}
    for key, sort in event.keys.items():
        if sort == "traits":
            fields |= {name: field_of(NATION[name], optional=True) for name in CHANGEABLE}
        else:
            fields[RESERVED.get(key, key)] = SORTS[sort]
    return fields


def _model(event: DatedEvent) -> Any:
    """What may stand under an event; an event with a nation alone may be written as that nation."""
    name = event.name.title().replace("_", "")
    model: Any = create_model(name, __base__=Part, __module__=__name__, __doc__=event.meaning, **_keys(event))
    if list(event.keys.values()) == ["nation"]:
        return Annotated[model, BeforeValidator(_nation, json_schema_input_type=Code | model)]
    return model


def _nation(node: Any) -> Any:
    return under(node, "nation") if isinstance(node, Scalar) else node


class Dates(Part):
    """When an entry of the timeline happens."""

    at: Month | None = Field(None, description="the month in which it happens")
    every: Annotated[str, Interval()] | None = Field(None, description="it happens again and again")
    from_: Month | None = Field(None, description="first month of a repeated event")
    until: Month | None = Field(None, description="a repeated event happens before this month")


EVENTS = tuple(event.name.lower() for event in DatedEvent if event is not DatedEvent.ACT)
_models: dict[str, Any] = {name: (_model(DatedEvent[name.upper()]) | None, None) for name in EVENTS}
DatedEvents: Any = create_model("DatedEvents", __base__=Dates, __module__=__name__, **_models)


class Entry(DatedEvents):
    """An entry of the timeline; exactly one event, which may be an act of any exchange kind."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Act]

    @property
    def event(self) -> str:
        """Name of the event or of the exchange kind."""
        acts = list(self.__pydantic_extra__ or {})
        return acts[0] if acts else next(name for name in EVENTS if getattr(self, name) is not None)

    @property
    def args(self) -> Part:
        """What the event is about."""
        found: Part = getattr(self, self.event)
        return found


@dataclass(frozen=True)
class Judgement(Sort):
    """A word of the verdict, or a number."""

    def check(self, node: Any, context: Context) -> str | float:
        """The word or number in ``node`` that a scenario expects of a verdict. ``context`` is not used. Raises
        Refusal."""
        if isinstance(node, Scalar) and node in WORDS:
            return str(node)
        try:
            return scalars.number(node)
        except Refusal as refusal:
            words = f"a number, {listing(WORDS)}"
            raise Refusal("E1109", words, refusal.found, nearest(str(node), WORDS) or refusal.suggestion) from None

    def describe(self) -> dict[str, Any]:
        return {"anyOf": [{"enum": list(WORDS)}, {"type": "number"}]}


class Expectation(Part):
    """A claim about the results, tested by ``dipsim check --run``."""

    verdict: Word | None = Field(None, description="an exchange kind, or cooperation")
    outcome: Annotated[str, Choice(OUTCOMES)] | None = None
    relation: Pair | None = Field(None, description="trust of the first in the second")
    at: Month | None = Field(None, description="the end unless given")
    is_: Annotated[str | float, Judgement()] | None = None
    within: Annotated[float, Number(0, 1e9)] | None = None
    above: Annotated[float, Number()] | None = None
    below: Annotated[float, Number()] | None = None
    with_: dict[str, Annotated[str, Plain()]] = Field({}, description="overrides, by dotted path")
    replicates: Annotated[int, Whole(1, 2**32)] | None = None
    seed: Annotated[int, Whole(0, 2**32 - 1)] | None = None
