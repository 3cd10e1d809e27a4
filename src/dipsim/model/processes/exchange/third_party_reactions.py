"""The third-party bill: who is reassured and who is alarmed by an act of others (MODEL section 4, step 5).

alarm[k,i]       = - w scale seen (1 - defensive) (1 - open) a [ kappa3 G_ki + kappa5 G_kj ],  G suspicion
reassurance[k,i] = + scale seen kappa4 prox_ki T_ki max(0, S_ki)
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.units import Index, LogOdds, Ratio, Share
from dipsim.model.processes.perception.openness import openness
from dipsim.model.processes.support.neighbours import neighbours
from dipsim.model.processes.trust.evidence import note
from dipsim.model.state import dyads, exchange_kind, trust_accounts
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import KindIndex, NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.scratch import BillPart
from dipsim.model.state.trust_accounts import KindAccount

KAPPA_OWN = PARAMETERS.add(
    "bill.kappa_own",
    1.5,
    (0, 10),
    unit="log-odds",
    source="assumed (prototype k3 .3-1.5)",
    meaning="kappa3, alarm at the strength that the actor shows",
)
KAPPA_HELPING = PARAMETERS.add(
    "bill.kappa_helping", 0.5, (0, 10), unit="log-odds", meaning="kappa5, alarm at help for one's rival"
)
KAPPA_REASSURED = PARAMETERS.add(
    "bill.kappa_reassured",
    0.15,
    (0, 5),
    unit="log-odds",
    source="assumed (prototype k4)",
    meaning="kappa4, reassurance of friends",
)
ALLIED = PARAMETERS.add(
    "bill.allied",
    0.4,
    (0, 2),
    source="Kuo and Blankenship 2022",
    grade=2,
    meaning="a, alarm when the parties are treaty allies",
    rivals=(
        (1.0, "D'Orazio 2012: no difference found (sign only)"),
        (1.3, "Bernhardt and Sukin 2021: exercises of allies provoke (sign only; size assumed)"),
    ),
)
DISCOVERED = PARAMETERS.add(
    "bill.discovered", 1.5, (1, 5), meaning="how much worse a hidden act is seen once discovered"
)


@equation
def alarm(strength: LogOdds, seen: Ratio, defensive: Share, open_: Share, allied: Share, threat: Ratio) -> LogOdds:
    """Alarm of an observer about a party of an act, in log-odds, at most 0 (E86); 0 when the act is fully ``defensive``
    or open.

    ``strength`` (log-odds) is the weight of the kind times the scale of the act, ``seen`` is 1, or more for a hidden
    act that is discovered, ``open_`` how open it is to the observer, ``allied`` the share that counts between treaty
    allies (0 to 1), and ``threat`` is kappa3 times the observer's suspicion of the party plus kappa5 times that of
    the other one."""
    return -strength * seen * (1.0 - defensive) * (1.0 - open_) * allied * threat


@equation
def reassurance(
    weight: Ratio, scale: Ratio, seen: Ratio, kappa: LogOdds, proximity: Share, trust: Share, alignment: Ratio
) -> LogOdds:
    """Reassurance of an observer about a party of an act, in log-odds, at least 0 (E87): the ``weight`` of the kind,
    the ``scale`` of the act, how it is ``seen``, ``kappa`` (log-odds), ``proximity`` and ``trust`` towards the party
    (0 to 1) and their ``alignment``, where it is above 0."""
    return weight * scale * seen * kappa * proximity * trust * max(0.0, alignment)


@process
def charge_third_parties(
    b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, scale: Ratio, seen: Ratio, notified: Share
) -> None:
    """Write the bill of one act of kind ``c`` of ``i`` with ``j`` in run ``r`` of the block ``b``, for both parties
    and every observer; ``scale`` is 1 for one usual act, ``seen`` is 1, or more for a hidden act that is discovered,
    ``notified`` how far it was announced (0 to 1)."""
    charge_observers(b, c, i, j, r, scale, seen, notified)
    charge_observers(b, c, j, i, r, scale, seen, notified)


@process
def charge_observers(
    b: Block, c: KindIndex, i: NationIndex, j: NationIndex, r: RunIndex, scale: Ratio, seen: Ratio, notified: Share
) -> None:
    """Write the bill about the party ``i`` of an act of kind ``c`` with ``j``, for all that are linked to i, in run
    ``r`` of the block ``b`` (E86); ``scale``, ``seen`` and ``notified`` as in ``charge_third_parties``."""
    dyad, kind, p = b.dyad, b.kind, b.par
    if kind[exchange_kind.ALARM, c, r] > 0.0:
        strength = kind[exchange_kind.ALARM, c, r] * scale
        allied = p[ALLIED, r] if dyad[dyads.COVER_DEFENCE, i, j, r] > 0.0 else 1.0
        for q in neighbours(b, i):
            k = b.neighbour[q]
            if k != j:
                threat = (
                    p[KAPPA_OWN, r] * dyad[dyads.SUSPICION, k, i, r]
                    + p[KAPPA_HELPING, r] * dyad[dyads.SUSPICION, k, j, r]
                )
                threat *= dyad[dyads.LINK, k, i, r]
                defensive, open_ = kind[exchange_kind.DEFENSIVE, c, r], openness(b, i, k, r, notified)
                enter(b, BillPart.ALARM, c, k, i, r, alarm(strength, seen, defensive, open_, allied, threat))
    if kind[exchange_kind.REASSURANCE, c, r] > 0.0:
        for q in neighbours(b, i):
            k = b.neighbour[q]
            if k != j and b.dyad[dyads.PROXIMITY, k, i, r] > 0.0:
                enter(b, BillPart.REASSURANCE, c, k, i, r, reassurance_by(b, c, i, k, r, scale, seen))


@equation
def reassurance_by(
    b: Block, c: KindIndex, i: NationIndex, k: NationIndex, r: RunIndex, scale: Ratio, seen: Ratio
) -> LogOdds:
    """Reassurance of ``k`` about the party ``i`` of an act of kind ``c``, in log-odds (E87), in run ``r`` of the
    block ``b``; ``scale`` and ``seen`` as in ``charge_third_parties``."""
    dyad = b.dyad
    return reassurance(
        b.kind[exchange_kind.REASSURANCE, c, r],
        scale,
        seen,
        b.par[KAPPA_REASSURED, r],
        dyad[dyads.PROXIMITY, k, i, r],
        dyad[dyads.TRUST, k, i, r],
        dyad[dyads.ALIGNMENT, k, i, r],
    )


@equation
def enter(b: Block, part: Index, c: KindIndex, k: NationIndex, i: NationIndex, r: RunIndex, evidence: LogOdds) -> None:
    """Enter ``evidence`` (log-odds) of kind ``c``, alarm (``part`` 0) or reassurance (1), of ``k`` about ``i`` into
    the ledger of run ``r`` of the block ``b``, and into the bill if one is kept."""
    note(b, trust_accounts.KINDS + trust_accounts.PER_KIND * c + KindAccount.ALARM + part, k, i, r, evidence)
    if b.bill.shape[0] > 0:
        b.bill[part, c, k, i, r] += evidence
