"""Step 2, perception: what i believes about the strength of j, what help it expects, and the threat it feels (Walt).

M^[i,j] = M_j exp(nu - var/2)
X[i,j]      = rho_ji o_j (M^[i,j] + offensive help of j against i)
menace[i,j] = 2 h X / (X + M_i + m0 gdp_i),   danger H[i,j] = 2 h X / (X + M_i + defensive help of i + m0 gdp_i)
"""

from __future__ import annotations

import numpy as np

from dipsim.kernels.compiler.decorators import equation, process
from dipsim.kernels.numerics.elementary import exp, kept
from dipsim.kernels.numerics.units import Count, Money, Ratio, Share, Tick
from dipsim.model.processes.perception.hostility import HELPED, hostilities
from dipsim.model.processes.perception.misjudgement import misjudge
from dipsim.model.processes.perception.promises import called_cover, cover_in_attack, kept_word, remember_promises
from dipsim.model.processes.support.neighbours import neighbours, place
from dipsim.model.processes.support.normal_draws import draw_normal
from dipsim.model.processes.support.vector_helpers import anywhere, run_of, strips
from dipsim.model.processes.trust.evidence import open_channel
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import NationIndex, RunIndex
from dipsim.model.state.quantities import PARAMETERS
from dipsim.model.state.random_streams import stream
from dipsim.model.state.scratch import NationSummary

ERROR_STREAM = stream("perception/error")
SPREAD = PARAMETERS.add(
    "perception.spread",
    0.9,
    (0, 2),
    source="assumed (prototype)",
    meaning="spread of the log error about a fully opaque nation without channels",
)
ERROR_LIFE = PARAMETERS.add(
    "perception.half_life",
    2.0,
    (0.05, 50),
    unit="years",
    source="assumed (prototype)",
    meaning="half-life of an error of perception",
)
BY_CHANNEL = PARAMETERS.add(
    "perception.by_channel", 0.5, (0, 1), meaning="share of the spread that perfect channels remove"
)
BY_INSIGHT = PARAMETERS.add(
    "perception.by_insight", 0.5, (0, 1), meaning="share of the spread that full insight removes"
)
INSIGHT_LIFE = PARAMETERS.add(
    "perception.insight_half_life", 2.0, (0.1, 20), unit="years", meaning="half-life of insight"
)
POOLING = PARAMETERS.add(
    "perception.pooling",
    0.5,
    (0, 1),
    meaning="share of an ally's help that needs interoperability; without a pledge interoperability helps nobody",
)
EMERGING_OFFENCE = PARAMETERS.add(
    "perception.emerging_offence",
    0.3,
    (0, 3),
    meaning="how much an all-emerging force raises the share that can attack",
)
EMERGING_ERROR = PARAMETERS.add(
    "perception.emerging_error", 0.3, (0, 3), meaning="how much an all-emerging force raises errors about it"
)
ECONOMY = PARAMETERS.add("perception.economy", 0.02, (0, 1), meaning="m0, latent strength per unit of gdp")


@equation
def spread(
    size: Ratio,
    transparency: Share,
    channel: Share,
    insight: Share,
    by_channel: Share,
    by_insight: Share,
    novelty: Ratio,
) -> Ratio:
    """Spread of the log error of one nation about another's capability (E42): ``size`` (a standard deviation) times
    what the other's ``transparency``, the ``channel`` between them and the own ``insight`` leave (all 0 to 1; the
    last two by the shares ``by_channel`` and ``by_insight``), times ``novelty``, 1 plus what emerging technology
    adds."""
    return size * (1.0 - transparency) * (1.0 - by_channel * channel) * (1.0 - by_insight * insight) * novelty


@equation
def doubt(b: Block, i: NationIndex, j: NationIndex, r: RunIndex) -> Ratio:
    """Spread of the log error of ``i`` about the capability of ``j`` in run ``r`` of the block ``b`` (E42)."""
    nat, p = b.nat, b.par
    return spread(
        p[SPREAD, r],
        nat[nation.TRANSPARENCY, j, r],
        open_channel(b, i, j, r),
        nat[nation.INSIGHT, i, r],
        p[BY_CHANNEL, r],
        p[BY_INSIGHT, r],
        1.0 + p[EMERGING_ERROR, r] * nat[nation.EMERGING, j, r],
    )


@equation
def attacking(offence: Share, emerging: Share, gain: Ratio) -> Share:
    """Share of capability that can attack (E45), at most 1: ``offence``, raised by ``gain`` times the share of
    ``emerging`` technology."""
    return min(1.0, offence * (1.0 + gain * emerging))


@equation
def striking(b: Block, i: NationIndex, r: RunIndex) -> Share:
    """Share of the capability of ``i`` that can attack in run ``r`` of the block ``b`` (E45)."""
    nat = b.nat
    return attacking(nat[nation.OFFENCE, i, r], nat[nation.EMERGING, i, r], b.par[EMERGING_OFFENCE, r])


@equation
def perceived(capability: Money, spread: Ratio, error: Ratio) -> Money:
    """Capability as it is seen, in money (E43): M^ = M exp(nu - var / 2), nu = spread * error, so that its mean over
    errors is M; ``capability`` is M, ``spread`` the standard deviation of the log error, ``error`` the standardised
    one."""
    return capability * exp(spread * error - 0.5 * spread * spread)


@equation
def pledged_help(
    cover: Share, honour: Share, interoperability: Share, pooling: Share, capability: Money, pledge: Share
) -> Money:
    """Help expected from one ally, in money (E44): cover q (1 - s + s I) M (1 - pledge to the other side).

    ``cover`` is how far its pledge holds, ``honour`` q how surely it keeps it, ``pooling`` s the share that needs
    ``interoperability`` I, ``pledge`` that to the other side (all 0 to 1), ``capability`` M its strength in money."""
    return cover * honour * ((1.0 - pooling) + pooling * interoperability) * capability * (1.0 - pledge)


@equation
def exposure(reach: Share, offence: Share, capability: Money, offensive_help: Money) -> Money:
    """X, what one nation can bring to bear on another, in money (E46): its ``reach`` towards it and the share of its
    forces that can attack (``offence``, 0 to 1), times its ``capability`` and ``offensive_help`` (money)."""
    return reach * offence * (capability + offensive_help)


@equation
def threat(hostility: Share, exposure: Money, capability: Money, defensive_help: Money, latent: Money) -> Ratio:
    """Threat that one nation sees in another (E47; Walt 1987): 0 to 2, and 0 where the other has no reach.

    ``hostility`` (0 to 1) is how hostile the other seems, ``exposure`` what it can bring to bear; against it stand
    the own ``capability``, ``defensive_help`` and ``latent`` strength, all in money. Without help it is called
    menace, with help danger."""
    against = exposure + capability + defensive_help + latent
    return 2.0 * hostility * exposure / against if exposure > 0.0 else 0.0


@process
def errors(b: Block, tick: Tick) -> None:
    """Advance the standardised error of every directed dyad of the block ``b`` by one ``tick`` (E41): an
    Ornstein-Uhlenbeck process with variance 1; insight fades."""
    nat, dyad, par, row = b.nat, b.dyad_flat, b.par, b.row
    n, runs = nat.shape[1], nat.shape[2]
    for i in range(n):
        for r in range(runs):
            nat[nation.INSIGHT, i, r] *= kept(b.dt, par[INSIGHT_LIFE, r])
    for r in range(runs):
        keep = kept(b.dt, par[ERROR_LIFE, r])
        row[0, r] = keep
        row[1, r] = np.sqrt(max(0.0, 1.0 - keep * keep))
    for i in range(n):
        each, columns = strips(b, i)
        for y in range(each):
            j = b.neighbour[b.neighbours_from[i] + y]
            draw_normal(b, tick, i, j, ERROR_STREAM)
            start = place(b, i, j, 0)
            for x in range(columns):
                run = run_of(b, x)
                dyad[dyads.ERROR, start + x] = row[0, run] * dyad[dyads.ERROR, start + x] + row[1, run] * row[3, x]


@process
def remove_perception_error(b: Block) -> None:
    """Set every error in the block ``b`` so that capability is seen as it is: spread * error = spread^2 / 2."""
    for i in range(b.nat.shape[1]):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            for r in range(b.nat.shape[2]):
                b.dyad[dyads.ERROR, i, j, r] = 0.5 * doubt(b, i, j, r)


@process
def help_expected(b: Block) -> None:
    """Write the help that each nation expects against each other one, in defence and in attack (money), into the
    block ``b``, summed over allies in the order of ids."""
    nat, dyad = b.nat, b.dyad
    n, runs = nat.shape[1], nat.shape[2]
    remember_promises(b)
    for i in range(n):
        allied = allies(b, i)
        for p in neighbours(b, i):
            j = b.neighbour[p]
            for r in range(runs):
                dyad[dyads.HELP_DEFENCE, i, j, r] = 0.0
                dyad[dyads.HELP_OFFENCE, i, j, r] = 0.0
            for q in range(allied):
                a = b.nation_list[q]
                if a == j:
                    continue
                for r in range(runs):
                    honour = kept_word(b, a, i, r)
                    pooling = b.par[POOLING, r]
                    interop, mass = dyad[dyads.INTEROPERABILITY, a, i, r], nat[nation.CAPABILITY, a, r]
                    pledge = dyad[dyads.PLEDGE, a, j, r]
                    dyad[dyads.HELP_DEFENCE, i, j, r] += pledged_help(
                        called_cover(b, a, i, j, r), honour, interop, pooling, mass, pledge
                    )
                    dyad[dyads.HELP_OFFENCE, i, j, r] += pledged_help(
                        cover_in_attack(b, a, i, r), honour, interop, pooling, mass, pledge
                    )


@process
def allies(b: Block, i: NationIndex) -> Count:
    """List in ``nation_list`` of the block ``b`` the nations that have pledged help to ``i`` in some run; returns
    how many."""
    found = 0
    for q in neighbours(b, i):
        a = b.neighbour[q]
        if anywhere(b, dyads.COVER_DEFENCE, a, i) or anywhere(b, dyads.COVER_OFFENCE, a, i):
            b.nation_list[found] = a
            found += 1
    return found


@process
def threats(b: Block) -> None:
    """Write hostility, perceived capability, exposure, menace, suspicion and danger of every directed dyad into the
    block ``b``."""
    nat, dyad, par = b.nat, b.dyad, b.par
    n, runs = nat.shape[1], nat.shape[2]
    for i in range(n):
        for r in range(runs):
            nat[nation.KNOWN, i, r] = nat[nation.CAPABILITY, i, r]
            b.nation_summary[NationSummary.LARGEST_THREAT, i, r] = b.nation_summary[
                NationSummary.SECOND_THREAT, i, r
            ] = 0.0
    hostilities(b)
    for i in range(n):
        for q in neighbours(b, i):
            j = b.neighbour[q]
            for r in range(runs):
                size = doubt(b, i, j, r)
                seen = perceived(nat[nation.CAPABILITY, j, r], size, dyad[dyads.ERROR, i, j, r])
                dyad[dyads.SEEN_CAPABILITY, i, j, r] = seen
                x = exposure(dyad[dyads.REACH, j, i, r], striking(b, j, r), seen, dyad[dyads.HELP_OFFENCE, j, i, r])
                dyad[dyads.EXPOSURE, i, j, r] = x
                h = dyad[dyads.HOSTILITY, i, j, r]
                own, latent = nat[nation.CAPABILITY, i, r], par[ECONOMY, r] * nat[nation.GDP, i, r]
                help_ = dyad[dyads.HELP_DEFENCE, i, j, r]
                menace = threat(h, x, own, par[HELPED, r] * help_, latent)
                dyad[dyads.MENACE, i, j, r] = menace
                without = dyad[dyads.SUSPICION, i, j, r]
                dyad[dyads.SUSPICION, i, j, r] = threat(without, x, own, par[HELPED, r] * help_, latent)
                dyad[dyads.THREAT, i, j, r] = threat(h, x, own, help_, latent)
                worst = b.nation_summary[NationSummary.LARGEST_THREAT, i, r]
                b.nation_summary[NationSummary.LARGEST_THREAT, i, r] = max(worst, menace)
                b.nation_summary[NationSummary.SECOND_THREAT, i, r] = max(
                    b.nation_summary[NationSummary.SECOND_THREAT, i, r], min(worst, menace)
                )


@process(
    reads=(
        "accounts ids key nation_summary par stream_ids dyad(alarm_error alarm_held balance_then channel cover_defence "
        "cover_offence dispute disrupted error help_defence help_offence hostility intent_error interoperability link "
        "logit menace pledge promised provoked reach suspicion turned unconditional) nat(capability emerging gdp "
        "insight offence transparency)"
    ),
    writes=(
        "nation_summary dyad(alarm_error balance_then error exposure foreseen help_defence help_offence hostility "
        "intent_error menace promised seen_capability suspicion threat turned) nat(insight known)"
    ),
)
def perception(b: Block, tick: Tick) -> None:
    """Step 2 of the ``tick`` in every run of the block ``b``: errors, expected help, threats."""
    errors(b, tick)
    misjudge(b, tick)
    help_expected(b)
    threats(b)
