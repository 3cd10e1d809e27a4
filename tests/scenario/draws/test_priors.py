"""Priors: every number has one or a reason, draws follow them, and a scenario at a draw is that scenario."""

# Also tests: scenario/draws/draws.py, scenario/draws/table.py

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from dipsim.model.parameters import NUMBERS, PARAMETERS
from dipsim.scenario.draws.draws import Draws, applied, from_prior
from dipsim.scenario.draws.priors import LOG, ODDS, UNIFORM, Prior, _check, not_drawn, priors
from dipsim.scenario.draws.table import DrawsError, open_draws, read_draws, write_draws
from dipsim.scenario.load import load, vary
from dipsim.scenario.schema.spec import Spec

TABLE = (
    "# dipsim draws: 1\n# from: a test\ndraw,processes.crisis.alarmed,scale:exchanges.*.alarm\n0,0.25,2\n1,0.75,0.5\n"
)


def test_every_number_of_the_model_has_a_prior_or_a_reason() -> None:
    known = {*priors(), *not_drawn()}
    assert [one.name for one in PARAMETERS if f"processes.{one.name}" not in known] == []
    columns = {path.rpartition(".")[2] for path in known if "exchanges." in path}
    assert set(NUMBERS.names()) - columns == set()
    assert set(priors()) & set(not_drawn()) == set()


def test_a_number_is_not_drawn_for_a_reason_that_is_true() -> None:
    off = [path.removeprefix("processes.") for path, reason in not_drawn().items() if reason.startswith("0:")]
    assert off
    assert [name for name in off if PARAMETERS[name].default] == []


def test_every_prior_lies_within_what_may_be_set_and_says_what_would_pin_it() -> None:
    for prior in priors().values():
        assert prior.source
        assert prior.study
        name = prior.path.removeprefix("processes.")
        if name in PARAMETERS:
            quantity = PARAMETERS[name]
            assert quantity.low <= prior.low < prior.high <= quantity.high * (1 + 1e-3), prior.path


def test_the_longest_beginning_of_a_path_names_the_study() -> None:
    studies = {path: prior.study for path, prior in priors().items()}
    assert "joined" in studies["processes.crisis.join_force"]
    assert studies["processes.crisis.joint_democracy"] == studies["processes.crisis.motive"]


def test_the_rule_by_grade() -> None:
    fitted, assumed = priors()["processes.crisis.gate"], priors()["processes.crisis.fear"]
    assert (PARAMETERS["crisis.gate"].grade, PARAMETERS["crisis.fear"].grade) == (3, 4)
    assert fitted.high / fitted.default == pytest.approx(1.5, rel=1e-3)
    assert fitted.default / fitted.low == pytest.approx(1.5, rel=1e-3)
    assert assumed.high / assumed.default == pytest.approx(2.5, rel=1e-3)
    share = priors()["processes.evidence.misfit"]
    assert share.distribution == ODDS
    assert share.high / (1 - share.high) == pytest.approx(2.5, rel=1e-3)
    below = priors()["processes.crisis.kappa_war"]
    assert below.low == pytest.approx(-6.25)
    assert below.high == pytest.approx(-1.0)


@pytest.mark.parametrize(
    ("distribution", "low", "high", "transform"),
    [
        (UNIFORM, -0.5, 0.5, lambda x: x),
        (LOG, 0.1, 10.0, np.log),
        (LOG, -6.25, -1.0, lambda x: -np.log(-x)),
        (ODDS, 0.2, 0.8, lambda x: np.log(x / (1 - x))),
    ],
)
def test_draws_have_the_distribution_of_their_prior(
    distribution: str, low: float, high: float, transform: object
) -> None:
    prior = Prior("processes.crisis.heat", distribution, low, high, low, "", "")
    values = from_prior(3, 4000, [prior]).column(prior.path)
    assert low <= values.min() <= values.max() <= high
    scale = [transform(np.array([end]))[0] for end in (low, high)]  # type: ignore[operator]
    shares = (transform(values) - scale[0]) / (scale[1] - scale[0])  # type: ignore[operator]
    assert stats.kstest(shares, "uniform").pvalue > 0.001


def test_a_draw_is_the_same_with_more_draws_and_beside_other_numbers() -> None:
    few, many = from_prior(1, 3), from_prior(1, 10)
    assert np.array_equal(few.values, many.values[:3])
    one = priors()["processes.crisis.alarmed"]
    assert np.array_equal(from_prior(1, 10, [one]).values[:, 0], many.column(one.path))
    assert not np.array_equal(from_prior(2, 10).values, many.values)
    assert len({tuple(column) for column in many.values.T}) == len(many.paths)


def test_a_prior_that_cannot_be_is_refused() -> None:
    good = priors()["processes.crisis.fear"]
    for wrong in (replace(good, low=0.0), replace(good, low=good.high), replace(good, default=1.0)):
        with pytest.raises(ValueError, match=r"crisis\.fear"):
            _check(wrong)


@pytest.fixture(scope="module")
def region() -> Spec:
    return load("south_china_sea")


def test_a_scenario_at_a_draw_is_the_scenario_with_those_overrides(region: Spec) -> None:
    for number in range(3):
        drawn = applied(region, from_prior(1, 3).at(number))
        assert drawn.hash != region.hash
        assert vary(drawn, []).hash == drawn.hash
        assert load("x", text=drawn.text).parameters == drawn.parameters


def test_what_a_draw_does_to_each_sort_of_number(region: Spec) -> None:
    draw = {
        "processes.crisis.alarmed": 0.125,
        "scale:exchanges.*.alarm": 2.0,
        "shift:exchanges.*.readiness": -0.5,
        "odds:exchanges.*.threshold": 0.5,
        "exchanges.alliance_pact.conditional": 0.75,
    }
    drawn = applied(region, draw)
    assert drawn.parameters["crisis.alarmed"] == 0.125
    for name, kind in region.kinds.items():
        there = drawn.kinds[name].numbers
        assert there["alarm"] == pytest.approx(min(20.0, 2 * kind.numbers["alarm"]))
        assert there["readiness"] == pytest.approx(kind.numbers["readiness"] - 0.5)
        share = kind.numbers["threshold"]
        assert there["threshold"] / (1 - there["threshold"]) == pytest.approx(0.5 * share / (1 - share))
        assert there["conditional"] == (0.75 if name == "alliance_pact" else kind.numbers["conditional"])
    with pytest.raises(ValueError, match="twice"):
        applied(region, {"twice:exchanges.*.alarm": 2.0})


def test_what_the_scenario_says_itself_stays(region: Spec) -> None:
    own = vary(region, ["processes.crisis.alarmed=0.3", "exchanges.joint_exercise.alarm=0.9", "exchanges.forum=off"])
    drawn = applied(
        own, {"processes.crisis.alarmed": 0.9, "scale:exchanges.*.alarm": 0.0, "scale:exchanges.*.rate": 2.0}
    )
    assert drawn.parameters["crisis.alarmed"] == 0.3
    assert drawn.kinds["joint_exercise"].numbers["alarm"] == 0.9
    assert drawn.kinds["arms_transfer"].numbers["alarm"] == 0.0
    assert drawn.kinds["forum"].is_off
    assert vary(drawn, []).hash == drawn.hash


def test_money_stays_in_the_unit_of_the_scenario(region: Spec) -> None:
    cents = vary(region, ["exchanges.joint_exercise.cost=3"])
    assert applied(cents, {"scale:exchanges.*.cost": 2.0}).kinds["joint_exercise"].numbers["cost"] == 3.0
    there = applied(region, {"scale:exchanges.*.cost": 2.0}).kinds["joint_exercise"].numbers["cost"]
    assert there == pytest.approx(2 * region.kinds["joint_exercise"].numbers["cost"])


def test_a_table_reads_back_to_the_same_draws(tmp_path: Path) -> None:
    made = from_prior(5, 4)
    made.values[0, 0] = 0.1 + 0.2  # a number with all its digits
    there = read_draws(write_draws(made, tmp_path / "draws.csv"))
    assert there.paths == made.paths
    assert np.array_equal(there.values, made.values)
    assert (there.hash, there.about) == (made.hash, {"from": "the prior", "seed": "5"})
    assert open_draws(str(tmp_path / "draws.csv")).hash == made.hash
    assert open_draws("prior:5:4").hash == from_prior(5, 4).hash


def test_a_replicate_takes_the_next_draw(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE)
    draws = read_draws(tmp_path / "t.csv")
    assert [draws.number_of(run) for run in range(5)] == [0, 1, 0, 1, 0]
    assert draws.at(1) == {"processes.crisis.alarmed": 0.75, "scale:exchanges.*.alarm": 0.5}
    assert isinstance(draws, Draws)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ":1: expected '# dipsim draws: 1'"),
        ("# dipsim draws: 2\n", ":1: expected '# dipsim draws: 1'"),
        ("# dipsim draws: 1\n# nothing\n", ":2: expected '# key: value', found '# nothing'"),
        ("# dipsim draws: 1\ndraw,processes.crisis.alarmed\n", "found no draws"),
        (TABLE.replace("draw,", "number,"), ":3: expected the column 'draw' first, found 'number'"),
        (
            TABLE.replace("alarmed", "alarmd"),
            "found 'processes.crisis.alarmd'; did you mean 'processes.crisis.alarmed'",
        ),
        (TABLE.replace("scale:", "double:"), ":3: expected the path of a number of the model"),
        (TABLE.replace("scale:exchanges.*.alarm", "processes.crisis.alarmed"), "each column once"),
        (TABLE.replace("1,0.75,0.5", "1,0.75"), ":5: expected 3 cells, found 2"),
        (TABLE.replace("1,0.75,0.5", "2,0.75,0.5"), ":5: draw: expected 1, found '2'"),
        (TABLE.replace("0.75", "many"), ":5: processes.crisis.alarmed: expected a number, found 'many'"),
        (TABLE.replace("0.75", "nan"), ":5: processes.crisis.alarmed: expected a number, found 'nan'"),
        (TABLE.replace("0.75", "7"), ":5: processes.crisis.alarmed: expected 0 to 1, found 7"),
    ],
)
def test_a_wrong_table_is_told_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(DrawsError) as found:
        read_draws(tmp_path / "t.csv")
    assert words in str(found.value)
    assert "t.csv:" in str(found.value)


@pytest.mark.parametrize("asked", ["prior", "prior:1", "prior:1:0", "prior:-1:5", "no_such.csv", "prior:1:500000"])
def test_words_that_stand_for_no_draws(asked: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        open_draws(asked)


def test_the_middle_of_a_prior_is_where_the_model_stands_or_close() -> None:
    """The rule is symmetric on its scale: the median of what it draws is the default, unless a bound cuts it."""
    by_rule = [
        one for one in priors().values() if one.source.startswith("the rule") and one.path.startswith("processes.")
    ]
    assert len(by_rule) > 100
    off = [one.path for one in by_rule if not math.isclose(one.value(0.5), one.default, rel_tol=0.01)]
    assert {path for path in off if PARAMETERS[path.removeprefix("processes.")].default != 1.0} <= {
        "processes.perception.spread",
        "processes.bill.discovered",
        "processes.crisis.umbrella",
        "processes.crisis.kappa_war",
        "processes.licensing.surprise",
    }
