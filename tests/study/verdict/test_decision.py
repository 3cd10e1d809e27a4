"""The words of a verdict are decided by conflict alone, exactly as they are defined."""

from __future__ import annotations

import json
import math
from itertools import product

import pytest

from dipsim.study.verdict.decision import WORDS, Effect, VerdictRow, from_dict, judge, sentence, title, word

FALL, RISE, NONE, WIDE = (-0.6, -0.4, -0.2), (0.2, 0.4, 0.6), (-0.01, 0.0, 0.01), (-0.3, 0.1, 0.5)


def effect(shape: tuple[float, float, float], base: float = 1.0) -> Effect:
    low, estimate, high = shape
    return Effect(estimate, low, high, base)


@pytest.mark.parametrize(
    ("disputes", "force", "expected"),
    [
        (FALL, FALL, "stabilises"),
        (FALL, NONE, "stabilises"),
        (FALL, WIDE, "stabilises"),
        (WIDE, FALL, "stabilises"),
        (RISE, RISE, "escalates"),
        (NONE, RISE, "escalates"),
        (RISE, WIDE, "escalates"),
        (FALL, RISE, "mixed"),
        (RISE, FALL, "mixed"),
        (NONE, NONE, "negligible"),
        (WIDE, NONE, "cannot tell"),
        (NONE, WIDE, "cannot tell"),
        (WIDE, WIDE, "cannot tell"),
    ],
)
def test_word(disputes: tuple[float, float, float], force: tuple[float, float, float], expected: str) -> None:
    assert word(effect(disputes), effect(force)) == expected


def test_mirror_image_mirrors_the_word() -> None:
    mirror = {"stabilises": "escalates", "escalates": "stabilises"}
    for disputes, force in product((FALL, RISE, NONE, WIDE), repeat=2):
        first, second = (effect((-high, -middle, -low)) for low, middle, high in (disputes, force))
        found = word(effect(disputes), effect(force))
        assert word(first, second) == mirror.get(found, found)
        assert found in WORDS


def test_clear_but_too_small_to_matter_is_negligible() -> None:
    small = effect((-0.03, -0.02, -0.01))
    assert word(small, effect(NONE)) == "negligible"
    assert word(small, effect(NONE), margin=0.02) == "stabilises"
    assert word(small, effect(WIDE)) == "stabilises"


def test_margin_is_a_share_of_the_base_and_its_edge_counts() -> None:
    shape = (-0.5, 0.0, 0.5)
    assert word(effect(shape, 10), effect(shape, 10)) == "negligible"
    assert word(effect(shape, 9.9), effect(shape, 10)) == "cannot tell"


def test_base_of_zero_leaves_no_room() -> None:
    nothing, little = effect((0.0, 0.0, 0.0), 0.0), effect((-0.001, 0.0, 0.001), 0.0)
    assert word(nothing, nothing) == "negligible"
    assert word(little, nothing) == "cannot tell"
    assert word(effect((0.001, 0.002, 0.003), 0.0), nothing) == "escalates"


def test_touching_zero_is_not_clear() -> None:
    assert word(effect((-0.6, -0.3, 0.0)), effect(WIDE)) == "cannot tell"
    assert word(effect((0.0, 0.3, 0.6)), effect(WIDE)) == "cannot tell"


def test_width_zero_away_from_zero_is_clear() -> None:
    assert word(effect((0.3, 0.3, 0.3)), effect((0.0, 0.0, 0.0))) == "escalates"


def test_other_outcomes_never_decide() -> None:
    quiet = {"expected_disputes": effect(WIDE), "force": effect(WIDE)}
    loud = {name: effect(FALL) for name in ("war", "tension", "trust", "observed_disputes")}
    assert judge("hotline", quiet | loud, 0.1, 200).word == judge("hotline", quiet, 0.1, 200).word == "cannot tell"


@pytest.mark.parametrize("numbers", [(0.0, 1.0, 2.0, 1.0), (math.nan, 0, 0, 1), (0.0, 0.0, 0.0, math.nan)])
def test_impossible_effects_are_refused(numbers: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="estimate in its interval"):
        Effect(*numbers)


def row(disputes: Effect, force: Effect, name: str = "cooperation", smallest: float = 0.3) -> VerdictRow:
    return judge(name, {"expected_disputes": disputes, "force": force}, smallest, 200)


def test_sentence_says_it_plainly() -> None:
    said = sentence(row(Effect(0.42, 0.21, 0.63, 3.0), Effect(0.03, -0.001, 0.061, 0.5)))
    assert said == (
        "Cooperation as a whole escalates this region: +0.42 disputes per decade (97.5 % interval +0.21 to +0.63), "
        "chance of a use of force +3.0 points (97.5 % interval -0.1 to +6.1)."
    )
    assert str(row(Effect(0.42, 0.21, 0.63, 3.0), Effect(0.03, -0.001, 0.061, 0.5))) == said


def test_sentence_of_each_word() -> None:
    fall, rise, none, wide = (effect(shape) for shape in (FALL, RISE, NONE, WIDE))
    assert "Hotline stabilises this region: -0.40 disputes" in sentence(row(fall, none, "hotline"))
    assert "cuts both ways" in sentence(row(fall, rise))
    assert "no difference that matters to this region: 0 disputes" in sentence(row(none, none))
    unsure = sentence(row(wide, wide, "joint_exercise"))
    assert unsure.startswith(
        "Whether joint exercise stabilises or escalates this region, 200 pairs of runs cannot tell"
    )
    assert unsure.endswith("The smallest change they could have shown is 0.3 disputes per decade.")
    zero = effect((0.0, 0.0, 0.0))
    assert "exactly the same in all 200 pairs" in sentence(row(zero, zero, "null"))
    assert "Whether Regional Forum" in sentence(row(wide, wide, "Regional Forum"))


def test_sentence_with_extreme_numbers() -> None:
    none, huge = effect((-math.inf, 0.5, math.inf)), effect((1e5, 2e5, 3e5))
    assert "no limit to no limit" in sentence(row(none, none, smallest=math.inf))
    assert "+200000 disputes" in sentence(row(huge, none))
    assert "+0.250 disputes" in sentence(row(effect((0.25, 0.25, 0.25)), none))
    assert "-0.000" not in sentence(row(effect((-0.4, -0.0001, 0.4)), none))


def test_title() -> None:
    assert title("cooperation") == "Cooperation as a whole"
    assert title("AUKUS") == "AUKUS"
    assert title("") == ""


def test_row_survives_json() -> None:
    before = judge(
        "hotline", {"expected_disputes": effect(FALL), "force": effect((-math.inf, 0.0, math.inf))}, math.inf, 1, 2.5
    )
    assert from_dict(json.loads(json.dumps(before.as_dict(), allow_nan=False))) == before
