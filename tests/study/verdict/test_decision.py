"""The words of a verdict are decided by conflict alone, exactly as they are defined."""

from __future__ import annotations

import json
import math
from itertools import product

import pytest

from dipsim.report import sentences
from dipsim.study.verdict.decision import (
    SHARE,
    WORDS,
    Effect,
    VerdictRow,
    from_dict,
    judge,
    sentence,
    shown,
    title,
    word,
)

Shape = tuple[float, float, float]
FAR_DOWN, FAR_UP = (-0.6, -0.4, -0.2), (0.2, 0.4, 0.6)  # beyond the margin of 0.05 that a base of 1 has
FEWER, MORE = (-0.2, -0.1, -0.02), (0.02, 0.1, 0.2)  # clear of 0, not beyond the margin
NONE, WIDE = (-0.01, 0.0, 0.01), (-0.3, 0.1, 0.5)
LITTLE = (-0.04, -0.03, -0.02)  # clear of 0, inside the margin
SHAPES = (FAR_DOWN, FAR_UP, FEWER, MORE, NONE, WIDE, LITTLE)


def effect(shape: Shape, base: float = 1.0) -> Effect:
    low, estimate, high = shape
    return Effect(estimate, low, high, base)


@pytest.mark.parametrize(
    ("disputes", "force", "expected"),
    [
        (FAR_DOWN, FAR_UP, "mixed"),
        (FAR_UP, FAR_DOWN, "mixed"),
        (FAR_DOWN, FAR_DOWN, "stabilises"),
        (FAR_DOWN, NONE, "stabilises"),
        (WIDE, FAR_DOWN, "stabilises"),
        (FAR_DOWN, MORE, "stabilises"),
        (FAR_UP, FAR_UP, "escalates"),
        (NONE, FAR_UP, "escalates"),
        (FAR_UP, WIDE, "escalates"),
        (FAR_UP, FEWER, "escalates"),
        (NONE, NONE, "no_noticeable_effect"),
        (LITTLE, NONE, "no_noticeable_effect"),
        (LITTLE, LITTLE, "no_noticeable_effect"),
        (FEWER, NONE, "probably_small"),
        (WIDE, MORE, "probably_small"),
        (LITTLE, WIDE, "probably_small"),
        (FEWER, FEWER, "probably_small"),
        (FEWER, MORE, "cannot_tell"),
        (WIDE, NONE, "cannot_tell"),
        (WIDE, WIDE, "cannot_tell"),
    ],
)
def test_word(disputes: Shape, force: Shape, expected: str) -> None:
    assert word(effect(disputes), effect(force)) == expected


def test_mirror_image_mirrors_the_word_and_the_sign() -> None:
    mirror = {"stabilises": "escalates", "escalates": "stabilises"}
    for disputes, force in product(SHAPES, repeat=2):
        found = row(effect(disputes), effect(force))
        other = row(*(effect((-high, -middle, -low)) for low, middle, high in (disputes, force)))
        assert other.word == mirror.get(found.word, found.word)
        assert other.sign == -found.sign
        assert found.word in WORDS


def test_order_of_the_two_outcomes_does_not_matter() -> None:
    for one, other in product(SHAPES, repeat=2):
        assert word(effect(one), effect(other)) == word(effect(other), effect(one))


@pytest.mark.parametrize("truth", [-0.5, -0.2, -0.06, -0.04, 0.0, 0.04, 0.06, 0.2, 0.5])
def test_a_right_word_stays_as_runs_are_added(truth: float) -> None:
    """Protects the point of the margin: intervals that close in on one truth never turn one claim into another."""
    claims = {"stabilises", "escalates", "mixed", "no_noticeable_effect"}
    halves = [2.0**-power for power in range(12)]
    words = [word(effect((truth - half, truth, truth + half)), effect((-half, 0.0, half))) for half in halves]
    said = [one for one in words if one in claims]
    assert len(set(said)) == 1
    assert said == words[-len(said) :], "a claim is not withdrawn"


def test_margin_is_a_share_of_the_base_but_never_less_than_a_twentieth_of_a_dispute_a_decade() -> None:
    assert effect(NONE, 10.0).margin == pytest.approx(0.3)
    assert effect(NONE, 0.1).margin == effect(NONE, 0.0).margin == 0.05
    edge = SHARE * 10.0
    assert word(effect((-edge, 0.0, edge), 10), effect((-edge, 0.0, edge), 10)) == "no_noticeable_effect"
    assert word(effect((-1.001 * edge, 0.0, edge), 10), effect(NONE, 10)) == "cannot_tell"
    assert word(effect((-0.5, -0.4, -edge), 10), effect(NONE, 10)) == "probably_small"
    assert word(effect((-0.5, -0.4, -1.001 * edge), 10), effect(NONE, 10)) == "stabilises"


def test_each_outcome_has_the_margin_of_its_own_base() -> None:
    shape = (0.1, 0.15, 0.2)
    assert word(effect(shape, 10.0), effect(NONE, 1.0)) == "no_noticeable_effect"
    assert word(effect(NONE, 10.0), effect(shape, 1.0)) == "escalates"


def test_touching_zero_is_not_clear() -> None:
    assert word(effect((-0.6, -0.3, 0.0)), effect(WIDE)) == "cannot_tell"
    assert word(effect((0.0, 0.3, 0.6)), effect(WIDE)) == "cannot_tell"


def test_width_zero_is_judged_by_where_it_lies() -> None:
    nothing = effect((0.0, 0.0, 0.0))
    assert word(effect((0.3, 0.3, 0.3)), nothing) == "escalates"
    assert word(effect((0.03, 0.03, 0.03)), nothing) == "no_noticeable_effect"


def test_other_outcomes_never_decide() -> None:
    quiet = {"expected_disputes": effect(WIDE), "expected_force": effect(WIDE)}
    loud = {name: effect(FAR_DOWN) for name in ("force", "war", "tension", "trust", "observed_disputes")}
    assert judge("hotline", quiet | loud, 200).word == judge("hotline", quiet, 200).word == "cannot_tell"


@pytest.mark.parametrize("numbers", [(0.0, 1.0, 2.0, 1.0), (math.nan, 0, 0, 1), (0.0, 0.0, 0.0, math.nan)])
def test_impossible_effects_are_refused(numbers: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="estimate in its interval"):
        Effect(*numbers)


def row(disputes: Effect, force: Effect, name: str = "cooperation") -> VerdictRow:
    return judge(name, {"expected_disputes": disputes, "expected_force": force}, 200)


def test_sentence_says_it_plainly() -> None:
    effects = {
        "expected_disputes": Effect(0.42, 0.21, 0.63, 3.0),
        "expected_force": Effect(0.3, -0.01, 0.61, 2.0),
        "war": Effect(0.03, -0.001, 0.061, 0.5),
    }
    found = judge("cooperation", effects, 200)
    assert (
        str(found)
        == sentence(found)
        == (
            "Cooperation as a whole escalates this region: +0.42 disputes (95 % interval +0.21 to +0.63) and "
            "+0.30 uses of force (-0.01 to +0.61) per decade; chance of a war +3.0 points (-0.1 to +6.1)."
        )
    )


def test_sentence_of_each_word() -> None:
    fall, rise, none, wide, fewer, more = (effect(s) for s in (FAR_DOWN, FAR_UP, NONE, WIDE, FEWER, MORE))
    assert "Hotline stabilises this region: -0.40 disputes" in sentence(row(fall, none, "hotline"))
    assert "cuts both ways" in sentence(row(fall, rise))
    assert "has no noticeable effect on this region: 0 disputes" in sentence(row(none, none))
    assert "Forum probably lowers conflict in this region by little" in sentence(row(fewer, none, "forum"))
    assert "Forum probably raises conflict in this region by little" in sentence(row(none, more, "forum"))
    zero = effect((0.0, 0.0, 0.0))
    assert "exactly the same in all 200 pairs" in sentence(row(zero, zero, "null"))
    assert "Whether Regional Forum" in sentence(row(wide, wide, "Regional Forum"))


def test_who_cannot_tell_says_what_the_runs_could_have_shown() -> None:
    """By hand: half a width of .4, so .05 + .4 (1 + .8416 / 1.96) = .62 for a base of 1."""
    unsure = row(effect(WIDE), effect((-0.03, 0.0, 0.07), 10.0), "joint_exercise")
    assert unsure.word == "cannot_tell"
    assert str(unsure).startswith(
        "Whether joint exercise stabilises or escalates this region, 200 pairs of runs cannot"
    )
    assert str(unsure).endswith("would have shown a change of 0.62 disputes or of 0.37 uses of force per decade.")
    assert unsure.as_dict()["smallest"]["expected_disputes"] == pytest.approx(
        0.05 + 0.4 * (1 + 0.8416 / 1.96), rel=1e-4
    )


def test_a_change_that_could_have_been_shown_is_shown_four_times_in_five() -> None:
    import numpy as np

    from dipsim.study.statistics.paired_intervals import paired_mean

    draw, pairs = np.random.default_rng(15), 100
    wide = Effect(*paired_mean(draw.normal(0, 1, 100_000), np.zeros(100_000)), 1.0)
    size = wide.margin + (wide.smallest - wide.margin) * math.sqrt(100_000 / pairs)
    found = [Effect(*paired_mean(draw.normal(size, 1, pairs), np.zeros(pairs)), 1.0).beyond for _ in range(2000)]
    assert np.mean(np.array(found) == 1) == pytest.approx(0.8, abs=0.035)


def test_a_word_is_printed_without_underscores_and_with_its_sign() -> None:
    assert [shown(one) for one in WORDS[3:]] == ["no noticeable effect", "probably small effect", "cannot tell"]
    assert row(effect(FEWER), effect(NONE)).shown == "probably small decrease"
    assert row(effect(NONE), effect(MORE)).shown == "probably small increase"
    assert row(effect(FAR_DOWN), effect(NONE)).shown == "stabilises"


def test_sentence_with_extreme_numbers() -> None:
    none, huge = effect((-math.inf, 0.5, math.inf)), effect((1e5, 2e5, 3e5))
    assert "no limit to no limit" in sentence(row(none, none))
    assert "would have shown" not in sentence(row(none, none))
    assert "+200000 disputes" in sentence(row(huge, none))
    assert "+0.250 disputes" in sentence(row(effect((0.25, 0.25, 0.25)), none))
    assert "-0.000" not in sentence(row(effect((-0.4, -0.0001, 0.4)), none))
    beside = row(effect((-math.inf, 0.5, math.inf)), none)  # one pair of runs
    assert sentences.effect(beside, "expected_disputes") == "+0.500 [no limit, no limit]"


def test_title() -> None:
    assert title("cooperation") == "Cooperation as a whole"
    assert title("AUKUS") == "AUKUS"
    assert title("") == ""


def test_row_survives_json() -> None:
    effects = {"expected_disputes": effect(FAR_DOWN), "expected_force": effect((-math.inf, 0.0, math.inf))}
    before = judge("hotline", effects, 1, 2.5)
    assert from_dict(json.loads(json.dumps(before.as_dict(), allow_nan=False))) == before
