"""Numbers as overrides have them: exact, and always readable."""

from __future__ import annotations

import numpy as np

from dipsim.scenario.load import load
from dipsim.scenario.parameter_axis import parameter_axis, written


def test_every_number_can_be_read_back_exactly() -> None:
    draws = np.random.default_rng(1).uniform(size=2000) * 10.0 ** np.random.default_rng(2).integers(-7, 4, size=2000)
    assert [float(written(value)) for value in draws] == draws.tolist()
    assert max(sum(letter.isdigit() for letter in written(value)) for value in draws) <= 20


def test_a_small_number_with_many_digits_reaches_the_scenario() -> None:
    """Its plain form, 0.00012345678901234567, has more digits than a scenario may write."""
    spec = load("two_nations")
    value = 0.00012345678901234567
    turned = parameter_axis(spec, "nations.ARL.revisionism", 0.0, 0.5).at(spec, value)
    assert turned.nations["ARL"].revisionism == value
