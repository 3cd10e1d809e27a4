"""Who is a partner: pacts, agreements, common allies, open issues, popularity, and what upkeep costs."""

from __future__ import annotations

from typing import Any

import pytest

from dipsim.model.processes.domestic.upkeep import upkeep
from dipsim.model.processes.exchange.third_party_terms import crowd
from dipsim.model.processes.partners.ties import tie
from dipsim.model.state import exchange_kind, nation

TWO = ("ARL", "BOR")
THREE = (*TWO, "CAS")
SHARP = {
    "diplomacy": {"sharpness": 1000, "interests": 0, "common_threat": 0, "trust": 0, "cost": 0, "friction": 0}
    | {"foreseen_alarm": 0, "interoperability": 0, "agreements": 0},
}
BARE = {"network": 0, "cost": 0, "staff": 0, "evidence": 0, "autonomy": 0, "need_threat": 0, "alarm": 0, "rate": 6}


def exercises(quiet: Any, numbers: dict[str, float], relations: list[dict[str, Any]], codes: Any = TWO) -> Any:
    """Nations that exercise where the wish is above 0: readiness, tie and stake decide, nothing else."""
    near = [{"proximity": 1} | one for one in relations]
    file = quiet({code: {} for code in codes}, near, on=("joint_exercise",), processes=SHARP)
    file["exchanges"]["joint_exercise"] = BARE | numbers
    file["exchanges"]["alliance_pact"] = {"rate": 0, "upkeep": 0, "upkeep_evidence": 0}
    file["exchanges"]["bilateral_agreement"] = {"rate": 0, "upkeep": 0, "upkeep_evidence": 0}
    return file


def held(run: Any, file: Any) -> float:
    """Exercises of 20 runs of two years."""
    return float(run(file, 24, 20).served("joint_exercise").sum())


def test_the_closest_tie_counts() -> None:
    """Protects t_ij: a pact is 1, an agreement and a common ally are what the parameters say."""
    assert tie(1.0, 1.0, 1.0, 0.5, 0.3) == 1.0
    assert tie(0.0, 1.0, 1.0, 0.5, 0.3) == 0.5
    assert tie(0.0, 0.0, 1.0, 0.5, 0.3) == 0.3
    assert tie(0.0, 0.0, 0.0, 0.5, 0.3) == 0.0


def test_allies_do_what_others_do_not(run: Any, quiet: Any) -> None:
    """Protects the weight of a tie: readiness -1 and tie 2 give acts to allies alone; to others tied by 1/2 none."""
    numbers = {"readiness": -1.0, "tie": 2.0}
    assert held(run, exercises(quiet, numbers, [{"between": TWO}])) == 0
    assert held(run, exercises(quiet, numbers, [{"between": TWO, "pact": ["defence"]}])) > 100
    assert held(run, exercises(quiet, numbers | {"tie": 0.9}, [{"between": TWO, "pact": ["defence"]}])) == 0
    assert held(run, exercises(quiet, numbers | {"tie": 1.9}, [{"between": TWO, "agreements": ["general"]}])) == 0
    assert held(run, exercises(quiet, numbers | {"tie": 2.1}, [{"between": TWO, "agreements": ["general"]}])) > 100


def test_a_common_ally_ties(run: Any, quiet: Any) -> None:
    """Protects blocs: two that are allied to a third exercise where strangers to it do not."""
    numbers = {"readiness": -1.0, "tie": 2.1}
    pacts = [{"between": [code, "CAS"], "pact": ["defence"]} for code in TWO]
    file = exercises(quiet, numbers, [{"between": TWO}, *pacts], THREE)
    done = run(file, 24, 20).block.done
    kind = run(file, 1, 1).world.kinds.index("joint_exercise")
    assert done[kind][0, 1].sum() > 100
    file["processes"]["diplomacy"]["tie_bloc"] = 0.4
    assert run(file, 24, 20).block.done[kind][0, 1].sum() == 0


def test_an_open_issue_keeps_two_apart(run: Any, quiet: Any) -> None:
    """Protects rivalry: readiness 1 and rivalry 2 leave acts below a stake of one half, none above."""
    numbers = {"readiness": 1.0, "rivalry": 2.0}
    assert held(run, exercises(quiet, numbers, [{"between": TWO, "dispute": 0.45}])) > 100
    assert held(run, exercises(quiet, numbers, [{"between": TWO, "dispute": 0.55}])) == 0


def test_agreements_crowd_or_do_not() -> None:
    """Protects E53: with crowding 1 half of the most at three, with 0 each as much as the first."""
    assert crowd(3.0, 1.0) == 0.5
    assert crowd(30.0, 0.0) == pytest.approx(10.0)
    assert crowd(0.0, 0.5) == 0.0


def test_upkeep_follows_gdp(run: Any, quiet: Any) -> None:
    """Protects dues: a fixed sum and a share of each party's own gdp, from its purse."""
    assert upkeep(0.5, 0.001, 2000.0) == 2.5
    ties = [{"between": TWO, "pact": ["defence"]}]
    file = quiet({"ARL": {"gdp": 10}, "BOR": {"gdp": 1000}}, ties, on=("alliance_pact",), processes=SHARP)
    file["exchanges"]["alliance_pact"] = {"rate": 0, "upkeep": 0, "upkeep_share": 1e-4}
    played = run(file, 1)
    purse = played.block.nat[nation.PURSE, :, 0]
    granted = played.block.nat[nation.DIPLOMACY, :, 0] * played.block.nat[nation.GDP, :, 0]
    assert granted - purse == pytest.approx([1e-3, 1e-1])


def test_small_states_keep_their_treaties(run: Any, quiet: Any) -> None:
    """Protects treaties in force at the start: where upkeep is a share, nobody is too small to pay it."""
    small = {"ARL": {"gdp": 0.01}, "BOR": {"gdp": 1000}}
    ties = [{"between": TWO, "pact": ["defence"]}]
    file = quiet(small, ties, on=("alliance_pact",), processes=SHARP)
    row = played_row(run, file)
    file["exchanges"]["alliance_pact"] = {"rate": 0, "upkeep": 0.005}
    assert run(file, 1).block.standing[row][0, 1, 0] == 0.0
    file["exchanges"]["alliance_pact"] = {"rate": 0, "upkeep": 0, "upkeep_share": 1e-5}
    assert run(file, 1).block.standing[row][0, 1, 0] > 0.0


def played_row(run: Any, file: Any) -> int:
    """The row of defence pacts among instruments."""
    world = run(file, 1).world
    c = world.kinds.index("alliance_pact")
    assert world.form[c] == exchange_kind.STANDING
    return int(world.standing_row[c])
