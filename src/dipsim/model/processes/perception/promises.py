"""Promises of help: when they are kept, for whom, and what they make of a client's own challenge.

A promise loses worth as strength or government change after it was made (Leeds 2003b). A conditional one asks who
provoked; an unconditional one in defence lets a client count on a share of it in its own challenge (moral hazard).
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import LN2, log
from dipsim.kernels.numerics.units import Money, Ratio, Share
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.support.vector_helpers import anywhere
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS

HONOUR = PARAMETERS.add(
    "perception.honour",
    0.86,
    (0, 1),
    source="Leeds, Long and Mitchell 2000: honoured in 74.5 %, the mean of .86 after ten years of change",
    grade=2,
    meaning="q, probability that a pact is honoured while nothing has changed since it was made",
    rivals=(
        (0.5, "Berkemeier and Fuhrmann 2018: overall"),
        (0.22, "Berkemeier and Fuhrmann 2018: after 1945"),
    ),
)
BY_BALANCE = PARAMETERS.add(
    "perception.honour_balance",
    0.2,
    (0, 1),
    source="sign: Leeds 2003b, pacts fail where power changed since they were signed; size assumed",
    meaning="share of honour that is lost once the balance of two allies has changed by a factor of two",
)
BY_GOVERNMENT = PARAMETERS.add(
    "perception.honour_government",
    0.2,
    (0, 1),
    source="sign: Leeds 2003b, pacts fail where the way of making policy changed since they were signed; size assumed",
    meaning="share of honour that is lost once the ally's government has changed, in a full autocracy",
)
ASKS = PARAMETERS.add(
    "perception.asks",
    1.0,
    (0, 1),
    source="sign: Benson 2011, conditional pacts hold for who did not provoke",
    meaning="how far conditional pledges ask who provoked: 0 they hold always, 1 not at all after a challenge",
)
EMBOLDEN = PARAMETERS.add(
    "perception.embolden",
    0.3,
    (0, 1),
    source="sign: Benson 2011, Benson, Bentley and Ray 2013; size assumed",
    meaning="share of an unconditional pledge in defence on which a nation counts in a challenge of its own",
)


@equation
def worth(honour: Share, by_balance: Share, drift: Ratio, by_government: Share, turned: Share) -> Share:
    """Honour of a promise, 0 to 1 (E44): q (1 - h_b min(1, drift / ln 2)) (1 - h_g turned).

    ``honour`` is q, ``by_balance`` h_b and ``by_government`` h_g (shares); ``drift`` is the change of the log
    balance of the two since the promise began, at least 0; ``turned`` how much the government of who promised has
    changed since, 0 to 1."""
    return honour * (1.0 - by_balance * min(1.0, drift / LN2)) * (1.0 - by_government * turned)


@equation
def log_balance(own: Money, other: Money) -> Ratio:
    """ln(M_i / M_j) of the capabilities ``own`` and ``other`` in money (E44); 0 where one of them has no strength."""
    return log(own / other) if own > 0.0 and other > 0.0 else 0.0


@equation
def kept_word(b: Block, a: NationIndex, i: NationIndex, r: RunIndex) -> Share:
    """How surely ``a`` keeps its promise to ``i``, 0 to 1 (E44), in run ``r`` of the block ``b``."""
    nat, dyad, p = b.nat, b.dyad, b.par
    now = log_balance(nat[nation.CAPABILITY, a, r], nat[nation.CAPABILITY, i, r])
    drift = abs(now - dyad[dyads.BALANCE_THEN, a, i, r])
    return worth(p[HONOUR, r], p[BY_BALANCE, r], drift, p[BY_GOVERNMENT, r], dyad[dyads.TURNED, a, i, r])


@equation
def covered(cover: Share, unconditional: Share, asks: Share, provoked: Share) -> Share:
    """How far a pledge in defence holds for who ``provoked`` the attack (1 at its own challenge, fading), 0 to 1
    (E44): its ``unconditional`` part holds, the rest of ``cover`` is reduced by the share that ``asks`` who began."""
    return unconditional + (cover - unconditional) * (1.0 - asks * provoked)


@equation
def called_cover(b: Block, a: NationIndex, i: NationIndex, j: NationIndex, r: RunIndex) -> Share:
    """How far the pledge of ``a`` in defence of ``i`` holds against ``j``, 0 to 1 (E44), in run ``r`` of the block
    ``b``."""
    dyad = b.dyad
    cover = dyad[dyads.COVER_DEFENCE, a, i, r]
    if b.par[ASKS, r] == 0.0:
        return cover
    return covered(cover, dyad[dyads.UNCONDITIONAL, a, i, r], b.par[ASKS, r], dyad[dyads.PROVOKED, i, j, r])


@equation
def cover_in_attack(b: Block, a: NationIndex, i: NationIndex, r: RunIndex) -> Share:
    """How much of a pledge by ``a`` the nation ``i`` counts on in a challenge of its own, 0 to 1 (E44): a pledge in
    attack, or a share of one in defence; in run ``r`` of the block ``b``."""
    dyad = b.dyad
    return max(dyad[dyads.COVER_OFFENCE, a, i, r], b.par[EMBOLDEN, r] * dyad[dyads.UNCONDITIONAL, a, i, r])


@process
def remember_promises(b: Block) -> None:
    """Keep the balance of the two where a pledge of help has begun, in every run of the block ``b``; forget it where
    there is none."""
    nat, dyad = b.nat, b.dyad
    for i in range(nat.shape[1]):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            if not (
                anywhere(b, dyads.COVER_DEFENCE, i, j)
                or anywhere(b, dyads.COVER_OFFENCE, i, j)
                or anywhere(b, dyads.PROMISED, i, j)
            ):
                continue
            for r in range(nat.shape[2]):
                stands = dyad[dyads.COVER_DEFENCE, i, j, r] + dyad[dyads.COVER_OFFENCE, i, j, r] > 0.0
                if not stands:
                    dyad[dyads.PROMISED, i, j, r] = 0.0
                elif dyad[dyads.PROMISED, i, j, r] == 0.0:
                    dyad[dyads.PROMISED, i, j, r] = 1.0
                    dyad[dyads.TURNED, i, j, r] = 0.0
                    dyad[dyads.BALANCE_THEN, i, j, r] = log_balance(
                        nat[nation.CAPABILITY, i, r], nat[nation.CAPABILITY, j, r]
                    )
