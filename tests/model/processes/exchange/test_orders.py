"""Nobody orders beyond what it can pay for as it falls due; a contract stands."""

from __future__ import annotations

from typing import Any

import pytest

from dipsim.model.processes.exchange.orders import payable
from dipsim.model.state import dyads, nation

TWO = ("SEL", "BUY")


def ordered(run: Any, quiet: Any, entry: dict[str, Any], ticks: int, price: float = 1.0, **arming: float) -> Any:
    """SEL sells to BUY (or gives, at price 0) every month, an order of 3 % of sqrt(M M) each; both spend 20 a year."""
    traits = {"gdp": 1000, "burden": 0.02, "k": 0, "growth": 0}
    kind = {"arms_transfer": {"rate": 0, "licensed": 0, "price": price, "cost": 0, "staff": 0, "delivery": 0.03}}
    return run(
        quiet(
            dict.fromkeys(TWO, traits),
            [{"between": list(TWO), "proximity": 0.1, "trust": 0.8}],
            on=("arms_transfer",),
            exchanges=kind,
            timeline=[{"every": "month", "arms_transfer": {"from": "SEL", "to": "BUY"} | entry}],
            time={"start": "2025-01", "years": 10},
            processes={"arming": {"import_gain": 0, "import_friction": 0, "heeded": 1} | arming},
        ),
        ticks,
    )


def backlog(played: Any, row: int) -> float:
    i, j = (played.world.codes.index(code) for code in TWO)
    return float(played.block.dyad[row, i, j, 0])


def test_a_payer_orders_up_to_its_room() -> None:
    assert payable(3.0, 5.0, 1.0) == 3.0
    assert payable(3.0, 1.0, 1.0) == 1.0
    assert payable(3.0, 0.0, 1.0) == 0.0
    assert payable(3.0, 1.0, 0.0) == 3.0
    assert payable(3.0, 1.0, 0.5) == 2.0


@pytest.mark.parametrize(
    ("price", "row", "payer"), [(1.0, dyads.BACKLOG_PAID, "BUY"), (0.0, dyads.BACKLOG_GIVEN, "SEL")]
)
def test_what_falls_due_is_what_procurement_pays(run: Any, quiet: Any, price: float, row: int, payer: str) -> None:
    """Protects the room: orders of 7.5 a month run into a purse of .3 x 20 a year, and its share stays 1."""
    played = ordered(run, quiet, {}, 60, price)
    due = 1.0 - 2.0 ** (-1.0 / 12.0 / 1.5)
    limit = 0.3 * played.trait("spending")[played.world.codes.index(payer), 0] / 12.0 / due
    assert 0.9 * limit < backlog(played, row) <= limit * (1.0 + 1e-9)
    assert played.block.nat[nation.PURSE_SHARE, played.world.codes.index(payer), 0] == pytest.approx(1.0, rel=0.01)


def test_orders_pile_up_in_the_limit_of_the_first_edition(run: Any, quiet: Any) -> None:
    assert backlog(ordered(run, quiet, {}, 60, heeded=0.0), dyads.BACKLOG_PAID) > 300.0


def test_a_contract_stands(run: Any, quiet: Any) -> None:
    """Protects contracted values: five years of 7.5 a month, less 6 a year that the purse pays."""
    held = backlog(ordered(run, quiet, {"value": 7.5}, 60), dyads.BACKLOG_PAID)
    assert held == pytest.approx(60 * 7.5 - 5 * 6.0, rel=0.03)
