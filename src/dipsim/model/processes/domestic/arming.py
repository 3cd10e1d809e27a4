"""Step 7, arming: budgets become capability, deliveries leave somebody's purse.

dM_i/dt = S_i - paid - fatigue M_i + worth of what is received     (own decay integrated exactly, M >= 0)
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import exp, kept
from dipsim.kernels.numerics.units import Money, PerYear, Ratio, Share, Tick, Years
from dipsim.model.processes.domestic.budget import budgets
from dipsim.model.processes.exchange.orders import DELIVERY_LIFE, PROCUREMENT
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.support.vector_helpers import anywhere
from dipsim.model.processes.trust.evidence import pair_friction
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS

FATIGUE = PARAMETERS.add(
    "arming.fatigue", 0.08, (0.005, 1), unit="per year", source="assumed", meaning="f, depreciation of capability"
)
STOCK_LIMIT = PARAMETERS.add(
    "arming.stock_share",
    0.5,
    (0, 1),
    unit="per year",
    meaning="largest share of its stock that a supplier delivers in a year",
)
EFFICIENCY = PARAMETERS.add(
    "arming.technology", 0.5, (0, 5), meaning="gain of arming per unit of technology above the start"
)
CUT_OFF = PARAMETERS.add(
    "arming.cut_off",
    1.0,
    (0, 10),
    meaning="how much faster capability wears out for who is cut off from all its suppliers",
)
IMPORT_GAIN = PARAMETERS.add(
    "arming.import_gain",
    1.5,
    (0, 5),
    meaning="a, how much more an import is worth to who cannot build it, per unit of the supplier's lead in technology",
)
IMPORT_FRICTION = PARAMETERS.add(
    "arming.import_friction", 1.0, (0, 2), meaning="share of an import that full friction with the supplier destroys"
)
FROM_STOCK = PARAMETERS.add(
    "arming.from_stock", 0.0, (0, 1), meaning="share of a sale that leaves the supplier's stock; it builds the rest"
)
TIV = PARAMETERS.add(
    "arming.tiv",
    0.00233,
    (1e-9, 1e9),
    unit="bn USD 2023 per million TIV",
    money=True,
    source="assumed: a TIV read as a dollar of 1990; US consumer prices of 2023 over 1990 are 304.7 / 130.7",
    meaning="what a million SIPRI trend-indicator values are worth; converted once at load",
)
MEMORY = PARAMETERS.add(
    "arming.memory",
    3.0,
    (0.5, 20),
    unit="years",
    source="convention: a three-year mean",
    meaning="time constant of the mean of M that power shifts are measured against",
)


@equation
def import_value(gain: Ratio, industry: Share, lead: Ratio, friction: Share) -> Ratio:
    """What an import of 1 is worth beside own money, at least 0 (E105): 1 + a (1 - industry) max(0, lead) -
    friction; ``gain`` is a, ``industry`` the buyer's (0 to 1), ``lead`` of the supplier in technology, ``friction``
    of the pair."""
    return max(0.0, 1.0 + gain * (1.0 - industry) * max(0.0, lead) - friction)


@equation
def stock_after(stock: Money, inflow: Money, fatigue: PerYear, dt: Years) -> Money:
    """Capability after ``dt`` years with constant ``inflow`` (money per year), at least 0 (E106): M e^(-f dt) +
    inflow (1 - e^(-f dt)) / f; ``stock`` is M (money), ``fatigue`` f (per year)."""
    left = exp(-fatigue * dt)
    return max(0.0, stock * left + inflow * (1.0 - left) / fatigue)


@process
def deliveries(b: Block) -> None:
    """Deliver and pay running orders of every pair of the block ``b``; ``work`` collects each nation's net defence
    money of the tick.

    A delivery that is paid leaves the buyer's purse and pays for what is built or taken from stock; one that is
    given leaves the giver's purse. The procurement share of a purse bounds purchases and gifts together, the stock
    share bounds what is taken from stock."""
    nat, work, row = b.nat, b.work, b.row
    n, runs = nat.shape[1], nat.shape[2]
    for r in range(runs):
        row[3, r] = 1.0 - kept(b.dt, b.par[DELIVERY_LIFE, r])
    for i in range(n):
        for r in range(runs):
            work[i, r] = nat[nation.SPENDING, i, r] * b.dt
        ration(b, i)
    for i in range(n):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            if ordered(b, i, j):
                for r in range(runs):
                    if b.dyad[dyads.BACKLOG_PAID, i, j, r] + b.dyad[dyads.BACKLOG_GIVEN, i, j, r] > 0.0:
                        deliver(b, i, j, r, row[3, r])


@equation
def ordered(b: Block, i: NationIndex, j: NationIndex) -> bool:
    """Whether ``j`` has ordered anything from ``i`` in any run of the block ``b``."""
    return anywhere(b, dyads.BACKLOG_PAID, i, j) or anywhere(b, dyads.BACKLOG_GIVEN, i, j)


@process
def ration(b: Block, i: NationIndex) -> None:
    """Write the shares of the tick's orders that purse and stock of ``i`` allow into the block ``b`` (E104), before
    anything is delivered. ``row[3]`` is the share of an order that falls due in the tick."""
    dyad, nat, row, runs = b.dyad, b.nat, b.row, b.nat.shape[2]
    for r in range(runs):
        row[0, r] = row[1, r] = 0.0
    for q in neighbours(b, i):
        k = b.neighbour[q]
        if not (ordered(b, i, k) or ordered(b, k, i)):
            continue
        for r in range(runs):
            passes = 1.0 - dyad[dyads.BLOCKED, i, k, r]
            row[0, r] += row[3, r] * (1.0 - dyad[dyads.BLOCKED, k, i, r]) * dyad[dyads.BACKLOG_PAID, k, i, r]
            row[0, r] += row[3, r] * passes * dyad[dyads.BACKLOG_GIVEN, i, k, r]
            row[1, r] += b.par[FROM_STOCK, r] * row[3, r] * passes * dyad[dyads.BACKLOG_PAID, i, k, r]
    for r in range(runs):
        purse = b.par[PROCUREMENT, r] * nat[nation.SPENDING, i, r] * b.dt
        stock = b.par[STOCK_LIMIT, r] * nat[nation.CAPABILITY, i, r] * b.dt
        nat[nation.PURSE_SHARE, i, r] = share_allowed(purse, row[0, r])
        nat[nation.STOCK_SHARE, i, r] = share_allowed(stock, row[1, r])


@equation
def share_allowed(limit: Money, wanted: Money) -> Share:
    """Share of what is wanted that a limit allows, at most 1."""
    return limit / wanted if wanted > limit else 1.0


@process
def deliver(b: Block, i: NationIndex, j: NationIndex, r: RunIndex, share: Share) -> None:
    """Deliver one tick's ``share`` of the orders from ``i`` to ``j`` in run ``r`` of the block ``b`` (E105), less
    what measures of i stop for now."""
    nat, dyad, work = b.nat, b.dyad, b.work
    allowed = min(nat[nation.PURSE_SHARE, j, r], nat[nation.STOCK_SHARE, i, r])
    passing = share * (1.0 - dyad[dyads.BLOCKED, i, j, r])
    paid = passing * dyad[dyads.BACKLOG_PAID, i, j, r] * allowed
    given = passing * dyad[dyads.BACKLOG_GIVEN, i, j, r] * nat[nation.PURSE_SHARE, i, r]
    dyad[dyads.BACKLOG_PAID, i, j, r] -= paid
    dyad[dyads.BACKLOG_GIVEN, i, j, r] -= given
    taken = b.par[FROM_STOCK, r] * paid
    work[i, r] += taken - given
    work[j, r] -= paid
    nat[nation.REVENUE, i, r] += paid
    nat[nation.PRODUCED, i, r] += paid - taken
    nat[nation.PAID, j, r] += paid
    nat[nation.PAID, i, r] += given
    nat[nation.SHIPPED, i, r] += paid + given
    nat[nation.RECEIVED, j, r] += paid + given
    nat[nation.CAPABILITY, i, r] -= taken
    nat[nation.CAPABILITY, j, r] += worth(b, i, j, r) * (paid + given)


@equation
def worth(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Ratio:
    """What an import of 1 from ``i`` is worth to ``j`` in run ``r`` of the block ``b`` (E105)."""
    nat, p = b.nat, b.par
    lead = nat[nation.TECHNOLOGY, i, r] - nat[nation.TECHNOLOGY, j, r]
    friction = p[IMPORT_FRICTION, r] * pair_friction(b, i, j, r)
    return import_value(p[IMPORT_GAIN, r], nat[nation.INDUSTRY, j, r], lead, friction)


@process
def accumulate(b: Block) -> None:
    """Turn what is left of the defence purses into capability in the block ``b``; its three-year mean follows."""
    nat, par, work = b.nat, b.par, b.work
    n, runs = nat.shape[1], nat.shape[2]
    for i in range(n):
        for r in range(runs):
            gain = 1.0 + par[EFFICIENCY, r] * (nat[nation.TECHNOLOGY, i, r] - nat[nation.TECHNOLOGY_START, i, r])
            gain *= 1.0 + nat[nation.SAVING, i, r]
            wear = par[FATIGUE, r] * (1.0 + par[CUT_OFF, r] * nat[nation.CUT_OFF, i, r])
            nat[nation.ARMED, i, r] += work[i, r]
            m = stock_after(nat[nation.CAPABILITY, i, r], gain * work[i, r] / b.dt, wear, b.dt)
            nat[nation.CAPABILITY, i, r] = m
            mean = nat[nation.MEAN_CAPABILITY, i, r]
            nat[nation.MEAN_CAPABILITY, i, r] = mean + (m - mean) * (1.0 - exp(-b.dt / par[MEMORY, r]))


@process(
    reads=(
        "ids key par stream_ids dyad(agreements backlog_given backlog_paid blocked culture_gap exposure hostility "
        "standards_gap) nat(armed budget_drift budget_drift_start budgeted burden_max capability cut_off g gdp "
        "gdp_start industry k mean_capability paid produced purse_share received revenue saving shipped spending "
        "stock_share technology technology_start)"
    ),
    writes=(
        "dyad(backlog_given backlog_paid) nat(armed budget_drift budgeted capability mean_capability paid produced "
        "purse_share received revenue shipped spending stock_share)"
    ),
)
def arming(b: Block, tick: Tick) -> None:
    """Step 7 of the ``tick`` in every run of the block ``b``: budgets, deliveries, stocks."""
    budgets(b, tick)
    deliveries(b)
    accumulate(b)
