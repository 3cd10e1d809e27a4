"""Emerging technology, incidents through networks and at sea, and what absorbs them."""

# Also tests: model/state/trust_accounts.py

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.trust_accounts import FixedAccount

TWO = ("ARL", "BOR")
ARL, BOR, CEL = range(3)
BARE = {"rate": 0, "evidence": 0, "evidence_back": 0, "disrupts": 0, "stake": 0, "half_life": 100}
LASTING = {"ledger": {"channel_half_life": 50, "notice_half_life": 50}}


def world(quiet: Any, processes: Any = None, relation: Any = None, **nations: Any) -> Any:
    """Two neighbours with these traits, and kinds of incidents that do nothing yet."""
    tie = {"between": list(TWO), "proximity": 1} | (relation or {})
    file = quiet({code: nations.get(code, {}) for code in TWO}, [tie], processes=processes or {})
    for kind in ("cyber_incident", "provocation", "military_incident"):
        file["exchanges"][kind] = BARE
    return file


def incident(kind: str, at: str = "2025-01") -> dict[str, Any]:
    """BOR does it to ARL."""
    return {"at": at, kind: {"from": "BOR", "to": "ARL"}}


@pytest.mark.parametrize(("emerging", "share"), [(0, 0.6), (0.5, 0.6 * 1.2), (1, 0.6 * 1.4)])
def test_emerging_arms_strike_further(run: Any, quiet: Any, emerging: float, share: float) -> None:
    """Protects `emerging_offence`: exposure is prox o (1 + .4 e) M, so threat, fear and arming follow."""
    traits = {"offence": 0.6, "emerging": emerging, "capability": 80}
    file = world(quiet, {"perception": {"emerging_offence": 0.4}}, {"proximity": 0.5}, BOR=traits)
    played = run(file, 1)
    assert played.dyad("exposure")[ARL, BOR, 0] == pytest.approx(0.5 * share * 80, rel=1e-12)


def test_the_share_that_can_attack_is_at_most_all(run: Any, quiet: Any) -> None:
    """Protects the bound: no force attacks with more than it has."""
    file = world(quiet, {"perception": {"emerging_offence": 3}}, BOR={"offence": 0.9, "emerging": 1, "capability": 80})
    assert run(file, 1).dyad("exposure")[ARL, BOR, 0] == pytest.approx(80, rel=1e-12)


def test_what_is_new_is_hard_to_judge(run: Any, quiet: Any) -> None:
    """Protects `emerging_error`: the spread about who has it is s (1 - transparency)(1 + a e), error by error."""
    file = world(
        quiet, {"perception": {"spread": 0.5, "emerging_error": 0.8}}, BOR={"emerging": 0.5, "transparency": 0.2}
    )
    file["nations"]["ARL"] = {"gdp": 1000, "growth": 0, "emerging": 0, "transparency": 0.2}
    seen: list[Any] = []

    def each(t: int, b: Block) -> None:
        for i, j, spread in ((ARL, BOR, 0.5 * 0.8 * 1.4), (BOR, ARL, 0.5 * 0.8)):
            expected = b.nat[nation.KNOWN, j] * np.exp(spread * b.dyad[dyads.ERROR, i, j] - spread**2 / 2)
            seen.append(b.dyad[dyads.SEEN_CAPABILITY, i, j] / expected)

    run(file, 24, 20, each=each)
    assert np.array(seen) == pytest.approx(1, rel=1e-9)


@pytest.mark.parametrize(("one", "other"), [(0, 0), (0.6, 0), (0.6, 1)])
def test_machines_that_decide_raise_false_alarms(run: Any, quiet: Any, one: float, other: float) -> None:
    """Protects `false_alarm`: disputes by accident come 1 + a (e_i + e_j) / 2 times as often; nothing else does."""
    processes = {"crisis": {"incident": 0.3, "routine": 0.2, "false_alarm": 1.5, "damp_channel": 0}}
    file = world(quiet, processes, {"dispute": 0.4}, ARL={"emerging": one}, BOR={"emerging": other})
    hazard = run(file, 1).dyad("hazard")[..., 0]
    expected = 0.3 * (0.2 + 0.4) * (1 + 1.5 * (one + other) / 2)
    assert hazard == pytest.approx(np.array([[0, expected], [expected, 0]]), rel=1e-12)


def test_cyber_incidents_come_through_digital_exposure_and_not_over_the_border(run: Any, quiet: Any) -> None:
    """Protects `cyber`: rate max(emerging, digital) (n0 + d) of the target, for linked pairs near or far."""
    reached = {}
    for proximity in (0, 1):
        file = world(quiet, relation={"proximity": proximity, "dispute": 0.3}, ARL={"emerging": 0.5})
        file["nations"]["CEL"] = {"gdp": 1000, "growth": 0, "emerging": 1}
        file["exchanges"]["cyber_incident"] = BARE | {"rate": 4}
        played = run(file, 60, 200)
        reached[proximity] = played.block.done[played.world.kinds.index("cyber_incident")].sum(axis=-1)
    expected = 4 * 0.5 * (0.2 + 0.3) * 5 * 200
    for done in reached.values():
        assert done[BOR, ARL] == pytest.approx(expected, abs=4 * math.sqrt(expected))
        assert done.sum() == done[BOR, ARL], "BOR is not exposed, CEL is linked to nobody"


def test_virtual_contact_exposes_for_a_while(run: Any, quiet: Any) -> None:
    """Protects `digital`: a virtual meeting exposes those who attend, half of it is gone by the half-life."""
    file = world(quiet, {"politics": {"digital_half_life": 0.5}})
    file["exchanges"]["virtual_forum"] = {"rate": 0, "digital": 0.3}
    file["exchanges"]["cyber_incident"] = BARE | {"rate": 20}
    file["timeline"] = [{"at": "2025-01", "virtual_forum": {"between": [*TWO]}}]
    assert run(file, 1).trait("digital")[:, 0] == pytest.approx([0.3, 0.3], rel=1e-12)
    assert run(file, 7).trait("digital")[:, 0] == pytest.approx([0.15, 0.15], rel=1e-12)
    expected = 200 * sum(2 * 20 * 0.3 * 2 ** (-t / 6) * 0.2 / 12 for t in range(12))
    assert run(file, 12, 200).served("cyber_incident").sum() == pytest.approx(expected, abs=4 * math.sqrt(expected))
    file["timeline"] = []
    assert not run(file, 12, 200).served("cyber_incident").any()


def test_a_cyber_incident_cuts_channels_for_a_while(run: Any, quiet: Any) -> None:
    """Protects `disrupts`: .8 of the line is cut at once and mends by half each half-life; damping follows."""
    crisis = {"incident": 0.3, "damp_channel": 0.6, "disruption_half_life": 0.25}
    file = world(quiet, LASTING | {"crisis": crisis}, {"channel": 0.9})
    file["exchanges"]["cyber_incident"] = BARE | {"disrupts": 0.8}
    file["timeline"] = [incident("cyber_incident", "2025-03")]
    cut, channel, hazard = [], [], []

    def each(t: int, b: Block) -> None:
        cut.append(float(b.dyad[dyads.DISRUPTED, ARL, BOR, 0]))
        assert b.dyad[dyads.DISRUPTED, BOR, ARL, 0] == cut[-1]
        channel.append(float(b.dyad[dyads.CHANNEL, ARL, BOR, 0]))
        hazard.append(float(b.dyad[dyads.HAZARD, ARL, BOR, 0]))

    run(file, 12, 1, each=each)
    assert cut == pytest.approx([0, 0] + [0.8 * 2 ** (-t / 3) for t in range(10)], rel=1e-12)
    quality = np.array(channel) * (1 - np.array(cut))
    assert hazard == pytest.approx(0.3 * 0.2 * np.exp(-0.6 * quality), rel=1e-12)


def test_cut_lines_blur_what_is_seen(run: Any, quiet: Any) -> None:
    """Protects the eyes: with the line cut, doubt about the other's strength is that of a pair without a channel."""
    perception = {"perception": {"spread": 0.9, "by_channel": 0.5}} | LASTING
    seen = {}
    for name, channel, disrupts in (("open", 0.9, 0), ("cut", 0.9, 1), ("none", 0, 0)):
        file = world(quiet, perception, {"channel": channel})
        file["exchanges"]["cyber_incident"] = BARE | {"disrupts": disrupts}
        file["processes"]["crisis"]["disruption_half_life"] = 5
        file["timeline"] = [incident("cyber_incident")]
        seen[name] = np.log(run(file, 2, 300).dyad("seen_capability")[ARL, BOR]).std()
    assert seen["cut"] == pytest.approx(seen["none"], rel=0.01)
    assert seen["open"] < 0.6 * seen["cut"]


def test_a_hotline_that_is_cut_is_no_hotline(run: Any, quiet: Any) -> None:
    """Protects calls: struck every month, disputes run as without a hotline, to the last one; else far fewer climb."""
    force = {}
    for name, hotline, disrupts in (("called", True, 0.0), ("cut", True, 1.0), ("none", False, 1.0)):
        crisis = {"incident": 1.0, "entry_threat": 1.0, "entry_display": 0.0, "hotline_answer": 1.0}
        rough = {"crisis": crisis, "institutions": {"breach": 0}}
        file = world(quiet, rough, {"hotline": hotline, "trust": 0.6})
        file["exchanges"]["hotline"] = {"rate": 0, "upkeep": 0, "term": 200}
        file["exchanges"]["cyber_incident"] = BARE | {"disrupts": disrupts}
        file["timeline"] = [{"every": "month", "cyber_incident": {"from": "BOR", "to": "ARL"}}]
        force[name] = run(file, 120, 100).measure("force")
    assert force["cut"].tobytes() == force["none"].tobytes()
    assert 0 < force["called"].sum() < 0.8 * force["cut"].sum()


@pytest.mark.parametrize("kind", ["military_incident", "cyber_incident", "provocation"])
@pytest.mark.parametrize(("channel", "notice"), [(0, 0), (0.8, 0), (0, 0.6), (0.8, 0.3)])
def test_channels_and_notice_absorb_incidents(run: Any, quiet: Any, kind: str, channel: float, notice: float) -> None:
    """Protects `absorbed`: 1 - a max(channel, notice of who did it) is held against it, by either side."""
    relation = {"channel": channel, "notice": {"BOR": notice}}
    file = world(quiet, LASTING | {"consequences": {"absorbed": 0.6}}, relation)
    file["exchanges"][kind] = BARE | {"evidence": -0.5, "evidence_back": -0.2, "cap": 3}
    file["timeline"] = [incident(kind)]
    kept = 2 ** (-1 / 12 / 50)
    left = (1 - 0.6 * max(channel, notice) * kept) * 0.5
    account = run(file, 1).account(kind)[..., 0]
    assert account[ARL, BOR] == pytest.approx(-3 * (1 - math.exp(-left / 3)), rel=1e-3)
    assert account[BOR, ARL] == pytest.approx(-3 * (1 - math.exp(-0.4 * left / 3)), rel=1e-3)


@pytest.mark.parametrize(("notice", "before"), [(0, 0), (0, 0.5), (0.5, 0.5)])
def test_a_provocation_raises_the_stake(run: Any, quiet: Any, notice: float, before: float) -> None:
    """Protects `stake`: what was not absorbed closes its share of the gap to 1; an accident leaves the stake alone."""
    for kind, stake in (("provocation", 0.2), ("military_incident", 0)):
        file = world(quiet, LASTING, {"dispute": before, "notice": {"BOR": notice}})
        file["exchanges"][kind] = BARE | {"stake": stake}
        file["timeline"] = [incident(kind), incident(kind, "2025-02")]
        played = run(file, 1)
        share = stake * (1 - 0.6 * notice * 2 ** (-1 / 12 / 50))
        expected = before + share * (1 - before)
        assert played.dyad("dispute")[..., 0] == pytest.approx(np.array([[0, expected], [expected, 0]]), rel=1e-12)
        after = run(file, 2).dyad("dispute")[ARL, BOR, 0]
        assert (after > expected) == (stake > 0)


def test_provocations_come_over_the_border(run: Any, quiet: Any) -> None:
    """Protects reach by proximity: rate prox (n0 + d), none between nations that are linked but far apart."""
    for proximity in (0, 0.5):
        file = world(quiet, relation={"proximity": proximity, "dispute": 0.3}, ARL={"emerging": 1}, BOR={"emerging": 1})
        file["exchanges"]["provocation"] = BARE | {"rate": 2}
        played = run(file, 60, 200).served("provocation").sum()
        expected = 2 * proximity * 0.5 * 2 * 5 * 200
        assert played == pytest.approx(expected, abs=4 * math.sqrt(expected))


def test_hearsay_does_not_travel_by_cut_lines(run: Any, quiet: Any) -> None:
    """Protects the cut: CEL hears of ARL's deeds from BOR, unless the line of BOR and CEL was cut this month."""
    heard = {}
    for disrupts in (0, 1):
        ties = [{"between": ["ARL", "BOR"]}, {"between": ["BOR", "CEL"], "trust": 0.9, "channel": 0.9}]
        ties.append({"between": ["ARL", "CEL"]})
        cyber = {"cyber_incident": {"rate": 0, "disrupts": disrupts, "evidence": 0}}
        event = [{"at": "2025-01", "cyber_incident": {"from": "BOR", "to": "CEL"}}]
        nations: dict[str, Any] = {code: {} for code in ("ARL", "BOR", "CEL")}
        file = quiet(nations, ties, processes={"reputation": {"rho": 0.5}}, exchanges=cyber, timeline=event)

        def deeds(b: Block) -> None:
            b.accounts[FixedAccount.INCIDENTS, ARL + 1, ARL] = -1.0

        heard[disrupts] = float(run(file, 1, 1, edit=deeds).account("reputation")[CEL, ARL, 0])
    assert heard[0] < 0
    assert heard[1] == 0
