"""Strategies as data: a file of named bundles, and who is meant by allies and rivals in a scenario.

A bundle says what one nation would do:

``programmes``
    acts of a ``kind`` ``with`` allies, rivals, others or everyone; ``weight`` is how often beside the others, before
    all are scaled to the same cost; ``from`` (kinds that one gives to another) nation, partner, both or supplier, which
    is whoever of the two has the larger arms industry. Standing kinds are signed once, at the start.
``join``
    it joins the organisations of these types
``shift``
    what is added to its traits, within their bounds; that costs no money
``defence``
    share of the money that goes into its own forces instead

Allies are the nations with a pledge of help in defence, else the most trusted one that it has no open dispute with;
rivals those with an open dispute, else the one it feels most threatened by and distrusts; others all that it is linked
to beside them. Of each at most ``MOST`` take part: the most trusted allies and others, the rivals with most at stake.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from dipsim.model.parameters import NATION
from dipsim.model.state import dyads, nation
from dipsim.model.state.nation import CHANGEABLE
from dipsim.model.state.organisation import TYPES
from dipsim.runs.batches.block_builder import make
from dipsim.scenario.schema.catalogue import catalogue
from dipsim.scenario.schema.numbers import Degree, Number
from dipsim.scenario.schema.parts import Label, Note, Part, Share, Word
from dipsim.scenario.schema.pydantic_errors import validate
from dipsim.scenario.schema.spec import VERSION, Spec
from dipsim.scenario.schema.value_types import Choice, Context, Version
from dipsim.scenario.world.build import World
from dipsim.scenario.yaml.nodes import Mapping, Scalar, child, mapping, sequence
from dipsim.scenario.yaml.parser import compose
from dipsim.scenario.yaml.problems import Report, nearest, quoted
from dipsim.scenario.yaml.read_text import read_text
from dipsim.scenario.yaml.scalars import describe

FILE = Path(__file__).resolve().parent / "strategies.yaml"
REFERENCE = "do_nothing"
ROLES = ("allies", "rivals", "others", "everyone")
GIVERS = ("nation", "partner", "both", "supplier")
MOST = 3
TRAITS = CHANGEABLE  # what may change during a run


class Programme(Part):
    """Acts of a kind with all nations of a role."""

    kind: Word
    with_: Annotated[str, Choice(ROLES)]
    from_: Annotated[str, Choice(GIVERS)] = "nation"
    weight: Annotated[float, Number(0, 1000, above=True)] = 1.0
    scale: Annotated[float, Number(0, 10, above=True)] = 1.0
    notified: Annotated[float, Degree()] | None = None
    hidden: Share | None = None


class Strategy(Part):
    """A named bundle of programmes and policies."""

    title: Label
    about: Note | None = None
    programmes: tuple[Programme, ...] = ()
    join: tuple[Annotated[str, Choice(TYPES)], ...] = ()
    shift: dict[str, Annotated[float, Number(-1e6, 1e6)]] = Field({}, description="added to traits of the nation")
    defence: Share = Field(0.0, description="share of the money that goes into its own forces")


class _File(Part):
    dipsim: Annotated[int, Version(VERSION)]
    strategies: dict[str, Strategy]


def read(spec: Spec, path: Path | str | None = None) -> dict[str, Strategy]:
    """The strategies in the file ``path``, the shipped ones unless one is given, for ``spec``.

    Raises ScenarioError with every problem, each with its line and the nearest known word (RuntimeError is a fault of
    dipsim).
    """
    report, shown = Report(), FILE.name if path is None else str(path)
    text = read_text(FILE if path is None else Path(path), shown, report)
    tree = None if text is None else compose(text, shown, report)
    if tree is not None and not isinstance(tree, Mapping):
        report.add(tree.mark, "E1103", "", "a mapping", describe(tree))
    report.stop()
    if not isinstance(tree, Mapping):
        raise RuntimeError(f"{shown}: no strategies and no problem")
    _check(tree, report, {**catalogue(), **spec.kinds})
    found = validate(_File, tree, report, Context())
    report.stop()
    if found is None:
        raise RuntimeError(f"{shown}: not valid and no problem")
    return found.strategies


def _check(tree: Mapping, report: Report, kinds: dict[str, Any]) -> None:
    """Names that only a list knows: kinds, traits, and the name that doing nothing has."""
    given = mapping(tree, "strategies")
    if isinstance(child(tree, "strategies"), Mapping) and not given:
        report.add(given.mark, "E1114", "strategies", "at least one strategy", "none")
    for name, strategy in given.items():
        where = f"strategies.{name}"
        if name == REFERENCE:
            report.add(
                given.key_mark(name), "E1111", where, "another name; doing nothing is always there", quoted(name)
            )
        for row, programme in enumerate(sequence(strategy, "programmes")):
            _check_kind(child(programme, "kind"), report, kinds, f"{where}.programmes.{row}.kind")
        for trait in mapping(strategy, "shift"):
            if trait not in TRAITS:
                mark = mapping(strategy, "shift").key_mark(trait)
                near = nearest(trait, TRAITS)
                report.add(mark, "E1101", f"{where}.shift.{trait}", "a trait that can change", quoted(trait), near)


def _check_kind(node: Any, report: Report, kinds: dict[str, Any], where: str) -> None:
    if not isinstance(node, Scalar) or not node:
        return
    if node not in kinds:
        report.add(node.mark, "E1202", where, "an exchange kind", quoted(node), nearest(str(node), kinds))
    elif form_of(kinds, str(node)) in ("group", "incident", "measure"):
        found = f"a kind of form {form_of(kinds, str(node))}"
        report.add(node.mark, "E1215", where, "an act or instrument that both sides want", found)


def form_of(kinds: dict[str, Any], name: str) -> str:
    """Form of the kind ``name`` among ``kinds``, its own or that of the kind it is like."""
    return str(kinds[name].form or form_of(kinds, kinds[name].like))


@dataclass(frozen=True)
class Circle:
    """Who is who for a nation at the start: codes by role, and its arms industry beside that of others."""

    code: str
    allies: tuple[str, ...]
    rivals: tuple[str, ...]
    others: tuple[str, ...]
    industry: dict[str, float]

    def of(self, role: str) -> tuple[str, ...]:
        """The nations of a role."""
        return (*self.allies, *self.rivals, *self.others) if role == "everyone" else tuple(getattr(self, role))

    def __str__(self) -> str:
        statement = [f"{role} {', '.join(self.of(role)) or 'none'}" for role in ROLES[:3]]
        return f"For {self.code}: {'; '.join(statement)}."


def circle(spec: Spec, world: World, code: str) -> Circle:
    """Allies, rivals and others of the nation ``code`` in ``world``, made of ``spec``, by the rule of this module.
    Raises KeyError for an unknown nation."""
    i, b = world.codes.index(code) if code in world.codes else -1, make([world], 1, [0])
    if i < 0:
        raise KeyError(code)
    trust, cover, threat, stake, link = (
        {j: float(b.dyad[row, i, j, 0]) for j in range(len(world.codes)) if j != i}
        for row in (dyads.TRUST, dyads.COVER_DEFENCE, dyads.THREAT, dyads.DISPUTE, dyads.LINK)
    )
    linked = [j for j in link if link[j] > 0.0]
    allies = [j for j in linked if cover[j] > 0.0]
    rivals = [j for j in linked if stake[j] > 0.0 and j not in allies]
    if not rivals:
        feared = [j for j in linked if j not in allies and threat[j] > 0.0 and trust[j] < 0.5]
        rivals = sorted(feared, key=lambda j: -threat[j])[:1]
    if not allies:
        allies = sorted((j for j in linked if j not in rivals and stake[j] == 0.0), key=lambda j: -trust[j])[:1]
    others = [j for j in linked if j not in allies and j not in rivals]

    def chosen(rows: Sequence[int], by: dict[int, float]) -> tuple[str, ...]:
        return tuple(world.codes[j] for j in sorted(rows, key=lambda j: (-by[j], j))[:MOST])

    traits = {name: spec.nations[name].trait("industry") * spec.nations[name].gdp for name in world.codes}
    return Circle(code, chosen(allies, trust), chosen(rivals, stake), chosen(others, trust), traits)


def shifted(strategy: Strategy, spec: Spec, code: str) -> dict[str, float]:
    """The traits of the nation ``code`` of ``spec`` that the ``strategy`` shifts, with their new values."""
    found = {}
    for name, change in strategy.shift.items():
        quantity = NATION[name]
        found[name] = min(max(spec.nations[code].trait(name) + change, quantity.low), quantity.high)
    return found


def grant(spec: Spec, code: str) -> float:
    """What the nation ``code`` gives a year for defence diplomacy at the start, in the money of ``spec``."""
    at = spec.nations[code]
    return float(at.trait(NATION.names()[nation.DIPLOMACY]) * at.gdp)
