"""What runs mean for one nation: conflict, trust in it, its freedom of action, its revenue, and who gains what.

Gain
    Every act that was served with the nation, at the wish that it and its partner have for one at the end of that year,
    looking at what the other gains (``utility_net_of_rival_gain``), per year; an act that is not wished counts
    against. Dated acts and meetings count too.
Autonomy (grade 4, assumed; that security is paid for with autonomy, and the weaker pays more: Morrow 1991)
    ``(1 - D) / (1 + L)``, the share of its freedom of action that nation i keeps, where
    ``L = sovereignty_i sum_j B_ij M_j / (M_i + M_j)``, ``B_ij`` the sum of the ``autonomy`` numbers of the kinds in
    force between i and j, alliances and councils included, and ``D = 1 - prod_j (1 - dependence_ij)`` on suppliers.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.parameters import REGION_METRICS
from dipsim.model.processes.exchange.third_party_reactions import KAPPA_HELPING, KAPPA_OWN
from dipsim.model.processes.exchange.utility import (
    W_GAINS,
    foreseen_alarm,
    utility_from_state,
    utility_net_of_rival_gain,
)
from dipsim.model.state import dyads, exchange_kind, nation, organisation
from dipsim.model.state.exchange_kind import DIRECTED, INCIDENT, SANCTION
from dipsim.model.tick import advance
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.block_runner import Record
from dipsim.runs.batches.ensemble import Progress, in_order
from dipsim.runs.batches.points import blocks
from dipsim.runs.outcomes import Outcomes, outcomes
from dipsim.scenario.schema.exchange_kinds import PACTS
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build

Floats = NDArray[np.float64]
FORCE = 4.0  # rung of the use of force
OWN = ("own_observed_disputes", "trust_in", "trust_out", "autonomy", "revenue", "gain", "spent", "defence")


@dataclass(frozen=True)
class Arm:
    """A world, the money a year that goes into the nation's own forces beside, and the kind that each organisation is
    a bond of (-1 for none)."""

    world: World
    arms: float
    bonds: tuple[int, ...]


@dataclass(frozen=True)
class Account:
    """Outcomes of the region, and arrays over runs of what they mean for the nation.

    ``own_observed_disputes`` counts disputes begun with it per decade; ``trust_in`` trust of those it is linked to in
    it, ``trust_out`` its trust in them, ``autonomy`` 0 to 1 (all three means over year ends); ``revenue`` from arms,
    ``spent`` on diplomacy and ``defence`` budget, money per year; ``gain`` its own per year, ``gains`` [n, R] that of
    the others.
    """

    region: Outcomes
    own_observed_disputes: Floats
    trust_in: Floats
    trust_out: Floats
    autonomy: Floats
    revenue: Floats
    gain: Floats
    spent: Floats
    defence: Floats
    gains: Floats

    @property
    def partners_gain(self) -> Floats:
        """What all others together gain from acts with it, per year."""
        return np.asarray(self.gains.sum(axis=0))


def arm_of(spec: Spec, arms: float = 0.0) -> Arm:
    """The arm of ``spec``; ``arms``: what its nation spends on arms besides."""
    names = list(spec.kinds)
    bond = [
        PACTS[o.content or "defence"] if o.kind == "alliance" else organisation.KIND_OF.get(o.kind, "")
        for o in spec.organisations
    ]
    return Arm(build(spec), arms, tuple(names.index(kind) if kind in names else -1 for kind in bond))


def fulfilled(b: Any, i: int, gain: Floats) -> None:
    """Add to ``gain`` [2, n, R] the wishes of the nation ``i`` (0) and of each other nation (1) for what was served
    between them in the block ``b``."""
    alarms = b.par[KAPPA_OWN], b.par[KAPPA_HELPING], b.par[W_GAINS]
    for first, second in ((i, None), (None, i)):
        served = b.done[:, first] if second is None else b.done[:, :, second]  # [C, n, R], given and taken by i
        for c, j, r in np.argwhere(served > 0.0).tolist():
            if b.form[c] in (INCIDENT, SANCTION):
                continue
            directed, (own, helping, others) = b.form[c] == DIRECTED, (float(one[r]) for one in alarms)
            shows = b.kind[exchange_kind.ALARM, c, r] > 0.0
            wishes = []
            for me, you in ((i, j), (j, i)):
                giver = you if not directed else i if second is None else j
                alarm = foreseen_alarm(b, c, me, you, r, own, helping) if shows else 0.0
                wishes.append(float(utility_from_state(b, c, me, you, r, giver, alarm)))
            gain[0, j, r] += served[c, j, r] * utility_net_of_rival_gain(wishes[0], wishes[1], others)
            gain[1, j, r] += served[c, j, r] * utility_net_of_rival_gain(wishes[1], wishes[0], others)


def accounts(
    arms: Sequence[Arm],
    i: int,
    seed: int,
    replicates: int,
    *,
    gains: bool = True,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[Account]:
    """The account of the nation in row ``i`` in ``replicates`` runs of every one of ``arms``, from ``seed``: the same
    random numbers in all.

    ``executor``: a pool to work in, else ``workers`` processes; ``progress`` is told how many runs are done.

    Without ``gains`` these are left at 0, which is faster.
    """
    work = blocks([arm.world for arm in arms], replicates)
    parts: list[list[tuple[int, Account]]] = [[] for _ in arms]
    jobs = [([arms[number] for number, _ in lanes], i, seed, [r for _, r in lanes], gains) for lanes in work]
    done = in_order(_one, jobs, [*map(len, work)], workers=workers, executor=executor, progress=progress)
    for lanes, found in zip(work, done, strict=True):
        for lane, (number, _) in enumerate(lanes):
            parts[number].append((lane, found))
    return [_joined(lanes) for lanes in parts]


def _joined(lanes: Sequence[tuple[int, Account]]) -> Account:
    """One arm's account from its runs in blocks that it shares with others."""

    def column(part: Any) -> Any:
        return np.stack([part(account)[..., lane] for lane, account in lanes], axis=-1)

    region = {f.name: column(lambda account, name=f.name: getattr(account.region, name)) for f in fields(Outcomes)}
    own = {name: column(lambda account, name=name: getattr(account, name)) for name in (*OWN, "gains")}
    return Account(region=Outcomes(**region), **own)


def _one(arms: Sequence[Arm], i: int, seed: int, replicates: Sequence[int], gains: bool) -> Account:
    """Run one block tick by tick."""
    world, runs, n = arms[0].world, len(replicates), len(arms[0].world.codes)
    b = make([arm.world for arm in arms], seed, replicates)
    b.nat[nation.AUTONOMOUS, i] += np.array([arm.arms for arm in arms])
    region, unread = np.zeros((world.ticks, len(REGION_METRICS), runs)), np.zeros((1, 0, runs))
    nobody, gain = np.zeros((1, 0, n, runs)), np.zeros((2, n, runs))
    at_peace, begun, ends = b.dyad[dyads.RUNG, i] == 0.0, np.zeros(runs), []
    for t in range(world.ticks):
        advance(b, t, region[t : t + 1], unread, nobody)
        fights = b.dyad[dyads.RUNG, i] > 0.0
        begun += (fights & at_peace).sum(axis=0)
        at_peace = ~fights
        if (t + 1) % world.per_year == 0 or t + 1 == world.ticks:
            ends.append((*_trust(b, i), autonomy(b, i, arms[0].bonds)))
            if gains:
                fulfilled(b, i, gain)
                b.done.stored[...] = 0.0
    years = max(world.ticks, 1) / world.per_year
    trust_in, trust_out, free = (np.mean([end[part] for end in ends], axis=0) for part in range(3))
    nothing = np.zeros((0, 0, runs))
    stock = {name: b.nat[row, i] / years for name, row in STOCKS.items()}
    return Account(
        region=outcomes(world, Record(list(replicates), region, nothing, nothing)),
        own_observed_disputes=begun / years * 10.0,
        trust_in=trust_in,
        trust_out=trust_out,
        autonomy=free,
        gain=gain[0].sum(axis=0) / years,
        gains=gain[1] / years,
        **stock,
    )


STOCKS = {"revenue": nation.REVENUE, "spent": nation.SPENT, "defence": nation.BUDGETED}


def _trust(b: Any, i: int) -> tuple[Floats, Floats]:
    """Mean trust of those linked to i in it, and of it in them, [R]; of nobody it is nan."""
    linked = b.dyad[dyads.LINK, i].copy()
    linked[i] = 0.0
    many = np.where(linked.sum(axis=0) > 0.0, linked.sum(axis=0), np.nan)
    trust = b.dyad[dyads.TRUST]
    return np.sum(trust[:, i] * linked, axis=0) / many, np.sum(trust[i] * linked, axis=0) / many


def autonomy(b: Any, i: int, bonds: Sequence[int]) -> Floats:
    """The share of its freedom of action that the nation ``i`` keeps in the block ``b``, [R]; ``bonds`` are kinds by
    organisation. The formula is at the head of this module."""
    held = np.zeros((len(b.form), *b.dyad.shape[2:]))
    for s, c in enumerate(b.standing_kind):
        if b.form[c] != SANCTION:
            held[c] = (b.standing[s, i] > 0.0) & (b.hollow[s, i] == 0.0)
    for o, c in enumerate(bonds):
        if c >= 0:
            held[c] = np.maximum(held[c], (b.member[o] > 0.0) & (b.member[o, i] > 0.0))
    held[:, i] = 0.0
    bound = np.einsum("cr,cjr->jr", b.kind[exchange_kind.AUTONOMY], held)
    capability = b.nat[nation.CAPABILITY]
    together = np.maximum(capability + capability[i], 1e-12)
    loss = b.nat[nation.SOVEREIGNTY, i] * (bound * capability / together).sum(axis=0)
    depends = np.delete(b.dyad[dyads.DEPENDENCE, i], i, axis=0)
    return np.asarray(np.prod(1.0 - depends, axis=0) / (1.0 + loss))
