"""Flip points over draws: where the algebra puts them for a prior of one number, and ``flip`` at the defaults."""

# Also tests: study/uncertainty/map_over_draws.py

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dipsim.runs.errors import UnsettledStart
from dipsim.scenario.draws.draws import Draws, from_prior
from dipsim.scenario.draws.priors import Prior, priors
from dipsim.scenario.draws.table import DrawsError
from dipsim.scenario.load import load
from dipsim.scenario.schema.spec import Spec
from dipsim.study.interventions.agreement_levels import Level
from dipsim.study.sensitivity.flip import flip
from dipsim.study.sensitivity.map import sign_map
from dipsim.study.uncertainty.flip_over_draws import FlipOverDraws, flip_over_draws
from dipsim.study.uncertainty.map_over_draws import MapOverDraws, map_over_draws
from dipsim.study.verdict import paired_runs
from dipsim.study.verdict.decision import ESCALATES, STABILISES

WORLD = Path(__file__).parents[1] / "sensitivity" / "partners_and_rival.yaml"
DEFENSIVE, NEAR, OWN = "exchanges.joint_exercise.defensive", "relations.*.proximity", "processes.bill.kappa_own"
GAIN, WEIGHT, HELPING, OPEN = 0.44 * (0.4 + 0.6 * 0.2) * 0.9 / 0.567, 1.2, 0.5, 0.2  # as in docs/flip.md
DRAWS = from_prior(3, 12, [Prior(OWN, "uniform", 0.0, 2.0, 1.5, "a test", "")])
AT_DEFAULTS = Draws(tuple(priors()), np.array([[prior.default for prior in priors().values()]]), "the defaults")


def border(own: Any, near: float = 0.8) -> Any:
    """The defensive share at which gain and alarm balance (docs/flip.md): alarm is w (1 - d) (1 - open) kappa H."""
    threat = near * 0.5 * 250 / (near * 0.5 * 250 + 250 + 20)
    return 1 - GAIN / (WEIGHT * (1 - OPEN) * (own + HELPING) * threat)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Spec:
    """The world of docs/flip.md, which leaves open how much alarm the own strength raises: that is drawn."""
    text, file = WORLD.read_text(encoding="utf-8"), tmp_path_factory.mktemp("world") / "world.yaml"
    file.write_text(text.replace("kappa_own: 1.5, ", ""), encoding="utf-8")
    return load(file)


@pytest.fixture(scope="module")
def found(world: Spec) -> FlipOverDraws:
    how: dict[str, Any] = {"outcome": "trust", "replicates": 2, "workers": 1}
    return flip_over_draws(world, DEFENSIVE, "timeline.0", parameters=DRAWS, **how)


def test_the_distribution_is_that_of_the_algebra(found: FlipOverDraws) -> None:
    """Protects share, median, range and direction: a draw whose alarm is less than the gain even when nothing is
    defensive has no flip point, the others have theirs where the algebra puts it."""
    expected = border(DRAWS.column(OWN))
    turning = expected[expected > 0]
    assert 0 < len(turning) < len(DRAWS)
    assert [bool(one.flips) for one in found.found] == (expected > 0).tolist()
    values = [one.flips[0].value for one in found.found if one.flips]
    assert values == pytest.approx(turning.tolist(), abs=1e-3)
    (turn,) = found.turns
    assert (turn.below, turn.above, turn.draws) == ("lowers trust", "raises trust", len(turning))
    assert turn.share == found.anywhere
    assert turn.share.estimate == len(turning) / len(DRAWS)
    assert turn.middle == pytest.approx(np.median(turning), abs=1e-3)
    assert turn.range == pytest.approx(tuple(np.quantile(turning, [0.05, 0.95])), abs=1e-3)
    assert {word: share.estimate for word, share in found.constant.items()} == {
        "raises trust": 1 - len(turning) / len(DRAWS)
    }


def test_words_table_and_json(found: FlipOverDraws) -> None:
    said = str(found)
    assert f"12 draws of {DRAWS.name}" in said
    assert "from \u201clowers trust\u201d to \u201craises trust\u201d" in said
    assert "Without a flip point, as far as it can be told: raises trust in" in said
    assert "2 pairs of runs at each value and draw" in said
    frame = found.to_frame()
    assert frame["draw"].tolist() == list(range(12))
    assert frame["value"].notna().sum() == found.turns[0].draws
    plain = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert plain["parameters"] == {"asked": DRAWS.name, "hash": DRAWS.hash, "draws": 12}
    assert plain["turns"][0]["range"] == list(found.turns[0].range)
    assert [one["flips"] for one in plain["draws"]] == [[vars(at) for at in one.flips] for one in found.found]


def test_one_draw_at_the_defaults_is_the_flip_point_without_draws() -> None:
    """Protects the way a draw is put into a scenario: 300 numbers at their defaults change no bit."""
    spec = load("two_blocs", ["time.years=1"])
    how: dict[str, Any] = {"replicates": 3, "seed": 5, "scan": 3, "workers": 1}
    asked = (spec, "nations.*.transparency", "joint_exercise")
    there = flip_over_draws(*asked, parameters=AT_DEFAULTS, **how)
    assert there.found == (flip(*asked, **how),)
    other = flip_over_draws(*asked, parameters=from_prior(1, 1), **how)
    assert other.found != there.found


def test_what_is_turned_is_not_drawn(world: Spec) -> None:
    """Protects the order: the number on the axis has the value of the axis at every draw."""
    how: dict[str, Any] = {"low": 0.1, "outcome": "trust", "replicates": 2, "scan": 3, "workers": 1}
    turned = flip_over_draws(world, OWN, "timeline.0", parameters=DRAWS, **how)
    first, *others = (one.flips for one in turned.found)
    assert all(other == first for other in others)


def test_a_draw_that_does_not_settle_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = load("two_blocs", ["time.years=1"])
    real, tries = paired_runs.settled_start, list[int]()

    def second_fails(at: Any) -> Any:
        tries.append(1)
        if len(tries) == 3:  # the first of two values at the second draw
            raise UnsettledStart("the start does not settle: a test")
        return real(at)

    monkeypatch.setattr(paired_runs, "settled_start", second_fails)
    how: dict[str, Any] = {"replicates": 2, "scan": 2, "workers": 1}
    found = flip_over_draws(spec, "nations.*.revisionism", parameters="prior:1:3", **how)
    assert found.numbers == (0, 2)
    assert found.failed == {1: "the start does not settle: a test"}
    assert "1 draw without a settled start, left out: 1." in str(found)

    def never(_: Any) -> None:
        raise UnsettledStart("the start does not settle: a test")

    monkeypatch.setattr(paired_runs, "settled_start", never)
    with pytest.raises(UnsettledStart, match="at none of 3 draws of prior:1:3"):
        flip_over_draws(spec, "nations.*.revisionism", parameters="prior:1:3", **how)
    with pytest.raises(DrawsError, match="no such file"):
        flip_over_draws(spec, "nations.*.revisionism", parameters="no_such.csv", **how)


@pytest.fixture(scope="module")
def mapped(world: Spec) -> MapOverDraws:
    how: dict[str, Any] = {
        "x_range": (0, 1),
        "y_range": (0.4, 1),
        "panels": [Level("the scenario")],
        "outcome": "trust",
    }
    how |= {"grid": 3, "refine": 1, "replicates": 2, "workers": 1}
    return map_over_draws(world, DEFENSIVE, NEAR, "timeline.0", parameters=DRAWS, **how)


def test_words_of_a_cell_are_those_of_the_algebra(mapped: MapOverDraws) -> None:
    """Protects the shares: in every cell the share of draws at which the middle lies beyond the border."""
    assert len(mapped.cells) > 9
    assert len({one.shares.share(STABILISES).estimate for one in mapped.cells}) > 2
    for one in mapped.cells:
        calms = one.cell.x > border(DRAWS.column(OWN), one.cell.y)
        assert one.shares.counts == {
            word: count for word, count in ((STABILISES, calms.sum()), (ESCALATES, (~calms).sum())) if count
        }
    said = str(mapped)
    assert "Over 12 draws of" in said
    assert "more than half of the draws say raises trust in" in said
    json.dumps(mapped.as_dict(), allow_nan=False)
    frame = mapped.to_frame()
    assert len(frame) == len(mapped.cells)
    assert (frame["stabilises"] + frame["escalates"]).tolist() == pytest.approx([1.0] * len(frame))


def test_one_draw_at_the_defaults_is_the_map_without_draws() -> None:
    spec = load("two_blocs", ["time.years=1"])
    how: dict[str, Any] = {"panels": [Level("the scenario")], "grid": 2, "refine": 0, "replicates": 3, "workers": 1}
    there = map_over_draws(spec, target="joint_exercise", parameters=AT_DEFAULTS, **how)
    plain = sign_map(spec, target="joint_exercise", **how)
    assert there.at_defaults.frame().equals(plain.frame())
    for one in there.cells:
        assert one.shares.counts == {one.cell.word: 1}
        assert one.likely == one.cell.word
        for outcome, effect in one.shares.effects.items():
            assert effect.mean == one.cell.row.effects[outcome].estimate
