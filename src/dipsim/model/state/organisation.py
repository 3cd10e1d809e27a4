"""What an organisation is: rows of ``org[row, o, run]``; its members are ``member[o, i, run]``."""

from __future__ import annotations

from dipsim.model.state.quantities import ORGANISATION

# the kind that gives an organisation of a type its numbers, and that switches it off
KIND_OF = {"council": "defence_council", "control_regime": "control_regime", "arms_control": "arms_control_treaty"}
TYPES = ("forum", "alliance", "council", "control_regime", "arms_control")
FORUM, ALLIANCE, COUNCIL, CONTROL_REGIME, ARMS_CONTROL = range(len(TYPES))

IN_FORCE = ORGANISATION.add("in_force", 1.0, (0, 1), meaning="0 where its kind is switched off")
QUALITY = ORGANISATION.add("quality", 0.5, (0, 1), meaning="how open members are to each other inside it")
UPKEEP = ORGANISATION.add("upkeep", 0.0, (0, 1e6), unit="bn USD per year", money=True, meaning="charged to each member")
ADMISSION = ORGANISATION.add("admission", 0.0, (0, 100), unit="per year", meaning="rate at which an outsider may apply")
VERIFICATION = ORGANISATION.add(
    "verification",
    0.0,
    (0, 1),
    unit="per year",
    meaning="rate at which a breach is found; also keeps members from cheating",
)
LIMIT = ORGANISATION.add(
    "cap", 0.0, (0, 1000), unit="of M at the start", meaning="largest capability allowed; 0 = none"
)
COVER_DEFENCE = ORGANISATION.add(
    "cover_defence", 0.0, (0, 1), meaning="how far an alliance of its content pledges help in defence"
)
CONDITIONAL = ORGANISATION.add(
    "conditional", 0.0, (0, 1), meaning="share of its pledge in defence that is lost to who provoked the attack"
)
COVER_OFFENCE = ORGANISATION.add("cover_offence", 0.0, (0, 1), meaning="how far it pledges help in attack")
PLEDGE = ORGANISATION.add("pledge", 0.0, (0, 1), meaning="how far members pledge not to help enemies of each other")
RESTRAINT = ORGANISATION.add("restraint", 0.0, (0, 1), meaning="how far members restrain each other")
SETTABLE = ("quality", "upkeep", "admission", "verification", "cap", "meets")  # what a scenario may set
MEETS = ORGANISATION.add("meets", 0.0, (0, 365), unit="per year", meaning="meetings")
