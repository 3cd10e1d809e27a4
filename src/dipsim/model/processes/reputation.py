"""Step 9, reputation: what others, trusted and in contact, think of j; and the optional balance force.

    evidence = rho dt sum_k w_ik D_kj / sum_k w_ik,   w_ik = T_ik channel_ik
"""

from __future__ import annotations

from dipsim.model import causes, pair
from dipsim.model.declare import PARAMETERS
from dipsim.model.jit import process
from dipsim.model.processes.evidence import note

RHO = PARAMETERS.add("reputation.rho", 0.05, (0, 2), unit="per year", source="assumed (prototype)", meaning="speed at which reputation spreads")
BALANCE = PARAMETERS.add("reputation.balance", 0.0, (0, 5), unit="log-odds per year", source="structural balance (Marvel et al. 2011); off by default", grade=3, meaning="friends of friends, enemies of enemies: mean over k of (2 T_ik - 1)(2 T_kj - 1)")


@process
def reputation(b, tick):
    """Step 9 of the tick."""
    n, runs = b.dyad.shape[1], b.dyad.shape[3]
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            for x in range(4):
                for r in range(runs):
                    b.row[x, r] = 0.0
            for k in range(n):
                if k == i or k == j:
                    continue
                for r in range(runs):
                    w = b.dyad[pair.TRUST, i, k, r] * b.dyad[pair.CHANNEL, i, k, r]
                    known = b.dyad[pair.LINK, i, k, r] * b.dyad[pair.LINK, k, j, r]
                    b.row[0, r] += w
                    b.row[1, r] += w * b.dyad[pair.REPUTE, k, j, r]
                    b.row[2, r] += known
                    b.row[3, r] += known * (2.0 * b.dyad[pair.TRUST, i, k, r] - 1.0) * (2.0 * b.dyad[pair.TRUST, k, j, r] - 1.0)
            for r in range(runs):
                told = b.row[1, r] / b.row[0, r] if b.row[0, r] > 0.0 else 0.0
                pull = b.row[3, r] / b.row[2, r] if b.row[2, r] > 0.0 else 0.0
                note(b, causes.REPUTATION, i, j, r, b.par[RHO, r] * b.dt * told)
                note(b, causes.BALANCE, i, j, r, b.par[BALANCE, r] * b.dt * pull * b.dyad[pair.LINK, i, j, r])
