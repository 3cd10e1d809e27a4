"""Words over draws: counted, with Wilson's interval, and the two doubts of an effect kept apart."""

from __future__ import annotations

import math

import pytest

from dipsim.study.uncertainty.word_shares import direction, word_shares
from dipsim.study.verdict.decision import WORDS, Effect, VerdictRow, judge


def row(disputes: float, half: float = 0.1, base: float = 10.0) -> VerdictRow:
    effects = {
        "expected_disputes": Effect(disputes, disputes - half, disputes + half, base),
        "expected_force": Effect(0.0, -0.01, 0.01, base),
    }
    return judge("cooperation", effects, 16)


def test_shares_of_words() -> None:
    found = word_shares([row(-1.0), row(-1.0), row(1.0), row(0.0)])
    assert found.counts == {"stabilises": 2, "escalates": 1, "no_noticeable_effect": 1}
    assert (found.draws, found.pairs, found.title) == (4, 16, "Cooperation as a whole")
    half = found.share("stabilises")
    assert half.estimate == 0.5
    assert (half.low, half.high) == pytest.approx((0.150, 0.850), abs=0.001)  # Wilson, 2 of 4
    assert found.share("mixed").estimate == 0.0
    assert found.share("mixed").high > 0.0
    plain = found.as_dict()
    assert set(plain["words"]) == set(WORDS)
    assert plain["words"]["escalates"]["draws"] == 1


def test_chance_shrinks_with_the_number_of_draws_and_the_range_of_draws_does_not() -> None:
    few, many = word_shares([row(-1.0), row(1.0)] * 2), word_shares([row(-1.0), row(1.0)] * 50)
    one, other = few.effects["expected_disputes"], many.effects["expected_disputes"]
    assert one.mean == other.mean == 0.0
    assert one.high - one.low == pytest.approx(0.2 / math.sqrt(4))
    assert other.high - other.low == pytest.approx(0.2 / math.sqrt(100))
    assert other.range == (-1.0, 1.0)


def test_directions() -> None:
    assert {word: direction(word) for word in WORDS if direction(word)} == {"stabilises": -1, "escalates": 1}


def test_no_draw_that_settles_is_an_error_and_one_pair_has_no_limits() -> None:
    with pytest.raises(ValueError, match="found none"):
        word_shares([])
    endless = word_shares([row(1.0, math.inf)])
    assert endless.as_dict()["effects"]["expected_disputes"]["low"] is None
