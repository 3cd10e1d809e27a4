"""From a checked Spec to arrays: the world before the first tick, without the run axis.

Nothing is computed here that the bits of a run could hang on beyond + - * / and sqrt.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import dipsim.model.tick  # noqa: F401  declares the parameters of every process
from dipsim.model import block, causes, draws, kinds, nation, organisation, pair
from dipsim.model.declare import DYAD, NATION, NUMBERS, ORGANISATION, PARAMETERS
from dipsim.model.philox import word
from dipsim.model.processes.arming import FATIGUE
from dipsim.scenario.geography import proximities
from dipsim.scenario.kinds import AGREEMENT, HOTLINE, PACTS
from dipsim.scenario.schema import Spec
from dipsim.scenario.timeline import expand

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
UNKNOWN = -1.0  # trust that the scenario does not give
WITHOUT_END = 1e6  # years of an instrument without a term
GENERAL = -2  # scope of an agreement that covers every scope


@dataclass(frozen=True)
class World:
    """Arrays of one scenario; the run axis is added by ``dipsim.run.block``. Shapes as in ``dipsim.model.block``."""

    codes: list[str]
    names: list[str]
    kinds: list[str]
    organisations: list[str]
    accounts: list[str]
    dt: float
    per_year: int
    ticks: int
    start: str
    ids: list[int]
    org_ids: list[int]
    slots: list[int]
    kind_slots: list[list[int]]
    issue_slots: list[int]
    nat: Floats
    dyad: Floats
    trust: Floats
    history: Floats
    par: Floats
    kind: Floats
    form: Ints
    scope: Ints
    standing_row: Ints
    standing: Floats
    position: Floats
    salience: Floats
    org: Floats
    org_type: Ints
    member: Floats
    meeting_org: Ints
    meeting_kind: Ints
    meeting_rate: Floats
    dated: Ints
    dated_size: Floats
    dated_party: NDArray[np.uint8]
    start_crises: bool
    can_hide: bool

    @property
    def shape(self) -> tuple[Any, ...]:
        """What two worlds must share to run in one block."""
        lists = (self.codes, self.kinds, self.organisations, self.ids, self.issue_slots, self.dt, self.ticks)
        arrays = (
            self.form,
            self.scope,
            self.org_type,
            self.meeting_org,
            self.meeting_kind,
            self.dated,
            self.dated_party,
        )
        return (*map(str, lists), *(a.tobytes() for a in arrays), self.start_crises, self.can_hide)


def build(spec: Spec) -> World:
    """The arrays of a scenario."""
    codes, kind_names = list(spec.nations), list(spec.kinds)
    issues = sorted(spec.issues)
    slots, kind_slots, issue_slots = draws.slots(kind_names, issues)
    org_ids = [word(f"organisation/{o.name}") for o in spec.organisations]
    ids = [word(n.id or code) for code, n in spec.nations.items()]
    if len(set(ids)) < len(ids):
        raise ValueError("two nations share the key of their draws: give one of them another id")
    par = np.array([spec.parameters[q.name] for q in PARAMETERS])
    kind = _kinds(spec)
    form = np.array([kinds.FORMS.index(k.form) for k in spec.kinds.values()], dtype=np.int64)
    standing_row = np.where(
        form == kinds.FORMS.index("standing"), np.cumsum(form == kinds.FORMS.index("standing")) - 1, -1
    )
    nat = _nations(spec, par)
    dyad, trust, history = _pairs(spec, codes)
    member, org = _organisations(spec, codes)
    standing = _standing(spec, codes, kind_names, kind, standing_row, dyad)
    position, salience = _issues(spec, issues)
    _link(dyad, member, standing, salience)
    meetings = _meetings(spec, kind_names)
    dated, size, party = _timeline(spec, codes, kind_names)
    return World(
        codes=codes,
        names=[n.name or code for code, n in spec.nations.items()],
        kinds=kind_names,
        organisations=[o.name for o in spec.organisations],
        accounts=causes.names(kind_names),
        dt=spec.time.dt,
        per_year=spec.time.per_year,
        ticks=spec.time.ticks,
        start=spec.time.start,
        ids=ids,
        org_ids=org_ids,
        slots=slots,
        kind_slots=kind_slots,
        issue_slots=issue_slots,
        nat=nat,
        dyad=dyad,
        trust=trust,
        history=history,
        par=par,
        kind=kind,
        form=form,
        scope=_scopes(spec),
        standing_row=standing_row,
        standing=standing,
        position=position,
        salience=salience,
        org=org,
        org_type=np.array([organisation.TYPES.index(o.kind) for o in spec.organisations], dtype=np.int64),
        member=member,
        meeting_org=np.array([m[0] for m in meetings], dtype=np.int64),
        meeting_kind=np.array([m[1] for m in meetings], dtype=np.int64),
        meeting_rate=np.array([m[2] for m in meetings], dtype=np.float64),
        dated=dated,
        dated_size=size,
        dated_party=party,
        start_crises=spec.options.start_crises,
        can_hide=bool((kind[kinds.HIDDEN] > 0.0).any() or (size[:, 2] > 0.0).any()),
    )


def _kinds(spec: Spec) -> Floats:
    table = np.array([[k.numbers[q.name] for k in spec.kinds.values()] for q in NUMBERS])
    table = table.reshape(len(NUMBERS), len(spec.kinds))
    table[kinds.TERM][table[kinds.TERM] == 0.0] = WITHOUT_END
    return table


def _scopes(spec: Spec) -> Ints:
    """Index of each kind's scope; an agreement without one covers all, any other kind none."""

    def scope(k: Any) -> int:
        if k.scope is not None:
            return kinds.SCOPES.index(k.scope)
        return GENERAL if k.form == "standing" and k.group == "cooperation" else -1

    return np.array([scope(k) for k in spec.kinds.values()], dtype=np.int64)


def _nations(spec: Spec, par: Floats) -> Floats:
    """Traits and starting stocks, [NATION, n]."""
    nat = np.zeros((len(NATION), len(spec.nations)))
    for i, n in enumerate(spec.nations.values()):
        for name in nation.TRAITS:
            nat[NATION.row(name), i] = n.trait(name)
        if nat[nation.CAPABILITY, i] == 0.0:
            nat[nation.CAPABILITY, i] = nat[nation.BURDEN, i] * nat[nation.GDP, i] / par[FATIGUE]
        nat[nation.AUTONOMOUS, i] = np.nan if n.g is None else n.g
    nat[nation.GDP_START] = nat[nation.GDP]
    nat[nation.CAPABILITY_START] = nat[nation.MEAN_CAPABILITY] = nat[nation.CAPABILITY]
    nat[nation.TECHNOLOGY_START] = nat[nation.TECHNOLOGY]
    return nat


def _pairs(spec: Spec, codes: list[str]) -> tuple[Floats, Floats, Floats]:
    """Pairs at the start [DYAD, n, n], given trust and history [n, n]."""
    n = len(codes)
    dyad = np.zeros((len(DYAD), n, n))
    dyad[pair.WILLINGNESS] = 1.0
    trust, history = np.full((n, n), UNKNOWN), np.zeros((n, n))
    nations = list(spec.nations.values())
    for i in range(n):
        for j in range(n):
            if i != j:
                dyad[pair.CULTURE_GAP, i, j] = _culture_gap(nations[i], nations[j], None)
                dyad[pair.STANDARDS_GAP, i, j] = _standards_gap(nations[i], nations[j])
    for (one, other), near in proximities(spec).items():
        i, j = codes.index(one), codes.index(other)
        dyad[pair.PROXIMITY, i, j] = dyad[pair.PROXIMITY, j, i] = near
    for relation in spec.relations:
        one, other = relation.between
        for i, j, me in ((codes.index(one), codes.index(other), one), (codes.index(other), codes.index(one), other)):
            for row, value in _undirected(relation, nations[i], nations[j]):
                dyad[row, i, j] = value
            for row, held in ((pair.NOTICE, relation.notice), (pair.DEPENDENCE, relation.dependence)):
                dyad[row, i, j] = held.get(me, 0.0)
            dyad[pair.WILLINGNESS, i, j] = relation.willingness.get(me, 1.0)
            dyad[pair.LINK, i, j] = 1.0
            trust[i, j] = relation.trust.get(me, UNKNOWN)
            history[i, j] = relation.history.get(me, 0.0)
    return dyad, trust, history


def _undirected(relation: Any, one: Any, other: Any) -> Iterable[tuple[int, float]]:
    standards = relation.standards_gap if relation.standards_gap is not None else _standards_gap(one, other)
    culture = (
        relation.culture_gap if relation.culture_gap is not None else _culture_gap(one, other, relation.language_gap)
    )
    return (
        (pair.DISPUTE, relation.dispute),
        (pair.TRADE, relation.trade),
        (pair.INTEROPERABILITY, relation.interoperability),
        (pair.CHANNEL, relation.channel),
        (pair.CULTURE_GAP, culture),
        (pair.STANDARDS_GAP, standards),
    )


def _culture_gap(one: Any, other: Any, language_gap: float | None) -> float:
    """Mean of the distance on the culture axis and the language gap (1 where both languages are known and differ)."""
    if language_gap is None:
        language_gap = 1.0 if one.language and other.language and one.language != other.language else 0.0
    return 0.5 * abs(float(one.trait("culture") - other.trait("culture"))) + 0.5 * language_gap


def _standards_gap(one: Any, other: Any) -> float:
    """0 where standards are the same or unknown, else 0.6 (assumed)."""
    return 0.6 if one.standards and other.standards and one.standards != other.standards else 0.0


def _organisations(spec: Spec, codes: list[str]) -> tuple[Floats, Floats]:
    member = np.zeros((len(spec.organisations), len(codes)))
    org = np.zeros((len(ORGANISATION), len(spec.organisations)))
    for o, entry in enumerate(spec.organisations):
        for code in entry.members:
            member[o, codes.index(code)] = 1.0
        for q in ORGANISATION:
            org[ORGANISATION.row(q.name), o] = getattr(entry, q.name, None) or 0.0
        if entry.kind == "alliance":
            pact = spec.kinds[PACTS[entry.content or "defence"]].numbers
            for name in ("cover_defence", "cover_offence", "pledge", "restraint"):
                org[ORGANISATION.row(name), o] = pact[name]
    return member, org


def _standing(spec: Spec, codes: list[str], names: list[str], kind: Floats, rows: Ints, dyad: Floats) -> Floats:
    """Years left of every instrument in force at the start; agreements also set the scopes of the pair."""
    standing = np.zeros((int(rows.max(initial=-1)) + 1, len(codes), len(codes)))

    def sign(name: str, i: int, j: int) -> None:
        c = names.index(name)
        standing[rows[c], i, j] = standing[rows[c], j, i] = kind[kinds.TERM, c]

    for relation in spec.relations:
        i, j = (codes.index(code) for code in relation.between)
        for content in relation.pact:
            sign(PACTS[content], i, j)
        if relation.hotline:
            sign(HOTLINE, i, j)
        if relation.agreements:
            sign(AGREEMENT, i, j)
            bits = (
                range(len(kinds.SCOPES))
                if "general" in relation.agreements
                else map(kinds.SCOPES.index, relation.agreements)
            )
            dyad[pair.SCOPES, i, j] = dyad[pair.SCOPES, j, i] = float(sum(1 << bit for bit in bits))
    return standing


def _issues(spec: Spec, issues: list[str]) -> tuple[Floats, Floats]:
    """Positions, and saliences times the root of the issue's weight, [Q, n]."""
    position = np.zeros((len(issues), len(spec.nations)))
    salience = np.zeros_like(position)
    for i, n in enumerate(spec.nations.values()):
        for q, issue in enumerate(issues):
            if issue in n.interests:
                position[q, i] = n.interests[issue].position
                salience[q, i] = n.interests[issue].salience * np.sqrt(spec.issues[issue])
    return position, salience


def _link(dyad: Floats, member: Floats, standing: Floats, salience: Floats) -> None:
    """Mark the linked pairs: in reach, listed, in one organisation, bound by an instrument, or with a common issue."""
    n = dyad.shape[1]
    for i in range(n):
        for j in range(n):
            near = dyad[pair.PROXIMITY, i, j] > 0.0
            together = bool((member[:, i] * member[:, j]).any()) or bool((standing[:, i, j] > 0.0).any())
            issue = bool((salience[:, i] * salience[:, j] > 0.0).any())
            dyad[pair.LINK, i, j] = float(i != j and (near or together or issue or dyad[pair.LINK, i, j] > 0.0))


def _meetings(spec: Spec, names: list[str]) -> list[tuple[int, int, float]]:
    """(organisation, kind, rate) of everything that organisations hold; ``meets`` holds forums."""
    found: list[tuple[int, int, float]] = []
    for o, entry in enumerate(spec.organisations):
        holds = dict(entry.holds)
        if entry.meets > 0.0:
            holds["forum"] = holds.get("forum", 0.0) + entry.meets
        found += [(o, names.index(name), rate) for name, rate in sorted(holds.items()) if name in names]
    return found


def _timeline(spec: Spec, codes: list[str], names: list[str]) -> tuple[Ints, Floats, NDArray[np.uint8]]:
    """Dated events: integers [E, 7], scale, notified and hidden (-1 where the kind decides) [E, 3], parties [E, n]."""
    rows: list[list[int]] = []
    sizes: list[list[float]] = []
    parties: list[list[int]] = []
    orgs = [o.name for o in spec.organisations]
    for dated in expand(spec):
        for row, size, party in _dated(dated.event, dated.args, codes, names, orgs):
            rows.append([dated.tick, *row])
            sizes.append(size)
            parties.append([int(code in party) for code in codes])
    return (
        np.array(rows, dtype=np.int64).reshape(len(rows), 7),
        np.array(sizes, dtype=np.float64).reshape(len(rows), 3),
        np.array(parties, dtype=np.uint8).reshape(len(rows), len(codes)),
    )


Row = tuple[list[int], list[float], list[str]]


def _dated(event: str, args: dict[str, Any], codes: list[str], names: list[str], orgs: list[str]) -> list[Row]:
    """Rows [event, kind, first, second, organisation, row of a trait or who ended it] of one entry of the timeline."""
    if event in names:
        return [_act(names.index(event), args, codes)]
    e = block.EVENTS.index(event)
    if event == "change":
        return [
            ([e, -1, codes.index(args["nation"]), -1, -1, NATION.row(trait)], [value, -1.0, -1.0], [])
            for trait, value in args.items()
            if trait != "nation" and value is not None
        ]
    kind = names.index(args["kind"]) if "kind" in args else -1
    first, second = _parties(args, codes)
    org = orgs.index(args["organisation"]) if "organisation" in args else -1
    size = args.get("size", args["to"] if event == "dispute" else 1.0)
    by = codes.index(args["by"]) if args.get("by") else -1
    return [([e, kind, first, second, org, by], [float(size), -1.0, -1.0], [])]


def _parties(args: dict[str, Any], codes: list[str]) -> tuple[int, int]:
    if "nation" in args:
        return codes.index(args["nation"]), -1
    one, other = args.get("between") or (args["from"], args["to"])
    return codes.index(one), codes.index(other)


def _act(c: int, args: dict[str, Any], codes: list[str]) -> Row:
    """A dated act; three parties or more meet, so their second party is -1."""
    notified, hidden = args.get("notified"), args.get("hidden")
    size = [
        float(args.get("scale", 1.0)),
        -1.0 if notified is None else float(notified),
        -1.0 if hidden is None else float(hidden),
    ]
    between = args.get("between")
    if between and len(between) > 2:
        return [block.E_ACT, c, 0, -1, -1, -1], size, list(between)
    one, other = sorted(map(codes.index, between)) if between else (codes.index(args["from"]), codes.index(args["to"]))
    return [block.E_ACT, c, one, other, -1, -1], size, []
