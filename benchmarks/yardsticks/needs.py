"""What one tick needs: exponentials, draws, divisions and memory traffic, counted from the equations of docs/model.md.

A ``Need`` says for one kind of thing (a nation, a linked pair, an act) what the tick must at least do for each, and by
which equations. How many things there are is measured in a settled block (``frequencies``). Left out is

* what is nothing, and can be known to be: kinds that are off, issues and organisations (these regions have none),
  accounts and stocks that are exactly 0, unlinked pairs, threat and hazard out of reach;
* what nobody reads: trust of pairs that are neither in reach nor have a channel, errors about who is out of reach;
* what a bound spares, as the engine does with candidates: opportunity, whose last value bounds the next one;
* what does not move: proximity, trade, traits, fading factors; it can be worked out and read once for a whole block;
* additions, multiplications, comparisons and branches.

What the rows of equations were before the second edition of the model changed them stands in ``first_edition``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from dipsim.model.parameters import REGION_METRICS
from dipsim.model.state import dyads, exchange_kind, nation
from dipsim.model.state.exchange_kind import DIRECTED, HOSTED, INCIDENT, PAIR, SANCTION, STANDING
from dipsim.model.state.nation import RECORDED
from dipsim.model.state.scratch import ActField, ClaimField
from dipsim.model.state.trust_accounts import FixedAccount
from yardsticks.regions import STEPS, YOUNG, Running

TAIL = 1.0 - 2.0 * 0.47575  # share of normal draws outside the middle of E8


@dataclass(frozen=True)
class Need:
    """What the tick needs for each thing of one kind; ``reads`` and ``writes`` name numbers of 8 bytes in memory.

    ``home`` says whose arrays they lie in (a pair's numbers are the same for all rows about pairs); ``*2`` is one for
    each direction; a number that is written back is named on both sides.
    """

    process: str
    thing: str
    equations: str
    exp: int = 0
    log: int = 0
    root: int = 0
    draws: int = 0
    divide: int = 0
    reads: str = ""
    writes: str = ""
    home: str = ""


NEEDS = (
    Need("ledger", "account not 0", "E16 E18", reads="account", writes="account"),
    Need("ledger", "dyad, block", "E16: which are 0", reads="flags"),
    Need("ledger", "linked pair", "E15, both ways", home="pair", reads="culture stake", writes="repute*2"),
    Need("ledger", "pair whose trust is used", "E3, both ways", exp=2, divide=2, home="pair", writes="trust*2"),
    Need("ledger", "pair in reach", "E17, both ways", home="pair", writes="alarm*2"),
    Need("ledger", "stake above its claim", "E18", reads="dispute claim", writes="dispute"),
    Need("ledger", "stock not 0", "E18", reads="stock", writes="stock"),
    Need("politics", "nation", "E28 to E30, E40", draws=3, home="nation",
         reads="gdp disaster insight", writes="gdp disaster insight"),
    Need("politics", "linked pair", "E37", home="pair", reads="gap dispute", writes="culture stake"),
    Need("perception", "pair in reach", "E8 E41 to E47, both ways", exp=4, draws=2, divide=6, home="pair",
         reads="error*2 logit*2 intent*2 dispute channel", writes="error*2 seen*2 threat*2"),
    Need("perception", "dyad in reach, alarmed", "E47", exp=1, divide=1, reads="alarm", writes="suspicion"),
    Need("perception", "linked pair", "E8 E55, both ways", draws=2, divide=2, home="pair",
         reads="foresight*2", writes="foresight*2"),
    Need("perception", "ally, dyad in reach", "E44", reads="pledge mass"),
    Need("diplomacy", "linked pair", "E57", home="pair", reads="opportunity"),
    Need("diplomacy", "pair or dyad, kind", "E58 E61", draws=1),
    Need("diplomacy", "host, kind", "E59", draws=1),
    Need("diplomacy", "candidate", "E38, E48 to E57, one side", exp=2, log=1, root=1, divide=2,
         reads="trust interoperability groundwork scopes gap*2 threat*2 in_force"),
    Need("diplomacy", "candidate that alarms", "E55", exp=1),
    Need("diplomacy", "candidate, third party", "E49 E51 E55", reads="threat*2"),
    Need("diplomacy", "claim", "E56 E57 E9, the other side", exp=3, root=1, divide=3,
         reads="trust claim*7", writes="claim*7"),
    Need("diplomacy", "claim for a licence", "E52 E67", exp=1, log=1, divide=1, reads="refusals"),
    Need("diplomacy", "habit", "E58", reads="left", writes="left"),
    Need("diplomacy", "habit that is over", "E48 to E58, both sides", exp=2, root=2, draws=1, divide=4,
         reads="trust*2 interoperability*2 groundwork*2 scopes*2 gap*2 threat*2"),
    Need("licensing", "nation", "fading records", home="nation", reads="aggression unmet",
         writes="aggression unmet"),
    Need("licensing", "order that is paid", "E70", draws=1, reads="order"),
    Need("consequences", "act", "E26 E71", divide=2, reads="act*7 trust*2 evidence*4", writes="act*7 evidence*4"),
    Need("consequences", "draw of an act", "§1.3", draws=1),
    Need("consequences", "act, party, observer", "E85 to E87",
         reads="threat*2 notice trust evidence*2", writes="evidence*2"),
    Need("consequences", "hidden act", "E88", draws=1, reads="hidden"),
    Need("institutions", "instrument", "E89 E91 E92", draws=2, reads="left trust*2 evidence*2",
         writes="left evidence*2"),
    Need("institutions", "sanction", "E95", reads="left", writes="left"),
    Need("arming", "nation", "E8 E101 to E107", exp=1, draws=1, divide=4, home="nation",
         reads="gdp start autonomous reaction capability mean technology saving drift",
         writes="spending budgeted armed capability mean drift"),
    Need("arming", "order", "E104 E105", reads="paid given blocked", writes="paid given"),
    Need("crisis", "nation", "E115", log=1, divide=1, home="nation", reads="capability mean"),
    Need("crisis", "pair in reach", "E110 to E119, both ways", exp=9, log=3, draws=1, divide=6, home="pair",
         reads="threat*2 seen*2 dispute channel status"),
    Need("crisis", "pair in reach, alarmed", "E111", exp=1, home="pair", reads="alarm*2"),
    Need("crisis", "disputed pair in reach", "E112, both ways", exp=2, divide=2),
    Need("crisis", "dyad in reach, ally or supplier", "E116", reads="dependence trust"),
    Need("crisis", "dyad, kind of incident", "E118", draws=1),
    Need("crisis", "run", "E8 E117", exp=1, draws=1, divide=1),
    Need("crisis", "jump", "E119 E120", log=1, draws=1, divide=1, reads="threat*2 trust*2"),
    Need("reputation", "open channel", "E108", home="pair", reads="trust channel"),
    Need("reputation", "open channel, third party", "E108", home="pair", reads="repute"),
    Need("reputation", "dyad with hearsay", "E108", divide=1),
    Need(
        *("record_region", "relevant pair", "E137 E138"),
        home="pair",
        reads="trust*2 threat*2 status",
        writes="together",
    ),
    Need("record_region", "relevant pair, 30 steps", "E138", home="pair", reads="together"),
    Need("record_region", "nation, 30 steps", "E138", divide=1, home="nation", reads="group", writes="group"),
    Need("record_region", "recorded number", "§7", reads="number", writes="number"),
    Need("close", "linked pair", "E8 E22, both ways", draws=2, divide=2),
    Need("close", "tail of a normal draw", "E8", log=1, root=1),
    Need("close", "account with evidence", "E21", exp=1, divide=1),
    Need("close", "account with buffered evidence", "E20 E21", reads="up down standing", writes="up down"),
)  # fmt: skip


def places(names: str) -> list[str]:
    """The numbers that a text such as ``trust*2 rung`` names."""
    found = []
    for name in names.split():
        word, _, count = name.partition("*")
        found += [f"{word}{copy}" for copy in range(int(count or 1))]
    return found


def frequencies(running: Running, ticks: int = YOUNG) -> dict[str, float]:
    """How many things of each kind a run of a block has in a tick, averaged over ``ticks`` more ticks of the block."""
    total: Counter[str] = Counter()
    look = {"recall": _before, "diplomacy": _asked, "institutions": _acts, "crisis": _engaged, "apply_evidence": _after}
    for _ in range(ticks):
        for name in STEPS:
            if name in look:
                total.update(look[name](running.b))
            running.step(name)
    return {name: float(count) / ticks for name, count in total.items()}


def _before(b: Any) -> dict[str, float]:
    """Memory: accounts and stocks that are not 0, and the fixed numbers of nations and pairs."""
    n, runs = b.nat.shape[1:]
    used = (b.dyad[dyads.LINK] > 0) & ((b.dyad[dyads.PROXIMITY] > 0) | (b.dyad[dyads.CHANNEL] > 0))
    linked, reach = (int((b.dyad[row] > 0).any(-1).sum()) for row in (dyads.LINK, dyads.PROXIMITY))
    both = sum(int((b.dyad[row] != 0).sum()) for row in (dyads.NOTICE, dyads.DEPENDENCE))
    once = (dyads.INTEROPERABILITY, dyads.CHANNEL, dyads.GROUNDWORK, dyads.DISRUPTED)
    stocks = both + sum(int((b.dyad[row] != 0).sum()) for row in once) / 2
    words = -(-len(b.accounts) // 64)
    return {
        "account not 0": np.count_nonzero(b.accounts) / runs,
        "dyad, block": words * linked / runs,
        "linked pair": linked / 2,
        "pair whose trust is used": int(used.sum()) / 2 / runs,
        "pair in reach": reach / 2,
        "relevant pair": reach / 2,
        "relevant pair, 30 steps": 30 * reach / 2,
        "nation": n,
        "nation, 30 steps": 30 * n,
        "run": 1,
        "stock not 0": stocks / runs,
        "recorded number": len(REGION_METRICS) + len(b.form) + len(RECORDED) * n,
        "tail of a normal draw": TAIL * (2 * linked + reach + n + 1),
        "stake above its claim": int((b.dyad[dyads.DISPUTE] != b.dyad[dyads.CLAIM]).sum()) / 2 / runs,
        "habit": int((b.habit.stored > 0).sum()) / runs,
    }


def _asked(b: Any) -> dict[str, float]:
    """Diplomacy: draws, how many of them are expected to be candidates, and whom a candidate looks at."""
    n, runs = b.nat.shape[1:]
    found: Counter[str] = Counter({"host, kind": 0, "candidate that alarms": 0})
    apart = ~np.eye(n, dtype=bool)
    near = b.dyad[dyads.PROXIMITY].max(-1) > 0
    either = near[:, None, :] | near[None, :, :]
    both = b.dyad[dyads.WILLINGNESS] * b.dyad[dyads.WILLINGNESS].transpose(1, 0, 2)
    for c, form in enumerate(b.form):
        rate = b.kind[exchange_kind.RATE, c] * (b.kind[exchange_kind.MODE, c] > 0)
        if form == HOSTED:
            found["host, kind"] += n * float((rate > 0).sum()) / runs
        if form not in (DIRECTED, SANCTION, PAIR, STANDING):
            continue
        asked = apart if form in (DIRECTED, SANCTION) else np.triu(apart)
        bound = rate * b.dt * b.dyad[dyads.OPPORTUNITY] * (1.0 if form == SANCTION else both) * asked[..., None]
        if b.standing_row[c] >= 0:
            bound = bound * (b.standing[b.standing_row[c]] == 0)
        expected = np.minimum(bound, 1.0)
        found["pair or dyad, kind"] += int((bound > 0).sum()) / runs
        found["candidate"] += expected.sum() / runs
        alarm = b.kind[exchange_kind.ALARM, c].max() > 0 and form != SANCTION
        found["candidate that alarms"] += expected.sum() / runs if alarm else 0.0
        seen = near.sum(1)[:, None] + (2 * either.sum(-1) if alarm else 0)
        found["candidate, third party"] += (expected.sum(-1) * seen).sum() / runs if form != SANCTION else 0.0
    cover = ((b.dyad[dyads.COVER_DEFENCE] > 0) | (b.dyad[dyads.COVER_OFFENCE] > 0)).sum(0)
    found["ally, dyad in reach"] += float((cover * near.sum(1)[:, None]).sum()) / runs
    alarmed = (b.dyad[dyads.ALARM_HELD] > 0) & (b.dyad[dyads.PROXIMITY] > 0)
    found["dyad in reach, alarmed"] += int(alarmed.sum()) / runs
    found["pair in reach, alarmed"] += int((alarmed | alarmed.transpose(1, 0, 2)).sum()) / 2 / runs
    found["habit that is over"] += int(((b.habit.stored > 0) & (b.habit.stored <= b.dt)).sum()) / runs
    return found


def _acts(b: Any) -> dict[str, float]:
    """Claims, acts and their draws, who is charged for them, and what is in force or on order."""
    runs = b.nat.shape[2]
    near = b.dyad[dyads.PROXIMITY].max(-1) > 0
    licensed = b.kind[exchange_kind.LICENSED] > 0
    drawn = (exchange_kind.HIDDEN, exchange_kind.LICENSED, exchange_kind.MISHAP, exchange_kind.LEAK)
    found: Counter[str] = Counter(
        {"claim": int(b.claims.sum()), "act": 0, "draw of an act": 0, "act, party, observer": 0}
    )
    for r in range(runs):
        claimed = b.claim[ClaimField.KIND, : b.claims[r], r].astype(int)
        found["claim for a licence"] += int(licensed[claimed, r].sum())
        for a in range(b.acts[r]):
            c, i, j = (int(b.act[row, a, r]) for row in (ActField.KIND, ActField.FIRST, ActField.SECOND))
            if c < 0:
                continue
            found["act"] += 1
            found["draw of an act"] += sum(int(b.kind[row, c, r] > 0) for row in drawn)
            if (
                b.act[ActField.HIDDEN, a, r] == 0
                and b.kind[exchange_kind.ALARM, c, r] + b.kind[exchange_kind.REASSURANCE, c, r] > 0
            ):
                found["act, party, observer"] += 2 * (int((near[i] | near[j]).sum()) - 2 * int(near[i, j]))
    measure = b.form[b.standing_kind] == SANCTION
    found["instrument"] += int((b.standing[~measure] > 0).sum()) / 2
    found["sanction"] += int((b.standing[measure] > 0).sum())
    found["hidden act"] += int((b.hidden > 0).sum())
    found["order that is paid"] += int((b.dyad[dyads.BACKLOG_PAID] > 0).sum())
    found["order"] += int((b.dyad[dyads.BACKLOG_PAID] + b.dyad[dyads.BACKLOG_GIVEN] > 0).sum())
    return {name: count / runs for name, count in found.items()}


def _engaged(b: Any) -> dict[str, float]:
    """Crisis: disputes, restraint and incidents; jumps of pairs that are engaged (new ones are left out)."""
    dyad, runs = b.dyad, b.nat.shape[2]
    near, link = dyad[dyads.PROXIMITY] > 0, dyad[dyads.LINK] > 0
    held = ((dyad[dyads.DEPENDENCE] > 0) | (dyad[dyads.RESTRAINT] > 0)).sum(1)
    incidents = 0
    exposed = np.maximum(b.nat[nation.EMERGING], b.nat[nation.DIGITAL]) > 0
    for c in np.flatnonzero(b.form == INCIDENT):
        on = (b.kind[exchange_kind.RATE, c] > 0) & (b.kind[exchange_kind.MODE, c] > 0)
        cyber = b.kind[exchange_kind.CYBER, c] > 0
        incidents += int((np.where(cyber, link & exposed[None], near) & on).sum())
    return {
        "disputed pair in reach": int((near & (dyad[dyads.DISPUTE] > 0)).sum()) / 2 / runs,
        "dyad in reach, ally or supplier": float((held * near.sum(1)).sum()) / runs,
        "dyad, kind of incident": incidents / runs,
        "jump": int((dyad[dyads.RUNG] > 0).sum()) / 2 / runs,
    }


def _after(b: Any) -> dict[str, float]:
    """Reputation and the close: channels, what they carry, and the accounts with evidence."""
    runs = b.nat.shape[2]
    carries = (b.dyad[dyads.CHANNEL] > 0) & (b.dyad[dyads.DISRUPTED] < 1)
    known = (b.dyad[dyads.REPUTATION_SCORE] != 0).sum(1)
    written = (b.evidence_for > 0) | (b.evidence_against > 0)
    direct = int(written[FixedAccount.REPUTATION].sum())
    linked = int((b.dyad[dyads.LINK] > 0).sum())
    return {
        "open channel": int(carries.sum()) / runs,
        "open channel, third party": float((carries.sum(0) * known).sum()) / runs,
        "dyad with hearsay": direct / runs,
        "account with evidence": (int(written.sum()) + linked) / runs,
        "account with buffered evidence": (int(written.sum()) - direct) / runs,
    }
