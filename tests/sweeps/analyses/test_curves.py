"""Response curves: known shapes, a known turning point and the coverage of its interval, and thin designs."""

# Also tests: sweeps/analyses/bins.py, sweeps/analyses/cases.py

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dipsim.sweeps.analyses import curves
from dipsim.sweeps.storage.results import AS_IS, Swept


def turning(made_up: Any, seed: int = 1, at: float = 0.4) -> Any:
    """The effect of aid on tension is openness minus ``at``, with luck of runs and of replicates."""
    base = {"tension": lambda x, draw: x.other + draw.normal(0, 0.2, len(x))}
    aided = {"tension": lambda x, draw: x.other + x.openness - at + draw.normal(0, 0.1) + draw.normal(0, 0.2, len(x))}
    return made_up.swept(
        made_up.ranges("openness", "other"), aided, size=200, replicates=8, arms={"aid": base}, seed=seed
    )


def test_shapes(made_up: Any) -> None:
    made = made_up.swept(
        (*made_up.ranges("up", "hill", "idle"), made_up.words("regime", "old", "new")),
        {
            "force": lambda x, draw: (
                0.1
                + 0.4 * x.up
                + 0.8 * x.hill * (1 - x.hill)
                + 0.1 * (x.regime == "new")
                + draw.normal(0, 0.02, len(x))
            )
        },
        size=800,
    )
    finding = curves.analyse(made, curves.Options("force"))
    word = finding.tables["shape"].set_index("factor").word
    assert word.to_dict() == {
        "up": curves.RISES,
        "hill": curves.UP_DOWN,
        "idle": curves.STILL,
        "regime": curves.DIFFERS,
    }
    assert finding.tables["shape"].factor[0] == "up"
    message = str(finding)
    assert "The chance of force rises with up, from " in message
    assert "for old, " in message
    assert "The chance of force does not clearly change with idle." in message
    along = finding.tables["curve"].query("factor == 'up'")
    assert len(along) == 8
    np.testing.assert_allclose(np.diff(along["mean"]), 0.4 / 8, atol=0.03)
    assert along.points.sum() == 800


def test_a_turning_point(made_up: Any) -> None:
    finding = curves.analyse(turning(made_up, 2), curves.Options("tension", "aid", x="openness"))
    turn = finding.tables["turns"].iloc[0]
    assert turn["at"] == pytest.approx(0.4, abs=0.1)
    assert turn.low < 0.4 < turn.high
    assert turn.high - turn.low < 0.3
    assert turn.before == -1
    assert finding.sentences[-1].startswith("Aid lowers mean tension where openness is below 0.")
    assert "and raises it above." in finding.sentences[-1]


def test_the_interval_of_the_turning_point_covers(made_up: Any) -> None:
    held = 0
    for seed in range(40):
        finding = curves.analyse(turning(made_up, seed + 10), curves.Options("tension", "aid", x="openness"))
        turns = finding.tables["turns"]
        held += bool(((turns.low <= 0.4) & (turns.high >= 0.4)).any())
    assert held >= 36


def test_split_by_another_factor(made_up: Any) -> None:
    """The effect of one factor has the opposite sign on either side of another."""
    made = made_up.swept(
        made_up.ranges("dispute", "openness"),
        {"force": lambda x, _: np.where(x.openness < 0.5, 0.2 + 0.5 * x.dispute, 0.7 - 0.5 * x.dispute)},
    )
    finding = curves.analyse(made, curves.Options("force", x="dispute", by="openness"))
    shapes = finding.tables["shape"].set_index("part").word
    assert shapes.to_dict() == {"openness < 0.5": curves.RISES, "openness > 0.5": curves.FALLS}
    assert "Where openness < 0.5, the chance of force rises with dispute" in str(finding)
    thirds = curves.analyse(made, curves.Options("force", x="dispute", by="openness", parts=3))
    assert thirds.tables["shape"].part.nunique() == 3


def test_one_sign_throughout(made_up: Any) -> None:
    made = made_up.swept(
        made_up.ranges("one", "two"),
        {"force": lambda x, _: 0.5 + 0.1 * x.one},
        arms={"aid": {"force": lambda x, _: 0.2 * x.one}},
    )
    message = str(curves.analyse(made, curves.Options("force", "aid")))
    assert "Aid nowhere clearly lowers the chance of force, and clearly raises it in 100 % of the classes" in message


def test_points_that_share_coordinates_are_not_counted_as_independent(made_up: Any) -> None:
    """In a Saltelli sample most of a base row lies in one class: the interval must not shrink with the row's length."""
    factors = made_up.ranges("one", "two", "three", "four", "five", "six")
    held = 0
    for seed in range(30):
        made = made_up.swept(
            factors, {"expected_disputes": lambda x, _: 3 * x.two + x.one}, design="sobol", size=32, seed=seed
        )
        along = curves.analyse(made, curves.Options("expected_disputes", x="one", bins=2)).tables["curve"]
        truth = 1.5 + along["at"]
        held += int(((along.low <= truth) & (truth <= along.high)).sum())
    assert held >= 54


def one_at_a_time(made_up: Any) -> Any:
    """Five levels of each of two factors around a base point, four replicates."""
    levels = [0.0, 0.25, 0.5, 0.75, 1.0]
    rows = [(0.5, 0.5), *((level, 0.5) for level in levels), *((0.5, level) for level in levels)]
    points = pd.DataFrame(rows, columns=["one", "two"])
    draw = np.random.default_rng(3)
    runs = [
        (point, replicate, AS_IS, row.one + draw.normal(0, 0.05))
        for point, row in enumerate(points.itertuples())
        for replicate in range(4)
    ]
    frame = pd.DataFrame(runs, columns=["point", "replicate", "arm", "expected_disputes"])
    return Swept("Thin", made_up.ranges("one", "two"), "one_at_a_time", 11, ("expected_disputes",), (), points, frame)


def test_one_at_a_time(made_up: Any) -> None:
    finding = curves.analyse(one_at_a_time(made_up), curves.Options("expected_disputes"))
    along = finding.tables["curve"].query("factor == 'one'")
    assert along["at"].tolist() == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert along.points.tolist() == [1, 1, 3, 1, 1]
    assert along[["low", "high"]].notna().all(axis=None)
    assert finding.tables["shape"].set_index("factor").word.to_dict() == {"one": curves.RISES, "two": curves.STILL}


def test_wrong_options_are_refused(made_up: Any) -> None:
    with pytest.raises(ValueError, match="the factor that the curve runs along"):
        curves.Options("force", x="one", by="one")
    with pytest.raises(KeyError, match="no factor is called 'nothing'"):
        curves.analyse(turning(made_up), curves.Options("tension", x="nothing"))
