"""The parts of a scenario as frozen models: time, money, nations, relations and organisations.

What may be said of a nation and of an organisation comes from the tables ``NATION`` and ``ORGANISATION`` of
``dipsim.model``; it is declared there once, with bounds and meaning. A directed number (trust, notice, ...) is held per
nation that holds it.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    AliasGenerator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    create_model,
)

from dipsim.model.parameters import NATION, ORGANISATION
from dipsim.model.state.exchange_kind import SCOPES
from dipsim.model.state.nation import TRAITS
from dipsim.model.state.organisation import SETTABLE, TYPES
from dipsim.model.state.quantities import Quantity
from dipsim.scenario.schema.numbers import Number, as_both, as_both_lists, as_list, several, two, under
from dipsim.scenario.schema.value_types import Choice, Date, Flag, Text
from dipsim.scenario.yaml.nodes import Scalar, is_sourced

CODE = r"[A-Z][A-Z0-9_]{1,11}"
WORD = r"[a-z][a-z0-9_]{0,39}"
CONTENTS = ("defence", "conditional", "offence", "neutrality", "nonaggression", "consultation")
HALF_WAY_ROUND = 20040.0  # km, the longest distance on Earth
TICKS_PER_YEAR = {"month": 12, "half_month": 24, "quarter": 4, "year": 1}

Share = Annotated[float, Number(0, 1)]
Signed = Annotated[float, Number(-1, 1)]
Trust = Annotated[float, Number(0, 1, above=True, below=True)]
Kilometres = Annotated[float, Number(0, HALF_WAY_ROUND)]
LogOdds = Annotated[float, Number(-12, 12)]
PerYear = Annotated[float, Number(0, 200)]
Code = Annotated[str, Text(12, CODE, "the code of a nation, like ARL")]
Word = Annotated[str, Text(40, WORD, "a name in small letters")]
Note = Annotated[str, Text(2000)]
Label = Annotated[str, Text(80)]
Content = Annotated[str, Choice(CONTENTS)]
Scope = Annotated[str, Choice((*SCOPES, "general"))]
Pair = Annotated[tuple[Code, ...], BeforeValidator(two)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(several)]
Shares = Annotated[dict[str, Share], BeforeValidator(as_both, json_schema_input_type=Share | dict[str, Share])]
Trusts = Annotated[dict[str, Trust], BeforeValidator(as_both, json_schema_input_type=Trust | dict[str, Trust])]
Odds = Annotated[dict[str, LogOdds], BeforeValidator(as_both, json_schema_input_type=LogOdds | dict[str, LogOdds])]
Contents = Annotated[tuple[Content, ...], BeforeValidator(as_list, json_schema_input_type=Content | list[Content])]
Scopes = Annotated[tuple[Scope, ...], BeforeValidator(as_list, json_schema_input_type=Scope | list[Scope])]
Words = Annotated[tuple[Word, ...], BeforeValidator(as_list, json_schema_input_type=Word | list[Word])]
Kept = Annotated[dict[str, Words], BeforeValidator(as_both_lists, json_schema_input_type=Words | dict[str, Words])]
Hands = Annotated[tuple[Code, ...], BeforeValidator(as_list, json_schema_input_type=Code | list[Code])]
Latitude = Annotated[float, Number(-90, 90)]
Longitude = Annotated[float, Number(-180, 180)]
Location = Annotated[tuple[Latitude, Longitude], BeforeValidator(two)]


class Part(BaseModel):
    """Base of all parts: frozen, no unknown keys; ``from_`` in Python is ``from`` in the file."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=AliasGenerator(alias=lambda name: name.rstrip("_")),
        populate_by_name=True,
        arbitrary_types_allowed=True,
    )


def field_of(quantity: Quantity, optional: bool = False) -> Any:
    """The annotation and default that pydantic needs for a declared ``quantity``; ``optional``: it may be left out,
    which is None."""
    sort = Number(quantity.low, quantity.high, money=quantity.money)
    meaning = f"{quantity.meaning} [{quantity.unit}]"
    if optional:
        return (Annotated[float, sort] | None, Field(None, description=meaning))
    return (Annotated[float, sort], Field(... if quantity.default is None else quantity.default, description=meaning))


class Time(Part):
    """When the run starts, how long it lasts and how fine a tick is."""

    start: Annotated[str, Date()] = Field("2025-01", description="first month")
    years: Annotated[float, Number(0, 200, above=True)] = Field(20.0, description="length in years")
    tick: Annotated[str, Choice(tuple(TICKS_PER_YEAR))] = Field("month", description="length of a tick")

    @property
    def per_year(self) -> int:
        """Ticks in a year."""
        return TICKS_PER_YEAR[self.tick]

    @property
    def dt(self) -> float:
        """Length of a tick in years."""
        return 1.0 / self.per_year

    @property
    def ticks(self) -> int:
        """Number of ticks of the run."""
        return int(self.years * self.per_year + 0.5)


class Unit(Part):
    """The unit of every monetary number of the file."""

    per_billion: Annotated[float, Number(1e-15, 1e15)] = Field(1.0, description="units in a billion USD of 2023")
    unit: Label = Field("bn USD 2023", description="name of the unit")


class Interest(Part):
    """Where a nation stands on an issue, and how much it cares."""

    position: Signed
    salience: Share = 1.0


def _interest(node: Any) -> Any:
    return under(node, "position") if isinstance(node, Scalar) or is_sourced(node) else node


Interests = dict[str, Annotated[Interest, BeforeValidator(_interest, json_schema_input_type=Signed | Interest)]]


class NationBase(Part):
    """A nation without its traits."""

    id: Label | None = Field(None, description="key of its draws; the code unless given")
    name: Label | None = Field(None, description="display name; the code unless given")
    interests: Interests = Field({}, description="position in [-1, 1] on issues, with salience")
    language: Label | None = Field(None, description="a shared language lowers friction")
    standards: Label | None = Field(None, description="family of military standards")
    location: Location | None = Field(None, description="[latitude, longitude] in degrees")
    region: Label | None = Field(None, description="name of its region; the nations of one share a shock")
    posture: Label | None = Field(None, description="name of a set of traits; own values win")
    source: Note | None = None

    def trait(self, name: str) -> float:
        """Value of the trait ``name`` of the table NATION; 0 for capability and institutions when they are to be set at
        load."""
        value = getattr(self, name)
        return 0.0 if value is None else float(value)


Nation: Any = create_model(
    "Nation",
    __base__=NationBase,
    __module__=__name__,
    __doc__="A nation: who it is, and the traits that the table NATION declares.",
    **{name: field_of(NATION[name], optional=name in ("g", "k")) for name in TRAITS},
)


class Relation(Part):
    """What is known of a pair of nations. Directed numbers are held by nation: ``trust["A"]`` is A's trust of B."""

    between: Pair
    proximity: Share | None = Field(
        None, description="who can meet whom: 1 = neighbours; from the border, distance or locations unless given"
    )
    land: Annotated[bool, Flag()] | None = Field(None, description="the territories touch on land, where reach is 1")
    distance: Kilometres | None = Field(
        None, description="least distance of the territories in km; from the proximity unless given"
    )
    shared_organisations: Annotated[float, Number(0, 1000)] | None = Field(
        None, description="intergovernmental organisations that both belong to"
    )
    dispute: Share = Field(0.0, description="stake of an open issue")
    claim: Share | None = Field(
        None, description="standing claim, the value that the stake falls towards; equal to dispute unless given"
    )
    at: Share | None = Field(None, description="least reach of both where their claim lies; 0.6 at sea is assumed")
    trade: Share | None = Field(None, description="trade dependence; 0 unless given or estimated (`trade.estimate`)")
    trust: Trusts = Field({}, description="trust at the start, of each in the other")
    history: Odds = Field({}, description="log-odds added to the baseline of trust at the start")
    pact: Contents = ()
    agreements: Scopes = ()
    hotline: Annotated[bool, Flag()] = False
    in_force: Words = Field((), description="other standing kinds in force at the start, such as defence_council")
    measures: Kept = Field({}, description="measures in force at the start, of each against the other, such as embargo")
    interoperability: Share = 0.0
    channel: Share = Field(0.0, description="quality of diplomatic channels")
    notice: Shares = Field({}, description="openness of one's acts to the other")
    dependence: Shares = Field({}, description="dependence on the other's arms")
    culture_gap: Share | None = None
    standards_gap: Share | None = None
    language_gap: Share | None = None
    willingness: Shares = Field({}, description="1 unless given; 0 is an embargo on all acts")
    source: Note | None = None


class OrganisationBase(Part):
    """An organisation without its numbers."""

    name: Label
    kind: Annotated[str, Choice(TYPES)]
    members: Codes
    holds: dict[str, PerYear] = Field({}, description="acts per year, by exchange kind")
    content: Content | None = Field(None, description="what an alliance pledges; defence unless given")
    source: Note | None = None


Organisation: Any = create_model(
    "Organisation",
    __base__=OrganisationBase,
    __module__=__name__,
    __doc__="A standing group of nations: what it does each year, what it costs and what it binds.",
    **{name: field_of(ORGANISATION[name]) for name in SETTABLE},
)


STARTS = ("settled", "crises", "cold")
SETTLED, CRISES, COLD = STARTS


class Options(Part):
    """Switches of the start, who acts by the timeline alone, and what stops at the first month."""

    start: Annotated[str, Choice(STARTS)] = Field(
        SETTLED,
        description="settled: accounts and stocks stand where the habits at the start keep them; crises: only the "
        "accounts of crises do, the others are empty; cold: all are empty",
    )
    by_hand: Hands = Field(
        (), description="nations whose acts with others are those of the timeline only; they start as if they acted"
    )
    stopped: Words = Field(
        (), description="kinds whose acts stop at the first month; the start is as if they had gone on"
    )
