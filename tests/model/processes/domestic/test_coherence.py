"""Soldiers and diplomats hold two lines: how far apart they stand, what moves them, and how they drift back."""

from __future__ import annotations

from typing import Any

import pytest

from dipsim.model.processes.domestic.coherence import coherent, line_of_soldiers

TIES = [{"between": ["ARL", "BOR"], "proximity": 1}]
NATIONS: dict[str, dict[str, float]] = {"ARL": {"coherence": 0.4, "democracy": 1}, "BOR": {"coherence": 0.9}}


def file(quiet: Any, timeline: list[Any], aligns: float = 0.0, **politics: float) -> Any:
    found = quiet(NATIONS, TIES, on=("staff_talks",), processes={"politics": politics}, timeline=timeline)
    found["exchanges"]["staff_talks"] = {"rate": 0, "aligns": aligns}
    return found


TALKS = [{"at": "2025-01", "staff_talks": {"between": ["ARL", "BOR"]}}]
CHANGE = [{"at": "2025-01", "government_change": "ARL"}]


def test_coherence_is_what_the_lines_are_apart() -> None:
    for coherence in (0.0, 0.4, 1.0):
        soldiers = line_of_soldiers(coherence)
        assert coherent(soldiers, 1.0 - soldiers) == pytest.approx(coherence)


def test_meetings_of_both_bring_the_lines_together_and_they_drift_apart_again(run: Any, quiet: Any) -> None:
    """Protects the share that a meeting closes (a quarter of the gap .6 of one side, .1 of the other) and the drift."""
    met = run(file(quiet, TALKS, aligns=0.25), 1).trait("coherence")[:, 0]
    assert met == pytest.approx([1 - 0.75 * 0.6, 1 - 0.75 * 0.1])
    later = run(file(quiet, TALKS, aligns=0.25, lines_half_life=0.5), 7).trait("coherence")[:, 0]
    assert later == pytest.approx([1 - 0.6 * (1 - 0.25 / 2), 1 - 0.1 * (1 - 0.25 / 2)])


def test_a_new_government_moves_its_diplomats(run: Any, quiet: Any) -> None:
    """Protects who moves: the diplomats of that nation, in either direction, the soldiers not at all."""
    played = run(file(quiet, CHANGE, lines_turn=0.1), 1, 400)
    diplomats = played.trait("diplomats")[0]
    assert diplomats.std() == pytest.approx(0.1, rel=0.15)
    assert diplomats.mean() == pytest.approx(0.2, abs=0.02)
    assert played.trait("soldiers")[0] == pytest.approx(0.8)
    assert played.trait("coherence")[0] == pytest.approx(1 - abs(0.8 - diplomats))
    assert played.trait("coherence")[1] == pytest.approx(0.9)


def test_without_meetings_of_both_coherence_is_the_trait(run: Any, quiet: Any) -> None:
    """Protects the limit: the very bits of the scenario, also of a trait that an event changes."""
    still = run(file(quiet, TALKS + CHANGE), 24)
    assert still.trait("coherence")[:, 0].tolist() == [0.4, 0.9]
    event = [{"at": "2025-03", "change": {"nation": "ARL", "coherence": 0.3}}]
    changed = run(file(quiet, event, aligns=0.25), 24)
    assert changed.trait("coherence")[:, 0].tolist() == [0.3, 0.9]
    assert changed.trait("soldiers")[0, 0] == line_of_soldiers(0.3)
