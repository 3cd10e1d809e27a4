"""What a licence is weighed by, and how likely it looks to who asks for it.

score = l0 + economy + alignment + trust + tie - weight (1 + regime) risk;   granted where it is above 0
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import logistic
from dipsim.kernels.numerics.units import Ratio, Share
from dipsim.model.processes.partners.ties import tie_of
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.state import dyads, exchange_kind, nation, organisation
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import KindIndex, NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.trust_accounts import FixedAccount

LEANING = PARAMETERS.add("licensing.leaning", 0.5, (-5, 5), meaning="l0, leaning towards a licence")
ECONOMY = PARAMETERS.add("licensing.economy", 0.5, (0, 5), meaning="weight of the supplier's industry")
ALIGNED = PARAMETERS.add("licensing.alignment", 1.0, (0, 5), meaning="weight of aligned interests")
TRUSTED = PARAMETERS.add("licensing.trust", 1.0, (0, 5), meaning="weight of trust above one half")
TIED = PARAMETERS.add(
    "licensing.tie", 2.0, (0, 5), meaning="weight of the tie of the two, a pact or an agreement, for a licence"
)
AGGRESSION = PARAMETERS.add(
    "licensing.aggression", 1.0, (0, 5), meaning="weight of the recipient's recent aggression in risk"
)
INSTABILITY = PARAMETERS.add(
    "licensing.instability", 0.5, (0, 5), meaning="weight of the recipient's instability in risk"
)
OPEN_DISPUTE = PARAMETERS.add(
    "licensing.open_dispute", 0.5, (0, 5), meaning="weight of the recipient's worst open dispute in risk"
)
DIVERTED = PARAMETERS.add("licensing.diverted", 1.0, (0, 5), meaning="weight of detected diversions in risk")
REGIME = PARAMETERS.add(
    "licensing.regime",
    1.0,
    (0, 5),
    source="sign: Brzoska 2008; size assumed",
    meaning="how much more a regime member weighs risk at full coverage of suppliers",
)
SCREENING = PARAMETERS.add("licensing.screening", 0.5, (0, 5), meaning="spread of the screening error at accuracy 0")
FORESEEN = PARAMETERS.add(
    "licensing.foreseen",
    8.0,
    (0.1, 100),
    meaning="steepness, in the score, of the chance of a licence as who asks for it sees it",
)


@equation
def risk(
    aggression: Ratio,
    instability: Share,
    dispute: Share,
    diversion: Ratio,
    w_aggression: Ratio,
    w_instability: Ratio,
    w_dispute: Ratio,
    w_diversion: Ratio,
) -> Ratio:
    """Risk that a supplier sees in a recipient, without unit (E65).

    ``aggression`` counts remembered disputes begun, ``instability`` and the largest open ``dispute`` lie between 0
    and 1, ``diversion`` counts goods passed on; ``w_aggression``, ``w_instability``, ``w_dispute`` and
    ``w_diversion`` are their weights."""
    return (
        w_aggression * aggression / (1.0 + aggression)
        + w_instability * instability
        + w_dispute * dispute
        + w_diversion * diversion / (1.0 + diversion)
    )


@equation
def licence_score(
    leaning: Ratio,
    economy: Ratio,
    alignment: Ratio,
    trust_and_tie: Ratio,
    weight: Ratio,
    regime: Ratio,
    risk: Ratio,
    error: Ratio,
) -> Ratio:
    """Score of a licence, without unit (E67): above 0 it is granted.

    For it speak ``leaning``, ``economy``, ``alignment`` and ``trust_and_tie``, against it ``weight`` times the
    ``risk``, more inside a control ``regime`` (how far it covers the trade, 0 to 1); ``error`` is that of screening."""
    return leaning + economy + alignment + trust_and_tie - weight * (1.0 + regime) * risk + error


@process
def coverage(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Share:
    """Coverage of the control regimes of supplier ``i``, 0 to 1 (E66): their share of the industry that is linked to
    recipient ``j``, in run ``r`` of the block ``b``."""
    nat, member = b.nat, b.member
    best = 0.0
    for o in range(b.org.shape[1]):
        if b.org_type[o] == organisation.CONTROL_REGIME and member[o, i, r] > 0.0:
            inside, everybody = 0.0, 0.0
            for q in neighbours(b, j):
                s = b.neighbour[q]
                industry = nat[nation.INDUSTRY, s, r] * b.dyad[dyads.LINK, s, j, r]
                everybody += industry
                inside += industry * member[o, s, r]
            inside *= b.org[organisation.IN_FORCE, o, r]
            best = max(best, inside / everybody if everybody > 0.0 else 0.0)
    return best


@process
def weighed_licence(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex) -> Ratio:
    """Score of a licence of kind ``c`` of supplier ``i`` for recipient ``j`` before any error of screening (E67), in
    run ``r`` of the block ``b``."""
    nat, dyad, p, worst = b.nat, b.dyad, b.par, 0.0
    for q in neighbours(b, j):
        k = b.neighbour[q]
        if k != i:
            worst = max(worst, dyad[dyads.DISPUTE, j, k, r])
    danger = risk(
        nat[nation.AGGRESSION, j, r],
        1.0 - nat[nation.STABILITY, j, r],
        worst,
        nat[nation.DIVERSION, j, r],
        p[AGGRESSION, r],
        p[INSTABILITY, r],
        p[OPEN_DISPUTE, r],
        p[DIVERTED, r],
    )
    return licence_score(
        p[LEANING, r],
        p[ECONOMY, r] * nat[nation.INDUSTRY, i, r],
        p[ALIGNED, r] * dyad[dyads.ALIGNMENT, i, j, r],
        p[TRUSTED, r] * (dyad[dyads.TRUST, i, j, r] - 0.5) + p[TIED, r] * tie_of(b, i, j, r, 0.0),
        b.kind[exchange_kind.RISK_WEIGHT, c, r],
        p[REGIME, r] * coverage(b, i, j, r),
        danger,
        0.0,
    )


@equation
def likely(blocked: Share, steepness: Ratio, score: Ratio, refused: Ratio) -> Share:
    """Chance of a licence as who asks sees it, 0 to 1 (E67): ``blocked`` is the share that measures stop; the rest
    is the logistic function of ``steepness`` times ``score`` and what past refusals left (``refused``, log-odds)."""
    return (1.0 - blocked) * logistic(steepness * (score + refused))


@process
def expected_licence(b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex) -> Share:
    """Chance of a licence of kind ``c`` of supplier ``i`` as recipient ``j`` sees it, 0 to 1 (E67), from embargoes,
    score and past refusals in run ``r`` of the block ``b``."""
    score = weighed_licence(b, c, i, j, r)
    refused = b.accounts[FixedAccount.REFUSALS, j, i, r]
    return likely(b.dyad[dyads.BLOCKED, i, j, r], b.par[FORESEEN, r], score, refused)
