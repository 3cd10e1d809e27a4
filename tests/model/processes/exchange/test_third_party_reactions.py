"""Step 5 for third parties: who is alarmed and who is reassured by an act of others, and by how much."""

# Also tests: model/processes/perception/openness.py

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dipsim.kernels.numerics.elementary import kept

CODES = ("ARL", "BOR", "CEL")
ACT = {"between": ["ARL", "BOR"], "scale": 1}
KIND = {"rate": 0, "alarm": 1, "reassurance": 1, "evidence": 0, "mishap": 0}


def exercise(run: Any, quiet: Any, act: dict[str, Any] | None = None, months: int = 1, **change: Any) -> Any:
    """ARL and BOR exercise in the first month, CEL looks on; ``change`` gives other values of the set-up."""
    near, trust = change.pop("near", 0.8), change.pop("trust", 0.4)
    traits = {"transparency": change.pop("transparency", 0.0), "interests": {"order": 0.5}}
    nations = {code: dict(traits) for code in CODES}
    relations = [
        {"between": ["CEL", "ARL"], "proximity": near, "trust": trust, "notice": {"ARL": change.pop("notice", 0)}},
        {"between": ["CEL", "BOR"], "proximity": change.pop("near_other", 0), "trust": trust},
        {"between": ["ARL", "BOR"], "proximity": 0.5} | change.pop("ties", {}),
    ]
    forum = {"name": "Forum", "kind": "forum", "members": ["ARL", "CEL"], "quality": change.pop("forum", 0)}
    processes = {
        "diplomacy": {"secrecy": 1e6},
        "consequences": {"kappa_intent": 0, "discovery": 12},
        "ledger": {"notice_half_life": 50},
    }
    event = {"at": "2025-01", "joint_exercise": ACT | (act or {})}
    file = quiet(nations, relations, issues={"order": 1}, organisations=[forum], timeline=[event], processes=processes)
    file["exchanges"]["joint_exercise"] = KIND | change
    return run(file, months, 1)


def bill(played: Any, word: str = "alarm", about: int = 0) -> float:
    return float(played.account(f"{word}: joint_exercise")[2, about, 0])


def threat(played: Any, about: int = 0) -> float:
    return float(played.dyad("threat")[2, about, 0])


def entered(evidence: float, cap: float = 1.5) -> float:
    """What an account that was empty shows after evidence: corrected for the tick, saturated."""
    keep = kept(1 / 12, 2.0)
    gain = (1 - keep) / (math.log(2) / 12 / 2.0)
    return math.copysign(cap * (1 - math.exp(-abs(evidence) * gain / cap)), evidence)


def test_alarm_is_what_the_equation_says(run: Any, quiet: Any) -> None:
    """Protects `alarm = - w scale (1 - open) a [kappa3 H_ki + kappa5 H_kj]`, for both parties of the act."""
    played = exercise(run, quiet, {"scale": 0.7}, near_other=0.4, transparency=0.25, alarm=0.9)
    h_arl, h_bor = threat(played, 0), threat(played, 1)
    assert h_arl > h_bor > 0
    assert bill(played, about=0) == pytest.approx(entered(-0.9 * 0.7 * 0.75 * (1.5 * h_arl + 0.5 * h_bor)), rel=1e-9)
    assert bill(played, about=1) == pytest.approx(entered(-0.9 * 0.7 * 0.75 * (1.5 * h_bor + 0.5 * h_arl)), rel=1e-9)


OPENINGS: dict[str, dict[str, Any]] = {
    "a defensive kind": {"defensive": 1},
    "open parties": {"transparency": 1},
    "a notified kind": {"notified": 1},
    "a notified act": {"act": {"notified": True}},
    "full notice to the observer": {"notice": 1, "near_other": 0},
    "a perfect forum with the observer": {"forum": 1, "near_other": 0},
    "a kind that shows no strength": {"alarm": 0},
    "an actor out of reach": {"near": 0},
    "full trust": {"trust": 1 - 1e-15},
}


@pytest.mark.parametrize("change", OPENINGS.values(), ids=OPENINGS.keys())
def test_no_alarm_when_fully_defensive_or_open(run: Any, quiet: Any, change: dict[str, Any]) -> None:
    """Protects the ways out of the security dilemma: each by itself takes all alarm about ARL away."""
    assert bill(exercise(run, quiet)) < -0.1
    assert bill(exercise(run, quiet, **change)) == pytest.approx(0, abs=1e-3 if "notice" in change else 1e-12)


@pytest.mark.parametrize(
    ("change", "values"),
    [
        ("near", [0.0, 0.2, 0.5, 0.8, 1.0]),
        ("trust", [0.9, 0.6, 0.3, 0.1]),
        ("transparency", [1.0, 0.7, 0.3, 0.0]),
        ("defensive", [1.0, 0.6, 0.2, 0.0]),
        ("alarm", [0.0, 0.3, 0.9, 2.0]),
    ],
)
def test_alarm_grows_with_nearness_distrust_opacity_and_offence(
    run: Any, quiet: Any, change: str, values: list[float]
) -> None:
    """Protects the sign of every term: alarm is strictly monotone in each."""
    sizes = [-bill(exercise(run, quiet, **{change: value})) for value in values]
    assert (np.diff(sizes) > 0).all()


def test_treaty_allies_alarm_less(run: Any, quiet: Any) -> None:
    """Protects a = 0.4 for allies (Kuo and Blankenship 2022); other pacts do not count."""
    stranger, neutral, ally = (
        exercise(run, quiet, ties={"pact": pact} if pact else {}, alarm=0.01) for pact in ("", "neutrality", "defence")
    )
    assert bill(neutral) == pytest.approx(bill(stranger), rel=1e-9)
    assert bill(ally) == pytest.approx(0.4 * bill(stranger), rel=0.01)


def test_friends_are_reassured(run: Any, quiet: Any) -> None:
    """Protects `reassurance = scale kappa4 prox T max(0, S)`: S is 1 here, T .4, prox .8."""
    assert bill(exercise(run, quiet), "reassurance") == pytest.approx(entered(0.15 * 0.8 * 0.4), rel=1e-9)
    assert bill(exercise(run, quiet, near=0), "reassurance") == 0


def test_a_hidden_act_alarms_nobody_until_found_out_and_then_more(run: Any, quiet: Any) -> None:
    """Protects `seen`: 0 until discovered, then 1.5 of what it was, by all at once."""
    hidden = {"act": {"hidden": 1}, "alarm": 0.01}
    sizes = [bill(exercise(run, quiet, months=months, **hidden)) for months in range(1, 40)]
    first = next(month for month, size in enumerate(sizes) if size < 0)
    open_size = bill(exercise(run, quiet, alarm=0.01))
    assert all(size == 0 for size in sizes[:first])
    assert sizes[first] == pytest.approx(1.5 * open_size, rel=0.03)
    assert exercise(run, quiet, months=40, **hidden).block.hidden.sum() == 0


def test_protected_states_are_alarmed_as_much(run: Any, quiet: Any) -> None:
    """Protects that alarm reads menace and not danger: an ally that would come makes CEL safer and no less alarmed."""
    bills, dangers = [], []
    for pact in ([], ["defence"]):
        nations = {code: {"transparency": 0, "capability": 100} for code in (*CODES, "DRA")}
        relations = [
            {"between": ["CEL", "ARL"], "proximity": 0.8, "trust": 0.4},
            {"between": ["ARL", "BOR"], "proximity": 0.5},
            {"between": ["CEL", "DRA"], "pact": pact},
        ]
        processes = {"diplomacy": {"secrecy": 1e6}, "perception": {"helped": 0}}
        event = {"at": "2025-01", "joint_exercise": ACT}
        file = quiet(nations, relations, timeline=[event], processes=processes)
        file["exchanges"]["joint_exercise"] = KIND
        played = run(file, 1)
        bills.append(bill(played))
        dangers.append(threat(played))
    assert dangers[1] < 0.85 * dangers[0]
    assert bills[1] == bills[0] < -0.1


def test_alarm_does_not_feed_on_itself(run: Any, quiet: Any) -> None:
    """Protects that alarm reads suspicion: a neighbour that trusts stays calm under acts without end, unless spiral."""
    ends = []
    for spiral in (0, 1):
        nations = {code: {"transparency": 0} for code in CODES}
        relations = [
            {"between": ["CEL", "ARL"], "proximity": 1, "trust": 0.8},
            {"between": ["ARL", "BOR"], "proximity": 0.5},
        ]
        perception = {"slope": 2, "mid": -1, "claim": 2, "intent": 3, "pledged": 1, "helped": 0, "spiral": spiral}
        processes = {"diplomacy": {"secrecy": 1e6}, "perception": perception, "ledger": {"half_life_history": 100}}
        event = {"every": "month", "joint_exercise": ACT | {"scale": 1.5}}
        file = quiet(nations, relations, timeline=[event], processes=processes)
        file["exchanges"]["joint_exercise"] = KIND | {"reassurance": 0, "cap": 3}
        ends.append(float(run(file, 120).dyad("trust")[2, 0, 0]))
    assert ends[0] > 0.45, "calm"
    assert ends[1] < 0.25, "caught in its own fear"
