"""What an organisation is: rows of ``org[row, o, run]``; its members are ``member[o, i, run]``."""

from __future__ import annotations

from dipsim.model.declare import ORGANISATION

TYPES = ("forum", "alliance", "council", "control_regime", "arms_control")
FORUM, ALLIANCE, COUNCIL, CONTROL_REGIME, ARMS_CONTROL = range(len(TYPES))

QUALITY = ORGANISATION.add("quality", 0.5, (0, 1), meaning="how open members are to each other inside it")
UPKEEP = ORGANISATION.add("upkeep", 0.0, (0, 1e6), unit="bn USD per year", money=True, meaning="charged to each member")
ADMISSION = ORGANISATION.add("admission", 0.0, (0, 100), unit="per year", meaning="rate at which an outsider may apply")
VERIFICATION = ORGANISATION.add("verification", 0.0, (0, 1), meaning="chance per year that a breach is found")
LIMIT = ORGANISATION.add("cap", 0.0, (0, 1000), unit="of M at the start", meaning="largest capability allowed; 0 = none")
MEETS = ORGANISATION.add("meets", 0.0, (0, 365), unit="per year", meaning="meetings")
