"""Money and staff for the dated acts of a year are set aside when it begins."""

from __future__ import annotations

from typing import Any

import pytest

from dipsim.model.parameters import NATION
from dipsim.model.state import exchange_kind
from dipsim.model.state.exchange_kind import COST_ONLY, NULL, OFF, ON

EXERCISE = {"between": ["ARL", "BOR"], "scale": 1}
COST, STAFF = 0.1, 4.0


def region(quiet: Any, timeline: list[dict[str, Any]], visits: float = 40.0) -> dict[str, Any]:
    """A rich and a poor nation that visit each other as often as they can; BOR can pay 5 acts a year."""
    nations = {"ARL": {"gdp": 1e4, "staff": 1000}, "BOR": {"gdp": 1000, "staff": 1000, "diplomacy": 5 * COST / 1000}}
    file: dict[str, Any] = quiet(
        nations,
        [{"between": ["ARL", "BOR"], "proximity": 1, "trust": 0.9}],
        on=("joint_exercise", "official_visit"),
        timeline=timeline,
    )
    file["exchanges"]["joint_exercise"] = {"rate": 0, "cost": COST, "staff": STAFF, "mishap": 0}
    file["exchanges"]["official_visit"] = {"rate": visits, "readiness": 5, "cost": COST, "staff": 1}
    return file


def served(run: Any, file: dict[str, Any], kind: str) -> list[int]:
    """Acts in the first six months and in the rest of the year."""
    acts = run(file, 12).served(kind)[:, 0]
    return [int(acts[:6].sum()), int(acts[6:].sum())]


def test_a_planned_act_does_not_fail_because_the_year_began_with_others(run: Any, quiet: Any) -> None:
    planned = region(quiet, [{"at": "2025-10", "joint_exercise": EXERCISE}])
    assert served(run, planned, "joint_exercise") == [0, 1]
    assert sum(served(run, planned, "official_visit")) == 4, "what is set aside is kept from visits"
    on_the_day = region(quiet, [{"at": "2025-10", "joint_exercise": {**EXERCISE, "planned": False}}])
    assert served(run, on_the_day, "joint_exercise") == [0, 0]
    assert sum(served(run, on_the_day, "official_visit")) == 5


def test_what_is_set_aside_is_the_sum_of_the_year_and_is_freed_act_by_act(run: Any, quiet: Any) -> None:
    file = region(quiet, [{"every": "quarter", "from": "2025-01", "joint_exercise": EXERCISE}], visits=0.0)
    seen: list[tuple[float, float]] = []

    def look(tick: int, block: Any) -> None:
        del tick
        rows = ("money_aside", "staff_aside")
        money, staff = (float(block.nat[NATION.row(row), 1, 0]) for row in rows)
        seen.append((money, staff))

    run(file, 13, each=look)
    money = [one for one, _ in seen]
    assert money[1] == pytest.approx(3 * COST), "the act of January is done"
    assert [money[4], money[7], money[10]] == pytest.approx([2 * COST, COST, 0.0], abs=1e-12)
    assert [staff for _, staff in seen][1] == pytest.approx(3 * STAFF)


def test_who_does_not_pay_sets_nothing_aside(run: Any, quiet: Any) -> None:
    """Protects measures, which their sender pays alone, and kinds that are counted only."""
    file = region(quiet, [{"at": "2025-10", "sanction": {"from": "ARL", "to": "BOR"}}], visits=0.0)
    file["exchanges"]["sanction"] = {"rate": 0, "cost": COST, "staff": STAFF}
    assert [float(x) for x in run(file, 2).trait("money_aside")[:, 0]] == [COST, 0.0]
    planned = region(quiet, [{"at": "2025-10", "joint_exercise": EXERCISE}], visits=0.0)
    for mode, aside in ((OFF, 0.0), (ON, COST), (NULL, 0.0), (COST_ONLY, COST)):

        def switch(block: Any, mode: float = mode) -> None:
            block.kind[exchange_kind.MODE] = mode

        assert [float(x) for x in run(planned, 2, edit=switch).trait("money_aside")[:, 0]] == [aside, aside]
