"""What the floor counted for the equations of the model's first edition, where the second changed or added some."""

from __future__ import annotations

from yardsticks.needs import NEEDS, Need

ADDED = {  # rows that the first edition did not have: process and thing
    ("ledger", "pair in reach"),
    ("ledger", "stake above its claim"),
    ("perception", "dyad in reach, alarmed"),
    ("perception", "linked pair"),
    ("diplomacy", "candidate that alarms"),
    ("diplomacy", "claim for a licence"),
    ("diplomacy", "habit"),
    ("diplomacy", "habit that is over"),
    ("crisis", "pair in reach, alarmed"),
}
CHANGED = (
    Need("perception", "pair in reach", "E8 E41 to E47, both ways", exp=2, draws=2, divide=4, home="pair",
         reads="error*2 trust*2 channel", writes="error*2 seen*2 threat*2"),
    Need("arming", "nation", "E102 to E107", divide=3, home="nation",
         reads="gdp start autonomous reaction capability mean technology saving",
         writes="spending budgeted armed capability mean"),
    Need("crisis", "pair in reach", "E110 to E119, both ways", exp=4, log=2, draws=1, home="pair",
         reads="threat*2 dispute channel status"),
    Need("crisis", "disputed pair in reach", "E112 E114, both ways", exp=2, divide=4, home="pair", reads="seen*2"),
)  # fmt: skip


def first_edition() -> tuple[Need, ...]:
    """The needs of the first edition, in the order of ``NEEDS``."""
    was = {(need.process, need.thing): need for need in CHANGED}
    rows = [need for need in NEEDS if (need.process, need.thing) not in ADDED]
    return tuple(was.get((need.process, need.thing), need) for need in rows)


def what_was(need: Need) -> str:
    """What the first edition counted for the thing of a need, in words; empty where nothing changed."""
    if (need.process, need.thing) in ADDED:
        return "nothing"
    for was in CHANGED:
        if (was.process, was.thing) == (need.process, need.thing):
            counts = {"exp": was.exp, "log": was.log, "draws": was.draws, "divisions": was.divide}
            return ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    return ""
