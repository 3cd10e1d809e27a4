"""What one nation's wish for an act is made of, read out of the model's own function.

A wish is a sum of weighted terms (docs/model.md, section 4). A term is what the function loses when its weight is 0, so
nothing is computed here a second time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from dipsim.kernels.numerics.elementary import logistic
from dipsim.model.processes.exchange import utility
from dipsim.model.processes.exchange.third_party_reactions import KAPPA_HELPING, KAPPA_OWN
from dipsim.model.processes.exchange.third_party_terms import alarmed
from dipsim.model.state import exchange_kind

PARAMETER_TERMS = {  # words: row of the weight in ``par``
    "shared interests": utility.W_INTERESTS,
    "common threat": utility.W_COMMON_THREAT,
    "trust": utility.W_TRUST,
    "agreements in force": utility.W_AGREEMENTS,
    "interoperability": utility.W_INTEROPERABILITY,
    "chance of a licence": utility.W_LICENCE,
    "cost": utility.W_COST,
    "freedom of action": utility.W_AUTONOMY,
    "friction": utility.W_FRICTION,
    "alarm of others": utility.W_ALARM,
}
KIND_TERMS = {  # words: rows of the weights in ``kind``
    "readiness": (exchange_kind.READINESS,),
    "need": (
        exchange_kind.NEED_PAIR,
        exchange_kind.NEED_THREAT,
        exchange_kind.NEED_DISASTER,
        exchange_kind.NEED_UNMET,
        exchange_kind.REVENUE_WISH,
    ),
    "groundwork": (exchange_kind.NEED_GROUNDWORK,),
    "what others do": (exchange_kind.NETWORK,),
    "tie of the two": (exchange_kind.TIE,),
    "claim between them": (exchange_kind.RIVALRY,),
}


@dataclass(frozen=True)
class Wish:
    """The wish of one side: the sum of ``terms`` is ``value``; ``net`` is after a look at what the other gains.

    ``alarmed`` is the alarm, by row of the third party, that this side foresees to raise about itself.
    """

    value: float
    net: float
    chance: float
    terms: dict[str, float]
    alarmed: dict[int, float]


def wishes(b: Any, kind: int, first: int, second: int) -> tuple[Wish, Wish]:
    """The wishes of both sides for an act of a kind that goes from ``first`` to ``second``, or is done by both alike.

    ``b`` is a block of one run that stands before its diplomacy; its weights are changed and put back.
    """
    giver = first if b.form[kind] == exchange_kind.DIRECTED else second
    givers = {first: giver, second: first}
    alarm = {i: _alarm(b, kind, i, j) for i, j in ((first, second), (second, first))}
    value = {i: _value(b, kind, i, first + second - i, givers[i], sum(alarm[i].values())) for i in alarm}
    found = []
    for i, j in ((first, second), (second, first)):
        net = float(utility.utility_net_of_rival_gain(value[i], value[j], b.par[utility.W_GAINS, 0]))
        chance = float(logistic(b.par[utility.SHARPNESS, 0] * net))
        total = sum(alarm[i].values())
        found.append(Wish(value[i], net, chance, _terms(b, kind, (i, j, givers[i]), total, value[i]), alarm[i]))
    return found[0], found[1]


def _alarm(b: Any, kind: int, i: int, j: int) -> dict[int, float]:
    """The alarm that i foresees an act with j to raise about i, by third party, where it is any."""
    found = {}
    notified = b.kind[exchange_kind.NOTIFIED, kind, 0]
    for k in range(b.nat.shape[1]):
        if k not in (i, j):
            part = alarmed(b, i, j, k, 0, notified, b.par[KAPPA_OWN, 0], b.par[KAPPA_HELPING, 0])
            if (one := float(utility.by_kind(b, kind, i, j, 0, part))) > 0.0:
                found[k] = one
    return found


def _value(b: Any, kind: int, i: int, j: int, giver: int, alarm: float) -> float:
    return float(utility.utility_from_state(b, kind, i, j, 0, giver, alarm))


def _terms(b: Any, kind: int, who: tuple[int, int, int], alarm: float, value: float) -> dict[str, float]:
    """Every term of a wish that is not 0, the largest first."""
    found = {}
    weights: dict[str, list[tuple[Any, tuple[int, ...]]]] = {
        name: [(b.par, (row, 0))] for name, row in PARAMETER_TERMS.items()
    }
    weights |= {name: [(b.kind, (row, kind, 0)) for row in rows] for name, rows in KIND_TERMS.items()}
    for name, places in weights.items():
        kept = [float(array[at]) for array, at in places]
        for array, at in places:
            array[at] = 0.0
        lost = value - _value(b, kind, *who, alarm)
        for (array, at), weight in zip(places, kept, strict=True):
            array[at] = weight
        if not math.isclose(lost, 0.0, abs_tol=1e-12):
            found[name] = lost
    return dict(sorted(found.items(), key=lambda item: -abs(item[1])))
