"""What a tick works with and leaves nothing of: claims, acts, draws, and scratch rows."""

from __future__ import annotations

from enum import auto

from dipsim.kernels.index_enum import IndexEnum


class ClaimField(IndexEnum):
    """Rows of ``claim``: an act that comes up and asks for money and staff."""

    VALUE = auto()  # joint wish, by which claims are served
    ORDER = auto()
    KIND = auto()
    FIRST = auto()
    SECOND = auto()
    COUNT = auto()
    EVENT = auto()  # row of ``dated``, -1 when it is not dated


class ActField(IndexEnum):
    """Rows of ``act``: an act that is served in this tick."""

    KIND = auto()
    FIRST = auto()
    SECOND = auto()
    SCALE = auto()
    NOTIFIED = auto()
    HIDDEN = auto()
    ORDER = auto()  # contracted value in money, below 0 where the kind decides


class DrawRow(IndexEnum):
    """Rows of ``draw``: three of every kind and run of two nations, then three of the candidates among them."""

    MOST = auto()  # largest mean number of acts per opportunity
    BOUND = auto()  # the same with the opportunity of the pair
    DRAW = auto()
    CANDIDATE_DRAW = auto()
    WISH = auto()  # the first wish
    CHANCE = auto()  # its logistic


class DrawKey(IndexEnum):
    """Rows of ``draw_key``."""

    SEED = auto()
    REPLICATE = auto()
    STREAM = auto()


class CandidateRow(IndexEnum):
    """Rows of ``candidate``."""

    KIND = auto()
    RUN = auto()


class DueRow(IndexEnum):
    """Rows of ``due``: evidence that waits to be applied."""

    ACCOUNT = auto()  # the account before
    FOR = auto()
    AGAINST = auto()
    CAP = auto()
    ROOM_FOR = auto()
    ROOM_AGAINST = auto()


class DuePlace(IndexEnum):
    """Rows of ``due_at``."""

    ACCOUNT = auto()
    ELEMENT = auto()


class ScratchRow(IndexEnum):
    """Rows of ``row``; each process says what it keeps in them."""

    ROW_0 = auto()
    ROW_1 = auto()
    ROW_2 = auto()
    ROW_3 = auto()


class NationSummary(IndexEnum):
    """Rows of ``nation_summary``, which those keep up to date that set threats and agreements."""

    LARGEST_THREAT = auto()
    SECOND_THREAT = auto()
    AGREEMENTS = auto()
    COMES = auto()  # chance that a nation comes to what is held, at the settled start only


class ThirdPartyTerm(IndexEnum):
    """Rows of ``third_party_terms``, for the wishes of two nations; OTHER is for the second of them."""

    COMMON_THREAT = auto()
    WORST_THREAT = auto()
    WORST_THREAT_OTHER = auto()
    NETWORK = auto()
    NETWORK_OTHER = auto()
    SHARED_PARTNERS = auto()
    COMMON_ALLY = auto()
    ALARM = auto()
    ALARM_OTHER = auto()


class BillPart(IndexEnum):
    """First axis of ``bill``."""

    ALARM = auto()
    REASSURANCE = auto()


class KeyPart(IndexEnum):
    """Rows of ``key``."""

    SEED = auto()
    REPLICATE = auto()


class ListLength(IndexEnum):
    """Places of ``drawn_kind_counts``: how many of ``drawn_kinds`` one nation does alone, and how many in all."""

    ONE_SIDED = auto()
    ALL = auto()
