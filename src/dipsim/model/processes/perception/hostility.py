"""How hostile a nation takes another to be: distrust, an open claim and believed intent, less what is pledged.

h[i,j] = s(slope (mid - l_ij) + claim d_ij + intent (r^_ij - r0)) (1 - pledge_ji)

How suspicious it is, which decides whether acts alarm it, is the same without its standing alarm: what alarmed it once
does not make the next act more alarming.
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import logistic
from dipsim.kernels.numerics.units import LogOdds, Ratio, Share
from dipsim.model.processes.perception.misjudgement import REFERENCE
from dipsim.model.processes.perception.promises import kept_word
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.support.vector_helpers import anywhere
from dipsim.model.state import dyads
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.trust_accounts import FixedAccount

_PROTOTYPE = "assumed; in a prototype no ally in good standing was then among a nation's two largest threats"
SLOPE = PARAMETERS.add(
    "perception.slope", 2.0, (0.2, 10), source=_PROTOTYPE, meaning="steepness of hostility in log-odds of trust"
)
MID = PARAMETERS.add(
    "perception.mid",
    -1.0,
    (-5, 5),
    unit="log-odds",
    source=_PROTOTYPE,
    meaning="log-odds of trust at which hostility is one half, without a claim or known intent",
)
CLAIM = PARAMETERS.add(
    "perception.claim", 2.0, (0, 10), unit="log-odds", source=_PROTOTYPE, meaning="weight of the stake in hostility"
)
INTENT = PARAMETERS.add(
    "perception.intent",
    3.0,
    (0, 20),
    unit="log-odds",
    source=_PROTOTYPE,
    meaning="weight of believed revisionism above r0 in hostility",
)
UNIT = PARAMETERS.add(
    "perception.intent_unit",
    2.0,
    (0.1, 1000),
    unit="log-odds",
    source="assumed: the cap of the account intent, 1.5, over the range 0.7 of revisionism above r0",
    meaning="standing of the account intent that tells of a revisionism one unit below r0",
)
PLEDGED = PARAMETERS.add(
    "perception.pledged", 1.0, (0, 1), meaning="share of hostility that a promise kept for sure removes"
)
HELPED = PARAMETERS.add(
    "perception.helped", 0.0, (0, 1), meaning="share of expected help that counts in the menace as it does in danger"
)

BLOC = PARAMETERS.add(
    "perception.bloc",
    0.2,
    (0, 1),
    meaning="how far a nation is taken to be as hostile as the most hostile that it is pledged to help",
)
SPIRAL = PARAMETERS.add(
    "perception.spiral",
    0.0,
    (0, 1),
    meaning="share of standing alarm that makes further acts more alarming; fear and budgets read all of it",
    rivals=((1.0, "Jervis 1976: fear feeds on itself (sign only; size assumed)"),),
)


@equation
def believed(account: LogOdds, reference: Share, unit: LogOdds) -> Share:
    """r^, the revisionism of a nation as another believes it, 0 to 1 (E47): ``reference`` r0 minus the ``account``
    intent (log-odds) in units of ``unit``."""
    return min(1.0, max(0.0, reference - account / unit))


@equation
def hostility(
    logit: LogOdds,
    dispute: Share,
    belief: Share,
    reference: Share,
    slope: Ratio,
    mid: LogOdds,
    claim: Share,
    intent: Ratio,
) -> Share:
    """Hostility before promises, 0 to 1 (E47): distrust, the stake and believed intent, added in log-odds.

    ``logit`` is the log-odds of trust, ``mid`` where hostility is a half and ``slope`` its steepness; ``dispute``
    the stake, weighed by ``claim``; ``belief`` the believed revisionism, counted from ``reference`` and weighed by
    ``intent``."""
    return logistic(slope * (mid - logit) + claim * dispute + intent * (belief - reference))


@equation
def promised(cover: Share, pledge: Share, honour: Share, dispute: Share) -> Share:
    """The strongest promise not to fight (``pledge``) or to defend (``cover``), times its ``honour``, 0 to 1 (E47);
    worth less the larger the stake of a ``dispute``."""
    return max(cover, pledge) * honour * (1.0 - dispute)


@equation
def unalarmed(logit: LogOdds, alarm: LogOdds, spiral: Share) -> LogOdds:
    """Log-odds of trust (``logit``) without that part of the standing ``alarm`` (log-odds, at least 0) that does not
    feed on itself; ``spiral`` is the share that does."""
    return logit + (1.0 - spiral) * alarm


@equation
def hostile(b: Block, i: NationIndex, j: NationIndex, r: RunIndex, logit: LogOdds) -> Share:
    """h, how hostile ``i`` takes ``j`` to be, 0 to 1, at log-odds of trust ``logit``, in run ``r`` of the block
    ``b`` (E47); reads the belief of i about j, never the truth."""
    dyad, p = b.dyad, b.par
    d = dyad[dyads.DISPUTE, i, j, r]
    belief = believed(b.accounts[FixedAccount.INTENT, i, j, r], p[REFERENCE, r], p[UNIT, r])
    raw = hostility(logit, d, belief, p[REFERENCE, r], p[SLOPE, r], p[MID, r], p[CLAIM, r], p[INTENT, r])
    promise = promised(dyad[dyads.COVER_DEFENCE, j, i, r], dyad[dyads.PLEDGE, j, i, r], kept_word(b, j, i, r), d)
    return raw * (1.0 - p[PLEDGED, r] * promise)


@equation
def as_one(own: Share, worst: Share, bloc: Share, promise: Share) -> Share:
    """Hostility seen in one of a bloc: its own, and a share of what ``worst``, its ally, shows beyond it, in 0..1.

    ``promise`` is what the one has promised to who looks: that share is not held against it.
    """
    return own + bloc * max(0.0, worst - own) * (1.0 - promise)


@process
def hostilities(b: Block) -> None:
    """Write hostility and suspicion of every directed dyad into the block ``b``; third parties may see those pledged
    to each other as one."""
    dyad, p = b.dyad, b.par
    n, runs = b.nat.shape[1], b.nat.shape[2]
    for i in range(n):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            for r in range(runs):
                logit, alarm = dyad[dyads.LOGIT, i, j, r], dyad[dyads.ALARM_HELD, i, j, r]
                dyad[dyads.HOSTILITY, i, j, r] = dyad[dyads.SUSPICION, i, j, r] = hostile(b, i, j, r, logit)
                if alarm > 0.0 and p[SPIRAL, r] < 1.0:
                    dyad[dyads.SUSPICION, i, j, r] = hostile(b, i, j, r, unalarmed(logit, alarm, p[SPIRAL, r]))
    most = 0.0
    for r in range(runs):
        most = max(most, p[BLOC, r])
    if most > 0.0:
        see_blocs(b)


@process
def see_blocs(b: Block) -> None:
    """Add to the hostility seen in each nation what those pledged to help it show, in the block ``b``; all from the
    values before."""
    dyad = b.dyad
    n, runs = b.nat.shape[1], b.nat.shape[2]
    for j in range(n):
        for q in neighbours(b, j):
            i = b.neighbour[q]
            for r in range(runs):
                dyad[dyads.MENACE, i, j, r] = 0.0
        for p in neighbours(b, j):
            k = b.neighbour[p]
            if not (anywhere(b, dyads.COVER_DEFENCE, k, j) or anywhere(b, dyads.COVER_OFFENCE, k, j)):
                continue
            for q in neighbours(b, j):
                i = b.neighbour[q]
                if i == k:
                    continue
                for r in range(runs):
                    cover = max(dyad[dyads.COVER_DEFENCE, k, j, r], dyad[dyads.COVER_OFFENCE, k, j, r])
                    seen = cover * dyad[dyads.HOSTILITY, i, k, r] * dyad[dyads.LINK, i, k, r]
                    dyad[dyads.MENACE, i, j, r] = max(dyad[dyads.MENACE, i, j, r], seen)
    for i in range(n):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            for r in range(runs):
                promise = max(dyad[dyads.COVER_DEFENCE, i, j, r], dyad[dyads.PLEDGE, i, j, r])
                worst, bloc = dyad[dyads.MENACE, i, j, r], b.par[BLOC, r]
                dyad[dyads.HOSTILITY, i, j, r] = as_one(dyad[dyads.HOSTILITY, i, j, r], worst, bloc, promise)
                dyad[dyads.SUSPICION, i, j, r] = as_one(dyad[dyads.SUSPICION, i, j, r], worst, bloc, promise)
