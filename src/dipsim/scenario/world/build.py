"""From a checked Spec to arrays: the world before the first tick, without the run axis.

Nothing is computed here that the bits of a run could hang on beyond + - * / and sqrt.
"""

from __future__ import annotations

from dataclasses import dataclass, make_dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.kernels.numerics.philox import word
from dipsim.model.links import links_of
from dipsim.model.parameters import NUMBERS, PARAMETERS
from dipsim.model.processes.institutions.instruments import GENERAL
from dipsim.model.state import dyads, exchange_kind, organisation, random_streams, trust_accounts
from dipsim.model.state.arrays import ARRAYS, LANE, SHARED
from dipsim.model.state.organisation import ADMISSION
from dipsim.scenario.schema.exchange_kinds import AGREEMENT
from dipsim.scenario.schema.parts import Options
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.initial_state import (
    geography,
    instruments_in_force,
    kinds_of_organisations,
    nations_at_start,
    organisations_at_start,
    pairs_at_start,
    positions,
)
from dipsim.scenario.world.links import Ties, mark_linked, organisations_that_link
from dipsim.scenario.world.schedule import dated_events, meetings
from dipsim.scenario.world.trade import cut_trade, mark_reach_and_trade

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
UNKNOWN = -1.0  # trust that the scenario does not give
SHARED_ARRAYS = tuple(array.name for array in ARRAYS if array.given == SHARED)
NUMBERS_OF_A_WORLD = (*(array.name for array in ARRAYS if array.given == LANE), "distance", "trust", "history")
WITHOUT_END = 1e6  # years of an instrument without a term


GIVEN: Any = make_dataclass(
    "Given",
    [(array.name, list if array.dtype == "uint64" else np.ndarray) for array in ARRAYS if array.given],
    frozen=True,
    kw_only=True,
)


@dataclass(frozen=True, kw_only=True)
class World(GIVEN):
    """One scenario before the first tick: the arrays of ``ARRAYS`` that are given, without the axis of the runs."""

    codes: list[str]
    names: list[str]
    kinds: list[str]
    organisations: list[str]
    accounts: list[str]
    dt: float
    per_year: int
    ticks: int
    start: str
    land: NDArray[np.bool_]  # [n, n] the territories touch; False where the scenario does not say
    distance: Floats  # [n, n] km between the territories; NaN where the scenario does not say
    trust: Floats  # [n, n] at the start, below 0 where the scenario does not say
    history: Floats  # [n, n] account at the start, log-odds
    start_at: str  # one of ``STARTS``
    can_hide: bool
    settled_as: Any = None  # the World whose settled start it has, where something was taken away; else its own

    def changed(self, **fields: Any) -> World:
        """The same world with other arrays or facts, by name, from the first tick on: its start stays what it was."""
        world: Any = self
        return replace(world, **{"settled_as": self.settled_as or self} | fields)  # type: ignore[no-any-return]

    @cached_property
    def shape(self) -> tuple[Any, ...]:
        """What two worlds must share to run in one block."""
        lists = (self.codes, self.kinds, self.organisations, self.dt, self.ticks, self.start_at, self.can_hide)
        return (*map(str, lists), *(np.asarray(getattr(self, name)).tobytes() for name in SHARED_ARRAYS))


def build(spec: Spec) -> World:
    """The arrays of the scenario ``spec``, from which blocks of runs are made. Raises ValueError where two nations
    share the key of their random numbers."""
    codes, kind_names = list(spec.nations), list(spec.kinds)
    issues = sorted(spec.issues)
    stream_ids, kind_stream_ids, issue_stream_ids = random_streams.stream_ids(kind_names, issues)
    org_ids = [word(f"organisation/{o.name}") for o in spec.organisations]
    ids = [word(n.id or code) for code, n in spec.nations.items()]
    if len(set(ids)) < len(ids):
        raise ValueError("two nations share the key of their draws: give one of them another id")
    par = np.array([spec.parameters[q.name] for q in PARAMETERS])
    kind = _kinds(spec)
    form = np.array([exchange_kind.FORMS.index(k.form) for k in spec.kinds.values()], dtype=np.int64)
    standing_row = _rows_in_force(form)
    nat = nations_at_start(spec, par)
    dyad, trust, history = pairs_at_start(spec, codes)
    mark_reach_and_trade(spec.relations, codes, nat, par, dyad)
    land, distance = geography(spec, codes)
    member, org = organisations_at_start(spec, codes)
    standing = instruments_in_force(spec, codes, kind_names, kind, standing_row, dyad)
    cut_trade(spec.relations, codes, standing[standing_row[_taking_growth(form, kind)]], par, dyad)
    position, salience = positions(spec, issues)
    held = meetings(spec, kind_names)
    dated, size, party = dated_events(spec, codes, kind_names)
    org_links = organisations_that_link(spec, [m[0] for m in held])
    stored = mark_linked(dyad, standing, Ties(member, org_links, org[ADMISSION], dated, party))
    world = World(
        codes=codes,
        names=[n.name or code for code, n in spec.nations.items()],
        kinds=kind_names,
        organisations=[o.name for o in spec.organisations],
        accounts=trust_accounts.names(kind_names),
        dt=spec.time.dt,
        per_year=spec.time.per_year,
        ticks=spec.time.ticks,
        start=spec.time.start,
        ids=ids,
        org_ids=org_ids,
        stream_ids=stream_ids,
        kind_stream_ids=kind_stream_ids,
        issue_stream_ids=issue_stream_ids,
        nat=nat,
        dyad=dyad,
        land=land,
        distance=distance,
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
        **links_of(stored)._asdict(),
        org_links=org_links.astype(np.int64),
        org_type=np.array([organisation.TYPES.index(o.kind) for o in spec.organisations], dtype=np.int64),
        org_kind=kinds_of_organisations(spec, kind_names),
        member=member,
        meeting_org=np.array([m[0] for m in held], dtype=np.int64),
        meeting_kind=np.array([m[1] for m in held], dtype=np.int64),
        meeting_rate=np.array([m[2] for m in held], dtype=np.float64),
        dated=dated,
        dated_size=size,
        dated_party=party,
        start_at=spec.options.start,
        can_hide=bool((kind[exchange_kind.HIDDEN] > 0.0).any() or (size[:, 2] > 0.0).any()),
    )
    return _with_options(world, spec.options)


def _with_options(world: World, options: Options) -> World:
    """The world in which no act of some nations comes up by itself and some kinds stop. It starts as it did."""
    changed: dict[str, Floats] = {}
    if options.by_hand:
        rows, changed["dyad"] = [world.codes.index(code) for code in options.by_hand], world.dyad.copy()
        changed["dyad"][dyads.WILLINGNESS, rows, :] = changed["dyad"][dyads.WILLINGNESS, :, rows] = 0.0
    if options.stopped:
        stopped = [world.kinds.index(name) for name in options.stopped if name in world.kinds]
        changed["kind"] = world.kind.copy()
        changed["kind"][exchange_kind.MODE, stopped] = exchange_kind.OFF
    return world.changed(**changed) if changed else world


def _kinds(spec: Spec) -> Floats:
    table = np.array([[k.numbers[q.name] for k in spec.kinds.values()] for q in NUMBERS])
    table = table.reshape(len(NUMBERS), len(spec.kinds))
    table[exchange_kind.TERM][table[exchange_kind.TERM] == 0.0] = WITHOUT_END
    return table


def _rows_in_force(form: Ints) -> Ints:
    """Row of each kind among those that can be in force, -1 for the others."""
    in_force = (form == exchange_kind.STANDING) | (form == exchange_kind.SANCTION)
    return np.where(in_force, np.cumsum(in_force) - 1, -1)


def _taking_growth(form: Ints, kind: Floats) -> Ints:
    """Which kinds are measures that take growth, and so cut trade."""
    return np.flatnonzero((form == exchange_kind.SANCTION) & (kind[exchange_kind.DAMAGE] > 0.0))


def _scopes(spec: Spec) -> Ints:
    """Index of each kind's scope; an agreement without one covers all, any other kind none."""

    def scope(name: str, k: Any) -> int:
        if k.scope is not None:
            return exchange_kind.SCOPES.index(k.scope)
        agreement = AGREEMENT in (name, *k.likes)
        return GENERAL if agreement else -1

    return np.array([scope(name, k) for name, k in spec.kinds.items()], dtype=np.int64)
