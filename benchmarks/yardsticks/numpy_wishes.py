"""Which acts come up, in NumPy: draws of all linked pairs and kinds at once, then the wishes of the candidates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.parameters import PARAMETERS
from dipsim.model.state import dyads as pair
from dipsim.model.state import exchange_kind, nation
from dipsim.model.state.exchange_kind import DIRECTED, PAIR, SANCTION, STANDING
from dipsim.model.state.random_streams import KindStream
from dipsim.model.state.trust_accounts import FixedAccount
from yardsticks.numpy_batch import Batch, logistic
from yardsticks.numpy_draws import Floats, poisson_count, uniform

Ints = NDArray[np.int64]


@dataclass
class Some:
    """Candidates: run, kind, first and second party of each, all of one length."""

    r: Ints
    c: Ints
    i: Ints
    j: Ints

    def turned(self) -> Some:
        return Some(self.r, self.c, self.j, self.i)

    def where(self, mask: Any) -> Some:
        return Some(self.r[mask], self.c[mask], self.i[mask], self.j[mask])


def of(s: Batch, name: str, x: Some) -> Floats:
    """A parameter, for each candidate."""
    return s.par[PARAMETERS.row(name), x.r]


def propose_acts(s: Batch, tick: int) -> tuple[Some, Ints, Floats]:
    """E48 to E58, E60 to E62: the claims of this tick, their counts and values."""
    claims = [proposed(s, tick, directed) for directed in (False, True)] + [resolved(s, tick), repeated(s, tick)]
    one = Some(*(np.concatenate([getattr(claim[0], name) for claim in claims]) for name in "rcij"))
    return one, np.concatenate([claim[1] for claim in claims]), np.concatenate([claim[2] for claim in claims])


def candidates(s: Batch, tick: int, forms: tuple[int, ...], both_ways: bool) -> tuple[Some, Floats]:
    """All draws of the kinds of some forms between linked pairs, and those that may have come up."""
    chosen = np.flatnonzero(np.isin(s.form, forms))
    dyads = s.apart if both_ways else np.triu(s.apart)
    i, j = np.nonzero((s.dyad[pair.OPPORTUNITY] > 0.0).any(0) & dyads)
    chance = s.dyad[pair.OPPORTUNITY][:, i, j]
    if forms != (SANCTION,):
        chance = chance * s.dyad[pair.WILLINGNESS][:, i, j] * s.dyad[pair.WILLINGNESS][:, j, i]
    rate = s.kind[exchange_kind.RATE, chosen] * (s.kind[exchange_kind.MODE, chosen] > 0.0) * s.dt
    bound = rate[:, :, None] * chance
    slots = s.kind_stream_ids[chosen, KindStream.OCCUR][:, None, None]
    u = uniform(s.key[:, None, :, None], tick, s.ids[i], s.ids[j], slots)
    row, r, at = np.nonzero(u > 1.0 - bound)
    x = Some(r, chosen[row], i[at], j[at])
    standing = s.standing_row[x.c]
    free = (standing < 0) | (s.standing[np.maximum(standing, 0), x.r, x.i, x.j] == 0.0) if len(s.standing) else r >= 0
    return x.where(free), u[row, r, at][free]


def proposed(s: Batch, tick: int, directed: bool) -> tuple[Some, Ints, Floats]:
    """Acts of two that come up: both wishes, the count of the draw, the value of the claim."""
    x, u = candidates(s, tick, (DIRECTED,) if directed else (PAIR, STANDING), directed)
    other = x.turned()
    sharpness, rate = of(s, "diplomacy.sharpness", x), s.kind[exchange_kind.RATE, x.c, x.r]
    both = s.dyad[pair.WILLINGNESS, x.r, x.i, x.j] * s.dyad[pair.WILLINGNESS, x.r, x.j, x.i]
    most = rate * s.dyad[pair.OPPORTUNITY, x.r, x.i, x.j] * both
    own = wish(s, x, *((x.i, x.j) if directed else (x.j, x.i)))
    likely = u >= 1.0 - most * logistic(sharpness * own) * s.dt - 1e-12
    x, u, own, other = x.where(likely), u[likely], own[likely], other.where(likely)
    theirs, most, sharpness = wish(s, other, x.i, x.j), most[likely], sharpness[likely]
    first, second = net(s, x, own, theirs)
    count = poisson_count(u, most * logistic(sharpness * first) * logistic(sharpness * second) * s.dt)
    count = np.where(s.standing_row[x.c] >= 0, np.minimum(count, 1), count)
    value = np.floor((first + second) * 1e9 + 0.5) * 1e-9
    some = count > 0
    return x.where(some), count[some], value[some]


def net(s: Batch, x: Some, own: Floats, theirs: Floats) -> tuple[Floats, Floats]:
    """E56: both wishes net of what the other gains more."""
    weight = of(s, "diplomacy.relative_gains", x)
    return own - weight * np.maximum(0.0, theirs - own), theirs - weight * np.maximum(0.0, own - theirs)


def repeated(s: Batch, tick: int) -> tuple[Some, Ints, Floats]:
    """Acts that two decide to do again (E58)."""
    row, r, i, j = np.nonzero((s.habit > 0.0) & (s.habit - s.dt <= 1e-9))
    x = Some(r, np.flatnonzero(s.habit_row >= 0)[row], i, j)
    directed = s.form[x.c] == DIRECTED
    own = wish(s, x, np.where(directed, i, j), np.where(directed, j, i))
    first, second = net(s, x, own, wish(s, x.turned(), i, j))
    sharpness, habit = of(s, "diplomacy.sharpness", x), of(s, "diplomacy.habit", x)
    chance = s.kind[exchange_kind.AGAIN, x.c, r] * logistic(sharpness * (first + habit))
    chance = chance * logistic(sharpness * (second + habit))
    chance = chance * s.dyad[pair.WILLINGNESS, r, i, j] * s.dyad[pair.WILLINGNESS, r, j, i]
    u = uniform(s.key[:, r], tick, s.ids[i], s.ids[j], s.kind_stream_ids[x.c, KindStream.AGAIN])
    some = (u < chance) & (s.kind[exchange_kind.MODE, x.c, r] > 0.0)
    value = np.floor((first + second) * 1e9 + 0.5) * 1e-9
    return x.where(some), np.ones(int(some.sum()), dtype=np.int64), value[some]


def tie(s: Batch, x: Some, common_ally: Any) -> Floats:
    """t of E52."""
    agreed = of(s, "diplomacy.tie_agreement", x) * s.dyad[pair.AGREEMENTS, x.r, x.i, x.j]
    bloc = of(s, "diplomacy.tie_bloc", x) * common_ally
    return np.maximum(s.dyad[pair.COVER_DEFENCE, x.r, x.i, x.j], np.maximum(agreed, bloc))


def wish(s: Batch, x: Some, giver: Ints, receiver: Ints) -> Floats:
    """E48: the wish of party i of each candidate."""
    c, r, i, j = x.c, x.r, x.i, x.j
    dyad, nat, number = s.dyad, s.nat, s.kind[:, c, r]
    total = number[exchange_kind.READINESS] + of(s, "diplomacy.interests", x) * dyad[pair.ALIGNMENT, r, i, j]
    common = np.sqrt((dyad[pair.MENACE, r, i] * dyad[pair.MENACE, r, j]).max(-1))
    total += of(s, "diplomacy.common_threat", x) * common
    total += of(s, "diplomacy.trust", x) * (dyad[pair.TRUST, r, i, j] - number[exchange_kind.THRESHOLD])
    total += number[exchange_kind.NEED_PAIR] * np.sqrt(dyad[pair.MENACE, r, i, j] * dyad[pair.MENACE, r, j, i])
    threats = dyad[pair.MENACE, r, receiver].copy()
    threats[np.arange(len(r)), giver] = 0.0
    total += number[exchange_kind.NEED_THREAT] * threats.max(-1, initial=0.0)
    total += number[exchange_kind.NEED_DISASTER] * nat[nation.DISASTER, r, receiver]
    total += number[exchange_kind.NEED_UNMET] * nat[nation.UNMET, r, receiver]
    total += number[exchange_kind.REVENUE_WISH] * nat[nation.INDUSTRY, r, giver]
    scopes = dyad[pair.SCOPES, r, i, j].astype(np.int64) >> np.maximum(s.scope[c], 0) & 1
    total += of(s, "diplomacy.agreements", x) * np.where(s.scope[c] >= 0, scopes, 0)
    total += of(s, "diplomacy.interoperability", x) * dyad[pair.INTEROPERABILITY, r, i, j]
    total += number[exchange_kind.NEED_GROUNDWORK] * dyad[pair.GROUNDWORK, r, i, j] + number[
        exchange_kind.NETWORK
    ] * network(s, x)
    allies = (dyad[pair.COVER_DEFENCE, r, i] * dyad[pair.COVER_DEFENCE, r, j]).max(-1)
    total += number[exchange_kind.TIE] * tie(s, x, allies)
    total += prospect(s, x, receiver)
    total -= of(s, "diplomacy.cost", x) * budget_share(s, x)
    total -= of(s, "diplomacy.autonomy", x) * number[exchange_kind.AUTONOMY] * nat[nation.SOVEREIGNTY, r, i]
    culture = of(s, "evidence.culture_share", x)
    friction = culture * dyad[pair.CULTURE_GAP, r, i, j] + (1.0 - culture) * dyad[pair.STANDARDS_GAP, r, i, j]
    total -= of(s, "diplomacy.friction", x) * friction + number[exchange_kind.RIVALRY] * dyad[pair.DISPUTE, r, i, j]
    return total - of(s, "diplomacy.foreseen_alarm", x) * nat[nation.FORESIGHT, r, i] * foreseen(s, x)


def prospect(s: Batch, x: Some, receiver: Ints) -> Floats:
    """What the expected chance of a licence adds to the wish of who asks for it (E52); regions without regimes only."""
    found = np.zeros(len(x.r))
    asked = (s.kind[exchange_kind.LICENSED, x.c, x.r] > 0.0) & (s.form[x.c] == DIRECTED) & (receiver == x.i)
    x = x.where(asked)
    nat, dyad, r, i, j = s.nat, s.dyad, x.r, x.j, x.i  # i supplies j
    stakes = dyad[pair.DISPUTE, r, j].copy()
    stakes[np.arange(len(r)), i] = 0.0
    wrongs, diverted = nat[nation.AGGRESSION, r, j], nat[nation.DIVERSION, r, j]
    risk = of(s, "licensing.aggression", x) * wrongs / (1.0 + wrongs)
    risk += of(s, "licensing.instability", x) * (1.0 - nat[nation.STABILITY, r, j])
    risk += of(s, "licensing.open_dispute", x) * stakes.max(-1, initial=0.0)
    risk += of(s, "licensing.diverted", x) * diverted / (1.0 + diverted)
    score = of(s, "licensing.leaning", x) + of(s, "licensing.economy", x) * nat[nation.INDUSTRY, r, i]
    score += of(s, "licensing.alignment", x) * dyad[pair.ALIGNMENT, r, i, j]
    score += of(s, "licensing.trust", x) * (dyad[pair.TRUST, r, i, j] - 0.5)
    score += of(s, "licensing.tie", x) * tie(s, x.turned(), 0.0)
    score -= s.kind[exchange_kind.RISK_WEIGHT, x.c, r] * risk
    hope = of(s, "licensing.foreseen", x) * (score + s.accounts[FixedAccount.REFUSALS, r, j, i])
    chance = (1.0 - dyad[pair.BLOCKED, r, i, j]) * logistic(hope)
    found[asked] = of(s, "diplomacy.licence", x) * np.log(np.maximum(chance, 1e-9))
    return found


def network(s: Batch, x: Some) -> Floats:
    """E53."""
    mine, theirs = s.dyad[pair.AGREEMENTS, x.r, x.i], s.dyad[pair.AGREEMENTS, x.r, x.j]
    popular, shared = theirs.sum(-1) - s.dyad[pair.AGREEMENTS, x.r, x.j, x.i], (mine * theirs).sum(-1)
    crowding = of(s, "diplomacy.crowding", x)
    return popular / (3.0 + crowding * popular) + shared / (3.0 + crowding * shared)


def budget_share(s: Batch, x: Some) -> Floats:
    """share of E54."""
    budget = s.nat[nation.DIPLOMACY, x.r, x.i] * s.nat[nation.GDP, x.r, x.i]
    least = of(s, "diplomacy.budget_floor", x) * of(s, "politics.gdp_ref", x)
    return s.kind[exchange_kind.COST, x.c, x.r] / np.maximum(budget, least)


def foreseen(s: Batch, x: Some) -> Floats:
    """E55, for those candidates whose kind alarms anybody."""
    weight = s.kind[exchange_kind.ALARM, x.c, x.r] * (1.0 - s.kind[exchange_kind.DEFENSIVE, x.c, x.r])
    alarming = weight > 0.0
    x, found = x.where(alarming), np.zeros(len(weight))
    r, i, j = x.r, x.i, x.j
    shown = np.maximum(s.nat[nation.TRANSPARENCY, r, i], s.kind[exchange_kind.NOTIFIED, x.c, r])
    told = np.maximum(s.dyad[pair.NOTICE, r, i], s.dyad[pair.FORUM, r, i])
    closed = 1.0 - np.maximum(shown[:, None], told)
    closed[np.arange(len(r)), i] = closed[np.arange(len(r)), j] = 0.0
    own, helping = of(s, "bill.kappa_own", x)[:, None], of(s, "bill.kappa_helping", x)[:, None]
    felt = own * s.dyad[pair.SUSPICION, r, :, i] + helping * s.dyad[pair.SUSPICION, r, :, j]
    allied = np.where(s.dyad[pair.COVER_DEFENCE, r, i, j] > 0.0, of(s, "bill.allied", x), 1.0)
    found[alarming] = weight[alarming] * (closed * felt).sum(-1) * allied * s.dyad[pair.FORESEEN, r, i, j]
    return found


def resolved(s: Batch, tick: int) -> tuple[Some, Ints, Floats]:
    """Measures that come up (E60, E61)."""
    x, u = candidates(s, tick, (SANCTION,), True)
    c, r, i, j = x.c, x.r, x.i, x.j
    record = s.nat[nation.AGGRESSION, r, j] + s.nat[nation.DIVERSION, r, j]
    against = s.kind[exchange_kind.READINESS, c, r] + s.kind[exchange_kind.NEED_WRONG, c, r] * record / (1.0 + record)
    against += of(s, "diplomacy.trust", x) * (s.kind[exchange_kind.THRESHOLD, c, r] - s.dyad[pair.TRUST, r, i, j])
    against -= of(s, "diplomacy.interests", x) * s.dyad[pair.ALIGNMENT, r, i, j]
    against -= of(s, "coercion.dependence", x) * s.dyad[pair.DEPENDENCE, r, i, j]
    against -= of(s, "diplomacy.cost", x) * budget_share(s, x)
    likely = logistic(of(s, "diplomacy.sharpness", x) * against)
    hazard = s.kind[exchange_kind.RATE, c, r] * s.dyad[pair.OPPORTUNITY, r, i, j] * likely
    some = poisson_count(u, hazard * s.dt) > 0
    value = np.floor(against * 1e9 + 0.5) * 1e-9
    return x.where(some), np.ones(int(some.sum()), dtype=np.int64), value[some]
