"""Learning from own acts: off by default; switched on it changes what is wished, by what the top rival did since."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dipsim.model.processes.domestic.learning import relearnt


def test_what_is_learnt_fades_and_is_held() -> None:
    assert relearnt(0.5, 0.8, 0.1) == pytest.approx(0.5)
    assert relearnt(0.5, 1.0, 2.0) == 1.0
    assert relearnt(-0.5, 1.0, -2.0) == -1.0


def test_only_what_was_tried_is_weighed_and_only_by_the_top_rival(run: Any, quiet: Any) -> None:
    """Protects sign and bookkeeping: less threat from the top rival speaks for the kind just done, more against it."""
    ties = [{"between": [a, b], "land": True} for a, b in (("ARL", "BOR"), ("ARL", "CEL"), ("BOR", "CEL"))]
    ties[1] |= {"dispute": 0.8, "trust": 0.1}
    timeline = [{"at": "2025-01", "official_visit": {"between": ["ARL", "BOR"]}}]
    for size, sign in ((-1.0, 1), (1.0, -1)):
        shock = [{"at": "2025-02", "power_shock": {"nation": "CEL", "size": size}}]
        file = quiet(
            {"ARL": {"adaptability": 1}, "BOR": {"adaptability": 0}, "CEL": {}},
            ties,
            on=("official_visit",),
            processes={"learning": {"pace": 1}},
            timeline=timeline + shock,
        )
        file["exchanges"]["official_visit"] = {"rate": 0, "evidence": 0, "reassurance": 0}
        played = run(file, 2)
        learnt, visit = played.block.learnt[..., 0], played.world.kinds.index("official_visit")
        assert np.sign(learnt[visit, 0]) == sign
        assert played.trait("rival")[0, 0] == (3 if size > 0 else 2)  # the other one where this one lost its strength
        assert not np.delete(learnt[:, 0], visit).any()
        assert not learnt[:, 1].any()


def test_learning_changes_which_acts_come_up_in_a_shipped_region(run: Any) -> None:
    """Protects against a switch without effect, and against one that is on by default."""
    on, off, usual = (
        run("two_blocs", 36, 8, sets).acts.sum(axis=(0, 2))
        for sets in (("processes.learning.pace=10",), ("processes.learning.pace=0",), ())
    )
    assert np.array_equal(off, usual)
    assert not np.array_equal(on, off)
