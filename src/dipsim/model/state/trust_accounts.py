"""The causes of trust: named baseline terms and named accounts.

An account is a row of ``acc[c, i, j, run]``: reputation and history first, then the fixed causes, then three for each
exchange kind (the kind itself, alarm, reassurance).
"""

from __future__ import annotations

BASELINE = ("constant", "interests", "institutions", "regime", "trade", "culture", "dispute")
FIXED = (
    "reputation",
    "history",
    "intent",
    "incidents",
    "crises_threat",
    "crises_force",
    "crises_war",
    "refusals",
    "betrayals",
    "balance",
    "unexplained",
)
(
    REPUTATION,
    HISTORY,
    INTENT,
    INCIDENTS,
    CRISES_THREAT,
    CRISES_FORCE,
    CRISES_WAR,
    REFUSALS,
    BETRAYALS,
    BALANCE,
    UNEXPLAINED,
) = range(len(FIXED))
KINDS = len(FIXED)  # account of kind c: KINDS + 3 c, its alarm + 1, its reassurance + 2
HARDLY_CAPPED = 1e6


def names(kinds: list[str]) -> list[str]:
    """Names of all accounts, in the order of their rows."""
    return list(FIXED) + [name for kind in kinds for name in (kind, f"alarm: {kind}", f"reassurance: {kind}")]
