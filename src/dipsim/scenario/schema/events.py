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
from dipsim.model.state.nation import TRAITS
from dipsim.scenario.schema.numbers import Degree, Number, under
from dipsim.scenario.schema.parts import Code, Codes, Label, Pair, Part, Share, Word, field_of
from dipsim.scenario.schema.value_types import Choice, Context, Date, Plain, Sort, Whole
from dipsim.scenario.yaml import scalars
from dipsim.scenario.yaml.nodes import Scalar
from dipsim.scenario.yaml.problems import listing, nearest
from dipsim.scenario.yaml.scalars import Refusal, describe

WORDS = ("stabilises", "escalates", "mixed", "negligible", "cannot tell")
OUTCOMES = ("trust", "tension", "expected_disputes", "use_of_force", "war")
INTERVALS = {"month": 1, "quarter": 3, "year": 12}
WHEN = ("at", "every", "from", "until")

Month = Annotated[str, Date()]


class Interval(Sort):
    """``month``, ``quarter``, ``year`` or ``N years``."""

    def check(self, node: Any, context: Context) -> str:
        text = str(node) if isinstance(node, Scalar) else ""
        if text in INTERVALS or re.fullmatch(r"[1-9][0-9]{0,2} years", text):
            return text
        words = "month, quarter, year or a number of years like '2 years'"
        raise Refusal("E1109", words, describe(node), nearest(text, [*INTERVALS, "2 years"]))

    def describe(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^(month|quarter|year|[1-9][0-9]{0,2} years)$"}


def interval_months(every: str) -> int:
    """Length of an interval in months.

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
    hidden: Share | None = None
    value: Annotated[float, Number(0, 1e9, above=True, money=True)] | None = Field(
        None, description="what is delivered, in money, where the contract says it"
    )
    tiv: Annotated[float, Number(0, 1e9, above=True)] | None = Field(
        None, description="what is delivered, in millions of SIPRI trend-indicator values"
    )


class End(Part):
    """A standing kind ends between two nations, ended by one of them when ``by`` is given."""

    kind: Word
    between: Pair
    by: Code | None = None


class Target(Part):
    """An event of one nation."""

    nation: Code


class Shock(Part):
    """A sudden change of one nation; ``size`` is a log change of M, the share of the
    distance to the technological frontier that is closed, or the size of a disaster."""

    nation: Code
    size: Annotated[float, Number(-10, 10)]


class Membership(Part):
    """A nation joins or leaves an organisation."""

    nation: Code
    organisation: Label


class Directed(Part):
    """One nation towards another."""

    from_: Code
    to: Code


class Stake(Part):
    """The stake of an open issue between two nations is set to a value."""

    between: Pair
    to: Share


Change: Any = create_model(
    "Change",
    __base__=Target,
    __module__=__name__,
    __doc__="Traits of a nation are set to new values.",
    **{
        name: field_of(NATION[name], optional=True)
        for name in TRAITS
        if name not in ("gdp", "capability", "g", "burden", "culture")
    },
)


def _nation(node: Any) -> Any:
    return under(node, "nation") if isinstance(node, Scalar) else node


class Entry(Part):
    """An entry of the timeline; exactly one event, which may be an act of any exchange kind."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Act]

    at: Month | None = Field(None, description="the month in which it happens")
    every: Annotated[str, Interval()] | None = Field(None, description="it happens again and again")
    from_: Month | None = Field(None, description="first month of a repeated event")
    until: Month | None = Field(None, description="a repeated event happens before this month")
    end: End | None = None
    government_change: Annotated[Target, BeforeValidator(_nation, json_schema_input_type=Code | Target)] | None = None
    disaster: Shock | None = None
    power_shock: Shock | None = None
    technology_shock: Shock | None = None
    join: Membership | None = None
    leave: Membership | None = None
    lift: Directed | None = None
    dispute: Stake | None = None
    change: Change | None = None

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


EVENTS = tuple(name for name in Entry.model_fields if name.rstrip("_") not in WHEN)


@dataclass(frozen=True)
class Judgement(Sort):
    """A word of the verdict, or a number."""

    def check(self, node: Any, context: Context) -> str | float:
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
    of: Pair | None = Field(None, description="trust of the first in the second")
    at: Month | None = Field(None, description="the end unless given")
    is_: Annotated[str | float, Judgement()] | None = None
    within: Annotated[float, Number(0, 1e9)] | None = None
    above: Annotated[float, Number()] | None = None
    below: Annotated[float, Number()] | None = None
    with_: dict[str, Annotated[str, Plain()]] = Field({}, description="overrides, by dotted path")
    replicates: Annotated[int, Whole(1, 2**32)] | None = None
    seed: Annotated[int, Whole(0, 2**32 - 1)] | None = None
