"""What acts do beside trust: relief, unrest, technology and secrets that leak, acts shown, gains compared."""

# Also tests: model/processes/domestic/scheduled_events.py, model/processes/exchange/consequences.py

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LOG, LogField

CODES = ("ARL", "BOR", "CEL", "DRA")
ARL, BOR, CEL, DRA = range(4)
NOTHING = {
    "rate": 0,
    "readiness": 0,
    "network": 0,
    "cost": 0,
    "staff": 0,
    "evidence": 0,
    "evidence_back": 0,
    "alarm": 0,
    "reassurance": 0,
    "autonomy": 0,
    "interoperability": 0,
    "channel": 0,
    "wear_standards": 0,
    "wear_culture": 0,
    "technology": 0,
    "leakage": 0,
    "insight": 0,
    "notified": 0,
    "defensive": 0,
    "licensed": 0,
    "delivery": 0,
    "dependence": 0,
}
STILL = {"kappa_intent": 0}


def world(quiet: Any, kind: str, numbers: dict[str, Any], n: int = 2, processes: Any = None, **act: Any) -> Any:
    """n neighbours, a kind that does only what its numbers say, and one act of it from ARL to BOR at the start."""
    ties = [{"between": [a, b], "proximity": 1} for x, a in enumerate(CODES[:n]) for b in CODES[x + 1 : n]]
    file = quiet({code: {} for code in CODES[:n]}, ties, processes={"consequences": STILL} | (processes or {}))
    file["exchanges"][kind] = NOTHING | numbers
    file["timeline"] = [{"at": "2025-01", kind: {"from": "ARL", "to": "BOR"} | act}]
    return file


def tie_of(file: Any, one: str, other: str) -> dict[str, Any]:
    return next(tie for tie in file["relations"] if tie["between"] == [one, other])  # type: ignore[no-any-return]


@pytest.mark.parametrize(("trust", "counts"), [(0.34, False), (0.36, True)])
@pytest.mark.parametrize("receiver", ["ARL", "BOR"])
def test_relief_is_evidence_only_on_a_basis_that_was_there(
    run: Any, quiet: Any, trust: float, counts: bool, receiver: str
) -> None:
    """Protects `basis`: it is evidence only to a side whose own trust is above it."""
    file = world(quiet, "disaster_relief", {"evidence": 0.3, "evidence_back": 0.2, "basis": 0.35})
    other = "BOR" if receiver == "ARL" else "ARL"
    file["relations"][0]["trust"] = {receiver: trust, other: 0.9}
    account = run(file, 1).account("disaster_relief")[..., 0]
    seen = {"ARL": account[ARL, BOR], "BOR": account[BOR, ARL]}
    assert (seen[receiver] > 0.1) == counts
    assert seen[receiver] == 0 or counts
    assert seen[other] > 0.1


def test_relief_lowers_the_disaster_of_who_receives_it(run: Any, quiet: Any) -> None:
    """Protects `relief`: the share goes, of the receiver alone, and the rest fades by its half-life."""
    file = world(quiet, "disaster_relief", {"relief": 0.4}, processes={"politics": {"disaster_half_life": 0.25}})
    file["timeline"] = [
        *({"at": "2025-01", "disaster": {"nation": code, "size": 2}} for code in ("ARL", "BOR")),
        {"at": "2025-02", "disaster_relief": {"from": "ARL", "to": "BOR"}},
    ]
    month = 2 ** (-1 / 3)  # dated events come before the fading of the tick
    assert run(file, 1).trait("disaster")[:, 0] == pytest.approx([2 * month, 2 * month], rel=1e-12)
    assert run(file, 2).trait("disaster")[:, 0] == pytest.approx([2 * month**2, 1.2 * month**2], rel=1e-12)


def test_disasters_call_for_relief_and_nothing_else_does(run: Any, quiet: Any) -> None:
    """Protects `need_disaster`: as the catalogue stands, relief goes to who was struck, and to nobody otherwise."""
    file = world(quiet, "disaster_relief", {})
    file["exchanges"]["disaster_relief"] = "on"
    file["relations"][0]["trust"] = 0.6
    served = {}
    for struck in (False, True):
        file["timeline"] = [{"at": "2025-01", "disaster": {"nation": "BOR", "size": 1}}] if struck else []
        done = run(file, 6, 1000).block.done
        served[struck] = done[sorted(file["exchanges"]).index("disaster_relief")].sum(axis=-1)
    assert served[True][ARL, BOR] > 8
    assert served[False].sum() + served[True][BOR, ARL] <= 1


def test_unrest_lowers_stability_which_recovers(run: Any, quiet: Any) -> None:
    """Protects `unrest`: the receiver loses its share at once and gets half of the loss back each half-life."""
    numbers = {"unrest": 0.3}
    file = world(quiet, "training_mission", numbers, processes={"politics": {"stability_half_life": 2}})
    for code in ("ARL", "BOR"):
        file["nations"][code]["stability"] = 0.8
    lost = 0.3 * 0.8
    for months in (0, 12, 24, 48):
        expected = [0.8, 0.8 - lost * 2 ** (-months / 24)]
        assert run(file, 1 + months).trait("stability")[:, 0] == pytest.approx(expected, rel=1e-12)
    file["timeline"].append({"at": "2026-01", "change": {"nation": "BOR", "stability": 0.5}})
    assert run(file, 60).trait("stability")[:, 0] == pytest.approx([0.8, 0.5], rel=1e-12), "set anew, it stays there"


def test_technology_reaches_close_partners(run: Any, quiet: Any) -> None:
    """Protects `leakage`: a partner of the receiver closes leakage times gain times interoperability of its gap."""
    file = world(quiet, "technology_transfer", {"technology": 0.2, "leakage": 0.5}, 4)
    for code, level in zip(CODES, (0.9, 0.4, 0.3, 0.8), strict=True):
        file["nations"][code]["technology"] = level
    file["processes"]["ledger"]["interoperability_half_life"] = 50
    tie_of(file, "BOR", "CEL")["interoperability"] = 0.6
    tie_of(file, "BOR", "DRA")["interoperability"] = 1  # better than the receiver: it learns nothing
    played = run(file, 1)
    level = 0.4 + 0.2 * 0.5
    level += 0.02 * (1 - level)
    close = 0.5 * 0.2 * played.dyad("interoperability")[BOR, CEL, 0]
    assert close == pytest.approx(0.06, rel=0.01)
    expected = [0.9, level, 0.3 + close * (level - 0.3), 0.8]
    assert played.trait("technology")[:, 0] == pytest.approx(expected, rel=1e-12)


def test_partners_learn_together(run: Any, quiet: Any) -> None:
    """Protects the order of learning: two equals stay equal, whoever is listed first."""
    file = world(quiet, "joint_research", {"technology": 0.3, "term": 50, "upkeep": 0, "work": 2})
    file["timeline"] = []
    file["relations"][0]["in_force"] = "joint_research"
    technology = run(file, 36).trait("technology")[:, 0]
    assert technology[ARL] == technology[BOR] > 0.55


def leaks(run: Any, quiet: Any, replicates: int, channel: float, leak: float) -> tuple[Any, list[tuple[int, int, int]]]:
    """Shared intelligence of ARL and BOR that may leak; CEL has a channel to BOR and is distrusted by ARL."""
    file = world(quiet, "intelligence_sharing", {"insight": 0.2, "leak": leak}, 4)
    file["timeline"] = [{"at": "2025-01", "intelligence_sharing": {"between": ["ARL", "BOR"]}}]
    file["processes"]["ledger"] |= {"channel_half_life": 50}
    tie_of(file, "BOR", "CEL").update(channel=channel, trust={"BOR": 0.95, "CEL": 0.5})
    tie_of(file, "ARL", "CEL")["trust"] = {"ARL": 0.25, "CEL": 0.5}
    found: list[tuple[int, int, int]] = []

    def each(t: int, b: Block) -> None:
        for r, count in enumerate(b.logged):
            for event, first, second in b.log[[LogField.EVENT, LogField.FIRST, LogField.SECOND], :count, r].T:
                if LOG[int(event)] == "leaked":
                    found.append((r, int(first), int(second)))

    return run(file, 1, replicates, each=each, detail=True), found


def test_what_leaks_informs_those_who_talk_to_the_leaker(run: Any, quiet: Any) -> None:
    """Protects the way of a leak: insight of others grows by their channel to whoever leaked, and by no other."""
    played, found = leaks(run, quiet, 400, 0.8, 1)
    insight = played.trait("insight")
    channel = float(played.dyad("channel")[BOR, CEL, 0])
    by_bor = [r for r, leaker, _ in found if leaker == BOR]
    by_arl = [r for r, leaker, _ in found if leaker == ARL]
    assert len(found) == 400
    assert insight[CEL, by_bor] == pytest.approx(0.2 * channel, rel=1e-12)
    assert not insight[CEL, by_arl].any()
    assert not insight[DRA].any()
    assert insight[[ARL, BOR]] == pytest.approx(0.2, rel=1e-12)
    betrayed = played.account("incidents")
    assert (betrayed[ARL, BOR, by_bor] < 0).all()
    assert not betrayed[BOR, ARL, by_bor].any()


def test_leaks_grow_with_the_access_of_who_is_distrusted(run: Any, quiet: Any) -> None:
    """Protects the chance of a leak: leak times mean access, 1 plus the channels to those whom the owner distrusts."""
    for channel in (0.0, 0.8):
        _, found = leaks(run, quiet, 2000, channel, 0.3)
        by_bor = 1 + channel * (1 - 0.25)  # BOR knows of ARL, and talks to CEL, which ARL distrusts
        assert len(found) / 2000 == pytest.approx(0.3 * (1 + by_bor) / 2, abs=0.04)
        assert np.mean([leaker == BOR for _, leaker, _ in found]) == pytest.approx(by_bor / (1 + by_bor), abs=0.07)


def shown(run: Any, quiet: Any, foresight: float, secrecy: float, **act: Any) -> tuple[float, Any]:
    """Alarm of CEL about ARL after an exercise of ARL and BOR, and the run."""
    numbers = {"alarm": 1, "defensive": 0}
    file = world(
        quiet, "joint_exercise", numbers, 3, {"diplomacy": {"secrecy": secrecy}, "bill": {"kappa_reassured": 0}}
    )
    file["timeline"] = [{"at": "2025-01", "joint_exercise": {"between": ["ARL", "BOR"]} | act}]
    for code, traits in file["nations"].items():
        traits |= {"transparency": 0.2, "foresight": foresight if code == "ARL" else 0, "capability": 100}
    played = run(file, 1)
    return float(played.account("alarm: joint_exercise")[CEL, ARL, 0]), played


def test_an_act_is_shown_when_foreseen_alarm_outweighs_secrecy(run: Any, quiet: Any) -> None:
    """Protects disclosure: foresight times alarm against secrecy (1 + worst threat), at the border; shown, no alarm."""
    alarm, played = shown(run, quiet, 0, 1)
    assert alarm < -0.05
    threat = played.dyad("threat")[..., 0]
    foreseen = (1 - 0.2) * (1.5 * threat[CEL, ARL] + 0.5 * threat[CEL, BOR])
    border = 0.5 * foreseen / (1 + threat[ARL, CEL])
    assert shown(run, quiet, 0.5, border * 1.001)[0] == pytest.approx(alarm, rel=1e-12)
    assert shown(run, quiet, 0.5, border * 0.999)[0] == 0
    assert shown(run, quiet, 0.5, border * 0.999, notified=0)[0] == pytest.approx(alarm, rel=1e-12), "the timeline wins"


@pytest.mark.parametrize("weight", [0, 0.5, 2])
def test_who_gains_less_wishes_less(run: Any, quiet: Any, weight: float) -> None:
    """Protects relative gains: a wish falls by weight times what the other gains more; counts within 4 errors."""
    diplomacy = {"sharpness": 1, "trust": 4, "relative_gains": weight, "interests": 0, "common_threat": 0, "cost": 0}
    diplomacy |= {"friction": 0, "interoperability": 0, "agreements": 0}
    processes = {
        "diplomacy": diplomacy,
        "ledger": {"half_life_history": 100},
        "politics": {"b_constant": 0, "b_regime": 0},
    }
    file = world(quiet, "official_visit", {"rate": 6, "threshold": 0.5, "groundwork": 0}, 2, processes)
    file["timeline"] = []
    file["relations"][0]["trust"] = {"ARL": 0.9, "BOR": 0.4}
    odds = math.log(0.9 / 0.1), math.log(0.4 / 0.6)
    expected = 0.0
    for t in range(24):
        most, least = (4 * (1 / (1 + math.exp(-x * 2 ** (-t / 1200))) - 0.5) for x in odds)
        expected += 300 * 6 / 12 / (1 + math.exp(-most)) / (1 + math.exp(-(least - weight * (most - least))))
    acts = run(file, 24, 300).served("official_visit").sum()
    assert acts == pytest.approx(expected, abs=4 * math.sqrt(expected))


def test_notice_of_a_directed_act_is_one_sided(run: Any, quiet: Any) -> None:
    """Protects the sides of a directed act: who notifies opens its own acts; a receiver alone depends."""
    file = world(quiet, "notification", {"notice": 0.3, "dependence": 0.2})
    played = run(file, 1)
    assert played.dyad("notice")[..., 0] == pytest.approx(np.array([[0, 0.3], [0, 0]]))
    assert played.dyad("dependence")[..., 0] == pytest.approx(np.array([[0, 0], [0.2, 0]]))


def test_nothing_moves_without_an_act(run: Any, quiet: Any) -> None:
    """Protects the world of these tests: without its act none of these stocks moves."""
    file = world(quiet, "training_mission", {"unrest": 0.3}, 4)
    file["timeline"] = []
    played = run(file, 24)
    for name in ("stability", "technology", "insight", "emerging", "industry"):
        assert played.block.nat[nation.NATION.row(name)].std() == 0
    for row in (dyads.CHANNEL, dyads.NOTICE, dyads.GROUNDWORK, dyads.DEPENDENCE, dyads.INTEROPERABILITY):
        assert not played.block.dyad[row].any()
