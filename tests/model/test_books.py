"""The books: who belongs to what, and what is in force, change only by events that were written down.

The log of every tick is replayed on the state before it; the result must be the state after it.
"""

# Also tests: model/processes/domestic/upkeep.py

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LOG, LogField
from dipsim.model.state.exchange_kind import SANCTION
from dipsim.scenario.locate import names, shipped

ROOM = 4096  # events of a tick that the log holds
ENDS = {"lapsed", "breached", "revoked", "ended"}


class Books:
    """Members and instruments in force of all runs, kept by replaying the log."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.member: Any = None
        self.in_force: Any = None

    def open(self, b: Block) -> None:
        self.member, self.in_force = b.member > 0, b.standing > 0

    def check(self, t: int, b: Block) -> None:
        """Replay the tick, and compare."""
        for r, count in enumerate(b.logged):
            assert count < ROOM, "the log is full"
            for event, kind, first, second, value in b.log[
                [LogField.EVENT, LogField.KIND, LogField.FIRST, LogField.SECOND, LogField.VALUE], :count, r
            ].T.tolist():
                name = LOG[int(event)]
                self.seen[name] += 1
                self.replay(b, r, name, int(kind), int(first), int(second), value)
        assert (self.member == (b.member > 0)).all(), f"tick {t}: members changed without an event"
        wrong = np.argwhere(self.in_force != (b.standing > 0))
        assert not len(wrong), f"tick {t}: instruments changed without an event: {wrong.tolist()[:3]}"

    def replay(self, b: Block, r: int, name: str, kind: int, i: int, j: int, value: float) -> None:
        if name in ("joined_organisation", "admitted"):
            self.member[j, i, r] = True
        elif name == "left_organisation" or (name == "cheated" and value == 1):
            assert self.member[j, i, r], "only a member leaves"
            self.member[j, i, r] = False
        elif name == "lifted":
            for row in np.flatnonzero(b.form[b.standing_kind] == SANCTION):
                self.in_force[row, i, j, r] = False
        elif name in ("signed", "renewed", "imposed") or name in ENDS:
            self.turn(b, r, name, kind, i, j)

    def turn(self, b: Block, r: int, name: str, kind: int, i: int, j: int) -> None:
        """One instrument comes into force or goes out of it; a measure only that of i against j."""
        row, one_sided = b.standing_row[kind], b.form[kind] == SANCTION
        assert name in ENDS | {"renewed"} or (name == "imposed") == one_sided, f"{name} of the wrong form"
        if name == "renewed" or (name in ENDS - {"ended"}):
            assert self.in_force[row, i, j, r], f"{name}, but not in force"
        self.in_force[row, i, j, r] = name not in ENDS
        if not one_sided or name == "ended":
            self.in_force[row, j, i, r] = name not in ENDS


def kept(run: Any, file: Any, ticks: int, replicates: int, sets: tuple[str, ...] = ()) -> Counter[str]:
    """Run with the books open; the events that were seen."""
    books = Books()
    run(file, ticks, replicates, sets, edit=books.open, each=books.check, detail=True)
    return books.seen


@pytest.mark.parametrize("catalogue", ["core", "full"])
@pytest.mark.parametrize("name", names())
def test_the_books_of_every_scenario_agree(run: Any, name: str, catalogue: str) -> None:
    """Protects members and instruments of every shipped scenario, with its own and with all kinds, for 15 years."""
    assert kept(run, name, 96 if name == "two_nations" else 180, 2, (f"catalogue={catalogue}",))["act"] > 0


BODIES = (
    {"name": "Treaty", "kind": "arms_control", "members": ["ARL", "DRA", "FEL"], "cap": 0.9, "admission": 1}
    | {"verification": 0.7},
    {"name": "Club", "kind": "forum", "members": ["ARL", "BOR", "GAL"], "admission": 2, "upkeep": 0.5},
    {"name": "Council", "kind": "council", "members": ["CEL", "FEL", "GAL"], "meets": 2},
)


def turbulent() -> Any:
    """The two blocs with all kinds, and everything that can end or begin an instrument or a membership."""
    file = yaml.safe_load(Path(str(shipped("two_blocs"))).read_text(encoding="utf-8"))
    file["catalogue"] = "full"
    file["organisations"] += BODIES
    n_workers = (
        "bilateral_agreement",
        "joint_research",
        "sanction",
        "embargo",
        "defence_council",
        "hotline",
        "consultation_pact",
    )
    file["exchanges"] = {kind: {"rate": 3, "readiness": 0, "term": 1.5} for kind in n_workers}
    file["processes"] = {"institutions": {"breach": 0.5, "cheating": 1}, "politics": {"revoke": 0.8}}
    file["processes"]["politics"]["government_change"] = 1
    for code, traits in file["nations"].items():
        traits |= {"democracy": 0.2, "revisionism": 0.8, "stability": 0.3, "diplomacy": 4e-4 if code == "GAL" else 2e-3}
    both = [{"kind": kind, "between": ["ARL", "BOR"]} for kind in ("alliance_pact", "joint_research", "sanction")]
    file["timeline"] += [
        {"at": "2026-02", "leave": {"nation": "BOR", "organisation": "Regional Forum"}},
        {"at": "2028-02", "join": {"nation": "BOR", "organisation": "Council"}},
        {"every": "year", "sanction": {"from": "ARL", "to": "DRA"}},
        {"every": "2 years", "lift": {"from": "ARL", "to": "DRA"}},
        *({"every": "year", "from": "2027-04", "end": end | {"by": "ARL"}} for end in both),
    ]
    return file


def test_the_books_agree_in_turbulent_times(run: Any) -> None:
    """Protects the same where every way in and out is taken many times: each kind of event is seen."""
    seen = kept(run, turbulent(), 120, 4)
    ways = {"signed", "renewed", "imposed", "followed", "lifted", "admitted", "cheated", *ENDS}
    ways |= {"joined_organisation", "left_organisation"}
    assert {way: seen[way] for way in ways if seen[way] < 3} == {}
