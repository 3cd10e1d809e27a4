"""Dues: the upkeep of instruments and organisations is the first charge of the year, before any act."""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.units import Money, PerYear, Tick
from dipsim.model.processes.institutions.instruments import leave_early
from dipsim.model.processes.perception.misjudgement import FEIGNING_COST, would_feign
from dipsim.model.processes.support.neighbours import neighbours_after
from dipsim.model.processes.trust.evidence import record
from dipsim.model.state import exchange_kind, nation, organisation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogEvent
from dipsim.model.state.exchange_kind import SANCTION
from dipsim.model.state.indices import KindIndex, NationIndex, RunIndex
from dipsim.model.state.region_metrics import SPENDING


@process(
    reads=(
        "evidence_against form hollow kind logged member org par standing standing_kind metrics(spending) "
        "nat(gdp purse revisionism spent)"
    ),
    writes="evidence_against log logged member standing touched metrics(spending) nat(feigning purse spent)",
)
def dues(b: Block, tick: Tick) -> None:
    """In the first ``tick`` of a year both parties pay for every instrument in force, and members for every
    organisation, in every run of the block ``b``.

    Who cannot pay loses the instrument or leaves. What is signed later pays from the next year on."""
    if np.int64(tick) % b.per_year != 0:
        return
    n, runs = b.nat.shape[1], b.nat.shape[2]
    for i in range(n):
        for r in range(runs):
            for s in range(b.standing.shape[0]):
                c = b.standing_kind[s]
                if b.form[c] == SANCTION:
                    continue
                for q in neighbours_after(b, i):
                    j = b.neighbour[q]
                    if b.standing[s, i, j, r] > 0.0:
                        own, its = upkeep_of(b, c, i, r), upkeep_of(b, c, j, r)
                        if can_keep(b, i, r, own) and can_keep(b, j, r, its):
                            keep_up(b, i, r, own)
                            keep_up(b, j, r, its)
                        else:
                            first, second = (j, i) if can_keep(b, i, r, own) else (i, j)
                            leave_early(b, s, first, second, r)
                            record(b, r, LogEvent.LAPSED, c, first, second, 0.0)
            for o in range(b.org.shape[1]):
                if b.member[o, i, r] > 0.0:
                    if can_keep(b, i, r, b.org[organisation.UPKEEP, o, r]):
                        keep_up(b, i, r, b.org[organisation.UPKEEP, o, r])
                    else:
                        b.member[o, i, r] = 0.0
                        record(b, r, LogEvent.LEFT_ORGANISATION, -1, i, o, 0.0)
            feign(b, i, r)


@process
def feign(b: Block, i: NationIndex, r: RunIndex) -> None:
    """Let ``i`` hide its revisionism for a year in run ``r`` of the block ``b``, if it would and can pay for it."""
    cost = b.par[FEIGNING_COST, r] * b.nat[nation.GDP, i, r]
    feigning = would_feign(b, i, r) and can_keep(b, i, r, cost)
    b.nat[nation.FEIGNING, i, r] = 1.0 if feigning else 0.0
    if feigning:
        keep_up(b, i, r, cost)


@equation
def upkeep(fixed: Money, share: PerYear, gdp: Money) -> Money:
    """Upkeep of an instrument in a year: a fixed sum and a share of gdp."""
    return fixed + share * gdp


@equation
def upkeep_of(b: Block, c: KindIndex, i: NationIndex, r: RunIndex) -> Money:
    """What ``i`` pays in a year for an instrument of kind ``c``, in money (E39), in run ``r`` of the block ``b``."""
    kind = b.kind
    return upkeep(kind[exchange_kind.UPKEEP, c, r], kind[exchange_kind.UPKEEP_SHARE, c, r], b.nat[nation.GDP, i, r])


@equation
def can_keep(b: Block, i: NationIndex, r: RunIndex, cost: Money) -> bool:
    """Whether ``i`` can pay ``cost`` (money), a year's upkeep, in run ``r`` of the block ``b`` (E39)."""
    return b.nat[nation.PURSE, i, r] >= cost


@process
def keep_up(b: Block, i: NationIndex, r: RunIndex, cost: Money) -> None:
    """Charge ``cost`` (money), a year's upkeep, to ``i`` in run ``r`` of the block ``b``."""
    nat = b.nat
    nat[nation.PURSE, i, r] -= cost
    nat[nation.SPENT, i, r] += cost
    b.metrics[SPENDING, r] += cost
