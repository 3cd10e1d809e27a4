"""The value of knowing a number, on toys whose answer is known in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from dipsim.study.uncertainty.knowing import Knowing, Worth, knowing

PATHS = tuple("abcdefgh")
DRAWS = 800


def draws(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-1, 1, (DRAWS, len(PATHS)))


def worth(found: Knowing, path: str) -> Worth:
    return next(one for one in found.numbers if one.path == path)


def test_a_number_that_decides_alone_is_worth_all_there_is_to_know() -> None:
    """It escalates above .2: right as it is .6, knowing it 1, so it is worth .4, and the others nothing."""
    values = draws(1)
    directions = np.where(values[:, 0] > 0.2, 1, -1).tolist()
    found = knowing(PATHS, values, directions, values[:, 0].tolist())
    assert found.right == pytest.approx(0.6, abs=0.05)
    assert found.numbers[0].path == "a"
    assert worth(found, "a").value == pytest.approx(1.0 - found.right, abs=0.04)  # a curve rounds off a step
    assert [one.path for one in found.clear] == ["a"]
    assert worth(found, "a").slope > 0.99
    assert worth(found, "a").effect_share > 0.99


def test_two_numbers_that_decide_together_are_worth_a_quarter_each() -> None:
    """The direction is the sign of a + b: knowing a one is right (1 + |a|) / 2 of the time, 3/4 on average."""
    values = draws(2)
    effect = values[:, 0] + values[:, 1]
    found = knowing(PATHS, values, np.sign(effect).astype(int).tolist(), effect.tolist())
    for path in "ab":
        one = worth(found, path)
        assert one.value == pytest.approx(0.25 + 0.5 - found.right, abs=3 * one.error)
        assert 0.005 < one.error < 0.05
        assert one.effect_share == pytest.approx(0.5, abs=0.06)
    assert {one.path for one in found.clear} == {"a", "b"}


def test_a_third_direction_counts() -> None:
    """-1 below -1/3, 0 between, 1 above 1/3: right 1/3 as it is, and knowing a gives all."""
    values = draws(3)
    directions = np.digitize(values[:, 0], [-1 / 3, 1 / 3]) - 1
    found = knowing(PATHS, values, directions.tolist(), values[:, 0].tolist())
    assert found.right == pytest.approx(1 / 3, abs=0.05)
    assert worth(found, "a").value == pytest.approx(1.0 - found.right, abs=0.07)


def test_a_number_that_only_makes_a_likely_word_likelier_is_worth_nothing() -> None:
    """It says -1 with a chance of .7 to .9 by a: the best word is -1 whatever a is."""
    values = draws(4)
    luck = np.random.default_rng(9).random(DRAWS)
    directions = np.where(luck < 0.8 + 0.1 * values[:, 0], -1, 1)
    found = knowing(PATHS, values, directions.tolist(), directions.astype(float).tolist())
    assert worth(found, "a").value <= found.floor
    assert worth(found, "a").value < 0.01


def test_luck_alone_is_rarely_called_clear() -> None:
    """Directions dealt at random: in at most a few of thirty tables any number is above the floor."""
    wrong = 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        values, directions = rng.uniform(-1, 1, (100, 8)), rng.choice([-1, 0, 1], 100)
        wrong += bool(knowing(PATHS, values, directions.tolist(), rng.normal(size=100).tolist()).clear)
    assert wrong <= 6


def test_the_standard_error_is_the_spread_over_tables() -> None:
    estimates, errors = [], []
    for seed in range(30):
        values = np.random.default_rng(100 + seed).uniform(-1, 1, (400, 2))
        effect = values.sum(axis=1)
        found = knowing(("a", "b"), values, np.sign(effect).astype(int).tolist(), effect.tolist())
        estimates.append(worth(found, "a").value + found.right)
        errors.append(worth(found, "a").error)
    assert np.mean(errors) == pytest.approx(float(np.std(estimates)), rel=0.5)


def test_one_word_everywhere_leaves_nothing_to_know() -> None:
    values = draws(5)
    found = knowing(PATHS, values, [1] * DRAWS, [0.0] * DRAWS)
    assert found.right == 1.0
    assert [one.value for one in found.numbers] == pytest.approx([0.0] * len(PATHS), abs=1e-9)
    assert found.clear == [] or max(one.value for one in found.clear) < 1e-9
    plain = found.as_dict()
    assert (plain["perfect"], plain["draws"], len(plain["numbers"])) == (0.0, DRAWS, len(PATHS))
