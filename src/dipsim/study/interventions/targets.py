"""What a verdict can take away: a kind, a programme or event of the timeline, a treaty, an organisation, a process.

A target is named by a text:

* ``cooperation`` or the name of an exchange kind;
* ``timeline.N``: entry N of the timeline, counted from 0, a programme or a single event;
* ``organisations.NAME``: the organisation keeps its members but means nothing, meets nobody and costs nothing;
* ``relations.A-B.WHAT``: the pacts, agreements, hotline or other instruments (``in_force``) of a pair at the start; the
  two may sign anew;
* ``processes.NAME``: a process, switched off by the values of ``OFF``;
* ``PATH=VALUE``: the scenario as it would be with that override.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dipsim.model.state import dyads, exchange_kind
from dipsim.scenario.arguments import ArgumentError, UnknownName
from dipsim.scenario.load import vary
from dipsim.scenario.schema.events import EVENTS
from dipsim.scenario.schema.exchange_kinds import AGREEMENT, HOTLINE, PACTS
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build
from dipsim.scenario.yaml.problems import escape, nearest

COOPERATION = "cooperation"
COOPERATIVE = ("cooperation", "communication", "alliance")  # groups of kinds that are cooperation
MODES = {"off": exchange_kind.OFF, "null": exchange_kind.NULL, "cost-only": exchange_kind.COST_ONLY}
TREATIES = ("pact", "agreements", "hotline", "in_force")
SORTS = ("kinds", "programmes", "events", "treaties", "organisations", "processes", "everything")
OFF: dict[str, dict[str, float]] = {  # the parameters that switch a process off, and their neutral values
    "bill": {"kappa_own": 0, "kappa_helping": 0, "kappa_reassured": 0},
    "reputation": {"rho": 0},
    "perception": {"spread": 0},
    "licensing": {"leaning": 5, "diversion": 0, "aggression": 0, "instability": 0, "open_dispute": 0, "diverted": 0},
    "arming": {"response": 0},
    "politics": {
        "government_change": 0,
        "elections": 0,
        "disaster": 0,
        "power_shock": 0,
        "technology_shock": 0,
        "drift": 0,
    },
    "institutions": {"breach": 0, "cheating": 0},
}


class UnknownTarget(UnknownName):
    """Nothing of that name can be taken away; ``nearest`` is the nearest name that can."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name)
        self.name, self.known, self.nearest = name, list(known), nearest(name, known)

    def __str__(self) -> str:
        hint = f"; did you mean {self.nearest}?" if self.nearest else ""
        return f"nothing called '{escape(self.name)}' can be taken away{hint}"


def active(spec: Spec) -> list[str]:
    """The kinds that ``spec`` does not switch off."""
    return [name for name, kind in spec.kinds.items() if not kind.is_off]


def cooperative(spec: Spec) -> list[str]:
    """The kinds that are cooperation and that ``spec`` does not switch off."""
    return [name for name in active(spec) if spec.kinds[name].group in COOPERATIVE]


def with_mode(world: World, names: Sequence[str], mode: str) -> World:
    """``world`` with the kinds ``names`` in this ``mode``: off, null (counted only) or cost-only (paid, without
    effect)."""
    table = world.kind.copy()
    for name in names:
        table[exchange_kind.MODE, world.kinds.index(name)] = MODES[mode]
    return world.changed(kind=table)


def names(spec: Spec, sort: str = "everything") -> list[str]:
    """What can be taken away from ``spec``, of one ``sort`` of ``SORTS``."""
    acts = [entry.event not in EVENTS for entry in spec.timeline]
    found = {
        "kinds": active(spec),
        "programmes": [f"timeline.{n}" for n, entry in enumerate(spec.timeline) if acts[n] and entry.every],
        "events": [f"timeline.{n}" for n, entry in enumerate(spec.timeline) if not (acts[n] and entry.every)],
        "treaties": _treaties(spec),
        "organisations": [f"organisations.{organisation.name}" for organisation in spec.organisations],
        "processes": [f"processes.{name}" for name in OFF],
    }
    return [name for part in found.values() for name in part] if sort == "everything" else found[sort]


def chosen(spec: Spec, names_given: str | Sequence[str]) -> list[str]:
    """The targets in ``spec`` that ``names_given`` stands for, one name or several, each sort of targets written out.

    UnknownTarget for a name that is none, ArgumentError for a sort of which the scenario has nothing.
    """
    known = [COOPERATION, *spec.kinds, *names(spec)]
    found: list[str] = []
    for name in [names_given] if isinstance(names_given, str) else names_given:
        if name in SORTS:
            every = names(spec, name)
            if not every:
                raise ArgumentError(f"the scenario has no {name}")
            found += every
        elif name in known or "=" in name:
            found.append(name)
        else:
            raise UnknownTarget(name, [*known, *SORTS])
    return list(dict.fromkeys(found))


def _treaties(spec: Spec) -> list[str]:
    return [
        f"relations.{'-'.join(relation.between)}.{what}"
        for relation in spec.relations
        for what in TREATIES
        if getattr(relation, what)
    ]


def title(spec: Spec, name: str) -> str:
    """The target ``name`` of ``spec`` in words."""
    if name == COOPERATION or name in spec.kinds:
        return "Cooperation" if name == COOPERATION else spec.kinds[name].title
    sort, _, rest = name.partition(".")
    if sort == "timeline" and "=" not in name:
        entry = spec.timeline[int(rest)]
        what = spec.kinds[entry.event].title if entry.event in spec.kinds else entry.event.replace("_", " ")
        given = entry.args.model_dump(exclude_none=True)
        who = given.get("between") or [
            given[key] for key in ("from_", "nation", "to") if isinstance(given.get(key), str)
        ]
        when = f"every {entry.every}" if entry.every else f"of {entry.at}"
        return f"{what} of {', '.join(who)}, {when}"
    if sort == "relations" and "=" not in name:
        between, _, what = rest.partition(".")
        return f"{what.replace('_', ' ')} of {between.replace('-', ' and ')}"
    return rest if sort in ("organisations", "processes") and "=" not in name else name


def without(spec: Spec, name: str, mode: str = "off") -> World:
    """The world of ``spec`` without the target ``name``. ``mode`` "cost-only" keeps what a kind (or cooperation) costs:
    freed money is burnt.

    Raises UnknownTarget, and ScenarioError for an override that is wrong.
    """
    return without_all(spec, [name], mode)


def never(world: World) -> World:
    """A world without a target that starts as if the target had never been there."""
    return replace(world, settled_as=None)


def without_all(spec: Spec, missing: Sequence[str], mode: str = "off") -> World:
    """The world of ``spec`` without the targets ``missing``, in this ``mode``: what changes the scenario comes first,
    what changes its arrays after.

    What is taken away goes at the first tick: accounts and stocks start as those of the scenario as it is given. An
    override is another scenario, with its own start.

    Raises UnknownTarget, and ScenarioError for an override that is wrong.
    """
    for name in missing:
        known = [COOPERATION, *spec.kinds, *names(spec)]
        if "=" not in name and name not in known:
            raise UnknownTarget(name, known)
    gone = {int(name.partition(".")[2]) for name in missing if _sort(name) == "timeline"}
    own = [name for name in missing if "=" in name]
    there = vary(spec, own) if own else spec
    sets = [text for name in missing if "=" not in name for text in _sets(name)]
    changed = vary(there, sets) if sets else there
    if gone:
        left = tuple(entry for n, entry in enumerate(changed.timeline) if n not in gone)
        changed = changed.model_copy(update={"timeline": left})
    world = build(changed)
    if changed is not there:
        start = build(there)
        world = replace(world, settled_as=start.settled_as or start)
    for name in missing:
        world = _taken(world, spec, name, mode)
    return world


def _sort(name: str) -> str:
    """The section that a target belongs to; empty for a kind, cooperation and an override."""
    return "" if "=" in name or "." not in name else name.partition(".")[0]


def _sets(name: str) -> list[str]:
    """The overrides that take a target away, if it is taken away by overrides."""
    if _sort(name) == "processes":
        process = name.partition(".")[2]
        return [f"processes.{process}.{number}={value:g}" for number, value in OFF[process].items()]
    return []


def _taken(world: World, spec: Spec, name: str, mode: str) -> World:
    """The arrays without a kind, an organisation or a treaty; anything else is gone already."""
    if "=" not in name and (name == COOPERATION or name in spec.kinds):
        return with_mode(world, cooperative(spec) if name == COOPERATION else [name], mode)
    if _sort(name) == "organisations":
        return _without_organisation(world, name.partition(".")[2])
    if _sort(name) == "relations":
        return _without_treaty(world, spec, name.partition(".")[2])
    return world


def _without_organisation(world: World, name: str) -> World:
    """Members stay linked and relevant, so that the same dyads are compared; everything else of it is 0."""
    o, org, rate = world.organisations.index(name), world.org.copy(), world.meeting_rate.copy()
    org[:, o] = 0.0
    rate[world.meeting_org == o] = 0.0
    return world.changed(org=org, meeting_rate=rate)


def _without_treaty(world: World, spec: Spec, path: str) -> World:
    between, _, what = path.partition(".")
    i, j = (world.codes.index(code) for code in between.split("-"))
    relation = next(r for r in spec.relations if set(r.between) == set(between.split("-")))
    signed = {
        "pact": [PACTS[content] for content in relation.pact],
        "agreements": [AGREEMENT],
        "hotline": [HOTLINE],
        "in_force": list(relation.in_force),
    }[what]
    standing, dyad = world.standing.copy(), world.dyad.copy()
    for kind in signed:
        row = world.standing_row[world.kinds.index(kind)]
        standing[row, i, j] = standing[row, j, i] = 0.0
    if what == "agreements":
        dyad[dyads.SCOPES, i, j] = dyad[dyads.SCOPES, j, i] = 0.0
    return world.changed(standing=standing, dyad=dyad)
