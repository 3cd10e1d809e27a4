"""In the limit of the first edition the whole tick gives its numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

TWO_BLOCS = Path(__file__).parents[2] / "scenarios" / "two_blocs.yaml"


def test_two_blocs_of_the_first_edition(run: Any, first: tuple[str, ...]) -> None:
    """Protects the limit of every new equation at once: ten years, four runs, as the first edition computed them."""
    text = TWO_BLOCS.read_text(encoding="utf-8").replace(", land: true", "")
    played = run(text, 120, 4, sets=first)
    expected = [3.0658803967136596, 6.507877687508789, 3.304912326093054, 1.2669677677463966]
    assert played.measure("expected_disputes").sum(axis=0) == pytest.approx(expected, rel=1e-9)
    assert list(played.measure("observed_disputes").sum(axis=0)) == [3, 3, 1, 2]
    trust = [0.5591760283631956, 0.5721973920831954, 0.5693437876248362, 0.5539016060232648]
    assert played.measure("trust")[-1] == pytest.approx(trust, rel=1e-9)
    burden = [0.26905360783425347, 0.2686835440325583, 0.271271782597227, 0.26777090805562265]
    assert played.measure("burden")[-1] == pytest.approx(burden, rel=1e-9)
    tension = [0.12329578297639629, 0.12086956886568673, 0.11049470381656838, 0.12358038208204127]
    assert played.measure("tension")[-1] == pytest.approx(tension, rel=1e-9)
