"""Step 0: trust is read from the ledger; how evidence enters it at the close of the tick stands in ``evidence_update``.

l[i,j] = sum of baseline terms + sum of accounts,   T = s(l)
account <- account 2^(-dt / half_life),  then the evidence of the tick (MODEL section 3)
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import exp, kept, logistic
from dipsim.kernels.numerics.units import Count, Index, LogOdds, Ratio, Share
from dipsim.model.links import STRANGERS
from dipsim.model.processes.support.vector_helpers import grid, run_of
from dipsim.model.state import dyads, trust_accounts
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import AccountIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.trust_accounts import FixedAccount, KindAccount

INTEROPERABILITY_LIFE = PARAMETERS.add(
    "ledger.interoperability_half_life",
    6.9,
    (0.5, 50),
    unit="years",
    meaning="half-life of interoperability; 0.1 per year",
)
CHANNEL_LIFE = PARAMETERS.add(
    "ledger.channel_half_life", 2.3, (0.2, 50), unit="years", meaning="half-life of channel quality; 0.3 per year"
)
NOTICE_LIFE = PARAMETERS.add("ledger.notice_half_life", 1.0, (0.1, 50), unit="years", meaning="half-life of notice")
DEPENDENCE_LIFE = PARAMETERS.add(
    "ledger.dependence_half_life", 8.0, (0.5, 50), unit="years", meaning="half-life of dependence on a supplier"
)
GROUNDWORK_LIFE = PARAMETERS.add(
    "consequences.groundwork_half_life", 1.0, (0.05, 20), unit="years", meaning="half-life of groundwork"
)
DISRUPTED_LIFE = PARAMETERS.add(
    "crisis.disruption_half_life",
    0.1,
    (0.005, 5),
    unit="years",
    meaning="half-life of what a cyber incident cuts; about five weeks",
)
JOINT_CAP = PARAMETERS.add(
    "ledger.joint_cap",
    1.5,
    (0.1, 1e6),
    unit="log-odds",
    source="assumed, the cap of one cause; Lowy Institute Polls of 2011 to 2025: no partner is trusted by more than "
    "90 %, the closest ally by 36 to 83 %",
    meaning="standing of the other kinds of acts, of one sign, beside which more evidence is no news: it is correlated",
)
ALARM_APART = PARAMETERS.add(
    "ledger.alarm_apart",
    1.0,
    (0, 1),
    meaning="share of alarm that stands outside the joint cap, under the cap of alarm; 0: it shares the joint cap",
)
ALARM_CAP = PARAMETERS.add(
    "ledger.alarm_cap",
    3.0,
    (0.75, 6),
    unit="log-odds",
    source="assumed, twice the cap of one cause",
    meaning="standing alarm at the other kinds of acts beside which more alarm is no news, where it stands apart",
)
NOISE_SIZE = PARAMETERS.add(
    "ledger.unexplained", 0.1, (0, 2), unit="log-odds per sqrt year", meaning="spread of what no cause explains"
)
HALF_LIVES = [
    PARAMETERS.add(
        f"ledger.half_life_{name}",
        value,
        (0.05, 100),
        unit="years",
        meaning=f"half-life of the account {name}",
        source=source,
    )
    for name, value, source in (
        ("reputation", 2.0, "assumed"),
        ("history", 25.0, "assumed"),
        ("intent", 3.0, "assumed"),
        ("incidents", 2.0, "assumed"),
        ("crises_threat", 2.0, "assumed"),
        ("crises_force", 8.0, "assumed"),
        ("crises_war", 12.0, "assumed"),
        ("refusals", 2.0, "assumed"),
        ("betrayals", 8.0, "assumed"),
        ("balance", 2.0, "assumed"),
        ("unexplained", 1.0, "assumed"),
        ("government", 4.0, "assumed, a term of office"),
    )
]
CAPS = [
    PARAMETERS.add(f"ledger.cap_{name}", value, (0.05, 1e6), unit="log-odds", meaning=f"cap of the account {name}")
    for name, value in (
        ("reputation", 1.5),
        ("history", trust_accounts.HARDLY_CAPPED),
        ("intent", 1.5),
        ("incidents", 1.5),
        ("crises_threat", 1.5),
        ("crises_force", 3.0),
        ("crises_war", 4.0),
        ("refusals", 1.5),
        ("betrayals", 2.5),
        ("balance", 1.5),
        ("unexplained", 1.5),
        ("government", 1.5),
    )
]
FADING = (
    (dyads.INTEROPERABILITY, INTEROPERABILITY_LIFE),
    (dyads.CHANNEL, CHANNEL_LIFE),
    (dyads.NOTICE, NOTICE_LIFE),
    (dyads.DEPENDENCE, DEPENDENCE_LIFE),
    (dyads.GROUNDWORK, GROUNDWORK_LIFE),
    (dyads.DISRUPTED, DISRUPTED_LIFE),
)

STRETCH = 256  # elements that are summed together
TERMS = len(trust_accounts.BASELINE)


@equation
def room(held: LogOdds, tightness: Ratio) -> Share:
    """Share of evidence that is news where other kinds of acts hold ``held`` of its sign; tightness: 1 / joint cap."""
    return min(1.0, max(0.0, 1.0 - held * tightness))


@equation
def is_alarm(account: AccountIndex) -> Share:
    """1 for the alarm at a kind of act, 0 for every other account."""
    place = account - trust_accounts.KINDS
    return 1.0 if place >= 0 and place % trust_accounts.PER_KIND == KindAccount.ALARM else 0.0


@equation
def held_beside(against: LogOdds, own: LogOdds, alarm: LogOdds, apart: Share, of_alarm: Share) -> LogOdds:
    """What other kinds of acts hold against trust beside an account that holds ``own`` of it, in log-odds.

    ``against`` is what all hold and ``alarm`` how much of that is alarm. A share ``apart`` of the alarm counts beside
    alarm only, and beside it as much less of the rest; ``of_alarm`` is 1 for an account of alarm.
    """
    return against - own - apart * (of_alarm * (against - alarm) + (1.0 - of_alarm) * alarm)


@equation
def crowding(joint_cap: LogOdds, alarm_cap: LogOdds, apart: Share, of_alarm: Share) -> Ratio:
    """Share of room that one log-odds of other kinds of acts takes (E20): 1 / ``joint_cap``, and for alarm
    (``of_alarm`` 1, else 0) by the share ``apart`` 1 / ``alarm_cap`` instead (caps in log-odds)."""
    outside = of_alarm * apart
    return (1.0 - outside) / joint_cap + outside / alarm_cap


@equation
def settled(
    account: LogOdds, evidence_for: LogOdds, evidence_against: LogOdds, cap: LogOdds, room_up: Share, room_down: Share
) -> LogOdds:
    """The ``account`` after the evidence of a tick, in log-odds (E21): ``evidence_for`` and ``evidence_against`` it,
    its ``cap`` (log-odds), and the room that other kinds leave, ``room_up`` and ``room_down`` (0 to 1).

    Inward evidence is added; what passes 0 counts as outward; outward total E closes the gap to the cap by 1 -
    e^(-E/cap), the exact solution of da = (1 - a/cap) dE, times the room that other kinds of acts leave."""
    same = evidence_for if account >= 0.0 else evidence_against
    against = evidence_against if account >= 0.0 else evidence_for
    sign = 1.0 if account >= 0.0 else -1.0
    left = abs(account) - against
    outward = same if left >= 0.0 else same + left
    held = max(left, 0.0)
    sign = sign if outward >= 0.0 else -sign
    news = room_up if sign > 0.0 else room_down
    return sign * (held + news * max(0.0, cap - held) * (1.0 - exp(-abs(outward) / cap))) + 0.0  # never -0


@process(
    reads="accounts used used_count base dyad(alarm_held evidence_held_for logit reputation_score)",
    writes="dyad(alarm_held evidence_held_against evidence_held_for logit reputation_score trust)",
)
def recall(b: Block) -> None:
    """Compute trust from the accounts of the block ``b`` as they stand (what is recorded); all that follows in the tick
    reads it.

    Sums run over stretches of pairs and runs, short enough to stay close to the processor."""
    dyad = b.dyad_flat
    rows, columns = grid(b)
    if rows > 1:
        for y in range(rows):
            add_up(b, y, y * columns, columns)
    else:
        for start in range(0, columns, STRETCH):
            add_up(b, 0, start, min(STRETCH, columns - start))
    for x in range(STRANGERS * b.nat.shape[2], dyad.shape[1]):
        dyad[dyads.TRUST, x] = logistic(dyad[dyads.LOGIT, x])


@process
def list_used(b: Block, y: Index) -> None:
    """List the accounts of kinds in use in row ``y`` (a pair) of the block ``b``."""
    found = 0
    for c in range(trust_accounts.KINDS, b.accounts_in_use.shape[0]):
        if b.accounts_in_use[c, y]:
            b.used[y, found] = c
            found += 1
    b.used_count[y] = found


@equation
def add_up(b: Block, y: Index, start: Index, width: Count) -> None:
    """Compute log-odds and repute from accounts and baseline (E16, E17) for ``width`` elements from ``start``, which
    lie in row ``y`` of the block ``b``."""
    dyad, accounts, base = b.dyad_flat, b.accounts_flat, b.base_flat
    for x in range(start, start + width):
        dyad[dyads.REPUTATION_SCORE, x] = 0.0
        dyad[dyads.EVIDENCE_HELD_FOR, x] = 0.0
        dyad[dyads.ALARM_HELD, x] = 0.0
    for place in range(b.used_count[y]):
        c = b.used[y, place]
        for x in range(start, start + width):
            dyad[dyads.REPUTATION_SCORE, x] += accounts[c, x]
            dyad[dyads.EVIDENCE_HELD_FOR, x] += abs(accounts[c, x])
        if is_alarm(c) > 0.0:
            for x in range(start, start + width):
                dyad[dyads.ALARM_HELD, x] -= accounts[c, x]
    for x in range(start, start + width):
        dyad[dyads.EVIDENCE_HELD_AGAINST, x] = 0.5 * (
            dyad[dyads.EVIDENCE_HELD_FOR, x] - dyad[dyads.REPUTATION_SCORE, x]
        )
        dyad[dyads.EVIDENCE_HELD_FOR, x] = 0.5 * (dyad[dyads.EVIDENCE_HELD_FOR, x] + dyad[dyads.REPUTATION_SCORE, x])
    for c in range(FixedAccount.HISTORY + 1, trust_accounts.KINDS):
        for x in range(start, start + width):
            dyad[dyads.REPUTATION_SCORE, x] += accounts[c, x]
    for x in range(start, start + width):
        dyad[dyads.LOGIT, x] = (
            dyad[dyads.REPUTATION_SCORE, x] + accounts[FixedAccount.REPUTATION, x] + accounts[FixedAccount.HISTORY, x]
        )
    for t in range(TERMS):
        for x in range(start, start + width):
            dyad[dyads.LOGIT, x] += base[t, x]


@process(
    reads="par dyad(channel dependence disrupted groundwork interoperability notice)",
    writes="dyad(channel dependence disrupted groundwork interoperability notice)",
)
def fade(b: Block) -> None:
    """Let the stocks of every pair of the block ``b`` decay by their half-lives (E18); accounts do so when the tick
    is closed."""
    dyad, row = b.dyad_flat, b.row
    rows, columns = grid(b)
    for stock, life in FADING:
        for x in range(columns):
            row[0, x] = kept(b.dt, b.par[life, run_of(b, x)])
        for y in range(rows):
            for x in range(columns):
                dyad[stock, y * columns + x] *= row[0, x]
