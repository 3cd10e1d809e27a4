"""Step 9, reputation: what others, trusted and in contact, think of j; and the optional balance force.

evidence = rho dt sum_k w_ik D_kj / sum_k w_ik,   w_ik = T_ik channel_ik
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import process
from dipsim.kernels.numerics.units import Tick
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.support.vector_helpers import anywhere
from dipsim.model.processes.trust.evidence import note, open_channel
from dipsim.model.state import dyads
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.trust_accounts import FixedAccount

RHO = PARAMETERS.add(
    "reputation.rho",
    0.05,
    (0, 2),
    unit="per year",
    source="assumed (prototype)",
    meaning="speed at which reputation spreads",
)
BALANCE = PARAMETERS.add(
    "reputation.balance",
    0.0,
    (0, 5),
    unit="log-odds per year",
    source="structural balance (Marvel et al. 2011); off by default",
    grade=3,
    meaning="friends of friends, enemies of enemies: mean over k of (2 T_ik - 1)(2 T_kj - 1)",
)


@process(
    reads="evidence_against evidence_for par dyad(channel disrupted link reputation_score trust)",
    writes="evidence_against evidence_for touched",
)
def reputation(b: Block, tick: Tick) -> None:
    """Step 9 of the tick in every run of the block ``b``: hearsay, and the balance force where it is switched on."""
    for i in range(b.nat.shape[1]):
        hearsay(b, i)
    for r in range(b.par.shape[1]):
        if b.par[BALANCE, r] > 0.0:
            balance(b, r)


@process
def hearsay(b: Block, i: NationIndex) -> None:
    """Enter what ``i`` hears of every other nation, from those with whom it has a channel in any run of the block
    ``b``; ``work`` holds their weights."""
    dyad, row, work, nation_list, evidence_for, evidence_against = (
        b.dyad,
        b.row,
        b.work,
        b.nation_list,
        b.evidence_for,
        b.evidence_against,
    )
    runs, heard = b.nat.shape[2], 0
    for p in neighbours(b, i):
        k = b.neighbour[p]
        if anywhere(b, dyads.CHANNEL, i, k):
            nation_list[heard] = k
            heard += 1
            for r in range(runs):
                work[k, r] = dyad[dyads.TRUST, i, k, r] * open_channel(b, i, k, r)
    if heard == 0:
        return
    for p in neighbours(b, i):
        j = b.neighbour[p]
        for r in range(runs):
            row[0, r] = 0.0
            row[1, r] = 0.0
        for q in range(heard):
            k = nation_list[q]
            if k == j:
                continue
            for r in range(runs):
                row[0, r] += work[k, r]
                row[1, r] += work[k, r] * dyad[dyads.REPUTATION_SCORE, k, j, r]
        for r in range(runs):
            hearsay_mean = row[1, r] / row[0, r] if row[0, r] > 0.0 else 0.0
            evidence = dyad[dyads.LINK, i, j, r] * b.par[RHO, r] * b.dt * hearsay_mean
            evidence_for[FixedAccount.REPUTATION, i, j, r] += max(evidence, 0.0)
            evidence_against[FixedAccount.REPUTATION, i, j, r] += max(-evidence, 0.0)


@process
def balance(b: Block, r: RunIndex) -> None:
    """Enter the balance force on every linked dyad of run ``r`` of the block ``b``, from those linked to both."""
    dyad = b.dyad
    for i in range(b.nat.shape[1]):
        for q in neighbours(b, i):
            j, known, pull = b.neighbour[q], 0.0, 0.0
            for p in neighbours(b, i):
                k = b.neighbour[p]
                if k != j:
                    both = dyad[dyads.LINK, i, k, r] * dyad[dyads.LINK, k, j, r]
                    known += both
                    pull += both * (2.0 * dyad[dyads.TRUST, i, k, r] - 1.0) * (2.0 * dyad[dyads.TRUST, k, j, r] - 1.0)
            if known > 0.0:
                note(
                    b,
                    FixedAccount.BALANCE,
                    i,
                    j,
                    r,
                    b.par[BALANCE, r] * b.dt * (pull / known) * dyad[dyads.LINK, i, j, r],
                )
