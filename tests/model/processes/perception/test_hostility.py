"""Hostility, menace and danger: what a nation fears, alone and with help."""

from __future__ import annotations

import math
from typing import Any

import pytest

from dipsim.model.processes.perception.hostility import believed, hostility, promised, unalarmed
from dipsim.model.state.trust_accounts import FixedAccount

TWO = ["ARL", "BOR"]
NEW = {"perception": {"slope": 2, "mid": -1, "claim": 2, "intent": 3, "pledged": 1, "helped": 0}}


def s(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def test_hostility_by_hand() -> None:
    """Protects h = s(slope (mid - l) + claim d + intent (r^ - r0)), belief and promise."""
    assert hostility(-0.5, 0.4, 0.6, 0.3, 2.0, -1.0, 2.0, 3.0) == pytest.approx(s(2 * -0.5 + 0.8 + 0.9))
    assert believed(-0.4, 0.3, 2.0) == pytest.approx(0.5)
    assert (believed(0.0, 0.3, 2.0), believed(-5.0, 0.3, 2.0), believed(5.0, 0.3, 2.0)) == (0.3, 1.0, 0.0)
    assert promised(1.0, 0.5, 0.745, 0.5) == pytest.approx(0.3725)


@pytest.mark.parametrize("trust", [0.05, 0.4, 0.9])
def test_the_limit_of_hostility_is_distrust(run: Any, quiet: Any, trust: float) -> None:
    """Protects the limit: slope 1, mid, claim and intent 0 and no promises give h = 1 - T, stake and pact or not."""
    relation = {"between": TWO, "proximity": 1, "trust": trust, "dispute": 0.7, "pact": "defence"}
    h = float(run(quiet({code: {} for code in TWO}, [relation]), 1).dyad("hostility")[0, 1, 0])
    assert h == pytest.approx(1 - trust, rel=1e-12)


def test_hostility_reads_belief_and_not_the_truth(run: Any, quiet: Any) -> None:
    """Protects r^: the revisionism of the other changes nothing by itself, what its acts have shown does."""
    found = []
    for r, shown in ((0.0, 0.0), (1.0, 0.0), (0.0, -0.6)):

        def look_back(b: Any, shown: float = shown) -> None:
            b.accounts[FixedAccount.INTENT, 0, 1] = shown
            b.accounts[FixedAccount.HISTORY, 0, 1] -= shown  # trust as it was

        nations = {"ARL": {}, "BOR": {"revisionism": r}}
        relation = {"between": TWO, "proximity": 1, "trust": 0.3}
        played = run(quiet(nations, [relation], processes=NEW), 1, edit=look_back)
        found.append(float(played.dyad("hostility")[0, 1, 0]))
    assert found[0] == found[1]
    odds = math.log(0.3 / 0.7)
    assert found[0] == pytest.approx(s(2 * (-1 - odds)), rel=1e-12)
    assert found[2] == pytest.approx(s(2 * (-1 - odds) + 3 * 0.3), rel=1e-12)


def test_a_promise_lowers_hostility_less_between_those_with_a_claim(run: Any, quiet: Any) -> None:
    """Protects (1 - pledge): honour times 1 - d of it is believed; allies with a claim remain threats."""
    h = {}
    for d in (0.0, 0.5):
        for pact in ("[]", "defence", "neutrality"):
            relation = {"between": TWO, "proximity": 1, "trust": 0.3, "dispute": d} | (
                {"pact": pact} if pact != "[]" else {}
            )
            played = run(quiet({code: {} for code in TWO}, [relation], processes=NEW), 1)
            h[d, pact] = float(played.dyad("hostility")[0, 1, 0])
    for d in (0.0, 0.5):
        for pact in ("defence", "neutrality"):
            assert h[d, pact] / h[d, "[]"] == pytest.approx(1 - 0.745 * (1 - d), rel=1e-12)


def protected(run: Any, quiet: Any, helped: float) -> Any:
    """ARL faces BOR, with CEL as an ally of ARL."""
    relations = [
        {"between": TWO, "land": True, "trust": 0.2, "dispute": 0.3},
        {"between": ["ARL", "CEL"], "proximity": 0.1, "pact": "defence", "interoperability": 1},
    ]
    nations = {code: {"capability": 100, "offence": 0.5} for code in (*TWO, "CEL")}
    perception = NEW["perception"] | {"helped": helped}
    return run(quiet(nations, relations, processes={"perception": perception}), 1)


def test_help_lowers_the_danger_and_not_the_menace(run: Any, quiet: Any) -> None:
    """Protects menace = 2 h X / (X + M + m0 gdp) beside danger, which has the ally's help in the denominator."""
    played = protected(run, quiet, 0)
    h, x, help_ = (float(played.dyad(name)[0, 1, 0]) for name in ("hostility", "exposure", "help_defence"))
    assert help_ > 70
    assert float(played.dyad("menace")[0, 1, 0]) == pytest.approx(2 * h * x / (x + 100 + 20), rel=1e-12)
    assert float(played.dyad("threat")[0, 1, 0]) == pytest.approx(2 * h * x / (x + 100 + 20 + help_), rel=1e-12)


def test_the_limit_of_menace_is_danger(run: Any, quiet: Any) -> None:
    """Protects the limit: with `helped` 1 both are one."""
    played = protected(run, quiet, 1)
    assert (played.dyad("menace") == played.dyad("threat")).all()
    assert played.dyad("menace")[0, 1, 0] > 0


@pytest.mark.parametrize(
    "scenario", ["nato_eastern_flank", "south_china_sea", "us_south_korea", "us_india", "france_egypt"]
)
def test_no_ally_without_a_claim_is_among_the_two_largest_menaces(run: Any, scenario: str) -> None:
    """Protects recognition: who has promised defence and claims nothing is not feared most."""
    played = run(scenario, 1, 16)
    menace, cover, d = (played.dyad(name).mean(axis=-1) for name in ("menace", "cover_defence", "dispute"))
    wrong = []
    for i, code in enumerate(played.world.codes):
        for j in menace[i].argsort()[-2:]:
            if cover[i, j] > 0 and d[i, j] < 0.01 and menace[i, j] > 0.1:
                wrong.append(f"{code} fears its ally {played.world.codes[j]}")
    assert wrong == []


@pytest.mark.parametrize(
    ("scenario", "first"),
    [
        ("nato_eastern_flank", dict.fromkeys(("EST", "LVA", "LTU", "POL", "FIN", "UKR"), "RUS") | {"RUS": "USA"}),
        ("south_china_sea", dict.fromkeys(("JPN", "PHL", "VNM", "TWN"), "CHN") | {"CHN": "USA"}),
        ("us_south_korea", {"PRK": "USA", "JPN": "CHN", "CHN": "USA"}),
        ("us_india", {"IND": "CHN", "PAK": "IND", "CHN": "USA"}),
    ],
)
def test_who_fears_whom(run: Any, scenario: str, first: dict[str, str]) -> None:
    """Protects what an expert looks at first: the largest menace of each nation."""
    played = run(scenario, 1, 16)
    menace, codes = played.dyad("menace").mean(axis=-1), played.world.codes
    found = {code: codes[int(menace[codes.index(code)].argmax())] for code in first}
    assert found == first


@pytest.mark.parametrize("spiral", [0.0, 0.4, 1.0])
def test_suspicion_is_menace_without_standing_alarm(run: Any, quiet: Any, spiral: float) -> None:
    """Protects G: what has alarmed a nation counts in what it fears, and only by the share spiral in what alarms it."""
    assert unalarmed(-0.5, 0.8, spiral) == pytest.approx(-0.5 + (1 - spiral) * 0.8)
    nations = {code: {"transparency": 0} for code in (*TWO, "CEL")}
    relations = [
        {"between": ["CEL", "ARL"], "proximity": 0.8, "trust": 0.4},
        {"between": TWO, "proximity": 0.5},
    ]
    event = {"every": "month", "joint_exercise": {"between": TWO, "scale": 0.5}}
    processes = {"diplomacy": {"secrecy": 1e6}, "perception": NEW["perception"] | {"spiral": spiral}}
    file = quiet(nations, relations, timeline=[event], processes=processes)
    file["exchanges"]["joint_exercise"] = {"rate": 0, "alarm": 1, "evidence": 0, "mishap": 0}
    played = run(file, 24)
    odds, alarm, hostile, menace, suspicion = (
        float(played.dyad(word)[2, 0, 0]) for word in ("logit", "alarm_held", "hostility", "menace", "suspicion")
    )
    assert alarm > 0.2
    assert hostile == pytest.approx(s(2 * (-1 - odds)), rel=1e-12)
    unalarmed_hostility = s(2 * (-1 - odds - (1 - spiral) * alarm))
    assert suspicion == pytest.approx(menace * unalarmed_hostility / hostile, rel=1e-12)
