"""Step 3: whose willingness counts, and to whom a served act is worth what."""

from __future__ import annotations

from typing import Any

import pytest

TWO = ("ARL", "BOR")
BARE = {
    "readiness": 0,
    "threshold": 0.5,
    "network": 0,
    "cost": 0,
    "staff": 0,
    "evidence": 0,
    "evidence_back": 0,
    "channel": 0,
    "autonomy": 0,
    "alarm": 0,
    "reassurance": 0,
    "groundwork": 0,
    "insight": 0,
}
BY_TRUST = {
    "diplomacy": {
        "sharpness": 1,
        "interests": 0,
        "common_threat": 0,
        "cost": 0,
        "friction": 0,
        "foreseen_alarm": 0,
        "interoperability": 0,
        "relative_gains": 0,
    },
    "consequences": {"kappa_intent": 0},
    "politics": {"b_constant": 0, "b_regime": 0},
    "ledger": {"half_life_history": 100},
}


def acts(quiet: Any, kind: str = "official_visit", rate: float = 6, **relation: Any) -> dict[str, Any]:
    """Two nations, one kind of act without any effect, chosen by trust alone."""
    ties = [{"between": list(TWO), "proximity": 1, "trust": 0.7} | relation]
    file: dict[str, Any] = quiet({code: {} for code in TWO}, ties, on=(kind,), processes=BY_TRUST)
    file["exchanges"][kind] = BARE | {"rate": rate}
    return file


@pytest.mark.parametrize("unwilling", TWO)
@pytest.mark.parametrize("kind", ["official_visit", "conference"])
def test_an_act_needs_the_willingness_of_both(run: Any, quiet: Any, unwilling: str, kind: str) -> None:
    """Protects against asking one side only: a nation that is not willing exchanges nothing, whoever proposes."""
    other = next(code for code in TWO if code != unwilling)
    willing = run(acts(quiet, kind, willingness=1), 60, 50).served(kind).sum()
    refused = run(acts(quiet, kind, willingness={unwilling: 0, other: 1}), 60, 50).served(kind).sum()
    assert willing > 100
    assert refused == 0


@pytest.mark.parametrize("share", [{"ARL": 0.3, "BOR": 1}, {"ARL": 1, "BOR": 0.3}, {"ARL": 0.6, "BOR": 0.5}])
@pytest.mark.parametrize("kind", ["official_visit", "conference"])
def test_acts_come_up_by_the_product_of_both_willingnesses(
    run: Any, quiet: Any, share: dict[str, float], kind: str
) -> None:
    """Protects the factor of the hazard: 30 % of the acts remain, whichever side holds back, and of 60 and 50 % too."""
    whole, part = (
        run(acts(quiet, kind, willingness=w), 120, 400).served(kind).sum() for w in ({"ARL": 1, "BOR": 1}, share)
    )
    assert part / whole == pytest.approx(0.3, abs=4 * (0.3 / whole) ** 0.5)
