"""Step 9, reputation: what others, trusted and in contact, think of j; and the optional balance force.

evidence = rho dt sum_k w_ik D_kj / sum_k w_ik,   w_ik = T_ik channel_ik
"""

from __future__ import annotations

from dipsim.model import causes, pair
from dipsim.model.declare import PARAMETERS
from dipsim.model.jit import process
from dipsim.model.processes.evidence import open_channel

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


@process
def reputation(b, tick):
    """Step 9 of the tick."""
    dyad, par, row = b.dyad, b.par, b.row
    up, down = b.up, b.down
    n, runs = dyad.shape[1], dyad.shape[3]
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            for x in range(4):
                for r in range(runs):
                    row[x, r] = 0.0
            for k in range(n):
                if k == i or k == j:
                    continue
                for r in range(runs):
                    w = dyad[pair.TRUST, i, k, r] * open_channel(b, i, k, r)
                    known = dyad[pair.LINK, i, k, r] * dyad[pair.LINK, k, j, r]
                    row[0, r] += w
                    row[1, r] += w * dyad[pair.REPUTE, k, j, r]
                    row[2, r] += known
                    row[3, r] += (
                        known * (2.0 * dyad[pair.TRUST, i, k, r] - 1.0) * (2.0 * dyad[pair.TRUST, k, j, r] - 1.0)
                    )
            for r in range(runs):
                told = row[1, r] / row[0, r] if row[0, r] > 0.0 else 0.0
                pull = row[3, r] / row[2, r] if row[2, r] > 0.0 else 0.0
                hearsay = par[RHO, r] * b.dt * told
                force = par[BALANCE, r] * b.dt * pull * dyad[pair.LINK, i, j, r]
                up[causes.REPUTATION, i, j, r] += max(hearsay, 0.0)
                down[causes.REPUTATION, i, j, r] += max(-hearsay, 0.0)
                up[causes.BALANCE, i, j, r] += max(force, 0.0)
                down[causes.BALANCE, i, j, r] += max(-force, 0.0)
            b.touched[causes.REPUTATION, i, j] = b.touched[causes.BALANCE, i, j] = 1
