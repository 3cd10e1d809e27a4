"""Exchange kinds of a scenario: the catalogue with what the scenario changes, adds or switches off.

A resolved kind has every number of the table NUMBERS, in the money unit of the scenario, and for each number its
evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, create_model

from dipsim.model.parameters import NUMBERS
from dipsim.model.state.exchange_kind import FORMS, GROUPS, OFF, ON, SCOPES
from dipsim.model.state.organisation import KIND_OF
from dipsim.scenario.schema.catalogue import catalogue
from dipsim.scenario.schema.parts import Label, Note, Part, Word, field_of
from dipsim.scenario.schema.value_types import Choice, Evidence, custom
from dipsim.scenario.yaml.nodes import Mapping, Scalar, mapping
from dipsim.scenario.yaml.scalars import Refusal, describe

PACTS = {
    "defence": "alliance_pact",
    "conditional": "conditional_pact",
    "offence": "offence_pact",
    "neutrality": "neutrality_pact",
    "nonaggression": "nonaggression_pact",
    "consultation": "consultation_pact",
}
GROUPED = ("control_regime", "arms_control")  # types of organisations whose kind takes part when one exists
AGREEMENT = "bilateral_agreement"
HOTLINE = "hotline"


@dataclass(frozen=True)
class Kind:
    """A resolved exchange kind; ``numbers`` has a value for every name of the table NUMBERS."""

    name: str
    title: str
    about: str
    form: str
    group: str
    scope: str | None
    numbers: dict[str, float]
    evidence: dict[str, Evidence]
    likes: tuple[str, ...] = ()

    @property
    def is_off(self) -> bool:
        return self.numbers["mode"] == OFF


class OverrideBase(Part):
    """What a scenario says of an exchange kind, without the numbers."""

    like: Word | None = Field(None, description="kind whose numbers it starts from")
    form: Annotated[str, Choice(FORMS)] | None = None
    group: Annotated[str, Choice(GROUPS)] | None = None
    scope: Annotated[str, Choice(SCOPES)] | None = None
    title: Label | None = None
    about: Note | None = None

    @property
    def is_off(self) -> bool:
        return isinstance(self, Off)

    @property
    def changes(self) -> dict[str, float]:
        """The numbers that are given."""
        return {name: getattr(self, name) for name in NUMBERS.names() if getattr(self, name, None) is not None}


Override: Any = create_model(
    "Override",
    __base__=OverrideBase,
    __module__=__name__,
    __doc__="Changes to an exchange kind, or a new one: any number of the table NUMBERS.",
    **{quantity.name: field_of(quantity, optional=True) for quantity in NUMBERS if quantity.name != "mode"},
)


SWITCHED = ("false", "no", "none", "0", "true", "yes", "1")


class Off(Override):
    """``off``: the kind does not happen."""


def _read(node: Any) -> Any:
    if isinstance(node, Scalar):
        if node == "off":
            return Off.model_construct()
        if node == "on":
            return Override.model_construct()
        suggestion = {"true": "on", "yes": "on", "1": "on"}.get(node.casefold(), "off")
        suggestion = suggestion if node.casefold() in SWITCHED else ""
        raise custom(Refusal("E1103", "off, on, or a mapping", describe(node), suggestion))
    return node


Exchanges = dict[str, Annotated[Override, BeforeValidator(_read)]]


def chain(tree: Mapping, name: str) -> list[str]:
    """``name`` and what it is like, and what that is like, as the unchecked ``tree`` says; in a circle the last one
    repeats an earlier one."""
    names = [name]
    while True:
        given = mapping(mapping(tree, "exchanges"), names[-1]).get("like")
        entry = catalogue().get(names[-1])
        like = str(given) if isinstance(given, Scalar) else (entry.like if entry else None)
        if like is None:
            return names
        names.append(like)
        if like in names[:-1]:
            return names


def form_of(tree: Mapping, name: str) -> str:
    """Form of the kind ``name`` as far as the unchecked ``tree`` and the catalogue say; empty when they do not."""
    for link in chain(tree, name):
        given = mapping(mapping(tree, "exchanges"), link).get("form")
        entry = catalogue().get(link)
        form = str(given) if isinstance(given, Scalar) else (entry.form if entry else None)
        if form:
            return form
    return ""


def named_kinds(scenario: Any) -> set[str]:
    """The kinds that a scenario names in exchanges, relations, organisations or the timeline."""
    names = set(scenario.exchanges)
    for relation in scenario.relations:
        names |= {PACTS[content] for content in relation.pact}
        names |= {AGREEMENT} if relation.agreements else set()
        names |= {HOTLINE} if relation.hotline else set()
        names |= {*relation.in_force, *(kind for kinds in relation.measures.values() for kind in kinds)}
    for organisation in scenario.organisations:
        names |= set(organisation.holds)
        names |= {PACTS[organisation.content or "defence"]} if organisation.kind == "alliance" else set()
        names |= {KIND_OF[organisation.kind]} if organisation.kind in GROUPED else set()
    for entry in scenario.timeline:
        names.add(entry.args.kind if entry.event == "end" else entry.event)
    return names


def resolve(scenario: Any, sourced: dict[str, Evidence]) -> dict[str, Kind]:
    """Every kind of a checked scenario by name, sorted. ``sourced`` is the evidence of its own numbers by path."""
    named = named_kinds(scenario)
    full = scenario.catalogue == "full"
    requested = {name for name, entry in catalogue().items() if full or not entry.optional or name in named}
    unit = scenario.money.per_billion
    given = scenario.exchanges
    return {name: _resolve(name, given, unit, sourced) for name in sorted(requested | set(given))}


def _resolve(name: str, exchanges: dict[str, Any], unit: float, sourced: dict[str, Evidence]) -> Kind:
    numbers = {quantity.name: quantity.default or 0.0 for quantity in NUMBERS}
    evidence = {q.name: Evidence(q.source, q.grade, *_bounds(q.name, (q.low, q.high), unit)) for q in NUMBERS}
    words: dict[str, Any] = {"title": None, "about": None, "form": None, "group": None, "scope": None}
    for link in reversed(_links(name, exchanges)):
        entry, change = catalogue().get(link), exchanges.get(link)
        # a kind that only lends its numbers lends those of the scenario too, but not that it is off
        if entry is not None and (change is None or change.like is None):
            words |= _given(entry)
            for key, figure in entry.numbers.items():
                numbers[key] = _money(key, figure.value, unit)
                rivals = tuple((_money(key, rival.value, unit), rival.source) for rival in figure.rivals)
                bounds = _bounds(key, figure.bounds, unit)
                evidence[key] = Evidence(figure.source, figure.grade, *bounds, rivals=rivals)
        if change is not None:
            words |= _given(change)
            for key, value in change.changes.items():
                numbers[key] = value
                assumed = Evidence("assumed (scenario)", 4, evidence[key].low, evidence[key].high)
                evidence[key] = sourced.get(f"exchanges.{link}.{key}", assumed)
        if link != name:
            words |= {"title": None, "about": None}
    own, links = exchanges.get(name), tuple(_links(name, exchanges)[1:])
    numbers["mode"] = OFF if own is not None and own.is_off else ON
    title = words["title"] or name.replace("_", " ").capitalize()
    return Kind(
        name, title, words["about"] or "", words["form"], words["group"], words["scope"], numbers, evidence, links
    )


def _links(name: str, exchanges: dict[str, Any]) -> list[str]:
    """``name`` and the kinds it is like, nearest first."""
    names = [name]
    while True:
        change, entry = exchanges.get(names[-1]), catalogue().get(names[-1])
        like = change.like if change is not None and change.like else (entry.like if entry else None)
        if like is None:
            return names
        names.append(like)


def _given(part: Part) -> dict[str, Any]:
    keys = ("title", "about", "form", "group", "scope")
    return {key: getattr(part, key) for key in keys if getattr(part, key, None) is not None}


def _money(name: str, value: float, unit: float) -> float:
    """A value of the catalogue in the unit of the scenario."""
    return value * unit if NUMBERS[name].money else value


def _bounds(name: str, bounds: tuple[float, float], unit: float) -> tuple[float, float]:
    return _money(name, bounds[0], unit), _money(name, bounds[1], unit)
