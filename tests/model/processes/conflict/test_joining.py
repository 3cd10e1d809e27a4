"""Allies join disputes at display and at force, by level."""

from __future__ import annotations

from typing import Any

import pytest

from dipsim.model.processes.conflict.joining import joins
from dipsim.model.state import dyads

TWO = ["ARL", "BOR"]
QUIET = {"exit_threat": 0, "exit_display": 0, "exit_force": 0, "climb_display": 0, "war": 0}


def joined(run: Any, quiet: Any, content: str, rung: int, chances: dict[str, float], runs: int = 400) -> Any:
    """ARL has just challenged BOR at a rung; CEL is the ally of BOR by a defence pact, or of ARL by an offence pact."""
    friend = "BOR" if content == "defence" else "ARL"
    relations = [
        {"between": TWO, "land": True},
        {"between": [friend, "CEL"], "proximity": 0.2, "pact": content},
        {"between": ["ARL" if friend == "BOR" else "BOR", "CEL"]},
    ]
    shares = {2: (1.0, 0.0), 3: (0.0, 1.0), 4: (0.0, 0.0)}[rung]
    start = {"motive": 10.0, "entry_threat": shares[0], "entry_display": shares[1], "climb_threat": 0}
    nations = {"ARL": {"revisionism": 1}, "BOR": {"revisionism": 0}, "CEL": {"revisionism": 0}}
    relations[0]["dispute"] = 1
    return run(quiet(nations, relations, processes={"crisis": QUIET | start | chances}), 1, runs)


@pytest.mark.parametrize("content", ["defence", "offence"])
@pytest.mark.parametrize(("rung", "chance"), [(3, "join_display"), (4, "join_force")])
def test_an_ally_joins_with_the_chance_of_the_level(run: Any, quiet: Any, content: str, rung: int, chance: str) -> None:
    """Protects one draw per joiner and level: the share that joins is the chance of that level and of no other."""
    played = joined(run, quiet, content, rung, {chance: 0.3})
    begun = played.dyad("rung")[0, 1] == rung
    enemy = 0 if content == "defence" else 1
    with_ally = played.dyad("rung")[2, enemy] == rung
    assert begun.sum() > 150
    assert not (with_ally & ~begun).any()
    assert with_ally.sum() / begun.sum() == pytest.approx(0.3, abs=0.1)
    assert (played.dyad("joined")[2, enemy] == with_ally).all()
    assert played.measure("joiners").sum() == with_ally.sum()
    assert played.measure("observed_disputes").sum() == begun.sum(), "who joins begins nothing"
    assert (played.dyad("challenger")[2, enemy][with_ally] == (0 if content == "defence" else 1)).all()


def test_nobody_joins_a_threat_or_in_the_limit(run: Any, quiet: Any) -> None:
    """Protects the level of threat, and the limit: both chances 0."""
    both = {"join_display": 1.0, "join_force": 1.0}
    assert joined(run, quiet, "defence", 2, both).measure("joiners").sum() == 0
    assert joined(run, quiet, "defence", 4, {}).measure("joiners").sum() == 0
    assert joined(run, quiet, "defence", 4, both, 50).measure("joiners").sum() > 10


def test_who_is_pledged_to_the_enemy_stays_out(run: Any, quiet: Any) -> None:
    """Protects promises to both sides: a neutrality pact with the challenger keeps the ally out."""
    relations = [
        {"between": TWO, "land": True, "dispute": 1},
        {"between": ["BOR", "CEL"], "proximity": 0.2, "pact": "defence"},
        {"between": ["ARL", "CEL"], "proximity": 0.2, "pact": "neutrality"},
    ]
    crisis = QUIET | {"motive": 10.0, "entry_threat": 0.0, "entry_display": 0.0, "join_force": 1.0}
    nations = {"ARL": {"revisionism": 1}, "BOR": {"revisionism": 0}, "CEL": {"revisionism": 0}}
    played = run(quiet(nations, relations, processes={"crisis": crisis}), 1, 100)
    assert played.measure("force").sum() > 20
    assert played.measure("joiners").sum() == 0


def test_a_joined_dispute_calls_nobody(run: Any, quiet: Any) -> None:
    """Protects an end to it: the ally of a joiner is not asked, neither at display nor in a war."""
    relations = [
        {"between": TWO, "land": True},
        {"between": ["ARL", "CEL"], "proximity": 0.2, "pact": "defence"},
        {"between": ["BOR", "CEL"]},
    ]

    def display(apart: float) -> Any:
        def at_display(b: Any) -> None:
            b.dyad[dyads.RUNG, 0, 1] = b.dyad[dyads.RUNG, 1, 0] = 3
            b.dyad[dyads.CHALLENGER, 1, 0] = 1
            b.dyad[dyads.JOINED, 0, 1] = b.dyad[dyads.JOINED, 1, 0] = apart

        return at_display

    crisis = {"exit_display": 0, "climb_display": 200, "exit_force": 0, "war": 0, "join_force": 1.0}
    found = []
    for apart in (0.0, 1.0):
        file = quiet({code: {} for code in (*TWO, "CEL")}, relations, processes={"crisis": crisis})
        played = run(file, 3, edit=display(apart))
        assert played.dyad("rung")[0, 1, 0] == 4
        found.append(int(played.measure("joiners").sum()))
    assert found == [1, 0]


def test_the_rule_by_hand() -> None:
    assert joins(0.1, 0.3, 0.5)
    assert not joins(0.2, 0.3, 0.5)
