"""Step 3 to 6 of measures: whom they strike, what they take, who follows, when they end."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dipsim.model.state import dyads, exchange_kind, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LOG, LogField

CODES = ("ARL", "BOR", "CEL", "DRA", "EST", "FEL")
ARL, BOR, CEL, DRA, EST, FEL = range(6)
BARE = {
    "rate": 0,
    "readiness": 0,
    "cost": 0,
    "staff": 0,
    "evidence": 0,
    "followed": 0,
    "damage": 0,
    "blocks": 0,
    "need_wrong": 0,
}
SHARP = {"diplomacy": {"sharpness": 1000, "trust": 0, "interests": 0, "cost": 0}}
Event = tuple[int, str, int, int, float]


def history(run: Any, file: Any, ticks: int, replicates: int = 1) -> tuple[Any, list[Event]]:
    """The run and the events of all its replicates: (tick, name, first, second, value)."""
    events: list[Event] = []

    def each(t: int, b: Block) -> None:
        for r, count in enumerate(b.logged):
            for event, first, second, value in b.log[
                [LogField.EVENT, LogField.FIRST, LogField.SECOND, LogField.VALUE], :count, r
            ].T:
                events.append((t, LOG[int(event)], int(first), int(second), float(value)))

    return run(file, ticks, replicates, each=each, detail=True), events


def world(quiet: Any, n: int = 3, processes: Any = SHARP, **measures: Any) -> Any:
    """n nations, all linked at trust one half, and measures with every number at 0 but those given."""
    codes = CODES[:n]
    ties = [{"between": [a, b], "trust": 0.5} for x, a in enumerate(codes) for b in codes[x + 1 :]]
    exchanges = {name: BARE | {"term": 100} | numbers for name, numbers in measures.items()}
    return quiet({code: {} for code in codes}, ties, processes=processes, exchanges=exchanges)


def in_force(played: Any, kind: str) -> Any:
    """Where a measure is in force, [n, n, R]."""
    return played.block.standing[played.block.standing_row[played.world.kinds.index(kind)]] > 0


def imposed(at: str, kind: str, giver: str, target: str) -> dict[str, Any]:
    return {"at": at, kind: {"from": giver, "to": target}}


@pytest.mark.parametrize(("need", "struck"), [(3, {BOR}), (0, set())], ids=["wrongs count", "they do not"])
def test_measures_strike_who_begins_disputes_and_nobody_else(run: Any, quiet: Any, need: float, struck: Any) -> None:
    """Protects the wish against wrongs: only the revisionist begins disputes and only it is sanctioned, afterwards."""
    file = world(quiet, sanction={"rate": 20, "readiness": -1, "need_wrong": need})
    file["processes"]["crisis"] |= {"motive": 5}
    file["nations"]["BOR"]["revisionism"], file["nations"]["ARL"]["revisionism"] = 1, 0
    file["nations"]["CEL"]["revisionism"] = 0
    file["relations"][2] |= {"proximity": 1, "dispute": 1}  # BOR and CEL
    _, events = history(run, file, 120)
    disputes = [(t, first) for t, name, first, *_ in events if name == "dispute"]
    measures = [(t, second) for t, name, _, second, _ in events if name == "imposed"]
    assert {first for _, first in disputes} == {BOR}
    assert {second for _, second in measures} == struck
    assert all(t > disputes[0][0] for t, _ in measures)


def test_measures_strike_who_diverted_goods(run: Any, quiet: Any) -> None:
    """Protects the other wrong: a buyer found to have passed arms on is put under embargo, by suppliers and others."""
    file = world(quiet, embargo={"rate": 20, "readiness": -1, "need_wrong": 3})
    file["processes"]["licensing"] = {"diversion": 1, "leaning": 5}
    file["nations"]["BOR"]["stability"] = 0
    file["relations"][2] |= {"proximity": 1}  # BOR and CEL, which takes what is passed on
    file["exchanges"]["arms_transfer"] = {"rate": 0}
    file["timeline"] = [{"at": "2025-01", "arms_transfer": {"from": "ARL", "to": "BOR", "value": 5}}]
    _, events = history(run, file, 36, 20)
    found = [event for event in events if event[1] == "diverted" and event[4] == 1]
    assert {second for _, name, _, second, _ in events if name == "imposed"} == {BOR}
    assert {first for _, name, first, *_ in events if name == "imposed"} == {ARL, CEL}
    assert found
    assert min(t for t, name, *_ in events if name == "imposed") > min(t for t, *_ in found)


def test_distrust_and_opposed_interests_speak_for_a_measure_and_dependence_against(run: Any, quiet: Any) -> None:
    """Protects the terms of the wish: near a border of 0 each decides alone; willingness, a matter of two, does not."""
    cool = {"trust": {"ARL": 0.45, "BOR": 0.5}}
    even = {"trust": 0.5}
    cases: dict[str, tuple[dict[str, Any], float]] = {
        "distrusts": (cool, 0),
        "trusts": ({"trust": {"ARL": 0.55, "BOR": 0.5}}, 0),
        "depends": (cool | {"dependence": {"ARL": 0.5}}, 0),
        "unwilling": (cool | {"willingness": 0}, 0),
        "opposed": (even, -0.2),
        "agreed": (even, 0.2),
    }
    outcome = {}
    for case, (relation, position) in cases.items():
        weights = {"diplomacy": {"sharpness": 1000, "cost": 0, "trust": 4, "interests": 1}}
        file = world(quiet, 2, weights, sanction={"rate": 50, "threshold": 0.5})
        file["processes"]["ledger"] |= {"half_life_history": 100, "dependence_half_life": 50}
        file["relations"] = [{"between": ["ARL", "BOR"], "proximity": 1} | relation]
        file["issues"] = {"order": 1}
        for code, sign in (("ARL", 1), ("BOR", -1)):  # similarity is 1 - |x - y|: 1.2 and 0.8 apart
            file["nations"][code]["interests"] = {"order": sign * (0.5 - position / 2)} if position else {}
        outcome[case] = bool(in_force(run(file, 12), "sanction")[ARL, BOR, 0])
    wanted = {"distrusts", "unwilling", "opposed"}
    assert outcome == {case: case in wanted for case in cases}


def test_measures_take_exactly_their_damage_from_the_target(run: Any, quiet: Any) -> None:
    """Protects `damage`: growth lost is damage times the sender's share in both gdps; senders lose none."""
    file = world(quiet, sanction={"damage": 0.05}, embargo={"damage": 0.02})
    for code, gdp in zip(CODES[:3], (3000, 1000, 500), strict=True):
        file["nations"][code] |= {"gdp": gdp, "growth": 0.03}
    file["timeline"] = [
        imposed("2025-01", "sanction", "ARL", "BOR"),
        imposed("2026-01", "sanction", "CEL", "BOR"),
        imposed("2027-01", "embargo", "CEL", "BOR"),
    ]
    large, target, small, hurt = 3000.0, 1000.0, 500.0, 0.0
    for t in range(48):
        large, target, small = (x * math.exp((0.03 - y) / 12) for x, y in ((large, 0), (target, hurt), (small, 0)))
        by_small = 0.05 * (t >= 12) + 0.02 * (t >= 24)
        hurt = 0.05 * large / (large + target) + by_small * small / (small + target)
    assert run(file, 48).trait("gdp")[:, 0] == pytest.approx([large, target, small], rel=1e-12)


def test_a_sanction_of_a_giant_takes_all_its_damage(run: Any, quiet: Any) -> None:
    """Protects the limit: e^(-damage t) of gdp from the month after; a dwarf takes nothing."""
    left = {}
    for gdp in (1e9, 1e-3):
        file = world(quiet, 2, sanction={"damage": 0.05})
        file["nations"]["ARL"]["gdp"] = gdp
        file["timeline"] = [imposed("2025-01", "sanction", "ARL", "BOR")]
        left[gdp] = float(run(file, 60).trait("gdp")[BOR, 0]) / 1000
    assert left[1e9] == pytest.approx(math.exp(-0.05 * 59 / 12), rel=1e-6)
    assert left[1e-3] == pytest.approx(1, rel=1e-6)


@pytest.mark.parametrize("wished", [True, False])
def test_a_measure_lapses_at_the_end_of_its_term_unless_it_is_still_wished(run: Any, quiet: Any, wished: bool) -> None:
    """Protects terms: two years, then the wish decides, again and again; nobody else has to agree."""
    readiness = 1 if wished else -1
    file = world(quiet, sanction={"term": 2, "readiness": readiness, "damage": 0.05})
    file["timeline"] = [imposed("2025-01", "sanction", "ARL", "BOR")]
    played, events = history(run, file, 60)
    lapsed = [(t, first, second) for t, name, first, second, _ in events if name == "lapsed"]
    assert lapsed == ([] if wished else [(23, ARL, BOR)])
    assert (played.trait("hurt")[BOR, 0] > 0.02) == wished
    assert [(i, j) for i, j, _ in np.argwhere(in_force(played, "sanction"))] == ([(ARL, BOR)] if wished else [])


def test_a_wrong_forgotten_ends_the_measure_against_it(run: Any, quiet: Any) -> None:
    """Protects renewal by the wish as it is then: kept up while the wrong is remembered, dropped when it has faded."""
    file = world(quiet, 2, sanction={"term": 1, "readiness": -1, "need_wrong": 3})
    file["processes"]["licensing"] = {"record_half_life": 1}
    file["timeline"] = [imposed("2025-01", "sanction", "ARL", "BOR")]
    lapses: list[int] = []

    def wrong(b: Block) -> None:
        b.nat[nation.AGGRESSION, BOR] = 3.0

    def each(t: int, b: Block) -> None:
        lapses.extend([t] * int((b.log[LogField.EVENT, : b.logged[0], 0] == LOG.index("lapsed")).sum()))

    run(file, 60, 1, edit=wrong, each=each, detail=True)
    # 3 x/(1+x) > 1 while x = 3 2^-t > 1/2: until t = 2.58, so the third year is begun and the fourth is not
    assert lapses == [35]


def test_fellow_members_follow_by_chance_unless_the_target_sits_with_them(run: Any, quiet: Any) -> None:
    """Protects the chance to follow: followed T(k,i) (1 - T(k,j)); nobody in another club or beside the target."""
    file = world(quiet, 6, sanction={"followed": 0.8})
    for relation in file["relations"]:
        if relation["between"] in (["ARL", "CEL"], ["ARL", "DRA"]):
            relation["trust"] = 0.9
        if relation["between"] in (["BOR", "CEL"], ["BOR", "DRA"]):
            relation["trust"] = {"BOR": 0.5, relation["between"][1]: 0.2 if relation["between"][1] == "CEL" else 0.6}
    file["organisations"] = [
        {"name": "Club", "kind": "forum", "members": ["ARL", "CEL", "DRA"], "quality": 0},
        {"name": "With the target", "kind": "forum", "members": ["ARL", "BOR", "EST"], "quality": 0},
        {"name": "Elsewhere", "kind": "forum", "members": ["CEL", "FEL"], "quality": 0},
    ]
    file["timeline"] = [imposed("2025-01", "sanction", "ARL", "BOR")]
    found = in_force(run(file, 1, 1000), "sanction")
    assert found[ARL, BOR].all()
    assert found[CEL, BOR].mean() == pytest.approx(0.8 * 0.9 * 0.8, abs=0.06)
    assert found[DRA, BOR].mean() == pytest.approx(0.8 * 0.9 * 0.4, abs=0.06)
    assert not found[[EST, FEL]].any()
    assert found.sum() == found[:, BOR].sum(), "only the target is struck"


def test_whoever_follows_hurts_and_offends_too(run: Any, quiet: Any) -> None:
    """Protects followers as full parties: damage adds up, and the target holds it against each of them."""
    file = world(quiet, sanction={"followed": 1, "damage": 0.05, "evidence": -0.5})
    for relation, trust in zip(
        file["relations"], (0.5, {"ARL": 0.5, "CEL": 1 - 1e-9}, {"BOR": 0.5, "CEL": 1e-9}), strict=True
    ):
        relation["trust"] = trust
    file["organisations"] = [{"name": "Club", "kind": "forum", "members": ["ARL", "CEL"], "quality": 0}]
    file["timeline"] = [imposed("2025-01", "sanction", "ARL", "BOR")]
    played, events = history(run, file, 1)
    assert ("followed", CEL, ARL) in {event[1:4] for event in events}
    assert played.trait("hurt")[:, 0] == pytest.approx([0, 0.05 / 2 + 0.05 / 2, 0], rel=1e-12)
    account = played.account("sanction")[..., 0]
    assert account[BOR, ARL] == account[BOR, CEL] < -0.3
    assert account[ARL, BOR] == account[CEL, BOR] == 0


def test_lift_ends_all_measures_of_one_against_another_and_end_ends_one(run: Any, quiet: Any) -> None:
    """Protects the two ways out: `lift` is one-sided and for every kind, `end` is for one kind and both sides."""
    file = world(quiet, sanction={}, embargo={})
    start = [
        imposed("2025-01", kind, *parties)
        for kind in ("sanction", "embargo")
        for parties in (("ARL", "BOR"), ("BOR", "ARL"), ("CEL", "BOR"), ("ARL", "CEL"))
    ]
    lift = {"at": "2025-02", "lift": {"from": "ARL", "to": "BOR"}}
    end = {"at": "2025-02", "end": {"kind": "sanction", "between": ["BOR", "CEL"]}}
    file["timeline"] = [*start, lift, end]
    played = run(file, 2)
    for name in ("sanction", "embargo"):
        left = {(i, j) for i, j, _ in np.argwhere(in_force(played, name))}
        assert left == {(BOR, ARL), (ARL, CEL)} | ({(CEL, BOR)} if name == "embargo" else set())


@pytest.mark.parametrize("blocks", [0.0, 0.4, 1.0])
def test_an_embargo_holds_up_its_share_of_running_deliveries(run: Any, quiet: Any, blocks: float) -> None:
    """Protects `blocks`: of an order 1 - (1 - (1 - b) s)^t has arrived, s what a month delivers without an embargo."""
    file = world(quiet, embargo={"blocks": blocks}, arms_transfer={"price": 1, "delivery": 0.03})
    file["timeline"] = [
        {"at": "2025-01", "arms_transfer": {"from": "ARL", "to": "BOR", "value": 2}},
        imposed("2025-01", "embargo", "ARL", "BOR"),
    ]
    share = (1 - 2 ** (-1 / 12 / 1.5)) * (1 - blocks)
    received = run(file, 30).trait("received")[:, 0]
    assert received == pytest.approx([0, 2 * (1 - (1 - share) ** 30), 0], rel=1e-9)


def test_a_measure_that_is_only_paid_for_blocks_and_hurts_nothing(run: Any, quiet: Any) -> None:
    """Protects the cost-only control: the purse of who imposes shrinks, every other number is that of no measure."""
    numbers = {"blocks": 1, "damage": 0.1, "evidence": -1, "followed": 1, "cost": 0.1, "readiness": 20, "rate": 20}
    file = world(quiet, embargo=numbers, arms_transfer={"price": 1, "delivery": 0.03})
    file["organisations"] = [{"name": "Club", "kind": "forum", "members": ["ARL", "CEL"]}]
    file["timeline"] = [{"at": "2025-01", "arms_transfer": {"from": "ARL", "to": "BOR", "value": 2}}]
    embargo = sorted(file["exchanges"]).index("embargo")
    played = {}
    for mode in (exchange_kind.OFF, exchange_kind.COST_ONLY):

        def switch(b: Block, mode: float = mode) -> None:
            b.kind[exchange_kind.MODE, embargo] = mode

        played[mode] = run(file, 36, 2, edit=switch)
        assert played[mode].world.kinds[embargo] == "embargo"
    off, paid = played[exchange_kind.OFF].block, played[exchange_kind.COST_ONLY].block
    assert paid.hollow.any()
    assert played[exchange_kind.COST_ONLY].trait("spent").sum() > 0
    assert paid.accounts.stored.tobytes() == off.accounts.stored.tobytes()
    for row in (nation.GDP, nation.HURT, nation.RECEIVED, nation.CUT_OFF, nation.CAPABILITY):
        assert paid.nat[row].tobytes() == off.nat[row].tobytes()
    assert not paid.dyad[dyads.BLOCKED].any()


OF_TYPE = {"control_regime": "control_regime", "arms_control": "arms_control_treaty", "council": "defence_council"}


@pytest.mark.parametrize("kind", OF_TYPE)
def test_nobody_follows_through_an_organisation_that_is_off(run: Any, quiet: Any, kind: str) -> None:
    """Protects the switch: an organisation that means nothing carries no measures either."""
    ties = [
        {"between": ["ARL", "BOR"], "trust": 0.1},
        {"between": ["CEL", "BOR"], "trust": 1e-9},
        {"between": ["ARL", "CEL"], "trust": 1 - 1e-9},
    ]
    body = [{"name": "Body", "kind": kind, "members": ["ARL", "CEL"]}]
    imposed = [{"at": "2025-01", "sanction": {"from": "ARL", "to": "BOR"}}]
    for switch, count in (("off", 1), ("on", 2)):
        kinds_in_play = {"sanction": {"rate": 0, "followed": 1}, OF_TYPE[kind]: switch}
        nations: dict[str, Any] = {code: {} for code in CODES[:3]}
        file = quiet(nations, ties, organisations=body, exchanges=kinds_in_play, timeline=imposed)
        assert (run(file, 1).block.standing > 0).sum() == count
