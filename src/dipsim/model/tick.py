"""The tick, top to bottom. A process is one file in ``processes/``, and its import, its step and its call here."""

from __future__ import annotations

from typing import Any

import numpy as np

from dipsim.kernels.compiler.decorators import process
from dipsim.kernels.numerics.units import Index, Tick
from dipsim.model.processes.conflict.stake import fade_stakes
from dipsim.model.processes.conflict.step import crisis
from dipsim.model.processes.domestic.arming import arming
from dipsim.model.processes.domestic.learning import learning
from dipsim.model.processes.domestic.politics import politics
from dipsim.model.processes.domestic.scheduled_events import dated_events
from dipsim.model.processes.domestic.upkeep import dues
from dipsim.model.processes.exchange.consequences import consequences
from dipsim.model.processes.exchange.licensing import licensing
from dipsim.model.processes.exchange.proposals import diplomacy
from dipsim.model.processes.institutions.institutions import institutions
from dipsim.model.processes.perception.perception import perception
from dipsim.model.processes.region.region_statistics import record_region, reset
from dipsim.model.processes.trust.evidence_update import apply_evidence
from dipsim.model.processes.trust.ledger import fade, recall
from dipsim.model.processes.trust.reputation import reputation
from dipsim.model.state.arrays import Block, Floats3, Floats4
from dipsim.model.state.nation import RECORDED


@process
def write_outputs(b: Block, row: Index, region: Floats3, acts: Floats3, nations: Floats4) -> None:
    """Copy this tick's metrics of the block ``b`` into ``row`` of ``region`` [ticks, metric, R], the acts served
    into ``acts`` [ticks, C, R] and the nations' stocks into ``nations`` [ticks, quantity, n, R]."""
    nat, metrics, served = b.nat, b.metrics, b.served
    runs = region.shape[2]
    for m in range(region.shape[1]):
        for r in range(runs):
            region[row, m, r] = metrics[m, r]
    for c in range(acts.shape[1]):
        for r in range(runs):
            acts[row, c, r] = served[c, r]
    for x in range(nations.shape[1]):
        for i in range(nations.shape[2]):
            for r in range(runs):
                nations[row, x, i, r] = nat[RECORDED[x], i, r]


PROCESSES: tuple[tuple[int, Any], ...] = (  # the step of each, in the order of ``advance``
    (0, reset),
    (0, recall),
    (0, fade),
    (0, fade_stakes),
    (1, dated_events),
    (1, politics),
    (1, dues),
    (2, perception),
    (2, learning),
    (3, diplomacy),
    (4, licensing),
    (5, consequences),
    (6, institutions),
    (7, arming),
    (8, crisis),
    (9, reputation),
    (9, record_region),
    (9, apply_evidence),
)


@process
def advance(b: Block, start: Tick, region: Floats3, acts: Floats3, nations: Floats4) -> None:
    """Run the block ``b`` for ``region.shape[0]`` ticks from tick ``start``: the tick, read top to bottom, and the
    record of each.

    T is read once at the top and frozen; what follows only writes evidence. ``region`` [ticks, metric, R], ``acts``
    [ticks, C, R] and ``nations`` [ticks, quantity, n, R] are filled."""
    for row in range(region.shape[0]):
        t = np.int64(start + row)
        reset(b)
        recall(b)  # 0 trust from the ledger
        fade(b)  # 0 memory
        fade_stakes(b)  # 0 stakes fall towards standing claims
        dated_events(b, t)  # 1 the timeline
        politics(b, t)  # 1 growth, governments, interests; the baseline moves only here
        dues(b, t)  # 1 upkeep is the first charge of the year
        perception(b, t)  # 2 strength as seen, help, threat
        learning(b)  # 2 what acts did to the threat from the top rival
        diplomacy(b, t)  # 3 acts come up and are served
        licensing(b, t)  # 4 arms and technology need a licence
        consequences(b, t)  # 5 partners, third parties, capability
        institutions(b, t)  # 6 the life of what was founded
        arming(b, t)  # 7 Richardson under a budget
        crisis(b, t)  # 8 disputes
        reputation(b, t)  # 9 what others think
        record_region(b)
        apply_evidence(b, t)  # the evidence of the tick enters the accounts
        write_outputs(b, row, region, acts, nations)


@process
def observe_final_state(b: Block, t: Tick) -> None:
    """Read the region of the block ``b`` at the end of a run, tick ``t``, without a tick: trust, threat and the
    metrics that are states."""
    reset(b)
    recall(b)
    perception(b, t)
    record_region(b)
