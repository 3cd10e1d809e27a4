"""A sale arms the buyer, and the supplier builds what it sells."""

from __future__ import annotations

from typing import Any

import pytest

from dipsim.model.processes.domestic.arming import import_value

TWO = ("SEL", "BUY")
NEW = {"import_gain": 1.5, "import_friction": 1, "from_stock": 0, "delivery": 0.05}
RICH = {"procurement": 1.0, "stock_share": 1.0}


def delivered(run: Any, quiet: Any, how: str | None, arming: dict[str, float] | None = None, **buyer: Any) -> Any:
    """One order of 1 from SEL to BUY, sold or given, and two years of deliveries; no order where ``how`` is None."""
    traits = {"gdp": 1000, "burden": 0.02, "k": 0, "technology": 0.9}
    nations = {"SEL": traits, "BUY": traits | {"technology": 0.3, "industry": 0.0} | buyer}
    relations = [{"between": list(TWO), "proximity": 0.1, "trust": 0.8, "culture_gap": 0.2}]
    kind = {"arms_transfer": {"rate": 0, "licensed": 0, "price": 1 if how == "sale" else 0, "cost": 0}}
    event = [] if how is None else [{"at": "2025-01", "arms_transfer": {"from": "SEL", "to": "BUY", "value": 1}}]
    time = {"start": "2025-01", "years": 10}
    file = quiet(
        nations,
        relations,
        on=("arms_transfer",),
        exchanges=kind,
        timeline=event,
        time=time,
        processes={"arming": NEW | RICH | (arming or {})},
    )
    return run(file, 24)


def capability(played: Any, code: str) -> float:
    return float(played.trait("capability")[played.world.codes.index(code), 0])


def test_a_gift_arms_more_than_a_sale_and_a_sale_more_than_nothing(run: Any, quiet: Any) -> None:
    """Protects gift > sale > 0 for a buyer without industry, through the whole tick."""
    none, sale, gift = (capability(delivered(run, quiet, how), "BUY") for how in (None, "sale", "gift"))
    worth = 1 + 1.5 * 0.6 - 0.6 * 0.2
    assert sale - none > 0.5
    assert gift - sale > 0.5
    assert (sale - none) / (gift - none) == pytest.approx((worth - 1) / worth, rel=0.05)


def test_the_supplier_builds_what_it_sells(run: Any, quiet: Any) -> None:
    """Protects the revenue: it pays for what is sold; the supplier's stock is as without the sale; a gift costs it."""
    none, sale, gift = (capability(delivered(run, quiet, how), "SEL") for how in (None, "sale", "gift"))
    assert sale == pytest.approx(none, rel=1e-12)
    assert gift < none - 0.5
    played = delivered(run, quiet, "sale")
    assert played.trait("produced")[0 if played.world.codes[0] == "SEL" else 1, 0] == pytest.approx(1, rel=1e-6)


def test_what_is_taken_from_stock_leaves_it(run: Any, quiet: Any) -> None:
    """Protects from_stock: the stock falls with the delivery, and the revenue builds it up again."""
    taken = delivered(run, quiet, "sale", {"from_stock": 1})
    assert capability(taken, "SEL") == pytest.approx(capability(delivered(run, quiet, None), "SEL"), rel=1e-3)
    assert taken.trait("produced").sum() == 0


def test_who_can_build_it_gains_less(run: Any, quiet: Any) -> None:
    """Protects (1 - industry): an industrial buyer gains nothing from the supplier's lead."""
    gains = []
    for industry in (0.0, 0.5, 1.0):
        none = capability(delivered(run, quiet, None, industry=industry), "BUY")
        gains.append(capability(delivered(run, quiet, "sale", industry=industry), "BUY") - none)
    assert gains[0] > gains[1] > 0 > gains[2]


def test_the_limit_of_a_sale_leaves_the_buyer_as_it_was(run: Any, quiet: Any) -> None:
    """Protects the limit: an import worth its price is what the buyer's own money would have built."""
    limit = {"import_gain": 0, "import_friction": 0, "from_stock": 1}
    sale, none = (capability(delivered(run, quiet, how, limit), "BUY") for how in ("sale", None))
    assert sale == pytest.approx(none, rel=5e-4)


def test_the_worth_of_an_import_by_hand() -> None:
    assert import_value(1.5, 0.2, 0.5, 0.1) == pytest.approx(1 + 1.5 * 0.8 * 0.5 - 0.1)
    assert import_value(1.5, 0.0, -0.5, 0.1) == pytest.approx(0.9)
    assert import_value(0.0, 0.0, 0.0, 3.0) == 0.0
