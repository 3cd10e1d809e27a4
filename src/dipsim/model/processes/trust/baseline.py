"""The baseline of trust and the opportunity of every pair; both move only in step 1.

baseline = constant + interests + institutions + regime + trade - culture gap - dispute
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import power
from dipsim.kernels.numerics.units import Money, Ratio, Share
from dipsim.model.links import STRANGERS
from dipsim.model.processes.support.neighbours import neighbours, neighbours_after
from dipsim.model.state import dyads, nation, organisation
from dipsim.model.state.arrays import Block
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.trust_accounts import BaselineTerm

GRAVITY = PARAMETERS.add(
    "politics.gravity",
    0.35,
    (0, 2),
    source="MME, SIPRI, DCAD of 1982-1989, same region: .33 (.02), .52 (.03), .45 (.07) in regressions of each",
    grade=3,
    meaning="gamma, exponent of economic mass in opportunity",
)
DISTANT = PARAMETERS.add(
    "politics.distant",
    0.05,
    (0, 1),
    source="assumed (prototype)",
    meaning="g0, opportunity of a linked pair out of reach",
)
GDP_REF = PARAMETERS.add(
    "politics.gdp_ref",
    1000.0,
    (1e-3, 1e9),
    unit="bn USD 2023",
    money=True,
    source="convention",
    meaning="gdp of the reference nation",
)
B_CONSTANT = PARAMETERS.add("politics.b_constant", -0.2, (-4, 4), unit="log-odds", meaning="baseline of strangers")
B_INTERESTS = PARAMETERS.add(
    "politics.b_interests",
    1.2,
    (0, 4),
    unit="log-odds",
    source="assumed (prototype)",
    meaning="weight of aligned interests",
)
B_INSTITUTIONS = PARAMETERS.add(
    "politics.b_institutions", 0.3, (0, 2), unit="log-odds", meaning="weight of shared institutions"
)
B_REGIME = PARAMETERS.add("politics.b_regime", 0.5, (0, 2), unit="log-odds", meaning="weight of joint democracy")
B_TRADE = PARAMETERS.add("politics.b_trade", 0.5, (0, 2), unit="log-odds", meaning="weight of trade")
B_CULTURE = PARAMETERS.add(
    "politics.b_culture", 0.3, (0, 2), unit="log-odds", meaning="weight of the culture gap, against trust"
)
B_DISPUTE = PARAMETERS.add(
    "politics.b_dispute",
    1.0,
    (0, 4),
    unit="log-odds",
    source="assumed (prototype)",
    meaning="weight of an open dispute, against trust",
)


@equation
def gravity(gdp_i: Money, gdp_j: Money, gdp_ref: Money, gamma: Ratio) -> Ratio:
    """Mass of a pair, dimensionless: (gdp_i gdp_j / gdp_ref^2)^gamma."""
    return power((gdp_i / gdp_ref) * (gdp_j / gdp_ref), gamma)


@equation
def opportunity(gravity: Ratio, distant: Share, proximity: Share) -> Ratio:
    """Opportunity of a linked pair, without unit (E38): gravity (g0 + (1 - g0) prox); ``gravity`` is the weight of
    both economies, ``distant`` g0, the share that needs no nearness, ``proximity`` prox (0 to 1)."""
    return gravity * (distant + (1.0 - distant) * proximity)


@process
def alignment(b: Block) -> None:
    """Write S, the similarity of interests of every pair, into the block ``b`` (E35): 1 - |x_i - x_j| averaged over
    issues, with weight times both saliences."""
    nat, dyad, position, row, salience = b.nat, b.dyad, b.position, b.row, b.salience
    n, runs = nat.shape[1], nat.shape[2]
    for i in range(n):
        for p in neighbours_after(b, i):
            j = b.neighbour[p]
            for r in range(runs):
                row[0, r] = 0.0
                row[1, r] = 0.0
            for q in range(position.shape[0]):
                for r in range(runs):
                    w = salience[q, i, r] * salience[q, j, r]
                    row[0, r] += w
                    row[1, r] += w * (1.0 - abs(position[q, i, r] - position[q, j, r]))
            for r in range(runs):
                s = row[1, r] / row[0, r] if row[0, r] > 0.0 else 0.0
                dyad[dyads.ALIGNMENT, i, j, r] = s
                dyad[dyads.ALIGNMENT, j, i, r] = s


@process
def shared_institutions(b: Block) -> None:
    """Write forum quality and the institutions term of every pair into the block ``b`` (E36)."""
    nat, dyad, base, member, org, org_type, row = b.nat, b.dyad, b.base, b.member, b.org, b.org_type, b.row
    n, runs = nat.shape[1], nat.shape[2]
    for i in range(n):
        for q in neighbours_after(b, i):
            j = b.neighbour[q]
            for r in range(runs):
                row[0, r] = 0.0
                row[1, r] = 0.0
                row[3, r] = 1.0 if dyad[dyads.PROXIMITY, i, j, r] > 0.0 else 0.0
            for o in range(org.shape[1]):
                meeting = 1.0 if org_type[o] == organisation.FORUM or org_type[o] == organisation.COUNCIL else 0.0
                for r in range(runs):
                    quality = member[o, i, r] * member[o, j, r] * org[organisation.QUALITY, o, r]
                    row[3, r] = max(row[3, r], member[o, i, r] * member[o, j, r])
                    row[0, r] += quality
                    row[1, r] = max(row[1, r], meeting * quality)
            for r in range(runs):
                linked = dyad[dyads.LINK, i, j, r]
                term = linked * b.par[B_INSTITUTIONS, r] * row[0, r] / (1.0 + row[0, r])
                base[BaselineTerm.INSTITUTIONS, i, j, r] = term
                base[BaselineTerm.INSTITUTIONS, j, i, r] = term
                dyad[dyads.RELEVANT, i, j, r] = dyad[dyads.RELEVANT, j, i, r] = linked * row[3, r]
                dyad[dyads.FORUM, i, j, r] = dyad[dyads.FORUM, j, i, r] = linked * row[1, r]


@process
def baseline(b: Block) -> None:
    """Write the named baseline terms of trust (log-odds) and the opportunity of every pair into the block ``b``
    (E37)."""
    nat, dyad, par, base = b.nat, b.dyad, b.par, b.base
    n, runs = nat.shape[1], nat.shape[2]
    alignment(b)
    shared_institutions(b)
    for r in range(runs):
        b.base_flat[BaselineTerm.CONSTANT, STRANGERS * runs + r] = par[B_CONSTANT, r]
    for i in range(n):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            for r in range(runs):
                base[BaselineTerm.CONSTANT, i, j, r] = par[B_CONSTANT, r]
                linked = dyad[dyads.LINK, i, j, r]
                free = nat[nation.DEMOCRACY, i, r] * nat[nation.DEMOCRACY, j, r]
                base[BaselineTerm.INTERESTS, i, j, r] = linked * par[B_INTERESTS, r] * dyad[dyads.ALIGNMENT, i, j, r]
                base[BaselineTerm.REGIME, i, j, r] = linked * par[B_REGIME, r] * free
                base[BaselineTerm.TRADE, i, j, r] = linked * par[B_TRADE, r] * dyad[dyads.TRADE, i, j, r]
                base[BaselineTerm.CULTURE, i, j, r] = -linked * par[B_CULTURE, r] * dyad[dyads.CULTURE_GAP, i, j, r]
                base[BaselineTerm.DISPUTE, i, j, r] = -linked * par[B_DISPUTE, r] * dyad[dyads.DISPUTE, i, j, r]
    opportunities(b)


@process
def opportunities(b: Block) -> None:
    """Write the opportunity of every pair into the block ``b``; both directions have the same gravity."""
    nat, dyad, par, mass = b.nat, b.dyad, b.par, b.row
    for i in range(nat.shape[1]):
        for q in neighbours_after(b, i):
            j = b.neighbour[q]
            for r in range(nat.shape[2]):
                mass[0, r] = gravity(nat[nation.GDP, i, r], nat[nation.GDP, j, r], par[GDP_REF, r], par[GRAVITY, r])
            for r in range(nat.shape[2]):
                one = opportunity(mass[0, r], par[DISTANT, r], dyad[dyads.PROXIMITY, i, j, r])
                dyad[dyads.OPPORTUNITY, i, j, r] = dyad[dyads.LINK, i, j, r] * one
            for r in range(nat.shape[2]):
                other = opportunity(mass[0, r], par[DISTANT, r], dyad[dyads.PROXIMITY, j, i, r])
                dyad[dyads.OPPORTUNITY, j, i, r] = dyad[dyads.LINK, j, i, r] * other
