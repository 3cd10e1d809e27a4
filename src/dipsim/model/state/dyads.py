"""What lies between two nations: rows of ``dyad[row, i, j, run]``, i towards or about j.

Undirected quantities are stored both ways and kept equal.
"""

from __future__ import annotations

from dipsim.model.state.quantities import DYAD

# derived each tick
LOGIT = DYAD.add("logit", 0.0, unit="log-odds", meaning="l, log-odds of trust, the sum of baseline terms and accounts")
TRUST = DYAD.add("trust", 0.5, meaning="T, belief of i that j is trustworthy")
EVIDENCE_HELD_FOR = DYAD.add(
    "evidence_held_for", 0.0, unit="log-odds", meaning="sum of what kinds of acts hold for trust"
)
EVIDENCE_HELD_AGAINST = DYAD.add(
    "evidence_held_against", 0.0, unit="log-odds", meaning="sum of what kinds of acts hold against trust"
)
REPUTATION_SCORE = DYAD.add(
    "reputation_score", 0.0, unit="log-odds", meaning="D, sum of the accounts except reputation and history"
)
ALARM_HELD = DYAD.add(
    "alarm_held", 0.0, unit="log-odds", meaning="standing alarm of i about j, the sum over kinds of acts, not below 0"
)
ALIGNMENT = DYAD.add("alignment", 0.0, meaning="S, similarity of interests weighted by salience, -1..1")
OPPORTUNITY = DYAD.add("opportunity", 0.0, meaning="gravity of the pair, 0 when not linked")
SEEN_CAPABILITY = DYAD.add(
    "seen_capability", 0.0, unit="bn USD", money=True, meaning="capability of j as i perceives it"
)
FORESEEN = DYAD.add("foreseen", 1.0, meaning="share of the alarm at its acts with j that i foresees")
HELP_DEFENCE = DYAD.add("help_defence", 0.0, unit="bn USD", money=True, meaning="expected help for i when j attacks")
HELP_OFFENCE = DYAD.add("help_offence", 0.0, unit="bn USD", money=True, meaning="expected help for i in attacking j")
EXPOSURE = DYAD.add("exposure", 0.0, unit="bn USD", money=True, meaning="X, capability that j can bring to bear on i")
HOSTILITY = DYAD.add("hostility", 0.0, meaning="h, how hostile i takes j to be, 0..1")
MENACE = DYAD.add("menace", 0.0, meaning="threat that i would face from j alone, without help, 0..2")
SUSPICION = DYAD.add("suspicion", 0.0, meaning="menace without what i's own standing alarm adds to it, 0..2")
THREAT = DYAD.add("threat", 0.0, meaning="H, danger: the threat from j that help leaves, 0..2")
COVER_DEFENCE = DYAD.add("cover_defence", 0.0, meaning="largest pledge of help in defence between i and j")
UNCONDITIONAL = DYAD.add(
    "unconditional", 0.0, meaning="largest pledge of help in defence between i and j that asks nothing in return"
)
COVER_OFFENCE = DYAD.add("cover_offence", 0.0, meaning="largest pledge of help in attack between i and j")
PLEDGE = DYAD.add("pledge", 0.0, meaning="largest pledge of i not to help enemies of j")
RESTRAINT = DYAD.add("restraint", 0.0, meaning="how far i and j restrain each other as allies")
AGREEMENTS = DYAD.add("agreements", 0.0, meaning="1 when a defence cooperation agreement is in force")
HOTLINE_IN_FORCE = DYAD.add("hotline_in_force", 0.0, meaning="1 when a hotline is in force")
BLOCKED = DYAD.add("blocked", 0.0, meaning="share of licensed transfers to j that measures of i stop")
PROTECTED = DYAD.add("protected", 0.0, meaning="protection of programmes by councils")
FORUM = DYAD.add("forum", 0.0, meaning="best quality of a forum or council that holds both")
RELEVANT = DYAD.add("relevant", 0.0, meaning="1 for a relevant dyad: proximity above 0 or a shared organisation")
SYMMETRIC_TRUST = DYAD.add("symmetric_trust", 0.0, meaning="centred symmetric trust of a relevant dyad")
HAZARD = DYAD.add("hazard", 0.0, unit="per year", meaning="onset, hazard of a challenge of j by i")

# state
PROXIMITY = DYAD.add("proximity", 0.0, meaning="prox, who can meet whom: 1 for neighbours, 0 far apart")
REACH = DYAD.add("reach", 0.0, meaning="rho, how far i can hurt j: 1 across a land border, 0 out of reach")
DISPUTE = DYAD.add("dispute", 0.0, meaning="d, stake of an open issue")
CLAIM = DYAD.add("claim", 0.0, meaning="f, standing claim towards which the stake falls")
TRADE = DYAD.add("trade", 0.0, meaning="trade dependence")
USUAL_TRADE = DYAD.add("usual_trade", 0.0, meaning="trade dependence that nothing cuts")
LINK = DYAD.add("link", 0.0, meaning="1 for a linked pair")
WILLINGNESS = DYAD.add("willingness", 1.0, meaning="willingness of i towards j")
INTEROPERABILITY = DYAD.add("interoperability", 0.0, meaning="stock of interoperability")
CHANNEL = DYAD.add("channel", 0.0, meaning="quality of channels")
NOTICE = DYAD.add("notice", 0.0, meaning="openness of the acts of i to j by notification")
GROUNDWORK = DYAD.add("groundwork", 0.0, meaning="groundwork that lighter acts laid for formal ones")
DISRUPTED = DYAD.add("disrupted", 0.0, meaning="share of channels and calls that is cut for now")
DEPENDENCE = DYAD.add("dependence", 0.0, meaning="dependence of i on j as a supplier")
CULTURE_GAP = DYAD.add("culture_gap", 0.0, meaning="gap of culture and language")
STANDARDS_GAP = DYAD.add("standards_gap", 0.0, meaning="gap of standards")
ERROR = DYAD.add("error", 0.0, meaning="standardised error of perception, Ornstein-Uhlenbeck with variance 1")
ALARM_ERROR = DYAD.add("alarm_error", 0.0, meaning="standardised error of i about the alarm at its acts with j")
INTENT_ERROR = DYAD.add("intent_error", 0.0, meaning="standardised error of i about the intent of j")
SCOPES = DYAD.add("scopes", 0.0, unit="bits", meaning="scopes of agreements in force, as bits of an integer")
BACKLOG_PAID = DYAD.add("backlog_paid", 0.0, unit="bn USD", money=True, meaning="ordered from i by j, j pays")
BACKLOG_GIVEN = DYAD.add("backlog_given", 0.0, unit="bn USD", money=True, meaning="promised by i to j, i pays")
RUNG = DYAD.add("rung", 0.0, unit="rung", meaning="0 none, 1 no action, 2 threat, 3 display, 4 use of force, 5 war")
CHALLENGER = DYAD.add("challenger", 0.0, meaning="1 for i when i began the dispute")
JOINED = DYAD.add("joined", 0.0, meaning="1 while the dispute of the pair is one that an ally joined")
BRIEF = DYAD.add("brief", 0.0, meaning="1 while the dispute of the pair stands at a level where it is one of the brief")
AFTERMATH = DYAD.add("aftermath", 0.0, meaning="1 from the end of a war to the end of its dispute")
ONSET_TICK = DYAD.add("onset_tick", 0.0, unit="ticks", meaning="tick in which the last dispute began")
PROVOKED = DYAD.add("provoked", 0.0, meaning="fading memory that i challenged j, 1 at the challenge")
PROMISED = DYAD.add("promised", 0.0, meaning="1 while a pledge of help stands between i and j")
BALANCE_THEN = DYAD.add("balance_then", 0.0, meaning="log of M_i / M_j when the pledge between the two began")
TURNED = DYAD.add("turned", 0.0, meaning="largest change of government of i since its pledge to j began, 0..1")
