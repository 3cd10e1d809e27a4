"""How disputes end and how long they last: brief and lasting ones, what decides them, what a war leaves behind."""

from __future__ import annotations

import math
from typing import Any

import pytest

from dipsim.model.processes.conflict.ending import mediated
from dipsim.model.processes.conflict.war import fought
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogEvent, LogField

TWO = ["ARL", "BOR"]
STILL = {"shock": 0.0, "reconcile": 0.0, "mediation": 0.0, "losses": 0.0, "war": 0.0, "stake_rise": 0.0}
OFTEN = {"incident": 1.0, "routine": 1.0, "entry_threat": 0.0, "entry_display": 0.0, "incident_gate": 0.0}


def tied(quiet: Any, crisis: dict[str, float], **nations: Any) -> Any:
    """Two nations of equal strength with a land border and a full stake that does not fade."""
    relations = [{"between": TWO, "land": True, "dispute": 1}]
    found = {code: {"capability": 100, "stability": 1.0, "growth": 0.0} | nations for code in TWO}
    return quiet(found, relations, processes={"crisis": STILL | crisis, "arming": {"response": 0}})


def at(rung: float, **rows: float) -> Any:
    """Put the two at a rung, ARL as the challenger."""

    def edit(b: Block) -> None:
        b.dyad[dyads.RUNG, 0, 1] = b.dyad[dyads.RUNG, 1, 0] = rung
        b.dyad[dyads.CHALLENGER, 0, 1] = 1.0

    return edit


@pytest.mark.parametrize(("rung", "name"), [(2, "threat"), (3, "display"), (4, "force")])
def test_the_share_of_brief_disputes(run: Any, quiet: Any, rung: int, name: str) -> None:
    """Protects the class of each level: where lasting disputes never end, 1 / (1 - share) begin for each that stays."""
    entry = {"entry_threat": float(rung == 2), "entry_display": float(rung == 3), f"exit_{name}": 0.0}
    numbers = OFTEN | entry | {f"brief_{name}": 0.4, "exit_brief": 3000.0, "climb_threat": 0.0, "climb_display": 0.0}
    found = run(tied(quiet, numbers), 120, 800)
    stuck = (found.dyad("rung")[0, 1] == rung).sum()
    assert stuck > 700
    assert found.measure("observed_disputes").sum() / 800 == pytest.approx(1 / 0.6, rel=0.1)


def test_lengths_are_a_mixture(run: Any, quiet: Any) -> None:
    """Protects share > t = lasting share e^(-t / mean): of disputes at force, after a tick and after a year."""
    numbers = {"exit_force": 2.0, "brief_force": 0.3, "exit_brief": 3000.0}
    file = tied(quiet, numbers)

    def begun(b: Block) -> None:
        at(4)(b)
        b.dyad[dyads.BRIEF, 0, 1, :300] = b.dyad[dyads.BRIEF, 1, 0, :300] = 1.0

    left = {ticks: (run(file, ticks, 1000, edit=begun).dyad("rung")[0, 1] > 0).mean() for ticks in (1, 12)}
    assert left[1] == pytest.approx(0.7 * math.exp(-2 / 12), abs=0.03)
    assert left[12] == pytest.approx(0.7 * math.exp(-2), abs=0.03)


def test_a_war_leaves_its_dispute_behind(run: Any, quiet: Any) -> None:
    """Protects the aftermath: the war ends at its own rate, the dispute at that of the aftermath; no war follows."""
    numbers = {"exit_war": 50.0, "exit_aftermath": 1.0, "exit_force": 200.0, "war": 1000.0, "war_cost": 0.0}
    found = run(tied(quiet, numbers), 12, 1000, edit=at(5))
    rung, after = found.dyad("rung")[0, 1], found.dyad("aftermath")[0, 1]
    assert ((rung == 4) == (after == 1)).all()
    assert not (rung == 5).any()
    assert (rung == 4).mean() == pytest.approx(math.exp(-1 + 1 / 50), abs=0.04)
    assert found.measure("wars").sum() == 0
    at_once = run(tied(quiet, numbers | {"exit_aftermath": 0.0}), 12, 200, edit=at(5))
    assert (at_once.dyad("rung")[0, 1] == 0).all()


@pytest.mark.parametrize(("rung", "shares"), [(4, (0.2, 0.3)), (5, (0.5, 0.3))])
def test_how_disputes_end(run: Any, quiet: Any, rung: int, shares: tuple[float, float]) -> None:
    """Protects the draw of the end and what each leaves of the stake: victory, a compromise, or nothing."""
    name = "decided" if rung == 4 else "decided_war"
    numbers = {"victory": 0.75, "compromised": 0.25, name: shares[0], "compromise": shares[1], "stake_half_life": 1e9}
    file = tied(quiet, numbers | {"exit_force": 200.0, "exit_war": 50.0})
    stake = run(file, 24, 2000, edit=at(rung)).dyad("dispute")[0, 1]
    left = [float((abs(stake - value) < 1e-6).mean()) for value in (0.25, 0.75, 1.0)]
    assert left == pytest.approx([shares[0], shares[1], 1 - sum(shares)], abs=0.04)


def test_who_gives_way_is_remembered(run: Any, quiet: Any) -> None:
    """Protects the count of who gave way, the words of the log, and what it does to opportunism: (1 + 2)."""
    numbers = {"decided": 1.0, "exit_force": 200.0, "victory": 0.0, "motive": 0.2, "gate": 0.0}
    seen: list[tuple[int, int]] = []

    def each(t: int, b: Block) -> None:
        rows = b.log[:, : b.logged[0], 0].T
        seen.extend((int(row[LogField.EVENT]), int(row[LogField.FIRST])) for row in rows)

    forget = {"licensing": {"record_half_life": 50}}
    hazard = {}
    for weight in (0.0, 2.0):
        file = tied(quiet, numbers | {"yielded": weight}, revisionism=1)
        file["processes"] |= forget
        found = run(file, 2, 1, edit=at(4), each=each, detail=True)
        hazard[weight] = found.dyad("hazard")[..., 0]
    (loser,) = {first for event, first in seen if event == LogEvent.YIELDED}
    count = float(found.trait("yielded")[loser, 0])
    assert count == pytest.approx(1.0, abs=0.01)
    assert hazard[2.0][1 - loser, loser] == pytest.approx(hazard[0.0][1 - loser, loser] * (1 + 2 * count), rel=1e-9)
    assert hazard[2.0][loser, 1 - loser] == hazard[0.0][loser, 1 - loser]


def test_war_costs_by_how_much_is_fought(run: Any, quiet: Any) -> None:
    """Protects the loss of gdp and stability: half of the rate each between equals, less against the weak."""
    numbers = {"exit_war": 0.0, "gdp_loss": 0.2, "stability_loss": 0.1}
    start: dict[str, Any] = {}

    def edit(b: Block) -> None:
        at(5)(b)
        start["gdp"] = b.nat[nation.GDP].copy()

    found = run(tied(quiet, numbers), 12, 1, edit=edit)
    kept = (1 - 0.5 * (1 - math.exp(-0.2 / 12))) ** 12
    assert found.trait("gdp") == pytest.approx(start["gdp"] * kept, rel=1e-4)
    assert (fought(900.0, 100.0), fought(100.0, 900.0), fought(100.0, 0.0)) == (0.1, 0.9, 0.0)
    assert 0.94 < float(found.trait("stability")[0, 0]) < 0.97


def test_what_a_winner_gains(run: Any, quiet: Any) -> None:
    """Protects spoils and the claim: money only changes hands, and a war that is won settles part of the claim."""
    numbers = {"exit_war": 50.0, "spoils": 0.1, "settles": 0.5}
    file = tied(quiet, numbers, gdp=1000)
    found = run(file, 12, 100, edit=at(5))
    gdp = found.trait("gdp")
    assert (found.dyad("rung")[0, 1] == 0).all()
    assert gdp.sum(axis=0) == pytest.approx(2000, rel=1e-9)
    assert gdp.max(axis=0) == pytest.approx(1100, rel=1e-9)
    assert found.dyad("claim")[0, 1] == pytest.approx(0.5)


def test_mediation_by_hand() -> None:
    """Protects the factor: 1 up to a mediator trusted by one half, 1 + strength at full trust."""
    assert [mediated(1.0, trust) for trust in (0.0, 0.5, 0.75, 1.0)] == [1.0, 1.0, 1.5, 2.0]


def test_the_challengers_allies_join_its_war(run: Any, quiet: Any) -> None:
    """Protects who is free to join: a defence pact with the challenger, by its chance; none in the limit."""
    joined = {}
    for chance in (0.0, 0.4):
        numbers = OFTEN | {"demand": 1.0, "cost_most": 2.0, "war_cost": 0.0, "exit_war": 0.0, "join_war": chance}
        file = tied(
            quiet, numbers | {"join_force": 0.0, "motive": 10.0, "incident": 0.0, "gate": 0.0, "exit_force": 0.0}
        )
        file["nations"]["ARL"]["revisionism"], file["nations"]["BOR"]["revisionism"] = 1, 0
        file["nations"]["CEL"] = file["nations"]["BOR"] | {"capability": 50}
        file["relations"] += [{"between": ["ARL", "CEL"], "proximity": 0.2, "pact": "defence"}]
        file["relations"] += [{"between": ["BOR", "CEL"], "proximity": 0.2}]
        found = run(file, 1, 2000)
        war = found.dyad("rung")[0, 1] == 5
        assert war.sum() > 200
        joined[chance] = float((found.dyad("rung")[1, 2] == 5)[war].mean())
    assert joined[0.0] == 0.0
    assert joined[0.4] == pytest.approx(0.4, abs=0.08)
