"""A change of government cancels a share of undelivered orders, in both directions, paid and given."""

from __future__ import annotations

from typing import Any

import pytest

from dipsim.model.state import dyads

QUIET = {"politics": {"cancel": 0.4, "shift": 0, "revoke": 0}}
BACKLOGS = (dyads.BACKLOG_PAID, dyads.BACKLOG_GIVEN)


def test_orders_of_and_to_a_new_government_are_cancelled(run: Any, quiet: Any) -> None:
    """Protects the direction: each of four backlogs between the two keeps 1 - .4 (1 - democracy), others keep all."""
    nations = {"ARL": {"democracy": 0.25}, "BOR": {}, "CEL": {}}
    ties = [{"between": [a, b], "proximity": 1} for a, b in (("ARL", "BOR"), ("ARL", "CEL"), ("BOR", "CEL"))]
    ends = []
    for change in (False, True):
        timeline = [{"at": "2025-01", "government_change": "ARL"}] if change else []
        file = quiet(nations, ties, on=("arms_transfer", "military_aid"), processes=QUIET, timeline=timeline)
        for kind in ("arms_transfer", "military_aid"):
            file["exchanges"][kind] = {"rate": 0}

        def edit(b: Any) -> None:
            for row, first in zip(BACKLOGS, (0.01, 0.02), strict=True):
                for i in range(3):
                    for j in range(3):
                        b.dyad[row, i, j] = 0.0 if i == j else first * (1 + 3 * i + j)

        played = run(file, 1, edit=edit)
        ends.append([played.block.dyad[row, :, :, 0].copy() for row in BACKLOGS])
    left = 1 - 0.4 * (1 - 0.25)
    for kept, cancelled in zip(*ends, strict=True):
        for i in range(3):
            for j in range(3):
                if i != j:
                    share = left if 0 in (i, j) else 1.0
                    assert cancelled[i, j] == pytest.approx(share * kept[i, j], rel=1e-12), (i, j)
