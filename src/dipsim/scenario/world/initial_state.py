"""What stands before the first tick: nations, pairs, organisations, instruments in force, positions on issues."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.kernels.numerics.philox import word
from dipsim.model.parameters import DYAD, NATION, ORGANISATION
from dipsim.model.processes.domestic.arming import FATIGUE
from dipsim.model.state import dyads, exchange_kind, nation, organisation
from dipsim.scenario.schema.exchange_kinds import AGREEMENT, HOTLINE, PACTS
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.geography import proximities

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
UNKNOWN = -1.0  # trust that the scenario does not give


def nations_at_start(spec: Spec, par: Floats) -> Floats:
    """Traits and starting stocks [NATION, n] of the nations of ``spec``; ``par`` holds the parameters [PARAMETER]."""
    nat = np.zeros((len(NATION), len(spec.nations)))
    for i, n in enumerate(spec.nations.values()):
        for name in nation.TRAITS:
            nat[NATION.row(name), i] = n.trait(name)
        if nat[nation.CAPABILITY, i] == 0.0:
            nat[nation.CAPABILITY, i] = nat[nation.BURDEN, i] * nat[nation.GDP, i] / par[FATIGUE]
        nat[nation.AUTONOMOUS, i] = np.nan if n.g is None else n.g
        nat[nation.RESPONSE, i] = np.nan if n.k is None else n.k
        nat[nation.REGION, i] = 0.0 if n.region is None else word(f"region/{n.region}")
    nat[nation.GDP_START] = nat[nation.GDP]
    nat[nation.CAPABILITY_START] = nat[nation.MEAN_CAPABILITY] = nat[nation.CAPABILITY]
    nat[nation.TECHNOLOGY_START] = nat[nation.TECHNOLOGY]
    nat[nation.STABILITY_START] = nat[nation.STABILITY]
    nat[nation.COHERENCE_START] = nat[nation.COHERENCE]
    nat[nation.SPENDING] = nat[nation.BURDEN] * nat[nation.GDP]
    return nat


def pairs_at_start(spec: Spec, codes: list[str]) -> tuple[Floats, Floats, Floats]:
    """Pairs of the nations ``codes`` of ``spec`` at the start: [DYAD, n, n], and given trust and history, each [n,
    n]."""
    n = len(codes)
    dyad = np.zeros((len(DYAD), n, n))
    dyad[dyads.WILLINGNESS] = 1.0
    trust, history = np.full((n, n), UNKNOWN), np.zeros((n, n))
    nations = list(spec.nations.values())
    for i in range(n):
        for j in range(n):
            if i != j:
                dyad[dyads.CULTURE_GAP, i, j] = _culture_gap(nations[i], nations[j], None)
                dyad[dyads.STANDARDS_GAP, i, j] = _standards_gap(nations[i], nations[j])
    for (one, other), near in proximities(spec).items():
        i, j = codes.index(one), codes.index(other)
        dyad[dyads.PROXIMITY, i, j] = dyad[dyads.PROXIMITY, j, i] = near
    for relation in spec.relations:
        one, other = relation.between
        for i, j, me in ((codes.index(one), codes.index(other), one), (codes.index(other), codes.index(one), other)):
            for row, value in _undirected(relation, nations[i], nations[j]):
                dyad[row, i, j] = value
            for row, held in ((dyads.NOTICE, relation.notice), (dyads.DEPENDENCE, relation.dependence)):
                dyad[row, i, j] = held.get(me, 0.0)
            dyad[dyads.WILLINGNESS, i, j] = relation.willingness.get(me, 1.0)
            dyad[dyads.LINK, i, j] = 1.0
            trust[i, j] = relation.trust.get(me, UNKNOWN)
            history[i, j] = relation.history.get(me, 0.0)
    return dyad, trust, history


def geography(spec: Spec, codes: list[str]) -> tuple[NDArray[np.bool_], Floats]:
    """Whether the territories of two of the nations ``codes`` touch, and the km between them, each [n, n]; km is NaN
    where ``spec`` does not say."""
    n = len(codes)
    land, distance = np.zeros((n, n), dtype=np.bool_), np.full((n, n), np.nan)
    for relation in spec.relations:
        i, j = (codes.index(code) for code in relation.between)
        land[i, j] = land[j, i] = bool(relation.land)
        if relation.distance is not None:
            distance[i, j] = distance[j, i] = relation.distance
    return land, distance


def _undirected(relation: Any, one: Any, other: Any) -> Iterable[tuple[int, float]]:
    standards = relation.standards_gap if relation.standards_gap is not None else _standards_gap(one, other)
    culture = (
        relation.culture_gap if relation.culture_gap is not None else _culture_gap(one, other, relation.language_gap)
    )
    return (
        (dyads.DISPUTE, relation.dispute),
        (dyads.CLAIM, relation.dispute if relation.claim is None else relation.claim),
        (dyads.TRADE, relation.trade or 0.0),
        (dyads.USUAL_TRADE, relation.trade or 0.0),
        (dyads.INTEROPERABILITY, relation.interoperability),
        (dyads.CHANNEL, relation.channel),
        (dyads.CULTURE_GAP, culture),
        (dyads.STANDARDS_GAP, standards),
    )


def _culture_gap(one: Any, other: Any, language_gap: float | None) -> float:
    """Mean of the distance on the culture axis and the language gap (1 where both languages are known and differ)."""
    if language_gap is None:
        language_gap = 1.0 if one.language and other.language and one.language != other.language else 0.0
    return 0.5 * abs(float(one.trait("culture") - other.trait("culture"))) + 0.5 * language_gap


def _standards_gap(one: Any, other: Any) -> float:
    """0 where standards are the same or unknown, else 0.6 (assumed)."""
    return 0.6 if one.standards and other.standards and one.standards != other.standards else 0.0


def organisations_at_start(spec: Spec, codes: list[str]) -> tuple[Floats, Floats]:
    """Members [O, n] (1 or 0) and traits [ORGANISATION, O] of the organisations of ``spec``; ``codes`` are its
    nations."""
    member = np.zeros((len(spec.organisations), len(codes)))
    org = np.zeros((len(ORGANISATION), len(spec.organisations)))
    for o, entry in enumerate(spec.organisations):
        for code in entry.members:
            member[o, codes.index(code)] = 1.0
        numbers = _numbers_of(spec, entry)
        for q in ORGANISATION:
            org[ORGANISATION.row(q.name), o] = numbers.get(q.name, q.default)
        if entry.kind == "alliance":
            pact = spec.kinds[PACTS[entry.content or "defence"]].numbers
            for name in ("cover_defence", "conditional", "cover_offence", "pledge", "restraint"):
                org[ORGANISATION.row(name), o] = pact[name]
    return member, org


def _numbers_of(spec: Spec, entry: Any) -> dict[str, float]:
    """Numbers of an organisation: what it says, else what the kind of its type says, else the default."""
    kind = spec.kinds.get(organisation.KIND_OF.get(entry.kind, ""))
    given = {name: getattr(entry, name) for name in organisation.SETTABLE}
    if kind is not None and kind.form == "group":
        lent = {"quality": "quality", "upkeep": "upkeep", "verification": "verification", "cap": "limit"}
        numbers = {name: kind.numbers[number] for name, number in lent.items()}
        return given | {name: value for name, value in numbers.items() if name not in entry.model_fields_set}
    return given


def kinds_of_organisations(spec: Spec, names: list[str]) -> Ints:
    """For each organisation of ``spec`` the row in ``names``, the exchange kinds, of the kind that switches it off; -1
    for none."""
    found = [organisation.KIND_OF.get(entry.kind, "") for entry in spec.organisations]
    return np.array([names.index(kind) if kind in names else -1 for kind in found], dtype=np.int64)


def instruments_in_force(
    spec: Spec, codes: list[str], names: list[str], kind: Floats, rows: Ints, dyad: Floats
) -> Floats:
    """Years left of every instrument of ``spec`` in force at the start [row, n, n]; agreements also set their scopes in
    ``dyad``.

    ``codes`` and ``names``: the nations and the exchange kinds in their order; ``kind``: numbers of the kinds [NUMBER,
    K]; ``rows``: row of each kind among instruments, -1 for none.
    """
    standing = np.zeros((int(rows.max(initial=-1)) + 1, len(codes), len(codes)))

    def sign(name: str, i: int, j: int) -> None:
        c = names.index(name)
        standing[rows[c], i, j] = standing[rows[c], j, i] = kind[exchange_kind.TERM, c]

    for relation in spec.relations:
        i, j = (codes.index(code) for code in relation.between)
        for content in relation.pact:
            sign(PACTS[content], i, j)
        if relation.hotline:
            sign(HOTLINE, i, j)
        for name in relation.in_force:
            sign(name, i, j)
        scopes = ("general",) if AGREEMENT in relation.in_force else relation.agreements
        if scopes:
            sign(AGREEMENT, i, j)
            bits = range(len(exchange_kind.SCOPES)) if "general" in scopes else map(exchange_kind.SCOPES.index, scopes)
            dyad[dyads.SCOPES, i, j] = dyad[dyads.SCOPES, j, i] = float(sum(1 << bit for bit in bits))
        for code, kept_up in relation.measures.items():
            own, target = (i, j) if code == relation.between[0] else (j, i)
            for c in map(names.index, kept_up):
                standing[rows[c], own, target] = kind[exchange_kind.TERM, c]
    return standing


def positions(spec: Spec, issues: list[str]) -> tuple[Floats, Floats]:
    """Positions of the nations of ``spec`` on ``issues``, and saliences times the root of the issue's weight, each
    [Q, n]."""
    position = np.zeros((len(issues), len(spec.nations)))
    salience = np.zeros_like(position)
    for i, n in enumerate(spec.nations.values()):
        for q, issue in enumerate(issues):
            if issue in n.interests:
                position[q, i] = n.interests[issue].position
                salience[q, i] = n.interests[issue].salience * np.sqrt(spec.issues[issue])
    return position, salience
