"""What every run keeps of trust: its accounts at the start and at the end, and what third parties hold for or against.

Crises that are assumed before the start are told apart from those of the run: what the three accounts of crises hold at
the start fades by itself, and the rest of what they hold at the end came during the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.kernels.pair_array import PairArray
from dipsim.model.state import trust_accounts
from dipsim.model.state.trust_accounts import BASELINE, FixedAccount, KindAccount

Floats = NDArray[np.float64]
CRISES = (FixedAccount.CRISES_THREAT, FixedAccount.CRISES_FORCE, FixedAccount.CRISES_WAR)
BEFORE = "before the start: "  # begins the name of what was there before the first tick


@dataclass
class Kept:
    """Causes at the start and at the end as of ``apart``; ``points`` as of ``standing``, mean of year ends."""

    start: PairArray
    end: PairArray
    points: PairArray


class Keeper:
    """Takes notes during a block: at the start, at every year end, at the end."""

    def __init__(self, b: Any) -> None:
        self.start, self.ends = terms(b), 0
        self.points: Any = 0.0

    def year_end(self, b: Any) -> None:
        """Add what third parties hold at this moment in the block ``b``."""
        self.points += standing(b).stored
        self.ends += 1

    def close(self, b: Any, ticks: int) -> Kept:
        """What is kept of the block ``b`` after its last tick, number ``ticks``."""
        start, end = apart(b, self.start, terms(b), ticks)
        points = self.points / self.ends if self.ends else standing(b).stored
        return Kept(start, end, b.accounts.like(points, 2))


def apart(b: Any, start: PairArray, now: PairArray, ticks: int) -> tuple[PairArray, PairArray]:
    """The terms of block ``b`` at the ``start`` and ``now``, after so many ``ticks``, [causes + 3, n, n, R]; the last
    three rows are what crises before the start leave, and the accounts of crises hold the rest."""
    rows = [len(BASELINE) + int(account) for account in CRISES]
    before = start.stored[rows]
    faded = before * (b.retention[[int(account) for account in CRISES]] ** ticks)[:, None]
    first, last = np.concatenate([start.stored, before]), np.concatenate([now.stored, faded])
    first[rows] = 0.0
    last[rows] -= faded
    return start.like(first, 1), start.like(last, 1)


def terms(b: Any) -> PairArray:
    """Baseline terms, then accounts, of the block ``b``, in log odds [causes, n, n, R]; their sum is the log odds of
    trust."""
    held: PairArray = b.accounts
    return held.like(np.concatenate([b.base.stored, held.stored]), 1)


def standing(b: Any) -> PairArray:
    """Points of trust that third parties of the block ``b`` hold for or against because of what others did, [3, C + 1,
    n, n, R].

    Trust of the row in the column minus what it would be without the alarm, the reassurance and both, in percentage
    points; of each kind, and of all kinds together at the end.
    """
    of_pairs: PairArray = b.accounts
    accounts = of_pairs.stored
    logit = b.base.stored.sum(axis=0) + accounts.sum(axis=0)
    trust = logistic(logit)
    alarm, reassurance = (
        accounts[trust_accounts.KINDS + int(part) :: trust_accounts.PER_KIND]
        for part in (KindAccount.ALARM, KindAccount.REASSURANCE)
    )
    one, other = (np.concatenate([part, part.sum(axis=0)[None]]) for part in (alarm, reassurance))
    held = np.stack([one, other, one + other])
    found, some = np.zeros_like(held), held.any(axis=(-2, -1))
    found[some] = 100.0 * (trust - logistic(logit - held[some]))
    return of_pairs.like(found, 2)


def logistic(x: Floats | np.float64) -> Floats:
    """The share 1 / (1 + e^-x) of the log odds ``x``, element by element."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def shares(start: Floats, end: Floats) -> Floats:
    """The change of trust shared among its causes, in percentage points; first axis: causes. They add up to the change.

    Along the straight way from the accounts at the start to those at the end each cause moves trust by its own step
    times the slope of the whole: points = dT x da / dl.
    """
    return np.asarray(slope(start, end) * (end - start))


def slope(start: Floats, end: Floats) -> Floats:
    """Percentage points of trust per log-odds on the way from the accounts at the start to those at the end."""
    before, after = start.sum(axis=0), end.sum(axis=0)
    way, trust = after - before, logistic(after)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.where(np.abs(way) > 1e-6, (trust - logistic(before)) / way, trust * (1.0 - trust))
    return np.asarray(100.0 * found)
