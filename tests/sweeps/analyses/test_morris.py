"""Morris' screening: a linear function has known elementary effects, an interaction shows, an idle factor too."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dipsim.sweeps.analyses import Incomplete, NotFor, morris

pytest.importorskip("SALib")


@pytest.fixture(scope="module")
def linear(made_up: Any) -> Any:
    """8 from end to end of the first factor, whatever its unit, -2 of the second, 0 of the third."""
    factors = (*made_up.ranges("money", low=10, high=30), *made_up.ranges("openness", "idle"))
    effect = {"expected_disputes": lambda x, _: 0.4 * x.money - 2 * x.openness + 0.0 * x.idle}
    return made_up.swept(factors, effect, design="morris", size=20)


def test_a_linear_function(linear: Any) -> None:
    finding = morris.analyse(linear, morris.Options("expected_disputes"))
    table = finding.tables["effects"].set_index("factor")
    np.testing.assert_allclose(table.loc[["money", "openness", "idle"], "mu_star"], [8.0, 2.0, 0.0], atol=1e-9)
    np.testing.assert_allclose(table.loc[["money", "openness", "idle"], "mu"], [8.0, -2.0, 0.0], atol=1e-9)
    np.testing.assert_allclose(table["sigma"], 0.0, atol=1e-9)
    assert table.index.tolist() == ["money", "openness", "idle"]
    assert table.character.tolist() == [morris.STEADY, morris.STEADY, morris.NONE]
    assert finding.sentences == (
        "What moves the expected number of disputes per decade most, from one end of its range to the other: "
        "money 8 (8 to 8) and openness 2 (2 to 2).",
        "money up and openness down move it always in one direction.",
        "idle has next to no influence.",
    )


def test_an_interaction_has_a_large_sigma(made_up: Any) -> None:
    """The first factor's effect runs from -1 to 1 with the second: mean 0, size not."""
    effect = {"force": lambda x, _: 0.5 + (x.one - 0.5) * (2 * x.two - 1)}
    made = made_up.swept(made_up.ranges("one", "two"), effect, design="morris", size=200)
    table = morris.analyse(made, morris.Options("force")).tables["effects"].set_index("factor")
    assert table.loc["one", "character"] == morris.MIXED
    assert table.loc["one", "mu_star"] == pytest.approx(2 / 3, abs=0.05)  # mean of |2 u - 1| on four levels
    assert table.loc["one", "sigma"] == pytest.approx(np.sqrt(5 / 9), abs=0.05)
    assert "either way" in str(morris.analyse(made, morris.Options("force")))


def test_the_levels_of_the_design_are_read_from_its_steps(made_up: Any, linear: Any) -> None:
    from SALib.sample import morris as design

    assert morris.levels(linear) == 4
    for levels in (6, 10):
        problem = {"num_vars": 2, "names": ["a", "b"], "bounds": [[0.0, 1.0]] * 2}
        units = design.sample(problem, 10, num_levels=levels, seed=1)
        made = made_up.swept(made_up.ranges("a", "b"), {"trust": lambda x, _: x.a}, design="morris", size=10)
        points = pd.DataFrame(units, columns=["a", "b"])
        assert morris.levels(type(made)(**{**vars(made), "points": points})) == levels


def test_words_and_the_global_generator(made_up: Any) -> None:
    factors = (*made_up.ranges("one"), made_up.words("regime", "old", "new", "mixed"))
    effect = {"tension": lambda x, _: x.one + (x.regime == "mixed")}
    made = made_up.swept(factors, effect, design="morris", size=30)
    before = np.random.get_state()  # noqa: NPY002
    first, second = (morris.analyse(made, morris.Options("tension")) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(before, np.random.get_state(), strict=True))  # noqa: NPY002
    pd.testing.assert_frame_equal(first.tables["effects"], second.tables["effects"])
    assert "regime have no order" in first.notes[-1]


def test_what_is_refused(linear: Any, made_up: Any) -> None:
    with pytest.raises(Incomplete, match=r"1 of 80 have no run \(3\)"):
        morris.analyse(made_up.lose(linear, 3), morris.Options("expected_disputes"))
    made = made_up.swept(made_up.ranges("a"), {"trust": lambda x, _: x.a})
    with pytest.raises(NotFor, match="needs the design morris"):
        morris.analyse(made, morris.Options("trust"))


def test_what_chance_shows_is_not_called_influence(made_up: Any) -> None:
    """An idle factor has a mu* of its own where runs are lucky: sqrt(2 / pi) times the spread of differences."""
    lucky = {"trust": lambda x, draw: x.one + draw.normal(0, 0.4, len(x))}
    made = made_up.swept(made_up.ranges("one", "idle"), lucky, design="morris", size=100, replicates=4)
    finding = morris.analyse(made, morris.Options("trust"))
    table = finding.tables["effects"].set_index("factor")
    assert table.character.to_dict() == {"one": morris.STEADY, "idle": morris.CHANCE}
    spread = np.sqrt(2) * 0.4 / np.sqrt(4) / (2 / 3)
    assert table.mu_star["idle"] == pytest.approx(np.sqrt(2 / np.pi) * spread, rel=0.2)
    assert "idle is not distinguishable from chance" in str(finding)
