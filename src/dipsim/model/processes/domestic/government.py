"""Changes of government: how often they come, and what a new government changes abroad.

In a non-democracy interests shift, instruments are revoked and orders cancelled. In a democracy treaties and orders
stand (Leeds, Mattes and Vogel 2009), while interests and intent may move, and so may what others think of it: the
account ``government``.
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import normal
from dipsim.kernels.numerics.philox import uniform
from dipsim.kernels.numerics.units import PerYear, Ratio, Share, Tick
from dipsim.model.processes.domestic.coherence import move_lines
from dipsim.model.processes.institutions.instruments import leave_early
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.trust.evidence import note, record
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogEvent
from dipsim.model.state.exchange_kind import SANCTION
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import KindStream, stream
from dipsim.model.state.trust_accounts import FixedAccount

INTENT_STREAM = stream("politics/new_intent")
LINE_STREAM = stream("politics/line")
IMAGE_STREAM = stream("politics/image")
CHANGE_RATE = PARAMETERS.add(
    "politics.government_change",
    0.25,
    (0, 3),
    unit="per year",
    meaning="hazard of a change of government at stability 0",
)
ELECTIONS = PARAMETERS.add(
    "politics.elections",
    0.15,
    (0, 1),
    unit="per year",
    source="assumed; the party in the White House changed 6 times in 1993-2025, in Downing Street 4 times in 1979-2024",
    meaning="hazard of a change of government by elections in a full democracy",
)
SHIFT = PARAMETERS.add(
    "politics.shift",
    0.3,
    (0, 2),
    meaning="spread of the shift of a position when a non-democracy changes government",
)
DEMOCRATIC = PARAMETERS.add(
    "politics.democratic",
    0.3,
    (0, 1),
    source="sign: Leeds, Mattes and Vogel 2009; size assumed",
    meaning="shift of positions and intent when a full democracy changes government, as a share of a full autocracy's",
)
INTENT_SHIFT = PARAMETERS.add(
    "politics.intent_shift",
    0.1,
    (0, 1),
    meaning="spread of the shift of revisionism when a non-democracy changes government",
)
IMAGE = PARAMETERS.add(
    "politics.image",
    0.5,
    (0, 4),
    unit="log-odds",
    source="Pew: trust in the United States rose 14 points in 2009 and fell 12 in 2017",
    grade=3,
    meaning="spread of what a new government adds to the trust of all who are linked to it",
)
LINES_TURN = PARAMETERS.add(
    "politics.lines_turn",
    0.2,
    (0, 1),
    meaning="spread of the new line that a new government gives its diplomats",
)
REVOKE = PARAMETERS.add(
    "politics.revoke",
    0.15,
    (0, 1),
    source="sign: Leeds, Mattes and Vogel 2009; size assumed",
    meaning="chance that an instrument is revoked after a change of government in a full autocracy",
)
CANCEL = PARAMETERS.add(
    "politics.cancel", 0.3, (0, 1), meaning="share of undelivered orders cancelled after such a change"
)


@equation
def change_hazard(stability: Share, rate: PerYear, democracy: Share, elections: PerYear) -> PerYear:
    """Hazard of a change of government per year (E29): ``rate`` (per year) times 1 - ``stability``, and
    ``elections`` (per year) times ``democracy`` (both 0 to 1)."""
    return rate * (1.0 - stability) + elections * democracy


@equation
def turn(democracy: Share, democratic: Share) -> Share:
    """How far a new government may turn foreign policy, 0 to 1 (E32): 1 at ``democracy`` 0, ``democratic`` at 1."""
    return (1.0 - democracy) + democratic * democracy


@process
def change_government(b: Block, tick: Tick, i: NationIndex, r: RunIndex) -> None:
    """Nation ``i`` gets a new government in ``tick`` of run ``r`` of the block ``b``: interests and intent turn, its
    image changes, programmes may end."""
    record(b, r, LogEvent.GOVERNMENT_CHANGE, -1, i, i, 1.0 - b.nat[nation.DEMOCRACY, i, r])
    turn_policy(b, tick, i, r)
    new_image(b, tick, i, r)
    end_programmes(b, tick, i, r)


@process
def turn_policy(b: Block, tick: Tick, i: NationIndex, r: RunIndex) -> None:
    """Shift the positions of ``i`` on every issue, and its intent, within their bounds, in ``tick`` of run ``r`` of
    the block ``b`` (E32)."""
    nat, position, k0, k1, key = b.nat, b.position, b.key[0, r], b.key[1, r], b.ids[i]
    share = turn(nat[nation.DEMOCRACY, i, r], b.par[DEMOCRATIC, r])
    for q in range(position.shape[0]):
        shift = share * b.par[SHIFT, r] * normal(uniform(k0, k1, tick, key, key, b.issue_stream_ids[q]))
        position[q, i, r] = min(max(position[q, i, r] + shift, -1.0), 1.0)
    u = uniform(k0, k1, tick, key, key, b.stream_ids[INTENT_STREAM])
    intent = nat[nation.REVISIONISM, i, r] + share * b.par[INTENT_SHIFT, r] * normal(u)
    nat[nation.REVISIONISM, i, r] = min(max(intent, 0.0), 1.0)
    if b.par[LINES_TURN, r] > 0.0:
        u = uniform(k0, k1, tick, key, key, b.stream_ids[LINE_STREAM])
        line = nat[nation.DIPLOMATS, i, r] + b.par[LINES_TURN, r] * normal(u)
        move_lines(b, i, r, nat[nation.SOLDIERS, i, r], line)


@process
def new_image(b: Block, tick: Tick, i: NationIndex, r: RunIndex) -> None:
    """Draw how the new government of ``i`` is seen in ``tick`` of run ``r`` of the block ``b`` (E32): one draw, good
    or bad, alike for all who are linked to i."""
    key = b.ids[i]
    u = uniform(b.key[0, r], b.key[1, r], tick, key, key, b.stream_ids[IMAGE_STREAM])
    image: Ratio = b.par[IMAGE, r] * normal(u)
    for q in neighbours(b, i):
        k = b.neighbour[q]
        note(b, FixedAccount.GOVERNMENT, k, i, r, image * b.dyad[dyads.LINK, k, i, r])


@process
def end_programmes(b: Block, tick: Tick, i: NationIndex, r: RunIndex) -> None:
    """Revoke instruments and cancel orders of ``i`` so far as it is no democracy, in ``tick`` of run ``r`` of the
    block ``b`` (E33); councils protect."""
    dyad, par, ids, standing = b.dyad, b.par, b.ids, b.standing
    k0, k1, key = b.key[0, r], b.key[1, r], ids[i]
    closed = 1.0 - b.nat[nation.DEMOCRACY, i, r]
    turned = turn(b.nat[nation.DEMOCRACY, i, r], par[DEMOCRATIC, r])
    for q in neighbours(b, i):
        j = b.neighbour[q]
        dyad[dyads.TURNED, i, j, r] = max(dyad[dyads.TURNED, i, j, r], turned)
        exposed = closed * (1.0 - dyad[dyads.PROTECTED, i, j, r])
        for s in range(standing.shape[0]):
            c = b.standing_kind[s]
            if standing[s, i, j, r] > 0.0 and b.form[c] != SANCTION:
                u = uniform(k0, k1, tick, key, ids[j], b.kind_stream_ids[c, KindStream.REVOKE])
                if u < par[REVOKE, r] * exposed:
                    leave_early(b, s, i, j, r)
                    record(b, r, LogEvent.REVOKED, c, i, j, exposed)
        left = 1.0 - par[CANCEL, r] * exposed
        dyad[dyads.BACKLOG_PAID, i, j, r] *= left
        dyad[dyads.BACKLOG_GIVEN, i, j, r] *= left
        dyad[dyads.BACKLOG_PAID, j, i, r] *= left
        dyad[dyads.BACKLOG_GIVEN, j, i, r] *= left
