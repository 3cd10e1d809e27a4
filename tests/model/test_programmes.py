"""Standing programmes: what they do while in force, what they cost, what ends them; groundwork that leads to them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dipsim.model.state import dyads, exchange_kind
from dipsim.model.state.arrays import Block
from dipsim.model.state.nation import SAVING, TECHNOLOGY

TWO = ("ARL", "BOR")
ARL, BOR, CEL = range(3)
BARE = {
    "rate": 0,
    "cost": 0,
    "staff": 0,
    "evidence": 0,
    "upkeep": 0,
    "upkeep_evidence": 0,
    "alarm": 0,
    "reassurance": 0,
    "technology": 0,
    "emerging": 0,
    "leakage": 0,
    "interoperability": 0,
    "wear_standards": 0,
    "wear_culture": 0,
    "channel": 0,
    "notice": 0,
    "work": 1,
    "saving": 0,
    "exit": 0,
    "term": 200,
}


def world(quiet: Any, nations: Any = None, others: Any = None, **programmes: Any) -> Any:
    """Two nations with bare programmes in force between them, which do only what the numbers given say."""
    tie = {"between": list(TWO), "proximity": 1, "trust": 0.9, "in_force": list(programmes)}
    file = quiet(nations or {code: {} for code in TWO}, [tie, *(others or [])])
    file["processes"] |= {"institutions": {"breach": 0}, "consequences": {"kappa_intent": 0}}
    file["exchanges"] |= {name: BARE | numbers for name, numbers in programmes.items()}
    return file


def row_of(played: Any, kind: str) -> int:
    return int(played.block.standing_row[played.world.kinds.index(kind)])


@pytest.mark.parametrize("work", [0, 1, 3])
@pytest.mark.parametrize("tick", ["month", "quarter"])
def test_joint_research_raises_technology_by_its_work(run: Any, quiet: Any, work: float, tick: str) -> None:
    """Protects `work`: the gap closes by (1 - g work dt)(1 - g work dt / 10) a tick; the frontier stays where it is."""
    nations = {"ARL": {"technology": 0.4}, "BOR": {"technology": 1}}
    file = world(quiet, nations, joint_research={"technology": 0.2, "work": work})
    file["time"]["tick"] = tick
    per_year = 12 if tick == "month" else 4
    step = 0.2 * work / per_year
    played = run(file, 5 * per_year)
    left = 0.6 * ((1 - step) * (1 - step / 10)) ** (5 * per_year)
    assert played.trait("technology")[:, 0] == pytest.approx([1 - left, 1], rel=1e-12)


def test_one_signature_is_one_act(run: Any, quiet: Any) -> None:
    """Protects the count of acts: the month of signing brings one act and a month of work, a hollow instrument none."""
    expected = {
        exchange_kind.ON: 1 - 0.6 * (0.9 * 0.99) * (1 - 0.1 / 12) * (1 - 0.01 / 12),
        exchange_kind.COST_ONLY: 0.4,
    }
    for mode, level in expected.items():
        file = world(quiet, {"ARL": {"technology": 0.4}, "BOR": {"technology": 1}}, joint_research={"technology": 0.1})
        file["relations"][0]["in_force"] = []
        file["timeline"] = [{"at": "2025-01", "joint_research": {"between": list(TWO)}}]

        def switch(b: Block, mode: float = mode) -> None:
            b.kind[exchange_kind.MODE] = mode

        played = run(file, 1, edit=switch)
        assert played.block.standing[row_of(played, "joint_research"), ARL, BOR, 0] > 0
        assert played.trait("technology")[ARL, 0] == pytest.approx(level, rel=1e-12)


def test_a_programme_builds_industry_and_emerging_arms_where_they_lag(run: Any, quiet: Any) -> None:
    """Protects `industry` and `emerging`: whoever is behind closes in by work; the leader gains nothing."""
    nations = {"ARL": {"industry": 0.2, "emerging": 0.6}, "BOR": {"industry": 0.8, "emerging": 0.1}}
    played = run(world(quiet, nations, joint_venture={"industry": 0.3, "emerging": 0.12}), 24)
    assert played.trait("industry")[:, 0] == pytest.approx([0.8 - 0.6 * (1 - 0.3 / 12) ** 24, 0.8], rel=1e-12)
    assert played.trait("emerging")[:, 0] == pytest.approx([0.6, 0.6 - 0.5 * (1 - 0.01) ** 24], rel=1e-12)


@pytest.mark.parametrize("partners", [0, 1, 2])
def test_saving_makes_arming_cheaper(run: Any, quiet: Any, partners: int) -> None:
    """Protects `saving`: stock grows as if the purse were 1 + s larger, s = 1 - (1 - .2)^k of k programmes."""
    nations = {code: {"g": 10, "k": 0, "capability": 50} for code in (*TWO, "CEL")}
    extra = [{"between": ["ARL", "CEL"], "in_force": ["joint_procurement"] if partners == 2 else []}]
    file = world(quiet, nations, extra, joint_procurement={"saving": 0.2})
    file["relations"][0]["in_force"] = ["joint_procurement"] if partners else []
    file["processes"]["arming"] |= {"fatigue": 0.1}
    played = run(file, 60)
    count = {ARL: partners, BOR: min(partners, 1), CEL: max(partners - 1, 0)}
    stock = [50 * math.exp(-0.5) + (2 - 0.8**k) * 10 / 0.1 * (1 - math.exp(-0.5)) for k in count.values()]
    assert played.trait("capability")[:, 0] == pytest.approx(stock, rel=1e-12)
    assert played.trait("saving")[:, 0] == pytest.approx([1 - 0.8**k for k in count.values()], rel=1e-12)


@pytest.mark.parametrize("poor", [None, "ARL", "BOR"])
def test_upkeep_is_charged_to_both_or_to_neither(run: Any, quiet: Any, poor: str | None) -> None:
    """Protects dues: if one cannot pay neither does, the programme ends, and who could not is blamed."""
    file = world(quiet, joint_research={"upkeep": 0.1, "exit": -0.75})
    if poor:
        file["nations"][poor]["diplomacy"] = 0
    played = run(file, 1)
    assert played.trait("spent")[:, 0] == pytest.approx([0, 0] if poor else [0.1, 0.1])
    assert (played.block.standing[row_of(played, "joint_research"), ARL, BOR, 0] > 0) == (poor is None)
    betrayals = played.account("betrayals")[..., 0]
    blamed = {(i, j) for i, j in np.argwhere(betrayals != 0)}
    assert blamed == {None: set(), "ARL": {(BOR, ARL)}, "BOR": {(ARL, BOR)}}[poor]


@pytest.mark.parametrize("hollow", [False, True])
def test_who_leaves_early_is_held_to_account_by_the_other_alone(run: Any, quiet: Any, hollow: bool) -> None:
    """Protects `exit`: a revocation is held against by the partner, no onlooker, and never if only paid for."""
    nations = {"ARL": {"democracy": 0}, "BOR": {}, "CEL": {}}
    extra = [{"between": [code, "CEL"]} for code in TWO]
    file = world(quiet, nations, extra, joint_research={"exit": -0.75})
    file["processes"]["politics"] |= {"revoke": 1}
    file["timeline"] = [{"at": "2025-02", "government_change": "ARL"}]

    def empty(b: Block) -> None:
        b.hollow[:] = 1.0 if hollow else 0.0

    before, after = run(file, 1, edit=empty), run(file, 2, edit=empty)
    row = row_of(after, "joint_research")
    assert before.block.standing[row, ARL, BOR, 0] > 0
    assert after.block.standing[row, ARL, BOR, 0] == after.block.standing[row, BOR, ARL, 0] == 0
    size = 0.75 * gain(8.0)
    expected = np.zeros((3, 3))
    expected[BOR, ARL] = 0 if hollow else -2.5 * (1 - math.exp(-size / 2.5))
    assert after.account("betrayals")[..., 0] == pytest.approx(expected, rel=1e-9)


def gain(half_life: float) -> float:
    """Evidence that is left of 1 given evenly over a month: (1 - e^-x) / x."""
    x = math.log(2) / 12 / half_life
    return -math.expm1(-x) / x


def test_a_defence_council_carries_programmes_over_a_change_of_government(run: Any, quiet: Any) -> None:
    """Protects `protection`: on the same luck, a council of 0.6 saves six in ten of those that would be revoked."""
    kept = {}
    for council in (False, True):
        file = world(
            quiet, {code: {"democracy": 0} for code in TWO}, joint_research={}, defence_council={"protection": 0.6}
        )
        file["relations"][0]["in_force"] = ["joint_research"] + ["defence_council"] * council
        file["processes"]["politics"] |= {"revoke": 0.9}
        file["timeline"] = [{"at": "2025-03", "government_change": "ARL"}]
        played = run(file, 4, 1000)
        kept[council] = played.block.standing[row_of(played, "joint_research"), ARL, BOR] > 0
    assert (kept[True] >= kept[False]).all(), "what survives without a council survives with it"
    assert kept[False].mean() == pytest.approx(1 - 0.9, abs=0.04)
    assert kept[True].mean() == pytest.approx(1 - 0.9 * 0.4, abs=0.06)


def test_a_council_as_an_organisation_protects_and_is_switched_off_with_its_kind(run: Any, quiet: Any) -> None:
    """Protects `organisations: kind: council`: its quality protects; with `defence_council: off` it means nothing."""
    kept = {}
    for on in (False, True):
        file = world(quiet, {code: {"democracy": 0} for code in TWO}, joint_research={})
        file["organisations"] = [{"name": "Council", "kind": "council", "members": list(TWO), "quality": 1}]
        file["exchanges"]["defence_council"] = BARE if on else "off"
        file["processes"]["politics"] |= {"revoke": 1}
        file["timeline"] = [{"at": "2025-03", "government_change": "ARL"}]
        played = run(file, 4, 20)
        kept[on] = played.block.standing[row_of(played, "joint_research"), ARL, BOR] > 0
    assert kept[True].all()
    assert not kept[False].any()


def test_programmes_work_and_protect_only_while_in_force(run: Any, quiet: Any) -> None:
    """Protects the end of a term: with no renewal nothing is left of saving, protection or further technology."""
    file = world(quiet, joint_research={"term": 2, "technology": 0.1, "saving": 0.1}, defence_council={"term": 1})
    file["processes"]["institutions"] |= {"renewal": 50}
    file["relations"][0]["trust"] = 0.01
    seen: list[tuple[float, float, float]] = []

    def each(t: int, b: Block) -> None:
        held = b.dyad[dyads.PROTECTED, ARL, BOR, 0], b.nat[:, ARL, 0]
        seen.append((float(held[0] > 0), held[1][SAVING], held[1][TECHNOLOGY]))

    run(file, 36, 1, each=each)
    protected, saving, technology = (np.array(column) for column in zip(*seen, strict=True))
    assert protected.tolist() == [1] * 11 + [0] * 25
    assert saving == pytest.approx([0.1] * 23 + [0] * 13)
    assert (np.diff(technology)[:23] > 0).all()
    assert (np.diff(technology)[23:] == 0).all()


PLAIN = {
    "diplomacy": {
        "sharpness": 1,
        "interests": 0,
        "common_threat": 0,
        "cost": 0,
        "friction": 0,
        "trust": 0,
        "agreements": 0,
    }
    | {"interoperability": 0, "foreseen_alarm": 0, "autonomy": 0, "relative_gains": 0},
    "consequences": {"kappa_intent": 0, "groundwork_half_life": 20},
}
VISIT = {
    "readiness": 0,
    "network": 0,
    "cost": 0,
    "staff": 0,
    "evidence": 0,
    "channel": 0,
    "groundwork": 0,
    "autonomy": 0,
}


def visits(quiet: Any, **numbers: Any) -> Any:
    file = quiet({code: {} for code in TWO}, [{"between": list(TWO), "proximity": 1}], processes=PLAIN)
    file["exchanges"]["official_visit"] = VISIT | numbers
    return file


@pytest.mark.parametrize(("need", "ground"), [(0, 0.8), (2, 0.0), (2, 0.8), (6, 0.8)])
def test_groundwork_raises_the_rate_exactly_as_the_wish_says(run: Any, quiet: Any, need: float, ground: float) -> None:
    """Protects `need_groundwork`: hazard rate s(w G)^2 with G the groundwork as it fades; counts within 4 errors."""

    def lay(b: Block) -> None:
        b.dyad[dyads.GROUNDWORK, ARL, BOR] = b.dyad[dyads.GROUNDWORK, BOR, ARL] = ground

    acts = run(visits(quiet, rate=6, need_groundwork=need), 60, 200, edit=lay).served("official_visit").sum()
    wishes = [need * ground * 2 ** (-(t + 1) / 12 / 20) for t in range(60)]
    expected = 200 * sum(6 / 12 / (1 + math.exp(-w)) ** 2 for w in wishes)
    assert acts == pytest.approx(expected, abs=4 * math.sqrt(expected))


def test_visits_lay_groundwork_that_fades(run: Any, quiet: Any) -> None:
    """Protects the stock: each act closes its share of the gap to 1, then half is gone by the half-life."""
    file = visits(quiet, rate=0, groundwork=0.3)
    file["processes"]["consequences"]["groundwork_half_life"] = 0.5
    file["timeline"] = [{"at": at, "official_visit": {"between": list(TWO)}} for at in ("2025-01", "2025-07")]
    ground = [float(run(file, t).dyad("groundwork")[ARL, BOR, 0]) for t in (1, 7, 13)]
    assert ground == pytest.approx([0.3, 0.15 + 0.3 * 0.85, (0.15 + 0.3 * 0.85) / 2], rel=1e-12)
    assert run(file, 1).dyad("groundwork")[BOR, ARL, 0] == ground[0]


def test_agreements_come_sooner_after_visits(run: Any, quiet: Any) -> None:
    """Protects the catalogue's ladder: an agreement that needs groundwork is signed sooner where visits lay it."""
    signed = {}
    for rate in (0, 12):
        file = visits(quiet, rate=rate, readiness=20, groundwork=0.3)
        file["exchanges"]["bilateral_agreement"] = BARE | {
            "rate": 0.3,
            "readiness": -2,
            "need_groundwork": 2,
            "term": 50,
        }
        played = run(file, 36, 500)
        signed[rate] = (played.dyad("agreements")[ARL, BOR] > 0).mean()
    assert 0 < signed[0] < 0.6 * signed[12]


def test_a_council_meets_to_open_channels(run: Any, quiet: Any) -> None:
    """Protects `work` on channel and notice: a council that meets k times a year opens lines, against their fading."""
    file = world(quiet, defence_council={"work": 6, "channel": 0.1, "notice": 0.05})
    file["processes"]["ledger"] |= {"channel_half_life": 2, "notice_half_life": 1}
    played = run(file, 24)
    for name, each, life in (("channel", 0.05, 2), ("notice", 0.025, 1)):
        stock = 0.0
        for _ in range(24):
            stock *= 2 ** (-1 / 12 / life)
            stock += each * (1 - stock)
        assert played.dyad(name)[ARL, BOR, 0] == pytest.approx(stock, rel=1e-12)
