"""Events: those that a scenario dates, declared once here, and those that are written into the log.

A dated event is one entry of ``DatedEvent`` and one branch of a kernel in ``processes/domestic/scheduled_events.py``.
The schema of the timeline, its checks, the rows of ``dated`` and the documents follow from the entry.
"""

from __future__ import annotations

from enum import auto
from typing import Self

from dipsim.kernels.index_enum import IndexEnum


class LogEvent(IndexEnum):
    """Events that are written down for the recorded runs."""

    ACT = auto()
    HIDDEN_ACT = auto()
    UNAFFORDABLE = auto()
    REFUSED_LICENCE = auto()
    DELAYED_LICENCE = auto()
    DIVERTED = auto()
    DISCOVERED = auto()
    MISHAP = auto()
    LEAKED = auto()
    SIGNED = auto()
    RENEWED = auto()
    LAPSED = auto()
    BREACHED = auto()
    REVOKED = auto()
    ADMITTED = auto()
    CHEATED = auto()
    GOVERNMENT_CHANGE = auto()
    DISASTER = auto()
    POWER_SHOCK = auto()
    TECHNOLOGY_SHOCK = auto()
    JOINED_ORGANISATION = auto()
    LEFT_ORGANISATION = auto()
    IMPOSED = auto()
    FOLLOWED = auto()
    LIFTED = auto()
    DISPUTE = auto()
    CLIMBED = auto()
    SETTLED = auto()
    WON = auto()
    HONOURED = auto()
    ABANDONED = auto()
    CHANGED = auto()
    ENDED = auto()
    STAKE = auto()
    JOINED_DISPUTE = auto()
    YIELDED = auto()
    COMPROMISE = auto()
    WAR_OVER = auto()


LOG = LogEvent.names()


class LogField(IndexEnum):
    """Rows of ``log``."""

    EVENT = auto()
    KIND = auto()  # -1 for none
    FIRST = auto()
    SECOND = auto()
    VALUE = auto()


class DatedEvent(IndexEnum):
    """What a scenario can date: title, the log event it leaves, its meaning, and its keys with what each takes.

    What a key takes is a word of ``SORTS`` in ``scenario/schema/events.py``. ``ACT`` is an act of an exchange kind,
    whose keys follow from the form of the kind.
    """

    title: str
    log: LogEvent
    meaning: str
    keys: dict[str, str]

    def __new__(cls, title: str, log: LogEvent, meaning: str, keys: dict[str, str]) -> Self:
        """A member, numbered by its place."""
        member = int.__new__(cls, len(cls.__members__))
        member._value_ = len(cls.__members__)
        member.title, member.log, member.meaning, member.keys = title, log, meaning, keys
        return member

    ACT = ("act", LogEvent.ACT, "An act of an exchange kind.", dict[str, str]())
    END = (
        "end of an instrument",
        LogEvent.ENDED,
        "An instrument or sanction of two nations ends; a betrayal where ``by`` says who ended it.",
        {"kind": "kind in force", "between": "pair", "by": "nation, optional"},
    )
    GOVERNMENT_CHANGE = (
        "change of government",
        LogEvent.GOVERNMENT_CHANGE,
        "The government of a nation changes.",
        {"nation": "nation"},
    )
    DISASTER = (
        "disaster",
        LogEvent.DISASTER,
        "A natural disaster; ``size`` is added to the need for relief.",
        {"nation": "nation", "size": "size"},
    )
    POWER_SHOCK = (
        "shift of power",
        LogEvent.POWER_SHOCK,
        "Capability changes at once; ``size`` is the change of its log.",
        {"nation": "nation", "size": "size"},
    )
    TECHNOLOGY_SHOCK = (
        "technological leap",
        LogEvent.TECHNOLOGY_SHOCK,
        "Technology changes at once; ``size`` is the share of the distance to the frontier that is closed.",
        {"nation": "nation", "size": "size"},
    )
    JOIN = (
        "accession",
        LogEvent.JOINED_ORGANISATION,
        "A nation joins an organisation.",
        {"nation": "nation", "organisation": "organisation"},
    )
    LEAVE = (
        "withdrawal",
        LogEvent.LEFT_ORGANISATION,
        "A nation leaves an organisation.",
        {"nation": "nation", "organisation": "organisation"},
    )
    LIFT = (
        "lifting of sanctions",
        LogEvent.LIFTED,
        "Every sanction of the first nation against the second ends.",
        {"from": "nation", "to": "nation"},
    )
    DISPUTE = (
        "stake of a dispute",
        LogEvent.STAKE,
        "The stake of an open issue between two nations is set to a value.",
        {"between": "pair", "to": "share"},
    )
    CHANGE = (
        "change of traits",
        LogEvent.CHANGED,
        "Traits of a nation are set to new values.",
        {"nation": "nation", "": "traits"},
    )


EVENTS = DatedEvent.names()


class DatedField(IndexEnum):
    """Columns of ``dated``."""

    TICK = auto()
    EVENT = auto()
    KIND = auto()
    FIRST = auto()
    SECOND = auto()
    ORGANISATION = auto()
    ROW = auto()  # of the trait that changes, or who ended an instrument; -1 for none


class DatedSize(IndexEnum):
    """Columns of ``dated_size``: below 0 where the kind decides."""

    SCALE = auto()  # of an act, or the number of another event
    NOTIFIED = auto()
    HIDDEN = auto()
    VALUE = auto()
    PLANNED = auto()  # 1: money and staff for an act are set aside from the start of the year
