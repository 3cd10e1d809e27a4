"""What an exchange kind is: its form, and the numbers that a catalogue file gives.

A kind is data. The files of ``catalogue/`` give values, bounds, sources and grades; the meaning and the unit of each
number are declared here once. Shapes: ``kind[row, c, run]``.
"""

from __future__ import annotations

from dipsim.model.state.quantities import NUMBERS

FORMS = ("pair", "directed", "many", "standing", "incident", "hosted", "measure", "group")
PAIR, DIRECTED, MANY, STANDING, INCIDENT, HOSTED, SANCTION, GROUP = range(len(FORMS))
GROUPS = ("cooperation", "communication", "alliance", "coercion", "incident")
SCOPES = ("exercise", "procurement", "technology", "intelligence", "border", "counter_terrorism", "disaster")

_rate = (0.0, 200.0)
_unit = (0.0, 1.0)

RATE = NUMBERS.add(
    "rate",
    0.0,
    _rate,
    unit="per year",
    meaning="how often it comes up for two neighbours of reference size that both want it",
)
READINESS = NUMBERS.add("readiness", 0.0, (-20, 20), meaning="w0, the wish with every other term at 0")
THRESHOLD = NUMBERS.add("threshold", 0.5, _unit, meaning="m, the trust at which it becomes attractive")
NEED_THREAT = NUMBERS.add(
    "need_threat", 0.0, (0, 20), meaning="wN, weight of the threat the receiver feels from others"
)
NEED_PAIR = NUMBERS.add("need_pair", 0.0, (0, 20), meaning="weight of the threat the two feel from each other")
NEED_DISASTER = NUMBERS.add("need_disaster", 0.0, (0, 20), meaning="weight of a recent disaster of the receiver")
NEED_UNMET = NUMBERS.add("need_unmet", 0.0, (0, 20), meaning="weight of requests that other suppliers refused")
REVENUE_WISH = NUMBERS.add("revenue", 0.0, (0, 20), meaning="wR, weight of the supplier's industry")
NETWORK = NUMBERS.add("network", 0.0, (0, 20), meaning="weight of the partners' popularity and of shared partners")
TIE = NUMBERS.add("tie", 0.0, (0, 20), meaning="weight of a pact, an agreement or a common ally of the two")
RIVALRY = NUMBERS.add("rivalry", 0.0, (0, 20), meaning="weight of the stake of an open issue of the two, against")
AGAIN = NUMBERS.add(
    "again", 0.0, _unit, meaning="chance that two who did it do it again a year later, if both wish it dearly"
)
AUTONOMY = NUMBERS.add("autonomy", 0.0, (0, 20), meaning="wV, loss of freedom of action")
COST = NUMBERS.add(
    "cost", 0.0, (0, 1e6), unit="bn USD per act", money=True, meaning="charged to each party's diplomacy purse"
)
STAFF_COST = NUMBERS.add("staff", 1.0, (0, 1000), unit="slots per act", meaning="charged to each party's staff")
EVIDENCE = NUMBERS.add(
    "evidence", 0.0, (-5, 5), unit="log-odds", meaning="lambda of a typical act; of a directed act, at the receiver"
)
EVIDENCE_BACK = NUMBERS.add(
    "evidence_back", 0.0, (-5, 5), unit="log-odds", meaning="lambda of a typical directed act at the giver"
)
COSTLINESS = NUMBERS.add(
    "costliness", 1.0, (0, 3), meaning="how much dearer the act is for an exploitative type; 1 at the typical act"
)
HALF_LIFE = NUMBERS.add("half_life", 2.0, (0.02, 100), unit="years", meaning="half-life of its evidence")
CAP = NUMBERS.add("cap", 1.5, (0.05, 20), unit="log-odds", meaning="largest standing of its account")
ALARM = NUMBERS.add("alarm", 0.0, (0, 20), meaning="w, how much strength it shows to third parties")
REASSURANCE = NUMBERS.add("reassurance", 0.0, (0, 20), meaning="how much it reassures third parties")
DEFENSIVE = NUMBERS.add("defensive", 0.0, _unit, meaning="share that is recognisably defensive")
NOTIFIED = NUMBERS.add("notified", 0.0, _unit, meaning="how far the act is notified to third parties in advance")
HIDDEN = NUMBERS.add("hidden", 0.0, _unit, meaning="probability that an act is hidden")
INTEROPERABILITY = NUMBERS.add("interoperability", 0.0, _unit, meaning="gain of the pair's interoperability")
CHANNEL = NUMBERS.add("channel", 0.0, _unit, meaning="gain of channel quality")
NOTICE = NUMBERS.add("notice", 0.0, _unit, meaning="gain of notice, the openness of one's acts to the other")
INSIGHT_GAIN = NUMBERS.add("insight", 0.0, _unit, meaning="gain of insight, which shrinks errors of perception")
LEAK = NUMBERS.add("leak", 0.0, _unit, meaning="probability that what was shared leaks to somebody's rival")
DELIVERY = NUMBERS.add(
    "delivery", 0.0, (0, 5), unit="of sqrt(M_i M_j)", meaning="capability delivered by an act of scale 1"
)
PRICE = NUMBERS.add("price", 0.0, _unit, meaning="share of the delivery that the receiver pays")
LICENSED = NUMBERS.add("licensed", 0.0, _unit, meaning="1 when the supplier's licence is needed")
RISK_WEIGHT = NUMBERS.add("risk_weight", 1.0, (0, 10), meaning="weight of risk in the licence")
DEPENDENCE_GAIN = NUMBERS.add("dependence", 0.0, _unit, meaning="gain of the receiver's dependence on the giver")
TECHNOLOGY_GAIN = NUMBERS.add(
    "technology", 0.0, _unit, meaning="gain of technology of whoever is behind; a tenth of it for both"
)
WEAR_CULTURE = NUMBERS.add("wear_culture", 0.0, _unit, meaning="how much contact wears down the culture gap")
WEAR_STANDARDS = NUMBERS.add("wear_standards", 0.0, _unit, meaning="how much contact wears down the standards gap")
MISHAP = NUMBERS.add("mishap", 0.0, _unit, meaning="probability of an incident at full friction and incoherence")
TERM = NUMBERS.add("term", 0.0, (0, 200), unit="years", meaning="term of a standing instrument; 0 = without end")
UPKEEP = NUMBERS.add(
    "upkeep", 0.0, (0, 1e6), unit="bn USD per year", money=True, meaning="upkeep of a standing instrument, each party"
)
UPKEEP_SHARE = NUMBERS.add(
    "upkeep_share", 0.0, (0, 0.01), unit="of gdp per year", meaning="upkeep besides, each party by its own gdp"
)
UPKEEP_EVIDENCE = NUMBERS.add(
    "upkeep_evidence", 0.0, (-5, 5), unit="log-odds per year", meaning="evidence while in force"
)
COVER_DEFENCE = NUMBERS.add("cover_defence", 0.0, _unit, meaning="how far it pledges help in defence")
CONDITIONAL = NUMBERS.add(
    "conditional", 0.0, _unit, meaning="share of its pledge of help in defence that is lost to who provoked the attack"
)
COVER_OFFENCE = NUMBERS.add("cover_offence", 0.0, _unit, meaning="how far it pledges help in attack")
RESTRAINT = NUMBERS.add("restraint", 0.0, _unit, meaning="how far allies restrain a member")
PLEDGE = NUMBERS.add("pledge", 0.0, _unit, meaning="how far it pledges not to help the other's enemies")
HOTLINE = NUMBERS.add("hotline", 0.0, _unit, meaning="1 when it can be called in a crisis")
NEED_GROUNDWORK = NUMBERS.add("need_groundwork", 0.0, (0, 20), meaning="weight of groundwork laid by lighter acts")
NEED_WRONG = NUMBERS.add(
    "need_wrong", 0.0, (0, 20), meaning="weight of wrongs of the other: disputes it began, goods it diverted"
)
GROUNDWORK = NUMBERS.add("groundwork", 0.0, _unit, meaning="gain of groundwork, which makes formal steps more likely")
BASIS = NUMBERS.add("basis", 0.0, _unit, meaning="trust below which the act is no evidence for trust")
RELIEF = NUMBERS.add("relief", 0.0, _unit, meaning="share of the receiver's disaster that it relieves")
UNREST = NUMBERS.add("unrest", 0.0, _unit, meaning="share of its stability that the receiver loses")
INDUSTRY_GAIN = NUMBERS.add("industry", 0.0, _unit, meaning="gain of the arms industry of whoever is behind")
EMERGING_GAIN = NUMBERS.add("emerging", 0.0, _unit, meaning="gain of the emerging share of whoever is behind")
LEAKAGE = NUMBERS.add(
    "leakage", 0.0, _unit, meaning="share of a gain of technology that reaches each close partner of the receiver"
)
SAVING = NUMBERS.add("saving", 0.0, (0, 0.5), meaning="share by which arming gets cheaper for both while in force")
WORK = NUMBERS.add(
    "work", 0.0, (0, 20), unit="acts per year", meaning="what a standing programme does while in force, in acts"
)
EXIT = NUMBERS.add(
    "exit", 0.0, (-5, 0), unit="log-odds", meaning="evidence against whoever leaves before the end of the term"
)
PROTECTION = NUMBERS.add("protection", 0.0, _unit, meaning="how far it carries programmes over a change of government")
BLOCKS = NUMBERS.add("blocks", 0.0, _unit, meaning="share of licensed transfers to the target that it stops")
DAMAGE = NUMBERS.add("damage", 0.0, (0, 0.2), unit="per year", meaning="growth that it takes from the target")
FOLLOWED = NUMBERS.add(
    "followed", 0.0, _unit, meaning="chance that a fellow member of an organisation follows at full trust"
)
ALIGNS = NUMBERS.add(
    "aligns",
    0.0,
    _unit,
    meaning="share of the gap between a party's soldiers and diplomats that it closes",
)
DISRUPTS = NUMBERS.add("disrupts", 0.0, _unit, meaning="share of channels and calls that an incident cuts for a while")
DIGITAL = NUMBERS.add("digital", 0.0, _unit, meaning="gain of digital exposure, through which cyber incidents come")
CYBER = NUMBERS.add("cyber", 0.0, _unit, meaning="1 for an incident that comes through digital exposure, not proximity")
STAKE = NUMBERS.add("stake", 0.0, _unit, meaning="share of the rest of the way that an incident raises the stake")
QUALITY = NUMBERS.add("quality", 0.5, _unit, meaning="of an organisation of this kind: how open members are in it")
VERIFICATION = NUMBERS.add(
    "verification",
    0.0,
    _unit,
    unit="per year",
    meaning="of an organisation of this kind: rate at which breach is found",
)
LIMIT = NUMBERS.add(
    "limit", 0.0, (0, 1000), unit="of M at the start", meaning="of an organisation of this kind: largest capability"
)
MODE = NUMBERS.add("mode", 1.0, (0, 3), unit="switch", meaning="0 off, 1 on, 2 null (counted only), 3 cost only")

OFF, ON, NULL, COST_ONLY = 0.0, 1.0, 2.0, 3.0
