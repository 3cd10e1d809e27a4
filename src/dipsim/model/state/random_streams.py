"""The slots of all stochastic decisions: 32 bits of BLAKE2b of ``kind/decision`` or ``process/decision``."""

from __future__ import annotations

from dipsim.kernels.numerics.philox import word

KIND_DECISIONS = (
    *("occur", "attend", "hide", "discover", "license", "leak", "mishap", "renew", "breach", "revoke", "decide"),
)
OCCUR, ATTEND, HIDE, DISCOVER, LICENSE, LEAK, MISHAP, RENEW, BREACH, REVOKE, DECIDE = range(len(KIND_DECISIONS))

JUMPS = 16
DECISIONS = (
    "politics/government",
    "politics/disaster",
    "politics/power",
    "politics/technology",
    "perception/error",
    "perception/start",
    "ledger/unexplained",
    "licensing/diversion",
    "institutions/admission",
    "institutions/cheating",
    "institutions/inspection",
    "crisis/onset",
    "crisis/entry",
    "crisis/hotline",
    "crisis/outcome",
    "crisis/call",
    "crisis/shock",
    "crisis/region",
    "arming/budget",
    "crisis/join/display",
    "crisis/join/force",
    *(f"crisis/jump/{n}" for n in range(JUMPS)),
)
(
    GOVERNMENT,
    DISASTER,
    POWER,
    TECHNOLOGY,
    ERROR,
    START,
    NOISE,
    DIVERSION,
    ADMISSION,
    CHEATING,
    INSPECTION,
    ONSET,
    ENTRY,
    HOTLINE,
    OUTCOME,
    CALL,
    SHOCK,
    REGION_SHOCK,
    BUDGET,
    JOIN_DISPLAY,
    JOIN_FORCE,
    JUMP,
) = range(22)


def slots(kinds: list[str], issues: list[str]) -> tuple[list[int], list[list[int]], list[int]]:
    """Slot words of the fixed decisions, of each kind's decisions, and of each issue's shift.

    Raises ValueError when two decisions share a slot: then a kind must be renamed.
    """
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
