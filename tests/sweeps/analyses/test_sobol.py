"""Sobol' indices: those of Ishigami's function, what is luck, and what is refused."""

# Also tests: sweeps/analyses/finding.py, sweeps/wording.py

from __future__ import annotations

import doctest
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dipsim.sweeps import wording
from dipsim.sweeps.analyses import Incomplete, NotFor, sobol
from dipsim.sweeps.analyses.finding import library

pytest.importorskip("SALib")


def ishigami(x: pd.DataFrame, draw: Any) -> Any:
    a, b, c = (x[name].to_numpy() for name in ("one", "two", "three"))
    return np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a)


@pytest.fixture(scope="module")
def whole(made_up: Any) -> Any:
    factors = made_up.ranges("one", "two", "three", low=-np.pi, high=np.pi)
    return made_up.swept(factors, {"expected_disputes": ishigami}, design="sobol", size=4096)


def test_ishigami(whole: Any) -> None:
    finding = sobol.analyse(whole, sobol.Options("expected_disputes"))
    table = finding.tables["indices"].set_index("factor")
    for name, first, total in (("one", 0.3139, 0.5576), ("two", 0.4424, 0.4424), ("three", 0.0, 0.2437)):
        assert table.loc[name, "first"] == pytest.approx(first, abs=0.015)
        assert table.loc[name, "total"] == pytest.approx(total, abs=0.015)
        assert table.loc[name, "first_low"] < first < table.loc[name, "first_high"]
        assert table.loc[name, "total_low"] < total < table.loc[name, "total_high"]
    joint = finding.tables["parts"].set_index("part").loc["interaction"]
    assert joint.low < 1 - 0.3139 - 0.4424 < joint.high
    assert "one 55 % (51 to 60 %), two 44 %" in finding.sentences[0]
    assert "Interaction of factors carries 2" in str(finding)


def test_the_same_answer_twice_and_no_trace_in_the_global_generator(whole: Any) -> None:
    before = np.random.get_state()  # noqa: NPY002
    first, second = (
        sobol.analyse(whole, sobol.Options("expected_disputes", resamples=50, seed=0)).tables["indices"]
        for _ in range(2)
    )
    assert all(np.array_equal(a, b) for a, b in zip(before, np.random.get_state(), strict=True))  # noqa: NPY002
    pd.testing.assert_frame_equal(first, second)


def test_an_incomplete_matrix_is_refused_with_the_missing_points(whole: Any, made_up: Any) -> None:
    with pytest.raises(Incomplete, match=r"2 of 20480 have no run \(7, 4711\)"):
        sobol.analyse(made_up.lose(whole, 7, 4711), sobol.Options("expected_disputes"))


def test_other_designs_and_constants_are_refused(made_up: Any) -> None:
    factors = made_up.ranges("one", "two")
    with pytest.raises(NotFor, match="needs the design sobol"):
        sobol.analyse(
            made_up.swept(factors, {"expected_disputes": lambda x, _: x.one}), sobol.Options("expected_disputes")
        )
    still = made_up.swept(factors, {"war": lambda x, _: 0.0 * x.one}, design="sobol", size=16)
    with pytest.raises(NotFor, match="the chance of war is 0 % throughout"):
        sobol.analyse(still, sobol.Options("war"))


def test_luck_is_told_from_factors(made_up: Any) -> None:
    """A factor of variance 1/12 and noise of variance 1/4: three quarters of single runs are luck."""
    made = made_up.swept(
        made_up.ranges("one", "idle"),
        {"expected_disputes": lambda x, draw: x.one + draw.normal(0, 0.5, len(x))},
        design="sobol",
        size=512,
        replicates=8,
    )
    finding = sobol.analyse(made, sobol.Options("expected_disputes"))
    parts = finding.tables["parts"].set_index("part").share
    assert parts["chance of single runs"] == pytest.approx(0.75, abs=0.02)
    assert parts["chance left in means"] == pytest.approx(3 / 11, abs=0.03)
    assert "chance" in finding.notes[0]
    assert finding.tables["indices"].set_index("factor").clear.to_dict() == {"one": True, "idle": False}
    assert finding.tables["indices"].set_index("factor").total["idle"] == pytest.approx(3 / 11, abs=0.05)
    assert "75 % is chance" in str(finding)


def test_words_are_factors_too(made_up: Any) -> None:
    factors = (*made_up.ranges("one"), made_up.words("regime", "open", "closed"))
    effect = {"expected_disputes": lambda x, _: (x.regime == "open") + 0.0 * x.one}
    table = sobol.analyse(
        made_up.swept(factors, effect, design="sobol", size=256), sobol.Options("expected_disputes")
    ).tables
    assert table["indices"].factor[0] == "regime"
    assert table["indices"].total[0] == pytest.approx(1.0, abs=0.05)


def test_the_effect_of_an_arm(made_up: Any) -> None:
    made = made_up.swept(
        made_up.ranges("one", "two"),
        {"expected_disputes": lambda x, _: 5 * x.one + x.two},
        design="sobol",
        size=256,
        arms={"aid": {"expected_disputes": lambda x, _: 5 * x.one}},
    )
    finding = sobol.analyse(made, sobol.Options("expected_disputes", "aid"))
    assert finding.tables["indices"].factor[0] == "two"
    assert "the effect of aid on the expected number of disputes per decade" in finding.sentences[0]


def test_words_tell_their_examples() -> None:
    assert doctest.testmod(wording).attempted == 10
    assert doctest.testmod(wording).failed == 0


def test_a_library_that_is_not_there_is_named() -> None:
    with pytest.raises(NotFor, match=r"no_such_library is not installed; pip install 'dipsim\[analysis\]'"):
        library("no_such_library.part")
