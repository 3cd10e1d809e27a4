"""Random streams: every random decision has a name, and 32 bits of BLAKE2b of that name key its draws.

A process declares its decisions beside the kernel that draws: ``ONSET_STREAM = stream("crisis/onset")`` is the row of
``b.stream_ids`` that holds the key. The keys depend on the names alone; the rows follow the order of declaration, which
``model/parameters.py`` fixes.
"""

from __future__ import annotations

from enum import auto

from dipsim.kernels.index_enum import IndexEnum
from dipsim.kernels.numerics.philox import word

DECISIONS: list[str] = []  # complete once every process is imported


class KindStream(IndexEnum):
    """Decisions that are drawn for each exchange kind: columns of ``kind_stream_ids``."""

    OCCUR = auto()
    ATTEND = auto()
    HIDE = auto()
    DISCOVER = auto()
    LICENSE = auto()
    LEAK = auto()
    MISHAP = auto()
    RENEW = auto()
    BREACH = auto()
    REVOKE = auto()
    DECIDE = auto()
    AGAIN = auto()


KIND_DECISIONS = KindStream.names()


def stream(name: str) -> int:
    """Declare a random decision, ``process/decision``, and return its row in ``b.stream_ids``.

    Raises ValueError when a decision of that name is declared already.
    """
    if name in DECISIONS:
        raise ValueError(f"the random decision {name} is declared twice: import its row from where it is declared")
    DECISIONS.append(name)
    return len(DECISIONS) - 1


def streams(name: str, count: int) -> int:
    """Declare ``count`` decisions ``name/0``, ``name/1`` and so on; returns the row of the first."""
    first, *_ = [stream(f"{name}/{number}") for number in range(count)]
    return first


def stream_ids(kinds: list[str], issues: list[str]) -> tuple[list[int], list[list[int]], list[int]]:
    """Keys (slots) of the fixed decisions, of each decision of the ``kinds`` and of each shift on the ``issues``, all
    by name.

    Raises ValueError when two decisions share a slot: then a kind must be renamed."""
    fixed = {name: word(name) for name in DECISIONS}
    of_kind = {f"{kind}/{decision}": word(f"{kind}/{decision}") for kind in kinds for decision in KIND_DECISIONS}
    of_issue = {f"politics/government/{issue}": word(f"politics/government/{issue}") for issue in issues}
    names: dict[int, str] = {}
    for name, slot in {**fixed, **of_kind, **of_issue}.items():
        if slot in names:
            raise ValueError(f"the draws of {name} and {names[slot]} would share a slot: rename one kind")
        names[slot] = name
    width = len(KIND_DECISIONS)
    flat = list(of_kind.values())
    return list(fixed.values()), [flat[k * width : (k + 1) * width] for k in range(len(kinds))], list(of_issue.values())
