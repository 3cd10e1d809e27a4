"""The causes of trust: named baseline terms and named accounts.

An account is a row of ``acc[c, i, j, run]``: the fixed accounts first, then those of each exchange kind.
"""

from __future__ import annotations

from enum import auto

from dipsim.kernels.index_enum import IndexEnum


class BaselineTerm(IndexEnum):
    """Rows of ``base``."""

    CONSTANT = auto()
    INTERESTS = auto()
    INSTITUTIONS = auto()
    REGIME = auto()
    TRADE = auto()
    CULTURE = auto()
    DISPUTE = auto()


class FixedAccount(IndexEnum):
    """The first rows of ``acc``."""

    REPUTATION = auto()
    HISTORY = auto()
    INTENT = auto()
    INCIDENTS = auto()
    CRISES_THREAT = auto()
    CRISES_FORCE = auto()
    CRISES_WAR = auto()
    REFUSALS = auto()
    BETRAYALS = auto()
    BALANCE = auto()
    UNEXPLAINED = auto()
    GOVERNMENT = auto()


class KindAccount(IndexEnum):
    """Accounts of one exchange kind, in the order of their rows."""

    OWN = auto()
    ALARM = auto()
    REASSURANCE = auto()


BASELINE = BaselineTerm.names()
FIXED = FixedAccount.names()
KINDS = len(FixedAccount)  # row of the first account of the first kind
PER_KIND = len(KindAccount)
HARDLY_CAPPED = 1e6


def count(kinds: int) -> int:
    """How many accounts there are with ``kinds`` exchange kinds."""
    return KINDS + PER_KIND * kinds


def names(kinds: list[str]) -> list[str]:
    """Names of all accounts of a world with these ``kinds``, in the order of their rows."""
    return list(FIXED) + [name for kind in kinds for name in (kind, f"alarm: {kind}", f"reassurance: {kind}")]
